//! Closing against pushing, and against falling asleep.

use super::*;

#[test]
fn nothing_is_pushed_once_closing_has_returned() {
    check("close", 3, || {
        let pool = Pool::new();
        let pusher = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || pool.push(Priority::Normal, once(1)).is_ok())
        };
        pool.close();
        let left = pool.drain();
        assert_eq!(pusher.join().expect("no panic"), left == [1]);
    });
}

#[test]
fn who_falls_asleep_learns_of_it_and_leaves_nothing() {
    check("close and sleep", 3, || {
        let pool = Pool::new();
        let worker = {
            let (pool, mut seat) = (Arc::clone(&pool), join(&pool));
            thread::spawn(move || {
                let mut all = Vec::new();
                while pool.take(&mut seat, Patience::Forever, 1, &mut all) == Taken::Tasks {}
                all
            })
        };
        push(&pool, 1);
        pool.close();
        assert_eq!(worker.join().expect("no panic"), [1]);
    });
}
