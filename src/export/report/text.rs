//! The report for a terminal.

use std::fmt::Write as _;

use super::csv::literal;
use super::{Table, lines, name_of, network_notes, one_line, outputs, padded, rewritten, widths};
use crate::axes::Axes;
use crate::field::branches::{Extremes, extremes};
use crate::field::padding;
use crate::field::tiling::{Tiling, last_local, tiling};
use crate::field::{Analysis, Region, Span, Spans, Trace, TracedMap};
use crate::locale::Words;
use crate::net::{Graph, MapId, Shape};
use crate::scene::columns::Sheet;

/// An aligned table, the remarks, the sums.
pub fn write(graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    let Table { sheet, remarks } = Table::of(graph, analysis, words);
    let mut text = String::new();
    for (at, cells) in lines(&sheet).enumerate() {
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
        if at == 0 {
            let rules: Vec<String> = widths(&sheet).into_iter().map(|width| "─".repeat(width)).collect();
            let _ = writeln!(text, "{}", rules.join("  "));
        }
    }
    text.push('\n');
    push_totals(&mut text, graph, analysis, words);
    push_paths(&mut text, graph, analysis, words);
    push_named(&mut text, "report-outputs", &outputs(graph, analysis, words), words);
    push_named(&mut text, "report-remarks", &remarks, words);
    push_verdict(&mut text, graph, analysis, words);
    text
}

/// Any table of texts, with tabs between the cells, as spreadsheets take it from the clipboard.
pub fn table(sheet: &Sheet) -> String {
    let sheet = rewritten(sheet, |column, cell| if column.is_text() { literal(cell) } else { cell.to_owned() });
    [&sheet.head].into_iter().chain(&sheet.rows).map(|row| row.join("\t") + "\n").collect()
}

fn push_totals(text: &mut String, graph: &Graph, analysis: &Analysis, words: &Words) {
    let totals = analysis.totals();
    let number = |n: Option<u64>| n.map_or_else(|| "?".to_owned(), |n| words.number(n));
    let layers = graph.nodes().len().into();
    let (params, macs) = (number(totals.params).into(), number(totals.macs).into());
    let key = if analysis.runs() { "report-totals" } else { "report-totals-part" };
    let _ = writeln!(text, "{}", words.with(key, &[("layers", layers), ("params", params), ("macs", macs)]));
    let _ = writeln!(text, "{}", words.get("report-legend"));
}

/// What a table of layers does not say of a network with several paths: whose field it gives, how much padding the last
/// local map sees, and how to cut a large image.
fn push_paths(text: &mut String, graph: &Graph, analysis: &Analysis, words: &Words) {
    let Some(map) = last_local(graph, analysis) else { return };
    let found = extremes(graph, analysis).swap_remove(map.index());
    let Some(Extremes { smallest, largest }) = found.filter(|paths| paths.smallest != paths.largest) else { return };
    let name = || ("map", one_line(name_of(graph, map)).into());
    let [smallest, largest] = [smallest, largest].map(|widths| widths.joined("×"));
    let paths = [name(), ("largest", largest.into()), ("smallest", smallest.into())];
    let _ = writeln!(text, "{}", words.with("report-paths", &paths));
    let padding = padding::share(graph, analysis, map);
    if let Some(mean) = padding.as_ref().and_then(|share| share.mean).filter(|mean| *mean.numer() > 0) {
        let share = words.percent(*mean.numer() as f64 / *mean.denom() as f64);
        let free = padding::free_units(graph, analysis).swap_remove(map.index()).and_then(|free| padding::count(&free));
        let units = analysis.map(map).shape.as_ref().and_then(Shape::units);
        let number = |n: Option<u64>| n.map_or_else(|| "?".to_owned(), |n| words.number(n));
        let key = if padding.is_some_and(|share| share.of_box) { "report-padding-box" } else { "report-padding" };
        let padding = [("share", share.into()), ("free", number(free).into()), ("of", number(units).into())];
        let _ = writeln!(text, "{}", words.with(key, &[&[name()], &padding[..]].concat()));
    }
    if let Ok(axes) = tiling(graph, analysis, map) {
        let all = |value: fn(&Tiling) -> u64| axes.map(value).joined("×").into();
        let tiles = [
            name(),
            ("stride", all(|axis| axis.total_stride)),
            ("overlap", all(|axis| axis.overlap)),
            ("begin", all(|axis| axis.lost_begin)),
            ("end", all(|axis| axis.lost_end)),
        ];
        let _ = writeln!(text, "{}", words.with("report-tiling", &tiles));
    }
}

/// Sentences under a heading, each behind the name of what it is about.
fn push_named(text: &mut String, heading: &'static str, lines: &[(String, String)], words: &Words) {
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    if !lines.is_empty() {
        let _ = writeln!(text, "\n{}", words.get(heading));
    }
    for (name, note) in lines {
        let _ = writeln!(text, "  {}  {note}", padded(true, name, width));
    }
}

/// What becomes of the pixels in the end.
fn push_verdict(text: &mut String, graph: &Graph, analysis: &Analysis, words: &Words) {
    text.push('\n');
    let mut verdicts = network_notes(graph, analysis, words);
    if verdicts.is_empty() {
        let lossless = analysis.runs() && analysis.network_loss().is_some_and(|loss| loss.count == 0);
        let several = analysis.outputs().len() > 1;
        let key = if several { "report-no-loss-outputs" } else { "report-no-loss" };
        verdicts.extend(lossless.then(|| words.get(key).to_owned()));
        verdicts.extend((!analysis.runs()).then(|| words.get("report-does-not-run").to_owned()));
    }
    for verdict in verdicts {
        let _ = writeln!(text, "{verdict}");
    }
}

/// What one unit sees of every earlier map and feeds in every later one.
pub fn write_unit(graph: &Graph, trace: &Trace, words: &Words) -> String {
    let index: Vec<String> = trace.unit.iter().map(i64::to_string).collect();
    let map = shown_name(graph, trace.map, words);
    let mut text = match index.as_slice() {
        [] => words.with("report-unit-flat", &[("map", map.into())]),
        index => words.with("report-unit", &[("unit", index.join(", ").into()), ("map", map.into())]),
    };
    text.push('\n');
    push_traced(&mut text, graph, trace, graph.maps().take_while(|map| *map < trace.map), words);
    let later = || graph.maps().skip(trace.map.index() + 1);
    if later().any(|map| trace.at(map).is_some()) {
        let _ = writeln!(text, "{}", words.get("report-unit-feeds"));
        push_traced(&mut text, graph, trace, later(), words);
    }
    text
}

fn push_traced(text: &mut String, graph: &Graph, trace: &Trace, maps: impl Iterator<Item = MapId>, words: &Words) {
    let lines = maps.filter_map(|map| Some((shown_name(graph, map, words), traced(map, trace.at(map)?, words))));
    let lines: Vec<(String, String)> = lines.collect();
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, traced) in lines {
        let _ = writeln!(text, "  {}  {traced}", padded(true, &name, width));
    }
}

fn shown_name(graph: &Graph, map: MapId, words: &Words) -> String {
    match graph.node(map) {
        Some(_) => one_line(name_of(graph, map)),
        None => words.get("report-input").to_owned(),
    }
}

/// The units of one map, in words.
fn traced(map: MapId, traced: &TracedMap, words: &Words) -> String {
    let units = &traced.units;
    if units.is_empty() {
        return words.get("report-unit-padding").to_owned();
    }
    let places = match (units.product(), units.hull()) {
        (Some(product), _) if product.is_empty() => return words.get("report-unit-all").to_owned(),
        (Some(product), _) => places(product, words),
        (None, Some(hull)) => {
            words.with("report-unit-within", &[("places", places(&hull.map(|&run| run.into()), words).into())])
        }
        (None, None) => String::new(),
    };
    let count = count(map, units, words);
    let outside = traced.unclipped.as_ref().filter(|unclipped| reaches_outside(unclipped, units));
    match outside {
        Some(unclipped) => {
            let whole = self::places(&unclipped.map(|&run| run.into()), words);
            words.with(
                "report-unit-clipped",
                &[("places", places.into()), ("count", count.into()), ("whole", whole.into())],
            )
        }
        None => words.with("report-unit-places", &[("places", places.into()), ("count", count.into())]),
    }
}

fn places(axes: &Axes<Spans>, words: &Words) -> String {
    let rank = axes.rank();
    let parts: Vec<String> = axes.iter().enumerate().map(|(axis, lines)| words.axis_at(rank, axis, lines)).collect();
    words.list(&parts)
}

fn count(map: MapId, units: &Region, words: &Words) -> String {
    let key = if map == MapId::INPUT { "count-pixels" } else { "count-units" };
    units.count().map_or_else(|| "?".to_owned(), |count| words.with(key, &[("count", count.into())]))
}

fn reaches_outside(unclipped: &Axes<Span>, units: &Region) -> bool {
    let inside = units.hull();
    inside.is_some_and(|inside| unclipped.iter().zip(inside.iter()).any(|(all, real)| all != real))
}
