//! The indices beside a map: which of them there is room for, and where they stand.

use super::{DIGIT_HEIGHT, Mark, snapped};
use crate::scene::theme::Role;
use crate::scene::{Align, Face, Point, Rect, Run, text_width};

/// Indices shrink with the maps as far as they can be read, and grow little: there may be thousands.
const LEAST_INDEX: f64 = 7.5;
const INDEX_SIZE: f64 = 10.0;
const MOST_INDEX: f64 = 16.0;
/// Room between a map and its indices, between two indices, and of all indices below a map.
const INDEX_GAP: f64 = 5.0;
const BETWEEN_INDICES: f64 = 8.0;
pub(in crate::scene) const INDEX_HEIGHT: f64 = INDEX_GAP + INDEX_SIZE + 3.0;
/// The room for a row's index, in points on the screen or page.
const LEAST_ROOM_FOR_ROW_INDEX: f64 = 13.0;
/// Maps that are smaller than this have no indices, unless there is room for every one.
const LEAST_INDEX_ZOOM: f64 = 0.4;
/// The most indices of one axis.
const MOST_INDICES: f64 = 32.0;

/// An index beside a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The middle of its row or column at the edge of the map and its padding.
    pub at: Point,
    pub index: u64,
}

/// The indices of a run that are shown: every one, or every 2nd, 5th, 10th, … as there is room. None where the first
/// would stand alone, which tells nothing.
pub(super) fn shown(run: &Run, (low, high): (f64, f64), zoom: f64, across: bool) -> impl Iterator<Item = i64> {
    let widest = digits(run.count - 1) * digit_width(index_size(zoom)) + BETWEEN_INDICES;
    let room = if across { widest } else { LEAST_ROOM_FOR_ROW_INDEX };
    let (first, end) = run.meeting(low, high);
    let (first, end) = (first.max(0), end.min(run.count as i64));
    let every = step_for((room / (run.pitch * zoom)).max((end - first) as f64 / MOST_INDICES));
    // Far away they would cover the maps they are to explain.
    let far = zoom < LEAST_INDEX_ZOOM && run.pitch * zoom < LEAST_ROOM_FOR_ROW_INDEX;
    let alone = far || (run.count > 1 && every >= run.count as i64);
    let next = first + (every - first % every) % every;
    (next..if alone { next } else { end }).step_by(every as usize)
}

pub(super) fn draw_all<'a>(
    indices: Vec<Index>,
    across: bool,
    zoom: f64,
    role: Role,
    draw: &mut impl FnMut(Role, Mark<'a>),
) {
    if indices.is_empty() {
        return;
    }
    let size = index_size(zoom);
    let gap = INDEX_GAP * zoom.min(1.0);
    let height = size * DIGIT_HEIGHT;
    let (align, offset) = if across {
        (Align::Middle, Point::new(0.0, gap + 2.0 + height))
    } else {
        (Align::End, Point::new(-gap, height / 2.0))
    };
    let haze = indices.iter().map(|Index { at, index }| {
        let (width, height) = ((digits(*index) * digit_width(size) + 2.0) / zoom, (height + 3.0) / zoom);
        let (x, y) = (at.x + offset.x / zoom, at.y + (offset.y + 1.5) / zoom - height);
        Rect::new(if across { x - width / 2.0 } else { x - width + 1.0 / zoom }, y, width, height)
    });
    draw(Role::GroundHaze, Mark::Fill(haze.collect()));
    draw(role, Mark::Indices { indices, size, align, offset });
}

/// How many digits a number has.
pub(in crate::scene) fn digits(n: u64) -> f64 {
    f64::from(n.checked_ilog10().unwrap_or(0) + 1)
}

fn digit_width(size: f64) -> f64 {
    text_width("0", size, Face::Mono)
}

/// The room left of a map for the indices of its rows.
pub(in crate::scene) fn index_room(run: &Run) -> f64 {
    INDEX_GAP + digits(run.count.max(1) - 1) * digit_width(INDEX_SIZE) + 2.0
}

pub(in crate::scene) fn index_size(zoom: f64) -> f64 {
    // Near by, and on a large screen, they grow much slower than the maps do.
    let magnified = if zoom > 1.0 { zoom.sqrt() } else { zoom };
    snapped(INDEX_SIZE * magnified).clamp(LEAST_INDEX, MOST_INDEX)
}

/// The smallest of 1, 2, 5, 10, 20, 50, … that is at least `least`.
fn step_for(least: f64) -> i64 {
    let mut decade = 1;
    loop {
        for factor in [1, 2, 5] {
            if (factor * decade) as f64 >= least {
                return factor * decade;
            }
        }
        decade *= 10;
    }
}
