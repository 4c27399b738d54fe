//! Tap maps: which inputs an op reads on one axis, and, read backwards, what an input feeds.
//!
//! A window op reads `u·s − b + t·d`, t = 0…k−1. A transposed convolution sends input i to those places, so its unit u
//! reads every i that reaches it. Each is the other read backwards ([`Taps::dual`]), so tracing down and tracing up are
//! one piece of code, and everything in [`crate::field`] is written against this type alone: a new op is one more tap
//! map or, as with upsampling, a known one with its numbers chosen.

use num_integer::Integer;
use smallvec::SmallVec;

use super::spans::{Span, Spans};

/// The exact set has more holes than can be listed, or its coordinates leave the range of an `i64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// How many runs and indices an answer may still go through, one by one. Sets without holes cost next to nothing; the
/// budget bounds the time that a network full of holes can take. Where it runs out, the answer is "too large to list",
/// never a wrong number. Real networks stay a hundred times below.
#[derive(Debug)]
pub struct Budget(u64);

impl Budget {
    pub fn new() -> Self {
        Self::of(1 << 22)
    }

    pub fn of(steps: u64) -> Self {
        Self(steps)
    }

    pub fn spend(&mut self, steps: u64) -> Result<(), TooLarge> {
        self.0 = self.0.checked_sub(steps).ok_or(TooLarge)?;
        Ok(())
    }
}

/// Which inputs each output reads, on one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Taps {
    /// Output u reads `u·stride − begin + t·dilation`, t = 0…kernel−1.
    Window { kernel: i64, stride: i64, dilation: i64, begin: i64 },
    /// Input i feeds `i·stride − begin + t·dilation`, t = 0…kernel−1.
    Transposed { kernel: i64, stride: i64, dilation: i64, begin: i64 },
    /// Output u reads from `⌊u·inputs/outputs⌋` to before `⌈(u+1)·inputs/outputs⌉`.
    Adaptive { inputs: i64, outputs: i64 },
    /// Output u reads the inputs closer than `reach` to `(num·u + shift)/den`; where that is a whole number that input
    /// alone, as the weights of cubic resampling are 0 at whole distances; with a reach of 0 that place rounded down,
    /// which at the borders of the `inputs` is the nearest one.
    Sampled { num: i64, den: i64, shift: i64, reach: i64, inputs: i64 },
    /// Output u feeds, of as many `inputs`, those that read it by [`Taps::Sampled`].
    Spread { num: i64, den: i64, shift: i64, reach: i64, inputs: i64 },
    /// Every output reads all `inputs`, and there are `outputs` of them.
    All { inputs: i64, outputs: i64 },
}

/// The indices `first`, `first + step`, …, `count` of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progression {
    pub first: i64,
    pub step: i64,
    pub count: i64,
}

impl Progression {
    const EMPTY: Self = Self { first: 0, step: 1, count: 0 };

    pub fn last(self) -> i64 {
        self.first + (self.count - 1) * self.step
    }

    pub fn iter(self) -> impl Iterator<Item = i64> {
        (0..self.count).map(move |n| self.first + n * self.step)
    }

    /// True if some index of the progression lies in `run`.
    fn meets(self, run: Span) -> bool {
        if self.count == 0 {
            return false;
        }
        let n = Integer::div_ceil(&(run.first - self.first), &self.step).max(0);
        n < self.count && self.first + n * self.step <= run.last
    }

    fn to_spans(self, within: Span, budget: &mut Budget) -> Result<Spans, TooLarge> {
        if self.count == 0 {
            return Ok(Spans::empty());
        }
        if self.step == 1 || self.count == 1 {
            return Ok(Span::new(self.first, self.last()).clip(within).map_or_else(Spans::empty, Spans::from));
        }
        let skip = Integer::div_ceil(&(within.first - self.first), &self.step).clamp(0, self.count);
        let end = (Integer::div_floor(&(within.last - self.first), &self.step) + 1).clamp(skip, self.count);
        budget.spend((end - skip) as u64)?;
        Ok(Spans::union_of((skip..end).map(|n| {
            let at = self.first + n * self.step;
            Span::new(at, at)
        })))
    }
}

impl Taps {
    /// Output u reads input u, and nothing else.
    pub const SAME: Self = Self::shift(0);

    /// Output u reads input `u + by`: a crop, or padding with a negative `by`.
    pub const fn shift(by: i64) -> Self {
        Self::Window { kernel: 1, stride: 1, dilation: 1, begin: -by }
    }

    /// Nearest-neighbour upsampling: output u reads input `⌊u/factor⌋`.
    pub const fn repeat(factor: i64) -> Self {
        Self::Transposed { kernel: factor, stride: factor, dilation: 1, begin: 0 }
    }

    /// Linear upsampling with pixel centres at ½: output u reads the one or two inputs closer than 1 to
    /// `(u + ½)/factor − ½`. That is a transposed convolution whose kernel is the triangle of linear interpolation.
    pub const fn interpolate(factor: i64) -> Self {
        Self::Transposed { kernel: 2 * factor - factor % 2, stride: factor, dilation: 1, begin: factor / 2 }
    }

    /// The same relation read backwards: what `dual` reads of an input's index is what that input feeds.
    pub const fn dual(self) -> Self {
        match self {
            Self::Window { kernel, stride, dilation, begin } => Self::Transposed { kernel, stride, dilation, begin },
            Self::Transposed { kernel, stride, dilation, begin } => Self::Window { kernel, stride, dilation, begin },
            Self::Adaptive { inputs, outputs } => Self::Adaptive { inputs: outputs, outputs: inputs },
            Self::Sampled { num, den, shift, reach, inputs } => Self::Spread { num, den, shift, reach, inputs },
            Self::Spread { num, den, shift, reach, inputs } => Self::Sampled { num, den, shift, reach, inputs },
            Self::All { inputs, outputs } => Self::All { inputs: outputs, outputs: inputs },
        }
    }

    /// True if every output reads all inputs.
    pub const fn is_all(self) -> bool {
        matches!(self, Self::All { .. })
    }

    /// `(units, inputs)`: output `u + units` reads what output `u` reads, moved by `inputs`.
    pub fn period(self) -> (i64, i64) {
        match self {
            Self::Window { stride, .. } => (1, stride),
            Self::Transposed { stride, .. } => (stride, 1),
            Self::Adaptive { inputs, outputs } => {
                let common = inputs.gcd(&outputs);
                (outputs / common, inputs / common)
            }
            Self::Sampled { num, den, .. } => (den / num.gcd(&den), num / num.gcd(&den)),
            Self::Spread { num, den, .. } => (num / num.gcd(&den), den / num.gcd(&den)),
            Self::All { .. } => (1, 0),
        }
    }

    /// The inputs that output `u` reads, on a grid without borders (but for [`Taps::All`], which has them).
    pub fn reads(self, u: i64) -> Progression {
        match self {
            Self::Window { kernel, stride, dilation, begin } => {
                Progression { first: u * stride - begin, step: dilation, count: kernel }
            }
            Self::Transposed { kernel, stride, dilation, begin } => {
                // i·s = u + b − t·d has a solution for every (s/g)-th t, if any.
                let place = u + begin;
                let gcd = stride.extended_gcd(&dilation);
                if place.mod_floor(&gcd.gcd) != 0 {
                    return Progression::EMPTY;
                }
                let every = stride / gcd.gcd;
                let inverse = i128::from(gcd.y.mod_floor(&every.max(1)));
                let first_tap =
                    (i128::from((place / gcd.gcd).mod_floor(&every)) * inverse).mod_floor(&i128::from(every)) as i64;
                if first_tap >= kernel {
                    return Progression::EMPTY;
                }
                let count = (kernel - 1 - first_tap) / every + 1;
                let last_tap = first_tap + (count - 1) * every;
                Progression { first: (place - last_tap * dilation) / stride, step: dilation / gcd.gcd, count }
            }
            Self::Adaptive { inputs, outputs } => {
                let (wide, inputs_wide) = (i128::from(outputs), i128::from(inputs));
                let first = Integer::div_floor(&(i128::from(u) * inputs_wide), &wide) as i64;
                let end = Integer::div_ceil(&((i128::from(u) + 1) * inputs_wide), &wide) as i64;
                Progression { first, step: 1, count: end - first }
            }
            Self::Sampled { num, den, shift, reach, .. } => {
                let place = i128::from(num) * i128::from(u) + i128::from(shift);
                let (floor, ceil) =
                    (Integer::div_floor(&place, &den.into()) as i64, Integer::div_ceil(&place, &den.into()) as i64);
                let (first, last) =
                    if reach == 0 || floor == ceil { (floor, floor) } else { (floor - reach + 1, ceil + reach - 1) };
                Progression { first, step: 1, count: last - first + 1 }
            }
            Self::Spread { .. } => {
                let (first, last) = self.spread(u);
                if first > last { Progression::EMPTY } else { Progression { first, step: 1, count: last - first + 1 } }
            }
            Self::All { inputs, .. } => Progression { first: 0, step: 1, count: inputs },
        }
    }

    /// What output `u` reads of an axis: as [`Self::reads`], but for nearest-neighbour resampling, whose places outside
    /// are those at the border.
    pub fn reads_within(self, u: i64, within: Span) -> Progression {
        let read = self.reads(u);
        if self.keeps_inside(within) {
            return Progression { first: read.first.clamp(within.first, within.last), ..read };
        }
        read
    }

    /// True if what lies outside is read as what is at the border, and there is one.
    fn keeps_inside(self, within: Span) -> bool {
        matches!(self, Self::Sampled { reach: 0, .. }) && within != Span::UNBOUNDED
    }

    /// The part of a hull that is read within an axis.
    pub(super) fn inside(self, hull: Span, within: Span) -> Option<Span> {
        if self.keeps_inside(within) {
            let at = |place: i64| place.clamp(within.first, within.last);
            return Some(Span::new(at(hull.first), at(hull.last)));
        }
        hull.clip(within)
    }

    /// The first and the last u with which [`Taps::Sampled`] may read `i`; the last is before the first if there is none.
    fn spread(self, i: i64) -> (i64, i64) {
        let Self::Spread { num, den, shift, reach, inputs } = self else { return (0, -1) };
        // The border is read from all places outside.
        let outside = |border: i64| reach == 0 && i == border;
        let (before, behind) = (outside(0), outside(inputs - 1));
        let [num, den, shift, reach, i] = [num, den, shift, reach, i].map(i128::from);
        // The numerators that are read: `(i − reach)·den < v < (i + reach)·den`, or `i·den ≤ v < (i + 1)·den`.
        let (least, most) =
            if reach == 0 { (i * den, (i + 1) * den - 1) } else { ((i - reach) * den + 1, (i + reach) * den - 1) };
        let first = Integer::div_ceil(&(least - shift), &num) as i64;
        let end = Integer::div_floor(&(most - shift), &num) as i64;
        (if before { Span::UNBOUNDED.first } else { first }, if behind { Span::UNBOUNDED.last } else { end })
    }

    /// True if neighbouring outputs read neighbouring inputs without a hole between or inside.
    fn contiguous(self, outputs: u64) -> bool {
        match self {
            Self::Window { kernel, stride, dilation, .. } => {
                let one_run = dilation == 1 || kernel == 1;
                (outputs == 1 && one_run)
                    || (dilation == 1 && kernel >= stride)
                    || (stride == 1 && (kernel == 1 || outputs >= dilation as u64))
            }
            // Input i feeds a run of outputs, or taps so close that one of them always falls among `outputs`
            // neighbours: then i is read exactly if its hull meets them.
            Self::Transposed { kernel, dilation, .. } => dilation == 1 || kernel == 1 || outputs >= dilation as u64,
            // Between whole places nothing but these is sure to be read.
            Self::Sampled { num, den, .. } => outputs == 1 || num <= den,
            Self::Spread { reach, .. } => reach < 2,
            Self::Adaptive { .. } | Self::All { .. } => true,
        }
    }

    /// From the first input that the outputs of `run` can read to the last; empty if there is none.
    pub(super) fn hull(self, run: Span) -> Option<Span> {
        let (first, last) = match self {
            Self::Transposed { kernel, stride, dilation, begin } => (
                Integer::div_ceil(&(run.first + begin - (kernel - 1) * dilation), &stride),
                Integer::div_floor(&(run.last + begin), &stride),
            ),
            Self::Spread { .. } => (self.spread(run.first).0, self.spread(run.last).1),
            // A whole place reads less than the one next to it, before or behind.
            Self::Sampled { reach: 2.., .. } => {
                let next = |u: i64| self.reads(u.clamp(run.first, run.last));
                let (first, last) = (self.reads(run.first).first, self.reads(run.last).last());
                (first.min(next(run.first + 1).first), last.max(next(run.last - 1).last()))
            }
            _ => (self.reads(run.first).first, self.reads(run.last).last()),
        };
        (first <= last).then_some(Span { first, last })
    }

    /// Every input inside `within` that some output of `outputs` reads.
    pub fn reads_all(self, outputs: &Spans, within: Span, budget: &mut Budget) -> Result<Spans, TooLarge> {
        // The one-run case is nearly every case; it must not allocate.
        if let [run] = outputs.runs() {
            return self.reads_run(*run, within, budget);
        }
        let mut runs: SmallVec<[Span; 8]> = SmallVec::new();
        budget.spend(outputs.runs().len() as u64)?;
        for run in outputs.runs() {
            runs.extend_from_slice(self.reads_run(*run, within, budget)?.runs());
        }
        Ok(Spans::union_of(runs))
    }

    fn reads_run(self, run: Span, within: Span, budget: &mut Budget) -> Result<Spans, TooLarge> {
        if self.contiguous(run.count()) {
            let hull = self.hull(run).and_then(|hull| self.inside(hull, within));
            return Ok(hull.map_or_else(Spans::empty, Spans::from));
        }
        if let Self::Sampled { .. } = self {
            budget.spend(run.count())?;
            let read = (run.first..=run.last).map(|u| self.reads_within(u, within));
            return Ok(Spans::union_of(read.filter_map(|read| Span::new(read.first, read.last()).clip(within))));
        }
        if run.count() == 1 && !matches!(self, Self::Spread { .. }) {
            return self.reads(run.first).to_spans(within, budget);
        }
        let Some(whole) = self.hull(run) else { return Ok(Spans::empty()) };
        let Some(hull) = whole.clip(within) else { return Ok(Spans::empty()) };
        if let Self::Window { kernel, stride, dilation: 1, begin } = self {
            // Windows with gaps between them: one run for each.
            let first = Integer::div_ceil(&(hull.first + begin - kernel + 1), &stride).max(run.first);
            let last = Integer::div_floor(&(hull.last + begin), &stride).min(run.last);
            // No window at all where only gaps meet the map: the range is then empty.
            budget.spend((last - first + 1).max(0) as u64)?;
            let windows = (first..=last).map(|u| Span::new(u * stride - begin, u * stride - begin + kernel - 1));
            return Ok(Spans::union_of(windows.filter_map(|window| window.clip(hull))));
        }
        // Gaps of another kind: ask every input whether one of the outputs reads it, but for those in the middle of
        // windows whose taps fall on every remainder of the stride.
        let middle = self.gapless_middle(whole).and_then(|middle| middle.clip(hull));
        let asked = middle.map_or_else(|| hull.into(), |middle| Spans::from(middle).complement(hull));
        budget.spend(asked.count())?;
        let dual = self.dual();
        let read = asked.indices().filter(|&i| dual.reads(i).meets(run)).map(|i| Span::new(i, i));
        Ok(Spans::union_of(read.chain(middle)))
    }

    /// The part of what a run of outputs reads, from `hull.first` to `hull.last`, where every tap of every input's
    /// windows exists: there an input is read exactly if some tap falls on its remainder modulo the stride.
    fn gapless_middle(self, hull: Span) -> Option<Span> {
        let Self::Window { kernel, stride, dilation, .. } = self else { return None };
        let every_remainder = kernel >= stride && stride.gcd(&dilation) == 1;
        let edge = (kernel - 1) * dilation;
        (every_remainder && hull.first + edge <= hull.last - edge)
            .then(|| Span::new(hull.first + edge, hull.last - edge))
    }
}
