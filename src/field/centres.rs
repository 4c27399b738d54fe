//! Where the units of every layer sit on the image: offset and stride, to paste into a configuration of anchors or heat
//! maps.
//!
//! The centre of unit u is the middle of its receptive field, `offset + u·stride`. Pixels are counted from 0 by their
//! index, so that pixel 0 has its centre at 0 (Distill, TensorFlow); in the half-pixel convention it is at ½, as where
//! coordinates are measured from the image's edge, and every offset is ½ larger.

use num_rational::Ratio;

use super::{Analysis, Status};
use crate::net::{Graph, MapId};

/// Kinds of units beyond this number are not listed.
const MOST_KINDS: i64 = 256;

/// What is added to the index of a pixel to get the place of its centre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// The centre of pixel 0 is at 0.
    #[default]
    Index,
    /// The centre of pixel 0 is at ½.
    HalfPixel,
}

/// The centres of the units `first`, `first + every`, … of one map on one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Centre {
    pub map: MapId,
    /// 0-based, outermost first.
    pub axis: usize,
    /// 0 for maps whose units are all of one kind.
    pub first: i64,
    /// Kinds of units: 1 but behind transposed convolutions and the like.
    pub every: i64,
    /// The centre of unit `first`, in pixels; `None` if it sees nothing.
    pub offset: Option<Ratio<i64>>,
    /// Pixels from the centre of unit `first` to that of unit `first + every`; 0 where all units see the same.
    pub stride: i64,
}

/// The centres of every layer that is known exactly, the image first: a row for each axis and kind of unit.
pub fn centres(graph: &Graph, analysis: &Analysis, convention: Convention) -> Vec<Centre> {
    let mut rows = Vec::new();
    let added = match convention {
        Convention::Index => Ratio::ZERO,
        Convention::HalfPixel => Ratio::new_raw(1, 2),
    };
    for map in graph.maps().filter(|map| analysis.map(*map).status == Status::Known) {
        let fields = analysis.map(map).field.iter().flat_map(|fields| fields.iter().enumerate());
        for (axis, field) in fields.filter(|(_, field)| field.period() <= MOST_KINDS) {
            rows.extend((0..field.period()).map(|first| Centre {
                map,
                axis,
                first,
                every: field.period(),
                offset: field.centre(first).map(|centre| centre + added),
                stride: field.advance(),
            }));
        }
    }
    rows
}
