//! The branches that meet at a join, and the choice which of them the views of a chain follow.

use egui::Ui;

use super::inspector::{dim, row_ui, section_ui};
use super::{Action, View};
use crate::export::report::name_of;
use crate::field::Field;
use crate::field::derive::rational;
use crate::net::MapId;

/// What each branch of the join that makes `map` sees. Nothing of every other layer.
pub fn branches_ui(ui: &mut Ui, view: &View<'_>, map: MapId, actions: &mut Vec<Action>) {
    let inputs = view.lowered.graph.node(map).map_or(&[][..], |node| node.inputs());
    if inputs.len() < 2 {
        return;
    }
    section_ui(ui, view, "section-branches");
    for (at, input) in inputs.iter().enumerate() {
        let name = name_of(&view.lowered.graph, *input);
        ui.push_id(at, |ui| {
            row_ui(ui, view, name, &field_text(view, *input));
            if view.path.is_some_and(|path| path.binary_search(input).is_ok()) {
                ui.label(dim(view, view.words.get("branch-shown")));
            } else {
                let spoken = view.words.with("branch-show-of", &[("layer", name.into())]);
                let button = ui.button(view.words.get("branch-show")).accessible_name(spoken);
                if button.clicked() {
                    actions.push(Action::Through(*input));
                }
            }
        });
    }
}

fn field_text(view: &View<'_>, map: MapId) -> String {
    let answer = view.analysis.map(map);
    let Some(field) = &answer.field else { return view.words.get("field-too-large").to_owned() };
    if field.iter().all(Field::is_whole) {
        return view.words.get("branch-whole").to_owned();
    }
    let rf = field.map(Field::rf).alike_text(" × ");
    let jump = field.map(|field| field.jump().map_or_else(|| "–".to_owned(), rational)).alike_text(" × ");
    view.words.with("branch-field", &[("rf", rf.into()), ("jump", jump.into())])
}
