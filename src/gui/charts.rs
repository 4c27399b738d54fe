//! The view **Charts**: fields, strides, sizes, losses and costs of every layer as lines.

use egui::Ui;

use super::{Action, View};

pub fn charts_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let _ = (ui, view, actions);
}
