//! The receptive field of a map's units on one axis, on a grid without borders.
//!
//! With windows alone, unit u sees what unit 0 sees, moved by `u · jump`. A transposed convolution or upsampling makes
//! units of different kinds, which repeat: unit `u + period` sees what unit u sees, moved by `advance` pixels, and
//! `jump = advance / period`. So a field is one exact set of pixels per kind, and a layer takes the union of the sets
//! that its taps reach. Nothing else is needed for dilation, gaps, phases or fields of millions of pixels.
//!
//! For a chain of windows that union is the recurrence of Araujo, Norris and Sim, "Computing Receptive Fields of
//! Convolutional Neural Networks", Distill 2019: `rf' = rf + (k−1)·d·jump`, `start' = start − pad·jump`.

use num_integer::Integer;
use num_rational::Ratio;
use smallvec::{SmallVec, smallvec};

use super::spans::{Span, Spans};
use super::taps::{Budget, Progression, Taps, TooLarge};

/// What the units of a map see of the image on one axis. Coordinates are image pixels, 0-based; negative ones and those
/// past the image are padding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What units 0, 1, … see, one set per kind of unit. Never empty.
    phases: SmallVec<[Spans; 1]>,
    /// Pixels from unit u to unit u + period. 0 where every unit sees the same.
    advance: i64,
    whole: bool,
    size: FieldSize,
}

/// The widths of a field, over its kinds of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FieldSize {
    rf: u64,
    rf_min: u64,
    rf_count: u64,
}

impl Field {
    /// The field of the image itself: pixel u sees pixel u.
    pub(super) fn of_input() -> Self {
        Self::new(smallvec![Span::new(0, 0).into()], 1, false)
    }

    fn new(phases: SmallVec<[Spans; 1]>, advance: i64, whole: bool) -> Self {
        let width = |set: &Spans| (set.hull().map_or(0, Span::count), set.count());
        // The kind with the widest field; of two as wide, the one that reads more.
        let (rf, rf_count) = phases.iter().map(width).max().unwrap_or((0, 0));
        let rf_min = phases.iter().map(|set| width(set).0).min().unwrap_or(0);
        Self { phases, advance, whole, size: FieldSize { rf, rf_min, rf_count } }
    }

    /// Span in pixels, last − first + 1, of the units that see most. Holes count.
    pub fn rf(&self) -> u64 {
        self.size.rf
    }

    /// Span of the units that see least; 0 where a unit sees nothing.
    pub fn rf_min(&self) -> u64 {
        self.size.rf_min
    }

    /// Pixels that are read inside the span `rf`: less than it where there are holes.
    pub fn rf_count(&self) -> u64 {
        self.size.rf_count
    }

    /// Effective stride: image pixels from one unit to the next. `None` where every unit sees the same.
    pub fn jump(&self) -> Option<Ratio<i64>> {
        (self.advance != 0).then(|| Ratio::new(self.advance, self.period()))
    }

    /// The first pixel that unit 0 sees; negative in the padding. `None` if unit 0 sees nothing.
    pub fn start(&self) -> Option<i64> {
        Some(self.phases[0].hull()?.first)
    }

    /// Kinds of units: unit u + period sees what unit u sees, moved by [`Self::advance`].
    pub fn period(&self) -> i64 {
        self.phases.len() as i64
    }

    /// Pixels from unit u to unit u + period.
    pub fn advance(&self) -> i64 {
        self.advance
    }

    /// True behind a global pool, `flatten` or `linear`: every unit sees all that there is.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// What unit `u` sees on a grid without borders, or `None` past the range of a coordinate.
    pub fn of_unit(&self, u: i64) -> Option<Spans> {
        let (turn, phase) = u.div_mod_floor(&self.period());
        self.phases[phase as usize].shifted(turn.checked_mul(self.advance)?)
    }

    /// The middle of what unit `u` sees, or `None` if it sees nothing.
    pub fn centre(&self, u: i64) -> Option<Ratio<i64>> {
        let hull = self.of_unit(u)?.hull()?;
        Some(Ratio::new(hull.first.checked_add(hull.last)?, 2))
    }

    /// True if every unit sees here what it sees in the other field; false also where their units are of too many kinds.
    pub(super) fn covers(&self, other: &Self) -> bool {
        const MOST_KINDS: i64 = 64;
        if self == other {
            return true;
        }
        if self.period().max(other.period()) > MOST_KINDS {
            return false;
        }
        let kinds = self.period().lcm(&other.period());
        let pace = |field: &Self| Ratio::new(field.advance(), field.period());
        let covers = |u: i64| match (self.of_unit(u), other.of_unit(u)) {
            (Some(mine), Some(others)) => mine.covers(&others),
            _ => false,
        };
        pace(self) == pace(other) && (0..kinds).all(covers)
    }

    /// The field behind one more op.
    pub(super) fn through(&self, taps: Taps, budget: &mut Budget) -> Result<Self, TooLarge> {
        if taps == Taps::SAME {
            return Ok(self.clone());
        }
        if let Taps::All { .. } = taps {
            let seen = self.seen_by(taps.reads(0), budget)?;
            return Ok(Self::new(smallvec![seen], 0, true));
        }
        let (units, inputs) = taps.period();
        // The pattern repeats when both the taps and the kinds of units they meet do.
        let turns = self.period() / self.period().gcd(&inputs);
        let period = units.checked_mul(turns).ok_or(TooLarge)?;
        let steps = inputs.checked_mul(turns).ok_or(TooLarge)?;
        let advance = (steps / self.period()).checked_mul(self.advance).ok_or(TooLarge)?;
        budget.spend(period as u64)?;
        let phases = (0..period).map(|u| self.seen_by(taps.reads(u), budget)).collect::<Result<_, _>>()?;
        Ok(Self::new(phases, advance, self.whole))
    }

    /// The union of what the units of a progression see.
    fn seen_by(&self, units: Progression, budget: &mut Budget) -> Result<Spans, TooLarge> {
        if units.count == 0 {
            return Ok(Spans::empty());
        }
        if let [only] = self.phases.as_slice() {
            if self.advance == 0 {
                return Ok(only.clone());
            }
            // Equal runs that touch or overlap make one run: the whole arithmetic of ordinary networks.
            if let [run] = only.runs() {
                let apart = self.advance.checked_mul(units.step).ok_or(TooLarge)?;
                if units.count == 1 || apart <= run.count() as i64 {
                    let at = |unit: i64| unit.checked_mul(self.advance).ok_or(TooLarge);
                    let first = run.first.checked_add(at(units.first)?).ok_or(TooLarge)?;
                    let last = run.last.checked_add(at(units.last())?).ok_or(TooLarge)?;
                    return in_range(first, last).map(|()| Span::new(first, last).into());
                }
            }
        }
        let mut runs: SmallVec<[Span; 8]> = SmallVec::new();
        budget.spend(units.count as u64)?;
        for unit in units.iter() {
            let (turn, phase) = unit.div_mod_floor(&self.period());
            let by = turn.checked_mul(self.advance).ok_or(TooLarge)?;
            let set = &self.phases[phase as usize];
            budget.spend(set.runs().len() as u64)?;
            for run in set.runs() {
                let first = run.first.checked_add(by).ok_or(TooLarge)?;
                let last = run.last.checked_add(by).ok_or(TooLarge)?;
                in_range(first, last)?;
                runs.push(Span::new(first, last));
            }
        }
        Ok(Spans::union_of(runs))
    }
}

/// Coordinates stay where sums of a few of them cannot overflow.
fn in_range(first: i64, last: i64) -> Result<(), TooLarge> {
    let range = Span::UNBOUNDED;
    if range.contains(first) && range.contains(last) { Ok(()) } else { Err(TooLarge) }
}

/// What the fields of several branches are together, on one axis.
pub(super) struct Joined {
    pub field: Field,
    /// Equal effective strides, and equal centres at every kind of unit.
    pub aligned: bool,
    /// Some branches see the whole input and others do not: `field` is that of the others.
    pub global: bool,
    /// The branches step at different rates: what a unit sees depends on which unit it is, and `field` is the widest.
    pub strides_differ: bool,
}

/// The union of the fields of branches that meet. At least one branch.
pub(super) fn join(branches: &[&Field], budget: &mut Budget) -> Result<Joined, TooLarge> {
    let local: SmallVec<[&Field; 4]> = branches.iter().copied().filter(|field| !field.whole).collect();
    let global = !local.is_empty() && local.len() < branches.len();
    let fields = if local.is_empty() { branches } else { &local };
    let widest = fields.iter().copied().max_by_key(|field| field.rf()).ok_or(TooLarge)?;
    if fields.iter().any(|field| field.jump() != widest.jump()) {
        return Ok(Joined { field: widest.clone(), aligned: false, global, strides_differ: true });
    }
    let period = fields.iter().try_fold(1_i64, |period, field| {
        let common = period.gcd(&field.period());
        period.checked_mul(field.period() / common).ok_or(TooLarge)
    })?;
    budget.spend((period as u64).saturating_mul(fields.len() as u64))?;
    let mut aligned = true;
    let mut phases = SmallVec::new();
    for u in 0..period {
        let mut runs: SmallVec<[Span; 8]> = SmallVec::new();
        for field in fields {
            let seen = field.of_unit(u).ok_or(TooLarge)?;
            budget.spend(seen.runs().len() as u64)?;
            runs.extend_from_slice(seen.runs());
        }
        aligned &= fields.iter().all(|field| field.centre(u) == widest.centre(u));
        phases.push(Spans::union_of(runs));
    }
    let advance = widest.advance.checked_mul(period / widest.period()).ok_or(TooLarge)?;
    let whole = fields.iter().all(|field| field.whole);
    Ok(Joined { field: Field::new(phases, advance, whole), aligned, global, strides_differ: false })
}
