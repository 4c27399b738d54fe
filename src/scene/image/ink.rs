//! From values to pixels.

use std::sync::Arc;

use super::super::colours::{self, Ends};
use super::super::{Point, Raster, Rect};
use super::tiles::{Content, MOST_SIDE, Tiles};
use crate::net::{Colours, Range};
use crate::value::Tensor;

/// How the values of a map become colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ink {
    pub colours: Colours,
    /// The ends that all channels share; `None` if each has its own.
    pub shared: Option<Ends>,
}

/// The ends of a picture that is shown in its own colours.
const OWN: Ends = Ends { low: 0.0, high: 1.0 };

impl Ink {
    /// That of a map. Where a channel has only one value, its own ends would say nothing.
    pub fn of(tensor: &Tensor, colours: Colours, range: Range) -> Self {
        let values = first_image(tensor);
        let shared = range == Range::Map || tensor.shape().iter().skip(2).product::<usize>() <= 1;
        Self { colours, shared: shared.then(|| Ends::of(values, colours)) }
    }

    /// That of a picture as it is: black is 0 and white is 1.
    pub const OWN: Self = Self { colours: Colours::Gray, shared: Some(OWN) };

    /// The ends of one channel.
    pub fn ends(&self, values: &[f32]) -> Ends {
        self.shared.unwrap_or_else(|| Ends::of(values, self.colours))
    }
}

/// The values of the first image of a batch, channel by channel.
pub(super) fn first_image(tensor: &Tensor) -> &[f32] {
    let each: usize = tensor.shape().iter().skip(1).product();
    tensor.as_slice().and_then(|values| values.get(..each)).unwrap_or_default()
}

/// The values of one channel of the first image; empty if there is no such channel.
pub(super) fn channel(tensor: &Tensor, channel: u64) -> &[f32] {
    let each: usize = tensor.shape().iter().skip(2).product();
    let start = usize::try_from(channel).ok().and_then(|channel| channel.checked_mul(each));
    let end = start.and_then(|start| start.checked_add(each));
    start.zip(end).and_then(|(start, end)| first_image(tensor).get(start..end)).unwrap_or_default()
}

/// True if a picture's values are colours: all of them within 0…1.
pub(super) fn is_picture(tensor: &Tensor) -> bool {
    first_image(tensor).iter().all(|value| (0.0..=1.0).contains(value))
}

/// The part of a channel that a tile shows: one slice.
fn shown<'a>(values: &'a [f32], tiles: &Tiles) -> &'a [f32] {
    let each = (tiles.units[0] * tiles.units[1]) as usize;
    let start = (tiles.slice.max(0) as usize).saturating_mul(each);
    values.get(start..start.saturating_add(each)).unwrap_or_default()
}

/// The pictures of tiles, each of as many whole tiles as one raster may have.
pub(super) fn rasters(tiles: &Tiles, tensor: &Tensor, ink: Ink) -> Vec<(Rect, Arc<Raster>)> {
    let fit = |axis: usize| u64::from(((MOST_SIDE + tiles.gap[axis]) / (tiles.pixels[axis] + tiles.gap[axis])).max(1));
    let (across, down) = (fit(0), fit(1));
    let lines = tiles.count.div_ceil(tiles.columns);
    let starts = (0..lines).step_by(down as usize).flat_map(|line| {
        let columns = (0..tiles.columns).step_by(across as usize);
        columns.map(move |column| (line, column))
    });
    let sheet = |(line, column): (u64, u64)| {
        let columns = across.min(tiles.columns - column);
        let lines = down.min(lines - line);
        let inside = |row: u64, at: u64| (line + row) * tiles.columns + column + at;
        let indices = (0..lines).flat_map(|row| (0..columns).map(move |at| (row, at)));
        let indices: Vec<_> =
            indices.map(|(row, at)| (row, at, inside(row, at))).filter(|(.., index)| *index < tiles.count).collect();
        let (first, last) = (indices.first()?, indices.last()?);
        let length = |axis: usize, n: u64| n as u32 * (tiles.pixels[axis] + tiles.gap[axis]) - tiles.gap[axis];
        let (width, height) = (length(0, columns), length(1, lines));
        let mut rgba = vec![0; width as usize * height as usize * 4];
        for &(row, at, index) in &indices {
            let left = at as usize * (tiles.pixels[0] + tiles.gap[0]) as usize;
            let top = row as usize * (tiles.pixels[1] + tiles.gap[1]) as usize;
            let paint = |x: usize, y: usize, color: [u8; 4]| {
                let place = ((top + y) * width as usize + left + x) * 4;
                rgba[place..place + 4].copy_from_slice(&color);
            };
            tile(tiles, tensor, ink, index, paint);
        }
        // The last row may have fewer tiles than the first; the raster is as wide as that.
        let corner = tiles.tile(inside(0, columns - 1)).max;
        let rect = Rect { min: tiles.tile(first.2).min, max: Point::new(corner.x, tiles.tile(last.2).max.y) };
        Some((rect, Arc::new(Raster { width, height, rgba })))
    };
    starts.filter_map(sheet).collect()
}

/// The pixels of one tile.
fn tile(tiles: &Tiles, tensor: &Tensor, ink: Ink, index: u64, mut paint: impl FnMut(usize, usize, [u8; 4])) {
    let [width, height] = tiles.pixels.map(|n| n as usize);
    let mut each = |pixel: &dyn Fn(Block) -> Option<[u8; 3]>| {
        for y in 0..height {
            for x in 0..width {
                if let Some([red, green, blue]) = pixel(Block::of(tiles, x, y)) {
                    paint(x, y, [red, green, blue, 255]);
                }
            }
        }
    };
    match tiles.content {
        Content::Channels => {
            let values = channel(tensor, tiles.first + index);
            let ends = ink.ends(values);
            let values = shown(values, tiles);
            each(&|block| Some(colours::color(ink.colours, ends, block.mean(values)?)));
        }
        Content::Color => {
            let channels = [0, 1, 2].map(|color| shown(channel(tensor, color), tiles));
            each(&|block| color_of(channels.map(|values| block.mean(values))));
        }
        Content::Vector => {
            let values = first_image(tensor);
            let ends = ink.ends(values);
            each(&|block| Some(colours::color(ink.colours, ends, block.mean(values)?)));
        }
    }
}

/// The colour of red, green and blue, each 0…1.
fn color_of(values: [Option<f32>; 3]) -> Option<[u8; 3]> {
    let [red, green, blue] = values.map(|value| Some(colours::color(Colours::Gray, OWN, value?)[0]));
    Some([red?, green?, blue?])
}

/// The units of which one pixel is made.
struct Block {
    /// Units from one row to the next.
    row: usize,
    columns: std::ops::Range<usize>,
    rows: std::ops::Range<usize>,
}

impl Block {
    fn of(tiles: &Tiles, x: usize, y: usize) -> Self {
        let units = tiles.units.map(|n| n as usize);
        let run = |at: usize, axis: usize| {
            let pixels = tiles.pixels[axis] as usize;
            if pixels == units[axis] {
                return at..at + 1;
            }
            at * units[axis] / pixels..((at + 1) * units[axis]).div_ceil(pixels)
        };
        Self { row: units[0], columns: run(x, 0), rows: run(y, 1) }
    }

    /// Their value; of several the mean. `None` where there is none.
    fn mean(&self, values: &[f32]) -> Option<f32> {
        if self.columns.len() == 1 && self.rows.len() == 1 {
            return values.get(self.rows.start * self.row + self.columns.start).copied();
        }
        let (mut sum, mut count) = (0.0_f64, 0_u32);
        for row in self.rows.clone() {
            let run = values.get(row * self.row + self.columns.start..)?;
            for value in run.iter().take(self.columns.len()) {
                sum += f64::from(*value);
                count += 1;
            }
        }
        (count > 0).then(|| (sum / f64::from(count)) as f32)
    }
}

/// The pixels that one unit sees of a picture, from the first to the last on both axes; those between that it does not
/// see are faint.
pub(super) fn crop(
    tiles: &Tiles,
    tensor: &Tensor,
    ink: Ink,
    shown_channel: u64,
    [across, down]: [crate::field::Span; 2],
    seen: &dyn Fn(i64, i64) -> bool,
) -> Raster {
    const FAINT: u8 = 56;
    /// Of a larger field not every pixel is taken.
    const MOST: u64 = 1024;
    let [color, one] = [tiles.content == Content::Color, tiles.content == Content::Channels];
    let channels = if color { [0, 1, 2] } else { [shown_channel; 3] }.map(|at| channel(tensor, at));
    let ends = if one { ink.ends(channels[0]) } else { OWN };
    let channels = channels.map(|values| shown(values, tiles));
    let step = across.count().max(down.count()).div_ceil(MOST);
    let (width, height) = (across.count().div_ceil(step) as u32, down.count().div_ceil(step) as u32);
    let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
    for y in (down.first..=down.last).step_by(step as usize) {
        for x in (across.first..=across.last).step_by(step as usize) {
            let place = y as usize * tiles.units[0] as usize + x as usize;
            let values = channels.map(|values| values.get(place).copied());
            let pixel = if color { color_of(values) } else { values[0].map(|v| colours::color(ink.colours, ends, v)) };
            let [red, green, blue] = pixel.unwrap_or([127; 3]);
            rgba.extend([red, green, blue, if seen(x, y) { 255 } else { FAINT }]);
        }
    }
    Raster { width, height, rgba }
}

/// All colours, from the low end to the high one.
pub(super) fn scale(colours: Colours) -> Arc<Raster> {
    const STEPS: u32 = 128;
    let color = |step: u32| colours::at(colours, step as f32 / (STEPS - 1) as f32);
    let rgba = (0..STEPS).flat_map(|step| {
        let [red, green, blue] = color(step);
        [red, green, blue, 255]
    });
    Arc::new(Raster { width: STEPS, height: 1, rgba: rgba.collect() })
}
