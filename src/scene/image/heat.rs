//! How many routes lead from each pixel to the shown unit, laid over the picture. Not over other maps: the colours of
//! their values and those of routes could not be told apart.

use super::{Place, Tiles};
use crate::net::MapId;
use crate::scene::Shape;
use crate::scene::paths;
use crate::scene::theme::Role;
use crate::scene::view::Subject;

/// The picture is seen through it.
const OPACITY: u8 = 190;

/// What lies over the tiles of a map.
pub fn shapes(subject: &Subject<'_>, place: &Place) -> Vec<(Shape, Role)> {
    let counted = subject.paths.filter(|counted| place.map == MapId::INPUT && counted.map > place.map);
    let rank = subject.graph.input.size.rank();
    let axes = [rank.checked_sub(2), rank.checked_sub(1)];
    let Some((pixels, [rows, columns])) = counted.and_then(|paths| paths::of_map(paths, place.map, axes, OPACITY))
    else {
        return Vec::new();
    };
    let tiles = place
        .all()
        .flat_map(|tiles: &Tiles| (0..tiles.count).map(move |index| tiles.part(&tiles.tile(index), [columns, rows])));
    tiles.map(|rect| (Shape::Raster { rect, pixels: pixels.clone() }, Role::Cell)).collect()
}
