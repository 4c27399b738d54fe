//! What is known of a network as a whole, of one of its maps, and of a place where branches meet: each worked out once,
//! and only while it is seen.

use std::sync::Arc;

use super::derived::Net;
use crate::axes::Axes;
use crate::export::report::about::sizes::REACH;
use crate::field::border::{Survey, survey};
use crate::field::branches::{Alignment, Extremes, Meeting, UnitSeen, of_unit};
use crate::field::centres::{Centre, Convention, centres};
use crate::field::frameworks::{Compared, compare_axes};
use crate::field::input_sizes::{InputSize, near};
use crate::field::padding::{PaddingShare, free_units, share, shares_of_plane};
use crate::field::tiling::{NoTiling, Tiling, of_output};
use crate::field::{Analysis, Spans};
use crate::net::{Colours, Graph, MapId};
use crate::scene::{Raster, colours};

/// Maps with more units on an axis have no picture of their padding.
const MOST_UNITS: u64 = 512;

/// What is told of the whole network.
#[derive(Debug)]
pub struct Whole {
    /// The present size is among them, unless the image has no axes.
    pub sizes: Vec<InputSize>,
    pub borders: Survey,
    /// The map whose values tiles are to give: the network's output, or the last one before layers that see everything.
    pub tiled: MapId,
    /// How to tile the image for it.
    pub tiling: Result<Axes<Tiling>, NoTiling>,
    /// For every map the units that no padding reaches.
    free: Vec<Option<Axes<Spans>>>,
}

impl Whole {
    pub fn of(net: &Net) -> Self {
        let (graph, analysis) = (&net.lowered.graph, &net.analysis);
        let (tiled, tiling) = of_output(graph, analysis, analysis.output());
        Self {
            sizes: near(graph, REACH),
            borders: survey(graph, analysis),
            tiled,
            tiling,
            free: free_units(graph, analysis),
        }
    }
}

/// What is told of one map and the layer that makes it.
#[derive(Debug)]
pub struct Part {
    pub map: MapId,
    pub padding: Option<PaddingShare>,
    /// The units that no padding reaches, per axis.
    pub free: Option<Axes<Spans>>,
    /// The share of padding of every unit as colours, dark for the least and light for the most.
    pub picture: Option<Arc<Raster>>,
    /// In the convention of indices: the other one is half a pixel more.
    pub centres: Vec<Centre>,
    /// The layer under every rule; one list, with no axis, where all axes are alike.
    pub rules: Vec<(Option<usize>, Vec<Compared>)>,
}

impl Part {
    pub fn of(net: &Net, whole: &Whole, map: MapId) -> Self {
        let (graph, analysis) = (&net.lowered.graph, &net.analysis);
        let mut centres = centres(graph, analysis, Convention::Index);
        centres.retain(|centre| centre.map == map);
        let padding = share(graph, analysis, map);
        Self {
            map,
            free: whole.free.get(map.index()).cloned().flatten(),
            picture: padding.as_ref().and_then(|_| picture(graph, analysis, map)).map(Arc::new),
            padding,
            centres,
            rules: compare_axes(graph, analysis, map),
        }
    }
}

/// Rows and columns of units; one row where there is one axis. None of volumes and of flat vectors.
fn picture(graph: &Graph, analysis: &Analysis, map: MapId) -> Option<Raster> {
    let shares = shares_of_plane(graph, analysis, map, MOST_UNITS)?;
    let (least, most) =
        shares.iter().fold((1.0_f32, 0.0_f32), |(least, most), share| (least.min(*share), most.max(*share)));
    if most <= least {
        return None;
    }
    let color = |share: &f32| {
        let [red, green, blue] = colours::at(Colours::Viridis, (share - least) / (most - least));
        [red, green, blue, 255]
    };
    let [height, width] = [shares.nrows(), shares.ncols()].map(|n| n as u32);
    Some(Raster { width, height, rgba: shares.iter().flat_map(color).collect() })
}

/// What is told of a join.
#[derive(Debug)]
pub struct Joined {
    pub meeting: Meeting,
    /// Where the field depends on the unit: what the first, the middle and the last one see.
    pub units: Vec<UnitSeen>,
    pub paths: Option<Extremes>,
}

impl Joined {
    /// `None` of every other map.
    pub fn of(net: &Net, paths: &[Option<Extremes>], map: MapId) -> Option<Self> {
        let (graph, analysis) = (&net.lowered.graph, &net.analysis);
        let meeting = Meeting::of(graph, analysis, map)?;
        let differ = meeting.alignment.iter().any(|how| matches!(how, Some(Alignment::StridesDiffer)));
        let units = if differ { meeting.shown_units(analysis) } else { Vec::new() };
        let units = units.iter().filter_map(|unit| of_unit(graph, analysis, map, unit)).collect();
        Some(Self { meeting, units, paths: paths.get(map.index()).cloned().flatten() })
    }
}
