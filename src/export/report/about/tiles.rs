//! How to cut a large image into tiles.

use crate::axes::Axes;
use crate::field::tiling::{NoTiling, Tiling};
use crate::locale::Words;
use crate::net::MapId;

fn each(axes: &Axes<Tiling>, value: fn(&Tiling) -> u64) -> String {
    axes.map(value).alike_text(" × ")
}

/// What a tile must be like: the locale's key of each row with its value.
pub fn rows(axes: &Axes<Tiling>, words: &Words) -> [(&'static str, String); 5] {
    let pixels = |text: String| format!("{text}\u{a0}{}", words.get("unit-px"));
    let ends = |begin: fn(&Tiling) -> u64, end: fn(&Tiling) -> u64| {
        axes.map(|axis| format!("{} + {}", begin(axis), end(axis))).alike_text("; ")
    };
    [
        ("tiles-stride", pixels(each(axes, |axis| axis.total_stride))),
        ("tiles-halo", pixels(ends(|axis| axis.halo_begin, |axis| axis.halo_end))),
        ("tiles-lost", ends(|axis| axis.lost_begin, |axis| axis.lost_end)),
        ("tiles-overlap", pixels(each(axes, |axis| axis.overlap))),
        ("tiles-smallest", pixels(each(axes, |axis| axis.smallest))),
    ]
}

/// How to tile, in a sentence.
pub fn how_text(axes: &Axes<Tiling>, words: &Words) -> String {
    let numbers = [
        ("stride", each(axes, |axis| axis.total_stride).into()),
        ("overlap", each(axes, |axis| axis.overlap).into()),
        ("begin", each(axes, |axis| axis.lost_begin).into()),
        ("end", each(axes, |axis| axis.lost_end).into()),
    ];
    words.with("tiles-how", &numbers)
}

/// Why there are no tiles: the locale's key, and the layer that it is about.
pub const fn refusal(reason: NoTiling) -> (&'static str, Option<MapId>) {
    match reason {
        NoTiling::Global(map) => ("tiles-global", Some(map)),
        NoTiling::Unknown(map) => ("tiles-unknown", Some(map)),
        NoTiling::DependsOnSize(map) => ("tiles-depends", Some(map)),
        NoTiling::TooLarge => ("tiles-too-large", None),
    }
}
