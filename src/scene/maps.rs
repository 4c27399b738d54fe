//! The view **Maps**: every feature map as a grid of its units, side by side, with what one unit sees and feeds.
//!
//! [`Maps::of`] finds the places, once per network and layout. [`Maps::items`] draws what does not depend on the pointer,
//! [`Maps::traced`] what a shown unit adds, [`Maps::hit`] is the way back from a place to a unit. [`picture`] puts all of
//! it together with a heading and a legend: what `receptive render` and the window export.

use smallvec::SmallVec;

use super::detail::{self, Lens};
use super::grid::{self, STRIP, Scale};
use super::labels::{self, Untrue};
use super::legend::{self, Legend};
use super::theme::Role;
use super::{
    Align, Cells, HEADING_LINE, HeadingLine, Item, Lean, Look, Point, Rect, Run, Scene, Shape, Tag, Units, Which,
    text_width,
};
use crate::axes::Axes;
use crate::field::{Analysis, Span, Spans, Status, Trace};
use crate::locale::Words;
use crate::net::{Graph, Layout, MapId};

pub use super::legend::Marks;

const COLUMN_GAP: f64 = 40.0;
/// Room left of a map for its row indices.
const INDEX_ROOM: f64 = 30.0;
/// Room above a map for its heading, and below for column indices and remarks.
const HEADING_ROOM: f64 = 64.0;
const CAPTION_ROOM: f64 = 24.0;
const CAPTION_LINE: f64 = 16.0;
/// Between a heading's last line and its map.
const HEADING_GAP: f64 = 11.0;
/// Between strips below each other.
const STRIP_GAP: f64 = 26.0;

/// The width of what stands for a map that cannot be, and its height beside images.
const IMPOSSIBLE_WIDTH: f64 = 150.0;
const IMPOSSIBLE_HEIGHT: f64 = 90.0;

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
    untrue: Untrue,
    /// Where the heading's last line and the first remark begin, on their baselines.
    heading_at: Point,
    heading_room: f64,
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
        let paddings = grid::drawn_paddings(graph, analysis);
        let scale = Scale::of(graph, analysis, layout, &paddings);
        let flow = if graph.input.size.rank() == 1 { Flow::Down } else { Flow::Across };
        let known = graph.maps().filter(|map| analysis.map(*map).status != Status::Unknown);
        let drafts: Vec<Draft> = known
            .map(|map| {
                let padding = &paddings[map.index()];
                let grid::Panes { panes, shrunk } = scale.panes(analysis, map, padding);
                let untrue = Untrue { shrunk, padding_cut: padding.cut };
                let extent = panes.iter().map(|pane| pane.cells.padded()).reduce(|a, b| a.union(&b));
                let width = |lines: &[HeadingLine]| {
                    lines.iter().map(|line| text_width(&line.text, line.size, line.face)).fold(0.0, f64::max)
                };
                let remarks = labels::captions(graph, analysis, map, words);
                Draft {
                    map,
                    panes,
                    untrue,
                    extent: extent.unwrap_or(match flow {
                        Flow::Across => Rect::new(0.0, -IMPOSSIBLE_HEIGHT / 2.0, IMPOSSIBLE_WIDTH, IMPOSSIBLE_HEIGHT),
                        Flow::Down => Rect::new(0.0, 0.0, IMPOSSIBLE_WIDTH, STRIP),
                    }),
                    heading_width: width(&labels::heading(graph, analysis, map, untrue, words)),
                    remarks_width: width(&remarks),
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
        let pane = place.panes.iter().find(|pane| pane.cells.rect().contains(at))?;
        let shape = analysis.map(place.map).shape.as_ref()?;
        let mut unit = match before {
            Some((map, unit)) if *map == place.map => unit.clone(),
            _ => shape.size.map(|_| 0),
        };
        for (axis, run, at) in [(pane.row_axis, &pane.cells.rows, at.y), (pane.column_axis, &pane.cells.columns, at.x)]
        {
            if let Some(index) = axis.and_then(|axis| unit.get_mut(axis)) {
                *index = run.index(at);
            }
        }
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
                Flow::Across => Rect::new(x, y + HEADING_GAP, IMPOSSIBLE_WIDTH, IMPOSSIBLE_HEIGHT),
                Flow::Down => Rect::new(place.remarks_at.x, place.area.min.y, IMPOSSIBLE_WIDTH, STRIP),
            };
            push(Shape::Hatch(rect, Lean::Rising), Role::Lost);
            push(Shape::Outline { rect, width: 1.0, dashed: true }, Role::Lost);
        }
        let lost = analysis.lost_units(graph, map);
        for pane in &place.panes {
            let (cells, rect) = (pane.cells, pane.cells.rect());
            push(Shape::Fill(rect), Role::Cell);
            if let Some((unread, later)) = &lost {
                let kinds = [(later, Role::LostLater, None), (unread, Role::Lost, Some(Role::LostFill))];
                for (set, role, ground) in kinds {
                    let [columns, rows] = pane.sets(set, |_| Spans::empty());
                    if !columns.is_empty() || !rows.is_empty() {
                        let (which, look) = (Which::Either, Look::Hatched(ground));
                        push(Shape::Units(Units { cells, columns, rows, which, look }), role);
                    }
                }
            }
            push(Shape::Grid(cells), Role::CellLine);
            push(Shape::Outline { rect, width: 1.0, dashed: false }, Role::CellLine);
        }
        items
    }

    /// The indices, the heading and the remarks of one map. They are drawn last, on a haze of their own, so that no
    /// frustum strikes them out.
    pub fn labels(&self, graph: &Graph, analysis: &Analysis, place: &Place, words: &Words) -> Vec<Item> {
        let lines = labels::heading(graph, analysis, place.map, place.untrue, words);
        let role = Role::Text;
        let heading = (Shape::Heading { at: place.heading_at, lines, room: place.heading_room }, role);
        let remarks = labels::captions(graph, analysis, place.map, words).into_iter().enumerate();
        let remarks = remarks.map(|(i, HeadingLine { text, size, face, role })| {
            let at = Point::new(place.remarks_at.x, place.remarks_at.y + i as f64 * CAPTION_LINE);
            (Shape::Text { at, align: Align::Start, face, size, text, haze: true }, role)
        });
        let indices = place.panes.iter().map(|pane| (Shape::Indices(pane.cells), Role::TextDim));
        let tag = Tag::Label(place.map);
        indices.chain([heading]).chain(remarks).map(|(shape, role)| Item { shape, role, tag }).collect()
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
                let (near, far) = match self.flow {
                    Flow::Across => {
                        ([Point::new(from.max.x, from.min.y), from.max], [to.min, Point::new(to.min.x, to.max.y)])
                    }
                    Flow::Down => {
                        ([Point::new(from.min.x, from.max.y), from.max], [to.min, Point::new(to.max.x, to.min.y)])
                    }
                };
                push(Shape::Frustum { near, far, haze }, role);
            }
        }
        for place in shown {
            let Some(traced) = trace.at(place.map) else { continue };
            let own = place.map == trace.map;
            let sees = place.map < trace.map;
            let (fill, outline) = if sees { (Role::FieldFill, Role::Field) } else { (Role::FeedsFill, Role::Feeds) };
            for pane in &place.panes {
                let hull = traced.units.hull();
                let hull = hull.map(|hull| if hull.is_empty() { pane.cells.rect() } else { pane.span_rect(&hull) });
                if let Some(rect) = hull.filter(|_| own) {
                    push(Shape::Spot(rect), Role::Field);
                    continue;
                }
                for part in traced.units.parts() {
                    let [columns, rows] = pane.sets(part, |run| Spans::axis(run.count));
                    let shown = |set: Spans, run: &Run, low: f64, high: f64| match run.meeting(low, high) {
                        (first, end) if first < end => set.clip(Span::new(first, end - 1)),
                        _ => Spans::empty(),
                    };
                    let cells = pane.cells;
                    let columns = shown(columns, &cells.columns, window.min.x, window.max.x);
                    let rows = shown(rows, &cells.rows, window.min.y, window.max.y);
                    if !columns.is_empty() && !rows.is_empty() {
                        let (which, look) = (Which::Both, Look::Filled);
                        push(Shape::Units(Units { cells, columns, rows, which, look }), fill);
                    }
                }
                let beyond = traced.unclipped.as_ref().filter(|_| sees).and_then(|hull| {
                    let rect = pane.span_rect(hull).clip(&pane.cells.padded())?;
                    rect.clip(&pane.cells.rect()).is_none_or(|inner| inner != rect).then_some(rect)
                });
                if let Some(rect) = beyond {
                    push(Shape::Outline { rect, width: 1.5, dashed: true }, outline);
                }
                if let Some(rect) = hull {
                    push(Shape::Outline { rect, width: 2.0, dashed: false }, outline);
                }
            }
        }
        items
    }
}

impl Pane {
    /// What a map has on the axes of the columns and of the rows; `other` where the pane has one cell that is no axis.
    fn sets(&self, sets: &Axes<Spans>, other: impl Fn(&Run) -> Spans) -> [Spans; 2] {
        let of = |axis: Option<usize>, run: &Run| {
            axis.and_then(|axis| sets.get(axis)).cloned().unwrap_or_else(|| other(run))
        };
        [of(self.column_axis, &self.cells.columns), of(self.row_axis, &self.cells.rows)]
    }

    /// The rectangle of a run of cells on both axes. Indices may lie outside the map, in the padding.
    fn span_rect(&self, hull: &Axes<Span>) -> Rect {
        let ends = |axis: Option<usize>, run: &Run| {
            let cells = axis.and_then(|axis| hull.get(axis));
            cells.map_or(run.ends(), |cells| (run.at(cells.first), run.at(cells.last + 1)))
        };
        Rect::spanning(ends(self.column_axis, &self.cells.columns), ends(self.row_axis, &self.cells.rows))
    }

    /// The pane elsewhere.
    fn moved(mut self, x: f64, y: f64) -> Self {
        self.cells.columns.origin += x;
        self.cells.rows.origin += y;
        self
    }
}

/// A map before it has a place.
struct Draft {
    map: MapId,
    panes: SmallVec<[Pane; 2]>,
    untrue: Untrue,
    /// The panes with their padding.
    extent: Rect,
    heading_width: f64,
    remarks_width: f64,
    /// How many lines of remarks there are.
    remarks: usize,
}

impl Draft {
    fn moved(self, x: f64, y: f64) -> SmallVec<[Pane; 2]> {
        self.panes.into_iter().map(|pane| pane.moved(x, y)).collect()
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
            untrue: draft.untrue,
            area: Rect::new(x, top, width, bottom - top),
            heading_at: Point::new(left, extent.min.y - HEADING_GAP),
            // Up to the next one's room for indices, which stand lower.
            heading_room: width + COLUMN_GAP - 8.0,
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
            untrue: draft.untrue,
            area: Rect::new(heading_left, y, right - heading_left, height),
            heading_at: Point::new(heading_left, y + block / 2.0 + 4.0 + HEADING_LINE),
            heading_room: extent.min.x - heading_left - 8.0,
            remarks_at: Point::new(extent.min.x, top + extent.height() + CAPTION_ROOM + 10.0),
            panes: draft.moved(0.0, top - extent.min.y),
        };
        y += height + STRIP_GAP;
        place
    };
    drafts.into_iter().map(place).collect()
}

/// The rectangle of what a traced unit has in a map, on the pane that shows most of its axes.
fn hull_rect(place: &Place, trace: &Trace) -> Option<Rect> {
    let hull = trace.at(place.map)?.units.hull()?;
    let pane = place.panes.last()?;
    Some(if hull.is_empty() { pane.cells.rect() } else { pane.span_rect(&hull) })
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
    /// A small network's legend may be wider than its maps.
    const LEAST_LEGEND: f64 = 480.0;
    let maps = Maps::of(graph, analysis, layout, words);
    let mut items: Vec<Item> = maps.places.iter().flat_map(|place| maps.items(graph, analysis, place)).collect();
    if let Some(trace) = trace {
        items.extend(maps.traced(trace, &maps.bounds));
    }
    items.extend(maps.places.iter().flat_map(|place| maps.labels(graph, analysis, place, words)));
    let lens = Lens { window: maps.bounds, zoom: 1.0 };
    let coarse = items.iter().any(|item| detail::is_coarse(item, &lens));
    let entries = legend::entries(graph, Marks::of(graph, analysis), trace, coarse, words);
    let x = maps.bounds.min.x + if maps.flow == Flow::Across { INDEX_ROOM } else { 0.0 };
    let room = (maps.bounds.max.x - x).max(LEAST_LEGEND);
    items.extend(Legend::of(entries, Point::new(x, maps.bounds.max.y + 20.0), room).items);
    let inner = items.iter().map(|item| item.shape.bounds()).fold(maps.bounds, |all, rect| all.union(&rect));
    // Side by side, the room for row indices is a margin already.
    let left = if maps.flow == Flow::Across { MARGIN / 2.0 } else { MARGIN };
    let bounds = Rect {
        min: Point::new(inner.min.x - left, inner.min.y - MARGIN),
        max: Point::new(inner.max.x + MARGIN, inner.max.y + MARGIN),
    };
    Scene { bounds, items, title: words.get("maps-title").to_owned(), description: description(graph, analysis, words) }
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
    let sizes: Vec<String> =
        analysis.maps().iter().filter_map(|map| Some(map.shape.as_ref()?.channels_first_text())).collect();
    let shown = if sizes.len() > 12 {
        format!("{} → … → {}", sizes[..6].join(" → "), sizes[sizes.len() - 1])
    } else {
        sizes.join(" → ")
    };
    let notes = analysis.network_notes();
    let notes = notes.iter().map(|note| words.note(note, graph));
    std::iter::once(shown).chain(notes).collect::<Vec<_>>().join(". ")
}
