//! The numbers of one layer: its input and output as matrices, its kernel over its window, and the sum it comes to.

use super::view::{Board, Flow, Hit, Part, Subject, Unit};
use super::{Item, Point, Rect};
use crate::field::Trace;
use crate::net::Look;

/// The view laid out.
pub struct Numbers {
    parts: Vec<Part>,
}

impl Numbers {
    pub fn of(_subject: &Subject<'_>, _look: Look, _pin: Option<&Unit>) -> Self {
        Self { parts: Vec::new() }
    }
}

impl Board for Numbers {
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
