//! The report for programs. The keys, their order and their meaning are documented in the README and do not change.

use std::fmt::Write as _;

use num_rational::Ratio;
use serde_json::{Number, Value, json};

use super::beyond::Beyond;
use super::{Row, name_of, network_notes, rows};
use crate::axes::Axes;
use crate::field::{Analysis, Cause, Field, Loss, Region, Span, Spans, Status, Trace, TracedMap, Unread};
use crate::locale::Words;
use crate::net::{Graph, INPUT_NAME, MapId, Op};

/// A list of more indices than this is `null`: its count says enough.
const MOST_INDICES: u64 = 100_000;

/// Lists of more indices than this in one report are `null` from there on.
const MOST_INDICES_IN_ALL: u64 = 2_000_000;

/// The whole answer, one layer per line.
pub fn write(graph: &Graph, analysis: &Analysis, words: &Words) -> String {
    write_with_unit(graph, analysis, words, None)
}

/// The whole answer, and under `unit` what one unit sees and feeds.
pub fn write_with_unit(graph: &Graph, analysis: &Analysis, words: &Words, unit: Option<&Trace>) -> String {
    let mut room = Room(MOST_INDICES_IN_ALL);
    let mut input = json!({
        "batch": graph.input.batch,
        "channels": graph.input.channels,
        "size": list(&graph.input.size, |&n| n.into()),
    });
    // Only the image of an imported network is a tensor with a name; every other one is `input` to those who read it.
    if graph.image_name() != INPUT_NAME {
        input["name"] = graph.image_name().into();
    }
    let mut rows = rows(graph, analysis, words);
    // The image is no layer: what is said of it is said of the network.
    let mut notes = rows.next().map(|image| image.notes).unwrap_or_default();
    let beyond = Beyond::of(graph, analysis);
    let layers: Vec<String> = rows
        .zip(graph.maps().skip(1))
        .map(|(row, map)| {
            let mut layer = layer(&row, &mut room);
            beyond.add_to(&mut layer, map);
            format!("    {layer}")
        })
        .collect();
    let runs = analysis.runs();
    let output = analysis.network_loss().filter(|_| runs);
    let totals = analysis.totals();
    let totals = json!({ "params": totals.params.filter(|_| runs), "macs": totals.macs.filter(|_| runs) });

    let mut text = format!("{{\n  \"input\": {input},\n  \"layers\": [");
    if !layers.is_empty() {
        let _ = write!(text, "\n{}\n  ", layers.join(",\n"));
    }
    let _ =
        write!(text, "],\n  \"dropped\": {},\n  \"totals\": {totals},", dropped(output.map(|loss| &**loss), &mut room));
    if analysis.outputs().len() > 1 {
        let _ = write!(text, "\n  \"outputs\": {},", outputs(graph, analysis, &mut room));
    }
    notes.extend(network_notes(graph, analysis, words));
    let _ = write!(text, "\n  \"tiling\": {},\n  \"notes\": {}", beyond.tiling(), Value::from(notes));
    if let Some(trace) = unit {
        let _ = write!(text, ",\n  \"unit\": {}", traced(graph, trace, &mut room));
    }
    text.push_str("\n}\n");
    text
}

fn layer(row: &Row<'_>, room: &mut Room) -> Value {
    let known = row.shape.is_some();
    let field = |value: fn(&Field) -> Value| row.field.map(|field| list(field, value));
    let mut layer = json!({
        "name": row.name,
        "op": row.op.map(Op::word),
        "text": row.op.map(ToString::to_string),
        "inputs": row.inputs,
        "batch": row.shape.map(|shape| shape.batch),
        "channels": row.shape.map(|shape| shape.channels),
        "size": row.shape.map(|shape| list(&shape.size, |&n| n.into())),
        "status": status_word(row.status),
        "rf": field(|field| field.rf().into()),
        "rf_min": field(|field| field.rf_min().into()),
        "rf_count": field(|field| field.rf_count().into()),
        "jump": field(|field| field.jump().map(decimal).into()),
        "start": field(|field| field.start().into()),
        "aligned": row.field.map(|_| row.aligned),
        "global": row.field.map(|_| row.global),
        "unread": row.unread.as_ref().map(|unread| unread_value(unread, room)),
        "dropped": dropped(row.loss, room),
        "params": row.cost.params.filter(|_| known),
        "macs": row.cost.macs.filter(|_| known),
        "notes": row.notes,
    });
    // Only imported networks have nodes with names of their own.
    if let (false, Some(layer)) = (row.node.is_empty(), layer.as_object_mut()) {
        layer.insert("node".to_owned(), row.node.into());
    }
    layer
}

/// What each output of a network with several sees, and what is lost to it alone.
fn outputs(graph: &Graph, analysis: &Analysis, room: &mut Room) -> Value {
    let each = analysis.outputs().iter().map(|&map| {
        let answer = analysis.map(map);
        json!({
            "name": name_of(graph, map),
            "rf": answer.rf().map(|rf| list(&rf, |&n| n.into())),
            "dropped": dropped(answer.loss.as_deref(), room),
        })
    });
    Value::Array(each.collect())
}

fn unread_value(unread: &Unread, room: &mut Room) -> Value {
    json!({
        "count": unread.count,
        "indices": room.indices(Some(&unread.indices)),
        "cause": list(&unread.cause, |cause| cause.map(cause_word).into()),
    })
}

fn dropped(loss: Option<&Loss>, room: &mut Room) -> Value {
    let Some(loss) = loss else { return Value::Null };
    json!({ "count": loss.count, "of": loss.of, "indices": room.indices(loss.indices.as_ref()) })
}

/// What a unit sees of every earlier map, the image first, and what it feeds in every later one.
fn traced(graph: &Graph, trace: &Trace, room: &mut Room) -> Value {
    let mut sees: Vec<Value> = Vec::new();
    let mut feeds: Vec<Value> = Vec::new();
    for map in graph.maps().filter(|map| *map != trace.map) {
        let Some(units) = trace.at(map) else { continue };
        if map < trace.map {
            sees.push(seen(graph, map, units, room));
        } else {
            feeds.push(fed(graph, map, &units.units, room));
        }
    }
    let index = list(&trace.unit, |&i| i.into());
    json!({ "layer": name_of(graph, trace.map), "index": index, "sees": sees, "feeds": feeds })
}

fn seen(graph: &Graph, map: MapId, traced: &TracedMap, room: &mut Room) -> Value {
    let mut value = fed(graph, map, &traced.units, room);
    value["unclipped_first"] = ends(traced.unclipped.as_ref(), |run| run.first);
    value["unclipped_last"] = ends(traced.unclipped.as_ref(), |run| run.last);
    value
}

fn fed(graph: &Graph, map: MapId, units: &Region, room: &mut Room) -> Value {
    let hull = units.hull();
    json!({
        "map": name_of(graph, map),
        "count": units.count(),
        "first": ends(hull.as_ref(), |run| run.first),
        "last": ends(hull.as_ref(), |run| run.last),
        "indices": room.indices(units.product()),
    })
}

fn ends(hull: Option<&Axes<Span>>, end: fn(&Span) -> i64) -> Value {
    hull.map_or(Value::Null, |hull| list(hull, |run| end(run).into()))
}

/// How many indices may still be listed.
struct Room(u64);

impl Room {
    fn indices(&mut self, axes: Option<&Axes<Spans>>) -> Value {
        let Some(axes) = axes else { return Value::Null };
        let most = MOST_INDICES.min(self.0);
        // Counting a million runs once per layer takes seconds; no set has fewer indices than runs.
        if axes.iter().any(|set| set.runs().len() as u64 > most) {
            return Value::Null;
        }
        let count = axes.iter().fold(0_u64, |sum, set| sum.saturating_add(set.count()));
        if count > most {
            return Value::Null;
        }
        self.0 -= count;
        list(axes, |set| set.indices().collect::<Vec<_>>().into())
    }
}

pub(super) fn list<T>(axes: &Axes<T>, value: impl Fn(&T) -> Value) -> Value {
    Value::Array(axes.iter().map(value).collect())
}

/// A whole number as one, a fraction as a decimal.
pub(super) fn decimal(value: Ratio<i64>) -> Number {
    let fraction = || Number::from_f64(*value.numer() as f64 / *value.denom() as f64);
    if value.is_integer() { value.to_integer().into() } else { fraction().unwrap_or_else(|| 0.into()) }
}

pub(super) const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Known => "known",
        Status::Partial => "partial",
        Status::Unknown => "unknown",
        Status::Impossible => "impossible",
    }
}

pub(super) const fn cause_word(cause: Cause) -> &'static str {
    match cause {
        Cause::Tail => "tail",
        Cause::PaddingTail => "padding tail",
        Cause::Holes => "holes",
        Cause::TailAndHoles => "tail and holes",
        Cause::Crop => "crop",
    }
}
