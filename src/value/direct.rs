//! Convolutions of two axes or fewer, straight from the image.
//!
//! The image is laid out in planes first, one for each remainder of rows and columns by the stride, padding included. In
//! such planes the units that one tap reads lie side by side, whatever the stride is, and from one row to the next: so a
//! few vectors of units of a few filters are summed up in registers, with one load for all these filters and one weight
//! for all these units. The last columns of a row of a plane belong to no unit; they are worked out and dropped.
//!
//! Planes are laid out band by band, some rows of units at a time: those of a whole image would be written to memory far
//! away and read from there again. An image that is its own plane, without padding and strides, is read where it is.

use std::borrow::Cow;

use rayon::prelude::*;
use rten_simd::ops::{BitOps as _, NumOps as _};
use rten_simd::{Isa, SimdOp};

use super::geometry::{Axis, Geometry};

/// The filters of one task; on processors with fewer registers they are summed up in two halves.
const FILTERS: usize = 8;

/// The vectors of units that are summed up at once.
const VECTORS: usize = 3;

/// The longest vector of any processor, in values.
const MOST_LANES: usize = 64;

/// A band has so many times the rows of units that its last unit reads beyond it: so few rows are laid out twice.
const ROWS_BY_REACH: usize = 4;

/// The planes of an image may take this many times its own values, and so many more.
const MOST_GROWTH: usize = 4;
const MOST_MORE: usize = 1 << 20;

/// The taps that are summed up before the next ones.
const MOST_TAPS: usize = 192;

/// What one task sums up at most, in units: it stays in the nearest cache.
const TASK_UNITS: usize = 2048;

/// How the planes of a band lie.
struct Planes {
    rows: Axis,
    columns: Axis,
    /// Of units, in a band.
    band: usize,
    /// Of units, that are summed up at once.
    task: usize,
    /// Of one plane.
    height: usize,
    width: usize,
    /// Planes beside each other: as many as the kernel reads remainders of the columns.
    across: usize,
    /// The values from one channel to the next.
    channel: usize,
    /// Whether the image is its own plane.
    own: bool,
}

impl Planes {
    fn of(rows: Axis, columns: Axis) -> Option<Self> {
        let reach = |axis: &Axis| {
            let last = (axis.kernel as i64 - 1).checked_mul(axis.dilation)?;
            usize::try_from(last / axis.stride).ok()
        };
        let phases = |axis: &Axis| if axis.kernel == 1 { 1 } else { axis.stride as usize };
        let (below, width) = (reach(&rows)?, reach(&columns)?.checked_add(columns.outputs)?);
        let (down, across) = (phases(&rows), phases(&columns));
        let values = [below.checked_add(rows.outputs)?, width, down, across]
            .into_iter()
            .try_fold(1_usize, usize::checked_mul)?;
        let area = rows.inputs.checked_mul(columns.inputs)?;
        if values > area.checked_mul(MOST_GROWTH)?.checked_add(MOST_MORE)? {
            return None;
        }
        let task = (TASK_UNITS / width).clamp(1, rows.outputs);
        let band = (ROWS_BY_REACH * below).clamp(task, rows.outputs).next_multiple_of(task);
        let height = below + band;
        let plain = |axis: &Axis| axis.stride == 1 && axis.pad.begin == 0;
        let own = plain(&rows) && plain(&columns) && width == columns.inputs && below + rows.outputs <= rows.inputs;
        let channel = if own { area } else { down * across * height * width };
        Some(Self { rows, columns, band, task, height, width, across, channel, own })
    }

    /// The planes of the band whose first row of units is `first`, zero in the padding, and so much behind them that whole
    /// vectors can be read.
    fn fill<'a>(&self, image: &'a [f32], channels: usize, first: usize) -> Cow<'a, [f32]> {
        if self.own {
            return Cow::Borrowed(&image[first * self.width..]);
        }
        let mut planes = vec![0.0; channels * self.channel + self.width + VECTORS * MOST_LANES];
        let area = self.rows.inputs * self.columns.inputs;
        let of_channels = planes.par_chunks_mut(self.channel.max(1)).zip(image.par_chunks(area.max(1)));
        of_channels.take(channels).for_each(|(planes, channel)| {
            for (row, plane_row) in planes.chunks_mut(self.width).enumerate() {
                let (plane, row) = (row / self.height, first + row % self.height);
                let (down, across) = (plane / self.across, plane % self.across);
                let from = (row as i64).saturating_mul(self.rows.stride) + down as i64 - self.rows.pad.begin as i64;
                let Some(from) = usize::try_from(from).ok().filter(|from| *from < self.rows.inputs) else { continue };
                let read = &channel[from * self.columns.inputs..][..self.columns.inputs];
                self.fill_row(read, across as i64, plane_row);
            }
        });
        Cow::Owned(planes)
    }

    fn fill_row(&self, read: &[f32], across: i64, plane_row: &mut [f32]) {
        let (stride, begin) = (self.columns.stride, self.columns.pad.begin as i64);
        // The first place of the row that lies inside the image, and what it reads.
        let first = num_integer::div_ceil((begin - across).max(0), stride);
        let (Some(to), Some(read)) = (
            plane_row.get_mut(first as usize..),
            usize::try_from(first * stride + across - begin).ok().and_then(|from| read.get(from..)),
        ) else {
            return;
        };
        match stride {
            1 => {
                let count = to.len().min(read.len());
                to[..count].copy_from_slice(&read[..count]);
            }
            _ => to.iter_mut().zip(read.iter().step_by(stride as usize)).for_each(|(to, value)| *to = *value),
        }
    }

    /// Where the taps of all channels read, from the place of a unit on.
    fn offsets(&self, channels: usize) -> Vec<usize> {
        let mut offsets = Vec::with_capacity(channels * self.rows.kernel * self.columns.kernel);
        for channel in 0..channels {
            for y in 0..self.rows.kernel {
                for x in 0..self.columns.kernel {
                    let (y, x) = (y * self.rows.dilation as usize, x * self.columns.dilation as usize);
                    let (of_rows, of_columns) = (self.rows.stride as usize, self.columns.stride as usize);
                    let plane = (y % of_rows) * self.across + x % of_columns;
                    let in_channel = (plane * self.height + y / of_rows) * self.width + x / of_columns;
                    offsets.push(channel * self.channel + in_channel);
                }
            }
        }
        offsets
    }
}

/// One group `[own, …]` through its filters `[made, own, taps…]` into `[made, …]`. False if it is none that this is for:
/// on three axes, or padded far beyond its size.
pub(super) fn product(
    image: &[f32],
    kernel: &[f32],
    bias: &[f32],
    own: usize,
    geometry: &Geometry,
    out: &mut [f32],
) -> bool {
    let [slices, rows, columns] = geometry.0;
    let flat = slices.inputs == 1 && slices.outputs == 1 && slices.kernel == 1;
    let (width, outputs) = (columns.outputs, geometry.outputs());
    if !flat || bias.is_empty() || outputs == 0 || slices.pad.begin > 0 {
        return false;
    }
    let Some(layout) = Planes::of(rows, columns) else { return false };
    let offsets = layout.offsets(own);
    let taps = offsets.len();
    let bands = tasks(out, outputs, width, &layout);
    bands.into_par_iter().enumerate().for_each(|(band, tasks)| {
        let planes = layout.fill(image, own, band * layout.band);
        tasks.into_par_iter().for_each(|(row, filter, out)| {
            let count = out.len();
            Task {
                planes: &planes[row * layout.width..],
                offsets: &offsets,
                kernel: &kernel[filter * taps..][..count * taps],
                bias: &bias[filter..][..count],
                plane_width: layout.width,
                width,
                out,
            }
            .dispatch();
        });
    });
    true
}

/// The first row in the band, the first filter, and the rows to be made, by filter.
type Rows<'a> = (usize, usize, Vec<&'a mut [f32]>);

/// The tasks of every band. A task makes some rows of some filters, slices that lie apart in memory. All filters
/// come before the next rows: what they read stays in the cache.
fn tasks<'a>(out: &'a mut [f32], outputs: usize, width: usize, layout: &Planes) -> Vec<Vec<Rows<'a>>> {
    let mut bands = Vec::new();
    bands.resize_with(layout.rows.outputs.div_ceil(layout.band), Vec::new);
    for (block, made) in out.chunks_mut(FILTERS * outputs).enumerate() {
        let mut parts: Vec<Vec<&mut [f32]>> = Vec::new();
        parts.resize_with(layout.rows.outputs.div_ceil(layout.task), || Vec::with_capacity(FILTERS));
        for filter in made.chunks_mut(outputs) {
            let rows = filter.chunks_mut(layout.task * width);
            parts.iter_mut().zip(rows).for_each(|(part, rows)| part.push(rows));
        }
        for (at, part) in parts.into_iter().enumerate() {
            let row = at * layout.task;
            bands[row / layout.band].push((row % layout.band, block * FILTERS, part));
        }
    }
    for band in &mut bands {
        band.sort_by_key(|(row, filter, _)| (*row, *filter));
    }
    bands
}

/// Some rows of some filters.
struct Task<'a> {
    /// From the first row that is read.
    planes: &'a [f32],
    offsets: &'a [usize],
    kernel: &'a [f32],
    bias: &'a [f32],
    plane_width: usize,
    width: usize,
    /// By filter.
    out: Vec<&'a mut [f32]>,
}

impl SimdOp for Task<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn eval<I: Isa>(mut self, isa: I) {
        let lanes = isa.f32().len();
        // Sums, vectors of the image and a weight all fit the registers: 32 of them, or 16.
        let most = if lanes >= 16 || cfg!(target_arch = "aarch64") { FILTERS } else { FILTERS / 2 };
        let rows = self.out.first().map_or(0, |out| out.len() / self.width);
        let places = rows * self.plane_width - (self.plane_width - self.width);
        let mut sums = vec![0.0; FILTERS * places.next_multiple_of(VECTORS * lanes)];
        let mut filter = 0;
        while filter < self.out.len() {
            let left = (self.out.len() - filter).min(most);
            filter += match left {
                8.. => self.filters::<I, 8>(isa, filter, places, &mut sums),
                4.. => self.filters::<I, 4>(isa, filter, places, &mut sums),
                2.. => self.filters::<I, 2>(isa, filter, places, &mut sums),
                _ => self.filters::<I, 1>(isa, filter, places, &mut sums),
            };
        }
    }
}

impl Task<'_> {
    /// Sums up `F` filters from `filter` on, and gives `F`.
    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn filters<I: Isa, const F: usize>(&mut self, isa: I, filter: usize, places: usize, sums: &mut [f32]) -> usize {
        let ops = isa.f32();
        let step = VECTORS * ops.len();
        let taps = self.offsets.len();
        let kernel: [&[f32]; F] = std::array::from_fn(|f| &self.kernel[(filter + f) * taps..][..taps]);
        let bias: [f32; F] = std::array::from_fn(|f| self.bias[filter + f]);
        let length = places.next_multiple_of(step);
        for (row, bias) in sums.chunks_mut(length).zip(bias) {
            row.fill(bias);
        }
        // In parts of one size: a short last one would be read and written for little.
        let part = taps.div_ceil(taps.div_ceil(MOST_TAPS).max(1)).max(1);
        let mut weights = [[0.0; MOST_TAPS]; F];
        for (place, offsets) in self.offsets.chunks(part).enumerate() {
            for (weights, kernel) in weights.iter_mut().zip(kernel) {
                weights[..offsets.len()].copy_from_slice(&kernel[place * part..][..offsets.len()]);
            }
            let furthest = offsets.iter().max().map_or(0, |offset| offset + step);
            for at in (0..places).step_by(step) {
                let image = &self.planes[at..];
                let copy = (image.len() < furthest).then(|| side_by_side(image, offsets, step));
                let (read, begin) = copy.as_ref().map_or((image, offsets), |(parts, begin)| (parts, begin));
                tile(isa, read, begin, &weights, at, length, sums);
            }
        }
        for (out, sums) in self.out[filter..].iter_mut().zip(sums.chunks(length)).take(F) {
            for (to, from) in out.chunks_mut(self.width).zip(sums.chunks(self.plane_width)) {
                to.copy_from_slice(&from[..self.width]);
            }
        }
        F
    }
}

/// A few vectors of units of `F` filters: adds some taps to their sums, which begin at `at` of rows of `length`.
#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn tile<I: Isa, const F: usize>(
    isa: I,
    planes: &[f32],
    offsets: &[usize],
    weights: &[[f32; MOST_TAPS]; F],
    at: usize,
    length: usize,
    rows: &mut [f32],
) {
    let ops = isa.f32();
    let step = VECTORS * ops.len();
    let mut sums: [[I::F32; VECTORS]; F] = std::array::from_fn(|f| ops.load_many(&rows[f * length + at..][..step]));
    // Taps known to be fewer than the weights: these are read without being checked.
    for (tap, offset) in (0..MOST_TAPS).zip(offsets) {
        let values: [I::F32; VECTORS] = ops.load_many(&planes[*offset..][..step]);
        for (sums, weights) in sums.iter_mut().zip(weights) {
            let weight = ops.splat(weights[tap]);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum = ops.mul_add(value, weight, *sum);
            }
        }
    }
    for (f, sums) in sums.into_iter().enumerate() {
        let to = &mut rows[f * length + at..][..step];
        for (vector, to) in sums.into_iter().zip(to.chunks_mut(ops.len())) {
            ops.store(vector, to);
        }
    }
}

/// What the taps read, one after the other in parts of `step`, where an image that is its own plane ends too early for
/// whole vectors; and where these parts begin. What is behind the end, no unit reads.
#[cold]
fn side_by_side(planes: &[f32], offsets: &[usize], step: usize) -> (Vec<f32>, Vec<usize>) {
    let mut parts = vec![0.0; offsets.len() * step];
    for (part, offset) in parts.chunks_mut(step).zip(offsets) {
        let read = planes.get(*offset..).unwrap_or_default();
        let count = read.len().min(step);
        part[..count].copy_from_slice(&read[..count]);
    }
    (parts, (0..offsets.len()).map(|tap| tap * step).collect())
}
