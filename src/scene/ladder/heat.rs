//! Below the rows: how many routes lead from each unit to the one that they were counted for.

use super::{Body, Placed};
use crate::field::{Span, Spans};
use crate::scene::beads::{BeadLook, Beads, Row};
use crate::scene::paths;
use crate::scene::theme::Role;
use crate::scene::view::Subject;
use crate::scene::{Item, Rect, Shape, Tag};

/// How high a bar of heat is, and how far below its row.
const HEAT: f64 = 7.0;
const HEAT_GAP: f64 = 3.0;

/// What belongs to one row: a bar, or the mark of the unit itself.
pub fn items(subject: &Subject<'_>, axis: usize, placed: &Placed) -> Vec<Item> {
    let (Body::Row(row), Some(counted)) = (&placed.body, subject.paths) else { return Vec::new() };
    if placed.map == counted.map {
        return counted.unit.get(axis).map(|unit| spot(row, *unit, placed)).into_iter().flatten().collect();
    }
    let heat = (placed.map < counted.map).then(|| paths::of_map(counted, placed.map, [None, Some(axis)])).flatten();
    let bar = |(pixels, [_, run]): (_, [Span; 2])| {
        let half = row.places.pitch() / 2.0;
        let top = row.rect().max.y + HEAT_GAP;
        let ends = (row.places.at(run.first) - half, row.places.at(run.last) + half);
        let rect = Rect::spanning(ends, (top, top + HEAT));
        Item { shape: Shape::Raster { rect, pixels }, role: Role::Cell, tag: Tag::Map(placed.map) }
    };
    heat.map(bar).into_iter().collect()
}

/// The unit that the routes lead to. Without a mark the colours would be about nobody knows what.
fn spot(row: &Row, unit: i64, placed: &Placed) -> [Item; 2] {
    let unit: Spans = Span::new(unit, unit).into();
    [(BeadLook::Spot, Role::Field), (BeadLook::Numbers, Role::OnField)].map(|(look, role)| {
        let shape = Shape::Beads(Beads { row: row.clone(), units: unit.clone(), look });
        Item { shape, role, tag: Tag::Map(placed.map) }
    })
}
