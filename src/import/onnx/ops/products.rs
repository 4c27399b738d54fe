//! Products with matrices: over channels they are convolutions of one tap, over a vector linear layers.

use super::{Call, Dim, Layers, Made, Op, Reason, Role, channels_of, unit};
use crate::net::{Conv, Linear, Window};

/// `map · weights + bias`.
pub(super) fn gemm(call: &Call<'_>) -> Layers {
    let weights = matrix(call, 1)?;
    let (_, _, dims) = call.dims(0)?;
    if call.node.int("transA").unwrap_or(0) != 0 || dims.len() != 2 {
        return Err(Reason::Dimensions);
    }
    let turned = call.node.int("transB").unwrap_or(0) != 0;
    let (inner, outer) = if turned { (weights.1, weights.0) } else { weights };
    contracted(call, 0, 1, inner, outer, call.has(2))
}

/// A product whose second factor is the input `second`.
pub(super) fn matmul(call: &Call<'_>, second: usize) -> Layers {
    if call.node.int("transA").unwrap_or(0) != 0 || call.node.int("transBatchA").unwrap_or(0) != 0 {
        return Err(Reason::Dimensions);
    }
    if call.constant(0).is_some() {
        let (_, _, dims) = call.dims(second)?;
        let (outer, inner) = matrix(call, 0)?;
        let at = dims.len().checked_sub(2).ok_or(Reason::Dimensions)?;
        return contracted(call, second, at, inner, outer, false);
    }
    let (_, _, dims) = call.dims(0)?;
    let turned = call.node.int("transB").unwrap_or(0) != 0;
    let (inner, outer) = matrix(call, second)?;
    let (inner, outer) = if turned { (outer, inner) } else { (inner, outer) };
    let at = dims.len().checked_sub(1).ok_or(Reason::Dimensions)?;
    contracted(call, 0, at, inner, outer, false)
}

/// The sizes of a constant factor.
fn matrix(call: &Call<'_>, at: usize) -> Result<(u64, u64), Reason> {
    let constant = call.constant(at).ok_or(Reason::Computed("second factor"))?;
    let shape = constant.shape.as_ref().ok_or(Reason::Computed("weights"))?;
    match shape.as_slice() {
        [ones @ .., inner, outer] if ones.iter().all(|&one| one == 1) => Ok((*inner, *outer)),
        _ => Err(Reason::Dimensions),
    }
}

/// The sum over the dimension `at` of the map at `input`, weighted for each of `outer` results.
fn contracted(call: &Call<'_>, input: usize, at: usize, inner: u64, outer: u64, bias: bool) -> Layers {
    let (map, shape, dims) = call.dims(input)?;
    let dim = dims[at];
    if dim.size != inner || outer == 0 {
        return Err(Reason::Dimensions);
    }
    let whole = dim.size == shape.channels && channels_of(dims) == shape.channels;
    let op = match dim.role {
        Role::Channels | Role::One if whole && shape.size.is_empty() => Op::Linear(Linear { channels: outer, bias }),
        Role::Channels | Role::One if whole => {
            Op::Conv(Conv { window: Window::new(1, 1), channels: Some(outer), groups: 1, bias })
        }
        // Each group of channels by the same weights.
        Role::Channels => {
            let channels = (shape.channels / dim.size).checked_mul(outer).ok_or(Reason::Dimensions)?;
            unit(&call.node.op, Some(channels), false)
        }
        // Over all units of the map, to as many.
        Role::Axes { first: 0, last } if last + 1 == shape.size.rank() && inner == outer => {
            unit(&call.node.op, None, true)
        }
        _ => return Err(Reason::Dimensions),
    };
    let mut dims = dims.to_vec();
    let role = if dim.role == Role::One { Role::Channels } else { dim.role };
    dims[at] = Dim { size: outer, role };
    Made::laid(op, map, dims).alone()
}
