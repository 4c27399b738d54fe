//! Pools. A window is a product of its axes, and so is the greatest value or the sum of it: rows are joined first, a whole
//! row at a time, then the units of the joined row.

use rayon::prelude::*;

use super::geometry::{Axis, Geometry};
use super::lanes::widest;
use crate::net::PoolKind;

/// A row with its padding may be so many values longer than its units read.
const MOST_MORE: usize = 1 << 16;

/// The units that one window reads on one axis, clipped to the input.
struct Reads {
    first: usize,
    step: usize,
    count: usize,
    /// What an average divides by on this axis.
    divisor: f32,
}

/// The units that all windows of a row read, if they are as far apart everywhere.
#[derive(Clone, Copy)]
struct Regular {
    begin: usize,
    taps: usize,
    stride: usize,
    dilation: usize,
    /// Of the row with as much padding as windows reach into.
    length: usize,
}

impl Regular {
    fn of(axis: &Axis) -> Option<Self> {
        let begin = axis.pad.begin as i64;
        let kernel = axis.kernel as i64;
        let regular = (0..axis.outputs as i64).all(|unit| {
            let read = axis.taps.reads(unit);
            let steps = read.step == axis.dilation || kernel == 1;
            read.first == unit * axis.stride - begin && read.count == kernel && steps
        });
        let reach = (kernel - 1).checked_mul(axis.dilation)?;
        let length = (axis.outputs as i64 - 1).checked_mul(axis.stride)?.checked_add(reach)?.checked_add(1)?;
        let length = usize::try_from(length).ok()?.max(axis.pad.begin as usize + axis.inputs);
        (regular && length <= axis.inputs + MOST_MORE).then_some(Self {
            begin: axis.pad.begin as usize,
            taps: axis.kernel,
            stride: axis.stride as usize,
            dilation: axis.dilation as usize,
            length,
        })
    }
}

/// How values are joined.
trait Join: Sync {
    /// The value of nothing.
    const EMPTY: f32;
    fn join(a: f32, b: f32) -> f32;
}

struct Greatest;

impl Join for Greatest {
    const EMPTY: f32 = f32::NEG_INFINITY;

    /// The greater one, and no number if either is none, as PyTorch has it.
    #[inline]
    fn join(a: f32, b: f32) -> f32 {
        if a < b || b.is_nan() { b } else { a }
    }
}

struct Sum;

impl Join for Sum {
    const EMPTY: f32 = 0.0;

    #[inline]
    fn join(a: f32, b: f32) -> f32 {
        a + b
    }
}

/// One image `[channels, …]` through a pool. With `count_padding` an average divides by the padding inside the window too;
/// what a window has beyond the padding, behind the last of a ceiled size, never counts (as in PyTorch).
pub(super) fn pool(image: &[f32], kind: PoolKind, count_padding: bool, geometry: &Geometry, out: &mut [f32]) {
    let reads = geometry.0.each_ref().map(|axis| reads(axis, count_padding));
    let regular = Regular::of(&geometry.0[2]);
    let channels = out.par_chunks_mut(geometry.outputs().max(1)).zip(image.par_chunks(geometry.inputs().max(1)));
    channels.for_each(|(out, image)| {
        // Each is compiled on its own: together they took half again as long for windows that overlap.
        match kind {
            PoolKind::Max => widest(|| channel::<Greatest>(image, &reads, regular, geometry, out)),
            // An average is also what stands in for a norm, which is never asked for.
            PoolKind::Average | PoolKind::Lp => widest(|| {
                channel::<Sum>(image, &reads, regular, geometry, out);
                divide(&reads, out);
            }),
        }
    });
}

#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn channel<J: Join>(
    image: &[f32],
    [of_slices, of_rows, of_columns]: &[Vec<Reads>; 3],
    regular: Option<Regular>,
    geometry: &Geometry,
    out: &mut [f32],
) {
    let [_, rows, columns] = &geometry.0;
    let begin = regular.map_or(0, |regular| regular.begin);
    let mut joined = vec![J::EMPTY; regular.map_or(columns.inputs, |regular| regular.length)];
    let windows = of_slices.iter().flat_map(|of_slice| of_rows.iter().map(move |of_row| (of_slice, of_row)));
    for (made, (of_slice, of_row)) in out.chunks_mut(columns.outputs.max(1)).zip(windows) {
        let inside = &mut joined[begin..begin + columns.inputs];
        join_rows::<J>(image, (of_slice, of_row), (rows.inputs, columns.inputs), inside);
        match regular {
            Some(regular) => units::<J>(&joined, regular, made),
            None => {
                for (value, Reads { first, step, count, .. }) in made.iter_mut().zip(of_columns) {
                    *value = (0..*count).fold(J::EMPTY, |all, at| J::join(all, joined[first + at * step]));
                }
            }
        }
    }
}

/// Sums to averages.
#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn divide([of_slices, of_rows, of_columns]: &[Vec<Reads>; 3], out: &mut [f32]) {
    let divisors: Vec<f32> = of_columns.iter().map(|read| read.divisor).collect();
    let windows = of_slices.iter().flat_map(|of_slice| of_rows.iter().map(|of_row| of_slice.divisor * of_row.divisor));
    for (made, divisor) in out.chunks_mut(divisors.len().max(1)).zip(windows) {
        made.iter_mut().zip(&divisors).for_each(|(value, of_column)| *value /= divisor * of_column);
    }
}

fn reads(axis: &Axis, count_padding: bool) -> Vec<Reads> {
    let size = axis.inputs as i64;
    let inside = |first: i64, step: i64, count: i64, low: i64, high: i64| {
        let skipped = num_integer::div_ceil((low - first).max(0), step).min(count);
        let end = num_integer::Integer::div_floor(&(high - 1 - first), &step) + 1;
        (skipped, end.clamp(skipped, count))
    };
    let of = |unit: usize| {
        let read = axis.taps.reads(unit as i64);
        let step = read.step.max(1);
        let (skipped, end) = inside(read.first, step, read.count, 0, size);
        let counted = if count_padding {
            inside(read.first, step, read.count, -(axis.pad.begin as i64), size + axis.pad.end as i64)
        } else {
            (skipped, end)
        };
        Reads {
            first: (read.first + skipped * step).max(0) as usize,
            step: step as usize,
            count: (end - skipped) as usize,
            divisor: (counted.1 - counted.0) as f32,
        }
    };
    (0..axis.outputs).map(of).collect()
}

/// Joins the rows of a window into one, two at a time.
#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn join_rows<J: Join>(
    image: &[f32],
    (of_slice, of_row): (&Reads, &Reads),
    (height, width): (usize, usize),
    joined: &mut [f32],
) {
    let row = |at: usize| {
        let (z, y) =
            (of_slice.first + at / of_row.count * of_slice.step, of_row.first + at % of_row.count * of_row.step);
        &image[(z * height + y) * width..][..width]
    };
    let count = of_slice.count * of_row.count;
    if count == 0 {
        joined.fill(J::EMPTY);
    } else if count == 1 {
        joined.copy_from_slice(row(0));
    } else {
        let both = row(0).iter().zip(row(1));
        joined.iter_mut().zip(both).for_each(|(joined, (a, b))| *joined = J::join(*a, *b));
    }
    for at in 2..count {
        joined.iter_mut().zip(row(at)).for_each(|(joined, value)| *joined = J::join(*joined, *value));
    }
}

/// Joins the units of every window of a row that has its padding.
#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn units<J: Join>(row: &[f32], Regular { taps, stride, dilation, .. }: Regular, made: &mut [f32]) {
    match (stride, taps, dilation) {
        (2, 2, 1) => {
            let pairs = row.chunks_exact(2);
            made.iter_mut().zip(pairs).for_each(|(value, pair)| *value = J::join(pair[0], pair[1]));
        }
        (2, 3, 1) => {
            // The last window has nothing behind its third tap.
            let triples = row.chunks_exact(2).zip(row[2..].chunks(2));
            made.iter_mut().zip(triples).for_each(|(value, (pair, third))| {
                *value = J::join(J::join(pair[0], pair[1]), third[0]);
            });
        }
        (1, ..) => {
            let count = made.len();
            made.copy_from_slice(&row[..count]);
            for tap in 1..taps {
                let read = &row[tap * dilation..][..count];
                made.iter_mut().zip(read).for_each(|(value, read)| *value = J::join(*value, *read));
            }
        }
        _ => {
            made.iter_mut().zip(row.iter().step_by(stride)).for_each(|(value, read)| *value = *read);
            for tap in 1..taps {
                let read = row[tap * dilation..].iter().step_by(stride);
                made.iter_mut().zip(read).for_each(|(value, read)| *value = J::join(*value, *read));
            }
        }
    }
}
