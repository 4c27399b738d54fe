//! What does not depend on the image: shapes of weights, and the values of small tensors that sizes are computed from.
//!
//! Values are followed as far as exporters compute shapes. What is not followed has no values, and often no shape; then
//! the nodes that need it say so.

use super::numbers::{MOST_VALUES, Numbers};
use super::written::{Node, Setting, Tensor};

/// A tensor that does not depend on the image.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Constant {
    pub shape: Option<Vec<u64>>,
    pub values: Option<Numbers>,
}

impl From<&Tensor> for Constant {
    fn from(tensor: &Tensor) -> Self {
        Self { shape: Some(tensor.shape.clone()), values: tensor.values.clone() }
    }
}

impl Constant {
    fn of(shape: Vec<u64>, values: Option<Numbers>) -> Self {
        Self { shape: Some(shape), values }
    }

    /// A list of whole numbers.
    pub fn list(values: Vec<i64>) -> Self {
        Self::of(vec![values.len() as u64], Some(Numbers::Ints(values)))
    }

    fn scalar(value: i64) -> Self {
        Self::of(Vec::new(), Some(Numbers::Ints(vec![value])))
    }

    pub fn ints(&self) -> Option<&[i64]> {
        self.values.as_ref()?.ints()
    }

    fn count(&self) -> Option<u64> {
        self.shape.as_ref()?.iter().try_fold(1_u64, |count, &size| count.checked_mul(size))
    }
}

/// The whole numbers of a setting that old versions have as an attribute and newer ones as an input.
fn ints<'a>(node: &'a Node, name: &str, inputs: &[Option<&'a Constant>], at: usize) -> Option<&'a [i64]> {
    node.ints(name).or_else(|| inputs.get(at).copied().flatten()?.ints())
}

/// What a node makes of constants.
pub(super) fn folded(node: &Node, inputs: &[Option<&Constant>]) -> Constant {
    let known = if node.domain.is_empty() { of_standard(node, inputs) } else { None };
    known.unwrap_or_default()
}

fn of_standard(node: &Node, inputs: &[Option<&Constant>]) -> Option<Constant> {
    let first = || inputs.first().copied().flatten();
    let second = || inputs.get(1).copied().flatten();
    match node.op.as_str() {
        "Constant" => constant(node),
        "ConstantOfShape" => constant_of_shape(node, first()?),
        "Shape" => shape_of(node, first()?.shape.as_ref()?),
        "Size" => Some(Constant::scalar(i64::try_from(first()?.count()?).ok()?)),
        "Identity" | "Dropout" => Some(first()?.clone()),
        "Cast" | "CastLike" => Some(cast(node, first()?)),
        "QuantizeLinear" | "DequantizeLinear" | "Relu" | "Tanh" | "Sigmoid" | "Sqrt" | "Exp" | "Abs" | "Clip"
        | "Not" => Some(Constant { shape: first()?.shape.clone(), values: None }),
        "Neg" | "Floor" | "Ceil" | "Round" => rounded(&node.op, first()?),
        "Add" | "Sub" | "Mul" | "Div" | "Mod" | "Min" | "Max" | "Pow" | "Equal" | "Greater" | "Less" => {
            inputs.get(1..)?.iter().try_fold(first()?.clone(), |a, b| two(&node.op, &a, (*b)?))
        }
        "Where" => chosen(first()?, second()?, inputs.get(2).copied().flatten()?),
        "Concat" => concatenated(node, inputs),
        "Gather" => gathered(node, first()?, second()?),
        "Slice" => sliced(node, inputs),
        "Squeeze" => squeezed(first()?, ints(node, "axes", inputs, 1)),
        "Unsqueeze" => unsqueezed(first()?, ints(node, "axes", inputs, 1)?),
        "Reshape" => reshaped(first()?, ints(node, "shape", inputs, 1)?),
        "Flatten" => flattened(node, first()?),
        "Transpose" => transposed(node, first()?),
        "Expand" => expanded(first()?, second()?.ints()?),
        "Range" => range(first()?, second()?, inputs.get(2).copied().flatten()?),
        "ReduceProd" => {
            let all: i64 = first()?.ints()?.iter().try_fold(1_i64, |all, &value| all.checked_mul(value))?;
            let keeps = node.int("keepdims") != Some(0);
            Some(if keeps { Constant::list(vec![all]) } else { Constant::scalar(all) })
        }
        _ => None,
    }
}

fn constant(node: &Node) -> Option<Constant> {
    node.settings.iter().find_map(|(name, setting)| match (name.as_str(), setting) {
        ("value" | "sparse_value", Setting::Tensor(tensor)) => Some(tensor.into()),
        ("value_int", &Setting::Int(value)) => Some(Constant::scalar(value)),
        ("value_ints", Setting::Ints(values)) => Some(Constant::list(values.clone())),
        ("value_float", &Setting::Float(value)) => {
            Some(Constant::of(Vec::new(), Some(Numbers::Floats(vec![value.into()]))))
        }
        ("value_floats", Setting::Floats(values)) => {
            let values: Vec<f64> = values.iter().map(|&value| value.into()).collect();
            Some(Constant::of(vec![values.len() as u64], Some(Numbers::Floats(values))))
        }
        _ => None,
    })
}

/// The sizes of a written list, if they are sizes.
fn sizes(values: &[i64]) -> Option<Vec<u64>> {
    values.iter().map(|&value| u64::try_from(value).ok()).collect()
}

fn constant_of_shape(node: &Node, shape: &Constant) -> Option<Constant> {
    let made = Constant::of(sizes(shape.ints()?)?, None);
    let value = match node.setting("value") {
        Some(Setting::Tensor(tensor)) => tensor.values.clone()?.at(std::iter::once(0)),
        _ => Some(Numbers::Floats(vec![0.0])),
    };
    let count = made.count().filter(|&count| count <= MOST_VALUES as u64);
    let values = count.and_then(|count| value?.at(std::iter::repeat_n(0, count as usize)));
    Some(Constant { values, ..made })
}

/// The sizes of a tensor, or those from `start` to `end`.
pub(super) fn shape_of(node: &Node, sizes: &[u64]) -> Option<Constant> {
    let place = |name: &str, otherwise: usize| {
        let count = sizes.len() as i64;
        let at = node.int(name).unwrap_or(otherwise as i64);
        (if at < 0 { at.saturating_add(count) } else { at }).clamp(0, count) as usize
    };
    let (start, end) = (place("start", 0), place("end", sizes.len()));
    let sizes = sizes.get(start..end.max(start))?;
    Some(Constant::list(sizes.iter().map(|&size| i64::try_from(size)).collect::<Result<_, _>>().ok()?))
}

fn cast(node: &Node, input: &Constant) -> Constant {
    const FLOATS: [i64; 4] = [1, 10, 11, 16];
    let float = node.op == "Cast" && node.int("to").is_some_and(|to| FLOATS.contains(&to));
    let whole = node.op == "Cast" && node.int("to").is_some_and(|to| matches!(to, 2 | 3 | 5 | 6 | 7));
    let values = match &input.values {
        Some(numbers) if float => Some(Numbers::Floats(numbers.floats())),
        // As a cast rounds: towards 0.
        Some(Numbers::Floats(values)) if whole => {
            Some(Numbers::Ints(values.iter().map(|&value| value as i64).collect()))
        }
        Some(numbers) if whole => Some(numbers.clone()),
        _ => None,
    };
    Constant { shape: input.shape.clone(), values }
}

fn rounded(op: &str, input: &Constant) -> Option<Constant> {
    let values = match input.values.as_ref()? {
        Numbers::Ints(values) if op == "Neg" => {
            Numbers::Ints(values.iter().map(|value| value.saturating_neg()).collect())
        }
        Numbers::Ints(values) => Numbers::Ints(values.clone()),
        Numbers::Floats(values) => Numbers::Floats(
            values
                .iter()
                .map(|value| match op {
                    "Neg" => -value,
                    "Floor" => value.floor(),
                    "Ceil" => value.ceil(),
                    _ => value.round_ties_even(),
                })
                .collect(),
        ),
    };
    Some(Constant { shape: input.shape.clone(), values: Some(values) })
}

/// The shape where two tensors are spread over each other, from the last dimension on.
pub(super) fn spread(a: &[u64], b: &[u64]) -> Option<Vec<u64>> {
    let rank = a.len().max(b.len());
    let size = |shape: &[u64], at: usize| (at + shape.len()).checked_sub(rank).map_or(1, |at| shape[at]);
    (0..rank)
        .map(|at| match (size(a, at), size(b, at)) {
            (a, b) if a == b || b == 1 => Some(a),
            (1, b) => Some(b),
            _ => None,
        })
        .collect()
}

/// An operation on two tensors. Values are followed for lists and single numbers.
fn two(op: &str, a: &Constant, b: &Constant) -> Option<Constant> {
    let shape = spread(a.shape.as_ref()?, b.shape.as_ref()?)?;
    let count = shape.iter().try_fold(1_u64, |count, &size| count.checked_mul(size));
    let one_each = |constant: &Constant| constant.count() == Some(1) || constant.count() == count;
    let values = count.filter(|&count| count <= MOST_VALUES as u64 && one_each(a) && one_each(b));
    let values = values.and_then(|count| {
        let (a, b) = (a.values.as_ref()?, b.values.as_ref()?);
        let at = |len: usize, at: usize| if len == 1 { 0 } else { at };
        let places = 0..count as usize;
        Some(if let (Numbers::Ints(a), Numbers::Ints(b)) = (a, b) {
            let value = |place| of_ints(op, *a.get(at(a.len(), place))?, *b.get(at(b.len(), place))?);
            Numbers::Ints(places.map(value).collect::<Option<_>>()?)
        } else {
            let (a, b) = (a.floats(), b.floats());
            let value = |place| of_floats(op, *a.get(at(a.len(), place))?, *b.get(at(b.len(), place))?);
            Numbers::Floats(places.map(value).collect::<Option<_>>()?)
        })
    });
    Some(Constant::of(shape, values))
}

fn of_ints(op: &str, a: i64, b: i64) -> Option<i64> {
    Some(match op {
        "Add" => a.checked_add(b)?,
        "Sub" => a.checked_sub(b)?,
        "Mul" => a.checked_mul(b)?,
        "Div" => a.checked_div(b)?,
        "Mod" => a.checked_rem_euclid(b)?,
        "Min" => a.min(b),
        "Max" => a.max(b),
        "Equal" => (a == b).into(),
        "Greater" => (a > b).into(),
        "Less" => (a < b).into(),
        _ => return None,
    })
}

fn of_floats(op: &str, a: f64, b: f64) -> Option<f64> {
    Some(match op {
        "Add" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        "Div" => a / b,
        "Min" => a.min(b),
        "Max" => a.max(b),
        _ => return None,
    })
}

fn chosen(which: &Constant, yes: &Constant, no: &Constant) -> Option<Constant> {
    let shape = spread(&spread(which.shape.as_ref()?, yes.shape.as_ref()?)?, no.shape.as_ref()?)?;
    let values = (|| {
        let (which, yes, no) = (which.ints()?, yes.ints()?, no.ints()?);
        let count = which.len().max(yes.len()).max(no.len());
        let at = |values: &[i64], at: usize| values.get(if values.len() == 1 { 0 } else { at }).copied();
        let value = |place| if at(which, place)? != 0 { at(yes, place) } else { at(no, place) };
        (0..count).map(value).collect::<Option<Vec<i64>>>().map(Numbers::Ints)
    })();
    Some(Constant::of(shape, values))
}

/// The index of an axis that may be counted from the end.
pub(super) fn axis_at(axis: i64, rank: usize) -> Option<usize> {
    let axis = if axis < 0 { axis.checked_add(rank as i64)? } else { axis };
    usize::try_from(axis).ok().filter(|&axis| axis < rank)
}

fn concatenated(node: &Node, inputs: &[Option<&Constant>]) -> Option<Constant> {
    let all: Vec<&Constant> = inputs.iter().copied().collect::<Option<_>>()?;
    let mut shape = all.first()?.shape.clone()?;
    let axis = axis_at(node.int("axis").unwrap_or(1), shape.len())?;
    let sizes = all.iter().map(|part| part.shape.as_ref()?.get(axis).copied());
    shape[axis] = sizes.sum::<Option<u64>>()?;
    let values = (shape.len() == 1 && shape[0] <= MOST_VALUES as u64).then(|| {
        let parts = all.iter().map(|part| part.ints());
        Some(Numbers::Ints(parts.collect::<Option<Vec<_>>>()?.concat()))
    });
    Some(Constant::of(shape, values.flatten()))
}

fn gathered(node: &Node, data: &Constant, indices: &Constant) -> Option<Constant> {
    let (of, at) = (data.shape.as_ref()?, indices.shape.as_ref()?);
    let axis = axis_at(node.int("axis").unwrap_or(0), of.len())?;
    let shape = [&of[..axis], at, &of[axis + 1..]].concat();
    let values = (|| {
        let places = indices.ints()?.iter().map(|&index| axis_at(index, of[0] as usize));
        data.values.as_ref()?.at(places.collect::<Option<Vec<_>>>()?.into_iter())
    })();
    Some(Constant::of(shape, values.filter(|_| of.len() == 1)))
}

/// From where to where an axis of `size` is cut, and how far apart what is kept lies.
pub(super) fn cut(size: u64, start: i64, end: i64, step: i64) -> Option<(u64, u64, u64)> {
    let size = i64::try_from(size).ok()?;
    let place = |at: i64| (if at < 0 { at.saturating_add(size) } else { at }).clamp(0, size);
    let step = u64::try_from(step).ok().filter(|&step| step > 0)?;
    Some((place(start) as u64, place(end).max(place(start)) as u64, step))
}

fn sliced(node: &Node, inputs: &[Option<&Constant>]) -> Option<Constant> {
    let data = inputs.first().copied().flatten()?;
    let (starts, ends) = (ints(node, "starts", inputs, 1)?, ints(node, "ends", inputs, 2)?);
    let all: Vec<i64> = (0..starts.len() as i64).collect();
    let axes = ints(node, "axes", inputs, 3).unwrap_or(&all);
    let steps = inputs.get(4).copied().flatten().and_then(Constant::ints);
    let mut shape = data.shape.clone()?;
    let mut places = (0, 0, 1);
    for (at, &written) in axes.iter().enumerate() {
        let along = axis_at(written, shape.len())?;
        let step = steps.map_or(Some(1), |steps| steps.get(at).copied())?;
        let (start, end, step) = cut(shape[along], *starts.get(at)?, *ends.get(at)?, step)?;
        shape[along] = (end - start).div_ceil(step);
        places = (start, end, step);
    }
    let values = (shape.len() == 1 && axes.len() == 1).then(|| {
        let (start, end, step) = (places.0 as usize, places.1 as usize, places.2 as usize);
        data.values.as_ref()?.at((start..end).step_by(step))
    });
    Some(Constant::of(shape, values.flatten()))
}

fn squeezed(data: &Constant, axes: Option<&[i64]>) -> Option<Constant> {
    let shape = data.shape.as_ref()?;
    let gone: Vec<usize> = match axes {
        Some(axes) => axes.iter().map(|&axis| axis_at(axis, shape.len())).collect::<Option<_>>()?,
        None => (0..shape.len()).filter(|&at| shape[at] == 1).collect(),
    };
    let left = shape.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, &size)| size);
    Some(Constant::of(left.collect(), data.values.clone()))
}

fn unsqueezed(data: &Constant, axes: &[i64]) -> Option<Constant> {
    let shape = data.shape.as_ref()?;
    let rank = shape.len().checked_add(axes.len()).filter(|&rank| rank <= MOST_VALUES)?;
    let new: Vec<usize> = axes.iter().map(|&axis| axis_at(axis, rank)).collect::<Option<_>>()?;
    let mut old = shape.iter();
    let all = (0..rank).map(|at| if new.contains(&at) { Some(1) } else { old.next().copied() });
    Some(Constant::of(all.collect::<Option<_>>()?, data.values.clone()))
}

/// The sizes that a reshape asks for: 0 keeps a size (unless it is allowed to be 0), −1 is the rest.
pub(super) fn asked(sizes: &[u64], asked: &[i64], zeros: bool) -> Option<Vec<u64>> {
    let size = |(at, &size): (usize, &i64)| match size {
        0 if !zeros => sizes.get(at).copied(),
        -1 => Some(1),
        size => u64::try_from(size).ok(),
    };
    let mut shape: Vec<u64> = asked.iter().enumerate().map(size).collect::<Option<_>>()?;
    let product = |sizes: &[u64]| sizes.iter().try_fold(1_u64, |all, &size| all.checked_mul(size));
    let (whole, part) = (product(sizes)?, product(&shape)?);
    let mut rest = asked.iter().enumerate().filter(|(_, size)| **size == -1);
    if let Some((at, _)) = rest.next() {
        shape[at] = whole.checked_div(part)?;
    }
    (rest.next().is_none() && product(&shape)? == whole).then_some(shape)
}

fn reshaped(data: &Constant, sizes: &[i64]) -> Option<Constant> {
    Some(Constant::of(asked(data.shape.as_ref()?, sizes, false)?, data.values.clone()))
}

fn flattened(node: &Node, data: &Constant) -> Option<Constant> {
    let shape = data.shape.as_ref()?;
    let axis = match node.int("axis").unwrap_or(1) {
        axis if axis == shape.len() as i64 => shape.len(),
        axis => axis_at(axis, shape.len())?,
    };
    let product = |sizes: &[u64]| sizes.iter().try_fold(1_u64, |all, &size| all.checked_mul(size));
    Some(Constant::of(vec![product(&shape[..axis])?, product(&shape[axis..])?], data.values.clone()))
}

fn transposed(node: &Node, data: &Constant) -> Option<Constant> {
    let shape = data.shape.as_ref()?;
    let backwards: Vec<i64> = (0..shape.len() as i64).rev().collect();
    let order = node.ints("perm").unwrap_or(&backwards);
    let sizes = order.iter().map(|&axis| axis_at(axis, shape.len()).map(|axis| shape[axis]));
    let values = data.values.clone().filter(|_| shape.len() < 2);
    Some(Constant::of(sizes.collect::<Option<_>>()?, values))
}

fn expanded(data: &Constant, to: &[i64]) -> Option<Constant> {
    let shape = spread(data.shape.as_ref()?, &sizes(to)?)?;
    let count = shape.iter().try_fold(1_u64, |count, &size| count.checked_mul(size));
    let count = count.filter(|&count| count <= MOST_VALUES as u64 && data.count() == Some(1));
    let values = count.and_then(|count| data.values.as_ref()?.at(std::iter::repeat_n(0, count as usize)));
    Some(Constant::of(shape, values))
}

fn range(start: &Constant, end: &Constant, step: &Constant) -> Option<Constant> {
    let one = |constant: &Constant| constant.ints()?.first().copied();
    let (start, end, step) = (one(start)?, one(end)?, one(step)?);
    let count = end.checked_sub(start)?.checked_add(step - step.signum())?.checked_div(step)?.max(0);
    let count = usize::try_from(count).ok().filter(|&count| count <= MOST_VALUES)?;
    let value = |at: usize| step.checked_mul(at as i64).and_then(|way| start.checked_add(way));
    Some(Constant::list((0..count).map(value).collect::<Option<_>>()?))
}
