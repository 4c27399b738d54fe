//! The view **Nested fields**: the input once, with what one unit of each layer sees of it as nested rectangles, and a
//! table of them.
//!
//! The units are those of one column ([`column`]): their fields have a common middle, as nearly as the layers allow.
//! Fields of the input's first axis of three are drawn on a strip beside the picture, those of a single axis as bars.

mod column;
mod sums;
mod table;

use smallvec::SmallVec;

use super::legend::Marks;
use super::maps::{Pane, unit_text};
use super::theme::Role;
use super::view::{Board, Flow, Hit, Part, Subject, Unit};
use super::{Align, Cells, Face, Item, Lean, Look, Point, Rect, Run, Shape, Tag, Units, Which, detail, text_width};
use crate::axes::Axes;
use crate::field::{Span, Spans, Trace};
use crate::net::MapId;
use column::{Column, Sight};
use table::{Layer, Table};

/// Points a cell measures at most, and the room that the input takes with its padding, along its longer axis.
const LARGEST_CELL: f64 = 56.0;
const LARGEST_INPUT: f64 = 420.0;
const LARGEST_STRIP: f64 = 760.0;
/// No input is drawn lower or narrower than this: fields inside it could not be told apart.
const LEAST_EXTENT: f64 = 24.0;

/// At least so many pixels of padding are drawn on a side, if fields reach them, and at most half the input.
const LEAST_PADDING: u64 = 4;

/// The thickness of a strip: room for its own, for every field around the innermost one, and at most.
const STRIP: f64 = 44.0;
const STRIP_STEP: f64 = 27.0;
const MOST_STRIP: f64 = 330.0;
const SIDE_STRIP: f64 = 34.0;
const SIDE_STEP: f64 = 7.0;
const MOST_SIDE_STRIP: f64 = 110.0;

/// Between two panes, and from the picture to the table.
const PANE_GAP: f64 = 30.0;
const TABLE_GAP: f64 = 56.0;
/// From the first line's baseline to the picture, and from what stands above to the sums.
const TITLE_GAP: f64 = 14.0;
const SUMS_GAP: f64 = 34.0;
const SUM_LINE: f64 = 18.0;

const LABEL_SIZE: f64 = 9.5;
const TEXT_SIZE: f64 = 11.5;
const SUM_SIZE: f64 = 12.0;
/// Outlines of fields, and of the shown one.
const LINE: f64 = 2.0;
const SHOWN_LINE: f64 = 3.5;

/// The units whose fields the view nests, in the order of the layers: those of the column through `pin`, or through the
/// middle of the last map. Of layers whose units see the same there is one.
pub fn column_units(subject: &Subject<'_>, pin: Option<&Unit>) -> Vec<Unit> {
    Column::of(subject, pin).sights.into_iter().map(|sight| sight.unit).collect()
}

/// The view laid out.
pub struct Nested {
    bounds: Rect,
    parts: [Part; 1],
    panes: SmallVec<[Pane; 2]>,
    fields: Vec<Drawn>,
    layers: Vec<Layer>,
    under: Vec<Item>,
    over: Vec<Item>,
    reaches_padding: bool,
}

/// A field as it is drawn.
struct Drawn {
    unit: Unit,
    /// On every pane, all of it.
    whole: SmallVec<[Rect; 2]>,
    /// On every pane, the part of it that there is room for.
    rects: SmallVec<[Option<Rect>; 2]>,
}

impl Nested {
    /// Lays out the fields of the column through `pin`, or through the middle of the last map.
    pub fn of(subject: &Subject<'_>, pin: Option<&Unit>) -> Self {
        let column = Column::of(subject, pin);
        let drawn = column.drawn();
        let sights: Vec<&Sight> = drawn.iter().map(|&at| &column.sights[at]).collect();
        let image =
            subject.analysis.map(MapId::INPUT).shape.as_ref().map_or_else(Axes::none, |shape| shape.size.clone());
        let reach = reach(&sights, &image);
        let (panes, stretched) = panes(&image, &reach, sights.len());
        let picture = panes.iter().map(|pane| pane.cells.padded()).reduce(|a, b| a.union(&b)).unwrap_or_default();
        let index_height = if panes.is_empty() { 0.0 } else { detail::INDEX_HEIGHT };

        let strip = image.rank() == 1;
        let table_at = if strip || panes.is_empty() {
            Point::new(picture.min.x, picture.max.y + index_height + 20.0)
        } else {
            Point::new(picture.max.x + TABLE_GAP, picture.min.y)
        };
        let table = Table::of(subject, &column, &drawn, &image, stretched, reach.iter().any(Reach::is_cut), table_at);
        let fields = fields(&sights, &panes);

        let mut over = title(subject, &column, picture);
        let frame = |shape: Shape, role: Role| Item { shape, role, tag: Tag::Label(MapId::INPUT) };
        over.extend(panes.iter().map(|pane| frame(Shape::Indices(pane.cells), Role::TextDim)));
        // Above the fields: where the padding begins is what they are about.
        let borders = panes.iter().filter(|pane| pane.cells.padded() != pane.cells.rect());
        over.extend(
            borders.map(|pane| {
                frame(Shape::Outline { rect: pane.cells.rect(), width: 1.25, dashed: false }, Role::TextDim)
            }),
        );
        let further = further_texts(&reach, &panes);
        let mut taken: Vec<Rect> = further.iter().map(Shape::bounds).collect();
        over.extend(further.into_iter().map(|shape| frame(shape, Role::TextDim)));
        over.extend(table.head);
        let below = picture.max.y + index_height;
        let sums_at = Point::new(picture.min.x, below.max(table.rect.max.y) + SUMS_GAP);
        let room = (table.rect.max.x.max(picture.max.x) - picture.min.x).max(LARGEST_INPUT);
        let sums = sums::lines(subject, &column, room, SUM_SIZE).into_iter().enumerate().map(|(line, text)| {
            let at = Point::new(sums_at.x, sums_at.y + line as f64 * SUM_LINE);
            frame(
                Shape::Text { at, align: Align::Start, face: Face::Mono, size: SUM_SIZE, text, haze: false },
                Role::TextDim,
            )
        });
        over.extend(sums);
        let labels = labels(subject, &fields, &mut taken);
        for (map, items) in table.rows {
            over.extend(labels.iter().filter(|label| label.tag == Tag::Label(map)).cloned());
            over.extend(items);
        }

        let under = under(subject, &panes, &sights, &fields);
        let bounds = under.iter().chain(&over).map(|item| item.shape.bounds()).reduce(|a, b| a.union(&b));
        let bounds = bounds.unwrap_or_default();
        let reaches_padding = reach.iter().any(|reach| reach.before + reach.after > 0);
        let parts = [Part { map: MapId::INPUT, area: bounds }];
        Self { bounds, parts, panes, fields, layers: table.layers, under, over, reaches_padding }
    }

    /// The exact set of input pixels that a shown unit depends on, and how far its field reaches into the padding.
    fn seen(&self, trace: &Trace, window: &Rect) -> Vec<Item> {
        let mut items = Vec::new();
        let Some(traced) = trace.at(MapId::INPUT) else { return items };
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Trace });
        let drawn = self.fields.iter().any(|field| field.unit.0 == trace.map && field.unit.1 == trace.unit);
        let hull = traced.units.hull();
        for pane in &self.panes {
            let cells = pane.cells;
            let rect = hull.as_ref().map(|hull| if hull.is_empty() { cells.rect() } else { pane.span_rect(hull) });
            if let Some(rect) = rect.filter(|_| trace.map == MapId::INPUT) {
                push(Shape::Spot(rect), Role::Field);
                continue;
            }
            for part in traced.units.parts() {
                let [columns, rows] = pane.sets(part, |run| Spans::axis(run.count));
                // The field of the column is filled already; what it leaves out is not.
                if drawn && columns.runs().len() == 1 && rows.runs().len() == 1 {
                    continue;
                }
                let shown = |set: Spans, run: &Run, low: f64, high: f64| match run.meeting(low, high) {
                    (first, end) if first < end => set.clip(Span::new(first, end - 1)),
                    _ => Spans::empty(),
                };
                let columns = shown(columns, &cells.columns, window.min.x, window.max.x);
                let rows = shown(rows, &cells.rows, window.min.y, window.max.y);
                if !columns.is_empty() && !rows.is_empty() {
                    let (which, look) = (Which::Both, Look::Filled);
                    push(Shape::Units(Units { cells, columns, rows, which, look }), Role::FieldFill);
                }
            }
            let whole = traced.unclipped.as_ref().and_then(|hull| pane.span_rect(hull).clip(&cells.padded()));
            if let Some(rect) = whole.filter(|whole| Some(*whole) != rect) {
                push(Shape::Outline { rect, width: LINE, dashed: true }, Role::Field);
            }
            if let Some(rect) = rect {
                push(Shape::Outline { rect, width: SHOWN_LINE, dashed: false }, Role::Field);
            }
        }
        items
    }
}

impl Board for Nested {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn flow(&self) -> Flow {
        Flow::Still
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Those of the input alone.
    fn marks(&self, subject: &Subject<'_>) -> Marks {
        let lost = subject.analysis.lost_units(subject.graph, MapId::INPUT);
        let some = |sets: &Axes<Spans>| sets.iter().any(|set| !set.is_empty());
        let told = lost.map(|(unread, later)| (some(&unread), some(&later)));
        let kept = || subject.analysis.kept_units(subject.graph, MapId::INPUT);
        let (lost, later) = told.or_else(|| kept().map(|kept| kept.loses())).unwrap_or_default();
        let marks = Marks { lost, later, padding: self.reaches_padding, ..Marks::default() };
        Marks { input_alone: true, ..marks }
    }

    fn under(&self, _: &Subject<'_>, _: usize) -> Vec<Item> {
        self.under.clone()
    }

    fn over(&self, _: &Subject<'_>, _: usize) -> Vec<Item> {
        self.over.clone()
    }

    fn traced(&self, _: &Subject<'_>, trace: &Trace, window: &Rect) -> Vec<Item> {
        let mut items = self.seen(trace, window);
        if let Some(layer) = self.layers.iter().find(|layer| layer.maps.contains(&trace.map)) {
            let shape = Shape::Tiles { rects: vec![layer.area], line: Some(Role::Field), dashed: false };
            items.push(Item { shape, role: Role::FieldFill, tag: Tag::Trace });
        }
        items
    }

    fn hit(&self, subject: &Subject<'_>, at: Point, before: Option<&Unit>) -> Option<Hit> {
        if let Some(layer) = self.layers.iter().find(|layer| layer.area.contains(at)) {
            return Some(layer.unit.clone().map_or(Hit::Map(layer.maps[0]), Hit::Unit));
        }
        let pane = self.panes.iter().position(|pane| pane.cells.padded().contains(at))?;
        let under = self.fields.iter().filter_map(|field| Some((field, field.rects[pane]?)));
        let smallest = under.filter(|(_, rect)| rect.contains(at)).min_by(|(_, a), (_, b)| area(a).total_cmp(&area(b)));
        if let Some((field, _)) = smallest {
            return Some(Hit::Unit(field.unit.clone()));
        }
        let Pane { cells, row_axis, column_axis } = &self.panes[pane];
        let size = &subject.analysis.map(MapId::INPUT).shape.as_ref()?.size;
        let mut pixel = match before {
            Some((MapId::INPUT, pixel)) if pixel.rank() == size.rank() => pixel.clone(),
            _ => size.map(|&n| (n / 2) as i64),
        };
        for (axis, run, at) in [(row_axis, &cells.rows, at.y), (column_axis, &cells.columns, at.x)] {
            if let Some(index) = axis.and_then(|axis| pixel.get_mut(axis)) {
                *index = run.index(at);
            }
        }
        cells.rect().contains(at).then_some(Hit::Unit((MapId::INPUT, pixel)))
    }
}

/// How far the drawn fields reach into the padding on one axis.
#[derive(Clone, Copy, Default)]
struct Reach {
    /// Pixels of padding that are drawn at both ends.
    before: u64,
    after: u64,
    /// Pixels that a field reaches further than that.
    further: [u64; 2],
}

impl Reach {
    fn is_cut(&self) -> bool {
        self.further != [0, 0]
    }
}

fn reach(sights: &[&Sight], image: &Axes<u64>) -> Axes<Reach> {
    let of = |axis: usize| {
        let n = image[axis];
        let most = n.div_ceil(2).max(LEAST_PADDING);
        let hulls = || sights.iter().map(|sight| sight.hull[axis]);
        let before = hulls().map(|run| (-run.first).max(0) as u64).max().unwrap_or(0);
        let after = hulls().map(|run| (run.last - (n as i64 - 1)).max(0) as u64).max().unwrap_or(0);
        let further = [before.saturating_sub(most), after.saturating_sub(most)];
        Reach { before: before.min(most), after: after.min(most), further }
    };
    (0..image.rank()).map(of).collect()
}

/// The input's panes, and whether its cells are drawn longer on one axis than on another.
fn panes(image: &Axes<u64>, reach: &Axes<Reach>, fields: usize) -> (SmallVec<[Pane; 2]>, bool) {
    let padded = |axis: usize| image[axis] + reach[axis].before + reach[axis].after;
    let longest = (0..image.rank()).map(padded).max().unwrap_or(1) as f64;
    let room = if image.rank() == 1 { LARGEST_STRIP } else { LARGEST_INPUT };
    let cell = LARGEST_CELL.min(room / longest);
    let run = |axis: usize| {
        let Reach { before, after, .. } = reach[axis];
        let pitch = cell.max(LEAST_EXTENT / image[axis] as f64);
        Run { origin: before as f64 * pitch, pitch, count: image[axis], before, after, numbered: true }
    };
    let strip = |pitch: f64| Run { origin: 0.0, pitch, count: 1, before: 0, after: 0, numbered: false };
    let mut panes = SmallVec::new();
    let mut pane = |rows: Run, row_axis: Option<usize>, columns: Run, column_axis: Option<usize>| {
        panes.push(Pane { cells: Cells { columns, rows }, row_axis, column_axis });
    };
    match image.rank() {
        0 => {}
        1 => pane(strip((STRIP + STRIP_STEP * fields as f64).min(MOST_STRIP)), None, run(0), Some(0)),
        2 => pane(run(0), Some(0), run(1), Some(1)),
        _ => {
            let width = (SIDE_STRIP + SIDE_STEP * fields as f64).min(MOST_SIDE_STRIP);
            pane(run(0), Some(0), strip(width), None);
            let (rows, mut columns) = (run(1), run(2));
            columns.origin += width + PANE_GAP + detail::index_room(&rows);
            pane(rows, Some(1), columns, Some(2));
        }
    }
    let stretched = (0..image.rank()).any(|axis| run(axis).pitch > cell * 1.001);
    (panes, stretched && image.rank() > 1)
}

/// The fields in the order in which they are drawn: the largest first.
fn fields(sights: &[&Sight], panes: &[Pane]) -> Vec<Drawn> {
    let count = sights.len() as f64;
    let field = |(at, sight): (usize, &&Sight)| {
        let on = |pane: &Pane| {
            let mut rect = pane.span_rect(&sight.hull);
            // Where a pane shows one axis, later layers are drawn thicker: so they nest there, too.
            let inset = |thickness: f64| (count - 1.0 - at as f64) / count * (thickness - 12.0) / 2.0 + 3.0;
            if pane.row_axis.is_none() {
                let by = inset(rect.height());
                (rect.min.y, rect.max.y) = (rect.min.y + by, rect.max.y - by);
            }
            if pane.column_axis.is_none() {
                let by = inset(rect.width());
                (rect.min.x, rect.max.x) = (rect.min.x + by, rect.max.x - by);
            }
            rect
        };
        let whole: SmallVec<[Rect; 2]> = panes.iter().map(on).collect();
        let rects = panes.iter().zip(&whole).map(|(pane, rect)| rect.clip(&pane.cells.padded())).collect();
        Drawn { unit: sight.unit.clone(), whole, rects }
    };
    sights.iter().enumerate().map(field).collect()
}

fn area(rect: &Rect) -> f64 {
    rect.width() * rect.height()
}

/// The colour of a field: from the first, dark, to the last.
fn ramp(at: usize, count: usize) -> u8 {
    (at * 255 / (count.max(2) - 1)) as u8
}

/// The input with what is lost of it, and the fields.
fn under(subject: &Subject<'_>, panes: &[Pane], sights: &[&Sight], fields: &[Drawn]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut push = |shape: Shape, role: Role, map: MapId| items.push(Item { shape, role, tag: Tag::Map(map) });
    let lost = subject.analysis.lost_units(subject.graph, MapId::INPUT);
    let kept = lost.is_none().then(|| subject.analysis.kept_units(subject.graph, MapId::INPUT)).flatten();
    for (at, pane) in panes.iter().enumerate() {
        let cells = pane.cells;
        push(Shape::Fill(cells.rect()), Role::Cell, MapId::INPUT);
        let hatched = lost.iter().flat_map(|lost| pane.lost(lost));
        for (shape, role) in hatched.chain(kept.iter().flat_map(|kept| pane.around(kept))) {
            push(shape, role, MapId::INPUT);
        }
        push(Shape::Grid(cells), Role::CellLine, MapId::INPUT);
        push(Shape::Outline { rect: cells.rect(), width: 1.0, dashed: false }, Role::CellLine, MapId::INPUT);
        // One hatching for all: only fields that no other one contains.
        let rects: Vec<Rect> = fields.iter().filter_map(|field| field.rects[at]).collect();
        let mut outermost: Vec<Rect> = Vec::new();
        for rect in rects.into_iter().rev() {
            if !outermost.iter().any(|other| other.union(&rect) == *other) {
                outermost.push(rect);
            }
        }
        for rect in outermost.iter().flat_map(|rect| outside(rect, &cells.rect())) {
            push(Shape::Hatch(rect, Lean::Rising), Role::Padding, MapId::INPUT);
        }
    }
    let mut order: Vec<usize> = (0..fields.len()).collect();
    let pixels = |at: usize| sights[at].hull.iter().map(|run| run.count() as f64).product::<f64>();
    order.sort_by(|&a, &b| pixels(b).total_cmp(&pixels(a)).then(b.cmp(&a)));
    for at in order {
        let Drawn { unit: (map, _), whole, rects } = &fields[at];
        let (map, color) = (*map, ramp(at, fields.len()));
        for ((pane, whole), rect) in panes.iter().zip(whole).zip(rects) {
            if let Some(rect) = rect {
                push(Shape::Fill(*rect), Role::RampFill(color), map);
                for shape in outline(whole, rect, &pane.cells) {
                    push(shape, Role::Ramp(color), map);
                }
            }
        }
    }
    items
}

/// The parts of a rectangle outside another.
fn outside(rect: &Rect, inner: &Rect) -> Vec<Rect> {
    let Some(inside) = rect.clip(inner) else { return vec![*rect] };
    let sides = [
        Rect::spanning((rect.min.x, rect.max.x), (rect.min.y, inside.min.y)),
        Rect::spanning((rect.min.x, rect.max.x), (inside.max.y, rect.max.y)),
        Rect::spanning((rect.min.x, inside.min.x), (inside.min.y, inside.max.y)),
        Rect::spanning((inside.max.x, rect.max.x), (inside.min.y, inside.max.y)),
    ];
    sides.into_iter().filter(|side| side.width() > 1e-9 && side.height() > 1e-9).collect()
}

/// The outline of a field of which `rect` is drawn: dashed in the padding, and open where it goes on.
fn outline(whole: &Rect, rect: &Rect, cells: &Cells) -> Vec<Shape> {
    let inner = cells.rect();
    if rect == whole && rect.union(&inner) == inner {
        return vec![Shape::Outline { rect: *rect, width: LINE, dashed: false }];
    }
    let (mut solid, mut dashed) = (Vec::new(), Vec::new());
    let sides = [
        (true, rect.min.x, whole.min.x),
        (true, rect.max.x, whole.max.x),
        (false, rect.min.y, whole.min.y),
        (false, rect.max.y, whole.max.y),
    ];
    let ends = |rect: &Rect, x: bool| if x { (rect.min.x, rect.max.x) } else { (rect.min.y, rect.max.y) };
    for (upright, place, _) in sides.into_iter().filter(|(_, drawn, own)| drawn == own) {
        let at = |along: f64| if upright { Point::new(place, along) } else { Point::new(along, place) };
        let (low, high) = ends(rect, !upright);
        let (first, last) = ends(&inner, upright);
        let (from, to) = ends(&inner, !upright);
        let (from, to) = (low.max(from), high.min(to));
        if !(first..=last).contains(&place) || from >= to {
            dashed.push([at(low), at(high)]);
            continue;
        }
        // Solid lines meet in their corners.
        let beyond = |end: f64, corner: f64, by: f64| if end == corner { end + by } else { end };
        solid.push([at(beyond(from, low, -LINE / 2.0)), at(beyond(to, high, LINE / 2.0))]);
        dashed.extend([(low, from), (to, high)].into_iter().filter(|(a, b)| a < b).map(|(a, b)| [at(a), at(b)]));
    }
    let shapes = [(solid, false), (dashed, true)].into_iter().filter(|(segments, _)| !segments.is_empty());
    shapes.map(|(segments, dashed)| Shape::Segments { segments, width: LINE, dashed }).collect()
}

/// The line above the picture: which column it is.
fn title(subject: &Subject<'_>, column: &Column, picture: Rect) -> Vec<Item> {
    let words = subject.words;
    let Some((map, unit)) = column.through.as_ref().filter(|_| !column.sights.is_empty()) else { return Vec::new() };
    let text = match subject.graph.node(*map) {
        None => words.with("nested-column-pixel", &[("unit", unit_text(unit).into())]),
        Some(node) if unit.is_empty() => words.with("nested-column-flat", &[("map", node.name.as_str().into())]),
        Some(node) => {
            words.with("nested-column", &[("unit", unit_text(unit).into()), ("map", node.name.as_str().into())])
        }
    };
    let at = Point::new(picture.min.x, picture.min.y - TITLE_GAP);
    let shape = Shape::Text { at, align: Align::Start, face: Face::Regular, size: TEXT_SIZE, text, haze: false };
    vec![Item { shape, role: Role::TextDim, tag: Tag::Label(MapId::INPUT) }]
}

/// How many pixels fields reach further than is drawn, at the edges where they do.
fn further_texts(reach: &Axes<Reach>, panes: &[Pane]) -> Vec<Shape> {
    let mut texts = Vec::new();
    for pane in panes {
        let rect = pane.cells.padded();
        let middle = rect.centre();
        let mut push = |at: Point, align: Align, text: String| {
            texts.push(Shape::Text { at, align, face: Face::Mono, size: TEXT_SIZE, text, haze: true });
        };
        if let Some([before, after]) = pane.column_axis.map(|axis| reach[axis].further) {
            if before > 0 {
                push(Point::new(rect.min.x + 6.0, middle.y + 4.0), Align::Start, format!("← {before}"));
            }
            if after > 0 {
                push(Point::new(rect.max.x - 6.0, middle.y + 4.0), Align::End, format!("{after} →"));
            }
        }
        if let Some([before, after]) = pane.row_axis.map(|axis| reach[axis].further) {
            if before > 0 {
                push(Point::new(middle.x, rect.min.y + 16.0), Align::Middle, format!("↑ {before}"));
            }
            if after > 0 {
                push(Point::new(middle.x, rect.max.y - 8.0), Align::Middle, format!("↓ {after}"));
            }
        }
    }
    texts
}

/// The names of the fields inside them, where there is room between the lines: the table has all of them.
fn labels(subject: &Subject<'_>, fields: &[Drawn], taken: &mut Vec<Rect>) -> Vec<Item> {
    let mut items = Vec::new();
    let Some(last) = fields.first().map(|field| field.rects.len() - 1) else { return items };
    let rects: Vec<Rect> = fields.iter().filter_map(|field| field.rects[last]).collect();
    for field in fields {
        let (Some(rect), Some(node)) = (field.rects[last], subject.graph.node(field.unit.0)) else { continue };
        let text = table::short(&node.name, 14);
        let width = text_width(&text, LABEL_SIZE, Face::Bold);
        let (left, right, middle) = (rect.min.x + 4.5, rect.max.x - 4.5, rect.centre().x);
        let (top, bottom) = (rect.min.y + 10.0, rect.max.y - 4.0);
        let places = [
            (left, top, Align::Start),
            (middle, top, Align::Middle),
            (right, top, Align::End),
            (left, bottom, Align::Start),
            (middle, bottom, Align::Middle),
            (right, bottom, Align::End),
        ];
        let free = places.into_iter().find_map(|(x, y, align)| {
            let shape = Shape::Text {
                at: Point::new(x, y),
                align,
                face: Face::Bold,
                size: LABEL_SIZE,
                text: text.clone(),
                haze: false,
            };
            // The letters alone are lower than the line.
            let bounds = shape.bounds();
            let letters = Rect::new(bounds.min.x, y - 0.78 * LABEL_SIZE, width, 1.02 * LABEL_SIZE).grown(1.0);
            let inside = |outer: &Rect| outer.union(&letters) == *outer;
            // Inside a smaller field it would be read as the name of that.
            let readable = |other: &Rect| !other.meets(&letters) || (area(other) >= area(&rect) && inside(other));
            let clear = inside(&rect) && rects.iter().all(readable) && !taken.iter().any(|other| other.meets(&bounds));
            clear.then_some((shape, bounds))
        });
        if let Some((shape, bounds)) = free {
            taken.push(bounds);
            items.push(Item { shape, role: Role::Text, tag: Tag::Label(field.unit.0) });
        }
    }
    items
}
