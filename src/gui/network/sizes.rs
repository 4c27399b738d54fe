//! Input sizes near the present one: without loss, and those that cannot run.

use std::collections::BTreeMap;

use egui::Ui;

use super::super::insight::{REACH, Whole};
use super::super::inspector::{dim, offer, section_ui};
use super::super::{Action, View};
use super::layer_button_ui;
use crate::field::input_sizes::{InputSize, Outcome};
use crate::field::{Impossible, Span, Spans};
use crate::net::{Edit, MapId};

/// Sizes that are offered.
const MOST_SIZES: usize = 8;

pub(super) fn sizes_ui(ui: &mut Ui, view: &View<'_>, whole: &Whole, actions: &mut Vec<Action>) {
    let words = view.words;
    section_ui(ui, view, "section-sizes");
    if let Some(now) = whole.sizes.iter().find(|size| size.offset == 0) {
        let text = outcome_text(view, &now.outcome);
        ui.label(words.with("sizes-now", &[("size", size_text(now).into()), ("outcome", text.into())]));
    }
    let lossless = |size: &&InputSize| size.offset != 0 && size.outcome == Outcome::Whole;
    let mut found: Vec<&InputSize> = whole.sizes.iter().filter(lossless).collect();
    let key = if found.is_empty() { "sizes-least" } else { "sizes-whole" };
    let lost = |size: &InputSize| match size.outcome {
        Outcome::Loses { count, .. } => count,
        _ => 0,
    };
    if found.is_empty() {
        ui.label(dim(view, &words.with("sizes-none", &[("count", REACH.into())])));
        let loses = |size: &&InputSize| size.offset != 0 && matches!(size.outcome, Outcome::Loses { .. });
        found = whole.sizes.iter().filter(loses).collect();
    }
    if !found.is_empty() {
        found.sort_by_key(|size| (lost(size), size.offset.unsigned_abs()));
        found.truncate(MOST_SIZES);
        found.sort_by_key(|size| size.offset);
        ui.horizontal_wrapped(|ui| {
            ui.label(dim(view, words.get(key)));
            for size in found {
                size_button_ui(ui, view, size, actions);
            }
        });
    }
    stops_ui(ui, view, whole, actions);
}

fn size_button_ui(ui: &mut Ui, view: &View<'_>, size: &InputSize, actions: &mut Vec<Action>) {
    let text = size_text(size);
    let spoken = view.words.with("sizes-set", &[("size", (&text).into())]);
    let button = ui.button(text).on_hover_text(outcome_text(view, &size.outcome)).accessible_name(spoken);
    let mut input = view.stack().input.clone();
    input.size = size.size.clone();
    offer(&button, Edit::SetInput(input), actions);
}

/// `224` where all axes are alike, else `224 × 320`.
fn size_text(size: &InputSize) -> String {
    size.size.alike_text(" × ")
}

fn outcome_text(view: &View<'_>, outcome: &Outcome) -> String {
    let words = view.words;
    match outcome {
        Outcome::Whole => words.get("sizes-outcome-whole").to_owned(),
        Outcome::Loses { count, of } => {
            words.with("sizes-outcome-loses", &[("count", (*count).into()), ("of", words.number(*of).into())])
        }
        Outcome::Stops { reason, .. } => words.impossible(reason, view.stack().input.size.rank()),
        Outcome::Unknown => words.get("sizes-outcome-unknown").to_owned(),
    }
}

/// The sizes at which a layer cannot run, by layer, with the reason at the nearest one.
fn stops_ui(ui: &mut Ui, view: &View<'_>, whole: &Whole, actions: &mut Vec<Action>) {
    let mut stops: BTreeMap<MapId, Vec<(&InputSize, &Impossible)>> = BTreeMap::new();
    for size in whole.sizes.iter().filter(|size| size.offset != 0) {
        if let Outcome::Stops { map, reason } = &size.outcome {
            stops.entry(*map).or_default().push((size, reason));
        }
    }
    let rank = view.stack().input.size.rank();
    for (map, sizes) in stops {
        let run = |(size, _): &(&InputSize, _)| {
            let n = size.size[0].cast_signed();
            Span::new(n, n)
        };
        let runs = Spans::union_of(sizes.iter().map(run));
        // Where the axes differ, sizes are told by the first one.
        let alike = sizes.iter().all(|(size, _)| size.size.iter().all(|n| *n == size.size[0]));
        let sizes_text = if alike {
            view.words.indices(&runs)
        } else {
            format!("{} {}", view.words.axis(rank, 0), view.words.indices(&runs))
        };
        ui.label(view.words.with("sizes-stop", &[("sizes", sizes_text.into())]));
        ui.push_id(map.index(), |ui| layer_button_ui(ui, view, map, actions));
        if let Some((_, reason)) = sizes.iter().min_by_key(|(size, _)| size.offset.unsigned_abs()) {
            ui.label(dim(view, &view.words.impossible(reason, rank)));
        }
    }
}
