//! The maps' picture of one network: places once per network, items once per map that comes into sight.

use std::cell::OnceCell;

use crate::field::Analysis;
use crate::locale::Words;
use crate::net::{Graph, Layout};
use crate::scene::Item;
use crate::scene::maps::{Maps, Marks, Place};

/// Everything of the maps that does not depend on the pointer.
pub struct Scenery {
    pub maps: Maps,
    pub marks: Marks,
    /// One list per place. A stack of thousands of layers has few in sight, so each is built when it is first seen.
    items: Vec<OnceCell<(Vec<Item>, Vec<Item>)>>,
}

impl Scenery {
    pub fn of(graph: &Graph, analysis: &Analysis, layout: Layout, words: &Words) -> Self {
        let maps = Maps::of(graph, analysis, layout, words);
        let items = maps.places.iter().map(|_| OnceCell::new()).collect();
        Self { marks: Marks::of(graph, analysis), maps, items }
    }

    /// The items of a place of these maps: those under a shown unit, and the texts above it.
    pub fn items(&self, graph: &Graph, analysis: &Analysis, place: &Place, words: &Words) -> (&[Item], &[Item]) {
        let at = self.maps.places.partition_point(|other| other.map < place.map);
        let (cells, labels) = self.items[at]
            .get_or_init(|| (self.maps.items(graph, analysis, place), self.maps.labels(graph, analysis, place, words)));
        (cells, labels)
    }
}
