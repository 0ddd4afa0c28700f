// Locks. See `../mutations.mjs`.

/** @type {import('../mutations.mjs').Mutation[]} */
export const locks = [
  {
    breaks: 'who comes to wait for a lock does not mark it',
    model: 'lock::two_threads_exclude_each_other',
    file: 'sync/lock.rs',
    from: 'word | WAITERS, Ordering::Relaxed',
    to: 'word, Ordering::Relaxed',
  },
  {
    breaks: 'who takes a lock that others wait for takes their mark off',
    model: 'lock::three_threads_exclude_each_other',
    file: 'sync/lock.rs',
    from: 'held_by(holder) | word;',
    to: 'held_by(holder) | word & ABANDONED;',
  },
  {
    breaks: 'who releases a lock publishes nothing',
    model: 'lock::two_threads_exclude_each_other',
    file: 'sync/lock.rs',
    from: '.compare_exchange(word, 0, Ordering::Release, Ordering::Relaxed)',
    to: '.compare_exchange(word, 0, Ordering::Relaxed, Ordering::Relaxed)',
  },
  {
    breaks: 'who takes a lock sees nothing',
    model: 'lock::two_threads_exclude_each_other',
    file: 'sync/lock.rs',
    from: '.compare_exchange(word, held, Ordering::Acquire, Ordering::Relaxed)',
    to: '.compare_exchange(word, held, Ordering::Relaxed, Ordering::Relaxed)',
  },
  {
    breaks: 'who releases a lock wakes nobody',
    model: 'lock::two_threads_exclude_each_other',
    file: 'sync/lock.rs',
    from: 'Self::Nudge(place) => place.nudge(),',
    to: 'Self::Nudge(place) => drop(place),',
  },
  {
    breaks: 'a lock is free before it is handed on',
    model: 'lock::who_is_handed_it_and_who_finds_it_free_exclude_each_other',
    file: 'sync/lock.rs',
    from: '                .store(held_by(front.holder()) | WAITERS | kept, Ordering::Release);',
    to: '                .store(WAITERS | kept, Ordering::Release);',
  },
  {
    breaks: 'a lock is handed to one whose wait has ended',
    model: 'lock::an_event_loop_that_closes_leaves_it_to_the_next',
    file: 'sync/lock.rs',
    from: '            if front.grant() {\n',
    to: '            if front.grant() || true {\n',
  },
  {
    breaks: 'who leaves a lock that is free wakes nobody',
    model: 'lock::one_that_is_interrupted_leaves_it_to_the_next',
    file: 'sync/lock.rs',
    from: '            self.pass_on(&mut list)\n',
    to: '            Next::Nothing\n',
  },
  {
    breaks: 'who takes a lock when its wait has ended keeps it',
    model: 'lock::one_that_is_interrupted_leaves_it_to_the_next',
    file: 'sync/lock.rs',
    from: `            } else {
                self.release_locked(&mut list)
            }`,
    to: `            } else {
                Next::Nothing
            }`,
  },
  {
    breaks: 'who gives a lock back looks who holds it, and then releases it',
    model: 'lock::what_a_dead_thread_was_granted_is_given_back_once',
    file: 'sync/lock.rs',
    from: '        self.release_for(place.holder(), 0, || {});\n',
    to: `        if self.is_held_by(place.holder()) {
            let _ = self.release();
        }
`,
  },
  {
    breaks: 'the death of the holder of a lock wakes nobody',
    model: 'lock::the_death_of_its_holder_wakes_the_next',
    file: 'sync/lock.rs',
    from: `            meanwhile();
            self.release_locked(&mut list)`,
    to: `            meanwhile();
            let _ = &mut list;
            self.word.store(mark | WAITERS, Ordering::Release);
            Next::Nothing`,
  },
  {
    breaks: 'the owner is struck out when others may own the lock',
    model: 'rlock::a_death_takes_nothing_from_the_next_owner',
    file: 'sync/rlock.rs',
    from: '        self.lock.abandon_and(holder, || self.owner.store(0, Ordering::Relaxed))',
    to: `        let is_held = self.lock.is_held_by(holder);
        if is_held {
            self.owner.store(0, Ordering::Relaxed);
        }
        is_held && self.lock.abandon(holder)`,
  },
  {
    breaks: 'an owner that lets a lock go stays its owner',
    model: 'rlock::one_owner_at_a_time_takes_it_again',
    file: 'sync/rlock.rs',
    from: `                self.disown(flow);
                self.lock`,
    to: '                self.lock',
  },
  {
    breaks: 'who dies with a grant in hand keeps it',
    model: 'lock::one_that_dies_before_it_has_accepted_leaves_it_to_the_next',
    file: 'sync/blocked_wait.rs',
    from: 'Some(Outcome::Notified) => self.object.give_back(&self.place),',
    to: 'Some(Outcome::Notified) => {}',
  },
  {
    breaks: 'an event loop is handed a lock and not told',
    model: 'lock::an_event_loop_is_handed_it_and_hears_of_it',
    file: 'sync/wait_list.rs',
    from: '        give_back(awaits.tell([Arc::clone(place)]));\n',
    to: '        let _ = awaits;\n',
  },
  {
    breaks: 'one whose time is over takes a free lock with it',
    model: 'lock::one_whose_time_is_over_leaves_it_to_the_next',
    file: 'sync/lock.rs',
    from: '            self.pass_on(&mut list)\n',
    to: '            Next::Nothing\n',
  },
];
