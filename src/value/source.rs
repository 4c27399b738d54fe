//! The values of the image.

mod fit;
pub(super) mod noise;
mod test_picture;
pub(super) mod wanted;

use std::sync::Arc;

use super::geometry::sizes;
use super::{Asset, AssetError, Assets, Tensor, ValueProblem};
use crate::net::{Shape, Source};
use noise::Noise;
use wanted::{Wanted, axis_words, which};

/// The image as `[batch, channels, spatial…]`. The caller has held the size against a limit.
///
/// What is given for one image, a picture or typed numbers, is the same for every image of the batch.
pub fn image(source: &Source, shape: &Shape, assets: &Assets) -> Result<Tensor, ValueProblem> {
    let values = match source {
        Source::TestPicture => by_unit(shape, |part, index| {
            let at: Vec<f32> = index.iter().zip(&shape.size).map(|(&i, &n)| (i as f32 + 0.5) / n as f32).collect();
            test_picture::value(&at, shape.size.as_slice(), part)
        }),
        Source::Ramp => (0..count(shape)).map(|at| at as f32).collect(),
        Source::Checkerboard { cell } => {
            let cell = (*cell).max(1);
            by_unit(shape, |_, index| (index.iter().map(|i| i / cell).sum::<u64>() % 2) as f32)
        }
        Source::Impulse => {
            let middle = shape.middle_unit();
            by_unit(shape, |_, index| f32::from(u8::from(index.iter().zip(&middle).all(|(&i, &m)| i as i64 == m))))
        }
        Source::Noise { seed } => {
            let mut noise = Noise::new(*seed);
            (0..count(shape)).map(|_| noise.uniform()).collect()
        }
        Source::Typed(matrix) => {
            spread(|| "the typed image".to_owned(), matrix.shape(), matrix.data(), shape, Batches::Alike)?
        }
        Source::Picture { path, fit } => match asset(path, assets)? {
            Asset::Picture(picture) => {
                let one = fit::channels(picture, *fit, shape);
                one.repeat(shape.batch as usize)
            }
            Asset::Array(_) => return Err(wrong_kind(path, "this is an array; name it as one, or choose a picture")),
        },
        Source::Array { path } => {
            let array = array(path, assets)?;
            spread(|| path.clone(), array.shape(), &numbers(&array), shape, Batches::Given)?
        }
    };
    // The values were made for the shape, so they fill it.
    Ok(Tensor::from_shape_vec(sizes(shape), values).unwrap_or_else(|_| Tensor::zeros(sizes(shape))))
}

/// What a file holds, or why it is of no use.
pub(super) fn asset<'a>(path: &str, assets: &'a Assets) -> Result<&'a Asset, ValueProblem> {
    let problem = |error| ValueProblem::Asset { path: path.to_owned(), error };
    match assets.get(path) {
        Some(Ok(asset)) => Ok(asset),
        Some(Err(error)) => Err(problem(error.clone())),
        None => Err(problem(AssetError::Missing)),
    }
}

/// The array that a file holds.
pub(super) fn array(path: &str, assets: &Assets) -> Result<Arc<Tensor>, ValueProblem> {
    match asset(path, assets)? {
        Asset::Array(array) => Ok(Arc::clone(array)),
        Asset::Picture(_) => Err(wrong_kind(path, "this is a picture; choose an array (.npy)")),
    }
}

/// The numbers of an array in memory's order.
pub(super) fn numbers(array: &Tensor) -> Vec<f32> {
    array.iter().copied().collect()
}

fn wrong_kind(path: &str, reason: &str) -> ValueProblem {
    ValueProblem::Asset { path: path.to_owned(), error: AssetError::Broken(reason.to_owned()) }
}

fn count(shape: &Shape) -> usize {
    sizes(shape).iter().product()
}

/// A value for every unit, in memory's order; `value` takes the number of the channel, counted through the batch, and
/// the index of the unit.
fn by_unit(shape: &Shape, value: impl Fn(u64, &[u64]) -> f32) -> Vec<f32> {
    let mut values = Vec::with_capacity(count(shape));
    let units = shape.size.iter().product::<u64>();
    for part in 0..shape.batch * shape.channels {
        let mut index = vec![0_u64; shape.size.rank()];
        for _ in 0..units {
            values.push(value(part, &index));
            step(&mut index, shape.size.as_slice());
        }
    }
    values
}

/// The next index in memory's order; the first one behind the last.
pub(super) fn step(index: &mut [u64], size: &[u64]) {
    for (i, &n) in index.iter_mut().zip(size).rev() {
        *i += 1;
        if *i < n {
            return;
        }
        *i = 0;
    }
}

/// Whether an array may tell the images of a batch apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Batches {
    Alike,
    Given,
}

/// Numbers of the spatial axes for every channel, of channels for every image, or of all images.
fn spread(
    what: impl FnOnce() -> String,
    found: &[usize],
    numbers: &[f32],
    shape: &Shape,
    batches: Batches,
) -> Result<Vec<f32>, ValueProblem> {
    let spatial = axis_words(shape.size.rank()).iter().copied().zip(shape.size.iter().map(|&n| n as usize));
    let all: Wanted =
        [("batch", shape.batch as usize), ("channels", shape.channels as usize)].into_iter().chain(spatial).collect();
    // A flat vector has no spatial axes; its channels are what is given.
    let least = if shape.size.is_empty() { [1, 1, 0] } else { [2, 1, 0] };
    let mut wanted: Vec<Wanted> = least.iter().map(|&begin| all[begin..].to_vec()).collect();
    if batches == Batches::Alike {
        wanted.pop();
    }
    wanted.dedup();
    which(what, found, &wanted)?;
    Ok(numbers.repeat(count(shape) / numbers.len()))
}
