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
const TEXT: f64 = 12.0;
/// In cells with numbers it is smaller than the room between two of them.
const PART_OF_CELL: f64 = 0.36;
const FROM_CORNER: f64 = 8.0;
const BELOW_EDGE: f64 = 0.36;

/// A box as it is drawn: shares whose boxes are the same have one.
struct Drawn {
    rect: Rect,
    shares: Vec<String>,
    /// Where its text may stand on the upper edge, the best place first.
    places: [Align; 3],
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
    let mut taken: Vec<Rect> = Vec::new();
    for drawn in boxes {
        let text = told.subject.words.list(&drawn.shares);
        let free = |shape: &Shape| taken.iter().all(|rect| rect.clip(&shape.bounds()).is_none());
        // Where there is no free place the texts beside the picture tell it.
        let names = drawn.places.into_iter().map(|align| name(&drawn.rect, align, size, &text));
        if let Some(name) = names.into_iter().find(free) {
            taken.push(name.bounds());
            push(name, Role::OnDeep);
        }
    }
    items
}

/// A share's text on the upper edge of its box.
fn name(rect: &Rect, align: Align, size: f64, text: &str) -> Shape {
    let x = match align {
        Align::Start => rect.min.x + FROM_CORNER,
        Align::Middle => rect.centre().x,
        Align::End => rect.max.x - FROM_CORNER,
    };
    let at = Point::new(x, rect.min.y + BELOW_EDGE * size);
    Shape::Badge { at, align, size, text: text.to_owned(), ground: Role::OnPale }
}

fn boxes(told: &Told<'_>, plane: &Plane, all: &Rect) -> Vec<Drawn> {
    // Each share's text has a place of its own along the upper edge: boxes may lie close to each other, and those of one
    // axis have one and the same edge.
    const PLACES: [[Align; 3]; SHARES.len()] = [
        [Align::Start, Align::Middle, Align::End],
        [Align::Middle, Align::End, Align::Start],
        [Align::End, Align::Middle, Align::Start],
    ];
    let mut boxes: Vec<Drawn> = Vec::new();
    for ((share, radius), places) in SHARES.into_iter().zip(told.measures.radii).zip(PLACES) {
        let Some(rect) = radius.and_then(|radius| around(plane, &told.measures.field, radius).clip(all)) else {
            continue;
        };
        let share = told.subject.words.percent(share);
        match boxes.last_mut().filter(|last| last.rect == rect) {
            Some(last) => last.shares.push(share),
            None => boxes.push(Drawn { rect, shares: vec![share], places }),
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
