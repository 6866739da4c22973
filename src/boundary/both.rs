//! Two things done side by side, for looks that would otherwise take the sum of both. Not for what may hang: see
//! [`super::looking`].

use std::thread;

/// Does two things, side by side if that is worth a thread; one after the other where there is no thread to be had.
pub(super) fn both<A, B: Send>(worth_it: bool, one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    if !worth_it {
        return (one(), other());
    }
    thread::scope(|scope| {
        let begun = thread::Builder::new().spawn_scoped(scope, &other);
        let one = one();
        let other = match begun {
            // Its panic is this look's.
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => other(),
        };
        (one, other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_done_with_a_thread_and_without() {
        let me = || thread::current().id();
        for worth_it in [false, true] {
            let (one, other) = both(worth_it, me, me);
            assert_eq!(one, me());
            assert_eq!(one != other, worth_it);
        }
    }

    #[test]
    fn a_panic_over_there_is_a_panic_here() {
        assert!(std::panic::catch_unwind(|| both(true, || 1, || -> u8 { panic!("a detector's defect") })).is_err());
    }
}
