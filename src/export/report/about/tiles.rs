//! How to cut a large image into tiles.

use serde_json::{Value, json};

use super::super::{csv::literal, json::list, name_of};
use super::About;
use super::page::{Block, Section};
use crate::axes::Axes;
use crate::field::tiling::{NoTiling, Tiling, of_output};
use crate::locale::Words;
use crate::net::MapId;

/// Outputs whose tiles people read.
const MOST_OUTPUTS: usize = 8;

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

/// An output and how the image is tiled for it.
struct Told {
    output: MapId,
    /// The map whose values the tiles give: the output, or the features before layers that see everything.
    tiled: MapId,
    tiling: Result<Axes<Tiling>, NoTiling>,
}

/// Of networks with several outputs, each has its own tiles.
fn told<'a>(about: &'a About<'_>) -> impl Iterator<Item = Told> + 'a {
    about.graph.outputs().into_iter().map(|output| {
        let (tiled, tiling) = of_output(about.graph, about.analysis, output);
        // Features may be known where the classifier behind them cannot run.
        let reached = about.analysis.map(output).shape.is_some();
        let tiling = tiling.and_then(|axes| if reached { Ok(axes) } else { Err(NoTiling::Unknown(output)) });
        Told { output, tiled: if tiling.is_ok() { tiled } else { output }, tiling }
    })
}

pub(super) fn section(about: &About<'_>) -> Section {
    let words = about.words;
    let mut blocks = Vec::new();
    let several = about.graph.outputs().len() > 1;
    for Told { output, tiled, tiling } in told(about).take(MOST_OUTPUTS) {
        if several {
            let output = about.shown_name(output);
            blocks.push(Block::Line(words.with("about-output", &[("layer", output.into())])));
        }
        if tiled != output {
            blocks.push(Block::Line(words.with("tiles-up-to", &[("layer", about.shown_name(tiled).into())])));
        }
        match tiling {
            Ok(axes) => {
                let rows = rows(&axes, words).map(|(key, value)| (words.get(key).to_owned(), value));
                blocks.push(Block::Rows(rows.into()));
                blocks.push(Block::Line(how_text(&axes, words)));
            }
            Err(reason) => blocks.push(Block::Line(refusal_text(about, reason))),
        }
    }
    if let Some(more @ 1..) = about.graph.outputs().len().checked_sub(MOST_OUTPUTS) {
        blocks.push(Block::Line(about.more(more)));
    }
    Section { title: words.get("section-tiles").to_owned(), blocks }
}

fn refusal_text(about: &About<'_>, reason: NoTiling) -> String {
    let (key, map) = refusal(reason);
    let text = about.words.get(key);
    map.map_or_else(|| text.to_owned(), |map| format!("{text}: {}", about.shown_name(map)))
}

const fn refusal_word(reason: NoTiling) -> &'static str {
    match reason {
        NoTiling::Global(_) => "global",
        NoTiling::Unknown(_) => "unknown",
        NoTiling::DependsOnSize(_) => "depends on size",
        NoTiling::TooLarge => "too large",
    }
}

/// A number of an axis under its name in JSON and CSV.
type Number = (&'static str, fn(&Tiling) -> u64);

const NUMBERS: [Number; 7] = [
    ("total_stride", |axis| axis.total_stride),
    ("halo_begin", |axis| axis.halo_begin),
    ("halo_end", |axis| axis.halo_end),
    ("lost_begin", |axis| axis.lost_begin),
    ("lost_end", |axis| axis.lost_end),
    ("overlap", |axis| axis.overlap),
    ("smallest", |axis| axis.smallest),
];

/// One record for each output and axis; one without axis and numbers where there are no tiles.
pub(super) fn records(about: &About<'_>) -> Vec<Vec<String>> {
    let mut head = ["output", "map", "why_not", "why_not_layer", "axis"].map(str::to_owned).to_vec();
    head.extend(NUMBERS.map(|(name, _)| name.to_owned()));
    let name = |map: MapId| literal(name_of(about.graph, map));
    let mut records = vec![head];
    for Told { output, tiled, tiling } in told(about) {
        match tiling {
            Ok(axes) => records.extend(axes.iter().enumerate().map(|(axis, tiling)| {
                let mut fields = vec![name(output), name(tiled), String::new(), String::new(), axis.to_string()];
                fields.extend(NUMBERS.map(|(_, number)| number(tiling).to_string()));
                fields
            })),
            Err(reason) => {
                let layer = refusal(reason).1.map_or_else(String::new, name);
                let mut fields = vec![name(output), String::new(), refusal_word(reason).to_owned(), layer];
                fields.resize(5 + NUMBERS.len(), String::new());
                records.push(fields);
            }
        }
    }
    records
}

pub(super) fn values(about: &About<'_>) -> Vec<Value> {
    let name = |map: MapId| name_of(about.graph, map);
    let value = |Told { output, tiled, tiling }| {
        let mut value = json!({ "output": name(output) });
        match tiling {
            Ok(axes) => push_json(&mut value, name(tiled), &axes),
            Err(reason) => {
                value["map"] = Value::Null;
                value["why_not"] = refusal_word(reason).into();
                value["why_not_layer"] = refusal(reason).1.map(name).into();
            }
        }
        value
    };
    told(about).map(value).collect()
}

/// Adds the map that is tiled, and how, as the report has them.
pub(in super::super) fn push_json(value: &mut Value, map: &str, axes: &Axes<Tiling>) {
    value["map"] = map.into();
    for (name, number) in NUMBERS {
        value[name] = list(axes, |axis| number(axis).into());
    }
}

/// The widest halo of all outputs, in pixels; or why there is none.
pub fn widest_halo(about: &About<'_>) -> Result<u64, String> {
    let mut widest = 0;
    for Told { tiling, .. } in told(about) {
        let axes = tiling.map_err(|reason| refusal_text(about, reason))?;
        let halo = axes.iter().map(|axis| axis.halo_begin.max(axis.halo_end)).max();
        widest = widest.max(halo.unwrap_or(0));
    }
    Ok(widest)
}
