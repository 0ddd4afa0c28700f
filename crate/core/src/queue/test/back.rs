use super::*;

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
