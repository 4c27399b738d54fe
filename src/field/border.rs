//! Layers that can add nothing at this input size.
//!
//! Richter, Schöning and Krumnack, "Should You Go Deeper?" (2021): a layer whose input map's receptive field is at least
//! as large as the image on every axis cannot integrate pixels that were not integrated before; the first such layer is
//! the border layer, and it and all behind it tend not to help the accuracy. That rule knows widths alone. Counting the
//! real pixels that single units see says more: beside the middle of the image a wide field hangs over its edge, so that
//! units may still gain, and on a small map a window may meet nothing but padding long before the field is that wide.

use std::sync::Arc;

use super::taps::{Budget, Taps};
use super::{Analysis, Field, MapAnswer, Span, Spans, Step};
use crate::axes::Axes;
use crate::net::{Graph, MapId, Shape};

/// A layer that, by the rule or by count, adds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Border {
    pub map: MapId,
    /// By the rule: the field of its input map is as wide as the image on every axis.
    pub covered: bool,
    /// By count: on some axis, one of its units sees more pixels of the image than any unit of its input map does.
    /// `None` where that is not known.
    pub gains: Option<bool>,
}

/// The layers with windows that add nothing by the rule, ascending.
pub(super) fn covered(graph: &Graph, maps: &[MapAnswer]) -> Vec<MapId> {
    let covered = |map: &MapId| gathers(&maps[map.index()]) && is_covered(graph, maps, *map);
    graph.maps().skip(1).filter(covered).collect()
}

/// What is known of all layers with windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Those that add nothing by the rule or by count, ascending.
    pub layers: Vec<Border>,
    /// So many more were not counted: their units are too many, or what they see is not known. Layers that cannot run
    /// are not among them.
    pub uncounted: usize,
}

/// All layers with windows that add nothing by the rule or by count, ascending.
pub fn border_layers(graph: &Graph, analysis: &Analysis) -> Vec<Border> {
    survey(graph, analysis).layers
}

/// Goes through all layers with windows: one pass over the units of each axis.
pub fn survey(graph: &Graph, analysis: &Analysis) -> Survey {
    let most = most_pixels(graph, analysis);
    let mut found = Survey { layers: Vec::new(), uncounted: 0 };
    for map in graph.maps().skip(1).filter(|map| gathers(analysis.map(*map))) {
        let input = graph.node(map).and_then(|node| node.inputs().first());
        let before = input.and_then(|input| most[input.index()].as_ref());
        let gains = before.zip(most[map.index()].as_ref());
        let gains = gains.map(|(before, after)| before.iter().zip(after.iter()).any(|(before, after)| after > before));
        let covered = is_covered(graph, analysis.maps(), map);
        if covered || gains == Some(false) {
            found.layers.push(Border { map, covered, gains });
        } else if gains.is_none() {
            found.uncounted += 1;
        }
    }
    found
}

/// What every unit of a map really sees of the image on one axis, within the borders of all maps.
type Seen = Axes<Arc<Vec<Spans>>>;

/// For every map: the most pixels of the image that one of its units really sees, per axis; `None` where it is not known
/// or too much to go through. Global branches beside local ones are left out.
fn most_pixels(graph: &Graph, analysis: &Analysis) -> Vec<Option<Axes<u64>>> {
    let mut budget = Budget::new();
    let mut seen: Vec<Option<Seen>> = vec![None; graph.map_count()];
    let mut most = Vec::with_capacity(graph.map_count());
    for map in graph.maps() {
        let found = match graph.node(map) {
            None => of_image(&graph.input, &mut budget),
            Some(_) => behind(graph, analysis, map, &seen, &mut budget),
        };
        let count = |units: &Arc<Vec<Spans>>| units.iter().map(Spans::count).max().unwrap_or(0);
        most.push(found.as_ref().map(|seen| seen.map(count)));
        seen[map.index()] = found;
        // What nobody reads any more is let go: all sets of a deep network at once are a lot.
        let read_last = |input: &&MapId| graph.readers(**input).last() == Some(&map);
        for input in graph.node(map).iter().flat_map(|node| node.inputs()).filter(read_last) {
            seen[input.index()] = None;
        }
    }
    most
}

fn of_image(image: &Shape, budget: &mut Budget) -> Option<Seen> {
    let pixels = |&n: &u64| -> Option<Arc<Vec<Spans>>> {
        budget.spend(n).ok()?;
        Some(Arc::new((0..n.cast_signed()).map(|u| Span::new(u, u).into()).collect()))
    };
    image.size.iter().map(pixels).collect::<Option<Vec<_>>>().map(|axes| axes.into_iter().collect())
}

fn behind(graph: &Graph, analysis: &Analysis, map: MapId, seen: &[Option<Seen>], budget: &mut Budget) -> Option<Seen> {
    let answer = analysis.map(map);
    answer.shape.as_ref()?;
    let inputs = graph.node(map)?.inputs();
    let mut on_axis = |axis: usize| {
        let whole = |&(input, steps): &(&MapId, &Axes<Step>)| {
            let field = analysis.map(*input).field.as_ref();
            field.is_some_and(|field| field[axis].is_whole()) || steps.get(axis).is_some_and(|step| step.taps.is_all())
        };
        let branches = || inputs.iter().zip(&answer.steps);
        let any_local = branches().any(|branch| !whole(&branch));
        let mut union: Option<Arc<Vec<Spans>>> = None;
        for (input, steps) in branches().filter(|branch| !any_local || !whole(branch)) {
            let units = through(&seen[input.index()].as_ref()?[axis], steps.get(axis), budget)?;
            union = Some(match union {
                Some(all) => Arc::new(all.iter().zip(units.iter()).map(|(a, b)| a.union(b)).collect()),
                None => units,
            });
        }
        union
    };
    (0..graph.input.size.rank()).map(&mut on_axis).collect::<Option<Vec<_>>>().map(|axes| axes.into_iter().collect())
}

/// What the units behind a step see. A flat vector has no step: what it sees stays.
fn through(before: &Arc<Vec<Spans>>, step: Option<&Step>, budget: &mut Budget) -> Option<Arc<Vec<Spans>>> {
    let Some(step) = step.filter(|step| step.taps != Taps::SAME || step.outputs != step.inputs) else {
        return Some(Arc::clone(before));
    };
    let inputs = Span::axis(step.inputs);
    let unit = |u: i64| {
        let reads = step.taps.reads_within(u, inputs);
        budget.spend(1 + reads.count.unsigned_abs()).ok()?;
        let read = reads.iter().filter(|&i| inputs.contains(i));
        let mut runs: Vec<Span> = Vec::new();
        for i in read {
            runs.extend_from_slice(before.get(usize::try_from(i).ok()?)?.runs());
        }
        budget.spend(runs.len() as u64).ok()?;
        Some(Spans::union_of(runs))
    };
    (0..step.outputs.cast_signed()).map(unit).collect::<Option<Vec<_>>>().map(Arc::new)
}

/// True of a layer that can run and whose window reads more than one unit on some axis.
fn gathers(answer: &MapAnswer) -> bool {
    let wide = |taps: &Taps| matches!(taps, Taps::Window { kernel, .. } if *kernel > 1);
    answer.shape.is_some() && answer.steps.iter().any(|steps| steps.iter().any(|step| wide(&step.taps)))
}

fn is_covered(graph: &Graph, maps: &[MapAnswer], map: MapId) -> bool {
    let inputs = graph.node(map).map_or(&[][..], |node| node.inputs());
    let covers = |fields: &Axes<Field>, image: &Shape| {
        fields.iter().zip(image.size.iter()).all(|(field, &n)| field.rf() >= n && !field.is_whole())
    };
    !inputs.is_empty()
        && inputs.iter().all(|input| {
            let fields = maps[input.index()].field.as_ref();
            fields.is_some_and(|fields| covers(fields, &graph.input))
        })
}
