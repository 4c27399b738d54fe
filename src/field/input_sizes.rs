//! Input sizes near the present one: which lose nothing, and at which the network cannot run, where and why.

use super::{Analysis, Impossible};
use crate::axes::Axes;
use crate::net::{Graph, MAX_SIZE, MapId};

/// Layers that may be gone through: so many sizes are tried at most, the nearest.
const WORK: u64 = 120_000;

/// What becomes of an input of some size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every pixel reaches the output.
    Whole,
    /// So many pixels of the image do not reach the output.
    Loses { count: u64, of: u64 },
    /// The layer of this map cannot run, or its branches do not fit each other.
    Stops { map: MapId, reason: Impossible },
    /// It runs, but what is lost is too large to count, or comes behind a layer that is not supported.
    Unknown,
}

/// One input size and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputSize {
    /// Pixels added on every axis, or taken off.
    pub offset: i64,
    pub size: Axes<u64>,
    pub outcome: Outcome,
}

/// The input made larger and smaller by the same number of pixels on every axis, up to `reach`, ascending. Fewer sizes
/// of networks with many layers. The present size is among them.
pub fn near(graph: &Graph, reach: u64) -> Vec<InputSize> {
    let reach = reach.min(WORK / (2 * graph.map_count() as u64)).max(1).cast_signed();
    let mut other = graph.clone();
    let sizes = (-reach..=reach).filter_map(|offset| {
        let moved = |n: &u64| n.checked_add_signed(offset).filter(|n| (1..=MAX_SIZE).contains(n));
        let size = graph.input.size.iter().map(moved).collect::<Option<Vec<u64>>>()?;
        Some((offset, size.into_iter().collect::<Axes<u64>>()))
    });
    sizes
        .map(|(offset, size)| {
            other.input.size = size.clone();
            InputSize { offset, size, outcome: outcome(&other) }
        })
        .collect()
}

/// What becomes of the input that a graph has.
pub fn outcome(graph: &Graph) -> Outcome {
    let analysis = Analysis::of(graph);
    let stop = |map: MapId| Some(Outcome::Stops { map, reason: analysis.map(map).impossible.clone()? });
    if let Some(stop) = graph.maps().find_map(stop) {
        return stop;
    }
    match analysis.network_loss().filter(|_| analysis.runs()) {
        Some(loss) if loss.count == 0 => Outcome::Whole,
        Some(loss) => Outcome::Loses { count: loss.count, of: loss.of },
        None => Outcome::Unknown,
    }
}
