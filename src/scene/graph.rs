//! **Graph**: the layers of a network as boxes and which reads which as lines.

use super::view::{Board, Flow, Hit, Part, Subject, Unit};
use super::{Item, Point, Rect};
use crate::field::Trace;
use crate::net::Look;

/// The graph, laid out.
pub struct Graph {
    bounds: Rect,
    parts: Vec<Part>,
}

impl Graph {
    pub fn of(subject: &Subject<'_>, _look: Look) -> Self {
        let parts: Vec<Part> = subject
            .graph
            .maps()
            .map(|map| Part { map, area: Rect::new(0.0, 40.0 * map.index() as f64, 120.0, 30.0) })
            .collect();
        let bounds = parts.iter().fold(Rect::default(), |bounds, part| bounds.union(&part.area));
        Self { bounds, parts }
    }
}

impl Board for Graph {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn flow(&self) -> Flow {
        Flow::Down
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn under(&self, _subject: &Subject<'_>, _part: usize) -> Vec<Item> {
        Vec::new()
    }

    fn over(&self, _subject: &Subject<'_>, _part: usize) -> Vec<Item> {
        Vec::new()
    }

    fn traced(&self, _subject: &Subject<'_>, _trace: &Trace, _window: &Rect) -> Vec<Item> {
        Vec::new()
    }

    fn hit(&self, _subject: &Subject<'_>, at: Point, _before: Option<&Unit>) -> Option<Hit> {
        self.parts.iter().find(|part| part.area.contains(at)).map(|part| Hit::Map(part.map))
    }
}
