//! Where maps meet, and where constants are spread over one.

use super::{Call, Dim, Layers, Layout, Made, Op, Reason, Role, channels_of, per_axis, spatial, unit};
use crate::import::onnx::constants::spread;
use crate::import::onnx::walk::{Map, Value};
use crate::net::{Ends, Interpolation, Join, Shape};

/// An op on values at the same place, whose operands are every `step`-th input from `first` on.
pub(super) fn spread_over(call: &Call<'_>, first: usize, step: usize) -> Layers {
    let operands: Vec<&Value> = call.inputs.iter().skip(first).step_by(step).copied().flatten().collect();
    let maps: Vec<&Map> = operands.iter().filter_map(|value| map_of(value)).collect();
    let mut dims = aligned(call, &maps)?;
    let sizes = dims.sizes();
    let mut spread_sizes = sizes.clone();
    for shape in operands.iter().filter_map(|value| value.constant()?.shape.as_ref()) {
        // Old versions say where a constant lies, and it is never larger than the map.
        if call.node.int("axis").is_none() {
            spread_sizes = spread(&spread_sizes, shape).ok_or(Reason::Dimensions)?;
        }
    }
    let op = call.node.op.as_str();
    if let [map] = maps.as_slice() {
        if spread_sizes != sizes {
            return grown(call, map, &spread_sizes);
        }
        return Made { resized: false, ..Made::of(unit(op, None, false), map, dims) }.alone();
    }
    if spread_sizes != sizes {
        // Only dimensions that stand for nothing may be added.
        let Layout::Known(known) = dims else { return Err(Reason::Dimensions) };
        let added = spread_sizes.len() - known.len();
        if spread_sizes[added..] != sizes || spread_sizes[..added].iter().any(|&size| size != 1) {
            return Err(Reason::Dimensions);
        }
        let one = std::iter::repeat_n(Dim { size: 1, role: Role::One }, added);
        dims = Layout::Known(one.chain(known).collect());
    }
    let (join, read_as) = match op {
        "Add" | "Sum" | "QLinearAdd" => (Join::Add, None),
        "Mul" | "QLinearMul" => (Join::Mul, None),
        "Max" => (Join::Max, None),
        "Min" => (Join::Max, Some("Max")),
        "Div" | "And" | "Pow" | "PRelu" => (Join::Mul, Some("Mul")),
        _ => (Join::Add, Some("Add")),
    };
    let inputs = maps.iter().map(|map| map.at).collect();
    Made { layout: Some(dims), resized: false, read_as, ..Made::new(Op::Join(join), inputs) }.alone()
}

fn map_of(value: &Value) -> Option<&Map> {
    match value {
        Value::Map(map) => Some(map),
        Value::Constant(_) => None,
    }
}

/// The dimensions of maps that are spread over each other from the last one on.
fn aligned(call: &Call<'_>, maps: &[&Map]) -> Result<Layout, Reason> {
    let layouts: Vec<&Layout> = maps
        .iter()
        .map(|map| map.known.as_ref().map(|known| &known.layout))
        .collect::<Option<_>>()
        .ok_or(Reason::Behind)?;
    let (first, rest) = layouts.split_first().ok_or(Reason::Dimensions)?;
    if rest.iter().all(|layout| layout == first) {
        return Ok((*first).clone());
    }
    let mut all: Option<Vec<Dim>> = None;
    for layout in layouts {
        let Layout::Known(dims) = layout else { return Err(Reason::Dimensions) };
        all = Some(match all {
            None => dims.clone(),
            Some(all) => over(&all, &placed(call, dims, all.len()))?,
        });
    }
    all.map(Layout::Known).ok_or(Reason::Dimensions)
}

/// Before version 7 a node said at which dimension of the first operand the second one begins.
fn placed(call: &Call<'_>, dims: &[Dim], rank: usize) -> Vec<Dim> {
    let axis = call.node.int("axis").filter(|_| call.node.int("broadcast") == Some(1));
    let behind = axis.and_then(|axis| rank.checked_sub(dims.len() + usize::try_from(axis).ok()?)).unwrap_or(0);
    let ones = std::iter::repeat_n(Dim { size: 1, role: Role::One }, behind);
    dims.iter().copied().chain(ones).collect()
}

fn over(a: &[Dim], b: &[Dim]) -> Result<Vec<Dim>, Reason> {
    let rank = a.len().max(b.len());
    let at = |dims: &[Dim], at: usize| {
        (at + dims.len()).checked_sub(rank).map_or(Dim { size: 1, role: Role::One }, |at| dims[at])
    };
    (0..rank)
        .map(|place| {
            let (a, b) = (at(a, place), at(b, place));
            match (a.size, b.size) {
                (1, 1) if a.role == Role::One => Ok(b),
                (_, 1) => Ok(a),
                (1, _) => Ok(b),
                (one, other) if one == other && a.role == b.role => Ok(a),
                _ => Err(Reason::Dimensions),
            }
        })
        .collect()
}

pub(super) fn expand(call: &Call<'_>) -> Layers {
    let (map, known) = call.map(0)?;
    let asked = call.ints("shape", 1)?.ok_or(Reason::Computed("shape"))?;
    let asked: Option<Vec<u64>> = asked.iter().map(|&size| u64::try_from(size).ok()).collect();
    let sizes = spread(&known.layout.sizes(), &asked.ok_or(Reason::Setting("shape"))?);
    grown(call, map, &sizes.ok_or(Reason::Setting("shape"))?)
}

/// A map whose dimensions of size 1 are repeated to these sizes.
fn grown(call: &Call<'_>, map: &Map, sizes: &[u64]) -> Layers {
    let known = map.known.as_ref().ok_or(Reason::Behind)?;
    let Layout::Known(dims) = &known.layout else { return Err(Reason::Dimensions) };
    let added = sizes.len().checked_sub(dims.len()).ok_or(Reason::Dimensions)?;
    let ones = std::iter::repeat_n(Dim { size: 1, role: Role::One }, added);
    let mut dims: Vec<Dim> = ones.chain(dims.iter().copied()).collect();
    if let (0, Ok(order)) = (added, spatial(&known.shape, &dims)) {
        order.iter().enumerate().for_each(|(at, &axis)| dims[at + 2].role = Role::axis(axis));
    }
    let (mut factors, mut channels) = (vec![1; known.shape.size.rank()], 1_u64);
    for (dim, &size) in dims.iter_mut().zip(sizes) {
        if dim.size == size {
            continue;
        }
        match dim.role {
            Role::Axes { first, last } if first == last => factors[first] = size,
            Role::Channels | Role::One => {
                channels = channels.checked_mul(size).ok_or(Reason::Dimensions)?;
                dim.role = Role::Channels;
            }
            _ => return Err(Reason::Dimensions),
        }
        dim.size = size;
    }
    let wide = factors.iter().any(|&factor| factor > 1);
    let op = match (wide, channels > 1) {
        (true, true) => return Err(Reason::Dimensions),
        (true, false) => {
            let order: Vec<usize> = (0..factors.len()).collect();
            let factor = per_axis(&order, &factors).ok_or(Reason::Dimensions)?;
            Op::Upsample { factor, mode: Interpolation::Nearest }
        }
        (false, true) => unit(&call.node.op, known.shape.channels.checked_mul(channels), false),
        (false, false) => unit(&call.node.op, None, false),
    };
    Made::laid(op, map, dims).alone()
}

/// Tensors behind one another, which are every `step`-th input from `first` on.
pub(super) fn concat(call: &Call<'_>, first: usize, step: usize) -> Layers {
    let operands: Vec<&Value> = call.inputs.iter().skip(first).step_by(step).copied().flatten().collect();
    let maps: Vec<&Map> = operands.iter().filter_map(|value| map_of(value)).collect();
    let (_, shape, dims) = dims_of(maps.first().ok_or(Reason::Dimensions)?)?;
    // The first version had channels as its usual axis.
    let axis = call.axis(1, dims.len())?;
    let mut size = 0_u64;
    for operand in &operands {
        let part = match operand {
            Value::Map(map) => {
                let (_, _, other) = dims_of(map)?;
                let same = |at: usize| at == axis || other[at] == dims[at] || other[at].size == 1 && dims[at].size == 1;
                if other.len() != dims.len() || !(0..dims.len()).all(same) || other[axis].role != dims[axis].role {
                    return Err(Reason::Dimensions);
                }
                other[axis].size
            }
            Value::Constant(constant) => {
                let shape = constant.shape.as_ref().ok_or(Reason::Computed("operand"))?;
                *shape.get(axis).ok_or(Reason::Dimensions)?
            }
        };
        size = size.checked_add(part).ok_or(Reason::Dimensions)?;
    }
    let role = dims[axis].role;
    let mut joined = dims.to_vec();
    joined[axis] = Dim { size, role: if role == Role::One { Role::Channels } else { role } };
    let inputs: Vec<usize> = maps.iter().map(|map| map.at).collect();
    let op = match role {
        Role::Channels | Role::One if maps.len() == operands.len() => Op::Join(Join::Concat),
        Role::Channels | Role::One if maps.len() == 1 => unit(&call.node.op, Some(channels_of(&joined)), false),
        Role::Axes { first, last } if first == last && maps.len() == 1 => {
            let (first, pads) = (first, around(&operands, axis).ok_or(Reason::Dimensions)?);
            Op::Pad(on_axis(shape, first, pads, Ends::both(0)))
        }
        _ => return Err(Reason::Dimensions),
    };
    Made { layout: Some(Layout::Known(joined)), resized: false, ..Made::new(op, inputs) }.alone()
}

fn dims_of(map: &Map) -> Result<(&Map, &Shape, &[Dim]), Reason> {
    let known = map.known.as_ref().ok_or(Reason::Behind)?;
    match &known.layout {
        Layout::Known(dims) => Ok((map, &known.shape, dims)),
        Layout::Viewed { .. } => Err(Reason::Dimensions),
    }
}

/// How much constants put before and behind the one map.
fn around(operands: &[&Value], axis: usize) -> Option<Ends> {
    let at = operands.iter().position(|value| map_of(value).is_some())?;
    let sum = |parts: &[&Value]| {
        parts.iter().try_fold(0_u64, |sum, value| sum.checked_add(*value.constant()?.shape.as_ref()?.get(axis)?))
    };
    Some(Ends { begin: sum(&operands[..at])?, end: sum(&operands[at + 1..])? })
}

/// A setting of one axis, `otherwise` on every other one.
pub(super) fn on_axis<T: Copy + PartialEq>(
    shape: &Shape,
    axis: usize,
    value: T,
    otherwise: T,
) -> crate::axes::PerAxis<T> {
    let values = (0..shape.size.rank()).map(|at| if at == axis { value } else { otherwise });
    crate::axes::PerAxis::Each(values.collect())
}
