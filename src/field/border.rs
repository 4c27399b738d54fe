//! Layers that can add nothing at this input size.
//!
//! Richter, Schöning and Krumnack, "Should You Go Deeper?" (2021): a layer whose input map's receptive field is at least
//! as large as the image on every axis cannot integrate pixels that were not integrated before; the first such layer is
//! the border layer, and it and all behind it tend not to help the accuracy. That rule knows widths alone. Counting the
//! real pixels that single units see says more: beside the middle of the image a wide field hangs over its edge, so that
//! units may still gain, and on a small map a window may meet nothing but padding long before the field is that wide.

use super::padding::real_parts;
use super::taps::{Budget, Taps};
use super::{Analysis, Field, MapAnswer};
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

/// All layers with windows that add nothing by the rule or by count, ascending. One pass over the graph.
pub fn border_layers(graph: &Graph, analysis: &Analysis) -> Vec<Border> {
    let mut budget = Budget::new();
    let mut most = |map: MapId| -> Option<Axes<u64>> {
        Some(real_parts(graph, analysis, map, &mut budget)?.map(|part| part.most_pixels))
    };
    let mut found = Vec::new();
    for map in graph.maps().skip(1).filter(|map| gathers(analysis.map(*map))) {
        let before = graph.node(map).and_then(|node| most(*node.inputs().first()?));
        let after = before.is_some().then(|| most(map)).flatten();
        let gains = before.zip(after).map(|(before, after)| before.iter().zip(after.iter()).any(|(b, a)| a > b));
        let covered = is_covered(graph, analysis.maps(), map);
        if covered || gains == Some(false) {
            found.push(Border { map, covered, gains });
        }
    }
    found
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
