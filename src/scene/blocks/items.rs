//! What is drawn of a box: its sides, bands and texts, the kernel of the next layer, and what a shown unit has of it.

use super::captions::{self, Caption};
use super::solid::{self, Patch, Solid};
use super::{ABOVE, BADGE_LINE, BELOW, Blocks, Column, GAP, TIMES_SIZE, TO_TIMES, face_axes};
use crate::axes::Axes;
use crate::field::{Span, Step, Trace};
use crate::net::{MapId, Op};
use crate::scene::theme::{BlockKind, Role, Side};
use crate::scene::view::Subject;
use crate::scene::{Align, Face, Item, Lean, Point, Rect, Shape, Tag};

/// The edges of boxes, and the lines from a kernel to the unit that reads it.
const EDGE: f64 = 0.9;
const PROJECTION: f64 = 1.0;
/// A kernel and what a unit has of a map are drawn at least this large.
const LEAST_PATCH: f64 = 3.5;
/// A unit smaller than this is marked by a spot.
const LEAST_UNIT: f64 = 7.0;
/// More pieces of a map than this are drawn as the one that holds them all.
const MOST_PIECES: usize = 64;
const HATCH_PITCH: f64 = 5.0;

impl Blocks {
    /// A box with what the next layer does to it.
    pub(super) fn solid_items(&self, subject: &Subject<'_>, at: usize) -> Vec<Item> {
        let column = &self.columns[at];
        let solid = &column.solid;
        let mut items = Pen::new(Tag::Map(column.map));
        if !column.possible {
            let rect = solid.front();
            let (outline, inner) = solid.edges();
            items.push(Shape::Face(outline.clone()), Role::LostFill);
            items.push(Shape::Hatch(rect, Lean::Rising), Role::Lost);
            items.push(Shape::Polyline { points: outline, width: 1.0, dashed: true, closed: true }, Role::Lost);
            items.push(Shape::Segments { segments: inner, width: 1.0, dashed: true }, Role::Lost);
            return items.items;
        }
        let kind = subject.graph.node(column.map).map_or(BlockKind::Image, |node| kind_of(&node.op));
        let [front, top] = solid.slice(0.0, solid.thickness);
        for (face, side) in [(front, Side::Front), (top, Side::Top), (solid.corners(Patch::WHOLE), Side::End)] {
            items.push(Shape::Face(face.to_vec()), Role::Block(kind, side));
        }
        lost_pieces(subject, column, &mut items);
        let (outline, inner) = solid.edges();
        let edge = Role::Block(kind, Side::Edge);
        items.push(Shape::Segments { segments: inner, width: EDGE, dashed: false }, edge);
        items.push(Shape::Polyline { points: outline, width: EDGE, dashed: false, closed: true }, edge);
        if let Some(next) = self.columns.get(at + 1) {
            kernel(subject, column, next, &mut items);
        }
        items.items
    }

    /// The band of a layer on single units.
    pub(super) fn band_items(&self, at: usize, band: MapId) -> Vec<Item> {
        let column = &self.columns[at];
        let mut items = Pen::new(Tag::Map(band));
        let (from, width) = column.bands_at();
        let from = from + (band.index() - column.map.index() - 1) as f64 * width;
        for (piece, side) in column.solid.slice(from, from + width).into_iter().zip([Side::Front, Side::Top]) {
            items.push(Shape::Face(piece.to_vec()), Role::Block(BlockKind::Pointwise, side));
            let points = piece.to_vec();
            let edge = Role::Block(BlockKind::Pointwise, Side::Edge);
            items.push(Shape::Polyline { points, width: EDGE / 2.0, dashed: false, closed: true }, edge);
        }
        items.items
    }

    /// The texts of a box, and its piece of a folded group's brace.
    pub(super) fn text_items(&self, subject: &Subject<'_>, at: usize) -> Vec<Item> {
        let column = &self.columns[at];
        let solid = &column.solid;
        let mut items = Pen::new(Tag::Label(column.map));
        let caption = Caption::of(subject, column, self.is_sized(subject, at));
        let front = solid.front();
        let middle = f64::midpoint(solid.left, solid.right());
        let mut text = |x: f64, y: f64, face: Face, size: f64, text: String, role: Role, haze: bool| {
            items.push(Shape::Text { at: Point::new(x, y), align: Align::Middle, face, size, text, haze }, role);
        };
        let size_role = if column.possible { Role::Text } else { Role::LostText };
        for (up, line) in caption.size.into_iter().rev().enumerate() {
            let y = -solid.bottom() - ABOVE - up as f64 * captions::LINE;
            text(middle, y, Face::Regular, captions::SIZE, line, size_role, true);
        }
        if !caption.channels.is_empty() {
            let y = solid.bottom() + BELOW;
            text(front.centre().x, y, Face::Bold, captions::CHANNELS, caption.channels, Role::Text, true);
        }
        let mut y = self.lines.names;
        text(middle, y, Face::Bold, captions::NAME, caption.name, Role::Text, false);
        let settings = caption.setting.into_iter().map(|line| (line, Face::Mono, captions::SETTING));
        for (line, face, size) in
            settings.chain(caption.bands.into_iter().map(|line| (line, Face::Regular, captions::BAND)))
        {
            y += captions::LINE;
            text(middle, y, face, size, line, Role::TextDim, false);
        }
        let badges =
            [(caption.field, Role::FieldText, Role::FieldHaze), (caption.lost, Role::LostText, Role::LostFill)];
        for (row, (text, role, ground)) in badges.into_iter().enumerate() {
            let at = Point::new(middle, self.lines.badges + row as f64 * BADGE_LINE);
            let shape = text.map(|text| Shape::Badge { at, align: Align::Middle, size: captions::BADGE, text, ground });
            items.items.extend(shape.map(|shape| Item { shape, role, tag: Tag::Label(column.map) }));
        }
        self.brace_items(at, &mut items);
        items.items
    }

    fn brace_items(&self, at: usize, items: &mut Pen) {
        let found = self.groups.partition_point(|group| group.columns.end <= at);
        let Some(group) = self.groups.get(found).filter(|group| group.columns.contains(&at)) else { return };
        let (from, to) = self.columns[at].ends;
        let (from, to) = (from - GAP / 2.0, to + GAP / 2.0);
        let points = solid::piece(&group.brace, from, to);
        if points.len() > 1 {
            items.push(Shape::Polyline { points, width: 1.2, dashed: false, closed: false }, Role::TextDim);
        }
        let ends = group.brace.first().zip(group.brace.last());
        let middle = ends.map_or(0.0, |(first, last)| f64::midpoint(first.x, last.x));
        if (from..to).contains(&middle) {
            let at = Point::new(middle, self.lines.braces + solid::BRACE_HEIGHT + TO_TIMES);
            let text = format!("×{}", group.times);
            let (align, face, size) = (Align::Middle, Face::Bold, TIMES_SIZE);
            items.push(Shape::Text { at, align, face, size, text, haze: false }, Role::Text);
        }
    }

    /// What a shown unit has of these columns, and the frusta between them.
    pub(super) fn trace_items(
        &self,
        subject: &Subject<'_>,
        trace: &Trace,
        columns: std::ops::Range<usize>,
    ) -> Vec<Item> {
        let mut items = Pen::new(Tag::Trace);
        let shown = &self.columns[columns];
        for pair in shown.windows(2) {
            let role = if pair[1].map <= trace.map { Role::Field } else { Role::Feeds };
            let haze = if role == Role::Field { Role::FieldHaze } else { Role::FeedsHaze };
            if let (Some(near), Some(far)) = (hull(subject, &pair[0], trace), hull(subject, &pair[1], trace)) {
                let near = tangents(&pair[0].solid, at_least(&pair[0].solid, near));
                let far = tangents(&pair[1].solid, at_least(&pair[1].solid, far));
                items.push(Shape::Frustum { near, far, haze }, role);
            }
        }
        for column in shown {
            let Some(own) = hull(subject, column, trace) else { continue };
            let here = (column.map..=column.last).contains(&trace.map);
            let (fill, line) = if column.map < trace.map && !here {
                (Role::FieldFill, Role::Field)
            } else {
                (Role::FeedsFill, Role::Feeds)
            };
            if here {
                spot(&column.solid, own, &mut items);
                continue;
            }
            for piece in pieces(subject, column, trace, own) {
                items.push(Shape::Face(column.solid.corners(piece).to_vec()), fill);
            }
            let points = column.solid.corners(at_least(&column.solid, own)).to_vec();
            items.push(Shape::Polyline { points, width: 1.6, dashed: false, closed: true }, line);
        }
        items.items
    }
}

/// Collects items of one tag.
pub(super) struct Pen {
    items: Vec<Item>,
    tag: Tag,
}

impl Pen {
    const fn new(tag: Tag) -> Self {
        Self { items: Vec::new(), tag }
    }

    fn push(&mut self, shape: Shape, role: Role) {
        self.items.push(Item { shape, role, tag: self.tag });
    }
}

pub(in crate::scene) const fn kind_of(op: &Op) -> BlockKind {
    match op {
        Op::Conv(_) | Op::ConvTransposed(_) => BlockKind::Conv,
        Op::Pool(_) | Op::AdaptivePool { .. } | Op::GlobalPool(_) => BlockKind::Pool,
        Op::Flatten | Op::Linear(_) => BlockKind::Dense,
        Op::Pointwise(_) | Op::Unit(_) => BlockKind::Pointwise,
        _ => BlockKind::Other,
    }
}

/// A run of so many units as shares of their axis.
fn shares(run: Span, n: u64) -> (f64, f64) {
    (run.first as f64 / n as f64, (run.last + 1) as f64 / n as f64)
}

/// The units of a box that no layer reads.
fn lost_pieces(Subject { graph, analysis, .. }: &Subject<'_>, column: &Column, items: &mut Pen) {
    let Some(map) = &analysis.map(column.last).shape else { return };
    let Some((unread, _)) = analysis.lost_units(graph, column.last) else { return };
    let (rows, columns) = face_axes(map.size.rank());
    let share = |axis: Option<usize>| {
        let (lost, n) = axis.and_then(|axis| Some((unread.get(axis)?, *map.size.get(axis)?)))?;
        Some((lost.runs(), n)).filter(|(runs, _)| runs.len() <= MOST_PIECES)
    };
    let mut pieces = Vec::new();
    if let Some((runs, n)) = share(rows) {
        pieces.extend(runs.iter().map(|run| Patch { rows: shares(*run, n), ..Patch::WHOLE }));
    }
    if let Some((runs, n)) = share(columns) {
        pieces.extend(runs.iter().map(|run| Patch { columns: shares(*run, n), ..Patch::WHOLE }));
    }
    if pieces.is_empty() {
        return;
    }
    let mut segments = Vec::new();
    for piece in pieces {
        let corners = column.solid.corners(piece);
        segments.extend(solid::hatched(&corners, HATCH_PITCH));
        items.push(Shape::Face(corners.to_vec()), Role::LostFill);
        items.push(Shape::Polyline { points: corners.to_vec(), width: EDGE, dashed: false, closed: true }, Role::Lost);
    }
    items.push(Shape::Segments { segments, width: 1.2, dashed: false }, Role::Lost);
}

/// What the next layer does to a box: a kernel on its end, to scale, with lines to the unit of the next box that reads
/// there, or to a whole vector, which reads all there is.
fn kernel(Subject { graph, analysis, .. }: &Subject<'_>, column: &Column, next: &Column, items: &mut Pen) {
    let (Some(node), Some(shape)) = (graph.node(next.map), &analysis.map(column.last).shape) else { return };
    // Of a folded group the map before is not the one that is shown, but it may look the same.
    let same = matches!(node.inputs(), [input] if analysis.map(*input).shape.as_ref() == Some(shape));
    let Some(after) = analysis.map(next.map).shape.as_ref().filter(|_| same) else { return };
    if after.size.is_empty() {
        let [_, top, bottom, _] = column.solid.corners(Patch::WHOLE);
        let front = next.solid.front();
        let [_, back] = next.solid.slice(0.0, 0.0);
        let segments = vec![[top, back[1]], [bottom, Point::new(front.min.x, front.max.y)]];
        items.push(Shape::Segments { segments, width: EDGE, dashed: true }, Role::CellLine);
        return;
    }
    let steps = analysis.map(next.map).steps.first().filter(|_| node.op.window().is_some());
    let Some([taps, (row, across)]) = steps.and_then(|steps| middle_taps(steps, &after.middle_unit())) else { return };
    let patch = at_least(&column.solid, Patch { rows: taps.0, columns: taps.1 });
    let points = column.solid.corners(patch).to_vec();
    // Where the flow enters the next box: its own front hides the rest of the way.
    let end = next.solid.place(f64::midpoint(row.0, row.1), f64::midpoint(across.0, across.1));
    let target = Point::new(end.x - next.solid.thickness, end.y);
    let segments = tangents(&column.solid, patch).map(|from| [from, target]).to_vec();
    items.push(Shape::Face(points.clone()), Role::KernelFill);
    items.push(Shape::Polyline { points, width: PROJECTION, dashed: false, closed: true }, Role::Kernel);
    items.push(Shape::Segments { segments, width: PROJECTION, dashed: false }, Role::Kernel);
}

/// From and to, in shares of the axes of rows and of columns.
type Shares = ((f64, f64), (f64, f64));

/// What a unit reads of its input, and the unit itself.
fn middle_taps(steps: &Axes<Step>, unit: &Axes<i64>) -> Option<[Shares; 2]> {
    let read = |axis: Option<usize>| {
        let Some((step, at)) = axis.and_then(|axis| Some((steps.get(axis)?, *unit.get(axis)?))) else {
            return Some(((0.0, 1.0), (0.0, 1.0)));
        };
        let reads = step.taps.reads(at);
        let run = (reads.count > 0).then(|| Span::new(reads.first, reads.last()))?.clip(Span::axis(step.inputs))?;
        Some((shares(run, step.inputs), shares(Span::new(at, at), step.outputs)))
    };
    let (rows, columns) = face_axes(unit.rank());
    let ((tap_rows, row), (tap_columns, column)) = (read(rows)?, read(columns)?);
    Some([(tap_rows, tap_columns), (row, column)])
}

/// The corners of a piece between which all that lies to the right of it is seen.
fn tangents(solid: &Solid, patch: Patch) -> [Point; 2] {
    let [_, top, _, bottom] = solid.corners(patch);
    [top, bottom]
}

/// A piece, or a larger one around its middle that can be seen.
fn at_least(solid: &Solid, Patch { rows, columns }: Patch) -> Patch {
    let grown = |(from, to): (f64, f64), length: f64| {
        let by = ((LEAST_PATCH / length).min(1.0) - (to - from)).max(0.0) / 2.0;
        let move_in = (by - from).max(0.0) - (to + by - 1.0).max(0.0);
        (from - by + move_in, to + by + move_in)
    };
    let (right, _) = solid.depth();
    Patch { rows: grown(rows, solid.height), columns: grown(columns, right) }
}

/// The axis' length of a map and what a unit has of it, as shares; all of an axis that the box does not show.
fn share_of<'a, T>(axis: Option<usize>, size: &Axes<u64>, of: &'a Axes<T>) -> Option<(&'a T, u64)> {
    axis.and_then(|axis| Some((of.get(axis)?, *size.get(axis)?)))
}

/// The smallest piece of a box that holds all that a shown unit has of it.
fn hull(Subject { analysis, .. }: &Subject<'_>, column: &Column, trace: &Trace) -> Option<Patch> {
    let size = &analysis.map(column.last).shape.as_ref()?.size;
    let hull = trace.at(column.last)?.units.hull()?;
    let share = |axis: Option<usize>| share_of(axis, size, &hull).map_or((0.0, 1.0), |(run, n)| shares(*run, n));
    let (rows, columns) = face_axes(size.rank());
    Some(Patch { rows: share(rows), columns: share(columns) })
}

/// What a shown unit has of a box, with its holes if they are few.
fn pieces(subject: &Subject<'_>, column: &Column, trace: &Trace, hull: Patch) -> Vec<Patch> {
    let whole = vec![at_least(&column.solid, hull)];
    let Some(shape) = &subject.analysis.map(column.last).shape else { return whole };
    let Some(traced) = trace.at(column.last) else { return whole };
    let (rows, columns) = face_axes(shape.size.rank());
    let mut pieces = Vec::new();
    for part in traced.units.parts() {
        let runs = |axis: Option<usize>| match share_of(axis, &shape.size, part) {
            Some((set, _)) if set.runs().len() > MOST_PIECES => None,
            Some((set, n)) => Some(set.runs().iter().map(|run| shares(*run, n)).collect()),
            None => Some(vec![(0.0, 1.0)]),
        };
        let (Some(rows), Some(columns)): (Option<Vec<_>>, Option<Vec<_>>) = (runs(rows), runs(columns)) else {
            return whole;
        };
        if pieces.len() + rows.len() * columns.len() > MOST_PIECES {
            return whole;
        }
        pieces.extend(
            rows.iter().flat_map(|rows| columns.iter().map(|columns| Patch { rows: *rows, columns: *columns })),
        );
    }
    if let [only] = pieces[..] { vec![at_least(&column.solid, only)] } else { pieces }
}

/// The shown unit itself, which must be found however small it is.
fn spot(solid: &Solid, unit: Patch, items: &mut Pen) {
    let corners = solid.corners(unit);
    let [first, across, far, down] = corners;
    if (across.x - first.x).min(down.y - first.y) >= LEAST_UNIT {
        items.push(Shape::Face(corners.to_vec()), Role::Field);
        items.push(Shape::Polyline { points: corners.to_vec(), width: 2.5, dashed: false, closed: true }, Role::Pin);
    } else {
        let middle = Point::new(f64::midpoint(first.x, far.x), f64::midpoint(first.y, far.y));
        items.push(Shape::Spot(Rect::new(middle.x, middle.y, 0.0, 0.0)), Role::Field);
    }
}
