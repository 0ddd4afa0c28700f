//! What a lane has in hand, as others may see it: the monitor, who wants to cancel a task, the cleanup of an isolate.

use super::desk::{CURSOR_ENDED, DESK_HEADER_WORDS, Desk};
use super::results::{LaneError, Results};
use super::roster::{LaneCounts, Tally};
use super::tickets::{Ticket, Tickets};
use crate::clock::micros;
use crate::message::{HEADER_WORDS, Message, Status, TaskId, low_half};
use crate::monitor::{Monitor, NotWatched, Watched};
use crate::pool::{Holder, Pool, TICK};
use crate::port::{Bell, PortId};
use crate::primitive::{Instant, Mutex};
use crate::route::Route;
use crate::task_state::Claim;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// What became of tasks that were to be laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Laid {
    /// So many are on the desk.
    Tasks(usize),
    /// The first needs a desk of so many words.
    NeedsRoom(usize),
    /// There were none.
    None,
}

/// See the module.
pub struct Slot {
    pool: Arc<Pool<Message>>,
    this: Weak<Self>,
    bell: Arc<dyn Bell>,
    state: Mutex<State>,
}

struct State {
    /// None once the isolate has gone.
    desk: Option<Box<dyn Desk>>,
    /// Claimed, and not known to be done: first those on the desk, then those that did not fit.
    given: VecDeque<Message>,
    /// The tickets of those on the desk.
    laid: Vec<Ticket>,
    /// The first of `given` waits for a larger desk: if the isolate dies of that, it is not given to the next one.
    needs_room: bool,
    tickets: Tickets,
    results: Results,
    /// Counts batches, so that the monitor sees whether the lane gets on.
    batch: u64,
    seen: (u64, u32),
    watched: bool,
    route: Route,
    busy: Duration,
    /// It has had tasks without a break since then.
    busy_since: Option<Instant>,
}

impl Slot {
    pub fn new(pool: Arc<Pool<Message>>, bell: Arc<dyn Bell>, desk: Box<dyn Desk>) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            pool,
            this: Weak::clone(this),
            bell,
            state: Mutex::new(State {
                desk: Some(desk),
                given: VecDeque::new(),
                laid: Vec::new(),
                needs_room: false,
                tickets: Tickets::default(),
                results: Results::default(),
                batch: 0,
                seen: (0, 0),
                watched: false,
                route: Route::default(),
                busy: Duration::ZERO,
                busy_since: None,
            }),
        })
    }

    /// As if the monitor had been told of the lane, or had not.
    #[cfg(all(test, not(nogil_loom)))]
    pub fn watch_by_hand(&self, watched: bool) {
        self.state.lock().watched = watched;
    }

    pub fn attach(&self, desk: Box<dyn Desk>) -> Result<(), LaneError> {
        let mut state = self.state.lock();
        let state = &mut *state;
        let old = state.desk.as_deref().ok_or(LaneError::Abandoned)?;
        let mut desk = desk;
        if !state.laid.is_empty() {
            // JavaScript is in this call, so it claims nothing meanwhile.
            desk.open(old.cursor());
        }
        state.desk = Some(desk);
        Ok(())
    }

    /// Ends the batch, and delivers all results up to a word. Gives how many tasks of the batch were begun.
    pub fn hand_in(&self, words: usize) -> Result<usize, LaneError> {
        let mut state = self.state.lock();
        let state = &mut *state;
        state.deliver(|_, at| at < words)?;
        let begun = match state.desk.as_deref_mut() {
            Some(desk) => {
                desk.forget_results();
                state.laid.len().min(desk.cursor() as usize)
            }
            None => 0,
        };
        if begun < state.laid.len() {
            // Only where a task has replaced the function that claims.
            state.take_back(&self.pool, begun);
        }
        state.given.drain(..begun);
        state.laid.clear();
        state.results.forget();
        Ok(begun)
    }

    /// Delivers all results up to a word. The batch goes on.
    pub fn give(&self, words: usize) -> Result<(), LaneError> {
        self.state.lock().deliver(|_, at| at < words)
    }

    /// Claims tasks, and puts them on the desk together with those that did not fit before. What is not begun soon is
    /// taken back by the monitor.
    pub fn hand_out(&self, tasks: &mut Vec<Message>) -> Result<Laid, LaneError> {
        self.hand_out_before(tasks, |this| Monitor::shared().watch(this, Instant::now() + TICK))
    }

    pub(super) fn hand_out_before(
        &self,
        tasks: &mut Vec<Message>,
        watch: impl FnOnce(Weak<Self>) -> Result<(), NotWatched>,
    ) -> Result<Laid, LaneError> {
        let mut state = self.state.lock();
        let state = &mut *state;
        let desk = state.desk.as_deref_mut().ok_or(LaneError::Abandoned)?;
        for message in tasks.drain(..) {
            if state.route.claim(message.port(), message.task()) == Claim::Run {
                state.given.push_back(message);
            } else {
                state.results.tally.cancelled += 1;
            }
        }
        state.needs_room = false;
        let now = Instant::now();
        let mut at = DESK_HEADER_WORDS;
        for message in &state.given {
            let record = message.words();
            let is_full = at + record.len() > desk.room();
            if is_full || message.is_watched() && !state.laid.is_empty() {
                break;
            }
            let ticket = state
                .tickets
                .issue(message.port(), message.task(), low_half(record[1]), now);
            state.laid.push(ticket);
            let (header, payload) = record.split_at(HEADER_WORDS);
            desk.lay(at, with_task(header, ticket), payload);
            at += record.len();
            if message.is_watched() {
                // Alone, it begins now.
                break;
            }
        }
        let Some(first) = state.given.front() else {
            return Ok(Laid::None);
        };
        if state.laid.is_empty() {
            state.needs_room = true;
            return Ok(Laid::NeedsRoom(DESK_HEADER_WORDS + first.words().len()));
        }
        state.batch += 1;
        if state.busy_since.is_none() {
            state.busy_since = Some(Instant::now());
        }
        if first.is_watched() {
            let (port, task) = (first.port(), first.task());
            state.route.reply(port, task, Status::Begun, micros(), &[]);
        }
        if state.given.len() > 1 && !state.watched {
            state.watched = watch(Weak::clone(&self.this)).is_ok();
            if !state.watched {
                // Nobody would take them back later.
                state.take_back(&self.pool, 1);
            }
        }
        let laid = state.laid.len();
        if let Some(desk) = state.desk.as_deref_mut() {
            // One alone is begun at once.
            desk.open(u32::from(laid == 1));
        }
        Ok(Laid::Tasks(laid))
    }

    /// The isolate is ending. Tasks that were not begun go back to the pool, all others are lost.
    pub fn abandon(&self, lane: u32) {
        let mut state = self.state.lock();
        let state = &mut *state;
        if state.desk.is_none() {
            return;
        }
        state.give_way(&self.pool);
        state.desk = None;
        let needed_room: Vec<_> = state.given.drain(state.laid.len()..).collect();
        state.given.clear();
        state.laid.clear();
        let lost = state.tickets.take_all();
        state.results.tally.failed += (lost.len() + needed_room.len()) as u64;
        let lost = lost.into_iter();
        for (port, task) in lost.chain(needed_room.iter().map(|message| (message.port(), message.task()))) {
            state.route.reply(port, task, Status::Lost, lane, &[]);
        }
    }

    /// The lane has found nothing to take.
    pub fn rest(&self) {
        let mut state = self.state.lock();
        if state.tickets.len() == 0
            && let Some(since) = state.busy_since.take()
        {
            state.busy += since.elapsed();
        }
    }

    /// Has the isolate told that one of its tasks is to end. False when it is none of its tasks.
    pub fn abort(&self, port: PortId, task: TaskId, number: u32, reason: Box<[u8]>) -> bool {
        let is_here = self.state.lock().tickets.abort(port, task, number, reason);
        if is_here {
            self.bell.ring();
        }
        is_here
    }

    /// Whether the task of that abort has not ended yet.
    pub fn is_aborting(&self, number: u32) -> bool {
        self.state.lock().tickets.is_aborting(number)
    }

    /// Why a task is to end, if it is.
    pub fn abort_reason(&self, ticket: Ticket) -> Option<Vec<u8>> {
        self.state.lock().tickets.abort_reason(ticket).map(<[u8]>::to_vec)
    }

    /// Whether a task is to end.
    pub fn is_aborted(&self, ticket: Ticket) -> bool {
        self.state.lock().tickets.abort_reason(ticket).is_some()
    }

    /// How its tasks have ended.
    pub fn tally(&self) -> Tally {
        self.state.lock().results.tally
    }

    /// What it does, and has done.
    pub fn counts(&self, lane: u32) -> LaneCounts {
        let state = self.state.lock();
        let begun = state.desk.as_deref().map_or(0, |desk| desk.cursor() as usize);
        let not_begun = &state.laid[begun.min(state.laid.len())..];
        LaneCounts {
            lane,
            tally: state.results.tally,
            running: state.tickets.running(not_begun, Instant::now()),
            waiting: state.given.len().saturating_sub(begun.min(state.laid.len())),
            busy: state.busy + state.busy_since.map_or(Duration::ZERO, |since| since.elapsed()),
        }
    }
}

impl State {
    /// Delivers results while `go_on` says so of the number of first records before the next one, and of its place.
    fn deliver(&mut self, go_on: impl Fn(usize, usize) -> bool) -> Result<(), LaneError> {
        let desk = self.desk.as_deref().ok_or(LaneError::Abandoned)?;
        self.results.deliver(desk, &mut self.tickets, &mut self.route, go_on)
    }

    /// Ends the open batch: what is finished is delivered, and what was not begun goes back to the pool.
    fn give_way(&mut self, pool: &Pool<Message>) {
        let Some(desk) = self.desk.as_deref() else {
            return;
        };
        if self.laid.is_empty() {
            self.take_back(pool, usize::from(self.needs_room));
            return;
        }
        let begun = match desk.end() {
            CURSOR_ENDED.. => self.laid.len(),
            begun => self.laid.len().min(begun as usize),
        };
        self.deliver_finished(begun);
        self.take_back(pool, begun);
    }

    /// Delivers what is known to be whole, where so many tasks of the batch were begun.
    fn deliver_finished(&mut self, begun: usize) {
        let finished = begun.saturating_sub(1);
        let whole = self.desk.as_deref().map_or(0, Desk::whole);
        // Records that JavaScript wrote wrong are its own thread's error, when it hands them in.
        let _ = self.deliver(|first_records, at| first_records < finished || at < whole);
    }

    /// Puts all but the first so many back into the pool.
    fn take_back(&mut self, pool: &Pool<Message>, begun: usize) {
        for ticket in self.laid.drain(begun.min(self.laid.len())..) {
            self.tickets.take(ticket);
        }
        if self.given.len() <= begun {
            return;
        }
        let rest: Vec<_> = self.given.drain(begun..).collect();
        for message in &rest {
            self.route.put_back(message.port(), message.task());
        }
        pool.put_back(rest.into_iter());
    }

    fn first_not_begun(&self) -> usize {
        match self.desk.as_deref() {
            Some(desk) if !self.laid.is_empty() => self.laid.len().min(desk.cursor() as usize),
            _ => usize::from(self.needs_room),
        }
    }
}

impl Watched for Slot {
    fn look(&self, now: Instant) -> Option<Instant> {
        let mut state = self.state.lock();
        let state = &mut *state;
        let cursor = match state.desk.as_deref() {
            Some(desk) if !state.laid.is_empty() => desk.cursor(),
            _ => 0,
        };
        let seen = std::mem::replace(&mut state.seen, (state.batch, cursor));
        if seen != state.seen {
            return Some(now + TICK);
        }
        // It has not got on for a whole tick: it is behind a long task, or has nothing to do.
        state.watched = false;
        if !state.laid.is_empty() {
            state.give_way(&self.pool);
        }
        None
    }
}

impl Holder<Message> for Slot {
    fn give_back(&self, wanted: &dyn Fn(&Message) -> bool) -> bool {
        let mut state = self.state.lock();
        let first = state.first_not_begun();
        if !state.given.iter().skip(first).any(wanted) {
            return false;
        }
        state.give_way(&self.pool);
        true
    }

    fn has_not_begun(&self, wanted: &dyn Fn(&Message) -> bool) -> bool {
        let state = self.state.lock();
        state.given.iter().skip(state.first_not_begun()).any(wanted)
    }

    fn pool_is_full(&self) {
        self.bell.ring();
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Slot").finish_non_exhaustive()
    }
}

fn with_task(header: &[u64], task: u32) -> [u64; HEADER_WORDS] {
    [u64::from(low_half(header[0])) | u64::from(task) << 32, header[1]]
}
