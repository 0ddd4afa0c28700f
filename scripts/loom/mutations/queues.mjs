// Queues, and the objects that threads share. See `../mutations.mjs`.

/** @type {import('../mutations.mjs').Mutation[]} */
export const queues = [
  {
    breaks: 'a getter looks, and is listed later',
    model: 'queue::a_getter_that_falls_asleep_is_given_its_item',
    file: 'queue/mod.rs',
    from: '                state.getters.push(place);\n',
    to: `                drop(state);
                self.state.lock().getters.push(place);
`,
  },
  {
    breaks: 'an item is given to two',
    model: 'queue::two_getters_are_given_an_item_each',
    file: 'queue/state.rs',
    from: `            Ok(getter) => Some(getter),
            Err(gift) => {
                self.keep`,
    to: `            Ok(getter) => {
                self.items.push(Entry { item: Item::default(), turn });
                Some(getter)
            }
            Err(gift) => {
                self.keep`,
  },
  {
    breaks: 'a grant is seen before the item',
    model: 'queue::an_item_is_with_one_whose_time_is_over_or_in_the_queue',
    file: 'sync/place.rs',
    from: `        let before = std::mem::replace(&mut *self.hands.lock(), Hands { gift, turn });
        if self.grant() {
            return Ok(());
        }
        Err(std::mem::replace(&mut *self.hands.lock(), before).gift)`,
    to: `        if self.grant() {
            *self.hands.lock() = Hands { gift, turn };
            return Ok(());
        }
        Err(gift)`,
  },
  {
    breaks: 'an item that comes back stands before all others',
    model: 'queue::items_of_an_event_loop_that_closes_come_back_in_their_order',
    file: 'queue/mod.rs',
    from: 'self.take_back(place.take_gift(), Some(place.turn()));',
    to: 'self.take_back(place.take_gift(), None);',
  },
  {
    breaks: 'an item that comes back stands behind all others',
    model: 'queue::items_of_two_loops_that_close_come_back_in_their_order',
    file: 'queue/mod.rs',
    from: 'turn.unwrap_or_else(|| state.items.turn_of_next())',
    to: 'turn.map_or(0, |_| state.items.next_turn())',
  },
  {
    breaks: 'an item that comes back is not given to who waits',
    model: 'queue::an_item_of_one_that_dies_or_is_interrupted_goes_to_the_next',
    file: 'queue/mod.rs',
    from: '                (state.hand_on(Gift::Item(item), turn), Vec::new(), None)',
    to: `                state.keep(Gift::Item(item), turn);
                (None, Vec::new(), None)`,
  },
  {
    breaks: 'the room that a getter makes is not used',
    model: 'queue::a_putter_that_falls_asleep_moves_in',
    file: 'queue/mod.rs',
    from: 'Ok(()) => (true, state.refill()),',
    to: 'Ok(()) => (true, Refilled::default()),',
  },
  {
    breaks: 'the item of a putter that has left moves in',
    model: 'queue::an_item_has_moved_in_or_is_with_the_putter_whose_time_is_over',
    file: 'queue/state.rs',
    from: '} else if putter.grant() {',
    to: '} else if putter.grant() || true {',
  },
  {
    breaks: 'a putter looks whether a queue was shut, and is listed later',
    model: 'queue::getters_and_putters_of_a_queue_that_is_shut_all_go_on',
    file: 'queue/mod.rs',
    from: '                state.putters.push(place);\n',
    to: `                drop(state);
                self.state.lock().putters.push(place);
`,
  },
  {
    breaks: 'of two that are done one counts',
    model: 'queue::who_joins_wakes_when_all_is_done',
    file: 'queue/mod.rs',
    from: `            let mut state = self.lock();
            state.unfinished = state.unfinished.checked_sub(1).ok_or(TooOften)?;`,
    to: `            let left = self.lock().unfinished.checked_sub(1).ok_or(TooOften)?;
            let mut state = self.lock();
            state.unfinished = left;`,
  },
  {
    breaks: 'who joins looks, and is listed later',
    model: 'queue::who_joins_wakes_when_all_is_done',
    file: 'queue/mod.rs',
    from: '        state.joiners.push(place);\n',
    to: `        drop(state);
        self.state.lock().joiners.push(place);
`,
  },
  {
    breaks: 'an object is forgotten at once when nobody holds it',
    model: 'objects::an_object_is_there_until_a_message_that_names_it_was_read',
    file: 'leaving.rs',
    from: 'first.unread.retain(|unread| !unread.was_read());',
    to: 'first.unread.clear();',
  },
];
