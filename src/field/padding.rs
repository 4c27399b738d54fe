//! How much of what the units see is padding, and which units see none.
//!
//! Of what a unit sees on a grid without borders, the part outside the image is padding: its share on an axis is
//! `1 − real/all`, and of the box of rows and columns `1 − ∏ real/all`. Such a share is a fact about places. A unit may
//! also read the padding of a layer in between whose places lie inside the image, behind a crop or a transposed
//! convolution that cuts its output; the units that are free of all padding are therefore found by going through the
//! layers: a unit is free if every tap of its layer falls on a unit that is there and that is free itself. The edge that
//! an interpolation repeats counts as padding too.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul};
use smallvec::SmallVec;

use super::taps::Budget;
use super::{Analysis, Field, Span, Spans, Status, Step, TooLarge};
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
    /// What a unit sees may be less than all rows and columns of its field: the shares are of the box that spans it, and
    /// neither a least nor a most of what the unit itself sees.
    pub of_box: bool,
}

/// On one axis: the real part of what the units of a map see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RealPart {
    least: Share,
    most: Share,
    mean: Option<Share>,
}

/// The padding shares of a map; `None` where what its units see is not known exactly, or too large to go through.
///
/// Where branches meet whose union is no product of rows and columns, the shares are of the box that spans it, and say so.
pub fn share(graph: &Graph, analysis: &Analysis, map: MapId) -> Option<PaddingShare> {
    share_within(graph, analysis, map, &mut Budget::new())
}

/// The padding shares of every map, the image's first.
pub fn shares(graph: &Graph, analysis: &Analysis) -> Vec<Option<PaddingShare>> {
    let mut budget = Budget::new();
    graph.maps().map(|map| share_within(graph, analysis, map, &mut budget)).collect()
}

pub(super) fn share_within(
    graph: &Graph,
    analysis: &Analysis,
    map: MapId,
    budget: &mut Budget,
) -> Option<PaddingShare> {
    let parts = real_parts(graph, analysis, map, budget)?;
    let product = |value: &dyn Fn(&RealPart) -> Option<Share>| {
        parts.iter().try_fold(Share::from_integer(1), |product, part| product.checked_mul(&value(part)?))
    };
    let padding = |real: Share| Share::from_integer(1) - real;
    Some(PaddingShare {
        least: padding(product(&|part| Some(part.most))?),
        mean: product(&|part| part.mean).map(padding),
        most: padding(product(&|part| Some(part.least))?),
        of_box: !analysis.map(map).product,
    })
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
fn inside(hull: Span, advance: i64, turns: i64, window: Span) -> Option<Span> {
    let all = Span::new(0, turns - 1);
    if advance == 0 {
        return (window.contains(hull.first) && window.contains(hull.last)).then_some(all);
    }
    let first = num_integer::Integer::div_ceil(&(window.first - hull.first), &advance);
    let last = num_integer::Integer::div_floor(&(window.last - hull.last), &advance);
    if first > last { None } else { Span::new(first, last).clip(all) }
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
