//! Convolutions of two axes or fewer, straight from the image.
//!
//! Where the units that a tap reads lie side by side (see [`super::planes`]), a few vectors of units of a few filters are
//! summed up in registers, with one load for all these filters and one weight for all these units.

use rayon::prelude::*;
use rten_simd::ops::{BitOps as _, NumOps as _};
use rten_simd::{Isa, SimdOp};

use super::conv::Group;
use super::planes::{Planes, across, with_work};

/// The most filters of one task; on processors with fewer registers they are summed up in two halves.
const FILTERS: usize = 8;

/// The vectors of units that are summed up at once.
const VECTORS: usize = 3;

/// A band has so many times the rows of units that its last unit reads beyond it: so few rows are laid out twice.
const ROWS_BY_REACH: usize = 4;

/// The taps that are summed up before the next ones.
const MOST_TAPS: usize = 192;

/// So few taps are done before their sums could be written beside and copied; a depthwise filter of 5×5 has as many.
const FEW_TAPS: usize = 25;

/// What one task sums up at most, in units: it stays in the nearest cache.
const TASK_UNITS: usize = 2048;

/// One group through its filters into `[filter, …]`. False if it is none that this is for:
/// on three axes, or padded far beyond its size.
pub(super) fn product(group: Group<'_>, out: &mut [f32]) -> bool {
    let Group { image, kernel, bias, own, geometry, .. } = group;
    let [_, rows, columns] = geometry.0;
    let (width, outputs) = (columns.outputs, geometry.outputs());
    if !geometry.is_flat() || bias.is_empty() || outputs == 0 {
        return false;
    }
    let task = |width: usize| (TASK_UNITS / width).clamp(1, rows.outputs);
    let band = |below: usize, width: usize| {
        let task = task(width);
        (ROWS_BY_REACH * below).clamp(task, rows.outputs).next_multiple_of(task)
    };
    let Some(layout) = Planes::of(rows, columns, band) else { return false };
    let offsets = layout.offsets(own);
    let taps = offsets.len();
    let bands = tasks(out, outputs, rows.outputs, &layout, task(layout.width));
    let of_band = |band: usize, tasks: Vec<Rows<'_>>, memory: &mut Vec<f32>| {
        let planes = layout.fill(image, own, band * layout.band, memory);
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
    };
    bands.into_par_iter().enumerate().for_each(|(band, tasks)| with_work(|[memory, _]| of_band(band, tasks, memory)));
    true
}

/// The first row in the band, the first filter, and the rows to be made, by filter.
type Rows<'a> = (usize, usize, Vec<&'a mut [f32]>);

/// The tasks of every band. A task makes `task` rows of some filters, slices that lie apart in memory. All filters
/// come before the next rows: what they read stays in the cache.
fn tasks<'a>(out: &'a mut [f32], outputs: usize, rows: usize, layout: &Planes, task: usize) -> Vec<Vec<Rows<'a>>> {
    let mut bands = Vec::new();
    bands.resize_with(rows.div_ceil(layout.band), Vec::new);
    for (block, made) in out.chunks_mut(FILTERS * outputs).enumerate() {
        for (at, part) in across(made, outputs, task * (outputs / rows)).into_iter().enumerate() {
            let row = at * task;
            bands[row / layout.band].push((row % layout.band, block * FILTERS, part));
        }
    }
    for band in &mut bands {
        band.sort_by_key(|(row, filter, _)| (*row, *filter));
    }
    bands
}

/// Some rows of at most [`FILTERS`] filters.
struct Task<'a> {
    /// From the first row that is read.
    planes: &'a [f32],
    /// Where the taps of all channels read, from the place of a unit on.
    offsets: &'a [usize],
    /// `[filter, tap]`.
    kernel: &'a [f32],
    /// By filter.
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
        if self.offsets.len() <= FEW_TAPS && self.width >= lanes {
            return self.rows(isa);
        }
        // Sums, vectors of the image and a weight all fit the registers: 32 of them, or 16.
        let most = if lanes >= 16 || cfg!(target_arch = "aarch64") { FILTERS } else { FILTERS / 2 };
        let rows = self.out.first().map_or(0, |out| out.len() / self.width);
        let places = rows * self.plane_width - (self.plane_width - self.width);
        let mut sums = vec![0.0; self.out.len() * places.next_multiple_of(VECTORS * lanes)];
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
    /// Row by row, a filter at a time, straight to where the units belong: for few taps, and rows that fill a vector.
    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn rows<I: Isa>(&mut self, isa: I) {
        let (lanes, taps) = (isa.f32().len(), self.offsets.len());
        for (filter, out) in self.out.iter_mut().enumerate() {
            let (kernel, bias) = (&self.kernel[filter * taps..][..taps], self.bias[filter]);
            for (row, out) in out.chunks_mut(self.width).enumerate() {
                let planes = &self.planes[row * self.plane_width..];
                let mut at = 0;
                while at < self.width {
                    if self.width - at >= VECTORS * lanes {
                        units::<I, VECTORS>(isa, &planes[at..], self.offsets, kernel, bias, &mut out[at..]);
                        at += VECTORS * lanes;
                    } else {
                        // The last vector of a row ends with it; it may make a few units twice.
                        at = at.min(self.width - lanes);
                        units::<I, 1>(isa, &planes[at..], self.offsets, kernel, bias, &mut out[at..]);
                        at += lanes;
                    }
                }
            }
        }
    }

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
                match (places - at).div_ceil(ops.len()) {
                    1 => tile::<I, F, 1>(isa, read, begin, &weights, at, length, sums),
                    2 => tile::<I, F, 2>(isa, read, begin, &weights, at, length, sums),
                    _ => tile::<I, F, VECTORS>(isa, read, begin, &weights, at, length, sums),
                }
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

/// `V` vectors of units of a filter, side by side in a row.
#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn units<I: Isa, const V: usize>(
    isa: I,
    planes: &[f32],
    offsets: &[usize],
    kernel: &[f32],
    bias: f32,
    out: &mut [f32],
) {
    let ops = isa.f32();
    let mut sums = [ops.splat(bias); V];
    for (offset, weight) in offsets.iter().zip(kernel) {
        let values: [I::F32; V] = ops.load_many(&planes[*offset..][..V * ops.len()]);
        let weight = ops.splat(*weight);
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum = ops.mul_add(value, weight, *sum);
        }
    }
    for (sum, to) in sums.into_iter().zip(out.chunks_mut(ops.len())) {
        ops.store(sum, to);
    }
}

/// `V` vectors of units of `F` filters: adds some taps to their sums, which begin at `at` of rows of `length`.
#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn tile<I: Isa, const F: usize, const V: usize>(
    isa: I,
    planes: &[f32],
    offsets: &[usize],
    weights: &[[f32; MOST_TAPS]; F],
    at: usize,
    length: usize,
    rows: &mut [f32],
) {
    let ops = isa.f32();
    let step = V * ops.len();
    let mut sums: [[I::F32; V]; F] = std::array::from_fn(|f| ops.load_many(&rows[f * length + at..][..step]));
    // Taps known to be fewer than the weights: these are read without being checked.
    for (tap, offset) in (0..MOST_TAPS).zip(offsets) {
        let values: [I::F32; V] = ops.load_many(&planes[*offset..][..step]);
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
