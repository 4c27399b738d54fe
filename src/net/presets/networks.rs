//! Networks as they were published; of those with branches, the main path.

use super::{RELU, linear};
use crate::axes::PerAxis;
use crate::net::{Conv, ConvTransposed, Ends, Op, Padding, Pointwise, Shape, Stack, Window};

const BATCH_NORM: Op = Op::Pointwise(Pointwise::BatchNorm);
const DROPOUT: Op = Op::Pointwise(Pointwise::Dropout);

/// A convolution without a bias, its batch norm and its rectifier.
fn normed(window: Window, channels: u64, groups: u64) -> [Op; 3] {
    [Op::Conv(Conv { window, channels: Some(channels), groups, bias: false }), BATCH_NORM, RELU]
}

/// Two fully connected layers of 4096 units and one of `classes`.
fn classifier(classes: u64) -> [Op; 8] {
    [Op::Flatten, linear(4096), RELU, DROPOUT, linear(4096), RELU, DROPOUT, linear(classes)]
}

/// With average pools in the place of the trained subsampling, and every map of C3 connected to every one of S2.
pub(super) fn lenet5() -> Stack {
    const TANH: Op = Op::Pointwise(Pointwise::Tanh);
    let (conv, pool) = (|channels| Op::conv_to(Window::new(5, 1), channels), Op::average_pool(Window::new(2, 2)));
    let ops = [conv(6), TANH, pool.clone(), conv(16), TANH, pool, conv(120), TANH];
    let head = [Op::Flatten, linear(84), TANH, linear(10)];
    Stack::of(Shape::image(1, [32, 32]), ops.into_iter().chain(head))
}

/// On 227×227, with which its first layer loses nothing; without the local response normalisation, which sees one pixel.
pub(super) fn alexnet() -> Stack {
    let conv = |window: Window, channels, groups| {
        [Op::Conv(Conv { window, channels: Some(channels), groups, bias: true }), RELU]
    };
    let three = || Window::new(3, 1).padded(1);
    let pool = || [Op::max_pool(Window::new(3, 2))];
    let mut ops = Vec::new();
    ops.extend(conv(Window::new(11, 4), 96, 1));
    ops.extend(pool());
    ops.extend(conv(Window::new(5, 1).padded(2), 256, 2));
    ops.extend(pool());
    ops.extend(conv(three(), 384, 1));
    ops.extend(conv(three(), 384, 2));
    ops.extend(conv(three(), 256, 2));
    ops.extend(pool());
    ops.extend(classifier(1000));
    Stack::of(Shape::image(3, [227, 227]), ops)
}

/// Configuration D.
pub(super) fn vgg16() -> Stack {
    let mut ops = Vec::new();
    for (convs, channels) in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)] {
        for _ in 0..convs {
            ops.extend([Op::conv_to(Window::new(3, 1).padded(1), channels), RELU]);
        }
        ops.push(Op::max_pool(Window::new(2, 2)));
    }
    ops.extend(classifier(1000));
    Stack::of(Shape::image(3, [224, 224]), ops)
}

/// Sixteen frames of 112×112, and the 487 classes of Sports-1M.
pub(super) fn c3d() -> Stack {
    let pool = |kernel: [u64; 3], begin: [u64; 3]| {
        let per_axis = |values: [u64; 3]| PerAxis::Each(values.into());
        let ends = PerAxis::Each(begin.map(Ends::both).into());
        let window = Window { kernel: per_axis(kernel), stride: per_axis(kernel), ..Window::new(2, 2) };
        Op::max_pool(Window { padding: Padding::Explicit(ends), ..window })
    };
    let halving = || Op::max_pool(Window::new(2, 2));
    // The first pool keeps the frames, the last one keeps a column at the end.
    let pools = [pool([1, 2, 2], [0; 3]), halving(), halving(), halving(), pool([2, 2, 2], [0, 1, 1])];
    let mut ops = Vec::new();
    for ((convs, channels), pool) in [(1, 64), (1, 128), (2, 256), (2, 512), (2, 512)].into_iter().zip(pools) {
        for _ in 0..convs {
            ops.extend([Op::conv_to(Window::new(3, 1).padded(1), channels), RELU]);
        }
        ops.push(pool);
    }
    ops.extend(classifier(487));
    Stack::of(Shape::image(3, [16, 112, 112]), ops)
}

/// The way down and up again, without the connections across.
pub(super) fn unet() -> Stack {
    let twice = |channels| {
        let conv = || [Op::conv_to(Window::new(3, 1), channels), RELU];
        conv().into_iter().chain(conv())
    };
    let up = |channels| {
        let window = Window::new(2, 2);
        let output_padding = PerAxis::All(0);
        Op::ConvTransposed(ConvTransposed { window, output_padding, channels: Some(channels), groups: 1, bias: true })
    };
    let mut ops = Vec::new();
    for channels in [64, 128, 256, 512] {
        ops.extend(twice(channels));
        ops.push(Op::max_pool(Window::new(2, 2)));
    }
    ops.extend(twice(1024));
    for channels in [512, 256, 128, 64] {
        ops.push(up(channels));
        ops.extend(twice(channels));
    }
    ops.push(Op::conv_to(Window::new(1, 1), 2));
    Stack::of(Shape::image(1, [572, 572]), ops)
}

/// The beginning of every residual network.
fn residual_stem() -> Vec<Op> {
    let mut ops = normed(Window::new(7, 2).padded(3), 64, 1).to_vec();
    ops.push(Op::max_pool(Window::new(3, 2).padded(1)));
    ops
}

fn residual_head() -> [Op; 3] {
    [Op::GlobalPool(crate::net::PoolKind::Average), Op::Flatten, linear(1000)]
}

/// Eight blocks of two 3×3 convolutions; where maps are halved, the first of the two does it.
pub(super) fn resnet18() -> Stack {
    let mut ops = residual_stem();
    for (stage, channels) in [64, 128, 256, 512].into_iter().enumerate() {
        for block in 0..2 {
            let stride = if stage > 0 && block == 0 { 2 } else { 1 };
            ops.extend(normed(Window::new(3, stride).padded(1), channels, 1));
            ops.extend(normed(Window::new(3, 1).padded(1), channels, 1));
        }
    }
    ops.extend(residual_head());
    Stack::of(Shape::image(3, [224, 224]), ops)
}

/// Sixteen bottlenecks. The stride is in their 3×3 convolutions, as in torchvision; the paper has it in the first 1×1.
pub(super) fn resnet50() -> Stack {
    let mut ops = residual_stem();
    for (stage, (blocks, channels)) in [(3, 64), (4, 128), (6, 256), (3, 512)].into_iter().enumerate() {
        for block in 0..blocks {
            let stride = if stage > 0 && block == 0 { 2 } else { 1 };
            ops.extend(normed(Window::new(1, 1), channels, 1));
            ops.extend(normed(Window::new(3, stride).padded(1), channels, 1));
            ops.extend(normed(Window::new(1, 1), 4 * channels, 1));
        }
    }
    ops.extend(residual_head());
    Stack::of(Shape::image(3, [224, 224]), ops)
}

/// One block of ten causal convolutions: all padding is before the first sample.
pub(super) fn wavenet() -> Stack {
    let causal = |dilation: u64| {
        let padding = Padding::Explicit(PerAxis::All(Ends { begin: dilation, end: 0 }));
        Op::conv_to(Window { padding, dilation: PerAxis::All(dilation), ..Window::new(2, 1) }, 32)
    };
    Stack::of(Shape::image(1, [4096]), (0..10).map(|layer| causal(1 << layer)))
}

/// Every 3×3 convolution sees one channel, every 1×1 one mixes them.
pub(super) fn mobilenet() -> Stack {
    let mut ops = normed(Window::new(3, 2).padded(1), 32, 1).to_vec();
    let mut before = 32;
    let rest = [(512, 1); 5].into_iter().chain([(1024, 2), (1024, 1)]);
    for (channels, stride) in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)].into_iter().chain(rest) {
        ops.extend(normed(Window::new(3, stride).padded(1), before, before));
        ops.extend(normed(Window::new(1, 1), channels, 1));
        before = channels;
    }
    ops.extend(residual_head());
    Stack::of(Shape::image(3, [224, 224]), ops)
}
