use super::*;

fn value(words: &[u64]) -> Value {
    let words = words.into();
    Arc::new(Item {
        words,
        ..Item::default()
    })
}

fn words(value: &Value) -> Vec<u64> {
    value.words.to_vec()
}

const ME: As = As::Anybody(1);

#[test]
fn a_cell_holds_what_was_set_last_and_adds_to_numbers_only() {
    let cell = Cell::new(CellValue::Number(1.0));
    assert_eq!(cell.add(ME, 2.0), Ok(3.0));
    assert_eq!(cell.set(ME, CellValue::Other(value(&[7]))), Ok(()));
    assert_eq!(cell.add(ME, 2.0), Err(NotWritten::Nothing));
    let CellValue::Other(held) = cell.get() else {
        panic!("it was set");
    };
    assert_eq!(words(&held), [7]);
}

#[test]
fn only_the_holder_writes_during_an_update_and_all_read_what_was_before() {
    let cell = Cell::new(CellValue::Number(1.0));
    assert!(cell.lock().try_acquire(2).is_some());
    assert_eq!(cell.add(ME, 1.0), Err(NotWritten::Busy));
    assert_eq!(cell.add(As::Anybody(2), 1.0), Err(NotWritten::Within));
    assert!(matches!(cell.get(), CellValue::Number(1.0)));
    assert_eq!(cell.add(As::Holder, 1.0), Ok(2.0));
    assert_eq!(cell.lock().release(), Ok(()));
    assert_eq!(cell.add(ME, 1.0), Ok(3.0));
}

#[test]
fn places_of_a_list_are_counted_from_both_ends() {
    let list = List::default();
    for (index, word) in [(0, 1), (99, 2), (-99, 0)] {
        assert_eq!(list.insert(ME, index, value(&[word])), Ok(()));
    }
    let all: Vec<_> = list.all().iter().map(words).collect();
    assert_eq!(all, [[0], [1], [2]]);
    assert_eq!(list.get(-1).map(|last| words(&last)), Some(vec![2]));
    assert!(list.get(3).is_none() && list.get(-4).is_none());
    assert_eq!(list.set(ME, 3, value(&[9])), Err(NotWritten::Nothing));
    assert_eq!(list.remove(ME, -2).map(|gone| words(&gone)), Ok(vec![1]));
    assert_eq!(list.find(&[2]), Some(1));
    assert_eq!(list.remove_value(ME, &[5]).map(|_| ()), Err(NotWritten::Nothing));
    assert_eq!(list.reverse(ME), Ok(()));
    assert_eq!(list.find(&[2]), Some(0));
    assert_eq!(list.clear(ME), Ok(()));
    assert!(list.is_empty());
}

#[test]
fn keys_of_a_dict_keep_the_order_in_which_they_came() {
    let dict = Dict::default();
    for key in [3, 1, 2] {
        assert_eq!(dict.set(ME, &[key], value(&[key * 10])), Ok(true));
    }
    assert_eq!(dict.set(ME, &[3], value(&[33])), Ok(false));
    assert_eq!(dict.remove(ME, &[1]).map(|gone| words(&gone)), Ok(vec![10]));
    assert_eq!(dict.set(ME, &[1], value(&[11])), Ok(true));
    let keys: Vec<_> = dict.all().iter().map(|(key, _)| key[0]).collect();
    assert_eq!(keys, [3, 2, 1]);
    assert_eq!(dict.get(&[3]).map(|held| words(&held)), Some(vec![33]));
    assert_eq!(dict.remove_last(ME).map(|(key, _)| key[0]), Ok(1));
    assert_eq!(dict.len(), 2);
}

#[test]
fn a_default_is_set_where_there_is_nothing() {
    let dict = Dict::default();
    assert!(matches!(dict.set_default(ME, &[1], value(&[10])), Ok(None)));
    let known = dict
        .set_default(ME, &[1], value(&[20]))
        .map(|known| known.map(|known| words(&known)));
    assert_eq!(known, Ok(Some(vec![10])));
}
