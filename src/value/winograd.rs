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

use rayon::prelude::*;
use rten_simd::ops::{BitOps as _, NumOps as _};
use rten_simd::{Isa, SimdOp};

use super::conv::Group;
use super::geometry::{Axis, Geometry};
use super::lanes::{lanes, widest};
use super::planes::{Planes, across, room_for, with_work};

/// Of a tile, in pixels.
const SIDE: usize = 4;
const PLACES: usize = SIDE * SIDE;

/// Of a filter, by channel.
const TAPS: usize = 9;

/// The vectors of tiles that are summed up at once.
const VECTORS: usize = 3;

/// The channels that are summed up before the next ones: their pixels stay in the nearest cache.
const MOST_CHANNELS: usize = 128;

/// The filters whose sums are worked out at once; on processors with fewer registers, in two halves.
const FILTERS: usize = 8;
type OfFilters = [f32; FILTERS];

/// A line of the cache, in values.
const LINE: usize = 16;

/// With fewer channels or filters, turning tiles into numbers takes longer than what is saved.
const LEAST_CHANNELS: usize = 16;

/// Numbers of one band of tiles: they stay in the cache of one processor.
const BAND_NUMBERS: usize = 1 << 18;

/// The tiles of a band, however many channels there are.
const LEAST_TILES: usize = 112;

/// Numbers of one band that are not worth their memory, 32 MiB by thread: of wide images with very many channels.
const MOST_NUMBERS: usize = 1 << 23;

/// Sums of products of values up to this are finite.
const MOST_VALUE: f32 = 1e15;

/// For fewer units than this, turning the filters into numbers takes longer than what is saved.
const LEAST_UNITS: usize = 400;

/// One group through its filters into `[filter, …]`. False if it is none that this is for:
/// of other taps, strides or dilations, of few channels or units, far wider than usual, padded far beyond its size, or with
/// values whose sums might not be finite.
pub(super) fn product(group: Group<'_>, out: &mut [f32]) -> bool {
    let Group { image, kernel, bias, own, geometry, memory } = group;
    let filters = bias.len();
    if own.min(filters) < LEAST_CHANNELS || geometry.outputs() < LEAST_UNITS || !suits(geometry) {
        return false;
    }
    let [_, rows, columns] = geometry.0;
    let tiles = |axis: Axis| Axis { outputs: axis.outputs.div_ceil(2), kernel: SIDE, stride: 2, ..axis };
    let (down, side) = (tiles(rows), tiles(columns));
    // A band is a row of tiles at least.
    if PLACES * (own + filters) * side.outputs > MOST_NUMBERS {
        return false;
    }
    let most_tiles = (BAND_NUMBERS / PLACES / (own + filters)).max(LEAST_TILES);
    let band = |_: usize, _: usize| (most_tiles / side.outputs).clamp(1, down.outputs);
    let Some(planes) = Planes::of(down, side, band) else { return false };
    if !tame(image) || !tame(kernel) {
        return false;
    }
    let of_block = PLACES * of_place(own);
    let mut numbers = memory.take(filters.div_ceil(FILTERS) * of_block * FILTERS);
    filter_numbers(kernel, own, numbers.as_chunks_mut().0);
    let blocks: Vec<&[OfFilters]> = numbers.as_chunks().0.chunks(of_block).collect();
    let layer = Layer { image, kernel: &blocks, bias, own, columns: columns.outputs, planes: &planes };
    let bands = across(out, geometry.outputs(), 2 * planes.band * columns.outputs);
    bands.into_par_iter().enumerate().for_each(|(band, out)| {
        with_work(|[planes, numbers]| layer.band(band, planes, numbers, out));
    });
    memory.give(numbers);
    true
}

/// Whether the windows are 3×3 neighbours on two axes.
fn suits(geometry: &Geometry) -> bool {
    let [_, rows, columns] = &geometry.0;
    let neighbours = |axis: &&Axis| axis.kernel == 3 && axis.stride == 1 && axis.dilation == 1;
    geometry.is_flat() && [rows, columns].iter().all(neighbours)
}

/// Whether all products and sums are finite.
fn tame(values: &[f32]) -> bool {
    values.par_chunks(1 << 14).all(|part| {
        let mut tame = true;
        widest(|| tame = part.iter().fold(true, |tame, value| tame & (value.abs() < MOST_VALUE)));
        tame
    })
}

/// The channels of a place, and so many more that the places lie on different lines of the cache.
const fn of_place(own: usize) -> usize {
    own + LINE / FILTERS
}

/// The 16 numbers of every filter: by eight filters `[place, channel, filter]`, zero for filters that are not there. What
/// lies behind the channels of a place is left as it is.
fn filter_numbers(kernel: &[f32], own: usize, numbers: &mut [OfFilters]) {
    let whole = FILTERS * own * TAPS;
    let blocks = numbers.par_chunks_mut(PLACES * of_place(own)).zip(kernel.par_chunks(whole));
    blocks.for_each(|(numbers, kernel)| {
        if kernel.len() < whole {
            let mut padded = kernel.to_vec();
            padded.resize(whole, 0.0);
            widest(|| numbers_of_block(&padded, own, numbers));
        } else {
            widest(|| numbers_of_block(kernel, own, numbers));
        }
    });
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
        for (place, number) in of_filters(&taps).as_flattened().iter().enumerate() {
            numbers[place * of_place(own) + channel] = *number;
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

struct Layer<'a> {
    image: &'a [f32],
    kernel: &'a [&'a [OfFilters]],
    bias: &'a [f32],
    own: usize,
    /// Of units.
    columns: usize,
    planes: &'a Planes,
}

impl Layer<'_> {
    /// Some rows of tiles of all filters.
    fn band(&self, band: usize, planes: &mut Vec<f32>, numbers: &mut Vec<f32>, out: Vec<&mut [f32]>) {
        let own = self.own;
        let filters = self.bias.len();
        let rows = out.first().map_or(0, |out| out.len().div_ceil(self.columns).div_ceil(2));
        let width = self.columns.div_ceil(2);
        let tiles = rows * width;
        // What the last vector of the last row makes too much has room. An odd number of lines puts rows, and one more
        // puts places, on different lines of the cache.
        let room = tiles - width + width.next_multiple_of(lanes());
        let row = (room.next_multiple_of(lanes()).div_ceil(LINE) | 1) * LINE;
        let (of_pixels, of_sums) = (own * row + LINE, filters * row + LINE);
        let planes = self.planes.fill(self.image, own, band * self.planes.band, planes);
        let offsets = self.planes.offsets(1);
        let (sums, pixels) = room_for(numbers, PLACES * (of_pixels + of_sums)).split_at_mut(PLACES * of_sums);
        let by_channel = across(pixels, of_pixels, row);
        by_channel.into_par_iter().take(own).enumerate().for_each(|(at, to)| {
            let planes = &planes[at * self.planes.channel..];
            Tiles { planes, plane_width: self.planes.width, offsets: &offsets, rows, width, to }.dispatch();
        });
        sums.par_chunks_mut(of_sums).enumerate().for_each(|(place, sums)| {
            let pixels = &pixels[place * of_pixels..][..of_pixels];
            let kernel: Vec<_> = self.kernel.iter().map(|of_block| &of_block[place * of_place(own)..][..own]).collect();
            let sums = &mut sums[..filters * row];
            Products { pixels, kernel: &kernel, own, row, tiles, sums }.dispatch();
        });
        out.into_par_iter().enumerate().for_each_init(Vec::new, |units, (filter, out)| {
            units.resize(SIDE * row, 0.0);
            let sums: [&[f32]; PLACES] = std::array::from_fn(|place| &sums[place * of_sums + filter * row..][..row]);
            Units { sums, bias: self.bias[filter], tiles, to: units }.dispatch();
            widest(|| self.spread(units, row, out));
        });
    }

    /// Puts the four units of every tile where they belong.
    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn spread(&self, units: &[f32], row: usize, out: &mut [f32]) {
        for (y, out) in out.chunks_mut(self.columns).enumerate() {
            let from = y % 2 * 2 * row + y / 2 * self.columns.div_ceil(2);
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
    plane_width: usize,
    /// Where the pixels of a tile lie.
    offsets: &'a [usize],
    rows: usize,
    /// Of a row, in tiles.
    width: usize,
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
        for row in 0..self.rows {
            // What the last vector of a row makes too much, the next row writes over.
            for at in (0..self.width).step_by(ops.len()) {
                let planes = &self.planes[row * self.plane_width + at..];
                let pixel = |y: usize, x: usize| ops.load(&planes[self.offsets[y * SIDE + x]..]);
                let columns: [_; SIDE] = std::array::from_fn(|x| one_axis(std::array::from_fn(|y| pixel(y, x))));
                let numbers: [_; SIDE] = std::array::from_fn(|y| one_axis(std::array::from_fn(|x| columns[x][y])));
                for (to, numbers) in self.to.iter_mut().zip(numbers.as_flattened()) {
                    ops.store(*numbers, &mut to[row * self.width + at..]);
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
        // Known to be 0 where all eight filters are summed up.
        let first = if F == FILTERS { 0 } else { self.first };
        // Rows of filters by number, not one after the other: of loops whose lengths are known the sums stay in registers.
        let of_filter = |f: usize| f * self.row..f * self.row + step;
        let mut sums = [[ops.zero(); V]; F];
        if self.begun {
            for (f, sums) in sums.iter_mut().enumerate() {
                if let Some(from) = self.sums.get(of_filter(f)) {
                    *sums = ops.load_many(from);
                }
            }
        }
        for (pixels, kernel) in self.pixels.chunks(self.row).zip(self.kernel) {
            let values: [I::F32; V] = ops.load_many(&pixels[..step]);
            for (f, sums) in sums.iter_mut().enumerate() {
                let number = ops.splat(kernel[(first + f) % FILTERS]);
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum = ops.mul_add(value, number, *sum);
                }
            }
        }
        for (f, sums) in sums.iter().enumerate() {
            if let Some(to) = self.sums.get_mut(of_filter(f)) {
                for (v, vector) in sums.iter().enumerate() {
                    ops.store(*vector, &mut to[v * ops.len()..]);
                }
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
    to: &'a mut [f32],
}

impl SimdOp for Units<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined is made for the longest vectors")]
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let bias = ops.splat(self.bias);
        let row = self.to.len() / SIDE;
        let one_axis = |[a, b, c, d]: [I::F32; SIDE]| [ops.add(ops.add(a, b), c), ops.sub(ops.sub(b, c), d)];
        for at in (0..self.tiles).step_by(ops.len()) {
            let sum = |y: usize, x: usize| ops.load(&self.sums[y * SIDE + x][at..]);
            let columns: [_; SIDE] = std::array::from_fn(|x| one_axis(std::array::from_fn(|y| sum(y, x))));
            let units: [_; 2] = std::array::from_fn(|y| one_axis(std::array::from_fn(|x| columns[x][y])));
            for (to, units) in self.to.chunks_mut(row).zip(units.as_flattened()) {
                ops.store(ops.add(*units, bias), &mut to[at..]);
            }
        }
    }
}
