//! The numbers of the rows and columns of a block of a map: above its columns and to the left of its rows.

use super::detail::{DIGIT_HEIGHT, Lens, Mark, digits, index_size};
use super::theme::Role;
use super::{Align, Cells, Face, Point, Rect, Run, text_width};

/// Between the numbers and the cells, and between two numbers.
const GAP: f64 = 4.0;
const BETWEEN: f64 = 5.0;
/// The size for which a page leaves room.
const SIZE: f64 = 10.0;
/// From one number to the next below it, in parts of its size.
const LINE: f64 = 1.15;

/// Numbers of rows and columns, 0-based. Those of the padding, negative or behind the end, are in its role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlockIndices {
    /// The shown cells; before and after them, the padding.
    pub cells: Cells,
    /// The row and the column of the first cell that is no padding.
    pub first: [i64; 2],
    /// Whether rows and columns have numbers.
    pub shown: [bool; 2],
    /// What each row counts for: of a vector that is written in rows, the values of one.
    pub step: i64,
    /// No number of the whole map is longer than this one.
    pub longest: u64,
}

impl BlockIndices {
    /// The room to the left of the cells.
    pub fn room(&self) -> f64 {
        if self.shown[0] { GAP + text_width(&self.longest.to_string(), SIZE, Face::Mono) + 2.0 } else { 0.0 }
    }

    /// The cells with their numbers.
    pub(super) fn bounds(&self) -> Rect {
        let mut rect = self.cells.padded();
        rect.min.x -= self.room();
        rect.min.y -= if self.shown[1] { GAP + SIZE } else { 0.0 };
        rect
    }

    /// Every number, or every 2nd, 5th, … as there is room.
    pub(super) fn marks<'a>(&self, role: Role, lens: &Lens, draw: &mut impl FnMut(Role, Mark<'a>)) {
        let size = index_size(lens.zoom);
        let padded = self.cells.padded();
        let (gap, height) = (GAP * lens.zoom.min(1.0) / lens.zoom, size * DIGIT_HEIGHT / lens.zoom);
        let mut push = |text: String, at: Point, align: Align, pads: bool| {
            let text = text.replace('-', "−").into();
            draw(if pads { Role::Padding } else { role }, Mark::Text { at, align, face: Face::Mono, size, text });
        };
        if self.shown[1] {
            let width = digits(self.longest) * text_width("0", size, Face::Mono) + BETWEEN;
            for (cell, index, pads) in numbers(&self.cells.columns, self.first[1], 1, width / lens.zoom) {
                let at = Point::new(cell + self.cells.columns.pitch / 2.0, padded.min.y - gap);
                push(index.to_string(), at, Align::Middle, pads);
            }
        }
        if self.shown[0] {
            for (cell, index, pads) in numbers(&self.cells.rows, self.first[0], self.step, LINE * size / lens.zoom) {
                let at = Point::new(padded.min.x - gap, cell + f64::midpoint(self.cells.rows.pitch, height));
                push(index.to_string(), at, Align::End, pads);
            }
        }
    }
}

/// Where the cells of an axis begin that have a number, the number, and whether they are padding.
fn numbers(run: &Run, first: i64, step: i64, room: f64) -> impl Iterator<Item = (f64, i64, bool)> + use<> {
    let run = *run;
    let every = [1, 2, 5, 10].into_iter().find(|every| *every as f64 * run.pitch >= room).unwrap_or(20);
    let (low, high) = (-(run.before as i64), (run.count + run.after) as i64);
    let shown = (low..high).filter(move |at| (at + first).rem_euclid(every) == 0);
    shown.map(move |at| (run.at(at), (at + first) * step, !(0..run.count as i64).contains(&at)))
}
