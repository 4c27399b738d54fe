//! The tools of the image view: its colours, paths over the picture, the page of channels, and the channel that is shown enlarged.

use egui::containers::menu::MenuButton;
use egui::{Button, Ui, vec2};

use super::command::Facts;
use super::{Action, Command, View, style, tools, top};
use crate::net::{Colours, Range};
use crate::scene::theme::Role;

/// The commands of the view, as its menus have them.
pub const COLOURS: [Command; 5] = [
    Command::Colours(Colours::Gray),
    Command::Colours(Colours::Viridis),
    Command::Colours(Colours::Diverging),
    Command::Range(Range::Channel),
    Command::Range(Range::Map),
];
pub const OPTIONS: [Command; 10] = [
    COLOURS[0],
    COLOURS[1],
    COLOURS[2],
    COLOURS[3],
    COLOURS[4],
    Command::PathsOverlay,
    Command::NextPage,
    Command::PreviousPage,
    Command::NextShownChannel,
    Command::PreviousShownChannel,
];

/// A button that steps, and the room around texts.
const STEP: f32 = 24.0;
const BESIDE: f32 = 26.0;

/// The texts of the steppers: the page, where there are several, and the channel.
fn texts(view: &View<'_>) -> [Option<String>; 2] {
    let Facts { look, pages, channels, .. } = view.facts;
    let words = view.words;
    let page = (*pages > 1).then(|| format!("{}/{pages}", look.page.min(pages - 1) + 1));
    let channel = (*channels > 1).then(|| {
        let channel = (look.channel.min(channels - 1) + 1).to_string();
        words.with("image-tool-channel", &[("channel", channel.into())])
    });
    [page, channel]
}

/// How wide the tools are.
pub fn width(ui: &Ui, view: &View<'_>) -> f32 {
    let steppers = texts(view).into_iter().flatten().map(|text| text_width(ui, view, &text) + 2.0 * STEP + BESIDE);
    colours_width(ui, view) + steppers.sum::<f32>()
}

/// How wide the menu of colours alone is.
pub fn colours_width(ui: &Ui, view: &View<'_>) -> f32 {
    text_width(ui, view, view.words.get("image-colours")) + BESIDE
}

fn text_width(ui: &Ui, view: &View<'_>, text: &str) -> f32 {
    let color = style::color(view.theme, Role::Text);
    ui.painter().layout_no_wrap(text.to_owned(), style::plain(style::BODY_PT), color).size().x
}

/// The menu of the colours of values; with `paths` it also has those of routes.
pub fn colours_ui(ui: &mut Ui, view: &View<'_>, paths: bool, actions: &mut Vec<Action>) {
    MenuButton::new(view.words.get("image-colours")).ui(ui, |ui| {
        top::menu_style(ui);
        for command in COLOURS {
            if command == Command::Range(Range::Channel) {
                ui.separator();
            }
            top::entry_ui(ui, view, command.spec(), actions);
        }
        if paths {
            ui.separator();
            top::entry_ui(ui, view, Command::PathsOverlay.spec(), actions);
        }
    });
}

/// Draws the tools.
pub fn tools_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    colours_ui(ui, view, true, actions);
    let [page, channel] = texts(view);
    let steppers = [
        (page, Command::PreviousPage, Command::NextPage),
        (channel, Command::PreviousShownChannel, Command::NextShownChannel),
    ];
    for (text, back, forth) in steppers {
        let Some(text) = text else { continue };
        step_ui(ui, view, "‹", back, actions);
        ui.label(text);
        step_ui(ui, view, "›", forth, actions);
    }
}

fn step_ui(ui: &mut Ui, view: &View<'_>, text: &str, command: Command, actions: &mut Vec<Action>) {
    let enabled = (command.spec().enabled)(view.facts);
    let button = ui.add_enabled(enabled, Button::new(text).min_size(vec2(STEP, 26.0)));
    let tip = tools::tip(ui, view, command);
    if button.on_hover_text(tip).accessible_name(view.words.get(command.spec().label)).clicked() {
        actions.push(Action::Command(command));
    }
}
