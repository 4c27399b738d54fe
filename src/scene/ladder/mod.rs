//! The view **Ladder**: one axis, every layer, each unit above the middle of what it sees.
//!
//! The input lies at the foot, its pixels side by side; every later map is a row above it. Of an axis too long for a
//! page only the neighbourhood of the pinned unit is shown.

mod brace;
mod heat;
mod texts;

use std::ops::Range;
use std::sync::Arc;

use num_rational::Ratio;

use super::beads::{BeadLook, Beads, END_ROOM, Links, Places, Row, Rung, TILE};
use super::chain::Chain;
use super::legend::Marks;
use super::theme::Role;
use super::view::{self, Board, Flow, Hit, Part, Subject, Unit};
use super::{HEADING_LINE, Item, Lean, Point, Rect, Shape, Tag, grid, text_width};
use crate::axes::Axes;
use crate::field::{AxisLoss, Field, Span, Spans, Step, Taps, Trace};
use crate::net::{Look, MapId};

use texts::{box_text, heading};

/// Points an input pixel measures at most in a stack whose maps have no more units than the input.
const LARGEST_PIXEL: f64 = TILE + 6.0;
/// What the field of the pinned unit measures, where there is more than fits at that size.
const FIELD: f64 = 800.0;
/// An axis with more pixels is cut to a neighbourhood, which has at least so many, and at least this share around the
/// field. What is nearly the whole is the whole.
const MOST_WHOLE: u64 = 40;
const LEAST_CUT: f64 = 24.0;
const AROUND: f64 = 0.12;
const NEARLY_ALL: f64 = 0.8;
/// What the pinned unit feeds is shown as far as it reaches over so many times what it sees, or so many pixels.
const MOST_FED: f64 = 1.5;
const LEAST_FED: f64 = 32.0;

/// Beyond kinds of units that repeat so late, all are evenly spaced.
const MOST_KINDS: i64 = 64;
/// Units nearer to each other than this part of their mean distance are evenly spaced.
const LEAST_GAP: f64 = 0.3;

/// Between the rows of stacks with so many rows at most, and of longer ones.
const DISTANCES: [(usize, f64); 3] = [(5, 116.0), (10, 96.0), (20, 80.0)];
const LEAST_DISTANCE: f64 = 68.0;
/// Between a map and one whose units read one unit each.
const SAME_DISTANCE: f64 = 58.0;

/// Around the tiles of a row.
const ROW_ROOM: f64 = 12.0;
const HEADING_GAP: f64 = 16.0;
/// Headings do not shrink as far as the rest.
const HEADING_SHARE: f64 = 1.15;
/// Below the input: for the brace and what it says.
const BRACE_GAP: f64 = 12.0;
const BRACE_TICK: f64 = 7.0;
const BRACE_TEXT: f64 = 18.0;
const BRACE_SIZE: f64 = 13.0;

const LINE: f64 = 1.0;
const TRACED_LINE: f64 = 2.0;
const IMPOSSIBLE_WIDTH: f64 = 150.0;
const BOX_TEXT: f64 = 12.0;

/// The view laid out.
pub struct Ladder {
    axis: usize,
    /// In the order of the maps, from the foot up. Maps that are not known have no row.
    rows: Vec<Placed>,
    bounds: Rect,
    parts: Vec<Part>,
    chain: Chain,
}

/// A map's row.
#[derive(Clone, Debug, PartialEq)]
struct Placed {
    map: MapId,
    body: Body,
    /// Where the middle of its tiles is.
    y: f64,
    /// Units of the map's padding on either side, all of them.
    padding: [u64; 2],
    /// What is lost of the map on the axis that is shown.
    lost: Option<AxisLoss>,
}

#[derive(Clone, Debug, PartialEq)]
enum Body {
    Row(Row),
    /// Every unit sees all of the input.
    Whole(Rect),
    Impossible(Rect),
}

impl Placed {
    /// What links begin and end at.
    fn rung(&self) -> Option<Rung> {
        match &self.body {
            Body::Row(row) => Some(Rung::Row(row.clone())),
            Body::Whole(rect) => Some(Rung::Whole(*rect)),
            Body::Impossible(_) => None,
        }
    }
}

/// A map before it has a place: its units in input pixels.
struct Draft {
    map: MapId,
    /// `None` of a map whose units all see everything, and of one that cannot be.
    places: Option<Places>,
    count: u64,
    padding: [u64; 2],
    impossible: bool,
    distance: f64,
}

impl Draft {
    /// The map's units and those of its padding.
    fn units(&self) -> Span {
        let [before, after] = self.padding;
        Span::new(-(before as i64), (self.count + after) as i64 - 1)
    }
}

impl Ladder {
    pub fn of(subject: &Subject<'_>, look: Look, pin: Option<&Unit>) -> Self {
        let rank = subject.graph.input.size.rank();
        let axis = look.axis_of(rank);
        let chain = Chain::of(subject);
        let drafts = drafts(subject, &chain, axis);
        let image = subject.graph.input.size.get(axis).copied().unwrap_or(1).max(1);
        let Cut { low, high, scale } = Cut::of(subject, axis, &drafts, image, pin);
        // The first tile begins at 0.
        let left = TILE / 2.0 - low * scale;
        let width = (high - low) * scale + TILE;
        let mut y = 0.0;
        let rows: Vec<Placed> = drafts
            .into_iter()
            .map(|draft| {
                y -= draft.distance;
                let (top, units) = (y - TILE / 2.0, draft.units());
                let body = match &draft.places {
                    _ if draft.impossible => {
                        Body::Impossible(Rect::new((width - IMPOSSIBLE_WIDTH) / 2.0, top, IMPOSSIBLE_WIDTH, TILE))
                    }
                    None => {
                        let ends = |pixel: f64| left + pixel.clamp(low, high) * scale;
                        let (from, to) = (ends(0.0) - TILE / 2.0, ends(image as f64 - 1.0) + TILE / 2.0);
                        Body::Whole(Rect::spanning((from, to), (top, top + TILE)))
                    }
                    Some(places) => {
                        // A row without a unit in the neighbourhood shows its nearest one, which is near.
                        let nearest = || {
                            let unit = places.nearest(f64::midpoint(low, high), units);
                            Span::new(unit, unit)
                        };
                        let shown = places.between(low, high, units).unwrap_or_else(nearest);
                        Body::Row(Row { places: places.scaled(scale, left), y, count: draft.count, shown })
                    }
                };
                let lost = subject.analysis.lost_on_axis(subject.graph, draft.map, axis);
                Placed { map: draft.map, body, y, padding: draft.padding, lost }
            })
            .collect();
        let headings = rows.iter().flat_map(|row| heading(subject, &chain, axis, row));
        let headings = headings.map(|line| text_width(&line.text, line.size, line.face)).fold(0.0, f64::max);
        let edge = -END_ROOM - HEADING_GAP - HEADING_SHARE * headings;
        let right = width + END_ROOM;
        let row_area = |row: &Placed| {
            let half = TILE / 2.0 + ROW_ROOM;
            Rect::spanning((edge, right), (row.y - half, row.y + half))
        };
        let parts: Vec<Part> = rows.iter().map(|row| Part { map: row.map, area: row_area(row) }).collect();
        let mut bounds = parts.iter().map(|part| part.area).reduce(|a, b| a.union(&b)).unwrap_or_default();
        bounds.max.y += BRACE_GAP + BRACE_TEXT + BRACE_SIZE;
        Self { axis, rows, bounds, parts, chain }
    }

    fn row_of(&self, map: MapId) -> Option<&Placed> {
        let at = self.rows.binary_search_by_key(&map, |row| row.map).ok()?;
        self.rows.get(at)
    }

    /// How far a row's heading is from the next one that is shown rather than it, where there is no height for all: those
    /// of every second row give way first, then of every fourth, and that of the input never.
    fn heading_apart(&self, row: usize) -> f64 {
        let Some(every) = row.checked_ilog2().map(|_| 1 << row.trailing_zeros()) else { return f64::INFINITY };
        let beside = [row.checked_sub(every), row.checked_add(every)].into_iter().flatten();
        let apart = beside.filter_map(|other| self.rows.get(other)).map(|other| (other.y - self.rows[row].y).abs());
        apart.fold(f64::INFINITY, f64::min)
    }

    /// The rows in sight.
    fn visible(&self, window: &Rect) -> Range<usize> {
        view::visible(self, window)
    }

    /// The links from every shown reader of a row down to it: `of` gives the units of the reader and those of the row between
    /// which they are drawn.
    fn links(
        &self,
        subject: &Subject<'_>,
        lower: &Placed,
        (width, padding, haze): (f64, Option<Role>, Option<Role>),
        of: impl Fn(MapId) -> Option<(Spans, Spans)>,
    ) -> Vec<Links> {
        let mut links = Vec::new();
        let Some(below) = lower.rung() else { return links };
        let Subject { graph, analysis, .. } = *subject;
        for reader in self.chain.readers(graph, lower.map) {
            let Some(above) = self.row_of(reader).and_then(Placed::rung) else { continue };
            let Some((units, to)) = of(reader) else { continue };
            for (_, steps) in self.chain.steps(graph, analysis, reader).filter(|(map, _)| *map == lower.map) {
                let (upper, lower, of, to) = (above.clone(), below.clone(), units.clone(), to.clone());
                // Where nothing is left of the axis, each unit reads each.
                let taps = steps.get(self.axis).map_or(Taps::All { inputs: 1, outputs: 1 }, |step| step.taps);
                links.push(Links { upper, lower, taps, of, to, width, padding, haze });
            }
        }
        links
    }

    /// What a unit has of a map on this axis; all of a map without axes.
    fn traced_units(&self, trace: &Trace, map: MapId) -> Option<Spans> {
        let units = &trace.at(map)?.units;
        if units.parts().iter().any(Axes::is_empty) {
            return Some(Spans::axis(1));
        }
        let set = match units.product() {
            Some(product) => product.get(self.axis).cloned().unwrap_or_default(),
            None => Spans::union_of(
                units.parts().iter().filter_map(|part| part.get(self.axis)).flat_map(Spans::runs).copied(),
            ),
        };
        (!set.is_empty()).then_some(set)
    }

    /// What a shown unit adds to a row.
    fn traced_row(&self, subject: &Subject<'_>, trace: &Trace, row: &Placed, items: &mut Vec<Item>) {
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Trace });
        let own = row.map == trace.map;
        let role = if row.map <= trace.map { Role::Field } else { Role::Feeds };
        let set = self.traced_units(trace, row.map);
        match &row.body {
            Body::Row(row_of) => {
                let beads = |units: Spans, look: BeadLook| Shape::Beads(Beads { row: row_of.clone(), units, look });
                if let Some(units) = set {
                    let look = if own { BeadLook::Spot } else { BeadLook::Tiles { line: role } };
                    push(beads(units.clone(), look), role);
                    push(beads(units, BeadLook::Numbers), Role::OnField);
                }
                let beyond = trace.at(row.map).filter(|_| !own).and_then(|traced| traced.unclipped.as_ref());
                if let Some(hull) = beyond.and_then(|hull| hull.get(self.axis)) {
                    let padding = Spans::axis(row_of.count).complement(*hull).clip(row_of.shown);
                    if !padding.is_empty() {
                        push(beads(padding, BeadLook::Dashed), role);
                    }
                }
            }
            Body::Whole(rect) if set.is_some() => {
                let look = if own { Shape::Spot(*rect) } else { tile(*rect, role) };
                push(look, role);
                push(box_text(subject, row.map, *rect), Role::OnField);
            }
            Body::Whole(_) | Body::Impossible(_) => {}
        }
    }
}

impl Board for Ladder {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn flow(&self) -> Flow {
        Flow::Up
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Those that occur on the axis that is shown.
    fn marks(&self, subject: &Subject<'_>) -> Marks {
        let mut marks = Marks { paths: subject.paths.is_some(), ..Marks::default() };
        for row in &self.rows {
            marks.padding |= row.padding != [0, 0];
            if let Some(lost) = &row.lost {
                marks.lost |= !lost.unread.is_empty();
                marks.later |= !lost.later.is_empty();
                marks.partly |= !lost.partly.is_empty();
            }
        }
        marks
    }

    fn under(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        let row = &self.rows[part];
        let map = row.map;
        let mut items = Vec::new();
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Map(map) });
        let all = |map: MapId| {
            let shape = subject.analysis.map(map).shape.as_ref();
            Spans::axis(shape.and_then(|shape| shape.size.get(self.axis)).copied().unwrap_or(1))
        };
        for links in self.links(subject, row, (LINE, Some(Role::Padding), None), |reader| Some((all(reader), all(map))))
        {
            push(Shape::Links(Box::new(links)), Role::CellLine);
        }
        match &row.body {
            Body::Row(row_of) => {
                let beads = |units: Spans, look: BeadLook| Shape::Beads(Beads { row: row_of.clone(), units, look });
                let inside = Span::axis(row_of.count);
                let padding = Spans::from(inside).complement(row_of.shown);
                if !padding.is_empty() {
                    push(beads(padding, BeadLook::Dashed), Role::Padding);
                }
                push(beads(inside.into(), BeadLook::Tiles { line: Role::CellLine }), Role::Cell);
                if let Some(AxisLoss { unread, later, partly }) = &row.lost {
                    for (set, role, look) in [
                        (partly, Role::Lost, BeadLook::Part),
                        (later, Role::LostLater, BeadLook::Hatched(None)),
                        (unread, Role::Lost, BeadLook::Hatched(Some(Role::LostFill))),
                    ] {
                        if !set.is_empty() {
                            push(beads(set.clone(), look), role);
                        }
                    }
                }
                push(beads(inside.into(), BeadLook::Numbers), Role::Text);
            }
            Body::Whole(rect) => {
                push(tile(*rect, Role::CellLine), Role::Cell);
                push(box_text(subject, map, *rect), Role::Text);
            }
            Body::Impossible(rect) => {
                push(Shape::Hatch(*rect, Lean::Rising), Role::Lost);
                push(Shape::Outline { rect: *rect, width: 1.0, dashed: true }, Role::Lost);
            }
        }
        items
    }

    fn over(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        let row = &self.rows[part];
        let tag = Tag::Label(row.map);
        let mut items = Vec::new();
        if let Body::Row(row_of) = &row.body {
            let [before, after] = row.padding;
            let all = Span::new(-(before as i64), (row_of.count + after) as i64 - 1);
            let (before, after) = (all.first < row_of.shown.first, row_of.shown.last < all.last);
            let looks = [BeadLook::EndNumbers, BeadLook::More { before, after }];
            for look in looks.into_iter().filter(|look| *look != BeadLook::More { before: false, after: false }) {
                let beads = Beads { row: row_of.clone(), units: Spans::empty(), look };
                items.push(Item { shape: Shape::Beads(beads), role: Role::TextDim, tag });
            }
        }
        items.extend(heat::items(subject, self.axis, row));
        let lines = heading(subject, &self.chain, self.axis, row);
        let at = Point::new(self.bounds.min.x, row.y + 4.0 + HEADING_LINE * (lines.len() as f64 - 1.0) / 2.0);
        // Up to the row, or to what stands beside a long one.
        let end = match &row.body {
            Body::Row(beads) => (beads.ends().0 - HEADING_GAP / 2.0).min(beads.ends().0 - 40.0 + beads.tile()),
            Body::Whole(rect) | Body::Impossible(rect) => rect.min.x - HEADING_GAP / 2.0,
        };
        let room = end - self.bounds.min.x;
        let apart = self.heading_apart(part);
        items.push(Item { shape: Shape::Heading { at, lines, room, apart }, role: Role::Text, tag });
        items
    }

    fn traced(&self, subject: &Subject<'_>, trace: &Trace, window: &Rect) -> Vec<Item> {
        let mut items = Vec::new();
        let visible = self.visible(window);
        // The row below, too: its links reach into sight.
        let from = visible.start.saturating_sub(1);
        for row in &self.rows[from..visible.end] {
            let field = row.map < trace.map;
            let (role, haze) = if field { (Role::Field, Role::FieldHaze) } else { (Role::Feeds, Role::FeedsHaze) };
            let padding = field.then_some(role);
            let links = self.links(subject, row, (TRACED_LINE, padding, Some(haze)), |reader| {
                // What is seen is no way onward from the unit, nor is a way past it.
                let way = if field { reader <= trace.map } else { row.map >= trace.map };
                if !way {
                    return None;
                }
                Some((self.traced_units(trace, reader)?, self.traced_units(trace, row.map)?))
            });
            items.extend(links.into_iter().map(|links| Item {
                shape: Shape::Links(Box::new(links)),
                role,
                tag: Tag::Trace,
            }));
        }
        for row in &self.rows[visible] {
            self.traced_row(subject, trace, row, &mut items);
        }
        if let Some(input) = self.rows.first().filter(|input| input.y + TILE + BRACE_TEXT + BRACE_SIZE > window.min.y) {
            self.brace(subject, trace, input, &mut items);
        }
        items
    }

    fn hit(&self, subject: &Subject<'_>, at: Point, before: Option<&Unit>) -> Option<Hit> {
        let visible = self.visible(&Rect { min: at, max: at });
        let (row, _) =
            self.rows[visible.clone()].iter().zip(&self.parts[visible]).find(|(_, part)| part.area.contains(at))?;
        let shape = subject.analysis.map(row.map).shape.as_ref();
        let unit = || match before {
            Some((map, unit)) if *map == row.map => Some(unit.clone()),
            _ => shape.map(crate::net::Shape::middle_unit),
        };
        let unit = match &row.body {
            Body::Row(beads) if (at.y - beads.y).abs() <= TILE / 2.0 => beads.unit_at(at.x).and_then(|index| {
                let mut unit = unit()?;
                *unit.get_mut(self.axis)? = index;
                Some(unit)
            }),
            Body::Whole(rect) if rect.contains(at) => unit(),
            _ => None,
        };
        Some(unit.map_or(Hit::Map(row.map), |unit| Hit::Unit((row.map, unit))))
    }
}

/// The maps with the places of their units, in input pixels.
fn drafts(subject: &Subject<'_>, chain: &Chain, axis: usize) -> Vec<Draft> {
    let Subject { graph, analysis, .. } = *subject;
    let paddings = grid::drawn_paddings(subject, chain);
    let image = graph.input.size.get(axis).copied().unwrap_or(1).max(1);
    let known = || chain.maps().filter(|map| analysis.map(*map).status != crate::field::Status::Unknown);
    let count = known().count();
    let distance = DISTANCES.iter().find(|(most, _)| count <= *most).map_or(LEAST_DISTANCE, |(_, distance)| *distance);
    // A map that sees what the one before sees lies as that does.
    let mut last: Option<(Arc<Axes<Field>>, Option<Places>)> = None;
    let draft = |map: MapId| {
        let answer = analysis.map(map);
        let count = answer.shape.as_ref().and_then(|shape| shape.size.get(axis)).copied();
        let places = count.and_then(|count| match (&answer.field, &last) {
            (Some(field), Some((same, places))) if Arc::ptr_eq(field, same) => places.clone(),
            (Some(field), _) => {
                let places = places_of(field.get(axis)?);
                last = Some((Arc::clone(field), places.clone()));
                places
            }
            // Too large to be listed.
            (None, _) => {
                let pitch = image as f64 / count as f64;
                Some(Places::new((pitch - 1.0) / 2.0, pitch, &[]))
            }
        });
        let same = |steps: &Axes<Step>| steps.get(axis).is_none_or(|step| step.taps == Taps::SAME);
        let same = chain.steps(graph, analysis, map).all(|(_, steps)| same(steps));
        Draft {
            map,
            count: count.unwrap_or(1),
            padding: paddings[map.index()].around.get(axis).copied().unwrap_or([0, 0]),
            places,
            impossible: answer.shape.is_none(),
            distance: match map {
                MapId::INPUT => 0.0,
                _ if same => distance.min(SAME_DISTANCE),
                _ => distance,
            },
        }
    };
    known().map(draft).collect()
}

/// Where the units of a map lie in input pixels: above the middle of what each sees. Units that see the same stand side
/// by side around it. `None` where all of them see everything.
fn places_of(field: &Field) -> Option<Places> {
    let jump = to_f64(field.jump().filter(|_| !field.is_whole())?);
    let kinds = field.period();
    let centre = |unit: i64| field.centre(unit).map(to_f64);
    // Where the units would lie if they were evenly spaced: the mean over all kinds.
    let asked = kinds.min(MOST_KINDS);
    let even: Vec<f64> = (0..asked).filter_map(|unit| Some(centre(unit)? - unit as f64 * jump)).collect();
    let origin = even.iter().sum::<f64>() / even.len().max(1) as f64;
    if kinds == 1 || kinds > MOST_KINDS {
        return Some(Places::new(origin, jump, &[]));
    }
    let place = |unit: i64| {
        let Some(middle) = centre(unit) else { return 0.0 };
        let alike = |way: i64| (1..=kinds).take_while(|by| centre(unit + way * by) == Some(middle)).count() as f64;
        middle + (alike(-1) - alike(1)) / 2.0 * jump - (origin + unit as f64 * jump)
    };
    let deviations: Vec<f64> = (0..kinds).map(place).collect();
    let even = || Places::new(origin, jump, &[]);
    if deviations.iter().all(|by| by.abs() < 1e-9) {
        return Some(even());
    }
    let places = Places::new(origin, jump, &deviations);
    Some(if places.gap() < LEAST_GAP * jump { even() } else { places })
}

fn to_f64(ratio: Ratio<i64>) -> f64 {
    *ratio.numer() as f64 / *ratio.denom() as f64
}

/// The part of the axis that is shown, in input pixels from the middle of one to the middle of another, and points per
/// pixel.
struct Cut {
    low: f64,
    high: f64,
    scale: f64,
}

impl Cut {
    fn of(subject: &Subject<'_>, axis: usize, drafts: &[Draft], image: u64, pin: Option<&Unit>) -> Self {
        let last = image as f64 - 1.0;
        // Maps that grow, and padding, may reach far beyond the image.
        let beyond = (image as f64).max(8.0);
        let ends = |low: f64, draft: &Draft, way: fn(f64, f64) -> f64, unit: i64| {
            draft.places.as_ref().map_or(low, |places| way(low, places.at(unit)))
        };
        let all = (
            drafts.iter().fold(0.0, |low, draft| ends(low, draft, f64::min, draft.units().first)).max(-beyond),
            drafts.iter().fold(last, |high, draft| ends(high, draft, f64::max, draft.units().last)).min(last + beyond),
        );
        let finest = drafts.iter().filter_map(|draft| Some(draft.places.as_ref()?.gap())).fold(1.0, f64::min);
        let whole = |most: f64| {
            let (low, high) = all;
            // Maps with more units than the input need more room.
            let most = (LARGEST_PIXEL / finest).min(FIELD / (high - low + 1.0)).max(most);
            Self { low, high, scale: most }
        };
        if image <= MOST_WHOLE {
            return whole(LARGEST_PIXEL);
        }
        let Subject { graph, analysis, path, .. } = *subject;
        let trace_of = |(map, unit): &Unit| Trace::of(graph, analysis, *map, unit.clone());
        let middle = || view::middle_unit(graph, analysis, path).as_ref().and_then(trace_of);
        let trace = pin.filter(|(_, unit)| !unit.is_empty()).and_then(trace_of).or_else(middle);
        let (mut low, mut high) =
            trace.as_ref().map_or((last / 2.0, last / 2.0), |trace| traced_ends(trace, axis, drafts));
        let own = drafts.iter().find(|draft| trace.as_ref().is_some_and(|trace| trace.map == draft.map));
        let pitch = own.and_then(|draft| Some(draft.places.as_ref()?.pitch())).unwrap_or(1.0);
        let seen = high - low + 1.0;
        let scale = LARGEST_PIXEL.min(FIELD / seen);
        let around = (AROUND * seen).max(1.3 * pitch).max(3.0).max((LEAST_CUT - seen) / 2.0);
        (low, high) = ((low - around).max(all.0), (high + around).min(all.1));
        if high - low >= NEARLY_ALL * (all.1 - all.0) {
            return whole(scale.min(FIELD / (all.1 - all.0 + 1.0)));
        }
        Self { low, high, scale }
    }
}

/// From the first to the last unit that a unit sees in any map, and so far as there is room that it feeds, in input
/// pixels.
fn traced_ends(trace: &Trace, axis: usize, drafts: &[Draft]) -> (f64, f64) {
    let ends = |fed: bool| {
        let of = |draft: &Draft| {
            let hull = *trace.at(draft.map)?.units.hull()?.get(axis)?;
            let places = draft.places.as_ref()?;
            Some((places.at(hull.first), places.at(hull.last)))
        };
        let ends = drafts.iter().filter(|draft| (draft.map > trace.map) == fed).filter_map(of);
        ends.reduce(|(low, high), (from, to)| (low.min(from), high.max(to)))
    };
    let Some((low, high)) = ends(false) else { return ends(true).unwrap_or_default() };
    let Some((from, to)) = ends(true) else { return (low, high) };
    let seen = high - low + 1.0;
    let room = ((MOST_FED * seen).max(LEAST_FED) - seen) / 2.0;
    (low.min(from.max(low - room)), high.max(to.min(high + room)))
}

fn tile(rect: Rect, line: Role) -> Shape {
    Shape::Tiles { rects: vec![rect], line: Some(line), dashed: false }
}
