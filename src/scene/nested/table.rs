//! The table beside the picture: what the column's unit of each layer sees, in numbers.

use super::super::theme::Role;
use super::super::view::{Subject, Unit};
use super::super::{Align, Face, Item, Point, Rect, Shape, Tag, text_width};
use super::column::{Column, Sight};
use crate::axes::Axes;
use crate::field::Span;
use crate::field::derive::rational;
use crate::net::MapId;

const ROW: f64 = 25.0;
const HEADER: f64 = 24.0;
const SWATCH: f64 = 14.0;
const SWATCH_GAP: f64 = 10.0;
const BETWEEN_COLUMNS: f64 = 26.0;
const NAME_SIZE: f64 = 13.0;
const NUMBER_SIZE: f64 = 13.0;
/// How many more branches meet, behind the name.
const MORE_SIZE: f64 = 11.0;
const MORE_GAP: f64 = 8.0;
const HEAD_SIZE: f64 = 11.5;
/// How far the ground of a marked row goes beyond its texts.
const BESIDE: f64 = 8.0;
const NOTE_SIZE: f64 = 12.0;
const NOTE_LINE: f64 = 18.0;
const LEAST_NOTE: f64 = 300.0;

/// Characters of a layer's name, and of all names of a row.
const MOST_NAME: usize = 22;
const MOST_NAMES: usize = 26;

/// Rows of layers that see all there is: they are about the same thing.
const MOST_WHOLE: usize = 3;

/// A row that can be pointed at.
pub(super) struct Layer {
    pub maps: Vec<MapId>,
    /// The unit of the column, if the layer has one.
    pub unit: Option<Unit>,
    pub area: Rect,
}

/// The table laid out.
pub(super) struct Table {
    /// The header, the lines between the rows, and the remarks below them.
    pub head: Vec<Item>,
    /// The items of each row.
    pub rows: Vec<(MapId, Vec<Item>)>,
    pub layers: Vec<Layer>,
    pub rect: Rect,
}

/// A row before it has a place.
struct Row<'a> {
    map: MapId,
    sight: Option<&'a Sight>,
    /// Its colour along the ramp, if its field is drawn.
    color: Option<u8>,
    name: String,
    /// How many branches meet there that are not shown.
    more: Option<String>,
    /// One text per column.
    numbers: Vec<String>,
}

impl Table {
    /// Lays out the table with its upper left corner at `at`. `drawn` are the sights that the picture shows.
    pub fn of(
        subject: &Subject<'_>,
        column: &Column,
        drawn: &[usize],
        image: &Axes<u64>,
        stretched: bool,
        cut: bool,
        at: Point,
    ) -> Self {
        let words = subject.words;
        let whole = (0..column.sights.len()).filter(|&at| column.sights[at].whole).take(MOST_WHOLE);
        let mut shown: Vec<usize> = drawn.iter().copied().chain(whole).collect();
        shown.sort_unstable();
        let sights = || shown.iter().map(|&at| &column.sights[at]);
        let holes = sights().any(reads_less);
        let pads = sights().any(|sight| !sight.whole && sight.padding(image) > 0.0);
        let keys = [
            (true, "nested-sees"),
            (holes, "nested-reads"),
            (true, "nested-jump"),
            (true, "nested-share"),
            (pads, "nested-padding"),
        ];
        let heads: Vec<&str> = keys.iter().filter(|(is, _)| *is).map(|(_, key)| words.get(key)).collect();
        let more = |maps: &[MapId]| column.chain.others_texts(subject, maps);
        let mut rows: Vec<Row<'_>> = shown
            .iter()
            .map(|&at| {
                let sight = &column.sights[at];
                let numbers = [
                    Some(lengths(subject, &spans(sight, image))),
                    holes.then(|| if reads_less(sight) { lengths(subject, &sight.reads) } else { String::new() }),
                    Some(jump(sight)),
                    Some(percent(subject, sight.share(image))),
                    pads.then(|| if sight.whole { "–".to_owned() } else { percent(subject, sight.padding(image)) }),
                ];
                let color = drawn.iter().position(|&other| other == at).map(|at| super::ramp(at, drawn.len()));
                let numbers = numbers.into_iter().flatten().collect();
                Row {
                    map: sight.unit.0,
                    sight: Some(sight),
                    color,
                    name: names(subject, &sight.maps),
                    more: more(&sight.maps),
                    numbers,
                }
            })
            .collect();
        if let Some(stop) = column.stop {
            let why = if subject.analysis.map(stop).impossible.is_some() { "map-impossible" } else { "nested-unknown" };
            let numbers = vec![words.get(why).to_owned()];
            let (name, more) = (names(subject, &[stop]), more(&[stop]));
            rows.push(Row { map: stop, sight: None, color: None, name, more, numbers });
        }
        let notes = notes(subject, column, &shown, image, stretched, cut);
        Self::laid_out(words.get("nested-layer"), &heads, rows, &notes, at)
    }

    fn laid_out(first: &str, heads: &[&str], rows: Vec<Row<'_>>, notes: &[(String, Role)], at: Point) -> Self {
        let name_x = at.x + SWATCH + SWATCH_GAP;
        let of_name =
            |row: &Row<'_>| row.names_end(0.0) + row.more.as_ref().map_or(0.0, |more| MORE_GAP + more_width(more));
        let names = rows.iter().map(of_name).fold(text_width(first, HEAD_SIZE, Face::Regular), f64::max);
        // Where each column ends.
        let mut right = name_x + names;
        let ends: Vec<f64> = heads
            .iter()
            .enumerate()
            .map(|(column, head)| {
                let of_number = |row: &Row<'_>| {
                    let number = row.numbers.get(column).filter(|_| row.sight.is_some());
                    number.map_or(0.0, |number| text_width(number, NUMBER_SIZE, Face::Mono))
                };
                let width = rows.iter().map(of_number).fold(text_width(head, HEAD_SIZE, Face::Regular), f64::max);
                right += BETWEEN_COLUMNS + width;
                right
            })
            .collect();
        let mut head = Vec::new();
        let mut frame = |shape: Shape, role: Role| head.push(Item { shape, role, tag: Tag::Label(MapId::INPUT) });
        let mut y = at.y;
        if !rows.is_empty() {
            let text = |x: f64, align: Align, text: &str| plain(Point::new(x, at.y + 11.0), align, HEAD_SIZE, text);
            frame(text(name_x, Align::Start, first), Role::TextDim);
            for (&end, head) in ends.iter().zip(heads) {
                frame(text(end, Align::End, head), Role::TextDim);
            }
            y += HEADER;
            let line = |row: usize| {
                let y = y + row as f64 * ROW;
                [Point::new(at.x, y), Point::new(right, y)]
            };
            let segments = (0..=rows.len()).map(line).collect();
            frame(Shape::Segments { segments, width: 1.0, dashed: false }, Role::Border);
        }
        let mut layers = Vec::new();
        let mut items = Vec::new();
        for row in rows {
            let area = Rect::spanning((at.x - BESIDE, right + BESIDE), (y + 1.0, y + ROW - 1.0));
            items.push((row.map, row.items(at.x, name_x, &ends, y)));
            let maps = row.sight.map_or_else(|| vec![row.map], |sight| sight.maps.clone());
            layers.push(Layer { maps, unit: row.sight.map(|sight| sight.unit.clone()), area });
            y += ROW;
        }
        let mut rect = Rect::spanning((at.x, right.max(at.x)), (at.y, y));
        y += if layers.is_empty() { 0.0 } else { 4.0 };
        let room = (right - at.x).max(LEAST_NOTE);
        for (text, role) in notes {
            for line in wrapped(text, room) {
                y += NOTE_LINE;
                let shape = plain(Point::new(at.x, y), Align::Start, NOTE_SIZE, &line);
                rect = rect.union(&shape.bounds());
                frame(shape, *role);
            }
            y += 4.0;
        }
        Self { head, rows: items, layers, rect }
    }
}

impl Row<'_> {
    /// Where its name ends.
    fn names_end(&self, from: f64) -> f64 {
        from + text_width(&self.name, NAME_SIZE, Face::Regular)
    }

    fn items(&self, left: f64, name_x: f64, ends: &[f64], top: f64) -> Vec<Item> {
        let mut items = Vec::new();
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Label(self.map) });
        if let Some(color) = self.color {
            let swatch = Rect::new(left, top + (ROW - SWATCH) / 2.0, SWATCH, SWATCH);
            let tile = Shape::Tiles { rects: vec![swatch], line: Some(Role::Ramp(color)), dashed: false };
            push(tile, Role::RampFill(color));
        }
        let y = top + ROW / 2.0 + 4.5;
        let role = if self.color.is_some() { Role::Text } else { Role::TextDim };
        push(plain(Point::new(name_x, y), Align::Start, NAME_SIZE, &self.name), role);
        if let Some(more) = &self.more {
            let at = Point::new(self.names_end(name_x) + MORE_GAP, y);
            push(plain(at, Align::Start, MORE_SIZE, more), Role::TextDim);
        }
        if self.sight.is_none() {
            for (text, end) in self.numbers.iter().zip(ends.last()) {
                push(plain(Point::new(*end, y), Align::End, NAME_SIZE, text), Role::LostText);
            }
            return items;
        }
        for (text, &end) in self.numbers.iter().zip(ends).filter(|(text, _)| !text.is_empty()) {
            let (align, face, size) = (Align::End, Face::Mono, NUMBER_SIZE);
            push(Shape::Text { at: Point::new(end, y), align, face, size, text: text.clone(), haze: false }, role);
        }
        items
    }
}

/// What the table does not say, each with the colour it is written in.
fn notes(
    subject: &Subject<'_>,
    column: &Column,
    shown: &[usize],
    image: &Axes<u64>,
    stretched: bool,
    cut: bool,
) -> Vec<(String, Role)> {
    let words = subject.words;
    let mut notes = Vec::new();
    let mut push = |text: String, role: Role| notes.push((text, role));
    let layers: usize = column.sights.iter().map(|sight| sight.maps.len()).sum();
    let told: usize = shown.iter().map(|&at| column.sights[at].maps.len()).sum();
    if layers > told {
        push(words.with("nested-more", &[("count", (layers - told).into())]), Role::TextDim);
    }
    if image.is_empty() {
        push(words.get("map-impossible").to_owned(), Role::LostText);
    } else {
        let size = words.with("nested-input", &[("size", lengths(subject, image).into())]);
        let text = if stretched { format!("{size} · {}", words.get("map-not-to-scale")) } else { size };
        push(text, Role::TextDim);
    }
    if cut {
        push(words.get("nested-cut").to_owned(), Role::TextDim);
    }
    let name = |map: MapId| subject.graph.node(map).map_or_else(String::new, |node| short(&node.name, MOST_NAME));
    if let Some(map) = column.unlisted {
        push(words.with("nested-unlisted", &[("map", name(map).into())]), Role::TextDim);
    }
    if subject.graph.nodes().is_empty() && !image.is_empty() {
        push(words.get("nested-empty").to_owned(), Role::TextDim);
    }
    notes
}

fn more_width(text: &str) -> f64 {
    text_width(text, MORE_SIZE, Face::Regular)
}

fn reads_less(sight: &Sight) -> bool {
    sight.reads.iter().zip(sight.hull.iter()).any(|(&reads, run)| reads < run.count())
}

/// How far a field spans. What sees all there is has no place of its own, and what it sees ends with the input.
fn spans(sight: &Sight, image: &Axes<u64>) -> Axes<u64> {
    let inside = |run: &Span, &n: &u64| run.clip(Span::axis(n)).map_or(0, Span::count);
    if sight.whole { sight.hull.zip_map(image, inside) } else { sight.hull.map(|run| run.count()) }
}

/// A share as a percentage, in a column of which all have a digit behind the point.
fn percent(subject: &Subject<'_>, share: f64) -> String {
    let words = subject.words;
    if (0.001..=0.999).contains(&share) {
        format!("{}\u{A0}%", words.decimal(share * 100.0, 1))
    } else {
        words.percent(share)
    }
}

/// `14 × 14`.
fn lengths(subject: &Subject<'_>, lengths: &Axes<u64>) -> String {
    lengths.map(|&n| subject.words.number(n)).joined(" × ")
}

fn jump(sight: &Sight) -> String {
    if sight.whole {
        return "–".to_owned();
    }
    sight.jump.map(|jump| jump.map_or_else(|| "–".to_owned(), rational)).alike_text(" × ")
}

/// The names of layers that share a row: `conv1, relu1`, or the first and how many more.
fn names(subject: &Subject<'_>, maps: &[MapId]) -> String {
    let name = |map: &MapId| subject.graph.node(*map).map_or("", |node| node.name.as_str());
    let first = short(maps.first().map_or("", name), MOST_NAME);
    let all: Vec<&str> = maps.iter().take(MOST_NAMES).map(name).collect();
    let joined = all.join(", ");
    if maps.len() <= MOST_NAMES && joined.chars().count() <= MOST_NAMES {
        return joined;
    }
    if maps.len() > 1 { format!("{first} +{}", maps.len() - 1) } else { first }
}

/// A text cut to so many characters.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

fn plain(at: Point, align: Align, size: f64, text: &str) -> Shape {
    Shape::Text { at, align, face: Face::Regular, size, text: text.to_owned(), haze: false }
}

/// A text in lines of at most `room` points.
fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { continue };
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || text_width(&longer, NOTE_SIZE, Face::Regular) <= room {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
