//! Cutting a large image into tiles so that the outputs put together are those of the whole image.
//!
//! A tile begins at a multiple of the *total stride* S, the pixels by which the image must move so that every map moves
//! by whole units and units meet their own kind again: the least common multiple of the advances of all fields before
//! the output. Its size is a multiple of S too, so that divisions leave the same remainder in every tile. At its inner
//! edges the layers pad the tile where the whole image goes on, so the outputs that this reaches are thrown away. With
//! J the effective stride, unit u stands for the pixels from u·J to before (u+1)·J and sees from `start + u·J` to before
//! `start + rf + u·J`, so a tile must overhang the pixels that its kept outputs stand for by the *halo*:
//!
//! ```text
//! begin = −start        end = start + rf − J        (0 if negative; the largest over the kinds of units)
//! ```
//!
//! Padding in between whose places lie inside the tile can spoil more units than that (behind crops and transposed
//! convolutions that cut their output). What is kept is therefore found by going through the tile's layers.

use num_integer::Integer;
use num_rational::Ratio;

use super::padding::free_units;
use super::{Analysis, Field, Span, Status};
use crate::axes::Axes;
use crate::net::{Graph, MAX_SIZE, MapId, Node};

/// How an axis is tiled. Pixels of the image, units of the output map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tiling {
    /// Tiles begin at multiples of it and are multiples of it long.
    pub total_stride: u64,
    /// Pixels that a kept output sees before those it stands for.
    pub halo_begin: u64,
    /// Pixels that a kept output sees behind those it stands for.
    pub halo_end: u64,
    /// Outputs to throw away at a tile's first edge, unless that is the image's edge.
    pub lost_begin: u64,
    /// Outputs to throw away at a tile's last edge, unless that is the image's edge.
    pub lost_end: u64,
    /// Pixels that neighbouring tiles must share so that their kept outputs meet; a multiple of the total stride.
    pub overlap: u64,
    /// The shortest tile that keeps an output and moves on.
    pub smallest: u64,
}

/// Why a network cannot be tiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTiling {
    /// This map's units see the whole image.
    Global(MapId),
    /// What the units of this map see is not known.
    Unknown(MapId),
    /// This layer's padding or windows depend on the size of its input: in a tile it does something else.
    DependsOnSize(MapId),
    /// Tiles would be larger than any image.
    TooLarge,
}

/// How to tile the image so that the outputs `map` are those of the whole image. Tiles are cut on every axis.
pub fn tiling(graph: &Graph, analysis: &Analysis, map: MapId) -> Result<Axes<Tiling>, NoTiling> {
    let before = needed(graph, map);
    let known = |map: &MapId| {
        let answer = analysis.map(*map);
        let fields = answer.field.as_ref().filter(|_| answer.status == Status::Known).ok_or(NoTiling::Unknown(*map))?;
        let global = answer.global || fields.iter().any(|field| field.advance() == 0);
        if global { Err(NoTiling::Global(*map)) } else { Ok(fields) }
    };
    let mut fields: Vec<&Axes<Field>> = Vec::with_capacity(before.len());
    for map in &before {
        fields.push(known(map)?);
    }
    let last = *fields.last().ok_or(NoTiling::Unknown(map))?;
    let strides: Axes<u64> = (0..graph.input.size.rank())
        .map(|axis| total_stride(&fields, axis))
        .collect::<Option<Vec<u64>>>()
        .ok_or(NoTiling::TooLarge)?
        .into_iter()
        .collect();
    // Long enough that what is lost at its two edges does not meet, whatever the padding in between.
    let farthest = |axis: usize| {
        let hulls = (0..last[axis].period()).filter_map(|u| last[axis].of_unit(u)?.hull());
        hulls.map(|hull| hull.first.unsigned_abs().max(hull.last.unsigned_abs())).max().unwrap_or(0)
    };
    let long: Option<Axes<u64>> = (0..strides.rank())
        .map(|axis| farthest(axis).checked_mul(4)?.div_ceil(strides[axis]).checked_add(4)?.checked_mul(strides[axis]))
        .map(|n| n.filter(|&n| n <= MAX_SIZE))
        .collect::<Option<Vec<u64>>>()
        .map(|sizes| sizes.into_iter().collect());
    let long = long.ok_or(NoTiling::TooLarge)?;
    let tile = Tile::of(graph, analysis, map, &long)?;
    let on_axis = |axis: usize| on_axis(&last[axis], strides[axis], long[axis], tile.units[axis], tile.free[axis]?);
    (0..strides.rank())
        .map(on_axis)
        .collect::<Option<Vec<_>>>()
        .map(|all| all.into_iter().collect())
        .ok_or(NoTiling::TooLarge)
}

/// What of an output can be tiled. Behind the features, a classifier sees all of the image: what can be tiled of it are
/// the features, so the map is theirs; else it is the output itself.
pub fn of_output(graph: &Graph, analysis: &Analysis, output: MapId) -> (MapId, Result<Axes<Tiling>, NoTiling>) {
    let refused = tiling(graph, analysis, output);
    if let Err(NoTiling::Global(map)) = refused
        && let Some([features]) = graph.node(map).map(Node::inputs)
        && *features != MapId::INPUT
        && let Ok(tiling) = tiling(graph, analysis, *features)
    {
        return (*features, Ok(tiling));
    }
    (output, refused)
}

/// The last map of more than one unit whose units do not see everything: what a network with a classifier behind it is
/// tiled for.
pub fn last_local(graph: &Graph, analysis: &Analysis) -> Option<MapId> {
    let local = |map: &MapId| {
        let answer = analysis.map(*map);
        let wide = answer.shape.as_ref().is_some_and(|shape| shape.size.iter().any(|&n| n > 1));
        let fields = answer.field.as_ref().filter(|_| wide && answer.status == Status::Known);
        fields.is_some_and(|fields| fields.iter().all(|field| !field.is_whole()))
    };
    graph.maps().skip(1).rfind(local)
}

/// One tile that lies inside the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Units of the output map.
    pub units: Axes<u64>,
    /// The outputs that are those of the whole image, from the first to the last; `None` if there are none.
    pub free: Axes<Option<Span>>,
}

impl Tile {
    /// What the network makes of a tile of `size` pixels, a multiple of the total stride on every axis.
    pub fn of(graph: &Graph, analysis: &Analysis, map: MapId, size: &Axes<u64>) -> Result<Self, NoTiling> {
        let mut cropped = graph.clone();
        cropped.input.size = size.clone();
        let inside = Analysis::of(&cropped);
        for map in needed(graph, map) {
            let (tile, whole) = (inside.map(map), analysis.map(map));
            let taps = |answer: &super::MapAnswer| {
                answer.steps.iter().flat_map(|steps| steps.iter().map(|step| step.taps)).collect::<Vec<_>>()
            };
            if taps(tile) != taps(whole) || tile.shape.is_none() {
                return Err(NoTiling::DependsOnSize(map));
            }
        }
        let free = free_units(&cropped, &inside).swap_remove(map.index()).ok_or(NoTiling::TooLarge)?;
        let shape = inside.map(map).shape.as_ref().ok_or(NoTiling::TooLarge)?;
        let widest = |set: &super::Spans| set.runs().iter().copied().max_by_key(|run| run.count());
        Ok(Self { units: shape.size.clone(), free: free.map(widest) })
    }
}

/// The map and all that it depends on, ascending.
fn needed(graph: &Graph, map: MapId) -> Vec<MapId> {
    let mut wanted = vec![false; graph.map_count()];
    wanted[map.index()] = true;
    for at in graph.maps().take(map.index() + 1).rev().filter_map(|at| graph.node(at).map(|node| (at, node))) {
        if wanted[at.0.index()] {
            at.1.inputs().iter().for_each(|input| wanted[input.index()] = true);
        }
    }
    graph.maps().filter(|map| wanted[map.index()]).collect()
}

fn total_stride(fields: &[&Axes<Field>], axis: usize) -> Option<u64> {
    fields.iter().try_fold(1_u64, |stride, field| {
        let advance = field[axis].advance().unsigned_abs();
        (stride / stride.gcd(&advance)).checked_mul(advance).filter(|&stride| stride <= MAX_SIZE)
    })
}

fn on_axis(field: &Field, total_stride: u64, size: u64, units: u64, free: Span) -> Option<Tiling> {
    let jump = field.jump()?;
    let (mut begin, mut end) = (Ratio::ZERO, Ratio::ZERO);
    for u in 0..field.period() {
        let Some(hull) = field.of_unit(u)?.hull() else { continue };
        begin = (jump * u - hull.first).max(begin);
        end = (Ratio::from(hull.last + 1) - jump * (u + 1)).max(end);
    }
    let pixels = |ratio: Ratio<i64>| ratio.ceil().to_integer().unsigned_abs();
    let kept = i64::try_from(free.count()).ok()?;
    // The kept outputs of neighbouring tiles must meet, and tiles begin at multiples of the total stride.
    let moved = (jump * kept).floor().to_integer().unsigned_abs() / total_stride * total_stride;
    let overlap = size.checked_sub(moved)?;
    Some(Tiling {
        total_stride,
        halo_begin: pixels(begin),
        halo_end: pixels(end),
        lost_begin: free.first.unsigned_abs(),
        lost_end: (units - 1).checked_sub(free.last.unsigned_abs())?,
        overlap,
        smallest: overlap + total_stride,
    })
}
