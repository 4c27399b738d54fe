//! The view **Image**: the picture, and then every channel of every map as a picture of its own.
//!
//! Each map is a sheet of tiles, one for each channel, all alike; where a map has many channels, a page of them. A pool
//! keeps its channels: beside its sheet one of them is shown before and after, as large as there is room for. Below the
//! map of a shown unit lies the patch of the picture that the unit has seen.
//!
//! Tiles are rasters, made once for each part that comes into sight. A shown unit adds only outlines and the patch.

mod heat;
mod ink;
mod patch;
mod texts;
mod tiles;

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use super::chain::Chain;
use super::maps::unit_text;
use super::theme::Role;
use super::view::{self, Board, Flow, Hit, Part, Subject, Told, Unit};
use super::{Align, Face, Item, Lean, Point, Raster, Rect, Shape, Tag, text_width};
use crate::field::{Analysis, Span, Status, Trace};
use crate::net::{Colours, Graph, Look, MapId, Op};
use crate::value::Tensor;
use ink::Ink;
pub use tiles::PER_PAGE;
use tiles::{Content, Room, Tiles};

/// The room for the tiles of a map, where maps stand side by side, and where they stand below each other.
const SHEET: Room = Room { width: 340.0, height: 340.0, largest: tiles::LARGEST_TILE, strips: false };
const PAGE: Room = Room { width: 720.0, height: 340.0, largest: 720.0, strips: true };
/// A channel before and after a pool, one above the other.
const PAIR: Room = Room { width: 150.0, height: 150.0, largest: 150.0, strips: false };
const PAIR_GAP: f64 = 36.0;
/// The line of text above each.
const PAIR_TEXT: f64 = 18.0;
/// From the pair to the sheet, and from a map to the next.
const BESIDE_PAIR: f64 = 26.0;
const COLUMN_GAP: f64 = 44.0;
const ROW_GAP: f64 = 34.0;
/// Between the color tile of the picture and those of its channels.
const CHANNELS_GAP: f64 = 12.0;
/// Room above a map for its heading, and below it for the scale of its colours.
const HEADING_ROOM: f64 = 64.0;
const HEADING_GAP: f64 = 11.0;
const SCALE_ROOM: f64 = 38.0;
/// The bar of the scale.
const BAR: [f64; 2] = [72.0, 9.0];
const TEXT_SIZE: f64 = 11.5;
/// What stands for a map that cannot be.
const IMPOSSIBLE: [f64; 2] = [150.0, 90.0];
/// Marks of single units are no smaller than this.
const LEAST_MARK: f64 = 4.0;
const BESIDE_TEXTS: f64 = 12.0;

/// A map's place.
struct Place {
    map: MapId,
    /// What is shown of it, and of a pool the same channel before and after.
    sheets: Vec<Tiles>,
    pair: Option<[Tiles; 2]>,
    /// All tiles.
    extent: Rect,
}

impl Place {
    fn all(&self) -> impl Iterator<Item = &Tiles> {
        self.sheets.iter().chain(self.pair.iter().flatten())
    }
}

/// The view laid out.
pub struct Image {
    parts: Vec<Part>,
    places: Vec<Place>,
    flow: Flow,
    bounds: Rect,
    look: Look,
    /// The picture is shown in its own colours.
    own: bool,
    chain: Chain,
    inks: Vec<OnceCell<Ink>>,
    scale: Arc<Raster>,
    /// The patch of the unit that was shown last.
    patch: RefCell<Option<(Unit, Arc<Raster>)>>,
}

/// How many pages the maps of a network have: as many as that with the most channels.
pub fn pages(graph: &Graph, analysis: &Analysis) -> u64 {
    most_channels(graph, analysis).div_ceil(PER_PAGE)
}

/// The channels of the map that has the most. The features of flat vectors are no channels.
pub fn most_channels(graph: &Graph, analysis: &Analysis) -> u64 {
    let shapes = graph.maps().filter_map(|map| analysis.map(map).shape.as_ref());
    let channels = shapes.filter(|shape| !shape.size.is_empty()).map(|shape| shape.channels);
    channels.max().unwrap_or(1).max(1)
}

impl Image {
    pub fn of(subject: &Subject<'_>, look: Look, pin: Option<&Unit>) -> Self {
        let Subject { graph, analysis, values, .. } = *subject;
        let flow = if graph.input.size.rank() == 1 { Flow::Down } else { Flow::Across };
        let picture = values.and_then(|values| values.map(MapId::INPUT));
        let own = picture.is_none_or(|picture| ink::is_picture(picture));
        let pinned = pin.filter(|_| graph.input.size.rank() == 3);
        let trace = pinned.and_then(|(map, unit)| Trace::of(graph, analysis, *map, unit.clone()));
        let chain = Chain::of(subject);
        let known = chain.maps().filter(|map| analysis.map(*map).status != Status::Unknown);
        let mut places: Vec<Place> = known.map(|map| draft(subject, look, map, flow, own)).collect();
        let mut parts = Vec::with_capacity(places.len());
        let mut next = 0.0;
        for place in &mut places {
            let texts = texts::width(subject, &chain, place.map, look);
            let width = place.extent.width().max(texts);
            let (x, y) = match flow {
                Flow::Across => (next, 0.0),
                _ => (0.0, next + HEADING_ROOM - place.extent.min.y),
            };
            for tiles in place.sheets.iter_mut().chain(place.pair.iter_mut().flatten()) {
                tiles.slice = slice_of(analysis, tiles.map, trace.as_ref());
                *tiles = tiles.clone().moved(x - place.extent.min.x, y);
            }
            place.extent = Rect::new(x, place.extent.min.y + y, place.extent.width(), place.extent.height());
            let top = place.extent.min.y - HEADING_ROOM;
            let area = Rect::new(x, top, width, place.extent.max.y + SCALE_ROOM - top);
            parts.push(Part { map: place.map, area });
            next = if flow == Flow::Across { area.max.x + COLUMN_GAP } else { area.max.y + ROW_GAP };
        }
        let tiles = parts.iter().map(|part| part.area).reduce(|a, b| a.union(&b)).unwrap_or_default();
        // Room for the patch that a shown unit has seen.
        let mut bounds = tiles;
        match flow {
            Flow::Across => bounds.max.y += patch::GAP + patch::HEIGHT,
            _ => bounds.max.x += patch::GAP + patch::WIDTH,
        }
        let inks = graph.maps().map(|_| OnceCell::new()).collect();
        let scale = ink::scale(look.colours);
        Self { parts, places, flow, bounds, look, own, chain, inks, scale, patch: RefCell::default() }
    }

    /// How a map's values become colours. Found once.
    fn ink(&self, map: MapId, tensor: &Tensor) -> Ink {
        *self.inks[map.index()].get_or_init(|| {
            let own = map == MapId::INPUT && self.own;
            if own { Ink::OWN } else { Ink::of(tensor, self.look.colours, self.look.range) }
        })
    }

    /// The channel that is shown enlarged, of a map.
    fn channel(&self, analysis: &Analysis, map: MapId) -> u64 {
        chosen(self.look, analysis, map)
    }

    /// The tiles at a place, and which unit of which of them.
    fn find(&self, at: Point) -> Option<(&Tiles, u64, [u64; 2])> {
        let part = match self.flow {
            Flow::Across => self.parts.partition_point(|part| part.area.max.x < at.x),
            _ => self.parts.partition_point(|part| part.area.max.y < at.y),
        };
        self.places.get(part)?.all().find_map(|tiles| {
            let (index, unit) = tiles.find(at)?;
            Some((tiles, index, unit))
        })
    }

    /// The pictures of tiles, or empty frames.
    fn tiles(&self, subject: &Subject<'_>, tiles: &Tiles) -> Vec<(Shape, Role)> {
        if let Some(tensor) = subject.values.and_then(|values| values.map(tiles.map)) {
            let rasters = ink::rasters(tiles, tensor, self.ink(tiles.map, tensor));
            return rasters.into_iter().map(|(rect, pixels)| (Shape::Raster { rect, pixels }, Role::Cell)).collect();
        }
        let frame = |index: u64| {
            let rect = tiles.tile(index);
            [(Shape::Fill(rect), Role::Cell), outline(rect, 1.0, Role::CellLine)]
        };
        (0..tiles.count).flat_map(frame).collect()
    }

    /// The scale of a map's colours with its ends, or why there is nothing to be seen.
    fn scale(&self, subject: &Subject<'_>, place: &Place) -> Vec<(Shape, Role)> {
        let at = Point::new(place.extent.min.x, place.extent.max.y + 10.0);
        let text = |at: Point, text: String, role: Role| {
            let (align, face, size) = (Align::Start, Face::Regular, TEXT_SIZE);
            (Shape::Text { at, align, face, size, text, haze: false }, role)
        };
        let Some(tensor) = subject.values.and_then(|values| values.map(place.map)) else {
            let at = Point::new(at.x, at.y + BAR[1]);
            return vec![text(at, texts::missing(subject).to_owned(), Role::TextDim)];
        };
        if place.map == MapId::INPUT && self.own {
            return Vec::new();
        }
        let words = subject.words;
        let ends = match self.ink(place.map, tensor).shared {
            Some(ends) => [ends.low, ends.high].map(|end| texts::value(words, end)).join(" … "),
            None if self.look.colours == Colours::Diverging => words.get("image-each-around-zero").to_owned(),
            None => words.get("image-each-channel").to_owned(),
        };
        let coarseness = place.sheets.iter().map(Tiles::coarseness).max().unwrap_or(1);
        let coarse = (coarseness > 1).then(|| words.with("image-coarse", &[("units", coarseness.into())]));
        let ends = std::iter::once(ends).chain(coarse).collect::<Vec<_>>().join(" · ");
        let rect = Rect::new(at.x, at.y, BAR[0], BAR[1]);
        let bar = (Shape::Raster { rect, pixels: Arc::clone(&self.scale) }, Role::Cell);
        // Below the bar where it would run into the next map.
        let beside = Point::new(rect.max.x + 8.0, rect.max.y);
        let room = place.extent.max.x + COLUMN_GAP / 2.0 - beside.x;
        let fits = self.flow != Flow::Across || text_width(&ends, TEXT_SIZE, Face::Regular) <= room;
        let at = if fits { beside } else { Point::new(rect.min.x, rect.max.y + TEXT_SIZE + 3.0) };
        vec![bar, outline(rect, 1.0, Role::CellLine), text(at, ends, Role::TextDim)]
    }

    /// What a shown unit has of the tiles of one map.
    fn marked(trace: &Trace, tiles: &Tiles, window: &Rect, large: bool) -> Vec<(Shape, Role)> {
        let Some(hull) = trace.at(tiles.map).and_then(|traced| traced.units.hull()) else { return Vec::new() };
        let own = tiles.map == trace.map;
        let role = match tiles.map {
            map if map == trace.map => Role::Pin,
            map if map < trace.map => Role::Field,
            _ => Role::Feeds,
        };
        // On another slice than the one that is shown, it is only behind it or before it.
        let dashed = hull.rank() == 3 && !hull[0].contains(tiles.slice);
        let rects = (0..tiles.count).map(|index| tiles.tile(index)).filter(|tile| tile.meets(window));
        let marks = rects.flat_map(|tile| {
            let rect = Tiles::runs(&hull).map_or(tile, |runs| tiles.part(&tile, runs));
            let least = |low: f64, high: f64| ((LEAST_MARK - (high - low)) / 2.0).max(0.0);
            let (x, y) = (least(rect.min.x, rect.max.x), least(rect.min.y, rect.max.y));
            let rect = Rect::spanning((rect.min.x - x, rect.max.x + x), (rect.min.y - y, rect.max.y + y));
            let width = if large || own { 2.0 } else { 1.2 };
            // Light around dark: it is seen on every colour.
            let casing = large || own || tiles.count <= 8;
            let casing = casing.then_some((Shape::Outline { rect, width: width + 2.0, dashed: false }, Role::Ground));
            casing.into_iter().chain([(Shape::Outline { rect, width, dashed }, role)])
        });
        marks.collect()
    }

    /// Where the patch of a unit of this part is drawn.
    fn patch_at(&self, part: usize) -> Point {
        let area = self.parts[part].area;
        match self.flow {
            Flow::Across => Point::new(area.min.x, self.bounds.max.y - patch::HEIGHT),
            _ => Point::new(self.bounds.max.x - patch::WIDTH, area.min.y + HEADING_ROOM),
        }
    }
}

/// The channel of a look, of those that a map has.
fn chosen(look: Look, analysis: &Analysis, map: MapId) -> u64 {
    let channels = analysis.map(map).shape.as_ref().map_or(1, |shape| shape.channels);
    look.channel.min(channels.saturating_sub(1))
}

/// The slice of a map of three axes that is shown: that of the shown unit, or the middle of what it sees or feeds.
fn slice_of(analysis: &Analysis, map: MapId, trace: Option<&Trace>) -> i64 {
    let Some(shape) = analysis.map(map).shape.as_ref().filter(|shape| shape.size.rank() == 3) else { return 0 };
    let hull = trace.and_then(|trace| trace.at(map)?.units.hull());
    match hull.as_ref().and_then(|hull| hull.get(0)) {
        Some(run) => i64::midpoint(run.first, run.last),
        None => (shape.size[0] / 2) as i64,
    }
}

/// The channels of a map on the page that is shown; the last page of one that has fewer.
fn page_of(look: Look, channels: u64) -> std::ops::Range<u64> {
    let page = look.page.min(channels.div_ceil(PER_PAGE).saturating_sub(1));
    page * PER_PAGE..((page + 1) * PER_PAGE).min(channels)
}

/// The tiles of a map around a common middle.
fn draft(Subject { graph, analysis, .. }: &Subject<'_>, look: Look, map: MapId, flow: Flow, own: bool) -> Place {
    let room = if flow == Flow::Across { SHEET } else { PAGE };
    let [width, height] = IMPOSSIBLE;
    let impossible = Rect::new(0.0, -height / 2.0, width, height);
    let Some(shape) = &analysis.map(map).shape else {
        return Place { map, sheets: Vec::new(), pair: None, extent: impossible };
    };
    let mut sheets = Vec::new();
    let in_color = map == MapId::INPUT && own && shape.channels == 3 && shape.size.rank() > 1;
    if in_color {
        let color = Tiles::of(map, shape, 0..1, room);
        sheets.extend(color.map(|tiles| Tiles { content: Content::Color, ..tiles }));
        let width = sheets.first().map_or(room.width, |tiles| tiles.size[0]);
        let below = sheets.first().map_or(0.0, |tiles| tiles.size[1] + CHANNELS_GAP);
        let room = Room { width, height: room.height, ..room };
        let row = Tiles::of(map, shape, 0..3, room).map(|tiles| tiles.in_a_row(width));
        sheets.extend(row.map(|tiles| tiles.moved(0.0, below)));
    } else {
        sheets.extend(Tiles::of(map, shape, page_of(look, shape.channels), room));
    }
    let middle = |rect: Rect| -rect.centre().y;
    let around = |tiles: &[Tiles]| tiles.iter().map(Tiles::rect).reduce(|a, b| a.union(&b));
    let Some(extent) = around(&sheets) else {
        return Place { map, sheets, pair: None, extent: impossible };
    };
    let mut sheets: Vec<Tiles> = sheets.into_iter().map(|tiles| tiles.moved(0.0, middle(extent))).collect();
    let pair = pair(graph, analysis, look, map).filter(|_| flow == Flow::Across);
    let extent = if let Some([before, after]) = &pair {
        // With the line of text above it.
        let mut beside = before.rect().union(&after.rect());
        beside.min.y -= PAIR_TEXT;
        sheets = sheets.into_iter().map(|tiles| tiles.moved(beside.max.x + BESIDE_PAIR, 0.0)).collect();
        around(&sheets).map_or(beside, |sheet| sheet.union(&beside))
    } else {
        around(&sheets).unwrap_or(impossible)
    };
    Place { map, sheets, pair, extent }
}

/// One channel before and after a pool, at the same size on the page, around a common middle.
fn pair(graph: &Graph, analysis: &Analysis, look: Look, map: MapId) -> Option<[Tiles; 2]> {
    let read = pooled(graph, map)?;
    let channel = chosen(look, analysis, map);
    let single = |map: MapId| Tiles::of(map, analysis.map(map).shape.as_ref()?, channel..channel + 1, PAIR);
    let (before, after) = (single(read)?, single(map)?);
    // Tiny maps grow as far as their units may; both are as large as the larger one.
    let size = [0, 1].map(|axis| before.size[axis].max(after.size[axis]));
    let [before, after] = [before, after].map(|tiles| Tiles { size, ..tiles });
    let top = -size[1] - PAIR_GAP / 2.0;
    Some([before.moved(0.0, top + 8.0), after.moved(0.0, PAIR_GAP / 2.0 + 8.0)])
}

/// The map that a pool reads.
fn pooled(graph: &Graph, map: MapId) -> Option<MapId> {
    let node = graph.node(map)?;
    let pools = matches!(node.op, Op::Pool(_) | Op::AdaptivePool { .. } | Op::GlobalPool(_));
    node.inputs().first().copied().filter(|_| pools)
}

fn outline(rect: Rect, width: f64, role: Role) -> (Shape, Role) {
    (Shape::Outline { rect, width, dashed: false }, role)
}

impl Board for Image {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn bounds_without_unit(&self) -> Rect {
        self.parts.iter().map(|part| part.area).reduce(|a, b| a.union(&b)).unwrap_or(self.bounds)
    }

    fn flow(&self) -> Flow {
        self.flow
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn marks(&self, subject: &Subject<'_>) -> super::legend::Marks {
        let padding = super::legend::Marks::of(subject).padding;
        super::legend::Marks { padding, paths: subject.paths.is_some(), ..Default::default() }
    }

    fn under(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        let place = &self.places[part];
        let mut shapes: Vec<(Shape, Role)> = place.all().flat_map(|tiles| self.tiles(subject, tiles)).collect();
        shapes.extend(heat::shapes(subject, place, self.channel(subject.analysis, place.map)));
        if place.sheets.is_empty() {
            shapes.push((Shape::Hatch(place.extent, Lean::Rising), Role::Lost));
            shapes.push((Shape::Outline { rect: place.extent, width: 1.0, dashed: true }, Role::Lost));
        }
        // Around the channel that is shown enlarged.
        let channel = self.channel(subject.analysis, place.map);
        let several = place.sheets.iter().filter(|tiles| tiles.count > 1 && place.map != MapId::INPUT);
        let chosen = several.filter_map(|tiles| tiles.tile_of(channel));
        shapes.extend(chosen.map(|tile| outline(tile.grown(2.0), 1.5, Role::Accent)));
        shapes.into_iter().map(|(shape, role)| Item { shape, role, tag: Tag::Map(place.map) }).collect()
    }

    fn over(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        let place = &self.places[part];
        let lines = texts::heading(subject, &self.chain, place.map, self.look);
        let at = Point::new(place.extent.min.x, place.extent.min.y - HEADING_GAP);
        let room = self.parts[part].area.width() + COLUMN_GAP - 8.0;
        let mut shapes = vec![(Shape::Heading { at, lines, room, apart: f64::INFINITY }, Role::Text)];
        if !place.sheets.is_empty() {
            shapes.extend(self.scale(subject, place));
        }
        for tiles in place.pair.iter().flatten() {
            let rect = tiles.tile(0);
            let (size, text) = (TEXT_SIZE, texts::of_channel(subject, tiles.map, tiles.first));
            let text = fitting(text, rect.width() + BESIDE_PAIR, size);
            let at = Point::new(rect.min.x, rect.min.y - 6.0);
            let (align, face) = (Align::Start, Face::Regular);
            shapes.push((Shape::Text { at, align, face, size, text, haze: true }, Role::Text));
        }
        shapes.into_iter().map(|(shape, role)| Item { shape, role, tag: Tag::Label(place.map) }).collect()
    }

    fn traced(&self, subject: &Subject<'_>, trace: &Trace, window: &Rect) -> Vec<Item> {
        let mut shapes = Vec::new();
        for part in view::visible(self, window) {
            let place = &self.places[part];
            for tiles in &place.sheets {
                shapes.extend(Self::marked(trace, tiles, window, tiles.count == 1));
            }
            for tiles in place.pair.iter().flatten() {
                shapes.extend(Self::marked(trace, tiles, window, true));
            }
            if place.map == trace.map {
                shapes.extend(self.patch_of(subject, trace, self.patch_at(part)));
            }
        }
        shapes.into_iter().map(|(shape, role)| Item { shape, role, tag: Tag::Trace }).collect()
    }

    fn hit(&self, subject: &Subject<'_>, at: Point, _: Option<&Unit>) -> Option<Hit> {
        if let Some((tiles, _, unit)) = self.find(at) {
            let rank = subject.analysis.map(tiles.map).shape.as_ref()?.size.rank();
            return Some(Hit::Unit((tiles.map, tiles.unit(rank, unit))));
        }
        let part = self.parts.iter().find(|part| part.area.contains(at))?;
        Some(Hit::Map(part.map))
    }

    fn told(&self, subject: &Subject<'_>, at: Point) -> Option<Told> {
        let (tiles, index, at) = self.find(at)?;
        let shape = subject.analysis.map(tiles.map).shape.as_ref()?;
        let unit = tiles.unit(shape.size.rank(), at);
        let channels = match tiles.content {
            Content::Color => 0..3,
            Content::Channels => tiles.first + index..tiles.first + index + 1,
            Content::Vector => {
                let feature = at[1] * tiles.units[0] + at[0];
                feature..(feature + 1).min(shape.channels)
            }
        };
        // Those of the picture are its colours, and those of a vector have no pictures.
        let one = tiles.content == Content::Channels && tiles.map != MapId::INPUT;
        let channel = one.then_some(channels.start);
        Some(Told { text: texts::values(subject, tiles.map, channels, &unit)?, channel })
    }

    fn place_of(&self, subject: &Subject<'_>, hit: &Hit) -> Option<Rect> {
        let (Hit::Unit((map, unit)) | Hit::Read((map, unit))) = hit else { return None };
        let place = &self.places[view::part_of(self, *map)?];
        let tiles = place.sheets.first()?;
        let tile = tiles.tile_of(self.channel(subject.analysis, *map)).unwrap_or_else(|| tiles.tile(0));
        let runs = Tiles::runs(&unit.map(|index| Span::new(*index, *index)));
        Some(runs.map_or(tile, |runs| tiles.part(&tile, runs)))
    }
}

/// A text cut to a width.
fn fitting(text: String, room: f64, size: f64) -> String {
    let most = (room / text_width("0", size, Face::Regular)) as usize;
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
