//! What the inspector tells of the selected layer, worked out once per selection: sums, losses, fixes, depth and cost.

use std::sync::Arc;

use super::derived::Net;
use crate::axes::Axes;
use crate::field::depth::{Depth, depth};
use crate::field::derive::{self, Share, Sum};
use crate::field::fixes::{Fix, fixes, sizes_without_loss};
use crate::field::{Loss, Note, Unread};
use crate::net::{MapId, Op, Stack};

/// The most terms of a sum that are shown.
const MOST_TERMS: usize = 7;

/// Lossless input sizes that are offered.
const MOST_SIZES: usize = 6;

/// The numbers of one axis with their sums, or of all axes where they are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisStory {
    /// The axis, 0-based; `None` where all axes have the same story.
    pub axis: Option<usize>,
    pub size_rule: Option<Sum>,
    pub size: Option<Sum>,
    pub rf: Option<Sum>,
    pub jump: Option<Sum>,
    pub start: Option<Sum>,
    /// How much of the image a next filter would span.
    pub share: Option<Share>,
    pub depth: Option<Depth>,
}

/// Everything about one map and the layer that makes it.
#[derive(Clone, Debug)]
pub struct Story {
    pub axes: Vec<AxisStory>,
    /// The length of a flat vector, where the layer makes one of a map.
    pub flat_size: Option<Sum>,
    pub unread: Vec<Unread>,
    /// Image pixels that do not reach this map.
    pub loss: Option<Arc<Loss>>,
    /// Image pixels that do not reach the network's output.
    pub network_loss: Option<Arc<Loss>>,
    pub fixes: Vec<Fix>,
    pub notes: Vec<Note>,
    /// For the image of a network that loses something: per axis, sizes near the present one at which nothing is lost.
    pub sizes: Axes<Vec<u64>>,
}

impl Story {
    /// The story of a map of `stack`.
    pub fn of(stack: &Stack, net: &Net, map: MapId) -> Self {
        let Net { lowered, analysis, runs, .. } = net;
        let graph = &lowered.graph;
        let layer = lowered.layer_of_map[map.index()];
        let network_loss = analysis.network_loss().filter(|_| *runs).cloned();
        let lost = network_loss.as_ref().is_some_and(|loss| loss.count > 0);
        let image = MapId::INPUT == map;
        let rank = analysis.map(map).field.as_deref().map_or(0, Axes::rank);
        let steps = analysis.map(map).steps.first();
        let kernel = |axis: usize| match graph.node(map).and_then(|node| node.op.window()) {
            Some(window) => window.kernel.at(axis),
            None => 3,
        };
        let axis_story = |axis: usize| AxisStory {
            axis: Some(axis),
            size_rule: steps.and_then(|steps| derive::size_rule(steps.get(axis)?)),
            size: steps.and_then(|steps| Some(derive::size(steps.get(axis)?))),
            rf: derive::rf(graph, analysis, map, axis, MOST_TERMS),
            jump: derive::jump(graph, analysis, map, axis, MOST_TERMS),
            start: derive::start(graph, analysis, map, axis, MOST_TERMS),
            share: if image { None } else { derive::share(graph, analysis, map, axis, kernel(axis)) },
            depth: if image { None } else { depth(graph, analysis, map, axis) },
        };
        let mut axes: Vec<AxisStory> = (0..rank).map(axis_story).collect();
        if let [first, rest @ ..] = axes.as_mut_slice()
            && rest.iter().all(|other| AxisStory { axis: first.axis, ..other.clone() } == *first)
        {
            first.axis = None;
            axes.truncate(1);
        }
        let flattens = graph.node(map).is_some_and(|node| node.op == Op::Flatten);
        let input = graph.node(map).and_then(|node| analysis.map(node.inputs()[0]).shape.as_ref());
        Self {
            axes,
            flat_size: input.filter(|_| flattens).and_then(derive::flat_size),
            unread: analysis.unread(map).collect(),
            loss: analysis.loss(map).cloned(),
            network_loss,
            fixes: layer.map_or_else(Vec::new, |layer| fixes(stack, layer)),
            notes: if image { analysis.network_notes() } else { analysis.notes_of(graph, map) },
            sizes: if image && lost { sizes_without_loss(stack, MOST_SIZES) } else { Axes::none() },
        }
    }
}
