// Pools and lanes: who sleeps, who is woken, what is taken back. See `../mutations.mjs`.

/** @type {import('../mutations.mjs').Mutation[]} */
export const pool = [
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
];
