//! Resampling by any ratio: ONNX `Resize`.
//!
//! The place of output u among the inputs is `x = (num·u + shift)/den` (ONNX, `coordinate_transformation_mode`). It reads
//! the inputs closer to it than the filter reaches, or with nearest-neighbour the one that its rounding gives; of places
//! outside that is the border. A whole place reads its own input alone.

use num_rational::Ratio;

use super::{Impossible, Rule, SIZE_LIMIT, Step, lift, positive, resolve};
use crate::axes::Axes;
use crate::field::taps::Taps;
use crate::net::{Anchor, Filter, Resize, Resized, Round, Shape};

pub fn steps(resize: &Resize, input: &Shape) -> Result<Axes<Step>, Impossible> {
    let wanted: Axes<(u64, Ratio<u64>)> = match &resize.to {
        Resized::Scale(scale) => {
            let scale = resolve(scale, input)?;
            input.size.iter().zip(scale.iter()).map(|(&n, &scale)| scaled(n, scale)).collect::<Result<_, _>>()?
        }
        Resized::Size(size) => {
            let size = resolve(size, input)?;
            let ratio = |(&n, &size): (&u64, &u64)| Ok((positive(size)?, Ratio::new(size, n)));
            input.size.iter().zip(size.iter()).map(ratio).collect::<Result<_, Impossible>>()?
        }
    };
    lift(input, |axis, n| {
        let (outputs, scale) = wanted[axis];
        let taps = taps_of(resize, n as i64, outputs as i64, scale);
        Ok(Step { inputs: n, outputs, taps, rule: Rule::Fixed })
    })
}

fn scaled(n: u64, scale: Ratio<u64>) -> Result<(u64, Ratio<u64>), Impossible> {
    let (over, under) = (positive(*scale.numer())?, positive(*scale.denom())?);
    let outputs = n.checked_mul(over).map(|n| n / under).filter(|&n| n <= SIZE_LIMIT).ok_or(Impossible::TooLarge)?;
    Ok((positive(outputs).map_err(|_| Impossible::Zero)?, scale))
}

fn taps_of(resize: &Resize, inputs: i64, outputs: i64, scale: Ratio<u64>) -> Taps {
    let (over, under) = (*scale.numer() as i64, *scale.denom() as i64);
    // With one input there is nothing to choose from, with one output the first input is its place.
    if resize.anchor == Anchor::Corners && inputs == 1 {
        return Taps::repeat(outputs);
    }
    // All over twice the denominator, so that halves are whole.
    let (num, den, shift) = match resize.anchor {
        Anchor::Corners if outputs > 1 => (2 * (inputs - 1), 2 * (outputs - 1), 0),
        Anchor::Corners => (2 * inputs, 2, 0),
        Anchor::PytorchHalfPixel if outputs > 1 => (2 * under, 2 * over, under - over),
        Anchor::Asymmetric | Anchor::PytorchHalfPixel => (2 * under, 2 * over, 0),
        Anchor::HalfPixel => (2 * under, 2 * over, under - over),
        Anchor::Centred => (2 * under, 2 * over, under - over + inputs * over - outputs * under),
        Anchor::TensorflowHalfPixel => (2 * under, 2 * over, under),
    };
    let (shift, reach) = match resize.filter {
        // ⌈x − ½⌉, ⌊x + ½⌋, ⌊x⌋ and ⌈x⌉, all as ⌊ ⌋.
        Filter::Nearest(Round::PreferFloor) => (shift + den / 2 - 1, 0),
        Filter::Nearest(Round::PreferCeil) => (shift + den / 2, 0),
        Filter::Nearest(Round::Floor) => (shift, 0),
        Filter::Nearest(Round::Ceil) => (shift + den - 1, 0),
        Filter::Linear => (shift, 1),
        Filter::Cubic => (shift, 2),
    };
    Taps::Sampled { num, den, shift, reach, inputs }
}
