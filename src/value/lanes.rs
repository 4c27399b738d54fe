//! Loops over rows, for the longest vectors that the processor has.

use rten_simd::ops::BitOps as _;
use rten_simd::{Isa, SimdOp};

struct Loop<F>(F);

impl<F: FnOnce()> SimdOp for Loop<F> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn eval<I: Isa>(self, _: I) {
        (self.0)();
    }
}

/// Runs `work` as it is made for the longest vectors: its own loops, and those of what is inlined into it.
pub(super) fn widest(work: impl FnOnce()) {
    Loop(work).dispatch();
}

struct Lanes;

impl SimdOp for Lanes {
    type Output = usize;

    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> usize {
        isa.f32().len()
    }
}

/// The values of the longest vector that the processor has.
pub(super) fn lanes() -> usize {
    Lanes.dispatch()
}
