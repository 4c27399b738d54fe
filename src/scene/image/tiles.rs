//! Where the channels of a map lie: tiles in rows, all alike.
//!
//! A tile shows one channel; what it shows of a map of three axes is one slice. The gap between two tiles is a whole
//! number of the pixels of which their picture is made, so that many tiles are one raster ([`super::ink`]).

use super::super::{Point, Rect};
use crate::axes::Axes;
use crate::field::Span;
use crate::net::{MapId, Shape};

/// So many channels are shown at once; there are more on the next page.
pub const PER_PAGE: u64 = 64;

/// Points between two tiles, at least about.
const GAP: f64 = 4.0;
/// A unit measures no more than this, in points, and a tile neither.
const LARGEST_UNIT: f64 = 28.0;
pub(super) const LARGEST_TILE: f64 = 230.0;
/// The height of a strip: a channel of one axis.
const STRIP: f64 = 22.0;
const LOW_STRIP: f64 = 13.0;
/// From so many strips on they are low.
const MANY_STRIPS: u64 = 9;
/// The largest cell of a flat vector.
const VECTOR_CELL: f64 = 14.0;
/// A vector of so many values is one line of them.
const VECTOR_LINE: u64 = 32;
/// The most pixels of all tiles of a map. What would have more is drawn coarser.
const MOST_PIXELS: u64 = 1 << 22;
/// The longest side of a raster, which every graphics card takes.
pub(super) const MOST_SIDE: u32 = 2048;

/// What a tile shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Three channels as red, green and blue.
    Color,
    /// A channel each.
    Channels,
    /// All features of a flat vector, row by row.
    Vector,
}

/// The tiles of one map.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tiles {
    pub map: MapId,
    pub content: Content,
    /// The channel of the first tile.
    pub first: u64,
    pub count: u64,
    /// How many stand in a row.
    pub columns: u64,
    /// The corner of the first one.
    pub at: Point,
    /// Width and height of one, in points.
    pub size: [f64; 2],
    /// Units of one, across and down.
    pub units: [u64; 2],
    /// The slice of a map of three axes.
    pub slice: i64,
    /// Pixels of one, across and down, and those of the gap to the next.
    pub pixels: [u32; 2],
    pub gap: [u32; 2],
}

/// The room that the tiles of a map have, and how they may be laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub width: f64,
    pub height: f64,
    pub largest: f64,
    /// Maps of one axis below each other, as long as the page is wide.
    pub strips: bool,
}

impl Tiles {
    /// The tiles of these channels of a map, the first at the origin. `None` if there is nothing to be shown.
    pub fn of(map: MapId, shape: &Shape, channels: std::ops::Range<u64>, room: Room) -> Option<Self> {
        let count = channels.end.saturating_sub(channels.start);
        let units = units_of(shape);
        if count == 0 || units.contains(&0) {
            return None;
        }
        let (columns, size) = match shape.size.rank() {
            0 => return Self::of_vector(map, shape.channels, room),
            1 => {
                let height = if count < MANY_STRIPS { STRIP } else { LOW_STRIP };
                (1, [room.width.min(LARGEST_UNIT * units[0] as f64), height])
            }
            _ => fitted(units, count, room),
        };
        let content = Content::Channels;
        let tiles = Self {
            map,
            content,
            first: channels.start,
            count,
            columns,
            at: Point::default(),
            size,
            units,
            slice: 0,
            pixels: [1; 2],
            gap: [1; 2],
        };
        Some(tiles.with_pixels())
    }

    fn of_vector(map: MapId, features: u64, room: Room) -> Option<Self> {
        let lines = (features as f64).sqrt().ceil() as u64;
        let units = match features {
            0 => return None,
            1..=VECTOR_LINE if room.strips => [features, 1],
            1..=VECTOR_LINE => [1, features],
            _ => [features.div_ceil(lines), lines],
        };
        let cell = VECTOR_CELL.min(room.height / units[1] as f64).min(room.width / units[0] as f64);
        let tiles = Self {
            map,
            content: Content::Vector,
            first: 0,
            count: 1,
            columns: 1,
            at: Point::default(),
            size: units.map(|n| n as f64 * cell),
            units,
            slice: 0,
            pixels: [1; 2],
            gap: [1; 2],
        };
        Some(tiles.with_pixels())
    }

    /// Chooses how many pixels a tile has: one for each unit; fewer where all of them would be too many, several where
    /// the gap would otherwise be too wide.
    fn with_pixels(mut self) -> Self {
        let pixels = |coarser: u64| self.units.map(|n| n.div_ceil(coarser));
        let too_many = |coarser: u64| {
            let [across, down] = pixels(coarser);
            across.max(down) > u64::from(MOST_SIDE)
                || across.saturating_mul(down).saturating_mul(self.count) > MOST_PIXELS
        };
        // Doubled until it is enough, then made no coarser than that takes.
        let mut coarser = 1;
        while too_many(coarser) {
            coarser *= 2;
        }
        while coarser > 1 && !too_many(coarser - 1) {
            coarser -= 1;
        }
        let several = self.count > 1;
        for axis in 0..2 {
            let units = self.units[axis].div_ceil(coarser) as u32;
            let finer = (self.size[axis] / f64::from(units) / GAP).ceil().clamp(1.0, 16.0) as u32;
            self.pixels[axis] = if several && units * finer <= MOST_SIDE { units * finer } else { units };
            let pixel = self.size[axis] / f64::from(self.pixels[axis]);
            self.gap[axis] = (GAP / pixel).round().clamp(1.0, f64::from(MOST_SIDE)) as u32;
        }
        self
    }

    /// How many units one pixel stands for along the axis where it is most; 1 if it is at most one.
    pub fn coarseness(&self) -> u64 {
        (0..2).map(|axis| self.units[axis].div_ceil(u64::from(self.pixels[axis]))).max().unwrap_or(1)
    }

    /// From one tile to the next, across and down, in points.
    fn step(&self) -> [f64; 2] {
        [0, 1].map(|axis| self.size[axis] * (1.0 + f64::from(self.gap[axis]) / f64::from(self.pixels[axis])))
    }

    pub fn tile(&self, index: u64) -> Rect {
        let [across, down] = self.step();
        let (column, row) = (index % self.columns, index / self.columns);
        let (x, y) = (self.at.x + column as f64 * across, self.at.y + row as f64 * down);
        Rect::new(x, y, self.size[0], self.size[1])
    }

    /// Around all of them.
    pub fn rect(&self) -> Rect {
        let last = self.tile(self.columns.min(self.count) - 1);
        self.tile(0).union(&last).union(&self.tile(self.count - 1))
    }

    pub fn moved(mut self, x: f64, y: f64) -> Self {
        self.at = Point::new(self.at.x + x, self.at.y + y);
        self
    }

    /// The tile of a channel, if it is among them.
    pub fn tile_of(&self, channel: u64) -> Option<Rect> {
        let index = channel.checked_sub(self.first).filter(|index| *index < self.count)?;
        (self.content == Content::Channels).then(|| self.tile(index))
    }

    /// The runs of units of a map, across and down; `None` if they are all of a flat vector.
    pub fn runs(hull: &Axes<Span>) -> Option<[Span; 2]> {
        match hull.as_slice() {
            [] => None,
            [across] => Some([*across, Span::new(0, 0)]),
            [.., down, across] => Some([*across, *down]),
        }
    }

    /// Where runs of units lie in a tile.
    pub fn part(&self, tile: &Rect, [across, down]: [Span; 2]) -> Rect {
        let [width, height] = [0, 1].map(|axis| self.size[axis] / self.units[axis] as f64);
        Rect::new(
            tile.min.x + across.first as f64 * width,
            tile.min.y + down.first as f64 * height,
            across.count() as f64 * width,
            down.count() as f64 * height,
        )
    }

    /// The tile at a place, and the unit across and down.
    pub fn find(&self, at: Point) -> Option<(u64, [u64; 2])> {
        let step = self.step();
        let [x, y] = [at.x - self.at.x, at.y - self.at.y];
        if x < 0.0 || y < 0.0 {
            return None;
        }
        let (column, row) = ((x / step[0]) as u64, (y / step[1]) as u64);
        let index = row.checked_mul(self.columns)?.checked_add(column)?;
        let inside = [x - column as f64 * step[0], y - row as f64 * step[1]];
        if column >= self.columns || index >= self.count || (0..2).any(|axis| inside[axis] >= self.size[axis]) {
            return None;
        }
        let unit = [0, 1]
            .map(|axis| ((inside[axis] / self.size[axis] * self.units[axis] as f64) as u64).min(self.units[axis] - 1));
        Some((index, unit))
    }

    /// The unit of the map across and down in a tile.
    pub fn unit(&self, rank: usize, [across, down]: [u64; 2]) -> Axes<i64> {
        let all = [self.slice, down as i64, across as i64];
        all.into_iter().skip(3 - rank.min(3)).collect()
    }
}

/// Units of one channel across and down, of one slice if there are more axes.
fn units_of(shape: &Shape) -> [u64; 2] {
    match shape.size.as_slice() {
        [] => [1, 1],
        [across] => [*across, 1],
        [.., down, across] => [*across, *down],
    }
}

/// How many tiles stand in a row, and how large one is, so that they are as large as there is room for.
fn fitted(units: [u64; 2], count: u64, room: Room) -> (u64, [f64; 2]) {
    let units = units.map(|n| n as f64);
    let pitch = |columns: u64| {
        let lines = count.div_ceil(columns);
        let along = |room: f64, n: u64, units: f64| (room - (n - 1) as f64 * GAP) / (n as f64 * units);
        along(room.width, columns, units[0]).min(along(room.height, lines, units[1]))
    };
    // Of layouts that are alike the one with fewer lines.
    let best = (1..=count).max_by(|a, b| pitch(*a).total_cmp(&pitch(*b))).unwrap_or(1);
    let columns = count.div_ceil(count.div_ceil(best));
    let pitch = pitch(columns).min(LARGEST_UNIT).min(room.largest / units[0].max(units[1]));
    (columns, units.map(|n| n * pitch))
}
