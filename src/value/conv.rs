//! Convolutions and their transposes.
//!
//! On two axes or fewer the filters are summed up straight from the image: see [`direct`]. On three, a convolution is a
//! matrix product of the filters with the windows of the image laid out as columns; the library packs those columns block
//! by block as it multiplies, so they are never in memory as a whole. Filters of one channel have nothing to gain from that
//! and are added up tap by tap, as are maps whose offsets do not fit the library's `i32`.

use std::ops::Range;

use rayon::prelude::*;
use rten_gemm::{BiasVector, ColOffsets, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, Im2Col, RowOffsets};
use rten_tensor::NdTensorView;

use super::direct;
use super::geometry::{Axis, Geometry};
use super::lanes::widest;
use super::memory::Memory;
use super::winograd;

/// Offsets past this could leave an `i32` in a sum of two.
const MOST_OFFSET: i64 = 1 << 29;

/// The channels of a convolution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Channels {
    pub read: usize,
    pub made: usize,
    pub groups: usize,
}

/// The channels of one group, and the filters that read them.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    /// `[own, …]`.
    pub image: &'a [f32],
    /// `[filter, own, taps…]`.
    pub kernel: &'a [f32],
    /// By filter.
    pub bias: &'a [f32],
    /// The channels that are read.
    pub own: usize,
    pub geometry: &'a Geometry,
    /// For what is worked out by the way.
    pub memory: &'a Memory,
}

/// One image `[read, …]` through a convolution into `[made, …]`. `kernel` is `[made, read/groups, taps…]`.
pub(super) fn conv(
    image: &[f32],
    kernel: &[f32],
    bias: &[f32],
    channels: Channels,
    geometry: &Geometry,
    out: &mut [f32],
    memory: &Memory,
) {
    let Channels { read, made, groups } = channels;
    let (own, filters) = (read / groups, made / groups);
    let (inputs, outputs, taps) = (geometry.inputs(), geometry.outputs(), geometry.taps());
    let fits = own > 1 && fits(geometry, own * inputs);
    let gemm = GemmExecutor::<f32>::new();
    let made_by_group = out.par_chunks_mut((filters * outputs).max(1)).take(groups).enumerate();
    made_by_group.for_each(|(group, out)| {
        let group = Group {
            image: &image[group * own * inputs..][..own * inputs],
            kernel: &kernel[group * filters * own * taps..][..filters * own * taps],
            bias: &bias[group * filters..][..filters],
            own,
            geometry,
            memory,
        };
        let done = winograd::product(group, out) || direct::product(group, out) || (fits && product(&gemm, group, out));
        if !done {
            tap_by_tap(group, out);
        }
    });
}

/// Whether the library can address the image with its offsets.
fn fits(geometry: &Geometry, values: usize) -> bool {
    let [_, rows, columns] = &geometry.0;
    let reach = |axis: &Axis| {
        let last = axis.outputs.saturating_sub(1) as i64 * axis.stride;
        last.max(axis.pad.begin as i64).max((axis.kernel as i64 - 1) * axis.dilation)
    };
    values as i64 <= i64::from(i32::MAX)
        && reach(columns) < MOST_OFFSET
        && reach(rows).checked_mul(columns.inputs as i64).is_some_and(|reach| reach < MOST_OFFSET)
}

/// One group as matrix products, one for every slice that is made and every slice of it that is read. False if the
/// library refused.
fn product(gemm: &GemmExecutor, group: Group<'_>, out: &mut [f32]) -> bool {
    let Group { image, kernel, bias, own, geometry, .. } = group;
    let [slices, rows, columns] = &geometry.0;
    let filters = bias.len();
    let cells = rows.outputs * columns.outputs;
    let area = rows.kernel * columns.kernel;
    let width = columns.inputs as i64;
    // Filters of one slice of taps each, so that every slice is a matrix of its own.
    let of_slice =
        |tap: usize| -> Vec<f32> { kernel.chunks(area).skip(tap).step_by(slices.kernel).flatten().copied().collect() };
    let filters_of: Vec<Vec<f32>> = (0..slices.kernel).map(of_slice).collect();
    let mut offsets = ColOffsets { y: Vec::with_capacity(cells), x: Vec::with_capacity(cells) };
    for y in 0..rows.outputs {
        for x in 0..columns.outputs {
            offsets.y.push((rows.read(y, 0) * width) as i32);
            offsets.x.push(columns.read(x, 0) as i32);
        }
    }
    // The library packs whole panels; what is beyond the last column is never read from the image.
    let padded = cells.next_multiple_of(gemm.im2col_col_count_step());
    offsets.y.resize(padded, i32::MIN / 2);
    offsets.x.resize(padded, i32::MIN / 2);
    let mut image_columns = Im2Col {
        image: NdTensorView::from_data([own * slices.inputs, rows.inputs, columns.inputs], image),
        row_offsets: RowOffsets { chan: Vec::new(), y: Vec::new(), x: Vec::new() },
        col_offsets: offsets,
        n_cols: cells,
        n_rows: own * area,
        max_y_offset: ((rows.inputs as i64 - 1) * width) as i32,
        max_x_offset: width as i32 - 1,
    };
    let mut made = vec![0.0; if slices.outputs > 1 { filters * cells } else { 0 }];
    for z in 0..slices.outputs {
        let slice_out: &mut [f32] = if slices.outputs > 1 { &mut made } else { out };
        let mut begun = false;
        for (tap, filters_of) in filters_of.iter().enumerate() {
            let Some(from) = usize::try_from(slices.read(z, tap)).ok().filter(|from| *from < slices.inputs) else {
                continue;
            };
            image_columns.row_offsets = row_offsets(gemm, own, from, geometry);
            let bias = (!begun).then_some(BiasVector::Column(bias));
            let options = GemmOptions { beta: if begun { 1.0 } else { 0.0 }, bias, ..GemmOptions::default() };
            let filters_of = NdTensorView::from_data([filters, own * area], filters_of.as_slice());
            let (a, b) = (GemmInputA::Unpacked(filters_of), GemmInputB::Im2Col(&image_columns));
            if gemm.gemm(slice_out, a, b, options).is_err() {
                return false;
            }
            begun = true;
        }
        if !begun {
            for (row, bias) in slice_out.chunks_mut(cells).zip(bias) {
                row.fill(*bias);
            }
        }
        if slices.outputs > 1 {
            for (filter, row) in made.chunks(cells).enumerate() {
                out[(filter * slices.outputs + z) * cells..][..cells].copy_from_slice(row);
            }
        }
    }
    true
}

/// Where the taps of a filter lie that reads slice `from` of every channel.
fn row_offsets(gemm: &GemmExecutor, own: usize, from: usize, geometry: &Geometry) -> RowOffsets {
    let [slices, rows, columns] = &geometry.0;
    let area = rows.inputs * columns.inputs;
    let mut offsets = RowOffsets { chan: Vec::new(), y: Vec::new(), x: Vec::new() };
    for channel in 0..own {
        for y in 0..rows.kernel {
            for x in 0..columns.kernel {
                offsets.chan.push(((channel * slices.inputs + from) * area) as i32);
                offsets.y.push((y as i64 * rows.dilation * columns.inputs as i64) as i32);
                offsets.x.push((x as i64 * columns.dilation) as i32);
            }
        }
    }
    let padded = offsets.chan.len().next_multiple_of(gemm.im2col_row_count_step());
    for part in [&mut offsets.chan, &mut offsets.y, &mut offsets.x] {
        part.resize(padded, 0);
    }
    offsets
}

/// One group, each tap added to all units that it belongs to, a row of units after the other.
fn tap_by_tap(group: Group<'_>, out: &mut [f32]) {
    let Group { image, kernel, bias, own, geometry, .. } = group;
    let (inputs, outputs, taps) = (geometry.inputs(), geometry.outputs(), geometry.taps());
    out.par_chunks_mut(outputs.max(1)).enumerate().for_each(|(filter, out)| {
        let kernel = &kernel[filter * own * taps..][..own * taps];
        widest(|| one_filter(image, inputs, kernel, bias[filter], geometry, out));
    });
}

#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn one_filter(image: &[f32], inputs: usize, kernel: &[f32], bias: f32, geometry: &Geometry, out: &mut [f32]) {
    let [slices, rows, columns] = &geometry.0;
    let inside: Vec<Range<usize>> = (0..columns.kernel).map(|tap| columns.inside(tap)).collect();
    let stride = columns.stride as usize;
    let kernel_rows = kernel.chunks_exact(columns.kernel).enumerate();
    for (unit, out) in out.chunks_mut(columns.outputs.max(1)).enumerate() {
        out.fill(bias);
        let (z, y) = (unit / rows.outputs, unit % rows.outputs);
        for (at, weights) in kernel_rows.clone() {
            let (channel, tap) = (at / (slices.kernel * rows.kernel), at % (slices.kernel * rows.kernel));
            let z = index(slices.read(z, tap / rows.kernel), slices.inputs);
            let y = index(rows.read(y, tap % rows.kernel), rows.inputs);
            let (Some(z), Some(y)) = (z, y) else { continue };
            let read = &image[channel * inputs + (z * rows.inputs + y) * columns.inputs..][..columns.inputs];
            for ((tap, weight), inside) in
                weights.iter().enumerate().zip(&inside).filter(|(_, units)| !units.is_empty())
            {
                let read = &read[columns.read(inside.start, tap) as usize..];
                let sums = &mut out[inside.clone()];
                if stride == 1 {
                    sums.iter_mut().zip(read).for_each(|(sum, value)| *sum += weight * value);
                } else {
                    sums.iter_mut().zip(read.iter().step_by(stride)).for_each(|(sum, value)| *sum += weight * value);
                }
            }
        }
    }
}

/// A place inside an axis.
fn index(at: i64, inputs: usize) -> Option<usize> {
    usize::try_from(at).ok().filter(|at| *at < inputs)
}

/// One image through a transposed convolution. `kernel` is `[read, made/groups, taps…]`; the axes are those of the op:
/// its inputs are sent to `i·S − P + t·D`.
pub(super) fn transposed(
    image: &[f32],
    kernel: &[f32],
    bias: &[f32],
    channels: Channels,
    geometry: &Geometry,
    out: &mut [f32],
) {
    let Channels { read, made, groups } = channels;
    let (own, filters) = (read / groups, made / groups);
    let (inputs, outputs, taps) = (geometry.inputs(), geometry.outputs(), geometry.taps());
    // The convolution that this one transposes reads what is made here.
    let axes = geometry.0.map(|axis| Axis { inputs: axis.outputs, outputs: axis.inputs, ..axis });
    let stride = axes[2].stride as usize;
    out.par_chunks_mut(outputs.max(1)).enumerate().for_each(|(filter, out)| {
        out.fill(bias[filter]);
        let (group, of_group) = (filter / filters, filter % filters);
        for channel in group * own..(group + 1) * own {
            let image = &image[channel * inputs..][..inputs];
            let kernel = &kernel[(channel * filters + of_group) * taps..][..taps];
            for (tap, weight) in kernel.iter().enumerate() {
                rows_of_tap(&axes, tap, |units, read| {
                    for (sum, value) in out[read..].iter_mut().step_by(stride).zip(&image[units]) {
                        *sum += weight * value;
                    }
                });
            }
        }
    });
}

/// The rows of units that read inside the input with a tap: their places, and the place that the first one reads. The
/// next ones read a stride further each.
fn rows_of_tap(axes: &[Axis; 3], tap: usize, mut row: impl FnMut(Range<usize>, usize)) {
    let [slices, rows, columns] = axes;
    let (tz, ty, tx) = (tap / (rows.kernel * columns.kernel), tap / columns.kernel % rows.kernel, tap % columns.kernel);
    let inside = columns.inside(tx);
    if inside.is_empty() {
        return;
    }
    let first = columns.read(inside.start, tx) as usize;
    for z in slices.inside(tz) {
        for y in rows.inside(ty) {
            let read = slices.read(z, tz) as usize * rows.inputs + rows.read(y, ty) as usize;
            let units = (z * rows.outputs + y) * columns.outputs;
            row(units + inside.start..units + inside.end, read * columns.inputs + first);
        }
    }
}
