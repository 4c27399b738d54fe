//! The `[values]` of a document: the values of the image and the kernels of layers.
//!
//! ```toml
//! [values]
//! input = "noise 7"            # or rows of numbers, { picture = "cat.png", fit = "cover" }, { array = "x.npy" }
//!
//! [[values.layer]]
//! layer = "conv1"              # a name or a place, as in a pin
//! kernel = "sobel-x"           # or rows of numbers, or { array = "w.npy" }
//! filters = [{ filter = 1, kernel = "sobel-y" }]
//! bias = [0.5, 0]              # or { array = "b.npy" }
//! ```
//!
//! Matrices are read in one walk over numbers that the document's own limits have counted.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::document::{DocumentError, KeyProblem, Reader, integer};
use super::mistake::quoted;
use crate::net::{Bias, Edit, Fit, Kernel, Matrix, Parameters, Source, Stack};

/// The most axes of numbers in rows: filters, channels and three axes.
const MOST_LEVELS: usize = 5;

// Without a word of any language: messages in both quote them.
const INPUT: &str = "input = [[1, 2], [3, 4]] | \"noise 7\" | { picture = \"cat.png\" }";
const LAYER: &str = "layer = [{ layer = \"conv1\", kernel = \"ones\" }]";
const KERNEL: &str = "kernel = [[1, 0], [0, 1]] | \"sobel-x\" | { array = \"w.npy\" }";
const FILTERS: &str = "filters = [{ filter = 1, kernel = \"ones\" }]";
const BIAS: &str = "bias = [0.5, 0] | { array = \"b.npy\" }";

type Value<'t> = Spanned<DeValue<'t>>;

/// Puts what the table chooses into the stack.
pub(super) fn read<'t>(reader: &Reader<'t>, table: &DeTable<'t>, stack: &mut Stack) -> Result<(), DocumentError> {
    only(reader, table, &["input", "layer"], "values", LAYER)?;
    if let Some(value) = table.get("input") {
        Edit::SetSource(source(reader, value)?).apply(stack);
    }
    let Some(layers) = table.get("layer") else { return Ok(()) };
    for value in reader.array(layers, "layer", LAYER)? {
        let entry = reader.table(value, "layer", LAYER)?;
        only(reader, entry, &["layer", "kernel", "filters", "bias"], "layer", LAYER)?;
        let named = entry.get("layer").ok_or_else(|| problem(reader, value, "layer", LAYER))?;
        let name = match integer(named.get_ref()) {
            Some(place) => place.to_string(),
            None => reader.str(named, "layer", LAYER)?.to_owned(),
        };
        let place = stack.place_named(&name).ok().and_then(|place| place.checked_sub(1));
        let id = place.map(|at| stack.layers()[at].id);
        let id = id.ok_or_else(|| problem(reader, named, "layer", LAYER))?;
        Edit::SetParameters(id, parameters(reader, entry)?).apply(stack);
    }
    Ok(())
}

fn parameters<'t>(reader: &Reader<'t>, entry: &DeTable<'t>) -> Result<Parameters, DocumentError> {
    let kernel_of_all = entry.get("kernel").map(|value| kernel(reader, value)).transpose()?;
    let mut parameters = Parameters { kernel: kernel_of_all, ..Parameters::default() };
    if let Some(value) = entry.get("bias") {
        parameters.bias = match array_path(reader, value, "bias", BIAS)? {
            Some(path) => Bias::Array { path },
            None => Bias::Typed(matrix(reader, value, "bias", BIAS)?),
        };
    }
    if let Some(value) = entry.get("filters") {
        for value in reader.array(value, "filters", FILTERS)? {
            let one = reader.table(value, "filters", FILTERS)?;
            only(reader, one, &["filter", "kernel"], "filters", FILTERS)?;
            let filter = one.get("filter").and_then(|filter| integer(filter.get_ref()));
            let filter = filter.and_then(|filter| u64::try_from(filter).ok());
            let (Some(filter), Some(chosen)) = (filter, one.get("kernel")) else {
                return Err(problem(reader, value, "filters", FILTERS));
            };
            parameters.filters.insert(filter, kernel(reader, chosen)?);
        }
    }
    Ok(parameters)
}

fn source<'t>(reader: &Reader<'t>, value: &Value<'t>) -> Result<Source, DocumentError> {
    if let Some(word) = value.get_ref().as_str() {
        return Source::named(word).ok_or_else(|| problem(reader, value, "input", INPUT));
    }
    let Some(table) = value.get_ref().as_table() else {
        return Ok(Source::Typed(matrix(reader, value, "input", INPUT)?));
    };
    let Some(path) = table.get("picture") else {
        let path = array_path(reader, value, "input", INPUT)?;
        return path.map(|path| Source::Array { path }).ok_or_else(|| problem(reader, value, "input", INPUT));
    };
    only(reader, table, &["picture", "fit"], "input", INPUT)?;
    let path = reader.str(path, "picture", INPUT)?.to_owned();
    let fit = match table.get("fit") {
        None => Fit::default(),
        Some(word) => {
            let meant = Fit::WORDS.into_iter().find(|(known, _)| word.get_ref().as_str() == Some(known));
            let example = "fit = \"cover\" | \"contain\" | \"stretch\" | \"crop\"";
            meant.ok_or_else(|| problem(reader, word, "fit", example))?.1
        }
    };
    Ok(Source::Picture { path, fit })
}

fn kernel<'t>(reader: &Reader<'t>, value: &Value<'t>) -> Result<Kernel, DocumentError> {
    if let Some(word) = value.get_ref().as_str() {
        return Kernel::named(word).ok_or_else(|| problem(reader, value, "kernel", KERNEL));
    }
    Ok(match array_path(reader, value, "kernel", KERNEL)? {
        Some(path) => Kernel::Array { path },
        None => Kernel::Typed(matrix(reader, value, "kernel", KERNEL)?),
    })
}

/// The path of `{ array = "x.npy" }`; `None` of what is no table.
fn array_path<'t>(
    reader: &Reader<'t>,
    value: &Value<'t>,
    key: &'static str,
    example: &'static str,
) -> Result<Option<String>, DocumentError> {
    let Some(table) = value.get_ref().as_table() else { return Ok(None) };
    only(reader, table, &["array"], key, example)?;
    let path = table.get("array").ok_or_else(|| problem(reader, value, key, example))?;
    Ok(Some(reader.str(path, "array", example)?.to_owned()))
}

/// Numbers in rows, all rows of one level alike.
fn matrix<'t>(
    reader: &Reader<'t>,
    value: &Value<'t>,
    key: &'static str,
    example: &'static str,
) -> Result<Matrix, DocumentError> {
    let mut shape = Vec::new();
    let mut inner = value;
    while let Some(row) = inner.get_ref().as_array() {
        shape.push(row.len());
        match row.first() {
            Some(first) if shape.len() < MOST_LEVELS => inner = first,
            Some(first) if first.get_ref().as_array().is_none() => break,
            _ => return Err(problem(reader, inner, key, example)),
        }
    }
    let rows = reader.array(value, key, example)?;
    let mut data = Vec::new();
    fill(rows, &shape, &mut data).map_err(|range| reader.error(range, KeyProblem::Value { key, example }))?;
    Matrix::new(shape, data).ok_or_else(|| problem(reader, value, key, example))
}

/// Collects the numbers of rows of this shape; the error is where something else stands.
fn fill(rows: &DeArray<'_>, shape: &[usize], data: &mut Vec<f32>) -> Result<(), std::ops::Range<usize>> {
    for value in rows {
        match (value.get_ref(), shape) {
            (DeValue::Array(row), [_, inner @ ..]) if inner.first() == Some(&row.len()) => fill(row, inner, data)?,
            (number, [_]) => data.push(float(number).ok_or_else(|| value.span())?),
            _ => return Err(value.span()),
        }
    }
    Ok(())
}

fn float(value: &DeValue<'_>) -> Option<f32> {
    match value {
        DeValue::Integer(_) => integer(value).map(|integer| integer as f32),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

/// Keys that are not known would be lost when the document is written: they are told.
fn only(
    reader: &Reader<'_>,
    table: &DeTable<'_>,
    known: &[&str],
    key: &'static str,
    example: &'static str,
) -> Result<(), DocumentError> {
    match table.iter().find(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
        Some((other, _)) => {
            let other_key = quoted(other.get_ref());
            Err(reader.error(other.span(), KeyProblem::UnknownKey { of: key, key: other_key, example }))
        }
        None => Ok(()),
    }
}

fn problem(reader: &Reader<'_>, value: &Value<'_>, key: &'static str, example: &'static str) -> DocumentError {
    reader.error(value.span(), KeyProblem::Value { key, example })
}
