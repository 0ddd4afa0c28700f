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
];
