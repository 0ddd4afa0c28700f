// Each breaks a protocol of crate/core in one place, and names the model that must fail of it. A model that none of
// these breaks proves nothing. `npm run test:loom -- --mutations` tries them all on copies of the crate.

/** @type {{ breaks: string, model: string, file: string, from: string, to: string }[]} */
export const MUTATIONS = [
  {
    breaks: 'who falls asleep has no fence between being listed and looking once more',
    model: 'wake::each_of_two_parked_workers_is_woken_for_its_task',
    file: 'pool/sleep.rs',
    from: `        fence(Ordering::SeqCst);
        if something() {`,
    to: '        if something() {',
  },
  {
    breaks: 'who pushes has no fence between the push and looking for sleepers',
    model: 'wake::a_doorbell_that_was_armed_is_rung',
    file: 'pool/wake.rs',
    from: `        fence(Ordering::SeqCst);
        let idle`,
    to: '        let idle',
  },
  {
    breaks: 'who falls asleep does not look once more',
    model: 'wake::a_doorbell_that_was_armed_is_rung',
    file: 'pool/sleep.rs',
    from: 'if something() {',
    to: 'if false && something() {',
  },
  {
    breaks: 'the bell of a worker that was taken off the list is not rung',
    model: 'wake::a_doorbell_that_was_armed_is_rung',
    file: 'pool/sleep.rs',
    from: 'bell.ring();',
    to: 'let _ = bell;',
  },
  {
    breaks: 'a worker counts as spinning for good',
    model: 'wake::a_worker_that_stops_spinning_misses_nothing',
    file: 'pool/sleep.rs',
    from: '        self.spinning.fetch_sub(1, Ordering::SeqCst);\n',
    to: '',
  },
  {
    breaks: 'one wake-up does not lead to the next',
    model: 'wake::two_tasks_pushed_together_wake_two_workers',
    file: 'pool/mod.rs',
    from: 'if taken < queued {',
    to: 'if false {',
  },
  {
    breaks: 'a notice is left after the list was let go',
    model: 'wake::a_notice_never_comes_late',
    file: 'pool/sleep.rs',
    from: `            if let Some(sleeper) = &sleeper {
                sleeper.leave_notice();
            }
            sleeper
        };
        if let Some(sleeper) = sleeper {`,
    to: `            sleeper
        };
        if let Some(sleeper) = sleeper {
            sleeper.leave_notice();`,
  },
  {
    breaks: 'a wake-up is put off, and nobody asked to look',
    model: 'put_off::who_sleeps_is_woken_when_who_is_awake_does_not_get_to_it',
    file: 'pool/wake.rs',
    from: 'Monitor::shared().watch(this, Instant::now() + TICK).is_ok()',
    to: 'this.strong_count() > 0',
  },
  {
    breaks: 'the monitor does not look again after it said that it would not',
    model: 'put_off::who_sleeps_is_woken_when_who_is_awake_does_not_get_to_it',
    file: 'pool/wake.rs',
    from: '(self.keeps_somebody_waiting() && !self.watched.swap(true, Ordering::SeqCst)).then(|| now + TICK)',
    to: 'None',
  },
  {
    breaks: 'closing wakes nobody',
    model: 'put_off::a_task_is_taken_once_by_who_is_awake_or_by_who_was_woken',
    file: 'pool/mod.rs',
    from: 'self.sleep.wake_all();',
    to: '',
  },
  {
    breaks: 'a worker that leaves keeps its wake-up to itself',
    model: 'leave::a_worker_that_leaves_hands_its_wake_up_on',
    file: 'pool/mod.rs',
    from: `        if !self.queues.is_empty() {
            self.sleep.wake_one();
        }`,
    to: '',
  },
  {
    breaks: 'workers that are too many count each other as staying',
    model: 'leave::no_more_workers_retire_than_are_too_many',
    file: 'pool/mod.rs',
    from: `            let counted = self.workers.fetch_update(Ordering::SeqCst, Ordering::Relaxed, less);
            if counted.is_ok() {`,
    to: `            if less(self.workers.load(Ordering::SeqCst)).is_some() {
                self.workers.fetch_sub(1, Ordering::SeqCst);`,
  },
  {
    breaks: 'a worker that leaves takes its own queue along',
    model: 'leave::what_its_tasks_submitted_is_stolen_or_handed_on',
    file: 'pool/queues.rs',
    from: 'self.returned.push_front(left.into_iter());',
    to: '',
  },
  {
    breaks: 'closing does not wait for who is pushing',
    model: 'close::nothing_is_pushed_once_closing_has_returned',
    file: 'pool/mod.rs',
    from: `        let alone = self.entrance.write();
        self.closed.store(true, Ordering::SeqCst);
        drop(alone);`,
    to: '        self.closed.store(true, Ordering::SeqCst);',
  },
  {
    breaks: 'who falls asleep does not look whether the pool was closed',
    model: 'close::who_falls_asleep_learns_of_it_and_leaves_nothing',
    file: 'pool/mod.rs',
    from: '!self.queues.is_empty() || self.closed.load(Ordering::SeqCst)',
    to: '!self.queues.is_empty()',
  },
  {
    breaks: 'whether the pool was closed is read after the queues',
    model: 'close::who_falls_asleep_learns_of_it_and_leaves_nothing',
    file: 'pool/mod.rs',
    from: '        if closed { Taken::Closed } else { Taken::Nothing }',
    to: `        let _ = closed;
        if self.closed.load(Ordering::SeqCst) { Taken::Closed } else { Taken::Nothing }`,
  },
  {
    breaks: 'a spare worker does not look once it is listed',
    model: 'spare::a_task_that_nobody_is_free_for_is_its_own',
    file: 'pool/spare.rs',
    from: 'if self.queues.len() > self.newcomers.load(Ordering::SeqCst) && !self.put_off() {',
    to: 'if false {',
  },
  {
    breaks: 'a spare worker is woken before those that are free',
    model: 'spare::a_task_that_another_worker_is_free_for_is_that_ones',
    file: 'pool/sleep.rs',
    from: 'idle.insert(0, Arc::clone(sleeper));',
    to: 'idle.push(Arc::clone(sleeper));',
  },
  {
    breaks: 'a spare worker takes without a notice',
    model: 'spare::a_task_that_another_worker_is_free_for_is_that_ones',
    file: 'pool/mod.rs',
    from: 'None => Taken::Nothing,',
    to: 'None => self.look(seat, most, into),',
  },
  {
    breaks: 'a spare worker wakes somebody at once for what is queued',
    model: 'spare::a_task_that_another_worker_is_free_for_is_that_ones',
    file: 'pool/spare.rs',
    from: '&& !self.put_off()',
    to: '',
  },
  {
    breaks: 'newcomers do not count for a spare worker',
    model: 'spare::a_task_that_a_newcomer_is_about_to_take_is_the_newcomers',
    file: 'pool/spare.rs',
    from: 'self.queues.len() > self.newcomers.load(Ordering::SeqCst)',
    to: '!self.queues.is_empty()',
  },
  {
    breaks: 'a newcomer stops counting before it has taken its task',
    model: 'spare::a_task_that_a_newcomer_is_about_to_take_is_the_newcomers',
    file: 'pool/mod.rs',
    from: '        let queued = self.queues.len();\n',
    to: '        self.has_looked(seat);\n        let queued = self.queues.len();\n',
  },
  {
    breaks: 'a newcomer stops counting after it has woken somebody for what it leaves',
    model: 'spare::what_a_newcomer_leaves_is_taken',
    file: 'pool/mod.rs',
    from: `                self.has_looked(seat);
                if taken < queued {
                    self.wake();
                }
                return`,
    to: `                if taken < queued {
                    self.wake();
                }
                self.has_looked(seat);
                return`,
  },
  {
    breaks: 'a wake-up of a spare worker that is none any more is dropped',
    model: 'spare::a_wake_up_of_one_that_is_none_any_more_goes_to_another',
    file: 'pool/spare.rs',
    from: 'if noticed.is_some() && !self.queues.is_empty() {',
    to: 'if noticed.is_some() && false {',
  },
  {
    breaks: 'the cursor is read, and not swapped, when tasks are taken back',
    model: 'lane::each_task_is_run_once_by_its_isolate_or_taken_back_once',
    file: 'lane/slot.rs',
    from: 'match desk.end() {',
    to: 'match desk.cursor() {',
  },
  {
    breaks: 'the result of the task that runs is read',
    model: 'lane::each_task_is_run_once_by_its_isolate_or_taken_back_once',
    file: 'lane/slot.rs',
    from: 'let finished = begun.saturating_sub(1);',
    to: 'let finished = begun;',
  },
  {
    breaks: 'a lane that dies does not end its batch',
    model: 'lane::a_lane_that_dies_loses_only_what_it_had_begun',
    file: 'lane/slot.rs',
    from: `        state.give_way(&self.pool);
        state.desk = None;`,
    to: '        state.desk = None;',
  },
  {
    breaks: 'a task that somebody wants is put back, and its batch goes on',
    model: 'lane::a_task_of_a_batch_is_cancelled_or_run_and_never_both',
    file: 'lane/slot.rs',
    from: `            return false;
        }
        state.give_way(&self.pool);`,
    to: `            return false;
        }
        state.take_back(&self.pool, first);`,
  },
  {
    breaks: 'a port is armed after its inbox was let go',
    model: 'port::a_reader_that_sleeps_when_it_finds_nothing_gets_every_record',
    file: 'port.rs',
    from: '            inbox.armed = true;\n',
    to: `            drop(inbox);
            self.inbox.lock().armed = true;
`,
  },
  {
    breaks: 'a port is emptied before it is closed',
    model: 'port::a_closed_port_takes_nothing_more',
    file: 'port.rs',
    from: `        inbox.open = false;
        inbox.sleeper = None;
        inbox.words = Vec::new();`,
    to: `        inbox.words = Vec::new();
        inbox.sleeper = None;
        drop(inbox);
        self.inbox.lock().open = false;`,
  },
  {
    breaks: 'the byte is read and written in two steps',
    model: 'cancel::a_task_is_cancelled_or_run_and_never_both',
    file: 'task_state.rs',
    from: `            match state.compare_exchange(current, to | put_backs, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(changed) => current = changed,
            }`,
    to: `            state.store(to | put_backs, Ordering::Relaxed);
            current = to;
            return current == to;`,
  },
  {
    breaks: 'who settles does not wait until the parker is asleep',
    model: 'interrupt::a_parked_thread_wakes_and_its_wait_ends_in_one_way',
    file: 'interrupt/waiter.rs',
    from: '            drop(self.parking.lock());\n',
    to: '',
  },
  {
    breaks: 'what was written before the notice is not published by it',
    model: 'interrupt::a_parked_thread_wakes_and_its_wait_ends_in_one_way',
    file: 'interrupt/waiter.rs',
    from: '.compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire)',
    to: '.compare_exchange(WAITING, to, Ordering::Relaxed, Ordering::Acquire)',
  },
  {
    breaks: 'the state of a wait is read and written in two steps',
    model: 'interrupt::of_notice_interrupt_and_time_one_decides',
    file: 'interrupt/waiter.rs',
    from: `        let swapped = self
            .state
            .compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire);`,
    to: `        let swapped = match self.state.load(Ordering::Acquire) {
            WAITING => Ok(self.state.store(to, Ordering::Release)),
            settled => Err(settled),
        };`,
  },
  {
    breaks: 'a wait that begins lets the lock go between the mark and the list',
    model: 'interrupt::a_wait_that_only_just_begins_is_interrupted_too',
    file: 'interrupt/mod.rs',
    from: `        let mut state = self.state.lock();
        if state.interrupted {`,
    to: `        let interrupted = self.state.lock().interrupted;
        let mut state = self.state.lock();
        if interrupted {`,
  },
  {
    breaks: 'the process is marked after the members were copied and the lock was let go',
    model: 'interrupt::an_environment_that_only_just_joins_is_interrupted_too',
    file: 'interrupt/mod.rs',
    from: `            members.all_interrupted = true;
            members.list.clone()
        };`,
    to: `            let list = members.list.clone();
            drop(members);
            self.members.lock().all_interrupted = true;
            list
        };`,
  },
  {
    breaks: 'an environment that leaves is only struck off the list',
    model: 'interrupt::an_environment_that_leaves_leaves_no_wait_undecided',
    file: 'interrupt/mod.rs',
    from: `            members.left = members.left.wrapping_add(1);
        }
        waits.interrupt();`,
    to: `            members.left = members.left.wrapping_add(1);
        }`,
  },
  {
    breaks: 'the answers are delivered while the hand is not locked, and forgotten later',
    model: 'hand::each_job_is_begun_once_and_answered_once',
    file: 'native_pool/hand.rs',
    from: `        state.send();
        let rest = std::mem::take(&mut state.jobs);`,
    to: `        let (port, answers) = (state.port.clone(), state.answers.clone());
        drop(state);
        if let Some(port) = port {
            deliver(&port, &answers);
        }
        let mut state = self.state.lock();
        state.port = None;
        state.answers.clear();
        let rest = std::mem::take(&mut state.jobs);`,
  },
  {
    breaks: 'jobs that are begun while the hand gives way are put back too',
    model: 'hand::each_job_is_begun_once_and_answered_once',
    file: 'native_pool/hand.rs',
    from: `        let rest = std::mem::take(&mut state.jobs);
        self.put_back(rest);`,
    to: `        let copy = |job: &Job| Job::new(job.port(), job.task(), |_| super::JobOutcome::Cancelled);
        let rest = state.jobs.iter().map(copy).collect();
        drop(state);
        self.put_back(rest);
        self.state.lock().jobs.clear();`,
  },
  {
    breaks: 'the monitor does not have a hand that is stuck give way',
    model: 'hand::nothing_waits_for_a_long_job',
    file: 'native_pool/hand.rs',
    from: `        self.give_way();
        None`,
    to: '        None',
  },
  {
    breaks: 'what was finished before a long job is not sent with what is put back',
    model: 'hand::nothing_waits_for_a_long_job',
    file: 'native_pool/hand.rs',
    from: `        state.send();
        let rest`,
    to: '        let rest',
  },
  {
    breaks: 'a hand that the monitor has done with counts as watched',
    model: 'hand::a_hand_that_is_filled_again_is_looked_at_again',
    file: 'native_pool/hand.rs',
    from: '        state.watched = false;\n',
    to: '',
  },
  {
    breaks: 'who subscribes looks whether the future is done, and is listed later',
    model: 'shared_future::a_future_is_settled_by_one_and_all_who_subscribe_are_told_that_once',
    file: 'shared_future.rs',
    from: `                entry.subscribers.push((port, task));
                None`,
    to: `                drop(tables);
                let mut tables = self.tables.lock();
                tables.entries.get_mut(&number)?.subscribers.push((port, task));
                return Some(NO_POOL);`,
  },
  {
    breaks: 'a future that is done is settled again',
    model: 'shared_future::who_settles_a_future_is_not_told_and_who_is_second_is',
    file: 'shared_future.rs',
    from: '                    if entry.is_done() {',
    to: '                    if false {',
  },
  {
    breaks: 'a future is forgotten at once when nobody holds it',
    model: 'shared_future::a_future_is_there_until_a_message_that_names_it_was_read',
    file: 'leaving.rs',
    from: 'first.unread.retain(|unread| !unread.was_read());',
    to: 'first.unread.clear();',
  },
  {
    breaks: 'the future of a task is cancelled without asking who runs the task',
    model: 'shared_future::the_future_of_a_task_is_cancelled_or_its_task_runs',
    file: 'shared_future.rs',
    from: '                came == Cancel::Cancelled',
    to: '                came == Cancel::Cancelled || true',
  },
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
  {
    breaks: 'a time that is over breaks the barrier later',
    model: 'barrier::a_time_that_is_over_does_not_break_what_was_reset_meanwhile',
    file: 'sync/barrier.rs',
    from: `            let mut state = self.state.lock();
            if !place.expire() {
                return;
            }
`,
    to: `            if !place.expire() {
                return;
            }
            let mut state = self.state.lock();
`,
  },
  {
    breaks: 'the death of a party does not break the round',
    model: 'barrier::a_party_that_dies_wakes_those_who_wait_for_it',
    file: 'sync/barrier.rs',
    from: '            if state.contains(place) {',
    to: '            if false && state.contains(place) {',
  },
  {
    breaks: 'the death of a party of an earlier round breaks the next',
    model: 'barrier::the_death_of_a_party_breaks_the_round_of_all_who_wait',
    file: 'sync/barrier.rs',
    from: '            if state.contains(place) {',
    to: '            if state.contains(place) || true {',
  },
  {
    breaks: 'a round that has filled meanwhile is forgotten',
    model: 'barrier::a_last_party_that_closes_breaks_the_round',
    file: 'sync/barrier.rs',
    from: 'if let Some(mut list) = state.full.pop_front() {',
    to: 'if let Some(mut list) = state.full.pop_front().filter(|_| false) {',
  },
  {
    breaks: 'a last party that is gone leaves the others waiting',
    model: 'barrier::a_last_party_that_closes_breaks_the_round',
    file: 'sync/barrier.rs',
    from: '            self.abandon(place.holder());\n',
    to: '',
  },
  {
    breaks: 'the time of a party is over without breaking the round',
    model: 'barrier::one_whose_time_is_over_breaks_the_round_for_all_or_for_none',
    file: 'sync/barrier.rs',
    from: `                return;
            }
            state.break_up()`,
    to: `                return;
            }
            let _ = &mut state;
            Vec::new()`,
  },
  {
    breaks: 'a release after an abort counts',
    model: 'barrier::of_release_and_abort_one_decides_for_all',
    file: 'sync/barrier.rs',
    from: `take_if(|acting| acting.last == last) else {
                return false;`,
    to: `take_if(|acting| acting.last == last) else {
                return true;`,
  },
  {
    breaks: 'a party looks whether it is the last, and is listed later',
    model: 'barrier::parties_meet_in_one_round_and_in_the_next',
    file: 'sync/barrier.rs',
    from: `        place.bring(Gift::Party(party));
        state.list.push(place);`,
    to: `        drop(state);
        place.bring(Gift::Party(party));
        let mut state = self.state.lock();
        state.list.push(place);`,
  },
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
