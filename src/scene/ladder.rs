//! The view **Ladder**: one axis, every layer, each unit above the middle of what it sees.

use super::view::{Board, Flow, Hit, Part, Subject, Unit};
use super::{Item, Point, Rect};
use crate::field::Trace;
use crate::net::Look;

/// The view laid out.
pub struct Ladder {
    bounds: Rect,
    parts: Vec<Part>,
}

impl Ladder {
    pub fn of(subject: &Subject<'_>, look: Look, pin: Option<&Unit>) -> Self {
        let _ = (subject, look, pin);
        Self { bounds: Rect::default(), parts: Vec::new() }
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

    fn under(&self, _: &Subject<'_>, _: usize) -> Vec<Item> {
        Vec::new()
    }

    fn over(&self, _: &Subject<'_>, _: usize) -> Vec<Item> {
        Vec::new()
    }

    fn traced(&self, _: &Subject<'_>, _: &Trace, _: &Rect) -> Vec<Item> {
        Vec::new()
    }

    fn hit(&self, _: &Subject<'_>, _: Point, _: Option<&Unit>) -> Option<Hit> {
        None
    }
}
