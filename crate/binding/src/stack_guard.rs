//! A native thread that overflows its stack runs into the guard page below it, and the process ends. Here it also says
//! so: Rust's own handler is there only in programs whose `main` is Rust's.

#[cfg(not(target_os = "linux"))]
pub use elsewhere::guarded;
#[cfg(target_os = "linux")]
pub use linux::guarded;

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    /// Calls `work`. The system's own report of the crash is all that there is.
    pub fn guarded(work: &mut dyn FnMut()) {
        work();
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::ffi::{c_int, c_void};
    use std::mem::{MaybeUninit, transmute, zeroed};
    use std::ptr;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// The stack that the handler runs on: the thread's own is full.
    const HANDLER_STACK_BYTES: usize = 64 * 1024;

    /// Threads beyond so many crash without a word.
    const MOST_THREADS: usize = 1024;

    const MESSAGE: &[u8] = b"\na thread of nogil's native pool has overflowed its stack\nfatal error: stack overflow\n";

    /// The guard pages of all native threads. Plain numbers, because a signal handler may neither lock nor allocate.
    static GUARDS: [Guard; MOST_THREADS] = [const { Guard::free() }; MOST_THREADS];

    /// Who handled the signal before.
    static PREVIOUS: OnceLock<libc::sigaction> = OnceLock::new();

    struct Guard {
        /// 0 while the entry is free, 1 while it is being taken.
        start: AtomicUsize,
        end: AtomicUsize,
    }

    impl Guard {
        const fn free() -> Self {
            Self {
                start: AtomicUsize::new(0),
                end: AtomicUsize::new(0),
            }
        }

        fn take(&self, start: usize, end: usize) -> bool {
            let taken = self
                .start
                .compare_exchange(0, 1, Ordering::Acquire, Ordering::Relaxed)
                .is_ok();
            if taken {
                self.end.store(end, Ordering::Relaxed);
                self.start.store(start, Ordering::Release);
            }
            taken
        }

        fn give_back(&self) {
            self.end.store(0, Ordering::Relaxed);
            self.start.store(0, Ordering::Release);
        }

        fn holds(&self, address: usize) -> bool {
            let start = self.start.load(Ordering::Acquire);
            start > 1 && (start..self.end.load(Ordering::Relaxed)).contains(&address)
        }
    }

    /// Calls `work`, on a thread that is of the native pool.
    pub fn guarded(work: &mut dyn FnMut()) {
        install();
        let guard = guard_page().and_then(|(start, end)| GUARDS.iter().find(|guard| guard.take(start, end)));
        let stack = HandlerStack::new();
        work();
        drop(stack);
        if let Some(guard) = guard {
            guard.give_back();
        }
    }

    /// Puts the handler in front of Node's, which is for faults that WebAssembly makes on purpose.
    fn install() {
        PREVIOUS.get_or_init(|| {
            let mut previous = MaybeUninit::<libc::sigaction>::zeroed();
            // SAFETY: a struct of plain numbers, for which zeros are valid.
            let mut ours: libc::sigaction = unsafe { zeroed() };
            ours.sa_sigaction = on_fault as *const () as usize;
            ours.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            // SAFETY: both structs live for the call. A fault between it and the end of this closure is not chained.
            unsafe { libc::sigaction(libc::SIGSEGV, &raw const ours, previous.as_mut_ptr()) };
            // SAFETY: zeroed, and filled by the call.
            unsafe { previous.assume_init() }
        });
    }

    unsafe extern "C" fn on_fault(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
        // SAFETY: the system calls a handler that was installed with SA_SIGINFO with a live info.
        let info_ref = unsafe { &*info };
        // SAFETY: a SIGSEGV has an address.
        let address = unsafe { info_ref.si_addr() } as usize;
        if GUARDS.iter().any(|guard| guard.holds(address)) {
            // SAFETY: allowed in a handler; the message is static.
            unsafe { libc::write(libc::STDERR_FILENO, MESSAGE.as_ptr().cast(), MESSAGE.len()) };
            // SAFETY: allowed in a handler.
            unsafe { libc::abort() };
        }
        match PREVIOUS.get() {
            Some(previous) if previous.sa_sigaction > libc::SIG_IGN => {
                if previous.sa_flags & libc::SA_SIGINFO == 0 {
                    // SAFETY: a handler without SA_SIGINFO is such a function.
                    let handler: extern "C" fn(c_int) = unsafe { transmute(previous.sa_sigaction) };
                    handler(signal);
                } else {
                    type Handler = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);
                    // SAFETY: a handler with SA_SIGINFO is such a function.
                    let handler: Handler = unsafe { transmute(previous.sa_sigaction) };
                    handler(signal, info, context);
                }
            }
            // The fault happens again when this returns, and then ends the process as it would have without us.
            _ => default_again(signal),
        }
    }

    fn default_again(signal: c_int) {
        // SAFETY: zeros are valid, and SIG_DFL is 0.
        let default: libc::sigaction = unsafe { zeroed() };
        // SAFETY: allowed in a handler; the struct lives for the call.
        unsafe { libc::sigaction(signal, &raw const default, ptr::null_mut()) };
    }

    /// A stack for the handler of this thread.
    struct HandlerStack {
        _memory: Vec<u8>,
        before: libc::stack_t,
    }

    impl HandlerStack {
        fn new() -> Self {
            let mut memory = vec![0; HANDLER_STACK_BYTES];
            let stack = libc::stack_t {
                ss_sp: memory.as_mut_ptr().cast(),
                ss_flags: 0,
                ss_size: HANDLER_STACK_BYTES,
            };
            let mut before = libc::stack_t {
                ss_sp: ptr::null_mut(),
                ss_flags: libc::SS_DISABLE,
                ss_size: 0,
            };
            // SAFETY: the memory lives until `drop` has put back what was there before.
            unsafe { libc::sigaltstack(&raw const stack, &raw mut before) };
            Self {
                _memory: memory,
                before,
            }
        }
    }

    impl Drop for HandlerStack {
        fn drop(&mut self) {
            // SAFETY: on the thread that `new` was called on; what was there before belongs to the thread.
            unsafe { libc::sigaltstack(&raw const self.before, ptr::null_mut()) };
        }
    }

    /// Where the calling thread's guard page is. glibc has told its stack with and without it.
    fn guard_page() -> Option<(usize, usize)> {
        let mut attributes = MaybeUninit::<libc::pthread_attr_t>::zeroed();
        // SAFETY: allowed on every thread.
        let thread = unsafe { libc::pthread_self() };
        // SAFETY: the attributes are written by the call.
        if unsafe { libc::pthread_getattr_np(thread, attributes.as_mut_ptr()) } != 0 {
            return None;
        }
        let (mut guard, mut stack, mut size) = (0, ptr::null_mut(), 0);
        // SAFETY: initialized by the call above.
        unsafe { libc::pthread_attr_getguardsize(attributes.as_ptr(), &raw mut guard) };
        // SAFETY: as above.
        unsafe { libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut stack, &raw mut size) };
        // SAFETY: as above; not used any more.
        unsafe { libc::pthread_attr_destroy(attributes.as_mut_ptr()) };
        let stack = stack as usize;
        (guard > 0).then(|| (stack - guard, stack + guard))
    }
}
