//! The ops with a sliding window: convolutions and pools.

use super::Reason;
use super::model::{Model, Node, dims};
use super::nodes::{Place, Written, paired};
use crate::axes::Axes;
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
pub(super) fn conv(model: &mut Model, place: &Place<'_>, conv: &Conv) -> Written {
    let Some((input, steps, output)) = place.known() else { return Written::NotKnown };
    let frame = Frame::of(steps);
    let read = (input.channels / conv.groups) as i64;
    let kernel: Vec<i64> = [output.channels as i64, read].into_iter().chain(frame.kernel.iter().copied()).collect();
    let reads = read.saturating_mul(frame.taps());
    let inputs = parameters(model, place, &kernel, reads, conv.bias.then_some(output.channels));
    let node = Node::new("Conv", inputs).int("group", conv.groups as i64);
    place.push(model, frame.attributes(node, &conv.window.padding))
}

/// Kernels `[in, out/groups, taps…]`.
pub(super) fn transposed(model: &mut Model, place: &Place<'_>, conv: &ConvTransposed) -> Written {
    let Some((input, steps, output)) = place.known() else { return Written::NotKnown };
    let frame = Frame::of(steps);
    let made = (output.channels / conv.groups) as i64;
    let kernel: Vec<i64> = [input.channels as i64, made].into_iter().chain(frame.kernel.iter().copied()).collect();
    let reads = ((input.channels / conv.groups) as i64).saturating_mul(frame.taps());
    let inputs = parameters(model, place, &kernel, reads, conv.bias.then_some(output.channels));
    let added = |step: &Step| if let Rule::Transposed { added, .. } = step.rule { added as i64 } else { 0 };
    let node = Node::new("ConvTranspose", inputs)
        .int("group", conv.groups as i64)
        .ints("output_padding", steps.iter().map(added).collect());
    // Cut by units: runtimes differ in what a word for it means here.
    place.push(model, frame.attributes(node, &Padding::NONE))
}

pub(super) fn pool(model: &mut Model, place: &Place<'_>, pool: &Pool) -> Result<Written, Reason> {
    let Some((_, steps, _)) = place.known() else { return Ok(Written::NotKnown) };
    let mut frame = Frame::of(steps);
    let rounds = |wanted: Rounding| {
        steps.iter().any(|step| matches!(step.rule, Rule::Window { rounding, .. } if rounding == wanted))
    };
    // Where the last window is cut after all nothing was rounded up; older runtimes would keep it.
    let mut ceil = pool.ceil && (rounds(Rounding::Ceil) || !rounds(Rounding::CeilCut));
    let mut padding = &pool.window.padding;
    let mut inputs = place.inputs.clone();
    // Runtimes refuse to pad a pool by its kernel or more.
    let wide = |(ends, kernel): (&Ends, &i64)| ends.begin.max(ends.end) as i64 >= *kernel;
    let outside =
        frame.pads.iter().zip(&frame.kernel).any(wide) && (pool.kind != PoolKind::Average || pool.count_padding);
    if outside {
        if pool.kind == PoolKind::Average && rounds(Rounding::Ceil) {
            return Err(Reason::PaddedAverage);
        }
        // What is below everything is never the largest, and zero adds nothing to a norm: a last partial window may
        // reach into them.
        let ends = if pool.kind == PoolKind::Average { steps.map(Step::pad) } else { steps.map(reached) };
        let fill = if pool.kind == PoolKind::Max { f32::NEG_INFINITY } else { 0.0 };
        let node = padding_node(model, place, &ends, fill);
        inputs = vec![model.step(node, &format!("{}.pad", place.tensor))];
        frame.pads = ends.map(|_| Ends::both(0));
        (ceil, padding) = (false, &Padding::NONE);
    }
    let node = match pool.kind {
        PoolKind::Max => Node::new("MaxPool", inputs),
        PoolKind::Average => {
            let node = Node::new("AveragePool", inputs);
            node.int("count_include_pad", i64::from(pool.count_padding))
        }
        PoolKind::Lp => Node::new("LpPool", inputs),
    };
    if pool.kind == PoolKind::Average && frame.is_dilated() {
        model.need_opset(AVERAGE_DILATED);
    }
    if pool.kind == PoolKind::Lp && (ceil || frame.is_dilated()) {
        model.need_opset(NORM_COMPLETE);
    }
    let node = if ceil { node.int("ceil_mode", 1) } else { node };
    Ok(place.push(model, frame.attributes(node, padding)))
}

/// A pool whose windows are chosen by its output: over everything, or a pool with a kernel if its windows are all alike.
pub(super) fn adaptive(model: &mut Model, place: &Place<'_>, kind: PoolKind) -> Result<Written, Reason> {
    let Some((input, _, output)) = place.known() else { return Ok(Written::NotKnown) };
    if output.size.iter().all(|&out| out == 1) {
        return Ok(global(model, place, kind));
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
    Ok(place.push(model, node))
}

pub(super) fn global(model: &mut Model, place: &Place<'_>, kind: PoolKind) -> Written {
    let op = match kind {
        PoolKind::Max => "GlobalMaxPool",
        PoolKind::Average => "GlobalAveragePool",
        PoolKind::Lp => "GlobalLpPool",
    };
    place.push(model, Node::new(op, place.inputs.clone()))
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
pub(super) fn linear(model: &mut Model, place: &Place<'_>, bias: bool) -> Written {
    let Some((input, _, output)) = place.known() else { return Written::NotKnown };
    let (read, made) = (input.channels as i64, output.channels);
    let inputs = parameters(model, place, &[made as i64, read], read, bias.then_some(made));
    place.push(model, Node::new("Gemm", inputs).int("transB", 1))
}

/// Blocks of units that become channels, or channels that become blocks. ONNX has it for square blocks of two axes; of
/// others the axes are taken apart, exchanged and put together.
///
/// Channels are in PyTorch's order (`pixel_shuffle`): those of one block stand together.
pub(super) fn blocks(model: &mut Model, place: &Place<'_>, block: &[u64], to_space: bool) -> Written {
    let Some((input, _, output)) = place.known() else { return Written::NotKnown };
    if let (true, &[side, other]) = (to_space, block)
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
    place.push(model, Node::new("Reshape", vec![turned, shape]))
}
