//! The view **Table**: the numbers of every layer.

use egui::Ui;

use super::{Action, View};

/// How the table is sorted.
#[derive(Default)]
pub struct TableState {}

pub fn table_ui(ui: &mut Ui, state: &mut TableState, view: &View<'_>, actions: &mut Vec<Action>) {
    let _ = (ui, state, view, actions);
}
