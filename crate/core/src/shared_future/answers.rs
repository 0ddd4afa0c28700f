//! How a shared future stands, and what came of what was wished of it. The numbers are those that JavaScript sees.

/// How one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FutureState {
    /// Nobody has begun its task.
    Pending = 0,
    /// Its task runs, or somebody has said so.
    Running = 1,
    /// It is done, and was not cancelled.
    Settled = 2,
    /// It was cancelled.
    Cancelled = 3,
    /// There is none of that number.
    Unknown = 4,
}

/// What came of the wish to settle one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[repr(u8)]
pub enum Settled {
    /// It is done by that.
    Now = 0,
    /// It was done before.
    Before = 1,
    /// It belongs to a task of another thread, or there is none of that number.
    NotYours = 2,
}

/// What came of the wish to cancel one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[repr(u8)]
pub enum FutureCancel {
    /// It is cancelled by that.
    Now = 0,
    /// It was cancelled before.
    Before = 1,
    /// It has begun, or is done.
    TooLate = 2,
}

/// What came of the wish to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[repr(u8)]
pub enum Started {
    /// It runs from now on.
    Yes = 0,
    /// It was cancelled, which nobody has asked before.
    Cancelled = 1,
    /// It runs or is done already, or belongs to a task.
    No = 2,
}
