//! The ops with a sliding window: convolutions and pools.

use super::Reason;
use super::model::{Model, Node, dims};
use super::nodes::{Place, paired};
use crate::axes::{Axes, PerAxis};
use crate::export::code::reached;
use crate::field::{Rounding, Rule, Step};
use crate::net::{Conv, ConvTransposed, Ends, Padding, Pool, PoolKind, Shape};

/// The sets of ops in which averages and norms got dilated windows, and norms a last partial one.
const AVERAGE_DILATED: i64 = 19;
const NORM_COMPLETE: i64 = 18;

/// A window on every axis, as attributes have it.
struct Frame {
    kernel: Vec<i64>,
    strides: Vec<i64>,
    dilations: Vec<i64>,
    pads: Axes<Ends>,
}

impl Frame {
    fn of(steps: &Axes<Step>) -> Self {
        let numbers = |step: &Step| match step.rule {
            Rule::Window { kernel, stride, dilation, pad, .. }
            | Rule::Same { kernel, stride, dilation, pad }
            | Rule::Transposed { kernel, stride, dilation, pad, .. } => (kernel, stride, dilation, pad),
            _ => (1, 1, 1, Ends::both(0)),
        };
        let list = |number: fn((u64, u64, u64, Ends)) -> u64| {
            steps.iter().map(|step| number(numbers(step)) as i64).collect::<Vec<_>>()
        };
        Self {
            kernel: list(|(kernel, ..)| kernel),
            strides: list(|(_, stride, ..)| stride),
            dilations: list(|(_, _, dilation, _)| dilation),
            pads: steps.map(|step| numbers(step).3),
        }
    }

    fn is_dilated(&self) -> bool {
        self.dilations.iter().any(|dilation| *dilation != 1)
    }

    fn taps(&self) -> i64 {
        self.kernel.iter().fold(1, |taps, kernel| taps.saturating_mul(*kernel))
    }

    /// The word by which a runtime finds the same padding itself, if all of them do.
    ///
    /// They disagree about a kernel smaller than its stride (TensorFlow pads by nothing, others by less than nothing),
    /// and ONNX Runtime refuses the word with dilation.
    fn auto_pad(&self, padding: &Padding) -> Option<&'static str> {
        let gaps = self.kernel.iter().zip(&self.strides).any(|(kernel, stride)| kernel < stride);
        match padding {
            Padding::Same if !gaps && !self.is_dilated() => Some("SAME_UPPER"),
            Padding::SameLower if !gaps && !self.is_dilated() => Some("SAME_LOWER"),
            _ => None,
        }
    }

    /// The attributes of the window. Those that an older set of ops has not are written only where they matter.
    fn attributes(self, node: Node, padding: &Padding) -> Node {
        let (auto_pad, dilated) = (self.auto_pad(padding), self.is_dilated());
        let node = node.ints("kernel_shape", self.kernel).ints("strides", self.strides);
        let node = if dilated { node.ints("dilations", self.dilations) } else { node };
        match auto_pad {
            Some(word) => node.text("auto_pad", word),
            None => node.ints("pads", paired(&self.pads)),
        }
    }
}

/// The kernel of a convolution and its bias: a mean of what the kernel reads, so that numbers stay as large as they are
/// through any number of layers.
fn parameters(model: &mut Model, place: &Place<'_>, kernel: &[i64], reads: i64, bias: Option<u64>) -> Vec<String> {
    let weight = model.filled(&format!("{}.weight", place.tensor), kernel, 1.0 / reads as f32);
    let bias = bias.map(|channels| model.filled(&format!("{}.bias", place.tensor), &[channels as i64], 0.0));
    [place.inputs[0].clone(), weight].into_iter().chain(bias).collect()
}

/// Kernels `[out, in/groups, taps…]`.
pub(super) fn conv(model: &mut Model, place: &Place<'_>, conv: &Conv) {
    let input = place.input;
    let steps = place.steps;
    let output = place.output;
    let frame = Frame::of(steps);
    let read = (input.channels / conv.groups) as i64;
    let kernel: Vec<i64> = [output.channels as i64, read].into_iter().chain(frame.kernel.iter().copied()).collect();
    let reads = read.saturating_mul(frame.taps());
    let inputs = parameters(model, place, &kernel, reads, conv.bias.then_some(output.channels));
    let node = Node::new("Conv", inputs).int("group", conv.groups as i64);
    place.push(model, frame.attributes(node, &conv.window.padding));
}

/// Kernels `[in, out/groups, taps…]`.
pub(super) fn transposed(model: &mut Model, place: &Place<'_>, conv: &ConvTransposed) {
    let input = place.input;
    let steps = place.steps;
    let output = place.output;
    let mut frame = Frame::of(steps);
    let made = (output.channels / conv.groups) as i64;
    let kernel: Vec<i64> = [input.channels as i64, made].into_iter().chain(frame.kernel.iter().copied()).collect();
    let reads = ((input.channels / conv.groups) as i64).saturating_mul(frame.taps());
    let inputs = parameters(model, place, &kernel, reads, conv.bias.then_some(output.channels));
    let mut added = steps.map(|step| if let Rule::Transposed { added, .. } = step.rule { added } else { 0 });
    // ONNX Runtime refuses to add a stride or more: as far as it goes, less is cut instead, which is the same.
    for axis in 0..steps.rank() {
        if let (Some(added), Some(ends)) = (added.get_mut(axis), frame.pads.get_mut(axis))
            && *added as i64 >= frame.strides[axis]
        {
            let less = ends.end.min(*added);
            (*added, ends.end) = (*added - less, ends.end - less);
        }
    }
    let node = Node::new("ConvTranspose", inputs)
        .int("group", conv.groups as i64)
        .ints("output_padding", added.iter().map(|&added| added as i64).collect());
    // Cut by units: runtimes differ in what a word for it means here.
    place.push(model, frame.attributes(node, &Padding::NONE));
}

pub(super) fn pool(model: &mut Model, place: &Place<'_>, pool: &Pool) {
    let steps = place.steps;
    let rounds = |wanted: Rounding| {
        steps.iter().any(|step| matches!(step.rule, Rule::Window { rounding, .. } if rounding == wanted))
    };
    let average = pool.kind == PoolKind::Average;
    let counts = average && pool.count_padding;
    // Padding that follows from the size leaves nothing to round.
    let ceil = pool.ceil && matches!(pool.window.padding, Padding::Explicit(_));
    let mut sliding = Sliding { frame: Frame::of(steps), ceil, counts, around: None };
    // Older runtimes keep a last window that begins in the padding and is cut after all. Where that is so on no axis or
    // on all of them, the setting says it; else the units that the last windows reach are written as padding.
    if ceil && rounds(Rounding::CeilCut) {
        sliding.ceil = false;
        if rounds(Rounding::Ceil) {
            sliding.reach(steps);
        }
    }
    // Runtimes refuse to pad a pool by its kernel or more. Without the padding among what is counted it makes no
    // difference to values, but there is no other way to say it.
    let wide = |(ends, kernel): (&Ends, &i64)| ends.begin.max(ends.end) as i64 >= *kernel;
    if sliding.around.is_none()
        && sliding.frame.pads.iter().zip(&sliding.frame.kernel).any(wide)
        && (!average || counts)
    {
        if sliding.ceil {
            sliding.ceil = false;
            sliding.reach(steps);
        }
        if sliding.around.is_none() {
            sliding.around = Some(std::mem::replace(&mut sliding.frame.pads, steps.map(|_| Ends::both(0))));
        }
    }
    let Sliding { frame, ceil, counts, around } = sliding;
    // By units wherever they are not those that a word would give.
    let padding = if around.is_some() { &Padding::NONE } else { &pool.window.padding };
    let inputs = match around {
        None => place.inputs.clone(),
        Some(ends) => {
            // What is below everything is never the largest, and zero adds nothing to a norm.
            let fill = if pool.kind == PoolKind::Max { f32::NEG_INFINITY } else { 0.0 };
            let node = padding_node(model, place, &ends, fill);
            vec![model.step(node, &format!("{}.pad", place.tensor))]
        }
    };
    let dilated = frame.is_dilated();
    let node = match pool.kind {
        PoolKind::Max => Node::new("MaxPool", inputs),
        PoolKind::Average => Node::new("AveragePool", inputs).int("count_include_pad", i64::from(counts)),
        PoolKind::Lp => Node::new("LpPool", inputs),
    };
    if average && dilated {
        model.need_opset(AVERAGE_DILATED);
    }
    if pool.kind == PoolKind::Lp && (ceil || dilated) {
        model.need_opset(NORM_COMPLETE);
    }
    let node = if ceil { node.int("ceil_mode", 1) } else { node };
    place.push(model, frame.attributes(node, padding));
}

/// How a pool is written.
struct Sliding {
    frame: Frame,
    ceil: bool,
    /// An average counts the padding.
    counts: bool,
    /// Padding in a node of its own, before the pool.
    around: Option<Axes<Ends>>,
}

impl Sliding {
    /// Pads up to where the last windows reach.
    ///
    /// An average counts its padding but not what lies behind that (PyTorch's `ceil_mode`), so the one is put around the
    /// map and the other is padding that does not count.
    fn reach(&mut self, steps: &Axes<Step>) {
        if !self.counts {
            self.frame.pads = steps.map(reached);
            return;
        }
        self.frame.pads = steps.map(|step| Ends { begin: 0, end: reached(step).end - step.pad().end });
        self.around = Some(steps.map(Step::pad));
        self.counts = false;
    }
}

/// A pool whose windows are chosen by its output: over everything, or a pool with a kernel if its windows are all alike.
pub(super) fn adaptive(model: &mut Model, place: &Place<'_>, kind: PoolKind) -> Result<(), Reason> {
    let input = place.input;
    let output = place.output;
    if output.size.iter().all(|&out| out == 1) {
        global(model, place, kind);
        return Ok(());
    }
    let (mut kernel, mut strides) = (Vec::new(), Vec::new());
    for (axis, (&size, &out)) in input.size.iter().zip(output.size.iter()).enumerate() {
        // Window u goes from ⌊u·N/O⌋ to before ⌈(u+1)·N/O⌉. They are alike if N is q·O, or q·O + 1: then each begins q
        // behind the one before and takes one more.
        let (stride, rest) = (size / out, size % out);
        if stride == 0 || rest > 1 {
            return Err(Reason::Windows { axis, size, out });
        }
        kernel.push((stride + rest) as i64);
        strides.push(stride as i64);
    }
    let op = match kind {
        PoolKind::Max => "MaxPool",
        PoolKind::Average => "AveragePool",
        PoolKind::Lp => "LpPool",
    };
    let node = Node::new(op, place.inputs.clone()).ints("kernel_shape", kernel).ints("strides", strides);
    place.push(model, node);
    Ok(())
}

pub(super) fn global(model: &mut Model, place: &Place<'_>, kind: PoolKind) {
    let op = match kind {
        PoolKind::Max => "GlobalMaxPool",
        PoolKind::Average => "GlobalAveragePool",
        PoolKind::Lp => "GlobalLpPool",
    };
    place.push(model, Node::new(op, place.inputs.clone()));
}

/// A `Pad` of the spatial axes.
pub(super) fn padding_node(model: &mut Model, place: &Place<'_>, ends: &Axes<Ends>, fill: f32) -> Node {
    let around = Axes::splat(Ends::both(0), 2);
    let (zero, ends) = (paired(&around), paired(ends));
    let (begin, end) = ends.split_at(ends.len() / 2);
    let pads: Vec<i64> = [&zero[..2], begin, &zero[2..], end].concat();
    let mut inputs = vec![place.inputs[0].clone(), model.whole_numbers(&format!("{}.pads", place.tensor), &pads)];
    if fill != 0.0 {
        inputs.push(model.number(fill));
    }
    Node::new("Pad", inputs)
}

/// `Gemm` with a kernel `[out, in]`.
pub(super) fn linear(model: &mut Model, place: &Place<'_>, bias: bool) {
    let input = place.input;
    let output = place.output;
    let (read, made) = (input.channels as i64, output.channels);
    let inputs = parameters(model, place, &[made as i64, read], read, bias.then_some(made));
    place.push(model, Node::new("Gemm", inputs).int("transB", 1));
}

/// Blocks of units that become channels, or channels that become blocks. ONNX has it for square blocks of two axes; of
/// others the axes are taken apart, exchanged and put together.
///
/// Channels are in PyTorch's order (`pixel_shuffle`): those of one block stand together.
pub(super) fn blocks(model: &mut Model, place: &Place<'_>, block: &PerAxis<u64>, to_space: bool) {
    let input = place.input;
    let output = place.output;
    let block: Vec<u64> = (0..input.size.rank()).map(|axis| block.at(axis)).collect();
    if let (true, &[side, other]) = (to_space, block.as_slice())
        && side == other
    {
        let node = Node::new("DepthToSpace", place.inputs.clone());
        return place.push(model, node.int("blocksize", side as i64).text("mode", "CRD"));
    }
    let (rank, axes) = (block.len() as i64, 0..block.len() as i64);
    let sides = block.iter().map(|side| *side as i64);
    let parts: Vec<i64>;
    let order: Vec<i64>;
    if to_space {
        // [batch, channels, blocks…, units…] → [batch, channels, unit, block, …]
        parts = dims(&Shape { size: Axes::none(), ..output.clone() })
            .into_iter()
            .chain(sides)
            .chain(input.size.iter().map(|&n| n as i64))
            .collect();
        order = [0, 1].into_iter().chain(axes.flat_map(|axis| [2 + rank + axis, 2 + axis])).collect();
    } else {
        // [batch, channels, unit, block, …] → [batch, channels, blocks…, units…]
        let pairs = output.size.iter().zip(sides).flat_map(|(&n, side)| [n as i64, side]);
        parts = dims(&Shape { size: Axes::none(), ..input.clone() }).into_iter().chain(pairs).collect();
        let (units, blocks) = (axes.clone().map(|axis| 2 + 2 * axis), axes.map(|axis| 3 + 2 * axis));
        order = [0, 1].into_iter().chain(blocks).chain(units).collect();
    }
    let name = |part: &str| format!("{}.{part}", place.tensor);
    let apart = model.whole_numbers(&name("parts.shape"), &parts);
    let apart = model.step(Node::new("Reshape", vec![place.inputs[0].clone(), apart]), &name("parts"));
    let turned = model.step(Node::new("Transpose", vec![apart]).ints("perm", order), &name("order"));
    let shape = model.whole_numbers(&name("shape"), &dims(output));
    place.push(model, Node::new("Reshape", vec![turned, shape]));
}
