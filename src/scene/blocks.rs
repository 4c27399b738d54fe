//! The view **Blocks**: every feature map as a box in perspective, as publications draw networks.

use super::view::{Board, Flow, Hit, Part, Subject, Unit};
use super::{Item, Point, Rect};
use crate::field::Trace;

/// The view laid out.
pub struct Blocks {
    bounds: Rect,
    parts: Vec<Part>,
}

impl Blocks {
    pub fn of(subject: &Subject<'_>, folded: bool) -> Self {
        let _ = (subject, folded);
        Self { bounds: Rect::default(), parts: Vec::new() }
    }
}

impl Board for Blocks {
    fn bounds(&self) -> Rect {
        self.bounds
    }

    fn flow(&self) -> Flow {
        Flow::Across
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
