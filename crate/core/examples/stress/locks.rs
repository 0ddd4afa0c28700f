//! Locks and queues under threads and event loops of which some give up, and some die.

use nogil_core::{
    Answer, Arrived, Awaits, Barrier, Bell, BlockedWait, Condition, ConditionWait, Event, Expiry, Gift, Got,
    Interrupts, Item, Lock, Order, Place, Put, Queue, Semaphore, ThreadNumber, Waitable, Waits,
};
use std::cell::UnsafeCell;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

const ROUNDS: u64 = 3_000;
const ITEMS: u64 = 4_000;
/// Longer than anything takes that is not lost.
const LONG: Option<Duration> = Some(Duration::from_mins(2));

pub fn run() {
    exclude();
    conditions();
    for most in [0, 4] {
        queues(most);
    }
    parties();
    println!("locks and queues: quiet");
}

/// What only the holder of a lock may touch.
struct Guarded<T>(UnsafeCell<T>);

// SAFETY: whoever touches it holds the lock that is tested.
unsafe impl<T: Send> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    fn with<R>(&self, run: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: the caller holds the lock, or is alone by now.
        run(unsafe { &mut *self.0.get() })
    }
}

impl<T: Copy> Guarded<T> {
    fn get(&self) -> T {
        // SAFETY: as above; others may read at the same time.
        unsafe { *self.0.get() }
    }
}

struct Rung(Sender<()>);

impl Bell for Rung {
    fn ring(&self) {
        // Its loop may have gone.
        let _ = self.0.send(());
    }
}

struct Loop {
    awaits: Arc<Awaits>,
    bell: Receiver<()>,
    holder: ThreadNumber,
}

impl Loop {
    fn new(holder: ThreadNumber) -> Self {
        let (sender, bell) = channel();
        let awaits = Awaits::new(Box::new(Rung(sender)));
        Self { awaits, bell, holder }
    }

    fn place(&self, object: Arc<dyn Waitable>) -> Arc<Place> {
        let place = Place::of_loop(&self.awaits, 0, self.holder, Gift::Nothing);
        self.awaits.begin(0, &place, object);
        place
    }

    fn gift(&self) -> Gift {
        loop {
            if let Some((_, place, _)) = self.awaits.take() {
                return place.take_gift();
            }
            self.bell.recv_timeout(Duration::from_mins(2)).expect("the bell rings");
        }
    }
}

fn waits() -> Arc<Waits> {
    Interrupts::default().join()
}

fn blocked(lock: &Arc<Lock>, waits: &Arc<Waits>, holder: ThreadNumber, length: Option<Duration>) -> BlockedWait {
    BlockedWait::begin(waits, holder, length, Gift::Nothing, |place| {
        lock.enter(place);
        Arc::<Lock>::clone(lock)
    })
}

fn acquire(lock: &Arc<Lock>, waits: &Arc<Waits>, holder: ThreadNumber) {
    if lock.spin_acquire(holder).is_none() {
        let mut wait = blocked(lock, waits, holder, None);
        assert_eq!(wait.slice(LONG), Answer::Granted);
        let _ = wait.accept();
    }
}

/// Threads that block, threads that give up, an event loop, and threads that die while they wait or are granted it.
fn exclude() {
    let (lock, count, taken) = (Lock::new(), Guarded(UnsafeCell::new(0_u64)), AtomicU64::new(0));
    let inside = || {
        count.with(|count| *count = black_box(*count + 1));
        taken.fetch_add(1, Ordering::Relaxed);
    };
    thread::scope(|scope| {
        for holder in 1..=2 {
            let (lock, inside) = (&lock, &inside);
            scope.spawn(move || {
                let waits = waits();
                for _ in 0..ROUNDS {
                    acquire(lock, &waits, holder);
                    inside();
                    lock.release().expect("held");
                }
            });
        }
        scope.spawn(|| {
            let waits = waits();
            for round in 0..ROUNDS {
                let length = Duration::from_micros(round % 50);
                let mut wait = blocked(&lock, &waits, 3, Some(length));
                if round % 3 != 0 && wait.slice(LONG) == Answer::Granted {
                    let _ = wait.accept();
                    inside();
                    lock.release().expect("held");
                }
            }
        });
        scope.spawn(|| {
            let event_loop = Loop::new(4);
            for round in 0..ROUNDS {
                if lock.enter(&event_loop.place(Arc::<Lock>::clone(&lock))) {
                    event_loop.awaits.end(0);
                } else if round % 5 == 0 && event_loop.awaits.expire(0) == Expiry::Now {
                    continue;
                } else {
                    let _ = event_loop.gift();
                }
                inside();
                lock.release().expect("held");
            }
        });
        scope.spawn(|| {
            for _ in 0..ROUNDS / 2 {
                let dying = Loop::new(5);
                lock.enter(&dying.place(Arc::<Lock>::clone(&lock)));
                dying.awaits.close();
                lock.abandon(5);
                let own = waits();
                let mut wait = blocked(&lock, &own, 6, None);
                own.interrupt();
                let _ = wait.slice(LONG);
            }
        });
    });
    // The sanitizer does not see that the threads were joined, but that they had the lock before.
    assert!(lock.try_acquire(7).is_some());
    assert_eq!(count.get(), taken.into_inner());
    lock.release().expect("held");
}

/// A queue made of a lock and a condition.
fn conditions() {
    let lock = Lock::new();
    let condition = Condition::new(Arc::clone(&lock));
    let items = Guarded(UnsafeCell::new(Vec::new()));
    let total = AtomicU64::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            let waits = waits();
            for item in 0..ITEMS {
                acquire(&lock, &waits, 1);
                items.with(|items| items.push(item));
                condition.notify(1);
                lock.release().expect("held");
            }
        });
        for holder in 2..=3 {
            let (lock, condition, items, total) = (&lock, &condition, &items, &total);
            scope.spawn(move || {
                let waits = waits();
                for round in 0..ITEMS / 2 {
                    acquire(lock, &waits, holder);
                    let item = loop {
                        if let Some(item) = items.with(Vec::pop) {
                            break item;
                        }
                        let wait = condition.wait();
                        // One of the two hears of each item by a notice alone.
                        let length = (holder == 2).then(|| Duration::from_micros(round % 100));
                        let mut blocked = BlockedWait::begin(&waits, holder, length, Gift::Nothing, |place| {
                            condition.enter(&wait, place);
                            Arc::<ConditionWait>::clone(&wait)
                        });
                        assert_eq!(blocked.slice(LONG), Answer::Granted);
                        let _ = blocked.accept();
                    };
                    lock.release().expect("held");
                    total.fetch_add(item, Ordering::Relaxed);
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..ROUNDS / 4 {
                let (dying, wait, own) = (Loop::new(4), condition.wait(), waits());
                acquire(&lock, &own, 4);
                condition.enter(&wait, &dying.place(Arc::<ConditionWait>::clone(&wait)));
                thread::yield_now();
                dying.awaits.close();
            }
        });
    });
    assert_eq!(total.into_inner(), ITEMS * (ITEMS - 1) / 2);
}

fn item(number: u64) -> Item {
    Item {
        words: [number].into_iter().collect(),
        ..Item::default()
    }
}

fn number_of(gift: &Gift) -> u64 {
    match gift {
        Gift::Item(item) => item.words[0],
        other => panic!("{other:?}"),
    }
}

fn queues(most: usize) {
    let queue = Queue::new(Order::Fifo, most);
    let (total, left) = (AtomicU64::new(0), Semaphore::new(2 * ITEMS, 2 * ITEMS));
    // Who has a permit will get an item.
    let got = |number: u64| {
        total.fetch_add(number, Ordering::Relaxed);
        queue.task_done().expect("it was put");
    };
    thread::scope(|scope| {
        for putter in 0..2 {
            let queue = &queue;
            scope.spawn(move || {
                let waits = waits();
                for number in 0..ITEMS {
                    let Put::Full(item) = queue.try_put(item(putter * ITEMS + number)) else {
                        continue;
                    };
                    let mut wait = BlockedWait::begin(&waits, 1, None, Gift::Item(item), |place| {
                        queue.enter_putter(place);
                        queue.putting()
                    });
                    assert_eq!(wait.slice(LONG), Answer::Granted);
                    let _ = wait.accept();
                }
            });
        }
        scope.spawn(|| {
            let waits = waits();
            while left.try_acquire() {
                if let Got::Item(item) = queue.try_get() {
                    got(item.words[0]);
                    continue;
                }
                loop {
                    let mut wait =
                        BlockedWait::begin(&waits, 2, Some(Duration::from_micros(20)), Gift::Nothing, |place| {
                            queue.enter_getter(place);
                            Arc::<Queue>::clone(&queue)
                        });
                    if wait.slice(LONG) == Answer::Granted {
                        got(number_of(&wait.accept()));
                        break;
                    }
                }
            }
        });
        scope.spawn(|| {
            let event_loop = Loop::new(3);
            while left.try_acquire() {
                let place = event_loop.place(Arc::<Queue>::clone(&queue));
                let gift = if queue.enter_getter(&place) {
                    event_loop.awaits.end(0);
                    place.take_gift()
                } else {
                    event_loop.gift()
                };
                got(number_of(&gift));
            }
        });
        scope.spawn(|| {
            for _ in 0..ROUNDS / 4 {
                let dying = Loop::new(4);
                let place = dying.place(Arc::<Queue>::clone(&queue));
                if queue.enter_getter(&place) {
                    dying.awaits.end(0);
                    queue.give_back(&place);
                }
                thread::yield_now();
                dying.awaits.close();
            }
        });
        scope.spawn(|| {
            let (waits, mut joined) = (waits(), 0);
            while joined < 20 {
                let mut wait = BlockedWait::begin(&waits, 5, Some(Duration::from_millis(1)), Gift::Nothing, |place| {
                    queue.enter_joiner(place);
                    queue.joining()
                });
                let _ = wait.slice(LONG);
                joined += 1;
            }
        });
    });
    let numbers = 2 * ITEMS;
    assert_eq!(total.into_inner(), numbers * (numbers - 1) / 2);
    assert!(queue.is_empty() && queue.unfinished() == 0);
}

/// Threads that meet at a barrier write by turns, and an event tells of the end.
fn parties() {
    const PARTIES: u32 = 3;
    let (barrier, event, turn) = (Barrier::new(PARTIES), Event::new(), Guarded(UnsafeCell::new(0_u64)));
    thread::scope(|scope| {
        for holder in 1..=PARTIES {
            let (barrier, event, turn) = (&barrier, &event, &turn);
            scope.spawn(move || {
                let waits = waits();
                for round in 0..ROUNDS / 4 {
                    let mut arrived = Arrived::Waits;
                    let mut wait = BlockedWait::begin(&waits, holder, None, Gift::Nothing, |place| {
                        arrived = barrier.enter(place);
                        Arc::<Barrier>::clone(barrier)
                    });
                    let is_last = match arrived {
                        Arrived::Last(_) => true,
                        Arrived::Broken => panic!("nobody breaks it"),
                        Arrived::Waits => {
                            assert_eq!(wait.slice(LONG), Answer::Granted);
                            matches!(wait.accept(), Gift::LastParty(_))
                        }
                    };
                    if is_last {
                        // Its action: all others wait for it.
                        turn.with(|turn| *turn += 1);
                        assert!(barrier.release(holder));
                    }
                    assert!(turn.get() > round);
                    // All have looked before anybody writes again: only the next round's last one does.
                }
                if holder == 1 {
                    event.set();
                }
            });
        }
        let mut wait = BlockedWait::begin(&waits(), 9, None, Gift::Nothing, |place| {
            event.enter(place);
            Arc::<Event>::clone(&event)
        });
        assert_eq!(wait.slice(LONG), Answer::Granted);
        assert_eq!(turn.get(), ROUNDS / 4);
    });
}
