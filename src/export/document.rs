//! Documents as text.

use std::fmt::Write as _;

use toml::{Table, Value};

use crate::net::{Colours, Document, FORMAT_VERSION, Layout, Look, Pin, Range, Reveal, Scale, Tint, Wiring};

/// The keys that were read without being known cannot be written again: rather than losing them, nothing is written.
#[derive(Debug, thiserror::Error)]
#[error("keys of the document that this version does not know cannot be written ({0}); take them out of the file")]
pub struct UnwritableKeys(#[from] pub toml::ser::Error);

/// The document as `*.receptive.toml`; [`crate::import::document::read`] reads it back.
///
/// Layers are one per line, so that a change of one layer is a change of one line. Keys that were not known when the
/// document was read follow after those that are.
pub fn write(document: &Document) -> Result<String, UnwritableKeys> {
    let Document { stack, view, unknown } = document;
    let mut text = format!("version = {FORMAT_VERSION}\ninput = {}\n", quoted(&stack.input.to_string()));
    if stack.layers().is_empty() {
        text.push_str("layers = []\n");
    } else {
        text.push_str("layers = [\n");
        for layer in stack.layers() {
            let _ = writeln!(text, "  {},", quoted(&layer.to_string()));
        }
        text.push_str("]\n");
    }

    if let Some(wiring) = stack.wiring() {
        push_wiring(&mut text, wiring, stack.layers().len());
    }
    let unknown_view = unknown.get("view").and_then(Value::as_table);
    // What is no table must come before the first table head, or it would belong to that table.
    let (mut tables, values): (Table, Table) =
        unknown.iter().filter(|(key, _)| *key != "view").map(|(k, v)| (k.clone(), v.clone())).partition(is_table);
    push_toml(&mut text, &values)?;

    let mut lines = String::new();
    let Look { layout, axis, folded, opened, tint, scale, channel, filter, reveal, paths, colours, range, page } =
        view.look;
    if layout != Layout::default() {
        let _ = writeln!(lines, "layout = {}", quoted(layout.word()));
    }
    if let Some(axis) = axis {
        let _ = writeln!(lines, "axis = {axis}");
    }
    if folded {
        lines.push_str("folded = true\n");
    }
    if scale != Scale::default() {
        let _ = writeln!(lines, "scale = {}", quoted(scale.word()));
    }
    for (key, number) in [("channel", channel), ("filter", filter), ("page", page), ("opened", opened)] {
        if number != 0 {
            let _ = writeln!(lines, "{key} = {number}");
        }
    }
    if paths {
        lines.push_str("paths = true\n");
    }
    let words = [
        ("tint", tint.word(), Tint::default().word()),
        ("reveal", reveal.word(), Reveal::default().word()),
        ("colours", colours.word(), Colours::default().word()),
        ("range", range.word(), Range::default().word()),
    ];
    for (key, word, _) in words.into_iter().filter(|(_, word, usual)| word != usual) {
        let _ = writeln!(lines, "{key} = {}", quoted(word));
    }
    if let Some(Pin { layer, unit }) = &view.pin {
        let _ = writeln!(lines, "pin = {{ layer = {}, unit = {unit:?} }}", quoted(layer));
    }
    if !view.path.is_empty() {
        let names: Vec<String> = view.path.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(lines, "path = [{}]", names.join(", "));
    }
    if !view.branches.is_empty() {
        let pairs: Vec<String> =
            view.branches.iter().map(|(join, input)| format!("[{}, {}]", quoted(join), quoted(input))).collect();
        let _ = writeln!(lines, "branches = [{}]", pairs.join(", "));
    }
    let (view_tables, view_values): (Table, Table) =
        unknown_view.into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).partition(is_table);
    push_toml(&mut lines, &view_values)?;
    if !lines.is_empty() {
        let _ = write!(text, "\n[view]\n{lines}");
    }
    text.push_str(&super::values::write(stack));
    // Tables inside [view] carry its name in their heads.
    if !view_tables.is_empty() {
        tables.insert("view".to_owned(), Value::Table(view_tables));
    }
    if !tables.is_empty() {
        text.push('\n');
        push_toml(&mut text, &tables)?;
    }
    Ok(text)
}

/// Which maps the layers of an imported network read, and what its nodes are called.
fn push_wiring(text: &mut String, wiring: &Wiring, layers: usize) {
    let inputs: Vec<String> = (0..layers).map(|at| format!("{:?}", wiring.inputs(at))).collect();
    let _ = writeln!(text, "inputs = [{}]", inputs.join(", "));
    let _ = writeln!(text, "outputs = {:?}", wiring.outputs());
    if !wiring.image().is_empty() {
        let _ = writeln!(text, "image = {}", quoted(wiring.image()));
    }
    if (0..layers).any(|at| !wiring.node(at).is_empty()) {
        let nodes: Vec<String> = (0..layers).map(|at| quoted(wiring.node(at))).collect();
        let _ = writeln!(text, "nodes = [{}]", nodes.join(", "));
    }
}

/// A text as TOML writes it. Layers with names hold quotation marks; TOML then takes the other kind.
pub(super) fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

fn is_table((_, value): &(String, Value)) -> bool {
    match value {
        Value::Table(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_table),
        _ => false,
    }
}

fn push_toml(text: &mut String, table: &Table) -> Result<(), UnwritableKeys> {
    text.push_str(&toml::to_string(table)?);
    Ok(())
}
