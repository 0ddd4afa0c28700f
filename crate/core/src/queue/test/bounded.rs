use super::*;

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
