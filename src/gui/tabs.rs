//! The row above the view: its tab, and how the view is shown.

use egui::{Button, RichText, Ui, vec2};

use super::command::key_text;
use super::{Action, Command, View, style};
use crate::net::Layout;
use crate::scene::theme::Role;

/// The choice of a layout is left out where the row is narrower: it is in a menu too.
const LAYOUTS: f32 = 350.0;

/// Draws the row.
pub fn tabs_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    ui.horizontal_centered(|ui| {
        let tab = ui.label(RichText::new(view.words.get("tab-maps")).font(style::bold(style::BODY_PT)));
        let line = tab.rect.expand2(vec2(2.0, 0.0));
        let accent = style::color(view.theme, Role::Accent);
        ui.painter().hline(line.x_range(), ui.max_rect().bottom() - 2.0, egui::Stroke::new(2.5, accent));
        let room = ui.available_rect_before_wrap();
        let right = style::right_part(ui, room, "tabs right");
        style::right_part_ui(ui, right, "tabs right", |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if room.width() > LAYOUTS {
                for (key, layout) in [("layout-equal", Layout::Equal), ("layout-aligned", Layout::Aligned)] {
                    let button = Button::selectable(view.facts.layout == layout, view.words.get(key));
                    let command = Command::Layout(layout);
                    if ui.add(button).on_hover_text(tip(ui, view, command)).clicked() {
                        actions.push(Action::Command(command));
                    }
                }
                ui.add_space(12.0);
            }
            let fit = ui.button(view.words.get("button-fit")).on_hover_text(tip(ui, view, Command::ZoomFit));
            if fit.clicked() {
                actions.push(Action::Command(Command::ZoomFit));
            }
            for (text, command) in [("−", Command::ZoomOut), ("+", Command::ZoomIn)] {
                if tool_ui(ui, view, text, command).clicked() {
                    actions.push(Action::Command(command));
                }
            }
        });
    });
}

/// A square tool button that runs a command and is called by the command's label.
pub fn tool_ui(ui: &mut Ui, view: &View<'_>, text: &str, command: Command) -> egui::Response {
    let enabled = (command.spec().enabled)(view.facts);
    let text = RichText::new(text).size(15.0);
    let button = ui.add_enabled(enabled, Button::new(text).min_size(vec2(28.0, 26.0)));
    let tip = tip(ui, view, command);
    button.on_hover_text(tip).accessible_name(view.words.get(command.spec().label))
}

/// A command's label and its key.
pub fn tip(ui: &Ui, view: &View<'_>, command: Command) -> String {
    let label = view.words.get(command.spec().label);
    match command.spec().keys.first() {
        Some(key) => format!("{label}  {}", key_text(ui.ctx(), *key)),
        None => label.to_owned(),
    }
}
