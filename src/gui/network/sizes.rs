//! Input sizes near the present one: without loss, and those that cannot run.

use egui::Ui;

use super::super::insight::Whole;
use super::super::inspector::{dim, offer, section_ui};
use super::super::{Action, View};
use super::layer_button_ui;
use crate::export::report::about::sizes::{
    nearest, none_text, now_text, outcome_text, size_text, stops, with_least_loss, without_loss,
};
use crate::field::input_sizes::InputSize;
use crate::net::Edit;

/// Sizes that are offered.
const MOST_SIZES: usize = 8;

pub(super) fn sizes_ui(ui: &mut Ui, view: &View<'_>, whole: &Whole, actions: &mut Vec<Action>) {
    let words = view.words;
    section_ui(ui, view, "section-sizes");
    if let Some(now) = now_text(&whole.sizes, view.stack().input.size.rank(), words) {
        ui.label(now);
    }
    let mut found = nearest(without_loss(&whole.sizes), MOST_SIZES);
    let key = if found.is_empty() { "sizes-least" } else { "sizes-whole" };
    if found.is_empty() {
        if let Some(none) = none_text(&whole.sizes, words) {
            ui.label(dim(view, &none));
        }
        found = with_least_loss(&whole.sizes, MOST_SIZES);
    }
    if !found.is_empty() {
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
    let outcome = outcome_text(&size.outcome, size.size.rank(), view.words);
    let button = ui.button(text).on_hover_text(outcome).accessible_name(spoken);
    let mut input = view.stack().input.clone();
    input.size = size.size.clone();
    offer(&button, Edit::SetInput(input), actions);
}

/// The sizes at which a layer cannot run, by layer, with the reason at the nearest one.
fn stops_ui(ui: &mut Ui, view: &View<'_>, whole: &Whole, actions: &mut Vec<Action>) {
    let rank = view.stack().input.size.rank();
    for stop in stops(&whole.sizes) {
        ui.label(stop.text(rank, view.words));
        ui.push_id(stop.map.index(), |ui| layer_button_ui(ui, view, stop.map, actions));
        ui.label(dim(view, &view.words.impossible(stop.reason, rank)));
    }
}
