//! How many routes lead from each unit to the shown one: laid over the picture, and over one tile of every map, that of
//! the chosen channel. The others stay as they are: the colours of their values and those of routes could not be told
//! apart.

use super::{Place, Tiles};
use crate::field::Span;
use crate::net::MapId;
use crate::scene::paths;
use crate::scene::theme::Role;
use crate::scene::view::Subject;
use crate::scene::{Rect, Shape};

/// The values are seen through it.
const OPACITY: u8 = 190;

/// What lies over the tiles of a map; `channel` is the chosen one.
pub fn shapes(subject: &Subject<'_>, place: &Place, channel: u64) -> Vec<(Shape, Role)> {
    let Some(counted) = subject.paths.filter(|counted| place.map <= counted.map) else { return Vec::new() };
    let over = |runs: [Span; 2]| -> Vec<Rect> {
        let part = |(tiles, tile): (&Tiles, Rect)| tiles.part(&tile, runs);
        if place.map == MapId::INPUT {
            let of_tiles = |tiles: &'_ Tiles| (0..tiles.count).map(|index| tiles.tile(index)).collect::<Vec<_>>();
            let all = place.all().flat_map(|tiles| of_tiles(tiles).into_iter().map(move |tile| (tiles, tile)));
            return all.map(part).collect();
        }
        let first = |tiles: &Tiles| tiles.tile_of(channel).unwrap_or_else(|| tiles.tile(0));
        place.sheets.first().map(|tiles| (tiles, first(tiles))).map(part).into_iter().collect()
    };
    // Without its own mark the colours would be about nobody knows what.
    if place.map == counted.map {
        let runs = Tiles::runs(&counted.unit.map(|&index| Span::new(index, index)));
        let spots = runs.map(over).unwrap_or_default();
        return spots.into_iter().map(|rect| (Shape::Spot(rect), Role::Field)).collect();
    }
    let rank = subject.analysis.map(place.map).shape.as_ref().map_or(0, |shape| shape.size.rank());
    let axes = [rank.checked_sub(2), rank.checked_sub(1)];
    let Some((pixels, [rows, columns])) = paths::of_map(counted, place.map, axes, OPACITY) else { return Vec::new() };
    over([columns, rows]).into_iter().map(|rect| (Shape::Raster { rect, pixels: pixels.clone() }, Role::Cell)).collect()
}
