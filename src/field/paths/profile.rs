//! Numbers of routes along one axis, exact as long as they fit.

use std::cmp::Ordering;

use crate::field::{Span, Step, Taps};

/// A number of routes.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// The number itself, while it fits.
    exact: Option<u128>,
    /// The number is `mantissa · 2^exponent`; the mantissa is 0 or in 1…2.
    mantissa: f64,
    exponent: i64,
}

impl Amount {
    pub const ZERO: Self = Self { exact: Some(0), mantissa: 0.0, exponent: 0 };

    pub fn exactly(number: u128) -> Self {
        Self { exact: Some(number), ..Self::about(number as f64, 0) }
    }

    /// `mantissa · 2^exponent`, rounded somewhere before.
    fn about(mantissa: f64, exponent: i64) -> Self {
        if mantissa == 0.0 {
            return Self { exact: None, mantissa, exponent: 0 };
        }
        let by = f64::log2(mantissa).floor();
        Self { exact: None, mantissa: mantissa / f64::exp2(by), exponent: exponent + by as i64 }
    }

    /// The number itself; `None` if it is only known to about sixteen digits.
    pub fn exact(self) -> Option<u128> {
        self.exact
    }

    pub fn is_zero(self) -> bool {
        self.mantissa == 0.0
    }

    pub fn times(self, other: Self) -> Self {
        let exact = self.exact.zip(other.exact).and_then(|(one, other)| one.checked_mul(other));
        exact.map_or_else(|| Self::about(self.mantissa * other.mantissa, self.exponent + other.exponent), Self::exactly)
    }

    pub fn plus(self, other: Self) -> Self {
        if let Some(sum) = self.exact.zip(other.exact).and_then(|(one, other)| one.checked_add(other)) {
            return Self::exactly(sum);
        }
        if self.is_zero() || other.is_zero() {
            return if self.is_zero() { other } else { self };
        }
        let exponent = self.exponent.max(other.exponent);
        Self::about(self.scaled(exponent) + other.scaled(exponent), exponent)
    }

    /// The number over `2^exponent`.
    fn scaled(self, exponent: i64) -> f64 {
        // Far below, nothing of it is left; the power must not overflow on the way.
        self.mantissa * f64::exp2((self.exponent - exponent).clamp(-1100, 1000) as f64)
    }

    /// The part that this is of `whole`; 0 of nothing.
    pub fn share_of(self, whole: Self) -> f64 {
        if whole.is_zero() { 0.0 } else { self.scaled(whole.exponent) / whole.mantissa }
    }

    /// The logarithm to base 10; minus infinity of nothing.
    pub fn log10(self) -> f64 {
        self.mantissa.log10() + self.exponent as f64 * std::f64::consts::LOG10_2
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if let Some((one, other)) = self.exact.zip(other.exact) {
            return Some(one.cmp(&other));
        }
        match (self.is_zero(), other.is_zero()) {
            (false, false) => (self.exponent, self.mantissa).partial_cmp(&(other.exponent, other.mantissa)),
            (one, other) => Some(other.cmp(&one)),
        }
    }
}

/// How many routes lead from each index of an axis: none from those before `first` and behind the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    first: i64,
    counts: Counts,
}

#[derive(Clone, Debug, PartialEq)]
enum Counts {
    Exact(Vec<u128>),
    /// Each is so much times `2^exponent`. They are scaled together, so that their proportions stay.
    Rounded {
        mantissas: Vec<f64>,
        exponent: i64,
    },
}

impl Profile {
    /// One route from one index.
    pub fn of_unit(index: i64) -> Self {
        Self { first: index, counts: Counts::Exact(vec![1]) }
    }

    /// One route from each of `n` indices.
    pub fn of_all(n: u64) -> Self {
        Self { first: 0, counts: Counts::Exact(vec![1; n as usize]) }
    }

    fn len(&self) -> usize {
        match &self.counts {
            Counts::Exact(counts) => counts.len(),
            Counts::Rounded { mantissas, .. } => mantissas.len(),
        }
    }

    /// From the first index with a route to the last.
    pub fn span(&self) -> Option<Span> {
        let has = |at: &usize| !self.nth(*at).is_zero();
        let first = (0..self.len()).find(has)?;
        let last = (0..self.len()).rfind(has)?;
        Some(Span::new(self.first + first as i64, self.first + last as i64))
    }

    pub fn at(&self, index: i64) -> Amount {
        usize::try_from(index - self.first).map_or(Amount::ZERO, |at| self.nth(at))
    }

    fn nth(&self, at: usize) -> Amount {
        match &self.counts {
            Counts::Exact(counts) => counts.get(at).map_or(Amount::ZERO, |count| Amount::exactly(*count)),
            Counts::Rounded { mantissas, exponent } => {
                mantissas.get(at).map_or(Amount::ZERO, |mantissa| Amount::about(*mantissa, *exponent))
            }
        }
    }

    /// The routes from all indices of a run.
    pub fn sum(&self, run: Span) -> Amount {
        let first = (run.first - self.first).clamp(0, self.len() as i64) as usize;
        let end = (run.last + 1 - self.first).clamp(first as i64, self.len() as i64) as usize;
        match &self.counts {
            Counts::Exact(counts) => {
                let counts = counts[first..end].iter();
                let sum = counts.clone().try_fold(0_u128, |sum, count| sum.checked_add(*count));
                sum.map_or_else(|| Amount::about(counts.map(|count| *count as f64).sum(), 0), Amount::exactly)
            }
            Counts::Rounded { mantissas, exponent } => Amount::about(mantissas[first..end].iter().sum(), *exponent),
        }
    }

    pub fn total(&self) -> Amount {
        self.sum(Span::UNBOUNDED)
    }

    /// The routes of both.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let (Some(one), Some(two)) = (self.span(), other.span()) else {
            return if self.span().is_some() { self.clone() } else { other.clone() };
        };
        let run = Span::new(one.first.min(two.first), one.last.max(two.last));
        let sums: Vec<Amount> = (run.first..=run.last).map(|index| self.at(index).plus(other.at(index))).collect();
        let exact: Option<Vec<u128>> = sums.iter().map(|sum| sum.exact()).collect();
        let counts = exact.map_or_else(
            || {
                let exponent = sums.iter().filter(|sum| !sum.is_zero()).map(|sum| sum.exponent).max().unwrap_or(0);
                let scaled = |sum: &Amount| if sum.is_zero() { 0.0 } else { kept(sum.scaled(exponent)) };
                Counts::Rounded { mantissas: sums.iter().map(scaled).collect(), exponent }
            },
            Counts::Exact,
        );
        Self { first: run.first, counts }
    }

    /// How many indices between the ends have a route.
    pub fn occupied(&self) -> u64 {
        (0..self.len()).filter(|at| !self.nth(*at).is_zero()).count() as u64
    }

    /// The same of the layer before: every route goes on through every tap that falls on a unit. `budget` is how many
    /// taps may still be gone through; `None` if they are more.
    pub fn behind(&self, step: &Step, budget: &mut u64) -> Option<Self> {
        if step.taps == Taps::SAME {
            return Some(self.clone());
        }
        let none = || Some(Self { first: 0, counts: Counts::Exact(Vec::new()) });
        let Some(outputs) = self.span() else { return none() };
        let within = Span::axis_of(step.inputs)?;
        if let Taps::All { .. } = step.taps {
            return Some(self.spread(step.inputs));
        }
        let Some(hull) = step.taps.hull(outputs).and_then(|hull| step.taps.inside(hull, within)) else { return none() };
        let work: u64 = (outputs.first..=outputs.last).map(|u| step.taps.reads(u).count.unsigned_abs()).sum();
        *budget = budget.checked_sub(work.max(hull.count()))?;
        let counts = match &self.counts {
            Counts::Exact(counts) => self.walk_exact(counts, step.taps, hull).map(Counts::Exact),
            Counts::Rounded { .. } => None,
        };
        let counts = counts.unwrap_or_else(|| self.walk_rounded(step.taps, hull));
        Some(Self { first: hull.first, counts })
    }

    /// Every index has all the routes.
    fn spread(&self, inputs: u64) -> Self {
        let total = self.total();
        let counts = match total.exact {
            Some(total) => Counts::Exact(vec![total; inputs as usize]),
            None => Counts::Rounded { mantissas: vec![total.mantissa; inputs as usize], exponent: total.exponent },
        };
        Self { first: 0, counts }
    }

    /// `None` if a number does not fit.
    fn walk_exact(&self, counts: &[u128], taps: Taps, hull: Span) -> Option<Vec<u128>> {
        let mut made = vec![0_u128; hull.count() as usize];
        for (u, count) in (self.first..).zip(counts).filter(|(_, count)| **count != 0) {
            for index in taps.reads_within(u, hull).iter().filter(|index| hull.contains(*index)) {
                let slot = &mut made[(index - hull.first) as usize];
                *slot = slot.checked_add(*count)?;
            }
        }
        Some(made)
    }

    fn walk_rounded(&self, taps: Taps, hull: Span) -> Counts {
        let (numbers, mut exponent): (Vec<f64>, i64) = match &self.counts {
            Counts::Exact(counts) => (counts.iter().map(|count| *count as f64).collect(), 0),
            Counts::Rounded { mantissas, exponent } => (mantissas.clone(), *exponent),
        };
        let mut made = vec![0.0_f64; hull.count() as usize];
        for (u, number) in (self.first..).zip(numbers).filter(|(_, number)| *number != 0.0) {
            for index in taps.reads_within(u, hull).iter().filter(|index| hull.contains(*index)) {
                made[(index - hull.first) as usize] += number;
            }
        }
        // Scaled down before they overflow.
        let most = made.iter().copied().fold(0.0, f64::max);
        if most > 1e200 {
            let by = most.log2().floor();
            for number in made.iter_mut().filter(|number| **number != 0.0) {
                *number = kept(*number * f64::exp2(-by));
            }
            exponent += by as i64;
        }
        Counts::Rounded { mantissas: made, exponent }
    }
}

/// A number that is not zero, and stays so: less than 10⁻³⁰⁰ of the greatest is rounded up, so that a pixel with a route
/// is never said to have none.
const fn kept(number: f64) -> f64 {
    number.max(f64::MIN_POSITIVE)
}
