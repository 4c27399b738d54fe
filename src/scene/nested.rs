//! The view **Nested fields**: the input once, with what one unit of each layer sees of it.

use super::view::{Board, Flow, Hit, Part, Subject, Unit};
use super::{Item, Point, Rect};
use crate::field::Trace;

/// The view laid out.
pub struct Nested {
    bounds: Rect,
    parts: Vec<Part>,
}

impl Nested {
    pub fn of(subject: &Subject<'_>, pin: Option<&Unit>) -> Self {
        let _ = (subject, pin);
        Self { bounds: Rect::default(), parts: Vec::new() }
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
