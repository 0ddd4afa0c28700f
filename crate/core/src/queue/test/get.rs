use super::*;

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
fn each_item_is_got_once_whatever_the_threads_do() {
    for (most, some_leave) in [(0, false), (3, false), (0, true), (3, true)] {
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
                    if some_leave && all.len() % 7 == 3 && wait.slice(NO_TIME) == Answer::Granted {
                        continue;
                    }
                    assert_eq!(wait.slice(LONG), Answer::Granted);
                    all.extend(numbers(vec![wait.accept()]));
                }
                // What somebody was given and has left comes back when others have gone on already.
                let in_order = if some_leave { &[] } else { &all[..] };
                for pair in in_order.windows(2).filter(|pair| pair[0] / 500 == pair[1] / 500) {
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
