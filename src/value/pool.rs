//! Pools. A window is a product of its axes, and so is the greatest value or the sum of it: rows are joined first, a whole
//! row at a time, then the units of the joined row.

use rayon::prelude::*;

use super::geometry::{Axis, Geometry};
use crate::net::PoolKind;

/// The units that one window reads on one axis, clipped to the input.
struct Reads {
    first: usize,
    step: usize,
    count: usize,
    /// What an average divides by on this axis.
    divisor: f32,
}

/// One image `[channels, …]` through a pool. With `count_padding` an average divides by the padding inside the window too;
/// what a window has beyond the padding, behind the last of a ceiled size, never counts (as in PyTorch).
pub(super) fn pool(image: &[f32], kind: PoolKind, count_padding: bool, geometry: &Geometry, out: &mut [f32]) {
    let [slices, rows, columns] = &geometry.0;
    let reads = [slices, rows, columns].map(|axis| reads(axis, count_padding));
    let [of_slices, of_rows, of_columns] = &reads;
    let channels = out.par_chunks_mut(geometry.outputs().max(1)).zip(image.par_chunks(geometry.inputs().max(1)));
    channels.for_each(|(out, image)| {
        let mut joined = vec![0.0; columns.inputs];
        for (z, of_slice) in of_slices.iter().enumerate() {
            for (y, of_row) in of_rows.iter().enumerate() {
                join_rows(image, kind, (of_slice, of_row), (rows.inputs, columns.inputs), &mut joined);
                let made = &mut out[(z * rows.outputs + y) * columns.outputs..][..columns.outputs];
                match kind {
                    PoolKind::Max => units(&joined, columns, of_columns, made, f32::NEG_INFINITY, greater),
                    PoolKind::Average => {
                        units(&joined, columns, of_columns, made, 0.0, |a, b| a + b);
                        let divisor = of_slice.divisor * of_row.divisor;
                        for (value, of_column) in made.iter_mut().zip(of_columns) {
                            *value /= divisor * of_column.divisor;
                        }
                    }
                }
            }
        }
    });
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

/// The greater one, and no number if either is none, as PyTorch has it.
fn greater(a: f32, b: f32) -> f32 {
    if a.is_nan() || a >= b { a } else { b }
}

/// Joins the rows of a window into one.
fn join_rows(
    image: &[f32],
    kind: PoolKind,
    (of_slice, of_row): (&Reads, &Reads),
    (height, width): (usize, usize),
    joined: &mut [f32],
) {
    joined.fill(if kind == PoolKind::Max { f32::NEG_INFINITY } else { 0.0 });
    for z in 0..of_slice.count {
        for y in 0..of_row.count {
            let row = (of_slice.first + z * of_slice.step) * height + of_row.first + y * of_row.step;
            let row = &image[row * width..][..width];
            match kind {
                PoolKind::Max => joined.iter_mut().zip(row).for_each(|(most, value)| *most = greater(*most, *value)),
                PoolKind::Average => joined.iter_mut().zip(row).for_each(|(sum, value)| *sum += value),
            }
        }
    }
}

/// Joins the units of every window of a row.
fn units(
    row: &[f32],
    axis: &Axis,
    reads: &[Reads],
    made: &mut [f32],
    empty: f32,
    join: impl Fn(f32, f32) -> f32 + Copy,
) {
    // Windows side by side without padding, the most common ones, are whole pieces of the row.
    let apart = axis.kernel as i64 == axis.stride && axis.dilation == 1 && axis.pad.begin == 0;
    if apart && axis.kernel == 2 && reads.last().is_some_and(|last| last.count == 2) {
        for (value, pair) in made.iter_mut().zip(row.chunks_exact(2)) {
            *value = join(pair[0], pair[1]);
        }
        return;
    }
    for (value, Reads { first, step, count, .. }) in made.iter_mut().zip(reads) {
        *value = (0..*count).fold(empty, |joined, at| join(joined, row[first + at * step]));
    }
}
