//! What stands beside the input while there is nothing behind it: how to begin.

use egui::{Align, Button, Frame, Label, Layout, Popup, PopupCloseBehavior, Rect, RichText, Ui, UiBuilder, vec2};

use super::{Action, Command, View, dialog, op_menu, style, top};
use crate::net::Edit;
use crate::scene::theme::Role;

/// The card's size, and the room around it.
const WIDTH: f32 = 290.0;
const HEIGHT: f32 = 208.0;
const MARGIN: f32 = 20.0;

/// The least of a canvas that the card leaves to the picture.
const LEAST_PICTURE: f32 = 120.0;

/// Parts the canvas of a stack without layers in the picture's room and the card's. `None` if the stack has layers or
/// there is not enough room for both.
pub fn split(canvas: Rect, view: &View<'_>) -> Option<(Rect, Rect)> {
    if !view.stack().layers().is_empty() {
        return None;
    }
    let (wide, high) = (WIDTH + MARGIN, HEIGHT + MARGIN);
    if canvas.width() >= wide + MARGIN + LEAST_PICTURE && canvas.height() >= high {
        // Picture and card stand in the middle together.
        let at = canvas.right() - (canvas.width() * 0.45).max(wide + MARGIN);
        Some(canvas.split_left_right_at_x(at))
    } else if canvas.height() >= high + LEAST_PICTURE && canvas.width() >= wide {
        Some(canvas.split_top_bottom_at_y(canvas.bottom() - high))
    } else {
        None
    }
}

/// Draws the card in its room.
pub fn empty_ui(ui: &mut Ui, room: Rect, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    let color = |role| style::color(view.theme, role);
    ui.painter().rect_filled(room, 0, color(Role::Ground));
    let place = Rect::from_center_size(room.center(), vec2(WIDTH, HEIGHT));
    let place = place.translate(vec2((room.left() - place.left()).max(0.0), 0.0));
    let mut card = ui.new_child(UiBuilder::new().max_rect(place).id_salt("empty"));
    let frame = Frame::new()
        .fill(color(Role::Panel))
        .stroke(egui::Stroke::new(1.0, color(Role::Border)))
        .corner_radius(style::CARD_RADIUS)
        .inner_margin(16);
    frame.show(&mut card, |ui| {
        ui.set_width(WIDTH - 34.0);
        ui.label(RichText::new(words.get("habit-empty-title")).font(style::bold(style::HEADING_PT)));
        ui.add(Label::new(RichText::new(words.get("habit-empty-text")).color(color(Role::TextDim))).wrap());
        ui.add_space(6.0);
        let width = ui.available_width();
        ui.spacing_mut().button_padding.y = 6.0;
        ui.with_layout(Layout::top_down_justified(Align::Center), |ui| {
            if dialog::main_button_ui(ui, view, words.get("habit-empty-conv"), true).clicked() {
                actions.push(Action::Edit(Edit::Insert { at: 0, op: op_menu::new_conv() }));
            }
        });
        let half = vec2((width - ui.spacing().item_spacing.x) / 2.0, 28.0);
        ui.horizontal(|ui| {
            let other = ui.add_sized(half, Button::new(words.get("habit-empty-other")));
            Popup::menu(&other).show(|ui| op_menu::op_menu_ui(ui, view, 0, actions));
            let lessons = ui.add_sized(half, Button::new(words.get("habit-empty-lessons")));
            Popup::menu(&lessons)
                .close_behavior(PopupCloseBehavior::CloseOnClick)
                .show(|ui| top::presets_ui(ui, view, actions));
        });
        ui.horizontal(|ui| {
            for (key, command) in [("habit-empty-paste", Command::Paste), ("habit-empty-write", Command::EditText)] {
                let button = ui.add_sized(half, Button::new(words.get(key)));
                if button.on_hover_text(super::tools::tip(ui, view, command)).clicked() {
                    actions.push(Action::Command(command));
                }
            }
        });
    });
}
