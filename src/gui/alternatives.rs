//! The path that the views of a chain follow to the selected layer, and the menu of other paths to it.

use egui::containers::menu::MenuButton;
use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Label, RichText, Ui};

use super::inspector::{dim, section_ui};
use super::{Action, Command, View, style};
use crate::field::route::Alternative;
use crate::net::MapId;
use crate::scene::theme::Role;

/// Paths that the menu offers.
pub const MOST_PATHS: usize = 12;
/// Layers that a path is told by.
const MOST_NAMES: usize = 2;
/// Characters of a layer's name.
const MOST_NAME: usize = 28;
/// The height of a path in the menu, and of what else there is in it with its margins.
const PATH_HEIGHT: f32 = 38.0;
const NOT_PATHS: f32 = 110.0;

/// The shown path to the selected layer and the menu of others; nothing where there is one path alone.
pub fn alternatives_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let Some(known) = view.alternatives.filter(|known| !known.others.is_empty()) else { return };
    let words = view.words;
    section_ui(ui, view, "section-path");
    ui.label(dim(view, &measures(view, &known.shown)));
    let button = Button::new(RichText::new(words.get("path-others")).font(style::plain(style::BODY_PT)));
    MenuButton::from_button(button).ui(ui, |ui| {
        if ui.button(words.get("cmd-longest-path")).clicked() {
            actions.push(Action::Command(Command::LongestPath));
            ui.close();
        }
        ui.separator();
        // Below the two texts of the longest menu, in the lowest window.
        let height = (ui.ctx().content_rect().height() - NOT_PATHS).max(2.0 * PATH_HEIGHT);
        egui::ScrollArea::vertical().max_height(height).show(ui, |ui| paths_ui(ui, view, &known.others, actions));
        if let Some(more) = known.count.checked_sub(known.others.len()).filter(|more| *more > 0) {
            ui.separator();
            ui.add(Label::new(dim(view, &words.with("path-more", &[("count", more.into())]))).wrap());
        }
    });
}

/// A button for each path; the one that is chosen closes the menu.
fn paths_ui(ui: &mut Ui, view: &View<'_>, paths: &[Alternative], actions: &mut Vec<Action>) {
    for path in paths {
        let (way, measures) = (way(view, path), measures(view, path));
        let spoken = format!("{way}: {measures}");
        let mut text = LayoutJob::default();
        for (line, role) in [(format!("{way}\n"), Role::Text), (measures, Role::TextDim)] {
            text.append(&line, 0.0, TextFormat::simple(style::plain(style::BODY_PT), style::color(view.theme, role)));
        }
        let response = ui.add(Button::new(text).min_size(egui::vec2(0.0, PATH_HEIGHT)));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &spoken));
        if response.clicked() {
            actions.push(Action::Follow(path.path.clone()));
            ui.close();
        }
    }
}

/// What tells a path from the shown one: the layers that only it goes through, or those that it goes past.
fn way(view: &View<'_>, path: &Alternative) -> String {
    let (key, maps) = if path.gains.is_empty() { ("path-past", &path.passes) } else { ("path-through", &path.gains) };
    let name = |map: &MapId| end_of(&view.names[map.index() - 1]);
    let mut names: Vec<String> = maps.iter().filter(|map| map.index() > 0).take(MOST_NAMES).map(name).collect();
    if maps.len() > MOST_NAMES {
        names.push("…".to_owned());
    }
    view.words.with(key, &[("layers", names.join(", ").into())])
}

/// How wide the field along a path is, and how many layers there are on it.
fn measures(view: &View<'_>, path: &Alternative) -> String {
    let field = path.rf.as_ref().map_or_else(|| "?".to_owned(), |rf| rf.alike_text("×"));
    view.words.with("path-measures", &[("field", field.into()), ("layers", path.layers().into())])
}

/// The end of a name, which in the names of tensors tells most.
fn end_of(name: &str) -> String {
    let count = name.chars().count();
    if count <= MOST_NAME {
        name.to_owned()
    } else {
        format!("…{}", name.chars().skip(count - MOST_NAME).collect::<String>())
    }
}
