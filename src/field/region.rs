//! Sets of units of a whole map: unions of products of one set per axis.
//!
//! On a chain every set is one product (rows × columns). Where branches meet, what they read is a union of products,
//! which in general is no product; it stays a list of them, exact.

use ndarray::{ArrayD, IxDyn, Slice};
use smallvec::{SmallVec, smallvec};

use super::spans::{Span, Spans};
use super::taps::TooLarge;
use crate::axes::Axes;
use crate::net::Shape;

/// More products than this are not kept: the answer is then "too large to list".
const MOST_PARTS: usize = 256;

/// The most cells that counting a union may need.
const MOST_CELLS: usize = 1 << 24;

/// A set of units of one map. A part without axes is the whole of a flat vector.
///
/// A product with an empty axis has no units. It is kept where there is nothing else, because it tells on which axis
/// there is nothing: no row at all, but these columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Region(SmallVec<[Axes<Spans>; 1]>);

impl Region {
    pub fn empty() -> Self {
        Self::default()
    }

    /// Every unit of a map of this shape.
    pub fn all(shape: &Shape) -> Self {
        Self(smallvec![shape.size.map(|&n| Spans::axis(n))])
    }

    /// One unit of a map, 0-based; no index for a flat vector.
    pub fn unit(index: &Axes<i64>) -> Self {
        Self(smallvec![index.map(|&i| Span::new(i, i).into())])
    }

    /// True if there is not even a product without units.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if there is a unit in the region.
    pub fn has_units(&self) -> bool {
        self.0.iter().any(|part| !is_hollow(part))
    }

    /// The products whose union this is.
    pub fn parts(&self) -> &[Axes<Spans>] {
        &self.0
    }

    /// The set per axis, if the region is one product; `None` of a true union and of the empty region.
    pub fn product(&self) -> Option<&Axes<Spans>> {
        match self.0.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The one product that the region is, where its products make one: they need not differ on one axis alone to do so.
    /// `None` of a true union, and where that cannot be counted.
    pub(super) fn as_product(&self) -> Option<Self> {
        let first = self.0.first()?.clone();
        let around = self.0.iter().skip(1).fold(first, |around, part| around.zip_map(part, Spans::union));
        let around = Self(smallvec![around]);
        (around.count()? == self.count()?).then_some(around)
    }

    /// Whether a unit is in the region, by its index per axis.
    pub fn contains(&self, unit: &Axes<i64>) -> bool {
        let inside = |part: &Axes<Spans>| part.iter().zip(unit.iter()).all(|(set, &index)| set.contains(index));
        self.0.iter().any(inside)
    }

    /// The indices that units of the region have on an axis. Products without units have indices on other axes, and no unit.
    pub(super) fn on_axis(&self, axis: usize) -> Spans {
        let with_units = self.0.iter().filter(|part| !is_hollow(part));
        with_units.fold(Spans::empty(), |all, part| all.union(&part[axis]))
    }

    /// From the first index to the last on every axis; `None` of the empty region.
    pub fn hull(&self) -> Option<Axes<Span>> {
        let rank = self.0.first()?.rank();
        (0..rank)
            .map(|axis| {
                let hulls = self.0.iter().filter_map(|part| part[axis].hull());
                hulls.reduce(|a, b| Span::new(a.first.min(b.first), a.last.max(b.last)))
            })
            .collect::<Option<SmallVec<[Span; 3]>>>()
            .map(|hulls| hulls.into_iter().collect())
    }

    /// True if every unit of a map of this shape is in the region.
    pub fn covers_all(&self, shape: &Shape) -> bool {
        self.0.iter().any(|part| part.iter().zip(shape.size.iter()).all(|(set, &n)| set.covers_axis(n)))
    }

    /// True if every unit of the product is in the region, which has none beside it. Regions that are too large to be
    /// counted are taken not to be so.
    pub(super) fn is_all(&self, product: &Axes<Spans>) -> bool {
        let all = Self(smallvec![product.clone()]);
        self.count().is_some() && self.count() == all.count()
    }

    /// Adds a product; those that another one covers are left out, and those that differ on one axis become one.
    pub(super) fn add(&mut self, part: Axes<Spans>) -> Result<(), TooLarge> {
        if is_hollow(&part) {
            if self.0.is_empty() {
                self.0.push(part);
            }
            return Ok(());
        }
        self.0.retain(|mine| !is_hollow(mine));
        let covers = |a: &Axes<Spans>, b: &Axes<Spans>| a.iter().zip(b.iter()).all(|(a, b)| a.covers(b));
        if self.0.iter().any(|mine| covers(mine, &part)) {
            return Ok(());
        }
        self.0.retain(|mine| !covers(&part, mine));
        let differing = |mine: &Axes<Spans>| mine.iter().zip(part.iter()).filter(|(a, b)| a != b).count();
        if let Some(at) = self.0.iter().position(|mine| differing(mine) == 1) {
            let merged = self.0.remove(at).zip_map(&part, Spans::union);
            return self.add(merged);
        }
        if self.0.len() == MOST_PARTS {
            return Err(TooLarge);
        }
        self.0.push(part);
        Ok(())
    }

    /// Adds another region of the same map.
    pub(super) fn add_all(&mut self, other: &Self) -> Result<(), TooLarge> {
        other.0.iter().try_for_each(|part| self.add(part.clone()))
    }

    /// How many units there are, exactly; `None` where counting a true union would take too many cells.
    pub fn count(&self) -> Option<u64> {
        match self.0.as_slice() {
            [] => Some(0),
            [only] => only.iter().try_fold(1_u64, |product, set| product.checked_mul(set.count())),
            parts => count_union(parts),
        }
    }
}

/// True of a product without units.
fn is_hollow(part: &Axes<Spans>) -> bool {
    part.iter().any(Spans::is_empty)
}

/// Counts a union by cutting each axis where some set begins or ends: inside a piece all units are alike.
fn count_union(parts: &[Axes<Spans>]) -> Option<u64> {
    let rank = parts[0].rank();
    let cuts: Vec<Vec<i64>> = (0..rank)
        .map(|axis| {
            let runs = parts.iter().flat_map(|part| part[axis].runs());
            let mut cuts: Vec<i64> = runs.flat_map(|run| [run.first, run.last + 1]).collect();
            cuts.sort_unstable();
            cuts.dedup();
            cuts
        })
        .collect();
    let pieces: Vec<usize> = cuts.iter().map(|cuts| cuts.len() - 1).collect();
    let cells = pieces.iter().try_fold(1_usize, |product, &n| product.checked_mul(n))?;
    if cells > MOST_CELLS {
        return None;
    }
    let mut covered = ArrayD::from_elem(IxDyn(&pieces), false);
    let piece_of = |axis: usize, at: i64| cuts[axis].partition_point(|&cut| cut < at);
    for part in parts {
        let mut boxes: Vec<Vec<Slice>> = vec![Vec::new()];
        for (axis, set) in part.iter().enumerate() {
            boxes = boxes
                .iter()
                .flat_map(|begun| {
                    set.runs().iter().map(move |run| {
                        let mut done = begun.clone();
                        done.push(Slice::from(piece_of(axis, run.first)..piece_of(axis, run.last + 1)));
                        done
                    })
                })
                .collect();
        }
        for slices in boxes {
            covered.slice_each_axis_mut(|axis| slices[axis.axis.index()]).fill(true);
        }
    }
    covered.indexed_iter().filter(|(_, covered)| **covered).try_fold(0_u64, |sum, (index, _)| {
        let volume = (0..rank).try_fold(1_u64, |volume, axis| {
            let piece = index[axis];
            volume.checked_mul((cuts[axis][piece + 1] - cuts[axis][piece]) as u64)
        });
        sum.checked_add(volume?)
    })
}
