// Conditions, events, semaphores, and what event loops await. See `../mutations.mjs`.

/** @type {import('../mutations.mjs').Mutation[]} */
export const conditions = [
  {
    breaks: 'the bell of an event loop rings before the grant is there',
    model: 'awaits::a_loop_that_takes_all_when_its_bell_has_rung_misses_nothing',
    file: 'sync/awaits.rs',
    from: `            let was_empty = state.come.is_empty();
            state.come.extend(places);
`,
    to: `            let was_empty = state.come.is_empty();
            drop(state);
            if was_empty {
                self.bell.ring();
            }
            let mut state = self.state.lock();
            state.come.extend(places);
            let was_empty = false;
`,
  },
  {
    breaks: 'a wait that was granted counts as over when its time is',
    model: 'awaits::a_wait_is_told_of_or_its_time_is_over',
    file: 'sync/awaits.rs',
    from: 'if place.outcome() != Some(Outcome::Expired) {',
    to: 'if place.waits() {',
  },
  {
    breaks: 'an event loop that has closed keeps what it is told of',
    model: 'awaits::what_a_loop_was_granted_is_given_back_once',
    file: 'sync/awaits.rs',
    from: 'return places.into_iter().filter_map(of).collect();',
    to: `drop(places.into_iter().filter_map(of));
                return Vec::new();`,
  },
  {
    breaks: 'an event loop that closes keeps what it has not taken',
    model: 'awaits::what_a_loop_was_granted_is_given_back_once',
    file: 'sync/awaits.rs',
    from: 'for (place, object) in granted {',
    to: 'for (place, object) in granted.into_iter().take(0) {',
  },
  {
    breaks: 'an event loop that closes gives back what was never granted',
    model: 'awaits::what_a_loop_was_granted_is_given_back_once',
    file: 'sync/awaits.rs',
    from: '            object.withdraw(&place);\n',
    to: '            object.give_back(&place);\n',
  },
  {
    breaks: 'who waits for a condition lets the lock go first',
    model: 'condition::who_waits_until_something_is_so_learns_that_it_is',
    file: 'sync/condition.rs',
    from: `        self.waits.lock().push_back((Arc::clone(wait), Arc::clone(place)));
        let _ = self.lock.release();`,
    to: `        let _ = self.lock.release();
        self.waits.lock().push_back((Arc::clone(wait), Arc::clone(place)));`,
  },
  {
    breaks: 'one whose time is over counts as notified',
    model: 'condition::of_notice_and_time_one_decides_and_the_lock_is_held_again',
    file: 'sync/condition.rs',
    from: '            if wait.notice.notify() == Settle::Done {',
    to: '            if wait.notice.notify() == Settle::Done || true {',
  },
  {
    breaks: 'who waits for a condition takes the lock without a notice',
    model: 'condition::who_waits_until_something_is_so_learns_that_it_is',
    file: 'sync/condition.rs',
    from: '        if self.notice.outcome().is_some() {',
    to: '        if self.notice.outcome().is_some() || true {',
  },
  {
    breaks: 'the notice of one that is interrupted is dropped',
    model: 'condition::the_notice_of_one_that_is_interrupted_goes_to_the_next',
    file: 'sync/condition.rs',
    from: `        self.condition.lock.withdraw(place);
        if !self.is_late() {`,
    to: `        self.condition.lock.withdraw(place);
        if false {`,
  },
  {
    breaks: 'the notice of one that dies with the lock is dropped',
    model: 'condition::the_notice_of_a_thread_that_dies_goes_to_the_next',
    file: 'sync/condition.rs',
    from: `        self.condition.lock.give_back(place);
        if !self.is_late() {`,
    to: `        self.condition.lock.give_back(place);
        if false {`,
  },
  {
    breaks: 'a lock that a closed event loop refuses goes back without the notice',
    model: 'condition::the_notice_of_an_event_loop_that_closes_goes_to_the_next',
    file: 'sync/condition.rs',
    from: `        self.condition.lock.give_back(place);
        if !self.is_late() {`,
    to: `        self.condition.lock.give_back(place);
        if !place.is_of_loop() && !self.is_late() {`,
  },
  {
    breaks: 'an event is set after those who wait were woken',
    model: 'event::who_waits_is_woken_and_sees_what_was_written_before',
    file: 'sync/event.rs',
    from: `            self.flag.store(true, Ordering::Release);
            list.grant_all()
`,
    to: `            let granted = list.grant_all();
            drop(list);
            self.flag.store(true, Ordering::Release);
            granted
`,
  },
  {
    breaks: 'who finds an event set sees nothing',
    model: 'event::who_waits_is_woken_and_sees_what_was_written_before',
    file: 'sync/event.rs',
    from: 'self.flag.load(Ordering::Acquire)',
    to: 'self.flag.load(Ordering::Relaxed)',
  },
  {
    breaks: 'an event that was cleared wakes nobody',
    model: 'event::all_are_woken_once_though_it_is_cleared_and_one_of_them_leaves',
    file: 'sync/event.rs',
    from: `            list.grant_all()
        };
`,
    to: `            drop(list);
            let mut list = self.list.lock();
            if self.is_set() { list.grant_all() } else { Vec::new() }
        };
`,
  },
  {
    breaks: 'a permit is looked at, and then taken',
    model: 'semaphore::threads_take_turns_with_one_permit',
    file: 'sync/semaphore.rs',
    from: `        let mut state = self.state.lock();
        let taken = state.permits.checked_sub(1);
        state.permits = taken.unwrap_or(0);
`,
    to: `        let taken = self.state.lock().permits.checked_sub(1);
        self.state.lock().permits = taken.unwrap_or(0);
`,
  },
  {
    breaks: 'a permit is given to one whose time is over',
    model: 'semaphore::a_permit_is_with_one_whose_time_is_over_or_there',
    file: 'sync/wait_list.rs',
    from: `            if place.grant() {
                return Some(place);`,
    to: `            if place.grant() || true {
                return Some(place);`,
  },
  {
    breaks: 'a permit of one that is gone is not given back',
    model: 'semaphore::permits_of_an_event_loop_that_closes_go_on',
    file: 'sync/semaphore.rs',
    from: '        let _ = self.release(1);\n',
    to: '',
  },
  {
    breaks: 'a permit of a thread that dies is not given back',
    model: 'semaphore::a_permit_of_one_that_dies_or_is_interrupted_is_there_again',
    file: 'sync/blocked_wait.rs',
    from: 'Some(Outcome::Notified) => self.object.give_back(&self.place),',
    to: 'Some(Outcome::Notified) => {}',
  },
];
