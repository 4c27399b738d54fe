//! The view **Graph**: the layers of a network as boxes, each below what it reads, with lines between them.
//!
//! A box is a layer with the layers on single units that follow it. Lines that skip layers run beside the boxes; all of
//! one box together, until they branch off. Groups that repeat are drawn once, with a frame that tells how often.

mod cards;
mod items;
mod layers;
mod order;
mod place;
mod routes;
mod texts;
mod tint;

use super::legend::Marks;
use super::view::{Board, Flow, Hit, Part, Repeat, Subject, Unit};
use super::{Item, Point, Rect};
use crate::field::Trace;
use crate::net::{Look, MapId, Tint};
use cards::Cards;
use items::Drawn;
use routes::Routes;
use texts::{BAND_LINE, PADDING};
use tint::Colour;

pub(super) use cards::rows;
pub use cards::{MOST_UNFOLDED, folds, toggled};

/// Around a folded group, and the room of what tells how often it comes.
const FRAME: f64 = 11.0;
const TIMES_ROOM: f64 = 46.0;
const TIMES_HEIGHT: f64 = 18.0;

/// The view laid out.
pub struct Graph {
    bounds: Rect,
    parts: Vec<Part>,
    /// The box and the line in it of each part.
    place_of_part: Vec<(usize, usize)>,
    cards: Cards,
    routes: Routes,
    /// The boxes as they are drawn: narrower than the room they have.
    rects: Vec<Rect>,
    colours: Vec<Colour>,
    frames: Vec<Frame>,
    repeats: Vec<Repeat>,
    drawn: Drawn,
    tint: Tint,
}

/// What is drawn around a group.
#[derive(Clone, Debug, PartialEq)]
struct Frame {
    /// `None` where boxes of others lie between its own.
    rect: Option<Rect>,
    /// What tells how often it comes, and where it is pressed.
    times: Rect,
}

impl Graph {
    /// Lays the graph out: once per network and look.
    pub fn of(subject: &Subject<'_>, look: Look) -> Self {
        let cards = Cards::of(subject, look);
        let sizes: Vec<(f64, f64)> = cards.all.iter().map(|card| card.texts.size()).collect();
        let routes = Routes::of(&cards.plan, |card| sizes[card].0);
        let rects: Vec<Rect> = routes
            .boxes
            .iter()
            .zip(&sizes)
            .map(|(room, (width, height))| Rect::new(room.centre().x - width / 2.0, room.min.y, *width, *height))
            .collect();
        let colours = tint::colours(subject.graph, subject.analysis, &cards.all, look.tint);
        let mut graph = Self {
            bounds: Rect::default(),
            parts: Vec::new(),
            place_of_part: Vec::new(),
            cards,
            routes,
            rects,
            colours,
            frames: Vec::new(),
            repeats: Vec::new(),
            drawn: Drawn::default(),
            tint: look.tint,
        };
        graph.frames = graph.cards.groups.iter().map(|group| graph.frame(&group.cards)).collect();
        let repeats = graph.cards.groups.iter().zip(&graph.frames);
        graph.repeats = repeats.map(|(group, frame)| group.told(frame.times)).collect();
        graph.give_parts();
        graph.drawn = Drawn::of(&graph);
        graph.bounds = graph.extent();
        graph
    }

    fn frame(&self, cards: &std::ops::Range<usize>) -> Frame {
        let all = self.rects[cards.clone()].iter().copied().reduce(|a, b| a.union(&b)).unwrap_or_default();
        let rect = all.grown(FRAME);
        // Those of its layers are enough to look at.
        let mut near = self.routes.layers_in(rect.min.y, rect.max.y).flat_map(|layer| &self.routes.rows[layer]);
        let free = near.all(|card| cards.contains(card) || !self.rects[*card].meets(&rect));
        let corner = if free { rect.min } else { self.rects[cards.start].min };
        let times = Rect::new(corner.x - TIMES_ROOM + 8.0, corner.y, TIMES_ROOM, TIMES_HEIGHT);
        Frame { rect: free.then_some(rect), times }
    }

    /// One part for each map that is shown, in the order of the maps.
    fn give_parts(&mut self) {
        let mut parts: Vec<(Part, (usize, usize))> = Vec::new();
        for (at, card) in self.cards.all.iter().enumerate() {
            for (line, map) in card.maps.iter().enumerate() {
                parts.push((Part { map: *map, area: self.line_rect(at, line) }, (at, line)));
            }
        }
        parts.sort_by_key(|(part, _)| part.map);
        (self.parts, self.place_of_part) = parts.into_iter().unzip();
    }

    /// Where a map's line lies in its box: that of the first one takes what the others leave.
    fn line_rect(&self, card: usize, line: usize) -> Rect {
        let rect = self.rects[card];
        let bands = self.cards.all[card].maps.len() - 1;
        let foot = if self.cards.all[card].texts.joins { 0.0 } else { PADDING / 2.0 };
        let top = |line: usize| rect.max.y - foot - (bands + 1 - line) as f64 * BAND_LINE;
        match (line, bands) {
            (0, 0) => rect,
            (0, _) => Rect::spanning((rect.min.x, rect.max.x), (rect.min.y, top(1))),
            (line, _) => {
                let end = if line == bands { rect.max.y } else { top(line + 1) };
                Rect::spanning((rect.min.x, rect.max.x), (top(line), end))
            }
        }
    }

    fn extent(&self) -> Rect {
        let pieces = self.routes.pieces.iter().flatten().chain(&self.routes.far).flat_map(|piece| &piece.points);
        let frames = self.frames.iter().flat_map(|frame| frame.rect.into_iter().chain([frame.times]));
        let rooms = self.routes.boxes.iter().copied().chain(frames);
        let all = rooms.reduce(|a, b| a.union(&b)).unwrap_or_default();
        pieces.fold(all, |all, point| all.union(&Rect { min: *point, max: *point })).grown(6.0)
    }

    /// The box and its line at a place.
    fn card_at(&self, at: Point) -> Option<(usize, usize)> {
        let layers = self.routes.layers_in(at.y, at.y);
        let mut cards = layers.flat_map(|layer| &self.routes.rows[layer]).copied();
        let card = cards.find(|card| self.rects[*card].contains(at))?;
        let lines = self.cards.all[card].maps.len();
        let line = (0..lines).find(|line| self.line_rect(card, *line).contains(at)).unwrap_or(0);
        Some((card, line))
    }
}

impl Board for Graph {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn flow(&self) -> Flow {
        Flow::Woven
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn marks(&self, _: &Subject<'_>) -> Marks {
        Marks { tint: self.tint, ..Marks::default() }
    }

    fn repeats(&self) -> &[Repeat] {
        &self.repeats
    }

    fn lines(&self, window: &Rect) -> [&[Item]; 2] {
        self.drawn.in_window(&self.routes, window)
    }

    fn under(&self, subject: &Subject<'_>, part: usize) -> Vec<Item> {
        let (card, line) = self.place_of_part[part];
        if line == 0 { self.box_items(subject, card) } else { Vec::new() }
    }

    fn over(&self, _: &Subject<'_>, part: usize) -> Vec<Item> {
        let (card, line) = self.place_of_part[part];
        self.text_items(card, line)
    }

    fn traced(&self, _: &Subject<'_>, trace: &Trace, window: &Rect) -> Vec<Item> {
        self.trace_items(trace, window)
    }

    fn hit(&self, _: &Subject<'_>, at: Point, _: Option<&Unit>) -> Option<Hit> {
        let pressed = self.frames.iter().position(|frame| frame.times.contains(at));
        if let Some(group) = pressed {
            return Some(Hit::Group(self.cards.groups[group].bit));
        }
        let (card, line) = self.card_at(at)?;
        Some(Hit::Map(self.cards.all[card].maps[line]))
    }

    fn place_of(&self, _: &Subject<'_>, hit: &Hit) -> Option<Rect> {
        match hit {
            Hit::Map(map) => self.part(*map).map(|part| self.parts[part].area),
            Hit::Group(bit) => {
                let group = self.cards.groups.iter().position(|group| group.bit == *bit)?;
                Some(self.frames[group].times)
            }
            _ => None,
        }
    }
}

impl Graph {
    fn part(&self, map: MapId) -> Option<usize> {
        self.parts.binary_search_by_key(&map, |part| part.map).ok()
    }
}
