//! How many routes lead from each pixel of the image to one unit, as heat with profiles along both axes.

use super::view::{Board, Flow, Hit, Part, Subject, Unit};
use super::{Item, Point, Rect};
use crate::field::Trace;

/// The view laid out.
pub struct Paths {
    parts: Vec<Part>,
}

impl Paths {
    pub fn of(_subject: &Subject<'_>, _pin: Option<&Unit>) -> Self {
        Self { parts: Vec::new() }
    }
}

impl Board for Paths {
    fn bounds(&self) -> Rect {
        Rect::new(0.0, 0.0, 400.0, 300.0)
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
