//! The view **Maps**: every feature map as a grid of its units, side by side, with what one unit sees and feeds.
//!
//! [`Maps::of`] finds the places, once per network and layout. [`Maps::items`] draws what does not depend on the pointer,
//! [`Maps::traced`] what a shown unit adds, [`Maps::hit`] is the way back from a place to a unit. [`picture`] puts all of
//! it together with a heading and a legend: what `receptive render` and the window export.

use smallvec::SmallVec;

use super::theme::Role;
use super::{Align, Cells, Face, Item, Point, Rect, Scene, Shape, Tag, text_width};
use crate::axes::Axes;
use crate::field::{Analysis, Cause, Field, Span, Spans, Status, Trace};
use crate::locale::Words;
use crate::net::{Graph, Layout, MapId};

/// Points a cell measures at most, and the room that the input takes at most.
const LARGEST_CELL: f64 = 44.0;
const LARGEST_INPUT: f64 = 340.0;
const LARGEST_INPUT_STRIP: f64 = 720.0;

/// No map is drawn smaller than this, or it could not be found.
const SMALLEST_PANE: f64 = 8.0;

/// The height of a strip of cells: maps of one axis.
const STRIP: f64 = 30.0;
/// The width of a flat vector's column.
const VECTOR_WIDTH: f64 = 18.0;

const COLUMN_GAP: f64 = 40.0;
/// Room left of a map for its row indices.
const INDEX_ROOM: f64 = 30.0;
/// Room above a map for its heading, and below for column indices and remarks.
const HEADING_ROOM: f64 = 64.0;
const CAPTION_ROOM: f64 = 24.0;
const CAPTION_LINE: f64 = 16.0;
const HEADING_LINE: f64 = 16.5;
/// Between a heading's last line and its map.
const HEADING_GAP: f64 = 11.0;
/// Between strips below each other.
const STRIP_GAP: f64 = 26.0;

const NAME_SIZE: f64 = 14.0;
const DETAIL_SIZE: f64 = 11.5;

/// More rectangles than this for one set of cells become one.
const MOST_RECTS: usize = 4096;

/// The most units of a flat vector that are drawn as cells of their own.
const MOST_VECTOR_CELLS: u64 = 1 << 20;

/// One grid of a map. A map of three axes has two: its depth slices and one slice.
#[derive(Clone, Debug, PartialEq)]
pub struct Pane {
    pub cells: Cells,
    /// The axis that runs down, and the one that runs across; `None` where the pane is one cell wide or tall.
    pub row_axis: Option<usize>,
    pub column_axis: Option<usize>,
}

/// The way from a map to the next: images stand side by side, strips of one axis below each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Across,
    Down,
}

/// A map's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub map: MapId,
    pub panes: SmallVec<[Pane; 2]>,
    /// All that belongs to the map, with heading and remarks.
    pub area: Rect,
    /// Where the heading's last line and the first remark begin, on their baselines.
    heading_at: Point,
    remarks_at: Point,
}

impl Place {
    /// The panes alone, with the padding drawn around them.
    pub fn panes_rect(&self) -> Rect {
        let rects = self.panes.iter().map(|pane| pane.cells.padded());
        rects.reduce(|a, b| a.union(&b)).unwrap_or(self.area)
    }
}

/// The places of all maps.
#[derive(Clone, Debug, PartialEq)]
pub struct Maps {
    /// In the order of the maps, along the flow. Maps after a layer that cannot run have no place.
    pub places: Vec<Place>,
    pub flow: Flow,
    pub bounds: Rect,
}

impl Maps {
    /// Finds a place for every map that is known, and for the first that is impossible.
    pub fn of(graph: &Graph, analysis: &Analysis, layout: Layout, words: &Words) -> Self {
        let scale = Scale::of(graph, layout);
        let flow = if graph.input.size.rank() == 1 { Flow::Down } else { Flow::Across };
        let paddings = drawn_paddings(graph, analysis);
        let known = graph.maps().filter(|map| analysis.map(*map).status != Status::Unknown);
        let drafts: Vec<Draft> = known
            .map(|map| {
                let panes = scale.panes(analysis, map, &paddings[map.index()]);
                let extent = panes.iter().map(|pane| pane.cells.padded()).reduce(|a, b| a.union(&b));
                let heading = heading(graph, analysis, map, words).into_iter();
                let remarks = captions(graph, analysis, map, words);
                Draft {
                    map,
                    panes,
                    extent: extent.unwrap_or(match flow {
                        Flow::Across => Rect::new(0.0, -45.0, 150.0, 90.0),
                        Flow::Down => Rect::new(0.0, 0.0, 150.0, STRIP),
                    }),
                    heading_width: heading.map(|line| text_width(&line.text, line.size, line.face)).fold(0.0, f64::max),
                    remarks_width: remarks
                        .iter()
                        .map(|(text, _)| text_width(text, DETAIL_SIZE, Face::Regular))
                        .fold(0.0, f64::max),
                    remarks: remarks.len(),
                }
            })
            .collect();
        let places = match flow {
            Flow::Across => across(drafts),
            Flow::Down => down(drafts),
        };
        let bounds = places.iter().map(|place| place.area).reduce(|a, b| a.union(&b)).unwrap_or_default();
        Self { places, flow, bounds }
    }

    pub fn place(&self, map: MapId) -> Option<&Place> {
        let at = self.places.binary_search_by_key(&map, |place| place.map).ok()?;
        self.places.get(at)
    }

    /// The places that meet `window`: a run of them, found without asking every one.
    pub fn visible(&self, window: &Rect) -> &[Place] {
        let (first, end) = match self.flow {
            Flow::Across => (
                self.places.partition_point(|place| place.area.max.x < window.min.x),
                self.places.partition_point(|place| place.area.min.x <= window.max.x),
            ),
            Flow::Down => (
                self.places.partition_point(|place| place.area.max.y < window.min.y),
                self.places.partition_point(|place| place.area.min.y <= window.max.y),
            ),
        };
        &self.places[first.min(end)..end]
    }

    /// The unit at a place. On an axis that the pane under `at` does not show, the index of `before` is kept if that is
    /// a unit of the same map, else 0.
    pub fn hit(
        &self,
        analysis: &Analysis,
        at: Point,
        before: Option<&(MapId, Axes<i64>)>,
    ) -> Option<(MapId, Axes<i64>)> {
        let place = self.visible(&Rect { min: at, max: at }).iter().find(|place| place.area.contains(at))?;
        let pane = place.panes.iter().find(|pane| pane.cells.rect.contains(at))?;
        let shape = analysis.map(place.map).shape.as_ref()?;
        let mut unit = match before {
            Some((map, unit)) if *map == place.map => unit.clone(),
            _ => shape.size.map(|_| 0),
        };
        let (column, row) = pane.cells.pitch();
        let mut set = |axis: Option<usize>, offset: f64, pitch: f64| {
            if let Some((index, &n)) = axis.and_then(|axis| Some((unit.get_mut(axis)?, shape.size.get(axis)?))) {
                *index = ((offset / pitch) as i64).clamp(0, n as i64 - 1);
            }
        };
        set(pane.row_axis, at.y - pane.cells.rect.min.y, row);
        set(pane.column_axis, at.x - pane.cells.rect.min.x, column);
        Some((place.map, unit))
    }

    /// The cells of one map with what is lost of them: all that lies under a shown unit.
    pub fn items(&self, graph: &Graph, analysis: &Analysis, place: &Place) -> Vec<Item> {
        let map = place.map;
        let mut items = Vec::new();
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Map(map) });
        if place.panes.is_empty() {
            let Point { x, y } = place.heading_at;
            let rect = match self.flow {
                Flow::Across => Rect::new(x, y + HEADING_GAP, 150.0, 90.0),
                Flow::Down => Rect::new(place.remarks_at.x, place.area.min.y, 150.0, STRIP),
            };
            push(Shape::Hatch(rect), Role::Lost);
            push(Shape::Outline { rect, width: 1.0, dashed: true }, Role::Lost);
        }
        let lost = analysis.lost_units(graph, map);
        for pane in &place.panes {
            push(Shape::Fill(pane.cells.rect), Role::Cell);
            if let Some((unread, later)) = &lost {
                for rect in strips(pane, later) {
                    push(Shape::Hatch(rect), Role::LostLater);
                }
                for rect in strips(pane, unread) {
                    push(Shape::Fill(rect), Role::LostFill);
                    push(Shape::Hatch(rect), Role::Lost);
                }
            }
            push(Shape::Cells(pane.cells), Role::CellLine);
            if pane.cells.padding != [0; 4] {
                push(Shape::Outline { rect: pane.cells.padded(), width: 1.0, dashed: true }, Role::Padding);
            }
            push(Shape::Outline { rect: pane.cells.rect, width: 1.0, dashed: false }, Role::CellLine);
        }
        items
    }

    /// The heading and the remarks of one map. They are drawn last, on a haze of their own, so that no frustum strikes
    /// them out.
    pub fn labels(&self, graph: &Graph, analysis: &Analysis, place: &Place, words: &Words) -> Vec<Item> {
        let heading = heading(graph, analysis, place.map, words);
        let first = place.heading_at.y - (heading.len() - 1) as f64 * HEADING_LINE;
        let heading = heading
            .into_iter()
            .enumerate()
            .map(|(i, line)| (Point::new(place.heading_at.x, first + i as f64 * HEADING_LINE), line));
        let remarks = captions(graph, analysis, place.map, words).into_iter().enumerate().map(|(i, (text, role))| {
            let at = Point::new(place.remarks_at.x, place.remarks_at.y + i as f64 * CAPTION_LINE);
            (at, Line { text, size: DETAIL_SIZE, face: Face::Regular, role })
        });
        let tag = Tag::Label(place.map);
        heading
            .chain(remarks)
            .flat_map(|(at, Line { text, size, face, role })| {
                let back = Rect::new(at.x - 3.0, at.y - size, text_width(&text, size, face), size * 1.3);
                let text = Shape::Text { at, align: Align::Start, face, size, text };
                [Item { shape: Shape::Fill(back), role: Role::GroundHaze, tag }, Item { shape: text, role, tag }]
            })
            .collect()
    }

    /// What a shown unit adds: its own cell, what it sees of every earlier map and feeds in every later one, and the
    /// frustum between neighbours. Only maps that meet `window` are drawn.
    pub fn traced(&self, trace: &Trace, window: &Rect) -> Vec<Item> {
        let mut items = Vec::new();
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Trace });
        let visible = self.visible(window);
        // The neighbour on the left, too: the frustum between the two may be seen although that map is not.
        let first = visible.first().map_or(0, |place| self.places.partition_point(|other| other.map < place.map));
        let shown = &self.places[first.saturating_sub(1)..(first + visible.len() + 1).min(self.places.len())];
        for pair in shown.windows(2) {
            let role = if pair[1].map <= trace.map { Role::Field } else { Role::Feeds };
            let haze = if role == Role::Field { Role::FieldHaze } else { Role::FeedsHaze };
            if let (Some(from), Some(to)) = (hull_rect(&pair[0], trace), hull_rect(&pair[1], trace)) {
                let corners = match self.flow {
                    Flow::Across => [
                        Point::new(from.max.x, from.min.y),
                        Point::new(to.min.x, to.min.y),
                        Point::new(to.min.x, to.max.y),
                        Point::new(from.max.x, from.max.y),
                    ],
                    Flow::Down => [
                        Point::new(from.min.x, from.max.y),
                        Point::new(to.min.x, to.min.y),
                        Point::new(to.max.x, to.min.y),
                        Point::new(from.max.x, from.max.y),
                    ],
                };
                push(Shape::Polygon(corners.to_vec()), haze);
                for [from, to] in [[corners[0], corners[1]], [corners[3], corners[2]]] {
                    push(Shape::Line { from, to, width: 1.25, dashed: true }, role);
                }
            }
        }
        for place in shown {
            let Some(traced) = trace.at(place.map) else { continue };
            let own = place.map == trace.map;
            let sees = place.map < trace.map;
            let (fill, outline) = match (own, sees) {
                (true, _) => (Role::Field, Role::Pin),
                (false, true) => (Role::FieldFill, Role::Field),
                (false, false) => (Role::FeedsFill, Role::Feeds),
            };
            for pane in &place.panes {
                for part in traced.units.parts() {
                    for rect in cell_rects(pane, part) {
                        push(Shape::Fill(rect), fill);
                    }
                }
                let beyond = traced.unclipped.as_ref().filter(|_| sees).and_then(|hull| {
                    let rect = span_rect(pane, hull).clip(&pane.cells.padded())?;
                    rect.clip(&pane.cells.rect).is_none_or(|inner| inner != rect).then_some(rect)
                });
                if let Some(rect) = beyond {
                    push(Shape::Outline { rect, width: 1.5, dashed: true }, outline);
                }
                if let Some(hull) = traced.units.hull() {
                    let rect = if hull.is_empty() { pane.cells.rect } else { span_rect(pane, &hull) };
                    push(Shape::Outline { rect, width: if own { 2.5 } else { 2.0 }, dashed: false }, outline);
                }
            }
        }
        items
    }
}

/// A map before it has a place.
struct Draft {
    map: MapId,
    panes: SmallVec<[Pane; 2]>,
    /// The panes with their padding.
    extent: Rect,
    heading_width: f64,
    remarks_width: f64,
    /// How many lines of remarks there are.
    remarks: usize,
}

impl Draft {
    fn moved(mut self, x: f64, y: f64) -> SmallVec<[Pane; 2]> {
        for pane in &mut self.panes {
            let rect = pane.cells.rect;
            pane.cells.rect = Rect::new(rect.min.x + x, rect.min.y + y, rect.width(), rect.height());
        }
        self.panes
    }
}

/// Maps side by side, each below its heading.
fn across(drafts: Vec<Draft>) -> Vec<Place> {
    let mut x = 0.0;
    let place = |draft: Draft| {
        let extent = draft.extent;
        let width = INDEX_ROOM + extent.width().max(draft.heading_width).max(draft.remarks_width);
        let left = x + INDEX_ROOM;
        let top = extent.min.y - HEADING_ROOM;
        let bottom = extent.max.y + CAPTION_ROOM + draft.remarks as f64 * CAPTION_LINE;
        let place = Place {
            map: draft.map,
            area: Rect::new(x, top, width, bottom - top),
            heading_at: Point::new(left, extent.min.y - HEADING_GAP),
            remarks_at: Point::new(left, extent.max.y + CAPTION_ROOM + 10.0),
            panes: draft.moved(left - extent.min.x, 0.0),
        };
        x += width + COLUMN_GAP;
        place
    };
    drafts.into_iter().map(place).collect()
}

/// Maps below each other, each to the right of its heading.
fn down(drafts: Vec<Draft>) -> Vec<Place> {
    let left = drafts.iter().map(|draft| draft.extent.min.x).fold(0.0, f64::min);
    let right = drafts.iter().map(|draft| draft.extent.max.x).fold(0.0, f64::max);
    let headings = drafts.iter().map(|draft| draft.heading_width).fold(0.0, f64::max);
    let heading_left = left - INDEX_ROOM - headings;
    let mut y = 0.0;
    let place = |draft: Draft| {
        let extent = draft.extent;
        // The heading's three lines and the strip have a common middle.
        let block = extent.height().max(3.0 * HEADING_LINE + 4.0);
        let top = y + (block - extent.height()) / 2.0;
        let height = block + CAPTION_ROOM + draft.remarks as f64 * CAPTION_LINE;
        let place = Place {
            map: draft.map,
            area: Rect::new(heading_left, y, right - heading_left, height),
            heading_at: Point::new(heading_left, y + block / 2.0 + 4.0 + HEADING_LINE),
            remarks_at: Point::new(extent.min.x, top + extent.height() + CAPTION_ROOM + 10.0),
            panes: draft.moved(0.0, top - extent.min.y),
        };
        y += height + STRIP_GAP;
        place
    };
    drafts.into_iter().map(place).collect()
}

/// How large a cell of each map is, and where its first one lies.
struct Scale {
    layout: Layout,
    /// Points per input pixel.
    cell: f64,
    image: Axes<u64>,
}

/// A run of cells on one axis.
#[derive(Clone, Copy)]
struct Run {
    offset: f64,
    pitch: f64,
    count: u64,
}

impl Scale {
    fn of(graph: &Graph, layout: Layout) -> Self {
        let image = graph.input.size.clone();
        let room = if image.rank() == 1 { LARGEST_INPUT_STRIP } else { LARGEST_INPUT };
        let largest = image.iter().copied().max().unwrap_or(1).max(1);
        Self { layout, cell: LARGEST_CELL.min(room / largest as f64), image }
    }

    fn run(&self, analysis: &Analysis, map: MapId, axis: usize) -> Run {
        let answer = analysis.map(map);
        let count = answer.shape.as_ref().and_then(|shape| shape.size.get(axis)).copied().unwrap_or(1);
        let field = answer.field.as_ref().and_then(|field| field.get(axis));
        let jump = field.and_then(Field::jump);
        let to_f64 = |ratio: num_rational::Ratio<i64>| *ratio.numer() as f64 / *ratio.denom() as f64;
        let (offset, pitch) = match (self.layout, field, jump) {
            (Layout::Equal, ..) => (0.0, self.cell),
            (Layout::Aligned, Some(field), Some(jump)) => {
                // The mean over one period, for maps whose units are of several kinds.
                let centres: Vec<f64> = (0..field.period().min(64))
                    .filter_map(|unit| Some(to_f64(field.centre(unit)?) - unit as f64 * to_f64(jump)))
                    .collect();
                let centre = centres.iter().sum::<f64>() / centres.len().max(1) as f64;
                ((centre + 0.5 - to_f64(jump) / 2.0) * self.cell, to_f64(jump) * self.cell)
            }
            (Layout::Aligned, ..) => (0.0, self.image[axis] as f64 * self.cell / count as f64),
        };
        // Grown from its middle, so that it stays in line.
        let least = SMALLEST_PANE / count as f64;
        let grown = (least - pitch).max(0.0) * count as f64;
        Run { offset: offset - grown / 2.0, pitch: pitch.max(least), count }
    }

    /// The panes of a map; their left edge is moved later.
    fn panes(&self, analysis: &Analysis, map: MapId, padding: &Axes<[u64; 2]>) -> SmallVec<[Pane; 2]> {
        let Some(shape) = &analysis.map(map).shape else { return SmallVec::new() };
        let run = |axis: usize| self.run(analysis, map, axis);
        let strip = |pitch: f64| Run { offset: 0.0, pitch: pitch.clamp(STRIP / 2.0, STRIP), count: 1 };
        let mut panes = SmallVec::new();
        match shape.size.rank() {
            0 => {
                let strips = self.image.rank() == 1;
                let largest = if strips { LARGEST_INPUT_STRIP } else { LARGEST_INPUT };
                let room = self.image.iter().last().map_or(1.0, |&n| n as f64 * self.cell).clamp(120.0, largest);
                let count = shape.channels.min(MOST_VECTOR_CELLS);
                let along = Run { offset: 0.0, pitch: (room / count as f64).min(VECTOR_WIDTH), count };
                let aside = Run { offset: 0.0, pitch: VECTOR_WIDTH, count: 1 };
                let (rows, columns) = if strips { (aside, along) } else { (along, aside) };
                panes.push(self.pane(None, rows, None, columns, padding, 0.0));
            }
            1 => {
                let columns = run(0);
                let rows = strip(columns.pitch);
                panes.push(self.pane(None, rows, Some(0), columns, padding, 0.0));
            }
            2 => panes.push(self.pane(Some(0), run(0), Some(1), run(1), padding, 0.0)),
            _ => {
                let slices = run(0);
                let across = strip(slices.pitch);
                let slices = self.pane(Some(0), slices, None, across, padding, 0.0);
                let right = slices.cells.padded().max.x + 34.0;
                panes.push(slices);
                panes.push(self.pane(Some(1), run(1), Some(2), run(2), padding, right));
            }
        }
        panes
    }

    fn pane(
        &self,
        row_axis: Option<usize>,
        rows: Run,
        column_axis: Option<usize>,
        columns: Run,
        padding: &Axes<[u64; 2]>,
        left: f64,
    ) -> Pane {
        let pad = |axis: Option<usize>| axis.and_then(|axis| padding.get(axis)).copied().unwrap_or([0, 0]);
        let ([before, after], [above, below]) = (pad(column_axis), pad(row_axis));
        let (width, height) = (columns.count as f64 * columns.pitch, rows.count as f64 * rows.pitch);
        // Equal cells stand around a common middle, aligned ones where the image has them.
        let top = match (self.layout, row_axis) {
            (Layout::Aligned, Some(_)) => rows.offset,
            (Layout::Aligned, None) => (self.image.get(0).map_or(0.0, |&n| n as f64) * self.cell - height) / 2.0,
            (Layout::Equal, _) => -height / 2.0,
        };
        let flat_strip = self.image.rank() == 1;
        let top = if flat_strip { -height / 2.0 } else { top };
        // Strips below each other stand around a common middle, too.
        let middle = if flat_strip && self.layout == Layout::Equal { -width / 2.0 } else { 0.0 };
        let left = left + middle + columns.offset + if left > 0.0 { before as f64 * columns.pitch } else { 0.0 };
        let cells = Cells {
            rect: Rect::new(left, top, width, height),
            columns: columns.count,
            rows: rows.count,
            padding: [before, above, after, below],
            row_indices: row_axis.is_some(),
            column_indices: column_axis.is_some(),
        };
        Pane { cells, row_axis, column_axis }
    }
}

/// The padding that is drawn around each map: the most that a layer which reads it adds, per axis.
fn drawn_paddings(graph: &Graph, analysis: &Analysis) -> Vec<Axes<[u64; 2]>> {
    let none = |map: MapId| analysis.map(map).shape.as_ref().map_or(Axes::none(), |shape| shape.size.map(|_| [0, 0]));
    let mut paddings: Vec<Axes<[u64; 2]>> = graph.maps().map(none).collect();
    for (map, node) in graph.maps().skip(1).zip(graph.nodes()) {
        for (input, steps) in node.inputs().iter().zip(&analysis.map(map).steps) {
            for (axis, step) in steps.iter().enumerate() {
                if let Some([begin, end]) = paddings[input.index()].get_mut(axis) {
                    let pad = step.pad();
                    // Absurd padding is told in words; drawn, it would hide the map.
                    let most = (step.inputs * 2).max(8);
                    *begin = (*begin).max(pad.begin.min(most));
                    *end = (*end).max(pad.end.min(most));
                }
            }
        }
    }
    paddings
}

struct Line {
    text: String,
    size: f64,
    face: Face,
    role: Role,
}

/// Name, shape with field, and settings.
fn heading(graph: &Graph, analysis: &Analysis, map: MapId, words: &Words) -> Vec<Line> {
    let answer = analysis.map(map);
    let name = graph.node(map).map_or_else(|| words.get("map-input").to_owned(), |node| node.name.clone());
    let mut lines = vec![Line { text: short(&name), size: NAME_SIZE, face: Face::Bold, role: Role::Text }];
    let mut push = |text: String, face: Face, role: Role| lines.push(Line { text, size: DETAIL_SIZE, face, role });
    match (&answer.shape, graph.node(map)) {
        (None, _) => push(words.get("map-impossible").to_owned(), Face::Regular, Role::LostText),
        (Some(shape), None) => push(shape_text(shape), Face::Regular, Role::TextDim),
        (Some(shape), Some(_)) => {
            let rf = answer.rf().map(|rf| format!(" · {} {}", words.get("rf-short"), spans_text(&rf)));
            push(format!("{}{}", shape_text(shape), rf.unwrap_or_default()), Face::Regular, Role::TextDim);
        }
    }
    if let Some(node) = graph.node(map) {
        let text = node.op.to_string();
        push(short(&text), Face::Mono, Role::TextDim);
    }
    lines
}

/// A text cut to what a heading has room for.
fn short(text: &str) -> String {
    const MOST: usize = 36;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST - 1).chain(['…']).collect() }
}

/// `3 × 224 × 224`: channels first.
pub fn shape_text(shape: &crate::net::Shape) -> String {
    let sizes = std::iter::once(shape.channels).chain(shape.size.iter().copied());
    sizes.map(|n| n.to_string()).collect::<Vec<_>>().join(" × ")
}

/// `3 × 5`, or `3` where all axes are alike.
pub fn spans_text(values: &Axes<u64>) -> String {
    match values.as_slice() {
        [first, rest @ ..] if rest.iter().all(|value| value == first) => first.to_string(),
        values => values.iter().map(u64::to_string).collect::<Vec<_>>().join(" × "),
    }
}

/// What is lost of a map, and why: one line per axis and cause.
fn captions(graph: &Graph, analysis: &Analysis, map: MapId, words: &Words) -> Vec<(String, Role)> {
    let Some(shape) = &analysis.map(map).shape else { return Vec::new() };
    let rank = shape.size.rank();
    let mut captions = Vec::new();
    let Some((unread, later)) = analysis.lost_units(graph, map) else { return captions };
    let causes = reader_causes(graph, analysis, map);
    for (axis, lost) in unread.iter().enumerate().filter(|(_, lost)| !lost.is_empty()) {
        let cause = causes.as_ref().and_then(|causes| causes[axis]).unwrap_or(Cause::Tail);
        captions.push((format!("{}: {}", words.axis_at(rank, axis, lost), words.cause(cause)), Role::LostText));
    }
    for (axis, lost) in later.iter().enumerate().filter(|(_, lost)| !lost.is_empty()) {
        let line = format!("{}: {}", words.axis_at(rank, axis, lost), words.get("cause-later"));
        captions.push((line, Role::LostText));
    }
    captions
}

/// Why the only layer that reads this map leaves units of it unread.
fn reader_causes(graph: &Graph, analysis: &Analysis, map: MapId) -> Option<Axes<Option<Cause>>> {
    let [reader] = graph.readers(map) else { return None };
    let at = graph.node(*reader)?.inputs().iter().position(|input| *input == map)?;
    analysis.unread(*reader).nth(at).map(|unread| unread.cause)
}

/// The rectangle of a run of cells on both axes of a pane. Indices may lie outside the map, in the padding.
fn span_rect(pane: &Pane, hull: &Axes<Span>) -> Rect {
    let rect = pane.cells.rect;
    let (column, row) = pane.cells.pitch();
    let ends = |axis: Option<usize>, origin: f64, pitch: f64, far: f64| {
        axis.and_then(|axis| hull.get(axis))
            .map_or((origin, far), |run| (origin + run.first as f64 * pitch, origin + (run.last + 1) as f64 * pitch))
    };
    let (left, right) = ends(pane.column_axis, rect.min.x, column, rect.max.x);
    let (top, bottom) = ends(pane.row_axis, rect.min.y, row, rect.max.y);
    Rect { min: Point::new(left, top), max: Point::new(right, bottom) }
}

/// The rectangles of a product of sets; all of the pane for a flat vector.
fn cell_rects(pane: &Pane, part: &Axes<Spans>) -> Vec<Rect> {
    let whole = [Span::new(0, 0)];
    let runs = |axis: Option<usize>| axis.and_then(|axis| part.get(axis)).map_or(&whole[..], Spans::runs);
    let (rows, columns) = (runs(pane.row_axis), runs(pane.column_axis));
    let rect_of = |row: Span, column: Span| {
        let hull: Axes<Span> = match (pane.row_axis, pane.column_axis) {
            (Some(row_axis), Some(column_axis)) => {
                (0..=row_axis.max(column_axis)).map(|axis| if axis == row_axis { row } else { column }).collect()
            }
            (Some(_), None) => [row].into(),
            (None, Some(_)) => [column].into(),
            (None, None) => return pane.cells.rect,
        };
        span_rect(pane, &hull)
    };
    if rows.len() * columns.len() > MOST_RECTS {
        let hull = |runs: &[Span]| Span::new(runs[0].first, runs[runs.len() - 1].last);
        return vec![rect_of(hull(rows), hull(columns))];
    }
    rows.iter().flat_map(|row| columns.iter().map(move |column| (*row, *column))).map(|(r, c)| rect_of(r, c)).collect()
}

/// Lost rows and columns as strips across the pane. Columns leave out the rows already drawn, unless that would cut
/// them into too many pieces.
fn strips(pane: &Pane, lost: &Axes<Spans>) -> Vec<Rect> {
    let of = |axis: Option<usize>| axis.and_then(|axis| lost.get(axis)).cloned().unwrap_or_default();
    let (rows, columns) = (of(pane.row_axis), of(pane.column_axis));
    let (all_rows, all_columns) = (Span::axis(pane.cells.rows), Span::axis(pane.cells.columns));
    let strip = |row: Span, column: Span| {
        let (pitch_x, pitch_y) = pane.cells.pitch();
        let min = pane.cells.rect.min;
        Rect::new(
            min.x + column.first as f64 * pitch_x,
            min.y + row.first as f64 * pitch_y,
            column.count() as f64 * pitch_x,
            row.count() as f64 * pitch_y,
        )
    };
    let coarse = |runs: &Spans| {
        let runs = runs.runs();
        if runs.len() > MOST_RECTS { vec![Span::new(runs[0].first, runs[runs.len() - 1].last)] } else { runs.to_vec() }
    };
    let (rows, columns) = (coarse(&rows), coarse(&columns));
    let kept = Spans::union_of(rows.iter().copied()).complement(all_rows);
    let pieces = if kept.runs().len() * columns.len() <= 64 { kept.runs().to_vec() } else { vec![all_rows] };
    let across = rows.iter().map(|row| strip(*row, all_columns));
    let down = columns.iter().flat_map(|column| pieces.iter().map(move |piece| (*piece, *column)));
    across.chain(down.map(|(row, column)| strip(row, column))).collect()
}

/// The rectangle of what a traced unit has in a map, on the pane that shows most of its axes.
fn hull_rect(place: &Place, trace: &Trace) -> Option<Rect> {
    let hull = trace.at(place.map)?.units.hull()?;
    let pane = place.panes.last()?;
    Some(if hull.is_empty() { pane.cells.rect } else { span_rect(pane, &hull) })
}

/// What a picture of the maps shows.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    pub graph: &'a Graph,
    pub analysis: &'a Analysis,
    pub layout: Layout,
    /// The unit whose field is shown.
    pub trace: Option<&'a Trace>,
    pub words: &'a Words,
}

/// The whole picture, with heading and legend.
pub fn picture(Picture { graph, analysis, layout, trace, words }: Picture<'_>) -> Scene {
    const MARGIN: f64 = 24.0;
    let maps = Maps::of(graph, analysis, layout, words);
    let mut items: Vec<Item> = maps.places.iter().flat_map(|place| maps.items(graph, analysis, place)).collect();
    if let Some(trace) = trace {
        items.extend(maps.traced(trace, &maps.bounds));
    }
    items.extend(maps.places.iter().flat_map(|place| maps.labels(graph, analysis, place, words)));
    let entries = legend(graph, Marks::of(graph, analysis), trace, words);
    let mut x = maps.bounds.min.x + if maps.flow == Flow::Across { INDEX_ROOM } else { 0.0 };
    let y = maps.bounds.max.y + 20.0;
    for Entry { role, hatched, outlined, text } in entries {
        let swatch = Rect::new(x, y, 14.0, 14.0);
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Frame });
        if hatched {
            push(Shape::Hatch(swatch), role);
            push(Shape::Outline { rect: swatch, width: 1.0, dashed: false }, role);
        } else if outlined {
            push(Shape::Outline { rect: swatch, width: 1.0, dashed: true }, role);
        } else {
            push(Shape::Fill(swatch), role);
        }
        let width = text_width(&text, DETAIL_SIZE, Face::Regular);
        let at = Point::new(x + 20.0, y + 11.0);
        push(Shape::Text { at, align: Align::Start, face: Face::Regular, size: DETAIL_SIZE, text }, Role::TextDim);
        x += 20.0 + width + 20.0;
    }
    let inner = items.iter().map(|item| item.shape.bounds()).fold(maps.bounds, |all, rect| all.union(&rect));
    // Side by side, the room for row indices is a margin already.
    let left = if maps.flow == Flow::Across { MARGIN - INDEX_ROOM / 2.0 } else { MARGIN };
    let bounds = Rect {
        min: Point::new(inner.min.x - left, inner.min.y - MARGIN),
        max: Point::new(inner.max.x + MARGIN, inner.max.y + MARGIN),
    };
    Scene { bounds, items, title: words.get("maps-title").to_owned(), description: description(graph, analysis, words) }
}

/// One entry of the legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub role: Role,
    pub hatched: bool,
    pub outlined: bool,
    pub text: String,
}

/// Which kinds of marks occur in the maps of a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Units that no layer reads.
    pub lost: bool,
    /// Units that a later layer loses.
    pub later: bool,
    pub padding: bool,
}

impl Marks {
    /// Looks through all maps; the answer holds for as long as the network stays.
    pub fn of(graph: &Graph, analysis: &Analysis) -> Self {
        let mut marks = Self::default();
        for (unread, later) in graph.maps().filter_map(|map| analysis.lost_units(graph, map)) {
            marks.lost |= unread.iter().any(|set| !set.is_empty());
            marks.later |= later.iter().any(|set| !set.is_empty());
        }
        let padded = |step: &crate::field::Step| step.pad().begin + step.pad().end > 0;
        marks.padding = analysis.maps().iter().any(|map| map.steps.iter().flatten().any(padded));
        marks
    }
}

/// What the colours and hatches that occur in the picture mean.
pub fn legend(graph: &Graph, marks: Marks, trace: Option<&Trace>, words: &Words) -> Vec<Entry> {
    let plain = |role: Role, text: String| Entry { role, hatched: false, outlined: false, text };
    let mut entries = Vec::new();
    if let Some(trace) = trace {
        if let Some(node) = graph.node(trace.map) {
            let name = node.name.as_str().into();
            let text = if trace.unit.is_empty() {
                words.with("legend-field-flat", &[("map", name)])
            } else {
                words.with("legend-field", &[("unit", unit_text(&trace.unit).into()), ("map", name)])
            };
            entries.push(plain(Role::Field, text));
        }
        let next = graph.map(trace.map.index() + 1);
        if next.is_some_and(|next| trace.at(next).is_some()) {
            entries.push(plain(Role::Feeds, words.get("legend-feeds").to_owned()));
        }
    }
    for (occurs, role, key) in [(marks.lost, Role::Lost, "legend-lost"), (marks.later, Role::LostLater, "legend-later")]
    {
        if occurs {
            entries.push(Entry { role, hatched: true, outlined: false, text: words.get(key).to_owned() });
        }
    }
    if marks.padding {
        let text = words.get("legend-padding").to_owned();
        entries.push(Entry { role: Role::Padding, hatched: false, outlined: true, text });
    }
    entries
}

/// `(0, 1)`; empty for a flat vector.
pub fn unit_text(unit: &Axes<i64>) -> String {
    if unit.is_empty() {
        return String::new();
    }
    let indices: Vec<String> = unit.iter().map(i64::to_string).collect();
    format!("({})", indices.join(", "))
}

/// The picture in one sentence, for those who do not see it.
fn description(graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    let sizes: Vec<String> = analysis.maps().iter().filter_map(|map| Some(shape_text(map.shape.as_ref()?))).collect();
    let shown = if sizes.len() > 12 {
        format!("{} → … → {}", sizes[..6].join(" → "), sizes[sizes.len() - 1])
    } else {
        sizes.join(" → ")
    };
    let notes = analysis.network_notes();
    let notes = notes.iter().map(|note| words.note(note, graph));
    std::iter::once(shown).chain(notes).collect::<Vec<_>>().join(". ")
}
