//! Convolutions of 3×3 taps with 16 products for 4 units, where the plain sum has 36.
//!
//! This is F(2×2, 3×3) of A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks" (arXiv:1509.09308,
//! §4.1), after S. Winograd. A tile of 4×4 pixels, 2 from one to the next, and every filter are turned into 16 numbers
//! each. These are multiplied place by place and summed up over the channels: 16 convolutions of one tap. Their 16 sums
//! are turned into the 2×2 units of the tile.
//!
//! The next larger tiles would need fewer products still, but lose digits; these are as exact as the plain sum (ibid.,
//! §6.2). They also keep apart what a unit sees: no pixel that is none of its own gets into it, not even as a rounding
//! error. But of two infinities of one sign they make a difference, so maps with such values are summed up plainly.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rten_simd::ops::{BitOps as _, NumOps as _};
use rten_simd::{Isa, SimdOp};

use super::geometry::{Axis, Geometry};
use super::lanes::widest;
use super::planes::{MOST_LANES, Planes, SLACK, across};

/// Of a tile, in pixels.
const SIDE: usize = 4;
const PLACES: usize = SIDE * SIDE;

/// Of a filter, by channel.
const TAPS: usize = 9;

/// The vectors of tiles that are summed up at once.
const VECTORS: usize = 3;

/// The channels that are summed up before the next ones: their pixels stay in the nearest cache.
const MOST_CHANNELS: usize = 128;

/// A line of the cache, in values.
const APART: usize = 16;

/// With fewer channels or filters, turning tiles into numbers takes longer than what is saved.
const LEAST_CHANNELS: usize = 16;

/// Numbers of one band of tiles: they stay in the cache of one processor.
const BAND_NUMBERS: usize = 1 << 18;

/// The tiles of a band, if it has only few channels, and if it has many.
const LEAST_TILES: usize = 64;

/// Sums of products of values up to this are finite.
const MOST_VALUE: f32 = 1e15;

/// One group `[own, …]` through its filters `[made, own, 3, 3]` into `[made, …]`. False if it is none that this is for.
pub(super) fn product(
    image: &[f32],
    kernel: &[f32],
    bias: &[f32],
    own: usize,
    geometry: &Geometry,
    out: &mut [f32],
) -> bool {
    let [_, rows, columns] = geometry.0;
    let (filters, outputs) = (bias.len(), geometry.outputs());
    if own < LEAST_CHANNELS || filters < LEAST_CHANNELS || outputs == 0 || !fits(geometry) {
        return false;
    }
    let tiles = |axis: Axis| Axis { outputs: axis.outputs.div_ceil(2), kernel: SIDE, stride: 2, ..axis };
    let most_tiles = (BAND_NUMBERS / PLACES / (own + filters)).max(LEAST_TILES);
    let band = |_: usize, width: usize| (most_tiles / width).clamp(1, rows.outputs.div_ceil(2));
    let Some(layout) = Planes::of(tiles(rows), tiles(columns), band) else { return false };
    if !tame(image) || !tame(kernel) {
        return false;
    }
    let kernel = filter_numbers(kernel, own);
    let layer = Layer { image, kernel: &kernel, bias, own, columns: columns.outputs, layout: &layout };
    let bands = across(out, outputs, 2 * layout.band * columns.outputs);
    let works = Mutex::new(Vec::new());
    let taken = || works.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
    bands.into_par_iter().enumerate().for_each(|(band, out)| {
        let mut work = taken();
        layer.band(band, &mut work, out);
        works.lock().unwrap_or_else(PoisonError::into_inner).push(work);
    });
    true
}

fn fits(geometry: &Geometry) -> bool {
    let [slices, rows, columns] = &geometry.0;
    let flat = slices.inputs == 1 && slices.outputs == 1 && slices.kernel == 1 && slices.pad.begin == 0;
    flat && [rows, columns].iter().all(|axis| axis.kernel == 3 && axis.stride == 1 && axis.dilation == 1)
}

/// Whether all products and sums are finite.
fn tame(values: &[f32]) -> bool {
    values.par_chunks(1 << 14).all(|part| {
        let mut tame = true;
        widest(|| tame = part.iter().fold(true, |tame, value| tame & (value.abs() < MOST_VALUE)));
        tame
    })
}

/// The filters whose sums are worked out at once; on processors with fewer registers, in two halves.
const FILTERS: usize = 8;
type OfFilters = [f32; FILTERS];

/// The 16 numbers of every filter: by eight filters `[place, channel, filter]`, zero for filters that are not there.
fn filter_numbers(kernel: &[f32], own: usize) -> Vec<Vec<OfFilters>> {
    let of_block = |kernel: &[f32]| {
        let mut numbers = vec![[0.0; FILTERS]; PLACES * own];
        let whole = FILTERS * own * TAPS;
        if kernel.len() < whole {
            let mut padded = kernel.to_vec();
            padded.resize(whole, 0.0);
            widest(|| numbers_of_block(&padded, own, &mut numbers));
        } else {
            widest(|| numbers_of_block(kernel, own, &mut numbers));
        }
        numbers
    };
    kernel.par_chunks(FILTERS * own * TAPS).map(of_block).collect()
}

#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn numbers_of_block(kernel: &[f32], own: usize, numbers: &mut [OfFilters]) {
    for channel in 0..own {
        let filters: [&[f32; TAPS]; FILTERS] = std::array::from_fn(|filter| {
            kernel[(filter * own + channel) * TAPS..].first_chunk().unwrap_or(&[0.0; TAPS])
        });
        // Put together one by one in registers: what is written value by value is slow to read as a vector.
        let taps = std::array::from_fn(|tap| std::array::from_fn(|filter| filters[filter][tap]));
        for (place, of_place) in of_filters(&taps).as_flattened().iter().enumerate() {
            numbers[place * own + channel] = *of_place;
        }
    }
}

/// `G·g·Gᵀ` of the taps of one channel.
#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn of_filters(taps: &[OfFilters; TAPS]) -> [[OfFilters; SIDE]; SIDE] {
    let columns: [[OfFilters; SIDE]; 3] = std::array::from_fn(|x| of_three(&taps[x], &taps[3 + x], &taps[6 + x]));
    std::array::from_fn(|y| of_three(&columns[0][y], &columns[1][y], &columns[2][y]))
}

/// One axis of [`of_filters`]: `G·(a, b, c)ᵀ`.
#[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
#[inline(always)]
fn of_three(a: &OfFilters, b: &OfFilters, c: &OfFilters) -> [OfFilters; SIDE] {
    [*a, std::array::from_fn(|i| (a[i] + b[i] + c[i]) * 0.5), std::array::from_fn(|i| (a[i] - b[i] + c[i]) * 0.5), *c]
}

/// Memory to work in.
#[derive(Default)]
struct Work {
    planes: Vec<f32>,
    numbers: Vec<f32>,
}

struct Layer<'a> {
    image: &'a [f32],
    kernel: &'a [Vec<OfFilters>],
    bias: &'a [f32],
    own: usize,
    /// Of units.
    columns: usize,
    layout: &'a Planes,
}

impl Layer<'_> {
    /// Some rows of tiles of all filters.
    fn band(&self, band: usize, Work { planes, numbers }: &mut Work, out: Vec<&mut [f32]>) {
        let Self { own, layout, .. } = *self;
        let filters = self.bias.len();
        let rows = out.first().map_or(0, |out| out.len().div_ceil(self.columns).div_ceil(2));
        let tiles = rows * layout.width;
        // Rows and places of whole vectors, whose lengths put them on different lines of the cache.
        let row = tiles.next_multiple_of(MOST_LANES) + APART;
        let (of_pixels, of_sums) = (own * row + APART, filters * row + APART);
        let planes = layout.fill(self.image, own, band * layout.band, planes);
        let offsets = layout.offsets(1);
        numbers.resize(PLACES * (of_pixels + of_sums) + SLACK, 0.0);
        let (sums, pixels) = numbers.split_at_mut(PLACES * of_sums);
        let by_channel = across(&mut pixels[..PLACES * of_pixels], of_pixels, row);
        by_channel.into_par_iter().take(own).enumerate().for_each(|(at, to)| {
            Tiles { planes: &planes[at * layout.channel..], offsets: &offsets, tiles, to }.dispatch();
        });
        sums.par_chunks_mut(of_sums).enumerate().for_each(|(place, sums)| {
            let pixels = &pixels[place * of_pixels..][..of_pixels];
            let kernel: Vec<_> = self.kernel.iter().map(|of_block| &of_block[place * own..][..own]).collect();
            let sums = &mut sums[..filters * row];
            Products { pixels, kernel: &kernel, own, row, tiles, sums }.dispatch();
        });
        out.into_par_iter().enumerate().for_each_init(Vec::new, |units, (filter, out)| {
            units.resize(SIDE * row, 0.0);
            let sums: [&[f32]; PLACES] = std::array::from_fn(|place| &sums[place * of_sums + filter * row..][..row]);
            Units { sums, bias: self.bias[filter], tiles, units }.dispatch();
            widest(|| self.spread(units, row, out));
        });
    }

    /// Puts the four units of every tile where they belong.
    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn spread(&self, units: &[f32], row: usize, out: &mut [f32]) {
        for (y, out) in out.chunks_mut(self.columns).enumerate() {
            let from = y % 2 * 2 * row + y / 2 * self.layout.width;
            let (even, odd) = (&units[from..], &units[from + row..]);
            let (pairs, last) = out.as_chunks_mut::<2>();
            for ((pair, even), odd) in pairs.iter_mut().zip(even).zip(odd) {
                *pair = [*even, *odd];
            }
            for last in last {
                *last = even[self.columns / 2];
            }
        }
    }
}

/// `Bᵀ·d·B` of all tiles of a channel.
struct Tiles<'a> {
    planes: &'a [f32],
    /// Where the pixels of a tile lie.
    offsets: &'a [usize],
    tiles: usize,
    /// By place.
    to: Vec<&'a mut [f32]>,
}

impl SimdOp for Tiles<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn eval<I: Isa>(mut self, isa: I) {
        let ops = isa.f32();
        let one_axis = |[a, b, c, d]: [I::F32; SIDE]| [ops.sub(a, c), ops.add(b, c), ops.sub(c, b), ops.sub(b, d)];
        for at in (0..self.tiles).step_by(ops.len()) {
            let pixel = |y: usize, x: usize| ops.load(&self.planes[at + self.offsets[y * SIDE + x]..]);
            let columns: [_; SIDE] = std::array::from_fn(|x| one_axis(std::array::from_fn(|y| pixel(y, x))));
            for y in 0..SIDE {
                let numbers = one_axis(std::array::from_fn(|x| columns[x][y]));
                for (x, numbers) in numbers.into_iter().enumerate() {
                    ops.store(numbers, &mut self.to[y * SIDE + x][at..]);
                }
            }
        }
    }
}

/// The sums over the channels of the products at one place.
struct Products<'a> {
    /// `[channel, tile]`, in rows of `row`.
    pixels: &'a [f32],
    /// By eight filters `[channel, filter]`.
    kernel: &'a [&'a [OfFilters]],
    own: usize,
    row: usize,
    tiles: usize,
    /// `[filter, tile]`, in rows of `row`.
    sums: &'a mut [f32],
}

impl SimdOp for Products<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn eval<I: Isa>(mut self, isa: I) {
        // Sums, vectors of tiles and a number of the filter all fit the registers: 32 of them, or 16.
        if isa.f32().len() >= 16 || cfg!(target_arch = "aarch64") {
            self.filters::<I, FILTERS>(isa);
        } else {
            self.filters::<I, { FILTERS / 2 }>(isa);
        }
    }
}

impl Products<'_> {
    /// `F` filters at a time.
    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn filters<I: Isa, const F: usize>(&mut self, isa: I) {
        let lanes = isa.f32().len();
        for at in (0..self.tiles).step_by(VECTORS * lanes) {
            for channel in (0..self.own).step_by(MOST_CHANNELS) {
                let channels = channel..self.own.min(channel + MOST_CHANNELS);
                let pixels = &self.pixels[channel * self.row + at..];
                for (block, sums) in self.sums.chunks_mut(F * self.row).enumerate() {
                    let part = Part {
                        pixels,
                        row: self.row,
                        kernel: &self.kernel[block * F / FILTERS][channels.clone()],
                        first: block * F % FILTERS,
                        begun: channel > 0,
                        sums: &mut sums[at..],
                    };
                    match (self.tiles - at).div_ceil(lanes) {
                        1 => part.add::<I, F, 1>(isa),
                        2 => part.add::<I, F, 2>(isa),
                        _ => part.add::<I, F, VECTORS>(isa),
                    }
                }
            }
        }
    }
}

/// A few vectors of tiles, some channels, some of eight filters.
struct Part<'a> {
    pixels: &'a [f32],
    row: usize,
    kernel: &'a [OfFilters],
    /// Of the eight filters.
    first: usize,
    /// Whether other channels are in the sums already.
    begun: bool,
    sums: &'a mut [f32],
}

impl Part<'_> {
    /// `V` vectors of tiles of `F` filters.
    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn add<I: Isa, const F: usize, const V: usize>(self, isa: I) {
        let ops = isa.f32();
        let step = V * ops.len();
        let mut sums = [[ops.zero(); V]; F];
        if self.begun {
            for (sums, from) in sums.iter_mut().zip(self.sums.chunks(self.row)) {
                *sums = ops.load_many(&from[..step]);
            }
        }
        for (pixels, kernel) in self.pixels.chunks(self.row).zip(self.kernel) {
            let values: [I::F32; V] = ops.load_many(&pixels[..step]);
            for (f, sums) in sums.iter_mut().enumerate() {
                let number = ops.splat(kernel[(self.first + f) % FILTERS]);
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum = ops.mul_add(value, number, *sum);
                }
            }
        }
        for (sums, to) in sums.into_iter().zip(self.sums.chunks_mut(self.row)) {
            for (vector, to) in sums.into_iter().zip(to.chunks_mut(ops.len())) {
                ops.store(vector, to);
            }
        }
    }
}

/// `Aᵀ·m·A` of all tiles of a filter, and its bias.
struct Units<'a> {
    /// By place.
    sums: [&'a [f32]; PLACES],
    bias: f32,
    tiles: usize,
    /// The first units of the tiles, the ones beside these, and those below both.
    units: &'a mut [f32],
}

impl SimdOp for Units<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let bias = ops.splat(self.bias);
        let row = self.units.len() / SIDE;
        let one_axis = |[a, b, c, d]: [I::F32; SIDE]| [ops.add(ops.add(a, b), c), ops.sub(ops.sub(b, c), d)];
        for at in (0..self.tiles).step_by(ops.len()) {
            let sum = |y: usize, x: usize| ops.load(&self.sums[y * SIDE + x][at..]);
            let columns: [_; SIDE] = std::array::from_fn(|x| one_axis(std::array::from_fn(|y| sum(y, x))));
            for y in 0..2 {
                for (x, units) in one_axis(std::array::from_fn(|x| columns[x][y])).into_iter().enumerate() {
                    ops.store(ops.add(units, bias), &mut self.units[(2 * y + x) * row + at..]);
                }
            }
        }
    }
}
