//! Parts of maps: slices, splits, single rows and channels; and padding.

use super::joins::on_axis;
use super::{Call, Dim, Layers, Layout, Made, Op, REPEATED, Reason, Role, of_axes, unit};
use crate::import::onnx::constants::{axis_at, cut};
use crate::net::{Cut, Ends};

const WHOLE: Cut = Cut { begin: 0, end: 0, step: 1 };

/// The layer of these cuts, one for each axis.
fn cut_op(cuts: &[Cut]) -> Result<Op, Reason> {
    let single = |cut: &Cut| cut.step == 1;
    let op = if cuts.iter().all(single) {
        let ends: Vec<Ends> = cuts.iter().map(|cut| Ends { begin: cut.begin, end: cut.end }).collect();
        of_axes(&ends).map(Op::Crop)
    } else {
        of_axes(cuts).map(Op::Slice)
    };
    op.ok_or(Reason::Dimensions)
}

/// A part of a map: on some axes cut, of some channels.
struct Part<'a> {
    call: &'a Call<'a>,
    dims: Vec<Dim>,
    cuts: Vec<Cut>,
    cut: bool,
}

impl<'a> Part<'a> {
    fn of(call: &'a Call<'a>) -> Result<Self, Reason> {
        let (_, shape, dims) = call.dims(0)?;
        Ok(Self { call, dims: dims.to_vec(), cuts: vec![WHOLE; shape.size.rank()], cut: false })
    }

    /// Keeps of dimension `at` what lies from `start` to `end`, every `step`-th.
    fn keep(&mut self, at: usize, (start, end, step): (u64, u64, u64)) -> Result<(), Reason> {
        let dim = self.dims[at];
        let left = (end - start).div_ceil(step);
        if (start, left) == (0, dim.size) {
            return Ok(());
        }
        match dim.role {
            Role::Axes { first, last } if first == last => {
                self.cuts[first] = Cut { begin: start, end: dim.size - end, step };
                self.cut = true;
            }
            Role::Channels => {}
            _ => return Err(Reason::Dimensions),
        }
        if left == 0 {
            return Err(Reason::Setting("ends"));
        }
        self.dims[at].size = left;
        Ok(())
    }

    /// The layer; `gone` is a dimension that is left out.
    fn made(mut self, gone: Option<usize>) -> Result<Made, Reason> {
        let (map, _, before) = self.call.dims(0)?;
        let channels = super::channels_of(&self.dims);
        let fewer = channels != super::channels_of(before);
        let op = match (self.cut, fewer) {
            (true, true) => return Err(Reason::Dimensions),
            (true, false) => cut_op(&self.cuts)?,
            (false, true) => unit(&self.call.node.op, Some(channels), false),
            (false, false) => unit(&self.call.node.op, None, false),
        };
        if let Some(gone) = gone {
            self.dims.remove(gone);
        }
        Ok(Made::laid(op, map, self.dims))
    }
}

pub(super) fn slice(call: &Call<'_>) -> Layers {
    let mut part = Part::of(call)?;
    let starts = call.ints("starts", 1)?.ok_or(Reason::Setting("starts"))?;
    let ends = call.ints("ends", 2)?.ok_or(Reason::Setting("ends"))?;
    let axes = call.ints("axes", 3)?.unwrap_or_else(|| (0..starts.len() as i64).collect());
    let steps = call.ints("steps", 4)?.unwrap_or_else(|| vec![1; starts.len()]);
    if [ends.len(), axes.len(), steps.len()].iter().any(|&count| count != starts.len()) {
        return Err(Reason::Setting("axes"));
    }
    for (at, axis) in Call::axes(&axes, part.dims.len())?.into_iter().enumerate() {
        let dim = part.dims[axis];
        // Channels backwards are the same channels.
        if dim.role == Role::Channels && steps[at] == -1 && starts[at] == -1 && ends[at] <= -(dim.size as i64) {
            continue;
        }
        let kept = cut(dim.size, starts[at], ends[at], steps[at]).ok_or(Reason::Setting("steps"))?;
        part.keep(axis, kept)?;
    }
    part.made(None)?.alone()
}

/// One layer for each part.
pub(super) fn split(call: &Call<'_>) -> Layers {
    let (_, _, dims) = call.dims(0)?;
    let axis = call.axis(0, dims.len())?;
    let (size, parts) = (dims[axis].size, call.node.outputs.len() as u64);
    let sizes = match call.ints("split", 1)? {
        Some(sizes) => sizes.iter().map(|&size| u64::try_from(size).ok()).collect::<Option<Vec<u64>>>(),
        None => size.checked_sub(1).zip(size.div_ceil(parts.max(1)).checked_mul(1)).map(|(_, each)| {
            // The last one is smaller where the parts are not equal.
            (0..parts).map(|at| size.saturating_sub(each * at).min(each)).collect()
        }),
    };
    let sizes = sizes.filter(|sizes| sizes.len() as u64 == parts && sizes.iter().all(|&part| part <= size));
    let mut begin = 0_u64;
    let mut layers = Vec::with_capacity(call.node.outputs.len());
    for part in sizes.ok_or(Reason::Setting("split"))? {
        let end = begin.checked_add(part).filter(|&end| end <= size).ok_or(Reason::Setting("split"))?;
        let mut kept = Part::of(call)?;
        kept.keep(axis, (begin, end, 1))?;
        layers.push(kept.made(None)?);
        begin = end;
    }
    Ok(layers)
}

/// Some channels, or one row.
pub(super) fn gather(call: &Call<'_>) -> Layers {
    let (map, shape, dims) = call.dims(0)?;
    let axis = call.axis(0, dims.len())?;
    let dim = dims[axis];
    let indices = call.constant(1).ok_or(Reason::Computed("indices"))?;
    let form = indices.shape.as_ref().ok_or(Reason::Computed("indices"))?;
    let single = form.is_empty();
    if !single && form.len() > 1 {
        return Err(Reason::Setting("indices"));
    }
    let count = form.first().copied().unwrap_or(1);
    let mut left = dims.to_vec();
    left[axis].size = count;
    let op = match dim.role {
        Role::Channels => {
            let channels = (shape.channels / dim.size.max(1)).checked_mul(count).filter(|&channels| channels > 0);
            unit(&call.node.op, Some(channels.ok_or(Reason::Setting("indices"))?), false)
        }
        Role::Batch | Role::One if dim.size == 1 && count == 1 => unit(&call.node.op, None, false),
        Role::Axes { first, last } if first == last && dim.size == 1 && count == 1 => unit(&call.node.op, None, false),
        Role::Axes { first, last } if first == last => {
            let places = indices.ints().ok_or(Reason::Computed("indices"))?;
            let cut = even(places, dim.size).ok_or(Reason::Setting("indices"))?;
            cut_op(on_axis(shape, first, cut, WHOLE).written())?
        }
        _ => return Err(Reason::Dimensions),
    };
    if single {
        left.remove(axis);
    }
    Made::laid(op, map, left).alone()
}

/// Places with the same distance from one to the next, as a cut.
fn even(places: &[i64], size: u64) -> Option<Cut> {
    let places: Vec<u64> =
        places.iter().map(|&at| axis_at(at, size as usize).map(|at| at as u64)).collect::<Option<_>>()?;
    let (first, last) = (*places.first()?, *places.last()?);
    let step = places.get(1).map_or(Some(1), |second| second.checked_sub(first)).filter(|&step| step > 0)?;
    let each = places.windows(2).all(|pair| pair[0].checked_add(step) == Some(pair[1]));
    each.then_some(Cut { begin: first, end: size - 1 - last, step })
}

pub(super) fn pad(call: &Call<'_>) -> Layers {
    let (map, shape, dims) = call.dims(0)?;
    let written = match call.node.ints("paddings") {
        Some(pads) => Some(pads.to_vec()),
        None => call.ints("pads", 1)?,
    };
    let written = written.ok_or(Reason::Setting("pads"))?;
    let axes = match call.ints("axes", 3)? {
        Some(axes) => Call::axes(&axes, dims.len())?,
        None => (0..dims.len()).collect(),
    };
    if written.len() != 2 * axes.len() {
        return Err(Reason::Setting("pads"));
    }
    let mut left = dims.to_vec();
    let (mut pads, mut cuts) = (vec![Ends::both(0); shape.size.rank()], vec![WHOLE; shape.size.rank()]);
    let (mut adds, mut takes, mut channels) = (false, false, false);
    for (at, &axis) in axes.iter().enumerate() {
        let (begin, end) = (written[at], written[at + axes.len()]);
        if (begin, end) == (0, 0) {
            continue;
        }
        let size = i64::try_from(dims[axis].size).ok();
        let size = size.and_then(|size| size.checked_add(begin)?.checked_add(end)).filter(|&size| size > 0);
        left[axis].size = size.ok_or(Reason::Setting("pads"))? as u64;
        match dims[axis].role {
            Role::Axes { first, last } if first == last => {
                pads[first] = Ends { begin: begin.max(0) as u64, end: end.max(0) as u64 };
                cuts[first] = Cut { begin: (-begin).max(0) as u64, end: (-end).max(0) as u64, step: 1 };
                adds |= begin > 0 || end > 0;
                takes |= begin < 0 || end < 0;
            }
            Role::Channels => channels = true,
            _ => return Err(Reason::Dimensions),
        }
    }
    let op = match (adds, takes, channels) {
        (true, false, false) => Op::Pad(of_axes(&pads).ok_or(Reason::Dimensions)?),
        (false, true, false) => cut_op(&cuts)?,
        (false, false, true) => unit(&call.node.op, Some(super::channels_of(&left)), false),
        (false, false, false) => unit(&call.node.op, None, false),
        _ => return Err(Reason::Setting("pads")),
    };
    let made = Made { resized: false, ..Made::of(op, map, Layout::Known(left)) };
    match call.node.text("mode").unwrap_or("constant") {
        "" | "constant" => made,
        _ => made.read_as(REPEATED),
    }
    .alone()
}
