//! Units of one axis as beads on a line, and the lines from a unit to those that it reads.
//!
//! A row may have a million units. What is drawn of it depends on the magnification: tiles with their indices, tiles
//! alone, or a strip; and only what lies in sight is looked at.

use std::sync::Arc;

use super::detail::{self, Lens, Mark, Piece};
use super::theme::Role;
use super::{Align, Face, Lean, Point, Rect, Run, text_width};
use crate::field::{Span, Spans, Taps};

/// The part of a tile's height that is hatched where it is lost in part.
const PART: f64 = 0.4;

/// Points a tile measures at most, and the part of the way to the next unit that it takes up.
pub const TILE: f64 = 34.0;
const TILE_SHARE: f64 = 0.85;

/// Units nearer to each other than this, in points on the screen or page, are one strip, which is so high.
const LEAST_PITCH: f64 = 5.0;
const STRIP: f64 = 14.0;

/// An index on a tile: its part of the tile, and its largest and smallest size.
const NUMBER_SHARE: f64 = 0.37;
const MOST_NUMBER: f64 = 22.0;
const LEAST_NUMBER: f64 = 7.0;

/// Lines between units nearer to each other than this, in points on the screen or page, are not told apart.
const LEAST_LINKED: f64 = 8.0;
/// The most lines from one unit, and of all.
const MOST_TAPS: i64 = 64;
const MOST_LINKS: usize = 4096;

/// The size of the mark of a row's going on.
const MORE: f64 = 11.0;
/// Between a row's end and what stands beside it, in points on the screen or page.
const END_GAP: f64 = 6.0;
/// What a row needs on either side for the mark of its going on, and for an index.
pub const END_ROOM: f64 = 46.0;

/// Where the units of a map lie along one axis: `pitch` apart, each kind of unit with a deviation of its own, as behind
/// transposed convolutions.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// Where unit 0 would lie without deviations.
    origin: f64,
    pitch: f64,
    /// Points of what the deviations are measured in.
    unit: f64,
    /// Of units 0, 1, …; empty where there are none.
    deviations: Arc<[f64]>,
    /// The largest deviation, and the shortest way from a unit to the next.
    slack: f64,
    gap: f64,
}

impl Places {
    pub fn new(origin: f64, pitch: f64, deviations: &[f64]) -> Self {
        let slack = deviations.iter().fold(0.0, |most: f64, by| most.max(by.abs()));
        let next = deviations.iter().cycle().skip(1);
        let gap = deviations.iter().zip(next).map(|(here, next)| pitch + next - here).fold(pitch, f64::min);
        Self { origin, pitch, unit: 1.0, deviations: deviations.into(), slack, gap }
    }

    /// The same in points, of which there are `scale` to one, beginning `left` of them later.
    pub fn scaled(&self, scale: f64, left: f64) -> Self {
        Self {
            origin: left + self.origin * scale,
            pitch: self.pitch * scale,
            unit: self.unit * scale,
            deviations: Arc::clone(&self.deviations),
            slack: self.slack * scale,
            gap: self.gap * scale,
        }
    }

    /// The middle of a unit.
    pub fn at(&self, unit: i64) -> f64 {
        let even = self.origin + unit as f64 * self.pitch;
        let kinds = self.deviations.len() as i64;
        if kinds == 0 { even } else { even + self.deviations[unit.rem_euclid(kinds) as usize] * self.unit }
    }

    /// From one unit to the next, on average.
    pub const fn pitch(&self) -> f64 {
        self.pitch
    }

    /// The shortest way from a unit to the next.
    pub const fn gap(&self) -> f64 {
        self.gap
    }

    /// The units of `among` whose middles lie in `low..=high`.
    pub fn between(&self, low: f64, high: f64, among: Span) -> Option<Span> {
        let even = |at: f64| (at - self.origin) / self.pitch;
        let slack = self.slack / self.pitch + 1e-6;
        let mut run =
            Span { first: (even(low) - slack).ceil() as i64, last: (even(high) + slack).floor() as i64 }.clip(among)?;
        // Only at the ends is a deviation of weight, and it is less than a few units.
        while run.first <= run.last && self.at(run.first) < low - 1e-6 * self.pitch {
            run.first += 1;
        }
        while run.first <= run.last && self.at(run.last) > high + 1e-6 * self.pitch {
            run.last -= 1;
        }
        (run.first <= run.last).then_some(run)
    }

    /// The unit of `among` whose middle is nearest to `at`.
    pub fn nearest(&self, at: f64, among: Span) -> i64 {
        let middle = ((at - self.origin) / self.pitch).round() as i64;
        let around = (self.slack / self.pitch).ceil() as i64 + 1;
        let clamp = |unit: i64| unit.clamp(among.first, among.last);
        let away = |unit: &i64| (self.at(*unit) - at).abs();
        let near = clamp(middle.saturating_sub(around))..=clamp(middle.saturating_add(around));
        near.min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(among.first)
    }
}

/// A map's units in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub places: Places,
    /// The middle of its tiles.
    pub y: f64,
    /// Units of the map.
    pub count: u64,
    /// The units and padding that are shown; there may be more on either side.
    pub shown: Span,
}

impl Row {
    /// The width of a tile.
    pub fn tile(&self) -> f64 {
        TILE.min(TILE_SHARE * self.places.gap)
    }

    /// Half of its height: that of its width, unless it would then be too low to be seen.
    fn half_height(&self, zoom: f64) -> f64 {
        self.tile().max(TILE.min(STRIP / zoom)) / 2.0
    }

    /// Both ends of the row's tiles, and of a set of them.
    pub fn ends(&self) -> (f64, f64) {
        self.ends_of(self.shown)
    }

    pub fn ends_of(&self, run: Span) -> (f64, f64) {
        let half = self.tile() / 2.0;
        (self.places.at(run.first) - half, self.places.at(run.last) + half)
    }

    pub fn rect(&self) -> Rect {
        Rect::spanning(self.ends(), (self.y - TILE / 2.0, self.y + TILE / 2.0))
    }

    /// The unit at a place on the row, if it is no place between two.
    pub fn unit_at(&self, x: f64) -> Option<i64> {
        let units = Span::axis(self.count).clip(self.shown)?;
        let unit = self.places.nearest(x, units);
        let reach = (self.places.pitch / 2.0).min(TILE / 2.0 + 1.0);
        ((self.places.at(unit) - x).abs() <= reach).then_some(unit)
    }

    fn is_strip(&self, zoom: f64) -> bool {
        self.places.gap * zoom < LEAST_PITCH
    }

    /// The size of the indices on the tiles, if there is room for the longest.
    fn number_size(&self, zoom: f64) -> Option<f64> {
        let tile = self.tile() * zoom;
        let fits = (tile - 3.0) / text_width("0", detail::digits(self.count.max(1) - 1), Face::Mono);
        let wanted = (NUMBER_SHARE * tile).clamp(LEAST_NUMBER + 0.5, MOST_NUMBER);
        let size = detail::snapped(fits.min(wanted) - 0.25);
        (size >= LEAST_NUMBER).then_some(size)
    }

    /// The shown units of which something lies between `low` and `high`.
    fn in_sight(&self, low: f64, high: f64) -> Option<Span> {
        self.places.between(low - self.places.pitch, high + self.places.pitch, self.shown)
    }

    /// The row as evenly spaced cells: what it is as a strip.
    fn run(&self) -> Run {
        let beyond = |units: i64| units.max(0) as u64;
        Run {
            origin: self.places.origin - self.places.pitch / 2.0,
            pitch: self.places.pitch,
            count: self.count,
            before: beyond(-self.shown.first),
            after: beyond(self.shown.last + 1 - self.count as i64),
            numbered: false,
        }
    }
}

/// Some units of a row that are drawn alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Beads {
    pub row: Row,
    pub units: Spans,
    pub look: BeadLook,
}

/// How units are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeadLook {
    /// Filled, with an outline in a colour of its own.
    Tiles { line: Role },
    /// Hatched and outlined, on a ground if there is one.
    Hatched(Option<Role>),
    /// Hatched at the foot alone: what is told of them holds of a part.
    Part,
    /// A dashed outline: padding.
    Dashed,
    /// With the pin's outline, and never too small to be seen.
    Spot,
    /// Their indices, where there is room for them.
    Numbers,
    /// The indices of the first and the last shown unit, beside the row, where there is no room for numbers.
    EndNumbers,
    /// A mark beside the row where it goes on.
    More { before: bool, after: bool },
}

impl Beads {
    pub fn bounds(&self) -> Rect {
        let beside = match self.look {
            BeadLook::EndNumbers | BeadLook::More { .. } => END_ROOM,
            _ => 0.0,
        };
        let rect = self.row.rect();
        Rect::spanning((rect.min.x - beside, rect.max.x + beside), (rect.min.y, rect.max.y))
    }

    pub(super) fn marks<'a>(&self, role: Role, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
        let (row, zoom) = (&self.row, lens.zoom);
        match self.look {
            BeadLook::EndNumbers | BeadLook::More { .. } => return self.beside(role, zoom, draw),
            BeadLook::Numbers => return self.numbers(role, lens, draw),
            _ => {}
        }
        let half = row.half_height(zoom);
        let top = if self.look == BeadLook::Part { row.y + half * (1.0 - 2.0 * PART) } else { row.y - half };
        let tall = |(left, right): (f64, f64)| Rect::spanning((left, right), (top, row.y + half));
        let (mut whole, mut some) = (Vec::new(), Vec::new());
        if row.is_strip(zoom) {
            let run = row.run();
            let sight = (lens.window.min.x, lens.window.max.x);
            for Piece { cells, coarse } in detail::pieces(&self.units, &run, sight, detail::LEAST_APART / zoom) {
                let Some(cells) = cells.clip(row.shown) else { continue };
                let rect = tall((run.at(cells.first), run.at(cells.last + 1)));
                if coarse { &mut some } else { &mut whole }.push(rect);
            }
        } else if let Some(sight) = row.in_sight(lens.window.min.x, lens.window.max.x) {
            let units = runs_in(&self.units, sight).flat_map(|run| run.first..=run.last);
            whole.extend(units.map(|unit| tall(row.ends_of(Span::new(unit, unit)))));
        }
        self.draw(whole, role, lens, draw);
        if !some.is_empty() {
            draw(role, Mark::Hatch(some, Lean::Falling));
        }
    }

    fn draw<'a>(&self, rects: Vec<Rect>, role: Role, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
        let Some(side) = rects.iter().map(Rect::width).reduce(f64::min) else { return };
        let radius = detail::corner(side.min(rects[0].height()) * lens.zoom);
        let outline = |rects: Vec<Rect>, width: f64, dashed: bool| Mark::RoundOutline { rects, radius, width, dashed };
        match self.look {
            BeadLook::Tiles { line } => {
                draw(role, Mark::Round { rects: rects.clone(), radius });
                draw(line, outline(rects, 1.0, false));
            }
            BeadLook::Hatched(ground) => {
                if let Some(ground) = ground {
                    draw(ground, Mark::Round { rects: rects.clone(), radius });
                }
                // A little smaller, so that no line leaves the round corners.
                let inset = (1.5 / lens.zoom).min(side / 8.0);
                let inner = rects.iter().map(|rect| rect.grown(-inset)).collect();
                detail::hatch(inner, Lean::Rising, role, lens, draw);
                draw(role, outline(rects, 1.25, false));
            }
            BeadLook::Part => {
                let inset = (1.5 / lens.zoom).min(side / 8.0);
                let inner = rects.iter().map(|rect| rect.grown(-inset)).collect();
                detail::hatch(inner, Lean::Rising, role, lens, draw);
            }
            BeadLook::Dashed => draw(role, outline(rects, 1.0, true)),
            BeadLook::Spot => {
                let rects: Vec<Rect> = rects.iter().map(|rect| detail::findable(rect, lens.zoom)).collect();
                draw(role, Mark::Round { rects: rects.clone(), radius });
                draw(Role::Pin, outline(rects, detail::PIN_WIDTH, false));
            }
            BeadLook::Numbers | BeadLook::EndNumbers | BeadLook::More { .. } => {}
        }
    }

    fn numbers<'a>(&self, role: Role, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
        let row = &self.row;
        let (Some(size), Some(sight)) =
            (row.number_size(lens.zoom), row.in_sight(lens.window.min.x, lens.window.max.x))
        else {
            return;
        };
        let Some(sight) = sight.clip(Span::axis(row.count)) else { return };
        let units = runs_in(&self.units, sight).flat_map(|run| run.first..=run.last);
        let at = |unit: i64| Point::new(row.places.at(unit), row.y);
        let indices: Vec<_> = units.map(|unit| detail::Index { at: at(unit), index: unit as u64 }).collect();
        if !indices.is_empty() {
            let offset = Point::new(0.0, size * detail::DIGIT_HEIGHT / 2.0);
            draw(role, Mark::Indices { indices, size, align: Align::Middle, offset });
        }
    }

    fn beside<'a>(&self, role: Role, zoom: f64, draw: &mut impl FnMut(Role, Mark<'a>)) {
        let row = &self.row;
        let numbered = row.number_size(zoom).is_none();
        let size = detail::index_size(zoom);
        let (left, right) = row.ends();
        let baseline = row.y + size * detail::DIGIT_HEIGHT / 2.0 / zoom;
        let Some(units) = row.shown.clip(Span::axis(row.count)) else { return };
        let ends = [(left, units.first, Align::End, -1.0), (right, units.last, Align::Start, 1.0)];
        for (end, (edge, unit, align, way)) in ends.into_iter().enumerate() {
            let index = numbered.then(|| unit.to_string());
            let (mut away, mut size) = (END_GAP, size);
            let text = match self.look {
                BeadLook::More { before, after } => {
                    if !(if end == 0 { before } else { after }) {
                        continue;
                    }
                    away += index.map_or(0.0, |index| text_width(&index, size, Face::Mono) + 4.0);
                    size = MORE;
                    "…".to_owned()
                }
                _ => match index {
                    // One number is enough for one unit.
                    Some(index) if end == 0 || units.count() > 1 => index,
                    _ => continue,
                },
            };
            let at = Point::new(edge + way * away / zoom, baseline);
            draw(role, Mark::Text { at, align, face: Face::Mono, size, text: text.into() });
        }
    }
}

/// The runs of a set inside another run, found without going through all of them.
fn runs_in(set: &Spans, within: Span) -> impl Iterator<Item = Span> {
    let runs = set.runs();
    let begin = runs.partition_point(|run| run.last < within.first);
    runs[begin..].iter().map_while(move |run| run.clip(within))
}

/// One end of links: a row of units, or a box that stands for all units of a map.
#[derive(Clone, Debug, PartialEq)]
pub enum Rung {
    Row(Row),
    Whole(Rect),
}

impl Rung {
    fn rect(&self) -> Rect {
        match self {
            Self::Row(row) => row.rect(),
            Self::Whole(rect) => *rect,
        }
    }

    /// Where a link from below ends (`foot`) or one from above.
    fn edge(&self, foot: bool, zoom: f64) -> f64 {
        let (middle, half) = match self {
            Self::Row(row) => (row.y, row.half_height(zoom)),
            Self::Whole(rect) => (rect.centre().y, rect.height() / 2.0),
        };
        if foot { middle + half } else { middle - half }
    }

    /// The ends of the units of a set.
    fn ends_of(&self, set: &Spans) -> Option<(f64, f64)> {
        match self {
            Self::Row(row) => Some(row.ends_of(set.hull()?.clip(row.shown)?)),
            Self::Whole(rect) => Some((rect.min.x, rect.max.x)),
        }
    }
}

/// Lines from the units of a row to those that they read, in a row below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Links {
    pub upper: Rung,
    pub lower: Rung,
    pub taps: Taps,
    /// The units whose reading is drawn, and those of the lower row that it is drawn to.
    pub of: Spans,
    pub to: Spans,
    pub width: f64,
    /// The colour of lines to padding, if they are drawn.
    pub padding: Option<Role>,
    /// The ground of the frustum that stands for lines too many or too close; nothing is drawn of them without one.
    pub haze: Option<Role>,
}

impl Links {
    pub fn bounds(&self) -> Rect {
        self.upper.rect().union(&self.lower.rect())
    }

    pub(super) fn marks<'a>(&self, role: Role, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
        let (top, foot) = (self.upper.edge(true, lens.zoom), self.lower.edge(false, lens.zoom));
        let lines = match (&self.upper, &self.lower) {
            (Rung::Row(upper), Rung::Row(lower)) => self.taps_between(upper, lower, lens),
            (Rung::Whole(whole), Rung::Row(row)) => Self::ties(row, &self.to, whole, lens, |at, within| (within, at)),
            (Rung::Row(row), Rung::Whole(whole)) => Self::ties(row, &self.of, whole, lens, |at, within| (at, within)),
            (Rung::Whole(upper), Rung::Whole(lower)) => {
                let x = upper.clip(&Rect::spanning((lower.min.x, lower.max.x), (upper.min.y, upper.max.y)));
                let x = x.unwrap_or(*upper).centre().x;
                Some((vec![(x, x)], Vec::new()))
            }
        };
        if let Some((read, padding)) = lines {
            let segments = |lines: Vec<(f64, f64)>| {
                lines.into_iter().map(|(upper, lower)| [Point::new(upper, top), Point::new(lower, foot)]).collect()
            };
            if let Some(role) = self.padding.filter(|_| !padding.is_empty()) {
                draw(role, Mark::Lines { segments: segments(padding), width: self.width.min(1.0), dashed: true });
            }
            if !read.is_empty() {
                draw(role, Mark::Lines { segments: segments(read), width: self.width, dashed: false });
            }
            return;
        }
        let (Some(upper), Some(lower)) = (self.upper.ends_of(&self.of), self.lower.ends_of(&self.to)) else { return };
        let pair = |(left, right): (f64, f64), y: f64| [Point::new(left, y), Point::new(right, y)];
        let (upper_ends, lower_ends) = (pair(upper, top), pair(lower, foot));
        match self.haze {
            Some(haze) => detail::frustum(upper_ends, lower_ends, haze, role, lens, draw),
            // A box has all of the row.
            None if matches!(self.upper, Rung::Whole(_)) || matches!(self.lower, Rung::Whole(_)) => {
                let segments = vec![[upper_ends[0], lower_ends[0]], [upper_ends[1], lower_ends[1]]];
                draw(role, Mark::Lines { segments, width: self.width, dashed: false });
            }
            None => {}
        }
    }

    /// The lines to units and to padding, each as the places of its ends; `None` if they cannot be told apart.
    #[expect(clippy::type_complexity, reason = "two lists of two numbers")]
    fn taps_between(&self, upper: &Row, lower: &Row, lens: &Lens) -> Option<(Vec<(f64, f64)>, Vec<(f64, f64)>)> {
        let (mut read, mut padding) = (Vec::new(), Vec::new());
        if upper.places.gap.min(lower.places.gap) * lens.zoom < LEAST_LINKED {
            return None;
        }
        let inside = Span::axis(lower.count);
        let first = self.of.hull()?.clip(upper.shown)?.first;
        let way = |unit: i64, input: i64| (lower.places.at(input) - upper.places.at(unit)).abs();
        let ends = |unit: i64| [self.taps.reads(unit).first, self.taps.reads(unit).last()];
        // Units beside the window have lines that reach into it.
        let reach = ends(first).map(|end| way(first, end)).into_iter().fold(0.0, f64::max) + 2.0 * lower.places.pitch;
        let sight = upper.in_sight(lens.window.min.x - reach, lens.window.max.x + reach)?;
        for unit in runs_in(&self.of, sight).flat_map(|run| run.first..=run.last) {
            let reads = self.taps.reads(unit);
            if reads.count > MOST_TAPS || read.len() + padding.len() > MOST_LINKS {
                return None;
            }
            for input in reads.iter().filter(|input| lower.shown.contains(*input)) {
                let line = (upper.places.at(unit), lower.places.at(input));
                if !inside.contains(input) {
                    padding.push(line);
                } else if self.to.contains(input) {
                    read.push(line);
                }
            }
        }
        Some((read, padding))
    }

    /// Lines between every unit of a row and a box.
    #[expect(clippy::type_complexity, reason = "as above")]
    fn ties(
        row: &Row,
        units: &Spans,
        whole: &Rect,
        lens: &Lens,
        line: impl Fn(f64, f64) -> (f64, f64),
    ) -> Option<(Vec<(f64, f64)>, Vec<(f64, f64)>)> {
        if row.places.gap * lens.zoom < LEAST_LINKED {
            return None;
        }
        let sight = row.in_sight(lens.window.min.x, lens.window.max.x)?;
        let units = runs_in(units, sight).flat_map(|run| run.first..=run.last);
        let lines = units.map(|unit| row.places.at(unit));
        let lines = lines.map(|at| line(at, at.clamp(whole.min.x + TILE / 2.0, whole.max.x - TILE / 2.0)));
        Some((lines.take(MOST_LINKS).collect(), Vec::new()))
    }
}
