//! The view **Maps**: every feature map as a grid of its units, side by side, with what one unit sees and feeds.
//!
//! [`Maps::of`] finds the places, once per network and layout; the rest is what every [`Board`] does.

use smallvec::SmallVec;

use super::chain::Chain;
use super::grid::{self, STRIP, Scale};
use super::labels::{self, Untrue};
use super::paths;
use super::theme::Role;
use super::view::{self, Board, Flow, Hit, Part, Subject, Unit};
use super::{
    Align, Cells, HEADING_LINE, HeadingLine, Item, Lean, Look, Point, Rect, Run, Shape, Tag, Units, Which, text_width,
};
use crate::axes::Axes;
use crate::field::{Analysis, Kept, Span, Spans, Status, Trace};
use crate::net::{Graph, Layout, MapId};

const COLUMN_GAP: f64 = 40.0;
/// Room left of a map for its row indices.
pub(super) const INDEX_ROOM: f64 = 30.0;
/// Room above a map for its heading, and below for column indices and remarks.
const HEADING_ROOM: f64 = 64.0;
const CAPTION_ROOM: f64 = 24.0;
const CAPTION_LINE: f64 = 16.0;
/// Between a heading's last line and its map.
const HEADING_GAP: f64 = 11.0;
/// Between strips below each other.
const STRIP_GAP: f64 = 26.0;
/// The outline of a lost unit under the pointer.
const LOST_SPOT: f64 = 2.5;

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
    /// Images stand side by side, strips of one axis below each other.
    pub flow: Flow,
    pub bounds: Rect,
    parts: Vec<Part>,
    chain: Chain,
}

impl Maps {
    /// Finds a place for every shown map that is known, and for the first that is impossible.
    pub fn of(subject: &Subject<'_>, layout: Layout) -> Self {
        let Subject { graph, analysis, .. } = *subject;
        let chain = Chain::of(subject);
        let paddings = grid::drawn_paddings(subject, &chain);
        let scale = Scale::of(subject, &chain, layout, &paddings);
        let flow = if graph.input.size.rank() == 1 { Flow::Down } else { Flow::Across };
        let known = chain.maps().filter(|map| analysis.map(*map).status != Status::Unknown);
        let drafts: Vec<Draft> = known
            .map(|map| {
                let padding = &paddings[map.index()];
                let grid::Panes { panes, shrunk } = scale.panes(analysis, map, padding);
                let untrue = Untrue { shrunk, padding_cut: padding.cut };
                let extent = panes.iter().map(|pane| pane.cells.padded()).reduce(|a, b| a.union(&b));
                let width = |lines: &[HeadingLine]| {
                    lines.iter().map(|line| text_width(&line.text, line.size, line.face)).fold(0.0, f64::max)
                };
                let remarks = labels::captions(subject, &chain, map);
                Draft {
                    map,
                    panes,
                    untrue,
                    extent: extent.unwrap_or(if flow == Flow::Across {
                        Rect::new(0.0, -IMPOSSIBLE_HEIGHT / 2.0, IMPOSSIBLE_WIDTH, IMPOSSIBLE_HEIGHT)
                    } else {
                        Rect::new(0.0, 0.0, IMPOSSIBLE_WIDTH, STRIP)
                    }),
                    heading_width: width(&labels::heading(subject, &chain, map, untrue)),
                    remarks_width: width(&remarks),
                    remarks: remarks.len(),
                }
            })
            .collect();
        let places = if flow == Flow::Across { across(drafts) } else { down(drafts) };
        let bounds = places.iter().map(|place| place.area).reduce(|a, b| a.union(&b)).unwrap_or_default();
        let parts = places.iter().map(|place| Part { map: place.map, area: place.area }).collect();
        Self { places, flow, bounds, parts, chain }
    }

    pub fn place(&self, map: MapId) -> Option<&Place> {
        let at = self.places.binary_search_by_key(&map, |place| place.map).ok()?;
        self.places.get(at)
    }

    /// The places that meet `window`.
    fn visible(&self, window: &Rect) -> &[Place] {
        &self.places[view::visible(self, window)]
    }

    /// The cells of one map with what is lost of them: all that lies under a shown unit.
    fn items(&self, graph: &Graph, analysis: &Analysis, place: &Place) -> Vec<Item> {
        let map = place.map;
        let mut items = Vec::new();
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Map(map) });
        if place.panes.is_empty() {
            let Point { x, y } = place.heading_at;
            let rect = if self.flow == Flow::Across {
                Rect::new(x, y + HEADING_GAP, IMPOSSIBLE_WIDTH, IMPOSSIBLE_HEIGHT)
            } else {
                Rect::new(place.remarks_at.x, place.area.min.y, IMPOSSIBLE_WIDTH, STRIP)
            };
            push(Shape::Hatch(rect, Lean::Rising), Role::Lost);
            push(Shape::Outline { rect, width: 1.0, dashed: true }, Role::Lost);
        }
        let lost = analysis.lost_units(graph, map);
        let kept = lost.is_none().then(|| analysis.kept_units(graph, map)).flatten();
        for pane in &place.panes {
            let (cells, rect) = (pane.cells, pane.cells.rect());
            push(Shape::Fill(rect), Role::Cell);
            let hatched = lost.iter().flat_map(|lost| pane.lost(lost));
            for (shape, role) in hatched.chain(kept.iter().flat_map(|kept| pane.around(kept))) {
                push(shape, role);
            }
            push(Shape::Grid(cells), Role::CellLine);
            push(Shape::Outline { rect, width: 1.0, dashed: false }, Role::CellLine);
        }
        items
    }

    /// The indices, the heading and the remarks of one map. They are drawn last, on a haze of their own, so that no
    /// frustum strikes them out.
    fn labels(&self, subject: &Subject<'_>, place: &Place) -> Vec<Item> {
        let lines = labels::heading(subject, &self.chain, place.map, place.untrue);
        let role = Role::Text;
        let heading =
            (Shape::Heading { at: place.heading_at, lines, room: place.heading_room, apart: f64::INFINITY }, role);
        let remarks = labels::captions(subject, &self.chain, place.map).into_iter().enumerate();
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
    fn traced(&self, subject: &Subject<'_>, trace: &Trace, window: &Rect) -> Vec<Item> {
        let mut items = Vec::new();
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Trace });
        let visible = self.visible(window);
        // The neighbour on the left, too: the frustum between the two may be seen although that map is not.
        let first = visible.first().map_or(0, |place| self.places.partition_point(|other| other.map < place.map));
        let shown = &self.places[first.saturating_sub(1)..(first + visible.len() + 1).min(self.places.len())];
        for pair in shown.windows(2) {
            let Some((role, haze)) = view::between(pair[0].map, pair[1].map, trace.map) else { continue };
            if let (Some(from), Some(to)) = (hull_rect(&pair[0], trace), hull_rect(&pair[1], trace)) {
                let (near, far) = if self.flow == Flow::Across {
                    ([Point::new(from.max.x, from.min.y), from.max], [to.min, Point::new(to.min.x, to.max.y)])
                } else {
                    ([Point::new(from.min.x, from.max.y), from.max], [to.min, Point::new(to.max.x, to.min.y)])
                };
                push(Shape::Frustum { near, far, haze }, role);
            }
        }
        for place in shown {
            let Some(traced) = trace.at(place.map) else { continue };
            let own = place.map == trace.map;
            let lost = own && is_lost(subject, trace);
            let sees = place.map < trace.map;
            let (fill, outline) = if sees { (Role::FieldFill, Role::Field) } else { (Role::FeedsFill, Role::Feeds) };
            for pane in &place.panes {
                let hull = traced.units.hull();
                let hull = hull.map(|hull| if hull.is_empty() { pane.cells.rect() } else { pane.span_rect(&hull) });
                if let Some(rect) = hull.filter(|_| own) {
                    // A lost unit keeps its hatching: nothing sees it, so it is not in the colour of what is seen.
                    if lost {
                        push(Shape::Outline { rect, width: LOST_SPOT, dashed: false }, Role::Pin);
                    } else {
                        push(Shape::Spot(rect), Role::Field);
                    }
                    continue;
                }
                // Heat is not painted over.
                let heated = sees && subject.paths.is_some();
                for part in traced.units.parts().iter().filter(|_| !heated) {
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

/// How many routes lead from each unit of a map to the one that they were counted for, and that one's own mark: without
/// it the colours would be about nobody knows what.
fn heat(subject: &Subject<'_>, place: &Place) -> Vec<Item> {
    let Some(counted) = subject.paths.filter(|counted| place.map <= counted.map) else { return Vec::new() };
    if place.map == counted.map {
        let unit = counted.unit.map(|&index| Span::new(index, index));
        let spot = |pane: &Pane| Item {
            shape: Shape::Spot(pane.span_rect(&unit)),
            role: Role::Field,
            tag: Tag::Map(place.map),
        };
        return place.panes.iter().map(spot).collect();
    }
    let of_pane = |pane: &Pane| {
        let (pixels, [rows, columns]) = paths::of_map(counted, place.map, [pane.row_axis, pane.column_axis], 255)?;
        let ends = |run: &Run, axis: Option<usize>, span: Span| {
            axis.map_or(run.ends(), |_| (run.at(span.first), run.at(span.last + 1)))
        };
        let rect = Rect::spanning(
            ends(&pane.cells.columns, pane.column_axis, columns),
            ends(&pane.cells.rows, pane.row_axis, rows),
        );
        Some(Item { shape: Shape::Raster { rect, pixels }, role: Role::Cell, tag: Tag::Map(place.map) })
    };
    place.panes.iter().filter_map(of_pane).collect()
}

impl Board for Maps {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn flow(&self) -> Flow {
        self.flow
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn under(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        let place = &self.places[part];
        let mut items = self.items(subject.graph, subject.analysis, place);
        // Lines between the cells stay above the colours.
        let lines = items.iter().position(|item| matches!(item.shape, Shape::Grid(_))).unwrap_or(items.len());
        items.splice(lines..lines, heat(subject, place));
        items
    }

    fn over(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        self.labels(subject, &self.places[part])
    }

    fn traced(&self, subject: &Subject<'_>, trace: &Trace, window: &Rect) -> Vec<Item> {
        Self::traced(self, subject, trace, window)
    }

    fn hit(&self, subject: &Subject<'_>, at: Point, before: Option<&Unit>) -> Option<Hit> {
        let place = self.visible(&Rect { min: at, max: at }).iter().find(|place| place.area.contains(at))?;
        let unit = place.panes.iter().find(|pane| pane.cells.rect().contains(at)).and_then(|pane| {
            let shape = subject.analysis.map(place.map).shape.as_ref()?;
            let mut unit = match before {
                Some((map, unit)) if *map == place.map => unit.clone(),
                _ => shape.size.map(|_| 0),
            };
            let Cells { columns, rows } = &pane.cells;
            for (axis, run, at) in [(pane.row_axis, rows, at.y), (pane.column_axis, columns, at.x)] {
                if let Some(index) = axis.and_then(|axis| unit.get_mut(axis)) {
                    *index = run.index(at);
                }
            }
            Some(unit)
        });
        Some(unit.map_or(Hit::Map(place.map), |unit| Hit::Unit((place.map, unit))))
    }
}

impl Pane {
    /// What a map has on the axes of the columns and of the rows; `other` where the pane has one cell that is no axis.
    pub(super) fn sets(&self, sets: &Axes<Spans>, other: impl Fn(&Run) -> Spans) -> [Spans; 2] {
        let of = |axis: Option<usize>, run: &Run| {
            axis.and_then(|axis| sets.get(axis)).cloned().unwrap_or_else(|| other(run))
        };
        [of(self.column_axis, &self.cells.columns), of(self.row_axis, &self.cells.rows)]
    }

    /// The hatching of the units that no layer reads and of those that a later layer loses.
    pub(super) fn lost(&self, (unread, later): &(Axes<Spans>, Axes<Spans>)) -> Vec<(Shape, Role)> {
        let kinds = [(later, Role::LostLater, None), (unread, Role::Lost, Some(Role::LostFill))];
        let hatched = kinds.into_iter().filter_map(|(set, role, ground)| {
            let [columns, rows] = self.sets(set, |_| Spans::empty());
            let units = Units { cells: self.cells, columns, rows, which: Which::Either, look: Look::Hatched(ground) };
            (!units.columns.is_empty() || !units.rows.is_empty()).then_some((Shape::Units(units), role))
        });
        hatched.collect()
    }

    /// The hatching around the units that are kept: all as if no layer read them, on it those that are read and lost later,
    /// and on these, as they are, those that reach an output.
    pub(super) fn around(&self, kept: &Kept) -> Vec<(Shape, Role)> {
        let cells = self.cells;
        let marked =
            |[columns, rows]: [Spans; 2], look| Shape::Units(Units { cells, columns, rows, which: Which::Both, look });
        let whole = |run: &Run| Spans::axis(run.count);
        let of_part = |part: &Axes<Spans>, look| marked(self.sets(part, whole), look);
        let all = [whole(&cells.columns), whole(&cells.rows)];
        let unread = (marked(all, Look::Hatched(Some(Role::LostFill))), Role::Lost);
        let read = kept.read.parts().iter().flat_map(|part| {
            let later = of_part(part, Look::Hatched(None));
            [(of_part(part, Look::Filled), Role::Cell), (later, Role::LostLater)]
        });
        let used = kept.used.parts().iter().map(|part| (of_part(part, Look::Filled), Role::Cell));
        std::iter::once(unread).chain(read).chain(used).collect()
    }

    /// The rectangle of a run of cells on both axes. Indices may lie outside the map, in the padding.
    pub(super) fn span_rect(&self, hull: &Axes<Span>) -> Rect {
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

/// True of a unit that does not reach the output.
fn is_lost(Subject { graph, analysis, .. }: &Subject<'_>, trace: &Trace) -> bool {
    analysis.lost_unit(graph, trace.map, &trace.unit).is_some()
}

/// The rectangle of what a traced unit has in a map, on the pane that shows most of its axes.
fn hull_rect(place: &Place, trace: &Trace) -> Option<Rect> {
    let hull = trace.at(place.map)?.units.hull()?;
    let pane = place.panes.last()?;
    Some(if hull.is_empty() { pane.cells.rect() } else { pane.span_rect(&hull) })
}

/// `(0, 1)`; empty for a flat vector.
pub fn unit_text(unit: &Axes<i64>) -> String {
    if unit.is_empty() {
        return String::new();
    }
    let indices: Vec<String> = unit.iter().map(i64::to_string).collect();
    format!("({})", indices.join(", "))
}
