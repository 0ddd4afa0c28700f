//! Spare workers are woken when no other one is free.

use super::*;

#[test]
fn a_spare_worker_is_woken_when_no_other_one_is_free() {
    let pool = Pool::new();
    let ((mut spare, spare_bell), (mut free, free_bell)) = (join_with_bell(&pool), join_with_bell(&pool));
    assert!(pool.arm(&mut free));
    pool.arm_as_spare(&mut spare);
    push(&pool, once(1));
    assert_eq!(free_bell.rings(), 1);
    assert_eq!(poll(&pool, &mut free), [1]);
    let mut taken = Vec::new();
    assert_eq!(pool.take(&mut spare, Patience::Woken, 1, &mut taken), Taken::Nothing);
    pool.arm_as_spare(&mut spare);
    let before = spare_bell.rings();
    push(&pool, once(2));
    assert_eq!(spare_bell.rings(), before + 1);
    assert_eq!(pool.take(&mut spare, Patience::Woken, 1, &mut taken), Taken::Tasks);
    assert_eq!(taken, [2]);
}

#[test]
fn a_wake_up_of_a_spare_worker_that_is_none_any_more_goes_to_another_one() {
    let pool = Pool::new();
    let ((mut one, one_bell), (mut other, other_bell)) = (join_with_bell(&pool), join_with_bell(&pool));
    pool.arm_as_spare(&mut other);
    pool.arm_as_spare(&mut one);
    push(&pool, once(1));
    // The monitor may have looked meanwhile, and woken the other one too.
    assert_eq!(other_bell.rings(), 1);
    pool.disarm(&mut other);
    assert_eq!(one_bell.rings(), 1);
    assert_eq!(pool.take(&mut one, Patience::Woken, 1, &mut Vec::new()), Taken::Tasks);
}
