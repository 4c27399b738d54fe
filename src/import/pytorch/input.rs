//! How large the image is: as the text says it, or as the layers would have it.

use super::remark::{Finding, Remarks};
use super::script::Sizes;
use super::{Read, after, needs_flattening};
use crate::axes::{Axes, MAX_AXES};
use crate::net::{MAX_BATCH, MAX_CHANNELS, MAX_SIZE, Op, Shape};

/// Sizes that networks are made for, those of photographs first.
const SIZES: [u64; 8] = [224, 32, 64, 96, 128, 227, 256, 299];
/// The same for images of one channel: those of handwritten digits first.
const GREY_SIZES: [u64; 8] = [28, 32, 64, 96, 128, 224, 227, 256];
/// Of signals and of volumes.
const LONG_SIZES: [u64; 4] = [128, 256, 1024, 16000];
const VOLUME_SIZES: [u64; 4] = [32, 16, 64, 128];

/// The first input of the text that fits, or one that the layers run on.
pub fn choose(found: &[Sizes], layers: &[Read], remarks: &mut Remarks) -> Shape {
    // Behind a flat vector a `BatchNorm1d` says nothing of the image.
    let flat = |read: &&Read| matches!(read.layer.ops.first(), Some(Op::Flatten | Op::Linear(_)));
    let rank = layers.iter().take_while(|read| !flat(read)).find_map(|read| read.layer.rank);
    let first = layers.iter().find_map(|read| read.layer.inputs);
    let channels = first.filter(|inputs| inputs.setting != "in_features").map(|inputs| inputs.count);
    let fitting: Vec<Shape> = found.iter().filter_map(|sizes| shape_of(sizes, rank)).collect();
    let exact = fitting.iter().find(|shape| channels.is_none_or(|channels| shape.channels == channels));
    if let Some(shape) = exact.or(fitting.first()) {
        return shape.clone();
    }
    let taken = assumed(rank, channels, layers);
    let input = taken.to_string();
    match found.first() {
        Some(Sizes { line, all, .. }) => {
            let sizes = all.iter().take(2 * MAX_AXES).map(i64::to_string).collect::<Vec<_>>().join(", ");
            remarks.tell(*line, Finding::InputUnfit { sizes, input });
        }
        None => remarks.tell(None, Finding::InputAssumed { input }),
    }
    taken
}

/// Sizes of a tensor as an image: channels and axes, or the batch before them.
fn shape_of(found: &Sizes, rank: Option<usize>) -> Option<Shape> {
    let whole = |&n: &i64| u64::try_from(n).ok().filter(|n| *n > 0);
    let sizes: Vec<u64> = found.all.iter().map(whole).collect::<Option<_>>()?;
    // A summary is given an image, everything else a batch of them.
    let batched = !found.is_summary || rank.is_some_and(|rank| sizes.len() == rank + 2);
    let guessed = || sizes.len().checked_sub(if batched { 2 } else { 1 });
    let (batch, channels, size) = match (sizes.as_slice(), rank.or_else(guessed)?) {
        // Vectors: as rows of one channel.
        ([batch, features], 0) => (*batch, 1, std::slice::from_ref(features)),
        ([features], 0) => (1, 1, std::slice::from_ref(features)),
        ([batch, channels, size @ ..], rank @ 1..=MAX_AXES) if size.len() == rank => (*batch, *channels, size),
        ([channels, size @ ..], rank @ 1..=MAX_AXES) if size.len() == rank => (1, *channels, size),
        _ => return None,
    };
    let fits = batch <= MAX_BATCH && channels <= MAX_CHANNELS && size.iter().all(|&n| n <= MAX_SIZE);
    fits.then(|| Shape { batch, channels, size: size.iter().copied().collect() })
}

/// The first of the usual sizes on which every layer gets what it is written for, or else the first on which all run.
fn assumed(rank: Option<usize>, channels: Option<u64>, layers: &[Read]) -> Shape {
    let features = layers.iter().find_map(|read| read.layer.inputs).filter(|inputs| inputs.setting == "in_features");
    if let (None, Some(features)) = (rank, features) {
        return Shape::image(1, [features.count]);
    }
    let channels = channels.unwrap_or(if rank.unwrap_or(2) == 2 { 3 } else { 1 });
    let sizes: &[u64] = match (rank, channels) {
        (Some(1), _) => &LONG_SIZES,
        (Some(3), _) => &VOLUME_SIZES,
        (_, 1) => &GREY_SIZES,
        _ => &SIZES,
    };
    let shapes: Vec<Shape> = sizes.iter().map(|&n| Shape::image(channels, Axes::splat(n, rank.unwrap_or(2)))).collect();
    let fit = |wanted: Fit| shapes.iter().find(|shape| fit_of(shape, layers) >= wanted);
    fit(Fit::Exactly).or_else(|| fit(Fit::Runs)).unwrap_or(&shapes[0]).clone()
}

/// How well a network takes an input.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Fails,
    Runs,
    /// Every linear layer gets as many features as it is written for.
    Exactly,
}

fn fit_of(input: &Shape, layers: &[Read]) -> Fit {
    let mut shape = input.clone();
    let mut fit = Fit::Exactly;
    for Read { layer, .. } in layers {
        if needs_flattening(layer, &shape) {
            let Some(flat) = after(&Op::Flatten, &shape) else { return Fit::Fails };
            shape = flat;
        }
        let linear = layer.inputs.filter(|inputs| inputs.setting == "in_features");
        if linear.is_some_and(|inputs| !shape.size.is_empty() || inputs.count != shape.channels) {
            fit = Fit::Runs;
        }
        for op in &layer.ops {
            // Behind a layer of which nothing is known nothing speaks against it.
            if matches!(op, Op::Unsupported(_)) {
                return fit;
            }
            match after(op, &shape) {
                Some(behind) => shape = behind,
                None => return Fit::Fails,
            }
        }
    }
    fit
}
