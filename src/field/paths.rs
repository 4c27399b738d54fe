//! How many routes lead from each pixel of the image to one unit.
//!
//! A route goes from a pixel through one tap of every layer to the unit. Their number is the weight with which a pixel
//! acts on the unit when all weights are alike: the *theoretical effective receptive field*. It is far from even: many
//! routes lead through the middle of the field and one through each corner, so that with `L` layers of one kernel size
//! the routes spread like `√L` while the field grows like `L` (Luo, Li, Urtasun and Zemel, "Understanding the Effective
//! Receptive Field in Deep Convolutional Neural Networks", 2016, section 2).
//!
//! *Derivation.* With one channel and ones for weights, the gradient of a unit is 1 at the unit, and behind a layer it is
//! the sum of the gradients of all units that read an index: the transpose of the layer. On a product of axes it is a
//! product of one profile per axis; where branches meet, it is a sum of such products ([`Paths::of`] keeps these terms).
//! A tap on padding ends a route. Average pools, linear upsampling and pools of the greatest value count each tap as one,
//! as if they were convolutions: routes are about geometry, not about weights.
//!
//! What has no route inside the field is *gridding*: dilated kernels whose rates have a common factor skip rows and
//! columns (Wang et al., "Understanding Convolution for Semantic Segmentation", 2018, section 3.2). A transposed
//! convolution whose kernel is no multiple of its stride gives its units different numbers of routes: the *checkerboard*
//! ([`overlap`]; Odena, Dumoulin and Olah, "Deconvolution and Checkerboard Artifacts", 2016).

mod measures;
mod profile;

use std::sync::Arc;

use super::{Analysis, Span, Step};
use crate::axes::Axes;
use crate::net::{Graph, MapId};

pub use measures::{Measures, SHARES};
pub use profile::{Amount, Profile};

/// More products than this are not kept of one map: branches inside of branches multiply them, where they are not so
/// much alike that they add up to one.
const MOST_TERMS: usize = 256;

/// Kinds of units that are told apart, of those that repeat.
const MOST_KINDS: i64 = 4096;

/// Taps that are gone through for one answer, about a tenth of a second.
const BUDGET: u64 = 30_000_000;

/// Why the routes to a unit are not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Uncounted {
    /// There is no such unit: the map is not known, or it is smaller.
    NoUnit,
    /// Where branches meet, the numbers of one map are the sum of more than [`Self::MOST_KINDS`] different products.
    Kinds,
    /// More than [`Self::MOST_TAPS`] taps would have to be gone through.
    Taps,
}

impl Uncounted {
    pub const MOST_KINDS: usize = MOST_TERMS;
    pub const MOST_TAPS: u64 = BUDGET;
}

/// The routes to one unit.
#[derive(Debug)]
pub struct Paths {
    pub map: MapId,
    /// The unit's index on each axis of its map, 0-based.
    pub unit: Axes<i64>,
    maps: Vec<Option<Arc<Routes>>>,
}

/// From which units of a map the routes lead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    /// The numbers are the sum of these products over the axes.
    terms: Vec<Axes<Profile>>,
}

impl Paths {
    /// Counts the routes to a unit.
    ///
    /// # Errors
    /// Why they are not counted: see [`Uncounted`].
    pub fn of(graph: &Graph, analysis: &Analysis, map: MapId, unit: Axes<i64>) -> Result<Self, Uncounted> {
        let shape = analysis.maps().get(map.index()).and_then(|map| map.shape.as_ref()).ok_or(Uncounted::NoUnit)?;
        let inside = |(&i, &n): (&i64, &u64)| (0..n as i64).contains(&i);
        if unit.rank() != shape.size.rank() || !unit.iter().zip(shape.size.iter()).all(inside) {
            return Err(Uncounted::NoUnit);
        }
        let mut budget = BUDGET;
        let mut maps: Vec<Option<Arc<Routes>>> = vec![None; graph.map_count()];
        maps[map.index()] = Some(Arc::new(Routes { terms: vec![unit.map(|&i| Profile::of_unit(i))] }));
        for at in graph.maps().take(map.index() + 1).rev() {
            let (Some(node), Some(routes)) = (graph.node(at), maps[at.index()].clone()) else { continue };
            for (input, steps) in node.inputs().iter().zip(&analysis.map(at).steps) {
                let read = Routes::behind(&routes, steps, &mut budget).ok_or(Uncounted::Taps)?;
                let slot = &mut maps[input.index()];
                *slot = Some(match slot.take() {
                    None => read,
                    Some(known) => Arc::new(known.and(&read).ok_or(Uncounted::Kinds)?),
                });
            }
        }
        Ok(Self { map, unit, maps })
    }

    /// The routes from the units of a map; `None` of one that has nothing to do with the unit.
    pub fn at(&self, map: MapId) -> Option<&Routes> {
        self.maps.get(map.index())?.as_deref()
    }

    /// The routes from the pixels of the image.
    pub fn from_image(&self) -> Option<&Routes> {
        self.at(MapId::INPUT)
    }
}

impl Routes {
    /// The routes from the layer before, the same ones where the layer changes nothing; `None` if that would be more taps
    /// than `budget` has left.
    fn behind(this: &Arc<Self>, steps: &Axes<Step>, budget: &mut u64) -> Option<Arc<Self>> {
        if steps.iter().all(|step| step.taps == super::Taps::SAME) && this.terms.iter().all(|term| !term.is_empty()) {
            return Some(Arc::clone(this));
        }
        let mut terms = Vec::with_capacity(this.terms.len());
        for term in &this.terms {
            let read: Option<Axes<Profile>> = if term.is_empty() {
                // A value of a flat vector reads all of the map before.
                steps.iter().map(|step| Span::axis_of(step.inputs).map(|_| Profile::of_all(step.inputs))).collect()
            } else {
                (0..steps.rank()).map(|axis| term[axis].behind(&steps[axis], budget)).collect()
            };
            let read = read?;
            if read.iter().all(|profile| profile.span().is_some()) {
                terms.push(read);
            }
        }
        Some(Arc::new(Self { terms }))
    }

    /// The routes of both; `None` if these are too many kinds.
    fn and(&self, other: &Self) -> Option<Self> {
        let mut terms = self.terms.clone();
        for term in &other.terms {
            add(&mut terms, term.clone());
        }
        (terms.len() <= MOST_TERMS).then_some(Self { terms })
    }

    /// The routes from one unit.
    pub fn count(&self, unit: &[i64]) -> Amount {
        let of_term = |term: &Axes<Profile>| {
            term.iter().zip(unit).fold(Amount::exactly(1), |all, (profile, index)| all.times(profile.at(*index)))
        };
        self.terms.iter().map(of_term).fold(Amount::ZERO, Amount::plus)
    }

    /// The routes from all units inside a box.
    pub fn within(&self, runs: &Axes<Span>) -> Amount {
        let of_term = |term: &Axes<Profile>| {
            term.iter().zip(runs.iter()).fold(Amount::exactly(1), |all, (profile, run)| all.times(profile.sum(*run)))
        };
        self.terms.iter().map(of_term).fold(Amount::ZERO, Amount::plus)
    }

    /// All routes.
    pub fn total(&self) -> Amount {
        let of_term =
            |term: &Axes<Profile>| term.iter().fold(Amount::exactly(1), |all, profile| all.times(profile.total()));
        self.terms.iter().map(of_term).fold(Amount::ZERO, Amount::plus)
    }

    /// The routes from each index of one axis, whatever the index on the others, beginning with `run.first`.
    pub fn along(&self, axis: usize, run: Span) -> Vec<Amount> {
        let others = |term: &Axes<Profile>| {
            let others = term.iter().enumerate().filter(|(other, _)| *other != axis);
            others.fold(Amount::exactly(1), |all, (_, profile)| all.times(profile.total()))
        };
        let factors: Vec<(&Profile, Amount)> = self.terms.iter().map(|term| (&term[axis], others(term))).collect();
        let at = |index: i64| {
            factors.iter().fold(Amount::ZERO, |sum, (profile, others)| sum.plus(profile.at(index).times(*others)))
        };
        (run.first..=run.last).map(at).collect()
    }

    /// The same for the pixels of a picture: for every term of the sum its weight, and for each run of two axes the part
    /// of the greatest there. On the axes that are not in the plane all indices of `all` are added up. Only what has no
    /// route is 0: see `seen`.
    pub fn planes(&self, axes: [Option<usize>; 2], runs: [&[Span]; 2], all: &Axes<Span>) -> Vec<(f64, [Vec<f64>; 2])> {
        let most = |amounts: &[Amount]| {
            amounts.iter().copied().fold(Amount::ZERO, |most, amount| if amount > most { amount } else { most })
        };
        let of_term = |term: &Axes<Profile>| {
            let others = (0..term.rank()).filter(|axis| !axes.contains(&Some(*axis)));
            let mut weight = others.fold(Amount::exactly(1), |weight, axis| weight.times(term[axis].sum(all[axis])));
            let sides = [0, 1].map(|side| {
                let Some(along) = axes[side] else { return vec![1.0] };
                let sums: Vec<Amount> = runs[side].iter().map(|run| term[along].sum(*run)).collect();
                let most = most(&sums);
                weight = weight.times(most);
                sums.into_iter().map(|sum| seen(sum, most)).collect()
            });
            (weight, sides)
        };
        let terms: Vec<(Amount, [Vec<f64>; 2])> = self.terms.iter().map(of_term).collect();
        let weights: Vec<Amount> = terms.iter().map(|(weight, _)| *weight).collect();
        let most = most(&weights);
        terms.into_iter().map(|(weight, sides)| (seen(weight, most), sides)).collect()
    }

    /// The box around all units with a route; `None` if there are none, and of a flat vector.
    pub fn hull(&self) -> Option<Axes<Span>> {
        let spans = |term: &Axes<Profile>| term.iter().map(Profile::span).collect::<Option<Axes<Span>>>();
        let mut boxes = self.terms.iter().filter_map(spans).filter(|spans| !spans.is_empty());
        let first = boxes.next()?;
        Some(
            boxes.fold(first, |one, other| {
                one.zip_map(&other, |a, b| Span::new(a.first.min(b.first), a.last.max(b.last)))
            }),
        )
    }

    /// How many units inside the hull have no route, and how many units it has. `None` where that would have to be
    /// counted one by one and is too much.
    pub fn gaps(&self) -> Option<(u64, u64)> {
        const MOST_UNITS: u64 = 4_000_000;
        let hull = self.hull()?;
        let all = hull.iter().try_fold(1_u64, |all, run| all.checked_mul(run.count()))?;
        if let [term] = self.terms.as_slice() {
            let read = term.iter().try_fold(1_u64, |all, profile| all.checked_mul(profile.occupied()))?;
            return Some((all - read, all));
        }
        if all > MOST_UNITS {
            return None;
        }
        let mut unit = hull.map(|run| run.first);
        let mut gaps = 0;
        loop {
            gaps += u64::from(self.count(unit.as_slice()).is_zero());
            let Some(axis) = (0..hull.rank()).rev().find(|&axis| unit[axis] < hull[axis].last) else { break };
            *unit.get_mut(axis)? += 1;
            for later in axis + 1..hull.rank() {
                *unit.get_mut(later)? = hull[later].first;
            }
        }
        Some((gaps, all))
    }

    /// Half the width of the smallest box about `centre` with at least this share of the routes, in units, the same on
    /// every axis; a multiple of ½. `centre` is twice the index on each axis, so that it may lie between two.
    pub fn radius(&self, twice_centre: &Axes<i64>, share: f64) -> Option<f64> {
        let hull = self.hull()?;
        let total = self.total();
        let about = |halves: i64| {
            let runs = twice_centre.map(|twice| {
                // From the first index at or behind the left end to the last at or before the right one.
                let first = (twice - halves + 1).div_euclid(2);
                Span { first, last: (twice + halves).div_euclid(2) }
            });
            self.within(&runs).share_of(total) >= share
        };
        let farthest = hull
            .iter()
            .zip(twice_centre.iter())
            .map(|(run, twice)| (twice - 2 * run.first).abs().max((2 * run.last - twice).abs()));
        let (mut low, mut high) = (0, farthest.max()?);
        // Rounded sums may miss the whole by a little: all of it is all of it.
        while low < high {
            let middle = i64::midpoint(low, high);
            if about(middle) { high = middle } else { low = middle + 1 }
        }
        // A box from centre to centre of its outermost units has their halves besides.
        Some(low as f64 / 2.0 + 0.5)
    }
}

/// A part that is 0 only of nothing. The product of three of them is not rounded to 0 either: a pixel with a route is
/// never drawn as one without, however many routes others have.
fn seen(amount: Amount, most: Amount) -> f64 {
    const LEAST: f64 = 1e-100;
    if amount.is_zero() { 0.0 } else { amount.share_of(most).max(LEAST) }
}

/// Adds a product to a sum of products. Two that differ on one axis at most are one product, whose profile on that axis
/// is the sum of theirs: so residual blocks, whose branches commute, have few.
fn add(terms: &mut Vec<Axes<Profile>>, mut term: Axes<Profile>) {
    // The axis on which two products are added up: the one on which they differ, the last one if there is none.
    let common = |one: &Axes<Profile>, other: &Axes<Profile>| {
        let mut differing = (0..one.rank()).filter(|&axis| one[axis] != other[axis]);
        let axis = differing.next();
        differing.next().is_none().then(|| axis.or(one.rank().checked_sub(1))).flatten()
    };
    while let Some((at, axis)) = terms.iter().enumerate().find_map(|(at, other)| Some((at, common(&term, other)?))) {
        let other = terms.swap_remove(at);
        if let Some(profile) = term.get_mut(axis) {
            *profile = profile.plus(&other[axis]);
        }
    }
    terms.push(term);
}

/// How many inputs units 0, 1, … of an axis read, where no border is near, up to where that repeats: `[2, 1]` of a
/// transposed convolution with 3 taps and a stride of 2. This is how many routes each unit has from the layer before.
pub fn fan_in(step: &Step) -> Vec<u64> {
    let (period, _) = step.taps.period();
    (0..period.clamp(1, MOST_KINDS)).map(|u| step.taps.reads(u).count.max(0).unsigned_abs()).collect()
}

/// How many inputs the units of an axis read, the fewest and the most, where no border is near. Where they differ, the
/// output has a pattern of its own.
pub fn overlap(step: &Step) -> (u64, u64) {
    fan_in(step).into_iter().fold((u64::MAX, 0), |(fewest, most), count| (fewest.min(count), most.max(count)))
}
