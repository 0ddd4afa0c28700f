use super::*;
use crate::interrupt::Waits;
use crate::sync::test::{LONG, Loop, ME, NO_TIME, OTHER, THIRD, waits};
use crate::sync::{Answer, BlockedWait, Expiry, Token};
use std::thread;
use std::time::Duration;

fn item(number: u64) -> Item {
    Item {
        words: [number].into_iter().collect(),
        ..Item::default()
    }
}

fn keyed(number: u64, parts: &[KeyPart]) -> Item {
    Item {
        key: Some(Box::new(Key(parts.to_vec()))),
        ..item(number)
    }
}

fn text(text: &str) -> KeyPart {
    KeyPart::Text(text.encode_utf16().collect())
}

/// What it is ordered by is its number, too.
fn numbered(number: u32) -> Item {
    keyed(number.into(), &[KeyPart::Number(number.into())])
}

fn put(queue: &Arc<Queue>, number: u64) {
    assert!(matches!(queue.try_put(item(number)), Put::Done));
}

fn got(queue: &Arc<Queue>) -> Option<u64> {
    match queue.try_get() {
        Got::Item(item) => Some(item.words[0]),
        Got::Empty | Got::Shut => None,
    }
}

fn all_of(queue: &Arc<Queue>) -> Vec<u64> {
    std::iter::from_fn(|| got(queue)).collect()
}

fn gets(queue: &Arc<Queue>, event_loop: &Loop, token: Token) -> bool {
    let place = event_loop.place(token, Arc::<Queue>::clone(queue), Gift::Nothing);
    queue.enter_getter(&place)
}

fn puts(queue: &Arc<Queue>, event_loop: &Loop, token: Token, item: Item) -> bool {
    let place = event_loop.place(token, queue.putting(), Gift::Item(item));
    queue.enter_putter(&place)
}

fn joins(queue: &Arc<Queue>, event_loop: &Loop, token: Token) -> bool {
    queue.enter_joiner(&event_loop.place(token, queue.joining(), Gift::Nothing))
}

fn blocks_to_get(queue: &Arc<Queue>, waits: &Arc<Waits>, length: Option<Duration>) -> BlockedWait {
    BlockedWait::begin(waits, OTHER, length, Gift::Nothing, |place| {
        queue.enter_getter(place);
        Arc::<Queue>::clone(queue)
    })
}

fn blocks_to_put(queue: &Arc<Queue>, waits: &Arc<Waits>, length: Option<Duration>, number: u64) -> BlockedWait {
    BlockedWait::begin(waits, OTHER, length, Gift::Item(item(number)), |place| {
        queue.enter_putter(place);
        queue.putting()
    })
}

fn numbers(gifts: Vec<Gift>) -> Vec<u64> {
    let of = |gift| match gift {
        Gift::Item(item) => item.words[0],
        Gift::Shut => 2_000,
        Gift::Nothing => 0,
        other => panic!("{other:?}"),
    };
    gifts.into_iter().map(of).collect()
}

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

fn put_later(queue: &Arc<Queue>, event_loop: &Loop, token: Token, item: Item) -> Arc<Place> {
    let place = event_loop.place(token, queue.putting(), Gift::Item(item));
    let _ = queue.enter_putter(&place);
    place
}

#[test]
fn an_incomparable_item_does_not_wait_for_room() {
    let (queue, event_loop) = (Queue::new(Order::Priority, 2), Loop::new(ME));
    let _ = queue.try_put(numbered(1));
    let _ = queue.try_put(numbered(2));
    let place = put_later(&queue, &event_loop, 0, keyed(9, &[text("a")]));
    assert!(matches!(place.take_gift(), Gift::Incomparable));
    assert_eq!(all_of(&queue), [1, 2]);
}

/// What it cannot be compared with has come while it waited for room.
#[test]
fn an_incomparable_item_that_waited_is_refused_and_the_next_one_moves_in() {
    let (queue, event_loop) = (Queue::new(Order::Priority, 2), Loop::new(ME));
    let _ = queue.try_put(keyed(0, &[KeyPart::Number(0.0)]));
    let _ = queue.try_put(keyed(1, &[KeyPart::Number(1.0)]));
    let parts = [text("a"), KeyPart::Number(1.0), text("b")];
    let places: Vec<_> = (0..)
        .zip(parts)
        .map(|(token, part)| {
            put_later(
                &queue,
                &event_loop,
                token,
                keyed(2 + u64::from(token), &[KeyPart::Number(2.0), part]),
            )
        })
        .collect();
    for _ in 0..2 {
        let _ = queue.try_get();
    }
    assert!(matches!(places[0].take_gift(), Gift::Nothing));
    assert!(matches!(places[1].take_gift(), Gift::Incomparable));
    assert!(matches!(places[2].take_gift(), Gift::Nothing));
    assert_eq!(all_of(&queue), [2, 4]);
    assert_eq!(queue.unfinished(), 4);
}

#[test]
fn a_bounded_queue_is_full_and_its_putters_move_in_in_their_order() {
    let (queue, event_loop) = (Queue::new(Order::Fifo, 2), Loop::new(ME));
    put(&queue, 1);
    assert!(!queue.is_full());
    put(&queue, 2);
    assert!(queue.is_full());
    let Put::Full(back) = queue.try_put(item(3)) else {
        panic!("there is no room");
    };
    assert_eq!(back.words[0], 3);
    assert!(!puts(&queue, &event_loop, 0, item(3)));
    assert!(!puts(&queue, &event_loop, 1, item(4)));
    assert_eq!(queue.unfinished(), 2);
    assert_eq!(got(&queue), Some(1));
    assert_eq!(event_loop.come(), [0]);
    assert!(
        gets(&queue, &Loop::new(OTHER), 0),
        "a getter that might wait makes room too"
    );
    assert_eq!(event_loop.come(), [1]);
    assert_eq!(all_of(&queue), [3, 4]);
    assert_eq!(queue.unfinished(), 4);
    assert!(puts(&queue, &event_loop, 2, item(5)), "there is room at once");
    assert_eq!(all_of(&queue), [5]);
}

#[test]
fn a_putter_that_leaves_takes_its_item_with_it() {
    let (queue, event_loop, waits) = (Queue::new(Order::Fifo, 1), Loop::new(ME), waits());
    put(&queue, 1);
    puts(&queue, &event_loop, 0, item(2));
    let mut hasty = blocks_to_put(&queue, &waits, NO_TIME, 3);
    let mut dying = blocks_to_put(&queue, &waits, None, 4);
    puts(&queue, &event_loop, 1, item(5));
    assert_eq!(event_loop.awaits.expire(0), Expiry::Now);
    assert_eq!(hasty.slice(LONG), Answer::Expired);
    waits.interrupt();
    assert_eq!(dying.slice(LONG), Answer::Interrupted);
    assert_eq!(all_of(&queue), [1, 5]);
    assert_eq!(queue.unfinished(), 2);
}

/// It was put, whether its thread learns of it or not.
#[test]
fn the_item_of_a_putter_that_dies_after_it_moved_in_stays() {
    let (queue, closing) = (Queue::new(Order::Fifo, 1), Loop::new(ME));
    put(&queue, 1);
    puts(&queue, &closing, 0, item(2));
    assert_eq!(got(&queue), Some(1));
    closing.awaits.close();
    assert_eq!(all_of(&queue), [2]);
}

#[test]
fn getters_are_given_items_in_their_order() {
    let (queue, event_loop) = (Queue::new(Order::Fifo, 0), Loop::new(ME));
    for token in 0..3 {
        assert!(!gets(&queue, &event_loop, token));
    }
    for number in 1..=4 {
        put(&queue, number);
    }
    let taken = std::iter::from_fn(|| event_loop.awaits.take());
    let taken: Vec<_> = taken
        .map(|(token, place, _)| (token, numbers(vec![place.take_gift()])))
        .collect();
    assert_eq!(taken, [(0, vec![1]), (1, vec![2]), (2, vec![3])]);
    assert_eq!(all_of(&queue), [4]);
}

#[test]
fn a_parked_getter_and_a_parked_putter_are_woken() {
    let (queue, waits) = (Queue::new(Order::Fifo, 1), waits());
    let mut getter = blocks_to_get(&queue, &waits, None);
    thread::scope(|scope| {
        let parked = scope.spawn(|| (getter.slice(LONG), numbers(vec![getter.accept()])));
        put(&queue, 1);
        assert_eq!(parked.join().expect("no panic"), (Answer::Granted, vec![1]));
    });
    put(&queue, 2);
    let mut putter = blocks_to_put(&queue, &waits, None, 3);
    thread::scope(|scope| {
        let parked = scope.spawn(|| (putter.slice(LONG), numbers(vec![putter.accept()])));
        assert_eq!(got(&queue), Some(2));
        assert_eq!(parked.join().expect("no panic"), (Answer::Granted, vec![0]));
    });
    assert_eq!(got(&queue), Some(3));
}

#[test]
fn getters_that_leave_are_passed_over() {
    let (queue, event_loop, waits) = (Queue::new(Order::Fifo, 0), Loop::new(ME), waits());
    gets(&queue, &event_loop, 0);
    let mut hasty = blocks_to_get(&queue, &waits, NO_TIME);
    let dying = blocks_to_get(&queue, &waits, None);
    gets(&queue, &event_loop, 1);
    assert_eq!(event_loop.awaits.expire(0), Expiry::Now);
    assert_eq!(hasty.slice(LONG), Answer::Expired);
    waits.interrupt();
    put(&queue, 1);
    assert_eq!(event_loop.come(), [1]);
    drop(dying);
    assert!(queue.is_empty());
}

#[test]
fn a_getter_that_was_interrupted_before_takes_nothing() {
    let (queue, waits) = (Queue::new(Order::Fifo, 0), waits());
    put(&queue, 1);
    put(&queue, 2);
    waits.interrupt();
    assert_eq!(blocks_to_get(&queue, &waits, None).slice(LONG), Answer::Interrupted);
    assert_eq!(all_of(&queue), [1, 2]);
}

#[test]
fn what_is_given_back_stands_where_it_stood() {
    for (order, expected) in [
        (Order::Fifo, [1, 2, 3, 4, 5]),
        (Order::Lifo, [5, 4, 3, 2, 1]),
        (Order::Priority, [1, 2, 3, 4, 5]),
    ] {
        let (queue, closing) = (Queue::new(order, 0), Loop::new(ME));
        for token in 0..3 {
            gets(&queue, &closing, token);
        }
        for number in 1..=5 {
            put(&queue, number);
        }
        closing.awaits.close();
        assert_eq!(all_of(&queue), expected, "{order:?}");
        assert_eq!(queue.unfinished(), 5, "each counts once");
    }
}

#[test]
fn what_is_given_back_goes_to_who_waits_in_the_order_in_which_it_was_put() {
    let (queue, closing, event_loop) = (Queue::new(Order::Fifo, 0), Loop::new(ME), Loop::new(OTHER));
    for token in 0..3 {
        gets(&queue, &closing, token);
    }
    gets(&queue, &event_loop, 0);
    put(&queue, 1);
    put(&queue, 2);
    closing.awaits.close();
    assert_eq!(numbers(event_loop.gifts()), [1]);
    assert_eq!(all_of(&queue), [2]);
}

#[test]
fn a_thread_that_does_not_accept_its_item_gives_it_back() {
    let (queue, waits) = (Queue::new(Order::Fifo, 0), waits());
    let wait = blocks_to_get(&queue, &waits, None);
    put(&queue, 1);
    put(&queue, 2);
    drop(wait);
    assert_eq!(all_of(&queue), [1, 2]);
}

#[test]
fn what_was_got_can_be_put_back_before_all_others() {
    for (order, expected) in [
        (Order::Fifo, [1, 2, 3]),
        (Order::Lifo, [3, 2, 1]),
        (Order::Priority, [1, 2, 3]),
    ] {
        let queue = Queue::new(order, 0);
        for number in 1..=3 {
            put(&queue, number);
        }
        let Got::Item(first) = queue.try_get() else {
            panic!("there are items");
        };
        queue.put_back(first);
        assert_eq!(all_of(&queue), expected, "{order:?}");
    }
    let (queue, event_loop) = (Queue::new(Order::Fifo, 0), Loop::new(ME));
    gets(&queue, &event_loop, 0);
    queue.put_back(item(7));
    assert_eq!(numbers(event_loop.gifts()), [7]);
}

#[test]
fn a_queue_in_which_too_many_have_come_back_takes_no_more_until_there_is_room() {
    let (queue, closing, event_loop) = (Queue::new(Order::Fifo, 1), Loop::new(ME), Loop::new(OTHER));
    gets(&queue, &closing, 0);
    put(&queue, 1);
    put(&queue, 2);
    puts(&queue, &event_loop, 0, item(3));
    closing.awaits.close();
    assert_eq!(queue.len(), 2);
    assert_eq!((got(&queue), queue.len(), event_loop.come().len()), (Some(1), 1, 0));
    assert_eq!((got(&queue), queue.len(), event_loop.come().len()), (Some(2), 1, 1));
    assert_eq!(all_of(&queue), [3]);
}

#[test]
fn a_queue_that_was_shut_takes_no_more_and_gives_what_it_has() {
    let (queue, event_loop) = (Queue::new(Order::Fifo, 1), Loop::new(ME));
    put(&queue, 1);
    puts(&queue, &event_loop, 0, item(2));
    queue.shut(false);
    assert_eq!(numbers(event_loop.gifts()), [2_000]);
    assert!(queue.is_shut());
    assert!(matches!(queue.try_put(item(3)), Put::Shut));
    assert!(puts(&queue, &event_loop, 1, item(4)));
    event_loop.awaits.end(1);
    assert_eq!(got(&queue), Some(1));
    assert!(matches!(queue.try_get(), Got::Shut));
    let place = event_loop.place(2, Arc::<Queue>::clone(&queue), Gift::Nothing);
    assert!(queue.enter_getter(&place));
    assert!(matches!(place.take_gift(), Gift::Shut));
}

#[test]
fn getters_of_an_empty_queue_learn_that_it_was_shut() {
    let (queue, event_loop, waits) = (Queue::new(Order::Fifo, 0), Loop::new(ME), waits());
    gets(&queue, &event_loop, 0);
    let mut wait = blocks_to_get(&queue, &waits, None);
    queue.shut(false);
    assert_eq!(numbers(event_loop.gifts()), [2_000]);
    assert_eq!(
        (wait.slice(LONG), numbers(vec![wait.accept()])),
        (Answer::Granted, vec![2_000])
    );
}

#[test]
fn a_queue_whose_items_are_dropped_is_empty_and_done() {
    let (queue, event_loop) = (Queue::new(Order::Fifo, 0), Loop::new(ME));
    put(&queue, 1);
    put(&queue, 2);
    joins(&queue, &event_loop, 0);
    queue.shut(true);
    assert_eq!(event_loop.come(), [0]);
    assert!(queue.is_empty());
    assert_eq!(queue.unfinished(), 0);
    assert!(matches!(queue.try_get(), Got::Shut));
}

#[test]
fn what_comes_back_to_a_queue_whose_items_were_dropped_is_dropped() {
    let (queue, closing, event_loop) = (Queue::new(Order::Fifo, 0), Loop::new(ME), Loop::new(OTHER));
    gets(&queue, &closing, 0);
    put(&queue, 1);
    joins(&queue, &event_loop, 0);
    queue.shut(true);
    assert_eq!(queue.unfinished(), 1, "somebody has it");
    closing.awaits.close();
    assert_eq!(event_loop.come(), [0]);
    assert!(queue.is_empty());
}

#[test]
fn who_joins_waits_until_all_is_done() {
    let (queue, event_loop, waits) = (Queue::new(Order::Fifo, 0), Loop::new(ME), waits());
    assert!(joins(&queue, &event_loop, 0), "nothing was put");
    event_loop.awaits.end(0);
    put(&queue, 1);
    put(&queue, 2);
    assert!(!joins(&queue, &event_loop, 1));
    let mut hasty = BlockedWait::begin(&waits, THIRD, NO_TIME, Gift::Nothing, |place| {
        queue.enter_joiner(place);
        queue.joining()
    });
    assert_eq!(hasty.slice(LONG), Answer::Expired);
    assert_eq!(all_of(&queue), [1, 2]);
    assert_eq!(queue.task_done(), Ok(()));
    assert!(event_loop.come().is_empty());
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!(event_loop.come(), [1]);
    assert_eq!(queue.task_done(), Err(TooOften));
}

#[test]
fn each_item_is_got_once_whatever_the_threads_do() {
    for most in [0, 3] {
        let queue = Queue::new(Order::Fifo, most);
        let mut all: Vec<u64> = thread::scope(|scope| {
            for putter in 0..2 {
                let queue = &queue;
                scope.spawn(move || {
                    let waits = waits();
                    for number in 0..500 {
                        let number = putter * 500 + number;
                        if matches!(queue.try_put(item(number)), Put::Full(_)) {
                            let mut wait = blocks_to_put(queue, &waits, None, number);
                            assert_eq!(wait.slice(LONG), Answer::Granted);
                            let _ = wait.accept();
                        }
                    }
                });
            }
            let get = || {
                let (waits, mut all) = (waits(), Vec::new());
                while all.len() < 500 {
                    if let Some(number) = got(&queue) {
                        all.push(number);
                        continue;
                    }
                    let mut wait = blocks_to_get(&queue, &waits, None);
                    // Now and then one leaves without what it was given.
                    if all.len() % 7 == 3 && wait.slice(NO_TIME) == Answer::Granted {
                        continue;
                    }
                    assert_eq!(wait.slice(LONG), Answer::Granted);
                    all.extend(numbers(vec![wait.accept()]));
                }
                for pair in all.windows(2).filter(|pair| pair[0] / 500 == pair[1] / 500) {
                    assert!(pair[0] < pair[1], "those of one putter come in its order");
                }
                all
            };
            let getters = [scope.spawn(get), scope.spawn(get)];
            getters
                .into_iter()
                .flat_map(|getter| getter.join().expect("no panic"))
                .collect()
        });
        all.sort_unstable();
        assert!(all.into_iter().eq(0..1_000));
        assert!(queue.is_empty());
    }
}
