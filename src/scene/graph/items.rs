//! What is drawn of boxes, lines and groups, and of them what a shown unit has to do with.

use super::routes::{Piece, Routes};
use super::texts::{self, BADGE, BADGE_GAP, BAND, LABEL, LABEL_GAP, NAME, NAME_LINE, PADDING, SETTING, SETTING_LINE};
use super::{Colour, Graph};
use crate::field::Trace;
use crate::net::MapId;
use crate::scene::theme::Role;
use crate::scene::view::Subject;
use crate::scene::{Align, Face, Item, Point, Rect, Shape, Tag};

/// Widths of lines, of those of a shown unit, and of the outlines of its boxes.
const LINE: f64 = 1.3;
const TRACED_LINE: f64 = 2.4;
const PIN_LINE: f64 = 3.0;
/// The head of an arrow, along the line and to both sides.
const HEAD: (f64, f64) = (6.5, 3.4);
const CORNER: f64 = 5.0;
const TIMES: f64 = 11.0;

/// The lines between boxes with their labels, by layers, and what is everywhere.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    lines: Vec<Item>,
    /// Where the lines of each layer begin, and where the last ones end.
    starts: Vec<usize>,
    everywhere: Vec<Item>,
}

fn line_item(shape: Shape, role: Role) -> Item {
    Item { shape, role, tag: Tag::Lines }
}

impl Drawn {
    pub fn of(graph: &Graph) -> Self {
        let mut drawn = Self::default();
        let Routes { pieces, rows, .. } = &graph.routes;
        let beside = beside_lines(graph);
        for (pieces, row) in pieces.iter().zip(rows) {
            drawn.starts.push(drawn.lines.len());
            for piece in pieces {
                push_piece(&mut drawn.lines, piece, LINE, Role::Padding);
            }
            drawn.lines.extend(row.iter().filter_map(|card| label(graph, *card, beside[*card])));
        }
        drawn.starts.push(drawn.lines.len());
        for (group, frame) in graph.cards.groups.iter().zip(&graph.frames) {
            if let Some(rect) = frame.rect {
                let shape = Shape::Tiles { rects: vec![rect], line: Some(Role::TextDim), dashed: true };
                drawn.everywhere.push(line_item(shape, Role::TextDim));
            }
            let at = Point::new(frame.times.centre().x, frame.times.max.y - 5.0);
            let text = format!("×{} {}", group.times, if group.open { "▾" } else { "▸" });
            let shape = Shape::Badge { at, align: Align::Middle, size: TIMES, text, ground: Role::Accent };
            drawn.everywhere.push(line_item(shape, Role::OnAccent));
        }
        for piece in &graph.routes.far {
            push_piece(&mut drawn.everywhere, piece, LINE, Role::Padding);
        }
        drawn
    }

    /// Those that may meet a window: of its layers, of the layer before, and those without a place of their own.
    pub fn in_window(&self, routes: &Routes, window: &Rect) -> [&[Item]; 2] {
        let layers = routes.layers_in(window.min.y, window.max.y);
        let last = self.starts.len().saturating_sub(1);
        let (first, end) = (layers.start.saturating_sub(1).min(last), (layers.end + 1).min(last));
        let lines = match (self.starts.get(first), self.starts.get(end)) {
            (Some(from), Some(to)) => &self.lines[*from..*to],
            _ => &[],
        };
        [&self.everywhere, lines]
    }
}

/// A line, with the head of an arrow where it comes to a box.
fn push_piece(items: &mut Vec<Item>, piece: &Piece, width: f64, role: Role) {
    let shape = Shape::Polyline { points: piece.points.clone(), width, dashed: false, closed: false };
    items.push(line_item(shape, role));
    if let Some(tip) = piece.points.last().filter(|_| piece.reader.is_some()) {
        let (along, aside) = HEAD;
        let back = tip.y - along;
        let corners = vec![Point::new(tip.x - aside, back), Point::new(tip.x + aside, back), *tip];
        items.push(line_item(Shape::Face(corners), role));
    }
}

/// How far below a box its label ends.
const LABEL_FOOT: f64 = LABEL + 6.0;

/// For each box the right end of the lines that leave it, as far down as its label stands: none crosses it.
fn beside_lines(graph: &Graph) -> Vec<f64> {
    let mut beside: Vec<f64> = graph.rects.iter().map(|rect| rect.centre().x).collect();
    for piece in graph.routes.pieces.iter().flatten().chain(&graph.routes.far) {
        let (Some(right), Some(rect)) = (beside.get_mut(piece.source), graph.rects.get(piece.source)) else { continue };
        let foot = rect.max.y + LABEL_FOOT;
        for ends in piece.points.windows(2) {
            let (upper, lower) = (ends[0], ends[1]);
            if upper.y > foot {
                break;
            }
            let part = if lower.y > foot { (foot - upper.y) / (lower.y - upper.y) } else { 1.0 };
            *right = right.max(upper.x + part * (lower.x - upper.x));
        }
    }
    beside
}

/// The shape of the map that leaves a box, at the right of the lines that leave it.
fn label(graph: &Graph, card: usize, beside: f64) -> Option<Item> {
    let text = graph.cards.all[card].texts.shape.clone()?;
    let at = Point::new(beside + LABEL_GAP, graph.rects[card].max.y + LABEL + 3.0);
    let shape = Shape::Text { at, align: Align::Start, face: Face::Regular, size: LABEL, text, haze: true };
    Some(line_item(shape, Role::TextDim))
}

/// A rectangle with round corners as a line.
fn rounded(rect: &Rect) -> Vec<Point> {
    let radius = CORNER.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let corners = [
        (rect.max.x - radius, rect.min.y + radius, -90.0_f64),
        (rect.max.x - radius, rect.max.y - radius, 0.0),
        (rect.min.x + radius, rect.max.y - radius, 90.0),
        (rect.min.x + radius, rect.min.y + radius, 180.0),
    ];
    let arc = |(x, y, from): (f64, f64, f64)| {
        [0.0, 45.0, 90.0].map(|turn| {
            let angle = (from + turn).to_radians();
            Point::new(x + radius * angle.cos(), y + radius * angle.sin())
        })
    };
    corners.into_iter().flat_map(arc).collect()
}

/// How a unit has to do with a box or a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Has {
    Sees,
    Feeds,
}

impl Has {
    const fn line(self) -> Role {
        match self {
            Self::Sees => Role::Field,
            Self::Feeds => Role::Feeds,
        }
    }

    const fn ground(self) -> Role {
        match self {
            Self::Sees => Role::FieldFill,
            Self::Feeds => Role::FeedsFill,
        }
    }
}

impl Graph {
    /// A box, with lines between its layers.
    pub(super) fn box_items(&self, subject: &Subject<'_>, card: usize) -> Vec<Item> {
        let Colour { ground, line } = self.colours[card];
        let (rect, maps) = (self.rects[card], &self.cards.all[card].maps);
        let tag = Tag::Map(maps[0]);
        let answer = subject.analysis.map(maps[0]);
        if answer.shape.is_none() {
            let (role, fill) =
                if answer.impossible.is_some() { (Role::Lost, Role::LostFill) } else { (Role::Padding, Role::Cell) };
            return vec![
                Item { shape: Shape::Fill(rect), role: fill, tag },
                Item { shape: Shape::Tiles { rects: vec![rect], line: Some(role), dashed: true }, role, tag },
            ];
        }
        // Pale colours are not opaque, and lines may run up to the middle of the box.
        let tile = |line| Shape::Tiles { rects: vec![rect], line, dashed: false };
        let mut items = vec![
            Item { shape: tile(None), role: Role::Ground, tag },
            Item { shape: tile(Some(line)), role: ground, tag },
        ];
        let segments: Vec<[Point; 2]> = (1..maps.len())
            .map(|at| {
                let row = self.line_rect(card, at);
                [row.min, Point::new(row.max.x, row.min.y)]
            })
            .collect();
        if !segments.is_empty() {
            items.push(Item { shape: Shape::Segments { segments, width: 0.8, dashed: false }, role: line, tag });
        }
        items
    }

    /// The texts of a box's first layer, or of one that follows.
    pub(super) fn text_items(&self, card: usize, line: usize) -> Vec<Item> {
        let (texts, rect) = (&self.cards.all[card].texts, self.line_rect(card, line));
        let tag = Tag::Label(self.cards.all[card].maps[line]);
        let x = rect.centre().x;
        let text = |y: f64, face: Face, size: f64, text: &str, role: Role| {
            let at = Point::new(x, y);
            let shape = Shape::Text { at, align: Align::Middle, face, size, text: text.to_owned(), haze: false };
            Item { shape, role, tag }
        };
        if line > 0 {
            let band = texts.bands.get(line - 1).map_or("", String::as_str);
            return vec![text(rect.min.y + 12.5, Face::Regular, BAND, band, Role::Text)];
        }
        if texts.joins {
            return vec![text(rect.centre().y + 4.5, Face::Bold, NAME, &texts.name, Role::Text)];
        }
        let mut y = rect.min.y + PADDING + 11.5;
        let mut items = vec![text(y, Face::Bold, NAME, &texts.name, Role::Text)];
        y += NAME_LINE - 2.0;
        if let Some(setting) = &texts.setting {
            items.push(text(y, Face::Mono, SETTING, setting, Role::Text));
            y += SETTING_LINE;
        }
        items.extend(self.badge_items(card, Point::new(x, y + 3.5), tag));
        items
    }

    /// The badges in a row around a place.
    fn badge_items(&self, card: usize, middle: Point, tag: Tag) -> Vec<Item> {
        let texts = &self.cards.all[card].texts;
        let widths: Vec<f64> = texts.badges().map(|badge| texts::badge_width(badge)).collect();
        let all = widths.iter().sum::<f64>() + BADGE_GAP * widths.len().saturating_sub(1) as f64;
        let mut left = middle.x - all / 2.0;
        let mut items = Vec::new();
        for (text, role, ground) in
            [(&texts.field, Role::FieldText, Role::FieldHaze), (&texts.lost, Role::LostText, Role::LostFill)]
        {
            let Some(text) = text.clone() else { continue };
            let width = texts::badge_width(&text);
            let at = Point::new(left + width / 2.0, middle.y);
            left += width + BADGE_GAP;
            // On the colour of the box, whatever it is, a badge has a ground that its text is made for.
            for ground in [Role::Ground, ground] {
                let (align, text) = (Align::Middle, text.clone());
                items.push(Item { shape: Shape::Badge { at, align, size: BADGE, text, ground }, role, tag });
            }
        }
        items
    }

    /// What the unit has to do with a map that is not its own.
    fn has(trace: &Trace, map: MapId) -> Option<Has> {
        trace.at(map)?;
        Some(if map <= trace.map { Has::Sees } else { Has::Feeds })
    }

    /// The lines and boxes in a window that a shown unit has to do with.
    pub(super) fn trace_items(&self, trace: &Trace, window: &Rect) -> Vec<Item> {
        let mut items = Vec::new();
        let layers = self.routes.layers_in(window.min.y, window.max.y);
        let pieces = self.routes.pieces.iter().take(layers.end).skip(layers.start.saturating_sub(1));
        for piece in pieces.flatten().chain(&self.routes.far) {
            if let Some(has) = self.piece_has(trace, piece) {
                push_piece(&mut items, piece, TRACED_LINE, has.line());
            }
        }
        for card in layers.flat_map(|layer| &self.routes.rows[layer]) {
            self.trace_box(trace, *card, &mut items);
        }
        for item in &mut items {
            item.tag = Tag::Trace;
        }
        items
    }

    fn piece_has(&self, trace: &Trace, piece: &Piece) -> Option<Has> {
        let source = self.cards.all[piece.source].last();
        let source_has = Self::has(trace, source)?;
        let wanted = if source == trace.map { Has::Feeds } else { source_has };
        let reads = |reader: usize| {
            let map = self.cards.all[reader].first();
            Self::has(trace, map).is_some_and(|has| has == wanted)
        };
        let found = if let Some(reader) = piece.reader {
            reads(reader)
        } else {
            // A trunk goes on to readers that lie further down.
            let foot = piece.points.last().map_or(f64::INFINITY, |end| end.y);
            let lines = &self.cards.plan.lines;
            let from = lines.partition_point(|(from, _)| *from < piece.source);
            let mut readers = lines[from..].iter().take_while(|(from, _)| *from == piece.source);
            readers.any(|(_, to)| self.rects[*to].min.y >= foot && reads(*to))
        };
        found.then_some(wanted)
    }

    fn trace_box(&self, trace: &Trace, card: usize, items: &mut Vec<Item>) {
        let maps = &self.cards.all[card].maps;
        let rect = self.rects[card];
        let pinned = maps.iter().position(|map| *map == trace.map);
        let has = match pinned {
            Some(_) => Has::Sees,
            None => match Self::has(trace, maps[0]) {
                Some(has) => has,
                None => return,
            },
        };
        let tile = Shape::Tiles { rects: vec![rect], line: None, dashed: false };
        items.push(line_item(tile, has.ground()));
        let points = rounded(&rect);
        items.push(line_item(Shape::Polyline { points, width: TRACED_LINE, dashed: false, closed: true }, has.line()));
        if let Some(line) = pinned {
            let points = rounded(&self.line_rect(card, line));
            items.push(line_item(Shape::Polyline { points, width: PIN_LINE, dashed: false, closed: true }, Role::Pin));
        }
    }
}
