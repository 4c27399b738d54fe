//! Lessons: small stacks, each of which shows one thing.

use super::{RELU, linear};
use crate::axes::PerAxis;
use crate::net::{Conv, Edit, Matrix, Op, Shape, Source, Stack, Window};

/// N = 7, K = 3, S = 3: 1 + 4/3 = 2⅓ → 2, and a row and a column are lost. In the lost column every pixel is
/// 99, all others are 1: each sum is 9, and nothing tells of the 99.
pub(super) fn dropped() -> Stack {
    let stack = Stack::of(Shape::image(1, [7, 7]), [Op::conv(Window::new(3, 3))]);
    showing(stack, &[[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 99.0]; 7])
}

/// A stack whose image has these pixels.
fn showing<const W: usize>(mut stack: Stack, rows: &[[f32; W]]) -> Stack {
    let matrix = Matrix::new(vec![rows.len(), W], rows.concat());
    if let Some(matrix) = matrix {
        Edit::SetSource(Source::Typed(matrix)).apply(&mut stack);
    }
    stack
}

pub(super) fn stride_one() -> Stack {
    Stack::of(Shape::image(1, [5, 5]), [Op::conv(Window::new(3, 1))])
}

pub(super) fn stride_two() -> Stack {
    Stack::of(Shape::image(1, [5, 5]), [Op::conv(Window::new(3, 2))])
}

/// Two kernels K see 2K − 1.
pub(super) fn growth() -> Stack {
    Stack::of(Shape::image(1, [9, 9]), [Op::conv(Window::new(3, 1)), Op::conv(Window::new(3, 1))])
}

pub(super) fn keep_then_halve() -> Stack {
    Stack::of(Shape::image(1, [8, 8]), [Op::conv(Window::new(3, 1).padded(1)), Op::conv(Window::new(3, 2).padded(1))])
}

/// What both lessons of pooling pool.
const POOLED: [[f32; 4]; 4] = [[1.0, 1.0, 2.0, 4.0], [5.0, 6.0, 7.0, 8.0], [3.0, 2.0, 1.0, 0.0], [1.0, 2.0, 3.0, 4.0]];

/// 6 and 8, 3 and 4.
pub(super) fn max_pool() -> Stack {
    showing(Stack::of(Shape::image(1, [4, 4]), [Op::max_pool(Window::new(2, 2))]), &POOLED)
}

/// 3.25 and 5.25, 2 and 2.
pub(super) fn average_pool() -> Stack {
    showing(Stack::of(Shape::image(1, [4, 4]), [Op::average_pool(Window::new(2, 2))]), &POOLED)
}

pub(super) fn channels() -> Stack {
    Stack::of(Shape::image(64, [224, 224]), [Op::max_pool(Window::new(2, 2))])
}

pub(super) fn mnist() -> Stack {
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

pub(super) fn flatten() -> Stack {
    Stack::of(Shape { batch: 16, ..Shape::image(3, [32, 32]) }, [Op::Flatten])
}

/// As many 3×3 convolutions without padding as a 1024×1024 image bears: 2×2 is left.
pub(super) fn deep() -> Stack {
    let conv = Op::Conv(Conv { window: Window::new(3, 1), channels: None, groups: 1, bias: true });
    Stack::of(Shape::image(1, [1024, 1024]), std::iter::repeat_n(conv, 511))
}

/// The same dilation again and again: a field of 13 of which only 7 pixels on each axis are ever read.
pub(super) fn gridding() -> Stack {
    Stack::of(Shape::image(1, [32, 32]), [2, 2, 2].map(dilated))
}

/// The repair: dilations without a common factor. The same field, and every pixel of it is read.
pub(super) fn hdc() -> Stack {
    Stack::of(Shape::image(1, [32, 32]), [1, 2, 3].map(dilated))
}

/// A 3×3 convolution that keeps the size.
fn dilated(dilation: u64) -> Op {
    Op::conv(Window { dilation: PerAxis::All(dilation), ..Window::new(3, 1).padded(dilation) })
}
