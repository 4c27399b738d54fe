//! The field, and the boxes about its middle that hold so many of the routes, over the heat.

use super::{Plane, Told};
use crate::axes::Axes;
use crate::field::Span;
use crate::field::paths::SHARES;
use crate::scene::theme::Role;
use crate::scene::{Align, Item, Point, Rect, Run, Shape, Tag};

/// Outlines of the field and of boxes. A box is a dashed line on one of another colour: it is seen on every heat.
const FIELD_LINE: f64 = 2.5;
const BOX_GROUND: f64 = 3.0;
const BOX_LINE: f64 = 1.5;

/// A share's text, how far it is from the corners of its box, and what part of its size its baseline is below the
/// box's edge.
const TEXT: f64 = 11.0;
/// In cells with numbers it is smaller than the room between two of them.
const PART_OF_CELL: f64 = 0.3;
const FROM_CORNER: f64 = 8.0;
const BELOW_EDGE: f64 = 0.36;

/// A box as it is drawn: shares whose boxes are the same have one.
struct Drawn {
    rect: Rect,
    shares: Vec<String>,
    align: Align,
}

/// The outlines, cut to the image, and what they hold.
pub fn items(told: &Told<'_>, plane: &Plane) -> Vec<Item> {
    let all = plane.cells.rect();
    let mut items = Vec::new();
    let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Trace });
    let field = plane.rect_of(&told.measures.field).clip(&all);
    if let Some(rect) = field {
        push(Shape::Outline { rect, width: FIELD_LINE, dashed: false }, Role::Field);
    }
    let boxes = boxes(told, plane, &all);
    let pitch = plane.cells.columns.pitch.min(plane.cells.rows.pitch);
    let size = if pitch < super::LEAST_CELL_WITH_NUMBER { TEXT } else { TEXT.min(PART_OF_CELL * pitch) };
    for Drawn { rect, .. } in boxes.iter().filter(|drawn| Some(drawn.rect) != field) {
        push(Shape::Outline { rect: *rect, width: BOX_GROUND, dashed: false }, Role::OnPale);
        push(Shape::Outline { rect: *rect, width: BOX_LINE, dashed: true }, Role::OnDeep);
    }
    for Drawn { rect, shares, align } in boxes {
        let x = match align {
            Align::Start => rect.min.x + FROM_CORNER,
            Align::Middle => rect.centre().x,
            Align::End => rect.max.x - FROM_CORNER,
        };
        let at = Point::new(x, rect.min.y + BELOW_EDGE * size);
        let text = told.subject.words.list(&shares);
        push(Shape::Badge { at, align, size, text, ground: Role::OnPale }, Role::OnDeep);
    }
    items
}

fn boxes(told: &Told<'_>, plane: &Plane, all: &Rect) -> Vec<Drawn> {
    // Each share's text has a place of its own along the upper edge: boxes may lie close to each other.
    const PLACES: [Align; SHARES.len()] = [Align::Start, Align::Middle, Align::End];
    let mut boxes: Vec<Drawn> = Vec::new();
    for ((share, radius), align) in SHARES.into_iter().zip(told.measures.radii).zip(PLACES) {
        let Some(rect) = radius.and_then(|radius| around(plane, &told.measures.field, radius).clip(all)) else {
            continue;
        };
        let share = told.subject.words.percent(share);
        match boxes.last_mut().filter(|last| last.rect == rect) {
            Some(last) => last.shares.push(share),
            None => boxes.push(Drawn { rect, shares: vec![share], align }),
        }
    }
    boxes
}

/// So much around the middle of the field on every side, in pixels.
fn around(plane: &Plane, field: &Axes<Span>, radius: f64) -> Rect {
    let ends = |run: &Run, axis: Option<usize>| {
        axis.map_or(run.ends(), |axis| {
            let middle = f64::midpoint(field[axis].first as f64, field[axis].last as f64 + 1.0);
            (run.origin + (middle - radius) * run.pitch, run.origin + (middle + radius) * run.pitch)
        })
    };
    Rect::spanning(ends(&plane.cells.columns, plane.axes[1]), ends(&plane.cells.rows, plane.axes[0]))
}
