//! What the inspector tells of a network with several outputs: each of them, and what reaches none.

use egui::Ui;

use super::inspector::row_ui;
use super::view::View;
use crate::net::MapId;
use crate::scene::columns::{Column, Reader};

/// A detector has a handful of outputs; a network of which every map is one must not fill the page.
const MOST_OUTPUTS: usize = 16;

/// True of a network that leaves more than one map.
pub fn are_several(view: &View<'_>) -> bool {
    view.net.runs && view.analysis.outputs().len() > 1
}

/// One row per output: its shape, its field and what is lost to it.
pub fn outputs_ui(ui: &mut Ui, view: &View<'_>) {
    let outputs = view.analysis.outputs();
    for map in outputs.iter().take(MOST_OUTPUTS) {
        let name = Column::Name.text(&view.subject(), *map, Reader::Person);
        row_ui(ui, view, &name, &told(view, *map));
    }
    if let Some(more) = outputs.len().checked_sub(MOST_OUTPUTS).filter(|more| *more > 0) {
        ui.label(view.words.with("outputs-more", &[("count", more.into())]));
    }
}

fn told(view: &View<'_>, map: MapId) -> String {
    let subject = view.subject();
    let text = |column: Column| column.text(&subject, map, Reader::Person);
    let shape = view.analysis.map(map).shape.as_ref().map(super::card::shape_text).unwrap_or_default();
    let field = ("rf", text(Column::Field).into());
    view.words.with("output-told", &[("shape", shape.into()), field, ("lost", text(Column::Lost).into())])
}
