mod order;
mod sleep;
mod spare;

use super::*;
use crate::port::test::Count;
use std::iter::once;

/// A worker that begins at once what it takes.
struct NothingInHand;

impl<T> Holder<T> for NothingInHand {
    fn give_back(&self, _wanted: &dyn Fn(&T) -> bool) -> bool {
        false
    }

    fn has_not_begun(&self, _wanted: &dyn Fn(&T) -> bool) -> bool {
        false
    }
}

fn join<T: Send + 'static>(pool: &Pool<T>) -> Seat<T> {
    pool.join(None, Weak::<NothingInHand>::new())
}

fn join_with_bell<T: Send + 'static>(pool: &Pool<T>) -> (Seat<T>, Arc<Count>) {
    let count = Arc::new(Count::default());
    let bell: Arc<dyn Bell> = Arc::new(Arc::clone(&count));
    (pool.join(Some(bell), Weak::<NothingInHand>::new()), count)
}

fn push<T: Send + 'static>(pool: &Pool<T>, tasks: impl IntoIterator<Item = T>) {
    pool.push(Priority::Normal, tasks.into_iter()).expect("open");
}

/// Takes without waiting, all that it is given at once.
fn poll<T: Send + 'static>(pool: &Pool<T>, seat: &mut Seat<T>) -> Vec<T> {
    let mut taken = Vec::new();
    let found = pool.take(seat, Patience::Poll, usize::MAX, &mut taken);
    assert_eq!(found == Taken::Tasks, !taken.is_empty());
    taken
}

/// Takes one at a time until there is nothing.
fn poll_all<T: Send + 'static>(pool: &Pool<T>, seat: &mut Seat<T>) -> Vec<T> {
    let mut all = Vec::new();
    while pool.take(seat, Patience::Poll, 1, &mut all) == Taken::Tasks {}
    all
}

fn wait<T: Send + 'static>(pool: &Pool<T>, seat: &mut Seat<T>) -> (Taken, Vec<T>) {
    let mut taken = Vec::new();
    (pool.take(seat, Patience::Forever, 1, &mut taken), taken)
}

fn parked<T>(pool: &Pool<T>, workers: usize) {
    while pool.sleep.idle() < workers {
        std::thread::yield_now();
    }
}
