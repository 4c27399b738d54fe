//! The `[values]` of a document, as [`crate::import`] reads them.

use std::fmt::Write;

use super::document::quoted;
use crate::net::{Bias, Fit, Kernel, Matrix, Parameters, Source, Stack};

/// The table with what differs from the program's own choices; empty if nothing does.
pub(super) fn write(stack: &Stack) -> String {
    let mut text = String::new();
    if stack.source != Source::default() {
        let _ = write!(text, "\n[values]\ninput = {}\n", source(&stack.source));
    }
    for (at, layer) in stack.layers().iter().enumerate() {
        if layer.parameters != Parameters::default() {
            push_layer(&mut text, &stack.name_of_place(at + 1), &layer.parameters);
        }
    }
    text
}

fn push_layer(text: &mut String, name: &str, Parameters { kernel, filters, bias }: &Parameters) {
    let _ = write!(text, "\n[[values.layer]]\nlayer = {}\n", quoted(name));
    if let Some(kernel) = kernel {
        let _ = writeln!(text, "kernel = {}", kernel_text(kernel));
    }
    if !filters.is_empty() {
        text.push_str("filters = [\n");
        for (filter, kernel) in filters {
            let _ = writeln!(text, "  {{ filter = {filter}, kernel = {} }},", kernel_text(kernel));
        }
        text.push_str("]\n");
    }
    match bias {
        Bias::Zeros => {}
        Bias::Typed(numbers) => {
            let _ = writeln!(text, "bias = {}", rows(numbers));
        }
        Bias::Array { path } => {
            let _ = writeln!(text, "bias = {}", array(path));
        }
    }
}

fn source(source: &Source) -> String {
    match source {
        Source::Typed(numbers) => rows(numbers),
        Source::Picture { path, fit } if *fit == Fit::default() => format!("{{ picture = {} }}", quoted(path)),
        Source::Picture { path, fit } => {
            format!("{{ picture = {}, fit = {} }}", quoted(path), quoted(fit.word()))
        }
        Source::Array { path } => array(path),
        named => quoted(&named.name().unwrap_or_default()),
    }
}

fn kernel_text(kernel: &Kernel) -> String {
    match kernel {
        Kernel::Typed(numbers) => rows(numbers),
        Kernel::Array { path } => array(path),
        named => quoted(&named.name().unwrap_or_default()),
    }
}

fn array(path: &str) -> String {
    format!("{{ array = {} }}", quoted(path))
}

/// Numbers in rows; of two axes and more every row of the second level has a line of its own.
fn rows(numbers: &Matrix) -> String {
    let mut text = String::new();
    push_rows(&mut text, numbers.shape(), numbers.data(), 0);
    text
}

fn push_rows(text: &mut String, shape: &[usize], data: &[f32], depth: usize) {
    let Some((&count, inner)) = shape.split_first() else {
        if let Some(value) = data.first() {
            text.push_str(&number(*value));
        }
        return;
    };
    text.push('[');
    for (at, part) in data.chunks(data.len() / count).enumerate() {
        if depth == 0 && !inner.is_empty() {
            text.push_str("\n  ");
        } else if at > 0 {
            text.push(' ');
        }
        push_rows(text, inner, part, depth + 1);
        if at + 1 < count || (depth == 0 && !inner.is_empty()) {
            text.push(',');
        }
    }
    text.push_str(if depth == 0 && !inner.is_empty() { "\n]" } else { "]" });
}

/// The shortest text that reads as the same number. TOML has words for what is no number.
fn number(value: f32) -> String {
    if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "inf" } else { "-inf" }.to_owned()
    } else if value == value.trunc() && value.abs() < 1e7 && (value != 0.0 || value.is_sign_positive()) {
        format!("{value:.0}")
    } else {
        format!("{value:?}")
    }
}
