//! Parameters, multiply-adds and activations of a layer, for one image of the batch.
//!
//! One multiply-add counts as one. Taps that fall on padding are counted, additions of a bias and pooling are not: the
//! convention of most published tables, which count a multiply-add as two "FLOPs".

use crate::axes::Axes;
use crate::net::{Conv, ConvTransposed, Op, Pointwise, Shape};

/// Bytes of one activation, as `f32`.
const BYTES_PER_VALUE: u64 = 4;

/// What a layer costs. `None` past 2⁶⁴.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Weights and biases.
    pub params: Option<u64>,
    /// The biases among them.
    pub biases: u64,
    /// Multiply-adds for one image.
    pub macs: Option<u64>,
    /// Bytes of the layer's output for one image, as 32-bit floats.
    pub activation_bytes: Option<u64>,
}

impl Cost {
    /// The cost of `op` from `input` to `output`.
    pub(super) fn of(op: &Op, input: &Shape, output: &Shape) -> Self {
        let activation_bytes = output.values().and_then(|values| values.checked_mul(BYTES_PER_VALUE));
        let (weights, biases, uses) = match op {
            Op::Conv(Conv { window, groups, bias, .. }) => (
                weights(window.kernel.resolve(input.size.rank()).as_ref(), input, output, *groups),
                *bias,
                output.units(),
            ),
            // Every input unit is multiplied by the whole kernel.
            Op::ConvTransposed(ConvTransposed { window, groups, bias, .. }) => (
                weights(window.kernel.resolve(input.size.rank()).as_ref(), input, output, *groups),
                *bias,
                input.units(),
            ),
            Op::Linear(linear) => (input.channels.checked_mul(output.channels), linear.bias, Some(1)),
            Op::Pointwise(Pointwise::BatchNorm) => {
                let params = output.channels.checked_mul(2);
                return Self { params, biases: output.channels, macs: Some(0), activation_bytes };
            }
            _ => return Self { params: Some(0), biases: 0, macs: Some(0), activation_bytes },
        };
        let biases = if biases { output.channels } else { 0 };
        Self {
            params: weights.and_then(|weights| weights.checked_add(biases)),
            biases,
            macs: weights.and_then(|weights| weights.checked_mul(uses?)),
            activation_bytes,
        }
    }
}

fn weights(kernel: Option<&Axes<u64>>, input: &Shape, output: &Shape, groups: u64) -> Option<u64> {
    let taps = kernel?.iter().try_fold(1_u64, |product, &k| product.checked_mul(k))?;
    taps.checked_mul(input.channels / groups.max(1))?.checked_mul(output.channels)
}
