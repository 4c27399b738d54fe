//! How much of what the units see is padding, and which units see none.
//!
//! What a unit sees is taken on the grid without borders, the image with as much padding around it as anything reads: the
//! set of all places that some path from the unit leads to, each counted once however many paths do. *The share of padding*
//! is how many of those places lie outside the image, divided by how many there are. Where they are the product of one set
//! per axis, the share on an axis is `1 − real/all`, and of all of them `1 − ∏ real/all`; where branches meet in a union of
//! such products ([`Extent::Union`]), the places of the union are counted (`strips.rs`). Branches that see everything
//! are left aside where others do not, as in a join's [`Field`]. Such a share is a fact about places. A unit may
//! also read the padding of a layer in between whose places lie inside the image, behind a crop or a transposed
//! convolution that cuts its output; the units that are free of all padding are therefore found by going through the
//! layers: a unit is free if every tap of its layer falls on a unit that is there and that is free itself. The edge that
//! an interpolation repeats counts as padding too.

use std::collections::BTreeMap;

use ndarray::Array2;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul};
use smallvec::SmallVec;

use super::strips::Strips;
use super::taps::Budget;
use super::{Analysis, Extent, Field, Region, Span, Spans, Status, Step, TooLarge};
use crate::axes::Axes;
use crate::net::{Graph, MapId};

/// A share of pixels, exact, 0 to 1.
pub type Share = Ratio<i128>;

/// The padding in what the units of one map see. Units that see nothing at all are left out of the shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaddingShare {
    /// Of the unit that sees least padding.
    pub least: Share,
    /// The mean over all units; `None` where its exact fraction is too large.
    pub mean: Option<Share>,
    /// Of the unit that sees most padding.
    pub most: Share,
    /// What a unit sees may be less than all rows and columns of its field, and is too large to be counted: the shares are
    /// of the box that spans it, and neither a least nor a most of what the unit itself sees.
    pub of_box: bool,
}

/// On one axis: the real part of what the units of a map see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RealPart {
    least: Share,
    most: Share,
    mean: Option<Share>,
}

/// What may be gone through. Unions have their own: where one is too large, shares of the box are still to be had.
pub(super) struct Work {
    axes: Budget,
    unions: Budget,
}

impl Work {
    pub(super) fn of(steps: u64) -> Self {
        Self { axes: Budget::of(steps), unions: Budget::of(steps) }
    }

    fn new() -> Self {
        Self { axes: Budget::new(), unions: Budget::new() }
    }
}

/// The padding shares of a map, as the head of this file defines them; `None` where what its units see is not known exactly,
/// or too large to go through.
///
/// Where branches meet whose union is no product of rows and columns and too large to be counted, the shares are of the box
/// that spans it, and say so.
pub fn share(graph: &Graph, analysis: &Analysis, map: MapId) -> Option<PaddingShare> {
    share_within(graph, analysis, map, &mut Work::new())
}

/// The padding shares of every map, the image's first.
pub fn shares(graph: &Graph, analysis: &Analysis) -> Vec<Option<PaddingShare>> {
    let mut work = Work::new();
    graph.maps().map(|map| share_within(graph, analysis, map, &mut work)).collect()
}

fn share_within(graph: &Graph, analysis: &Analysis, map: MapId, work: &mut Work) -> Option<PaddingShare> {
    if let Some(share) = share_of_union(graph, analysis, map, &mut work.unions) {
        return Some(share);
    }
    let parts = real_parts(graph, analysis, map, &mut work.axes)?;
    Some(PaddingShare {
        least: padding(product(&parts, |part| Some(part.most))?),
        mean: product(&parts, |part| part.mean).map(padding),
        most: padding(product(&parts, |part| Some(part.least))?),
        of_box: analysis.map(map).extent != Extent::Product,
    })
}

/// The mean over all units, and whether it is of the box that spans what they see. That takes less than the extremes: the
/// work does not grow with the product of rows and columns.
pub(super) fn mean_within(graph: &Graph, analysis: &Analysis, map: MapId, work: &mut Work) -> Option<(Share, bool)> {
    if let Some(strips) = strips_of(graph, analysis, map, &mut work.unions)
        && let Some(mean) = Tallies::of(&strips.together(), &mut work.unions).and_then(|tallies| tallies.mean())
    {
        return Some((padding(mean), false));
    }
    let parts = real_parts(graph, analysis, map, &mut work.axes)?;
    let mean = product(&parts, |part| part.mean).map(padding)?;
    Some((mean, analysis.map(map).extent != Extent::Product))
}

fn padding(real: Share) -> Share {
    Share::from_integer(1) - real
}

fn product(parts: &Axes<RealPart>, value: impl Fn(&RealPart) -> Option<Share>) -> Option<Share> {
    parts.iter().try_fold(Share::from_integer(1), |product, part| product.checked_mul(&value(part)?))
}

/// What the units of a map see, if that is a union whose products are listed.
fn strips_of(graph: &Graph, analysis: &Analysis, map: MapId, budget: &mut Budget) -> Option<Strips> {
    let answer = analysis.map(map);
    let Extent::Union(parts) = &answer.extent else { return None };
    let shape = answer.shape.as_ref().filter(|_| answer.status == Status::Known)?;
    let image = &graph.input.size;
    let units: SmallVec<[i64; 3]> = (0..image.rank()).map(|axis| units_on(shape.size.get(axis))).collect();
    Strips::of(parts, &units, image, budget)
}

fn share_of_union(graph: &Graph, analysis: &Analysis, map: MapId, budget: &mut Budget) -> Option<PaddingShare> {
    let strips = strips_of(graph, analysis, map, budget)?;
    let tallies = Tallies::of(&strips, budget)?;
    let part = |all: &i128, real: i128| Share::new(real, *all);
    let least = tallies.0.iter().map(|(all, tally)| part(all, tally.least)).min();
    let most = tallies.0.iter().map(|(all, tally)| part(all, tally.most)).max();
    // Units that see nothing see no padding.
    let none = Share::from_integer(1);
    Some(PaddingShare {
        least: padding(most.unwrap_or(none)),
        mean: tallies.mean().map(padding),
        most: padding(least.unwrap_or(none)),
        of_box: false,
    })
}

/// Of units that see the same number of pixels: how many of those lie in the image.
struct Tally {
    least: i128,
    most: i128,
    sum: i128,
    units: i128,
}

/// By the number of pixels that a unit sees, which is not 0.
struct Tallies(BTreeMap<i128, Tally>);

impl Tallies {
    /// Of strips [`together`](Strips::together) only the sums are of use.
    fn of(strips: &Strips, budget: &mut Budget) -> Option<Self> {
        let mut tallies = BTreeMap::new();
        let mut fits = true;
        strips.visit(budget, |all, real, units| {
            let tally = tallies.entry(all).or_insert(Tally { least: real, most: real, sum: 0, units: 0 });
            tally.least = tally.least.min(real);
            tally.most = tally.most.max(real);
            let alike = units.iter().map(|units| i128::from(units.turns.count())).product::<i128>();
            let times = if strips.is_together() { 1 } else { alike };
            let sum = real.checked_mul(times).and_then(|real| tally.sum.checked_add(real));
            fits &= sum.is_some();
            tally.sum = sum.unwrap_or_default();
            tally.units += alike;
        })?;
        tallies.remove(&0);
        fits.then_some(Self(tallies))
    }

    /// The mean real part; 1 where no unit sees anything. `None` where its exact fraction is too large.
    fn mean(&self) -> Option<Share> {
        let units = self.0.values().map(|tally| tally.units).sum::<i128>();
        if units == 0 {
            return Some(Share::from_integer(1));
        }
        let sum = self
            .0
            .iter()
            .try_fold(Share::from_integer(0), |sum, (all, tally)| sum.checked_add(&Share::new(tally.sum, *all)));
        sum?.checked_div(&Share::from_integer(units))
    }
}

/// The real part of what the units of a map see, per axis of the image.
fn real_parts(graph: &Graph, analysis: &Analysis, map: MapId, budget: &mut Budget) -> Option<Axes<RealPart>> {
    let answer = analysis.map(map);
    let (shape, field) = (answer.shape.as_ref()?, answer.field.as_ref().filter(|_| answer.status == Status::Known)?);
    let parts = field
        .iter()
        .zip(graph.input.size.iter())
        .enumerate()
        .map(|(axis, (field, &image))| real_part(field, units_on(shape.size.get(axis)), image, budget));
    parts.collect::<Option<SmallVec<[RealPart; 3]>>>().map(|parts| parts.into_iter().collect())
}

/// A flat vector counts as one unit on every axis.
fn units_on(size: Option<&u64>) -> i64 {
    size.map_or(1, |&n| n as i64)
}

fn real_part(field: &Field, units: i64, image: u64, budget: &mut Budget) -> Option<RealPart> {
    let window = Span::axis(image);
    let (mut least, mut most): (Option<Share>, Option<Share>) = (None, None);
    let (mut seeing, mut sum) = (0_i128, Some(Share::from_integer(0)));
    for kind in 0..field.period().min(units) {
        let first = field.of_unit(kind)?;
        let Some(hull) = first.hull() else { continue };
        let all = i128::from(first.count());
        let turns = (units - 1 - kind) / field.period() + 1;
        let pixels = match first.runs() {
            [run] => pixels_of_run(*run, field.advance(), turns, image),
            _ => pixels_of_runs(&first, hull, field.advance(), turns, window, budget)?,
        };
        for pixels in [pixels.least, pixels.most] {
            let part = Share::new(pixels, all);
            least = Some(least.map_or(part, |least: Share| least.min(part)));
            most = Some(most.map_or(part, |most: Share| most.max(part)));
        }
        let real = pixels.sum;
        seeing += i128::from(turns);
        sum = sum.and_then(|sum| sum.checked_add(&Share::new(real, all)));
    }
    // Units that see nothing see no padding.
    let none = Share::from_integer(1);
    let mean = if seeing == 0 { Some(none) } else { sum.map(|sum| sum / seeing) };
    Some(RealPart { least: least.unwrap_or(none), most: most.unwrap_or(none), mean })
}

/// Pixels of the image in what the units of one kind see: of the one that sees fewest, of the one that sees most, and of
/// all together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pixels {
    least: i128,
    most: i128,
    sum: i128,
}

/// The pixels in a run that moves by `advance` pixels each turn, on an axis of `image` pixels.
///
/// At turn t that is `c(last + 1 + t·advance) − c(first + t·advance)`, where c cuts a place to 0 … image: it first rises
/// and then falls, so the least stands at an end and the most beside the turns at which the run and the image cover one
/// another; and the sums of c are arithmetic series.
fn pixels_of_run(run: Span, advance: i64, turns: i64, image: u64) -> Pixels {
    let (image, advance, turns) = (i128::from(image), i128::from(advance), i128::from(turns));
    let (first, end) = (i128::from(run.first), i128::from(run.last) + 1);
    let at = |turn: i128| (end + turn * advance).clamp(0, image) - (first + turn * advance).clamp(0, image);
    if advance == 0 {
        return Pixels { least: at(0), most: at(0), sum: turns * at(0) };
    }
    // The first places of the run from which neither covers more of the other at any other one.
    let slack = image - (end - first);
    let from = num_integer::Integer::div_ceil(&(slack.min(0) - first), &advance).clamp(0, turns - 1);
    let to = num_integer::Integer::div_floor(&(slack.max(0) - first), &advance).clamp(0, turns - 1);
    Pixels {
        least: at(0).min(at(turns - 1)),
        most: at(from).max(at(to)),
        sum: sum_of_cut(end, advance, turns, image) - sum_of_cut(first, advance, turns, image),
    }
}

/// The sum of `from + t·advance`, cut to 0 … `image`, over t from 0 to before `turns`. The advance is not 0.
fn sum_of_cut(from: i128, advance: i128, turns: i128, image: i128) -> i128 {
    // The turns before which the place is below 0, and from which it is beyond the image.
    let rising = num_integer::Integer::div_ceil(&-from, &advance).clamp(0, turns);
    let beyond = num_integer::Integer::div_ceil(&(image - from), &advance).clamp(rising, turns);
    let between = beyond - rising;
    between * from + advance * (rising + beyond - 1) * between / 2 + (turns - beyond) * image
}

/// The pixels in a set of several runs with this hull: the turns at which it crosses an edge are gone through.
fn pixels_of_runs(
    set: &Spans,
    hull: Span,
    advance: i64,
    turns: i64,
    window: Span,
    budget: &mut Budget,
) -> Option<Pixels> {
    let inside = inside(hull, advance, turns, window);
    let all = i128::from(set.count());
    let mut pixels = Pixels { least: all, most: 0, sum: 0 };
    if let Some(inside) = inside {
        (pixels.most, pixels.sum) = (all, i128::from(inside.count()) * all);
    }
    let outside = Spans::from(inside.unwrap_or(Span::new(-1, -1))).complement(Span::new(0, turns - 1));
    for turn in outside.indices() {
        budget.spend(set.runs().len() as u64).ok()?;
        let seen = i128::from(set.shifted(turn.checked_mul(advance)?)?.clip(window).count());
        pixels = Pixels { least: pixels.least.min(seen), most: pixels.most.max(seen), sum: pixels.sum + seen };
    }
    Some(pixels)
}

/// The turns, from 0 to before `turns`, at which a set that moves by `advance` pixels each turn lies inside `window`.
pub(super) fn inside(hull: Span, advance: i64, turns: i64, window: Span) -> Option<Span> {
    let all = Span::new(0, turns - 1);
    if advance == 0 {
        return (window.contains(hull.first) && window.contains(hull.last)).then_some(all);
    }
    let first = num_integer::Integer::div_ceil(&(window.first - hull.first), &advance);
    let last = num_integer::Integer::div_floor(&(window.last - hull.last), &advance);
    if first > last { None } else { Span::new(first, last).clip(all) }
}

/// The share of padding of every unit of a map with rows and columns, by row and column, 0 to 1; one row of a map with one
/// axis. A unit that sees nothing counts as one that sees padding alone. Where [`PaddingShare::of_box`] is true, the shares
/// are of the box. `None` of volumes and flat vectors, of maps with more than `most` units on an axis, and where the shares
/// are not known or too large.
pub fn shares_of_plane(graph: &Graph, analysis: &Analysis, map: MapId, most: u64) -> Option<Array2<f32>> {
    let size = &analysis.map(map).shape.as_ref()?.size;
    let (rows, columns) = match size.as_slice() {
        [columns] => (1, *columns),
        [rows, columns] => (*rows, *columns),
        _ => return None,
    };
    if rows.max(columns) > most {
        return None;
    }
    if let Some(union) = plane_of_union(graph, analysis, map, [rows, columns]) {
        return Some(union);
    }
    let shares = shares_of_units(graph, analysis, map)?;
    let real = |share: &Option<Ratio<u64>>| {
        share.map_or(0.0, |share| 1.0 - (*share.numer() as f64 / *share.denom() as f64) as f32)
    };
    let real: Vec<Vec<f32>> = shares.iter().map(|axis| axis.iter().map(real).collect()).collect();
    let (on_rows, on_columns) = match real.as_slice() {
        [columns] => (&[1.0][..], columns),
        [rows, columns] => (&rows[..], columns),
        _ => return None,
    };
    Some(Array2::from_shape_fn((on_rows.len(), on_columns.len()), |(row, column)| {
        1.0 - on_rows[row] * on_columns[column]
    }))
}

fn plane_of_union(graph: &Graph, analysis: &Analysis, map: MapId, size: [u64; 2]) -> Option<Array2<f32>> {
    let mut budget = Budget::new();
    let strips = strips_of(graph, analysis, map, &mut budget)?;
    let mut plane = Array2::from_elem(size.map(|n| n as usize), 1.0);
    strips.visit(&mut budget, |all, real, units| {
        let [rows, columns] = units else { return };
        if all == 0 {
            return;
        }
        let share = 1.0 - (real as f64 / all as f64) as f32;
        for row in rows.indices() {
            columns.indices().for_each(|column| plane[[row, column]] = share);
        }
    })?;
    Some(plane)
}

/// The share of padding in what one unit of a map sees, whose index on each axis, 0-based, is `unit`. `None` where the unit
/// sees nothing, and where what it sees is not known or too large to be counted.
pub fn share_of_unit(graph: &Graph, analysis: &Analysis, map: MapId, unit: &Axes<i64>) -> Option<Share> {
    let answer = analysis.map(map);
    let field = answer.field.as_ref().filter(|_| answer.status == Status::Known)?;
    let parts = match &answer.extent {
        Extent::Product => std::slice::from_ref(field.as_ref()),
        Extent::Union(parts) => parts,
        Extent::Unlisted => return None,
    };
    let (mut all, mut real) = (Region::empty(), Region::empty());
    for part in parts {
        let seen = |(axis, field): (usize, &Field)| field.of_unit(unit.get(axis).copied().unwrap_or(0));
        let seen: Axes<Spans> = part.iter().enumerate().map(seen).collect::<Option<_>>()?;
        real.add(seen.zip_map(&graph.input.size, |set, &n| set.clip(Span::axis(n)))).ok()?;
        all.add(seen).ok()?;
    }
    let all = all.count().filter(|all| *all > 0)?;
    Some(padding(Share::new(real.count()?.into(), all.into())))
}

/// For every unit of a map on each axis: the share of padding in what it sees on that axis, `None` where it sees
/// nothing. The share of a unit is `1 − ∏ (1 − share)` over the axes. `None` where that is not known or too large.
pub fn shares_of_units(graph: &Graph, analysis: &Analysis, map: MapId) -> Option<Axes<Vec<Option<Ratio<u64>>>>> {
    let answer = analysis.map(map);
    let (shape, field) = (answer.shape.as_ref()?, answer.field.as_ref().filter(|_| answer.status == Status::Known)?);
    let mut budget = Budget::new();
    let mut on_axis = |axis: usize| {
        let image = Span::axis(graph.input.size[axis]);
        let padded = |u: i64| {
            let seen = field[axis].of_unit(u)?;
            budget.spend(1 + seen.runs().len() as u64).ok()?;
            let all = seen.count();
            Some((all > 0).then(|| Ratio::new(all - seen.clip(image).count(), all)))
        };
        (0..units_on(shape.size.get(axis))).map(padded).collect::<Option<Vec<_>>>()
    };
    (0..field.rank()).map(&mut on_axis).collect::<Option<SmallVec<[_; 3]>>>().map(|axes| axes.into_iter().collect())
}

/// For every map its units that no padding reaches, per axis of the image: a unit is free of it if all of its indices
/// are. `None` where that is not known. A flat vector has the one index 0 on each axis. One pass over the graph.
pub fn free_units(graph: &Graph, analysis: &Analysis) -> Vec<Option<Axes<Spans>>> {
    let mut budget = Budget::new();
    let mut free: Vec<Option<Axes<Spans>>> = Vec::with_capacity(graph.map_count());
    for map in graph.maps() {
        let answer = analysis.map(map);
        let found = match (graph.node(map), &answer.shape) {
            (_, None) => None,
            (None, Some(shape)) => Some(shape.size.map(|&n| Spans::axis(n))),
            (Some(node), Some(_)) => {
                let mut inputs = node.inputs().iter().zip(&answer.steps).map(|(input, steps)| {
                    let before = free[input.index()].as_ref()?;
                    let behind = |axis: usize| match steps.get(axis) {
                        Some(step) => free_behind(step, &before[axis], &mut budget).ok(),
                        None => Some(before[axis].clone()),
                    };
                    (0..before.rank()).map(behind).collect::<Option<SmallVec<[Spans; 3]>>>()
                });
                let first = inputs.next().flatten();
                let all =
                    inputs.fold(first, |all, more| Some(all?.iter().zip(&more?).map(|(a, b)| both(a, b)).collect()));
                all.map(|axes| axes.into_iter().collect())
            }
        };
        free.push(found);
    }
    free
}

/// The units of a step that read only free inputs.
fn free_behind(step: &Step, before: &Spans, budget: &mut Budget) -> Result<Spans, TooLarge> {
    let (inputs, outputs) = (Span::axis(step.inputs), Span::axis(step.outputs));
    let Some(reach) = step.taps.hull(outputs) else { return Ok(Spans::axis(step.outputs)) };
    let outside = Spans::from(inputs).complement(reach);
    let spoilt = before.complement(inputs).union(&outside);
    Ok(step.taps.dual().reads_all(&spoilt, outputs, budget)?.complement(outputs))
}

/// The indices that both sets have.
fn both(a: &Spans, b: &Spans) -> Spans {
    Spans::union_of(a.runs().iter().flat_map(|run| b.clip(*run).runs().to_vec()))
}

/// How many units a product of one set per axis has; `None` past 2⁶⁴.
pub fn count(free: &Axes<Spans>) -> Option<u64> {
    free.iter().try_fold(1_u64, |product, set| product.checked_mul(set.count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moving_run_has_the_pixels_that_counting_finds() {
        for (first, last, advance, turns, image) in
            (-9..9).flat_map(|first| (0..12).map(move |more| (first, first + more))).flat_map(|(first, last)| {
                (0..4).flat_map(move |advance| [1, 2, 7].map(|turns| (first, last, advance, turns, 5)))
            })
        {
            let run = Span::new(first, last);
            let counted: Vec<i128> = (0..turns)
                .map(|turn| (0..image).filter(|pixel| run.contains(pixel - turn * advance)).count() as i128)
                .collect();
            let wanted = Pixels {
                least: *counted.iter().min().unwrap(),
                most: *counted.iter().max().unwrap(),
                sum: counted.iter().sum(),
            };
            assert_eq!(pixels_of_run(run, advance, turns, image as u64), wanted, "{run:?} {advance} {turns}");
        }
    }
}
