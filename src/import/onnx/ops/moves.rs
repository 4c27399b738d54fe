//! What moves values without changing them.

use super::{Call, Dim, Known, Layers, Layout, Made, Op, Reason, Role, layout_of, of_axes, spatial, unit};
use crate::axes::PerAxis;
use crate::import::onnx::constants::asked;
use crate::import::onnx::layout::{Moved, reshaped};

pub(super) fn reshape(call: &Call<'_>) -> Layers {
    let (_, known) = call.map(0)?;
    let sizes = call.ints("shape", 1)?.ok_or(Reason::Computed("shape"))?;
    let zeros = call.node.int("allowzero").unwrap_or(0) != 0;
    let to = asked(&known.layout.sizes(), &sizes, zeros).ok_or(Reason::Setting("shape"))?;
    moved(call, &to)
}

pub(super) fn flatten(call: &Call<'_>) -> Layers {
    let sizes = call.map(0)?.1.layout.sizes();
    let axis = call.node.int("axis").unwrap_or(1);
    let at = if axis == sizes.len() as i64 { sizes.len() } else { call.axis(1, sizes.len())? };
    let product = |sizes: &[u64]| sizes.iter().try_fold(1_u64, |all, &size| all.checked_mul(size));
    let to = [product(&sizes[..at]), product(&sizes[at..])];
    let [Some(rows), Some(columns)] = to else { return Err(Reason::Dimensions) };
    moved(call, &[rows, columns])
}

/// The same values as a tensor of other sizes.
fn moved(call: &Call<'_>, to: &[u64]) -> Layers {
    let (map, known) = call.map(0)?;
    let (Layout::Known(from) | Layout::Viewed { from, .. }) = &known.layout;
    let Some((dims, moved)) = reshaped(from, to, known.shape.size.as_slice()) else {
        let layout = Layout::Viewed { from: from.clone(), shape: to.to_vec() };
        return Made { resized: false, ..Made::of(unit(&call.node.op, None, false), map, layout) }.alone();
    };
    if moved == Moved::Kept && is_row(call, known, &dims) {
        let last = dims.len() - 1;
        let dims = dims
            .iter()
            .enumerate()
            .map(|(at, &dim)| if at == last { Dim { role: Role::Channels, ..dim } } else { dim });
        return Made::laid(Op::Flatten, map, dims.collect()).alone();
    }
    let op = match moved {
        Moved::Kept => kept(call, dims.len())?,
        Moved::Flat => Op::Flatten,
        Moved::ToDepth(blocks) => Op::SpaceToDepth(of_axes(&blocks).ok_or(Reason::Dimensions)?),
        Moved::ToSpace(blocks) => Op::DepthToSpace(of_axes(&blocks).ok_or(Reason::Dimensions)?),
    };
    Made::laid(op, map, dims).alone()
}

/// True of a signal of one channel that becomes a vector for each image: its one axis is the vector then.
fn is_row(call: &Call<'_>, known: &Known, dims: &[Dim]) -> bool {
    let [batch, row] = dims else { return false };
    let axes = matches!(row.role, Role::Axes { .. }) && row.size > 1;
    let first = matches!(batch.role, Role::Batch | Role::One) && batch.size == known.shape.batch;
    (call.node.op == "Flatten" || call.vector) && axes && first && known.shape.channels == 1
}

/// The layer of what leaves every unit where it is. A single unit becomes a vector if nothing behind needs its axes.
fn kept(call: &Call<'_>, rank: usize) -> Result<Op, Reason> {
    let (_, known) = call.map(0)?;
    let size = &known.shape.size;
    let vector = call.vector && rank <= 2 && !size.is_empty() && size.iter().all(|&n| n == 1);
    Ok(if vector { Op::Flatten } else { unit(&call.node.op, None, false) })
}

pub(super) fn squeeze(call: &Call<'_>) -> Layers {
    let sizes = call.map(0)?.1.layout.sizes();
    let gone = match call.ints("axes", 1)? {
        Some(axes) => Call::axes(&axes, sizes.len())?,
        None => (0..sizes.len()).filter(|&at| sizes[at] == 1).collect(),
    };
    if gone.iter().any(|&at| sizes[at] != 1) {
        return Err(Reason::Setting("axes"));
    }
    let left = |at: &usize| !gone.contains(at);
    let Ok((map, _, dims)) = call.dims(0) else {
        return moved(call, &(0..sizes.len()).filter(left).map(|at| sizes[at]).collect::<Vec<_>>());
    };
    let dims: Vec<Dim> = (0..dims.len()).filter(left).map(|at| dims[at]).collect();
    Made::laid(kept(call, dims.len())?, map, dims).alone()
}

pub(super) fn unsqueeze(call: &Call<'_>) -> Layers {
    let sizes = call.map(0)?.1.layout.sizes();
    let axes = call.ints("axes", 1)?.ok_or(Reason::Computed("axes"))?;
    let new = Call::axes(&axes, sizes.len() + axes.len())?;
    let all = 0..sizes.len() + axes.len();
    let Ok((map, _, dims)) = call.dims(0) else {
        let mut old = sizes.iter().copied();
        let sizes = all.map(|at| if new.contains(&at) { Some(1) } else { old.next() });
        return moved(call, &sizes.collect::<Option<Vec<_>>>().ok_or(Reason::Setting("axes"))?);
    };
    let mut old = dims.iter().copied();
    let dims = all.map(|at| if new.contains(&at) { Some(Dim { size: 1, role: Role::One }) } else { old.next() });
    let dims = dims.collect::<Option<Vec<_>>>().ok_or(Reason::Setting("axes"))?;
    Made::laid(unit(&call.node.op, None, false), map, dims).alone()
}

pub(super) fn transpose(call: &Call<'_>) -> Layers {
    let (map, _, dims) = call.dims(0)?;
    let backwards: Vec<i64> = (0..dims.len() as i64).rev().collect();
    let order = Call::axes(call.node.ints("perm").unwrap_or(&backwards), dims.len())?;
    let mut seen = vec![false; dims.len()];
    for &at in &order {
        seen[at] = true;
    }
    if order.len() != dims.len() || seen.contains(&false) {
        return Err(Reason::Setting("perm"));
    }
    let dims = order.iter().map(|&at| dims[at]).collect();
    Made::laid(unit(&call.node.op, None, false), map, dims).alone()
}

/// Channels become blocks of units, or these channels.
pub(super) fn blocks(call: &Call<'_>) -> Layers {
    let (map, shape, dims) = call.dims(0)?;
    let size = call.node.int("blocksize").and_then(|size| u64::try_from(size).ok()).filter(|&size| size > 0);
    let size = PerAxis::All(size.ok_or(Reason::Setting("blocksize"))?);
    let order = spatial(shape, dims)?;
    if order.len() != 2 {
        return Err(Reason::Dimensions);
    }
    let op = if call.node.op == "DepthToSpace" { Op::DepthToSpace(size) } else { Op::SpaceToDepth(size) };
    Made::of(op, map, layout_of(shape, dims, &order)).alone()
}
