//! Windows on three axes: fewer axes are padded in front with axes of one unit, so that every op is written once.

use std::ops::Range;

use crate::axes::Axes;
use crate::field::{Rule, Step, Taps};
use crate::net::{Ends, Shape};

/// One axis of an op.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub inputs: usize,
    pub outputs: usize,
    pub taps: Taps,
    pub pad: Ends,
    pub kernel: usize,
    pub stride: i64,
    pub dilation: i64,
}

impl Axis {
    const SINGLE: Self = Self {
        inputs: 1,
        outputs: 1,
        taps: Taps::SAME,
        pad: Ends { begin: 0, end: 0 },
        kernel: 1,
        stride: 1,
        dilation: 1,
    };

    fn of(step: &Step) -> Self {
        let (kernel, stride, dilation, pad) = match step.rule {
            Rule::Window { kernel, stride, dilation, pad, .. }
            | Rule::Same { kernel, stride, dilation, pad }
            | Rule::Transposed { kernel, stride, dilation, pad, .. } => (kernel, stride, dilation, pad),
            _ => (1, 1, 1, step.pad()),
        };
        Self {
            inputs: step.inputs as usize,
            outputs: step.outputs as usize,
            taps: step.taps,
            pad,
            kernel: kernel as usize,
            stride: stride as i64,
            dilation: dilation as i64,
        }
    }

    /// The input index of a tap of an output unit; outside the input it lies in the padding.
    pub fn read(&self, unit: usize, tap: usize) -> i64 {
        unit as i64 * self.stride - self.pad.begin as i64 + tap as i64 * self.dilation
    }

    /// The units whose tap lies inside the input.
    pub fn inside(&self, tap: usize) -> Range<usize> {
        let shift = self.pad.begin as i64 - tap as i64 * self.dilation;
        let first = num_integer::div_ceil(shift, self.stride).max(0);
        let end = num_integer::Integer::div_floor(&(self.inputs as i64 - 1 + shift), &self.stride) + 1;
        let end = end.clamp(0, self.outputs as i64);
        first.min(end) as usize..end as usize
    }
}

/// An op on maps of three axes, outermost first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Geometry(pub [Axis; 3]);

impl Geometry {
    pub fn of(steps: &Axes<Step>) -> Self {
        let mut axes = [Axis::SINGLE; 3];
        let first = 3 - steps.rank();
        for (axis, step) in axes[first..].iter_mut().zip(steps.iter()) {
            *axis = Axis::of(step);
        }
        Self(axes)
    }

    /// Whether the first axis is only there because it is padded in front.
    pub fn is_flat(&self) -> bool {
        let [slices, ..] = &self.0;
        slices.inputs == 1 && slices.outputs == 1 && slices.kernel == 1 && slices.pad.begin == 0
    }

    pub fn inputs(&self) -> usize {
        self.0.iter().map(|axis| axis.inputs).product()
    }

    pub fn outputs(&self) -> usize {
        self.0.iter().map(|axis| axis.outputs).product()
    }

    pub fn taps(&self) -> usize {
        self.0.iter().map(|axis| axis.kernel).product()
    }
}

/// The sizes of a tensor, batch first.
pub(super) fn sizes(shape: &Shape) -> Vec<usize> {
    let sizes = [shape.batch, shape.channels].into_iter().chain(shape.size.iter().copied());
    sizes.map(|n| n as usize).collect()
}
