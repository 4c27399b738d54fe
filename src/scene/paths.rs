//! The view **Paths**: how many routes lead from each pixel of the image to one unit, as heat, with profiles along the
//! axes, the boxes that hold half, nine tenths and nearly all of them, and what no route comes from.

mod boxes;
mod heat;
mod texts;

use super::detail::Lens;
use super::legend::Marks;
use super::lines::{Line, Lines, folded};
use super::maps::unit_text;
use super::theme::Role;
use super::view::{Board, Flow, Hit, Part, Subject, Unit, middle_unit};
use super::{Align, Cells, Face, Item, Lean, Point, Rect, Run, Shape, Tag, detail};
use crate::axes::Axes;
use crate::field::paths::{Amount, Measures, Paths as Counted, Routes, Uncounted};
use crate::field::{Span, Trace};
use crate::locale::Words;
use crate::net::MapId;

pub use heat::{Heat, of_map, scale};

/// Points a cell measures at most, and the room that the image takes along its longer axis.
const LARGEST_CELL: f64 = 56.0;
const LARGEST_IMAGE: f64 = 440.0;
const LARGEST_STRIP: f64 = 760.0;
const STRIP: f64 = 40.0;
/// No image is drawn lower or narrower than this.
const LEAST_EXTENT: f64 = 24.0;

/// How high a profile is, and how far it is from the image.
const PROFILE: f64 = 84.0;
const PROFILE_GAP: f64 = 12.0;
/// From the picture to the texts.
const TEXT_GAP: f64 = 56.0;
/// What is said of the pixel under the pointer: from the indices to its baseline, and the room below that.
const SAID_GAP: f64 = 22.0;
const SAID_ROOM: f64 = 8.0;
/// Profiles of so many bars have bars; those of more are a line.
const MOST_BARS: usize = 96;
/// Lines between smaller cells lie under the heat.
const LEAST_LINED_CELL: f64 = 12.0;
/// A number stands in a cell that is at least so wide and high, and as long as there are not too many.
const LEAST_CELL_WITH_NUMBER: f64 = 20.0;
const MOST_NUMBERS: usize = 900;
const LEAST_NUMBER: f64 = 6.5;

/// The width of a sentence that stands alone, in characters.
const MOST_CHARACTERS: usize = 64;

/// The view laid out.
pub struct Paths {
    bounds: Rect,
    parts: [Part; 1],
    plane: Option<Plane>,
    under: Vec<Item>,
    over: Vec<Item>,
}

/// The image as it is drawn: its last two axes.
struct Plane {
    cells: Cells,
    axes: [Option<usize>; 2],
}

/// Everything that is told of the routes.
pub(super) struct Told<'a> {
    pub subject: &'a Subject<'a>,
    pub paths: &'a Counted,
    pub routes: &'a Routes,
    pub image: Axes<u64>,
    /// The box around all pixels with a route.
    pub hull: Axes<Span>,
    pub measures: Measures,
}

impl Paths {
    pub fn of(subject: &Subject<'_>, pin: Option<&Unit>) -> Self {
        let unit = pin.cloned().or_else(|| middle_unit(subject.graph, subject.analysis, subject.path));
        // Of a network that is only thought about nobody has counted the routes yet.
        let asked = subject.paths.is_some() || subject.uncounted.is_some();
        let counted = unit.filter(|_| !asked);
        let counted = counted.map(|(map, unit)| Counted::of(subject.graph, subject.analysis, map, unit));
        let (own, why) = match counted {
            Some(Ok(paths)) => (Some(paths), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, subject.uncounted),
        };
        match subject.paths.or(own.as_ref()) {
            Some(paths) => told(subject, paths).map_or_else(
                || {
                    let flat = subject.graph.input.size.is_empty();
                    Self::without(subject.words.get(if flat { "paths-flat" } else { "paths-none" }))
                },
                |told| laid_out(&told),
            ),
            None => Self::without(&uncounted(subject.words, why.unwrap_or(Uncounted::NoUnit))),
        }
    }

    /// Says in a sentence why there is nothing to be seen.
    fn without(text: &str) -> Self {
        let line = |text| Line::new(text, texts::SIZE, Role::TextDim);
        let lines = folded(text, MOST_CHARACTERS).into_iter().map(line).collect();
        let shape = Shape::Lines(Box::new(Lines { at: Point::default(), step: 1.5 * texts::SIZE, lines }));
        let over = vec![Item { shape, role: Role::TextDim, tag: Tag::Label(MapId::INPUT) }];
        let bounds = over[0].shape.bounds().grown(40.0);
        Self { bounds, parts: [Part { map: MapId::INPUT, area: bounds }], plane: None, under: Vec::new(), over }
    }
}

/// Why the routes to a unit are not counted, and what can be done.
pub fn uncounted(words: &Words, why: Uncounted) -> String {
    match why {
        Uncounted::NoUnit => words.get("paths-nothing").to_owned(),
        Uncounted::Kinds => words.with("paths-kinds", &[("most", words.number(Uncounted::MOST_KINDS as u64).into())]),
        Uncounted::Taps => words.with("paths-taps", &[("most", words.number(Uncounted::MOST_TAPS).into())]),
    }
}

fn told<'a>(subject: &'a Subject<'a>, paths: &'a Counted) -> Option<Told<'a>> {
    let routes = paths.from_image()?;
    let image = subject.analysis.map(MapId::INPUT).shape.as_ref()?.size.clone();
    let measures = Measures::of(subject.graph, subject.analysis, paths)?;
    Some(Told { subject, paths, routes, image, hull: routes.hull()?, measures })
}

fn laid_out(told: &Told<'_>) -> Paths {
    let plane = Plane::of(&told.image);
    let rect = plane.cells.rect();
    let mut under = Vec::new();
    let mut push = |shape: Shape, role: Role| under.push(Item { shape, role, tag: Tag::Map(MapId::INPUT) });
    push(Shape::Fill(rect), Role::Cell);
    let runs = plane.runs(&told.hull);
    let heat = Heat::of(told.routes, plane.axes, runs, &told.hull);
    let hull_rect = plane.rect_of(&told.hull);
    // Under the heat, so that it shows where no route comes from.
    if told.routes.gaps().is_none_or(|(gaps, _)| gaps > 0) {
        push(Shape::Hatch(hull_rect, Lean::Rising), Role::Lost);
    }
    // So many lines would pale the heat.
    let lined = plane.cells.columns.pitch.min(plane.cells.rows.pitch) >= LEAST_LINED_CELL;
    let grid = Shape::Grid(plane.cells);
    let heat_shape = Shape::Raster { rect: hull_rect, pixels: heat.raster(255) };
    let [lower, upper] = if lined { [heat_shape, grid] } else { [grid, heat_shape] };
    push(lower, Role::CellLine);
    push(upper, Role::CellLine);
    push(Shape::Outline { rect, width: 1.0, dashed: false }, Role::CellLine);

    let mut over = plane.numbers(told, &heat);
    let frame = |shape: Shape, role: Role| Item { shape, role, tag: Tag::Label(MapId::INPUT) };
    over.push(frame(Shape::Indices(plane.cells), Role::TextDim));
    over.extend(boxes::items(told, &plane));
    let mut right = rect.max.x;
    if plane.axes[0].is_some() {
        let amounts = marginal(told, plane.axes[0], &heat.rows);
        let at =
            Rect::spanning((rect.max.x + PROFILE_GAP, rect.max.x + PROFILE_GAP + PROFILE), (rect.min.y, rect.max.y));
        over.extend(profile(&plane.cells.rows, &heat.rows, &amounts, at, Side::Right));
        right = at.max.x;
    }
    let above =
        Rect::spanning((rect.min.x, rect.max.x), (rect.min.y - PROFILE_GAP - PROFILE, rect.min.y - PROFILE_GAP));
    let amounts = marginal(told, plane.axes[1], &heat.columns);
    over.extend(profile(&plane.cells.columns, &heat.columns, &amounts, above, Side::Above));

    let strip = told.image.rank() == 1;
    let at = if strip {
        Point::new(rect.min.x, rect.max.y + detail::INDEX_HEIGHT + TEXT_GAP)
    } else {
        Point::new(right + TEXT_GAP, above.min.y)
    };
    over.extend(texts::items(told, &heat, at));
    let bounds = under.iter().chain(&over).map(|item| item.shape.bounds()).reduce(|a, b| a.union(&b));
    let mut bounds = bounds.unwrap_or_default();
    bounds.max.y = bounds.max.y.max(plane.said_at() + SAID_ROOM);
    Paths { bounds, parts: [Part { map: MapId::INPUT, area: bounds }], plane: Some(plane), under, over }
}

/// The routes from each run of indices of an axis, whatever the index on the others.
fn marginal(told: &Told<'_>, axis: Option<usize>, runs: &[Span]) -> Vec<Amount> {
    let Some(axis) = axis else { return Vec::new() };
    let within = |run: &Span| {
        let mut within = told.hull.clone();
        if let Some(slot) = within.get_mut(axis) {
            *slot = *run;
        }
        told.routes.within(&within)
    };
    runs.iter().map(within).collect()
}

impl Plane {
    fn of(image: &Axes<u64>) -> Self {
        let rank = image.rank();
        let axes = [rank.checked_sub(2), rank.checked_sub(1)];
        let count = |axis: Option<usize>| axis.map_or(1, |axis| image[axis]);
        let [rows, columns] = axes.map(count);
        let room = if rank == 1 { LARGEST_STRIP } else { LARGEST_IMAGE };
        let cell = LARGEST_CELL.min(room / rows.max(columns).max(1) as f64);
        let pitch = |count: u64| cell.max(LEAST_EXTENT / count.max(1) as f64);
        let run = |axis: Option<usize>, count: u64| Run {
            origin: 0.0,
            pitch: if axis.is_some() { pitch(count) } else { STRIP },
            count,
            before: 0,
            after: 0,
            numbered: axis.is_some(),
        };
        Self { cells: Cells { rows: run(axes[0], rows), columns: run(axes[1], columns) }, axes }
    }

    /// The baseline of what is said of the pixel under the pointer: below the image, where nothing is drawn over it.
    fn said_at(&self) -> f64 {
        self.cells.rect().max.y + detail::INDEX_HEIGHT + SAID_GAP
    }

    /// The part of a box that lies in the plane.
    fn runs(&self, of: &Axes<Span>) -> [Span; 2] {
        self.axes.map(|axis| axis.map_or(Span::new(0, 0), |axis| of[axis]))
    }

    fn rect_of(&self, of: &Axes<Span>) -> Rect {
        let [rows, columns] = self.runs(of);
        let ends = |run: &Run, span: Span| (run.at(span.first), run.at(span.last + 1));
        Rect::spanning(ends(&self.cells.columns, columns), ends(&self.cells.rows, rows))
    }

    /// The numbers of routes in the cells, where there is room for all of them.
    fn numbers(&self, told: &Told<'_>, heat: &Heat) -> Vec<Item> {
        let (rows, columns) = (&self.cells.rows, &self.cells.columns);
        let one_each = |runs: &[Span]| runs.iter().all(|run| run.count() == 1);
        let fits = columns.pitch >= LEAST_CELL_WITH_NUMBER && rows.pitch >= LEAST_CELL_WITH_NUMBER;
        if heat.shares.len() > MOST_NUMBERS || !fits || !one_each(&heat.rows) || !one_each(&heat.columns) {
            return Vec::new();
        }
        let places = heat.rows.iter().flat_map(|row| heat.columns.iter().map(move |column| (row.first, column.first)));
        let cells: Vec<_> = places
            .zip(&heat.shares)
            .map(|((row, column), share)| {
                let mut within = told.hull.clone();
                for (axis, index) in self.axes.into_iter().zip([row, column]) {
                    if let Some(slot) = axis.and_then(|axis| within.get_mut(axis)) {
                        *slot = Span::new(index, index);
                    }
                }
                (row, column, *share, told.routes.within(&within))
            })
            .filter(|(.., amount)| !amount.is_zero())
            .map(|(row, column, share, amount)| (row, column, share, texts::amount(amount, told.subject.words)))
            .collect();
        let longest = cells.iter().map(|(.., text)| text.chars().count()).max().unwrap_or(1);
        let size = (rows.pitch * 0.4).min(columns.pitch * 0.9 / (0.61 * longest as f64)).min(15.0);
        if size < LEAST_NUMBER {
            return Vec::new();
        }
        cells
            .into_iter()
            .map(|(row, column, share, text)| {
                let (x, y) = (columns.at(column) + columns.pitch / 2.0, rows.at(row) + rows.pitch / 2.0);
                let at = Point::new(x, y + size * 0.36);
                let role = heat::ink(share);
                let shape = Shape::Text { at, align: Align::Middle, face: Face::Mono, size, text, haze: false };
                Item { shape, role, tag: Tag::Map(MapId::INPUT) }
            })
            .collect()
    }
}

/// On which side of the image a profile stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Right,
}

/// A profile beside the image, in line with its cells.
fn profile(run: &Run, bins: &[Span], amounts: &[Amount], area: Rect, side: Side) -> Vec<Item> {
    let most = amounts.iter().copied().fold(Amount::ZERO, |most, amount| if amount > most { amount } else { most });
    let tag = Tag::Label(MapId::INPUT);
    let mut items = Vec::new();
    let length = |amount: &Amount| amount.share_of(most) * PROFILE;
    // A place along the axis, and how far from the image.
    let point = |along: f64, out: f64| match side {
        Side::Above => Point::new(along, area.max.y - out),
        Side::Right => Point::new(area.min.x + out, along),
    };
    let bars = bins.iter().zip(amounts).map(|(bin, amount)| (run.at(bin.first), run.at(bin.last + 1), length(amount)));
    if bins.len() <= MOST_BARS {
        for (from, to, out) in bars.clone().filter(|(.., out)| *out > 0.0) {
            let inset = ((to - from) * 0.08).min(2.0);
            let (a, b) = (point(from + inset, 0.0), point(to - inset, out));
            let rect = Rect::spanning((a.x.min(b.x), a.x.max(b.x)), (a.y.min(b.y), a.y.max(b.y)));
            items.push(Item { shape: Shape::Fill(rect), role: Role::FieldFill, tag });
            let edge = Shape::Outline { rect, width: 1.0, dashed: false };
            items.push(Item { shape: edge, role: Role::Field, tag });
        }
    } else {
        let points = bars.flat_map(|(from, to, out)| [point(from, out), point(to, out)]).collect();
        items.push(Item {
            shape: Shape::Polyline { points, width: 2.0, dashed: false, closed: false },
            role: Role::Field,
            tag,
        });
    }
    let (from, to) = run.ends();
    let base = Shape::Segments { segments: vec![[point(from, 0.0), point(to, 0.0)]], width: 1.0, dashed: false };
    items.push(Item { shape: base, role: Role::CellLine, tag });
    items
}

impl Board for Paths {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn reach(&self, lens: &Lens) -> Rect {
        let lines = self.over.iter().filter(|item| matches!(item.shape, Shape::Lines(_)));
        lines.fold(self.bounds, |all, item| all.union(&item.shape.reach(lens)))
    }

    fn flow(&self) -> Flow {
        Flow::Still
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn marks(&self, _: &Subject<'_>) -> Marks {
        Marks { input_alone: true, ..Marks::default() }
    }

    fn under(&self, _: &Subject<'_>, _: usize) -> Vec<Item> {
        self.under.clone()
    }

    fn over(&self, _: &Subject<'_>, _: usize) -> Vec<Item> {
        self.over.clone()
    }

    /// The pixel under the pointer, and how many routes come from it.
    fn traced(&self, subject: &Subject<'_>, trace: &Trace, _: &Rect) -> Vec<Item> {
        let (Some(plane), Some(paths)) = (&self.plane, subject.paths) else { return Vec::new() };
        let Some(routes) = paths.from_image().filter(|_| trace.map == MapId::INPUT) else { return Vec::new() };
        let at = trace.unit.map(|&index| Span::new(index, index));
        let rect = plane.rect_of(&at);
        let (count, total) = (routes.count(trace.unit.as_slice()), routes.total());
        let text = subject.words.with(
            "paths-of-pixel",
            &[
                ("unit", unit_text(&trace.unit).into()),
                ("count", texts::amount(count, subject.words).into()),
                ("share", subject.words.percent(count.share_of(total)).into()),
            ],
        );
        let outline = Shape::Outline { rect, width: 2.5, dashed: false };
        let at = Point::new(plane.cells.rect().min.x, plane.said_at());
        let lines = vec![Line { face: Face::Bold, ..Line::new(text, texts::SIZE, Role::Text) }];
        let said = Shape::Lines(Box::new(Lines { at, step: texts::SIZE, lines }));
        [(outline, Role::Pin), (said, Role::Text)].map(|(shape, role)| Item { shape, role, tag: Tag::Trace }).into()
    }

    fn hit(&self, subject: &Subject<'_>, at: Point, before: Option<&Unit>) -> Option<Hit> {
        let plane = self.plane.as_ref()?;
        if !plane.cells.rect().contains(at) {
            return None;
        }
        let image = &subject.analysis.map(MapId::INPUT).shape.as_ref()?.size;
        let mut unit = before
            .filter(|(map, unit)| *map == MapId::INPUT && unit.rank() == image.rank())
            .map_or_else(|| image.map(|&n| n as i64 / 2), |(_, unit)| unit.clone());
        for (axis, index) in plane.axes.into_iter().zip([plane.cells.rows.index(at.y), plane.cells.columns.index(at.x)])
        {
            if let Some(slot) = axis.and_then(|axis| unit.get_mut(axis)) {
                *slot = index;
            }
        }
        // Pointed at, not pinned: the routes stay those to the unit.
        Some(Hit::Read((MapId::INPUT, unit)))
    }
}
