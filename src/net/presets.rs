//! Ready stacks, each of which shows one thing. Their titles and texts are in the locale, as `preset-<id>` and
//! `preset-<id>-text`.

use super::{Conv, Linear, Op, Pointwise, Shape, Stack, Window};

/// A ready stack.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its word in the locale's keys; never changes.
    pub id: &'static str,
    /// The locale's key of the title.
    pub title: &'static str,
    /// The locale's key of the line of text.
    pub text: &'static str,
    build: fn() -> Stack,
}

impl Preset {
    pub fn stack(&self) -> Stack {
        (self.build)()
    }
}

macro_rules! presets {
    ($($id:literal => $build:ident),* $(,)?) => {
        &[$(Preset { id: $id, title: concat!("preset-", $id), text: concat!("preset-", $id, "-text"), build: $build }),*]
    };
}

/// The presets in the order of the lecture; the first one opens first.
pub const ALL: &[Preset] = presets! {
    "dropped" => dropped,
    "stride-one" => stride_one,
    "stride-two" => stride_two,
    "growth" => growth,
    "keep-then-halve" => keep_then_halve,
    "max-pool" => max_pool,
    "average-pool" => average_pool,
    "channels" => channels,
    "mnist" => mnist,
    "flatten" => flatten,
    "deep" => deep,
    "vgg16" => vgg16,
};

const RELU: Op = Op::Pointwise(Pointwise::Relu);

fn linear(channels: u64) -> Op {
    Op::Linear(Linear { channels, bias: true })
}

/// N = 7, K = 3, S = 3: 1 + 4/3 = 2⅓ → 2, and a row and a column are lost.
fn dropped() -> Stack {
    Stack::of(Shape::image(1, [7, 7]), [Op::conv(Window::new(3, 3))])
}

fn stride_one() -> Stack {
    Stack::of(Shape::image(1, [5, 5]), [Op::conv(Window::new(3, 1))])
}

fn stride_two() -> Stack {
    Stack::of(Shape::image(1, [5, 5]), [Op::conv(Window::new(3, 2))])
}

/// Two kernels K see 2K − 1.
fn growth() -> Stack {
    Stack::of(Shape::image(1, [9, 9]), [Op::conv(Window::new(3, 1)), Op::conv(Window::new(3, 1))])
}

fn keep_then_halve() -> Stack {
    Stack::of(Shape::image(1, [8, 8]), [Op::conv(Window::new(3, 1).padded(1)), Op::conv(Window::new(3, 2).padded(1))])
}

fn max_pool() -> Stack {
    Stack::of(Shape::image(1, [4, 4]), [Op::max_pool(Window::new(2, 2))])
}

fn average_pool() -> Stack {
    Stack::of(Shape::image(1, [4, 4]), [Op::average_pool(Window::new(2, 2))])
}

fn channels() -> Stack {
    Stack::of(Shape::image(64, [224, 224]), [Op::max_pool(Window::new(2, 2))])
}

fn mnist() -> Stack {
    let ops = [
        Op::conv_to(Window::new(5, 1), 3),
        RELU,
        Op::conv_to(Window::new(3, 1), 6),
        RELU,
        Op::Flatten,
        linear(100),
        RELU,
        linear(10),
    ];
    Stack::of(Shape::image(1, [28, 28]), ops)
}

fn flatten() -> Stack {
    Stack::of(Shape { batch: 16, ..Shape::image(3, [32, 32]) }, [Op::Flatten])
}

/// As many 3×3 convolutions without padding as a 1024×1024 image bears: 2×2 is left.
fn deep() -> Stack {
    let conv = Op::Conv(Conv { window: Window::new(3, 1), channels: None, groups: 1, bias: true });
    Stack::of(Shape::image(1, [1024, 1024]), std::iter::repeat_n(conv, 511))
}

/// Configuration D of Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
/// 2014.
fn vgg16() -> Stack {
    let mut ops = Vec::new();
    for (convs, channels) in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)] {
        for _ in 0..convs {
            ops.extend([Op::conv_to(Window::new(3, 1).padded(1), channels), RELU]);
        }
        ops.push(Op::max_pool(Window::new(2, 2)));
    }
    let dropout = Op::Pointwise(Pointwise::Dropout);
    ops.extend([Op::Flatten, linear(4096), RELU, dropout.clone(), linear(4096), RELU, dropout, linear(1000)]);
    Stack::of(Shape::image(3, [224, 224]), ops)
}
