// Ports, tasks, interrupts, native tasks and shared futures. See `../mutations.mjs`.

/** @type {import('../mutations.mjs').Mutation[]} */
export const ports = [
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
