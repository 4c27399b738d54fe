//! The image through the layers: every channel of every map as a picture.

use super::view::{Board, Flow, Hit, Part, Subject, Unit};
use super::{Item, Point, Rect};
use crate::field::Trace;
use crate::net::Look;

/// The view laid out.
pub struct Image {
    parts: Vec<Part>,
}

impl Image {
    pub fn of(_subject: &Subject<'_>, _look: Look, _pin: Option<&Unit>) -> Self {
        Self { parts: Vec::new() }
    }
}

impl Board for Image {
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
