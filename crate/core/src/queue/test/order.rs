use super::*;

#[test]
fn items_come_in_the_order_of_the_queue() {
    for (order, expected) in [
        (Order::Fifo, [3, 1, 2]),
        (Order::Lifo, [2, 1, 3]),
        (Order::Priority, [1, 2, 3]),
    ] {
        let queue = Queue::new(order, 0);
        for number in [3, 1, 2] {
            assert!(matches!(queue.try_put(numbered(number)), Put::Done));
        }
        assert_eq!(queue.len(), 3);
        assert_eq!(all_of(&queue), expected);
        assert!(queue.is_empty());
    }
}

#[test]
fn of_equal_keys_the_one_that_was_put_first_comes_first() {
    let queue = Queue::new(Order::Priority, 0);
    for number in 0_u32..20 {
        let key = KeyPart::Number(f64::from(number % 2));
        assert!(matches!(queue.try_put(keyed(number.into(), &[key])), Put::Done));
    }
    let (even, odd) = ((0..20).step_by(2), (1..20).step_by(2));
    assert_eq!(all_of(&queue), even.chain(odd).collect::<Vec<_>>());
}

#[test]
fn keys_are_compared_part_by_part() {
    let whole = |digits: &[u64], is_negative| KeyPart::Whole(is_negative, digits.into());
    let ordered = [
        vec![KeyPart::Number(-1.0)],
        vec![KeyPart::Number(1.0)],
        vec![KeyPart::Number(1.0), text("")],
        vec![KeyPart::Number(1.0), text("a")],
        vec![KeyPart::Number(1.0), text("ab")],
        vec![KeyPart::Number(1.0), text("b"), whole(&[0, 2], true)],
        vec![KeyPart::Number(1.0), text("b"), whole(&[9], true)],
        vec![KeyPart::Number(1.0), text("b"), whole(&[], false)],
        vec![KeyPart::Number(1.0), text("b"), whole(&[9], false)],
        vec![KeyPart::Number(1.0), text("b"), whole(&[1, 2], false)],
        vec![KeyPart::Number(1.0), text("b"), whole(&[2, 2], false)],
    ];
    for (one, key) in ordered.iter().enumerate() {
        for (other, other_key) in ordered.iter().enumerate() {
            let (key, other_key) = (Key(key.clone()), Key(other_key.clone()));
            assert_eq!(key.compare(&other_key), Ok(one.cmp(&other)), "{key:?} {other_key:?}");
        }
    }
}

#[test]
fn keys_of_other_kinds_are_incomparable() {
    let parts = [
        KeyPart::Number(1.0),
        text("1"),
        KeyPart::Whole(false, [1].into()),
        KeyPart::Nothing,
    ];
    for (one, part) in parts.iter().enumerate() {
        for (other, other_part) in parts.iter().enumerate() {
            let compared = Key(vec![part.clone()]).compare(&Key(vec![other_part.clone()]));
            let comparable = one == other && *part != KeyPart::Nothing;
            assert_eq!(compared.is_ok(), comparable, "{part:?} {other_part:?}");
        }
    }
}

#[test]
fn an_incomparable_item_leaves_all_as_it_was() {
    let queue = Queue::new(Order::Priority, 0);
    for number in [5, 2, 8] {
        let _ = queue.try_put(numbered(number));
    }
    assert!(matches!(queue.try_put(keyed(9, &[text("a")])), Put::Incomparable));
    assert_eq!((queue.len(), queue.unfinished()), (3, 3));
    assert_eq!(all_of(&queue), [2, 5, 8]);
}
