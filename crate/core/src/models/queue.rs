//! A queue: an item is in one place, and whoever can go on does.

use super::wait::*;
use crate::queue::{Got, Order, Put, Queue};
use crate::sync::Item;

fn item(number: u64) -> Item {
    Item {
        words: [number].into_iter().collect(),
        ..Item::default()
    }
}

fn queue_of(most: usize, numbers: &[u64]) -> Arc<Queue> {
    let queue = Queue::new(Order::Fifo, most);
    for &number in numbers {
        put(&queue, number);
    }
    queue
}

fn put(queue: &Arc<Queue>, number: u64) {
    assert!(matches!(queue.try_put(item(number)), Put::Done));
}

fn all_of(queue: &Arc<Queue>) -> Vec<u64> {
    let get = || match queue.try_get() {
        Got::Item(item) => Some(item.words[0]),
        Got::Empty | Got::Shut => None,
    };
    std::iter::from_fn(get).collect()
}

fn number_of(gift: &Gift) -> Option<u64> {
    match gift {
        Gift::Item(item) => Some(item.words[0]),
        _ => None,
    }
}

fn blocks_to_get(queue: &Arc<Queue>, waits: &Arc<Waits>, length: Option<Duration>) -> BlockedWait {
    BlockedWait::begin(waits, ME, length, Gift::Nothing, |place| {
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

fn awaited(queue: &Arc<Queue>, event_loop: &Loop, token: Token) {
    let place = event_loop.place(token, Arc::<Queue>::clone(queue), Gift::Nothing);
    assert!(!queue.enter_getter(&place));
}

fn putter(queue: &Arc<Queue>, numbers: &'static [u64]) -> JoinHandle<()> {
    let queue = Arc::clone(queue);
    thread::spawn(move || numbers.iter().for_each(|&number| put(&queue, number)))
}

#[test]
fn a_getter_that_falls_asleep_is_given_its_item() {
    check("get", 4, || {
        let queue = queue_of(0, &[]);
        let putter = putter(&queue, &[1, 2]);
        let get = || {
            let mut wait = blocks_to_get(&queue, &waits(), None);
            assert_eq!(wait.slice(None), Answer::Granted);
            number_of(&wait.accept())
        };
        assert_eq!([get(), get()], [Some(1), Some(2)]);
        putter.join().expect("no panic");
    });
}

#[test]
fn two_getters_are_given_an_item_each() {
    check("two get", 3, || {
        let queue = queue_of(0, &[]);
        let get = || {
            let queue = Arc::clone(&queue);
            move || {
                let mut wait = blocks_to_get(&queue, &waits(), None);
                assert_eq!(wait.slice(None), Answer::Granted);
                number_of(&wait.accept()).expect("an item")
            }
        };
        let (putter, other) = (putter(&queue, &[1, 2]), thread::spawn(get()));
        let mine = get()();
        assert_eq!(mine + other.join().expect("no panic"), 3);
        putter.join().expect("no panic");
    });
}

#[test]
fn an_item_is_with_one_whose_time_is_over_or_in_the_queue() {
    check("time of a getter", 4, || {
        let queue = queue_of(0, &[]);
        let putter = putter(&queue, &[1]);
        let mut wait = blocks_to_get(&queue, &waits(), NO_TIME);
        let mut all = Vec::new();
        if wait.slice(None) == Answer::Granted {
            all.extend(number_of(&wait.accept()));
            assert_eq!(all.len(), 1, "who sees the grant sees the item");
        }
        drop(wait);
        putter.join().expect("no panic");
        all.extend(all_of(&queue));
        assert_eq!(all, [1]);
    });
}

#[test]
fn items_of_an_event_loop_that_closes_come_back_in_their_order() {
    check("closing of a loop with items", 3, || {
        let (queue, closing) = (queue_of(0, &[]), Loop::new(ME));
        awaited(&queue, &closing, 0);
        awaited(&queue, &closing, 1);
        let closer = closing.closes();
        for number in 1..=3 {
            put(&queue, number);
        }
        closer.join().expect("no panic");
        assert_eq!(all_of(&queue), [1, 2, 3]);
        assert_eq!(queue.unfinished(), 3);
    });
}

#[test]
fn items_of_two_loops_that_close_come_back_in_their_order() {
    check("closing of two loops with items", 2, || {
        let (queue, loops) = (queue_of(0, &[]), [Loop::new(ME), Loop::new(OTHER)]);
        for event_loop in &loops {
            awaited(&queue, event_loop, 0);
        }
        let closers = loops.each_ref().map(Loop::closes);
        for number in 1..=3 {
            put(&queue, number);
        }
        for closer in closers {
            closer.join().expect("no panic");
        }
        assert_eq!(all_of(&queue), [1, 2, 3]);
    });
}

#[test]
fn an_item_of_one_that_dies_or_is_interrupted_goes_to_the_next() {
    check("death with an item", 3, || {
        let (queue, own, event_loop) = (queue_of(0, &[]), waits(), Loop::new(THIRD));
        let mut wait = blocks_to_get(&queue, &own, None);
        awaited(&queue, &event_loop, 0);
        let interrupter = interrupter(&own);
        let dying = thread::spawn(move || {
            let _ = wait.slice(NO_TIME);
        });
        put(&queue, 1);
        interrupter.join().expect("no panic");
        dying.join().expect("no panic");
        assert_eq!(event_loop.take().as_ref().and_then(number_of), Some(1));
        assert!(queue.is_empty());
    });
}

#[test]
fn a_putter_that_falls_asleep_moves_in() {
    check("put", 4, || {
        let queue = queue_of(1, &[1]);
        let putter = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                let mut wait = blocks_to_put(&queue, &waits(), None, 2);
                assert_eq!(wait.slice(None), Answer::Granted);
                assert!(matches!(wait.accept(), Gift::Nothing));
            })
        };
        let get = || {
            let mut wait = blocks_to_get(&queue, &waits(), None);
            assert_eq!(wait.slice(None), Answer::Granted);
            number_of(&wait.accept())
        };
        assert_eq!([get(), get()], [Some(1), Some(2)]);
        putter.join().expect("no panic");
        assert!(queue.is_empty());
    });
}

#[test]
fn an_item_has_moved_in_or_is_with_the_putter_whose_time_is_over() {
    check("time of a putter", 4, || {
        let queue = queue_of(1, &[1]);
        let mut wait = blocks_to_put(&queue, &waits(), NO_TIME, 2);
        // Behind it, and without an end.
        let event_loop = Loop::new(THIRD);
        let place = event_loop.place(0, queue.putting(), Gift::Item(item(3)));
        assert!(!queue.enter_putter(&place));
        let putter = thread::spawn(move || wait.slice(None) == Answer::Granted);
        let Got::Item(first) = queue.try_get() else {
            panic!("it has one");
        };
        assert_eq!(first.words[0], 1);
        let has_moved_in = putter.join().expect("no panic");
        let expected: &[u64] = if has_moved_in { &[2, 3] } else { &[3] };
        assert_eq!(all_of(&queue), expected);
        assert!(event_loop.take().is_some());
        assert_eq!(queue.unfinished(), 1 + expected.len() as u64);
    });
}

#[test]
fn getters_and_putters_of_a_queue_that_is_shut_all_go_on() {
    check("shut", 3, || {
        let queue = queue_of(1, &[1]);
        let putter = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                let mut wait = blocks_to_put(&queue, &waits(), None, 2);
                assert_eq!(wait.slice(None), Answer::Granted);
                !matches!(wait.accept(), Gift::Shut)
            })
        };
        let shutter = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.shut(false))
        };
        let mut got = Vec::new();
        loop {
            let mut wait = blocks_to_get(&queue, &waits(), None);
            assert_eq!(wait.slice(None), Answer::Granted);
            match number_of(&wait.accept()) {
                Some(number) => got.push(number),
                None => break,
            }
        }
        shutter.join().expect("no panic");
        let expected: &[u64] = if putter.join().expect("no panic") {
            &[1, 2]
        } else {
            &[1]
        };
        assert_eq!(got, expected);
    });
}

#[test]
fn who_joins_wakes_when_all_is_done() {
    check("join a queue", 4, || {
        let queue = queue_of(0, &[1, 2]);
        let workers = [(), ()].map(|()| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || queue.task_done().expect("an item each"))
        });
        let mut wait = BlockedWait::begin(&waits(), ME, None, Gift::Nothing, |place| {
            queue.enter_joiner(place);
            queue.joining()
        });
        assert_eq!(wait.slice(None), Answer::Granted);
        assert_eq!(queue.unfinished(), 0);
        for worker in workers {
            worker.join().expect("no panic");
        }
    });
}
