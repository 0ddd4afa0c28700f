use super::*;

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
