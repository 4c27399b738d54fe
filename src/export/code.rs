//! What every framework's code is written from: the layers of a stack, each with the map that comes in and what it does
//! on every axis there.

use std::collections::BTreeSet;

use crate::axes::{Axes, PerAxis};
use crate::field::{Rule, Step, step_of};
use crate::net::{Ends, Layer, Op, Padding, Shape, Stack, Window};

/// One layer as code is written of it.
pub(super) struct Line<'s> {
    pub layer: &'s Layer,
    /// The name that is shown.
    pub name: String,
    /// The map that comes in; `None` behind a layer that cannot run or is not known.
    pub input: Option<Shape>,
    /// What happens on each axis of it; `None` if the layer cannot run.
    pub steps: Option<Axes<Step>>,
}

fn after(op: &Op, input: &Shape) -> Option<(Shape, Axes<Step>)> {
    let known = !matches!(op, Op::Unsupported(_) | Op::Join(_));
    known.then(|| step_of(op, input).ok()).flatten()
}

/// The layers of a stack, first one first.
pub(super) fn lines(stack: &Stack) -> Vec<Line<'_>> {
    let mut shape = Some(stack.input.clone());
    let mut lines = Vec::with_capacity(stack.layers().len());
    for (layer, name) in stack.layers().iter().zip(stack.shown_names()) {
        let behind = shape.as_ref().and_then(|shape| after(&layer.op, shape));
        let steps = behind.as_ref().map(|(_, steps)| steps.clone());
        lines.push(Line { layer, name, input: shape.clone(), steps });
        if layer.enabled {
            shape = behind.map(|(shape, _)| shape);
        }
    }
    lines
}

/// Values of every axis: one if they are alike.
pub(super) fn linked<T: Copy + PartialEq>(values: &Axes<T>) -> PerAxis<T> {
    match values.as_slice() {
        [first, rest @ ..] if rest.iter().all(|value| value == first) => PerAxis::All(*first),
        _ => PerAxis::Each(values.clone()),
    }
}

/// The padding of a window by units; `None` if it depends on a size that is not known.
pub(super) fn padding_of(window: &Window, steps: Option<&Axes<Step>>) -> Option<PerAxis<Ends>> {
    match &window.padding {
        Padding::Explicit(ends) => Some(ends.clone()),
        Padding::Same | Padding::SameLower => Some(linked(&steps?.map(|step| match step.rule {
            Rule::Transposed { pad, .. } => pad,
            _ => step.pad(),
        }))),
    }
}

/// As much on both ends of every axis, if it is.
pub(super) fn symmetric(ends: &PerAxis<Ends>) -> Option<PerAxis<u64>> {
    ends.written().iter().all(|ends| ends.begin == ends.end).then(|| ends.map(|ends| ends.begin))
}

/// True if a setting is 1 on every axis.
pub(super) fn is_one(setting: &PerAxis<u64>) -> bool {
    setting.written().iter().all(|&value| value == 1)
}

/// The units behind a map and its padding that a last partial window reaches into, with the padding before the map.
pub(super) fn reached(step: &Step) -> Ends {
    let pad = step.pad();
    let (Rule::Window { kernel, stride, dilation, .. } | Rule::Same { kernel, stride, dilation, .. }) = step.rule
    else {
        return pad;
    };
    let last = (step.outputs - 1) * stride + (kernel - 1) * dilation + 1;
    Ends { begin: pad.begin, end: pad.end.max(last.saturating_sub(step.inputs + pad.begin)) }
}

/// A setting as Python writes it: `3`, `(3, 5)`.
pub(super) fn value<T: Copy + ToString>(setting: &PerAxis<T>) -> String {
    match setting {
        PerAxis::All(value) => value.to_string(),
        PerAxis::Each(values) => tuple(values.iter().map(ToString::to_string)),
    }
}

/// `(3, 5)`, `(3,)`
pub(super) fn tuple(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    let comma = if values.len() == 1 { "," } else { "" };
    format!("({}{comma})", values.join(", "))
}

/// A text as Python writes it.
pub(super) fn quoted(text: &str) -> String {
    // The escapes of JSON are Python's too.
    serde_json::to_string(text).unwrap_or_default()
}

/// The names that are given already.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// The name, or one like it that is neither taken nor given already.
    pub fn free(&mut self, name: &str, taken: &[&str]) -> String {
        let mut name = name.to_owned();
        while taken.contains(&name.as_str()) || !self.0.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}
