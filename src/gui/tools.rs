//! The tools of a view, at the right end of its row of tabs: how it is shown, and how large.

use egui::containers::menu::MenuButton;
use egui::{Button, RichText, Ui, vec2};

use super::command::{Facts, key_text};
use super::{Action, Command, View, graph, image_tools, style, top};
use crate::net::{Layout, Scale};
use crate::scene::theme::Role;
use crate::scene::view::ViewName;

/// The room for the zoom, and for the table's tools where they are one button. Where the tabs leave less, nothing is
/// shown: everything is in a menu too.
pub const ZOOM: f32 = 108.0;
const ONE_BUTTON: f32 = 56.0;
/// Between two tools, beside a tool's text, and before the zoom.
const GAP: f32 = 4.0;
const BESIDE_TEXT: f32 = 18.0;
const BEFORE_ZOOM: f32 = 12.0;

/// Draws the tools of a view beside tabs that are so wide. False if there is no room for any.
pub fn tools_ui(ui: &mut Ui, name: ViewName, tabs_width: f32, view: &View<'_>, actions: &mut Vec<Action>) -> bool {
    let room = ui.max_rect();
    let free = room.width() - tabs_width;
    let zoom = if ViewName::BOARDS.contains(&name) { ZOOM } else { 0.0 };
    let choices = choices_width(ui, name, view);
    let with_choices = free >= zoom + choices + 2.0 * BEFORE_ZOOM;
    if !with_choices && free < if name == ViewName::Table { ONE_BUTTON } else { ZOOM } {
        return false;
    }
    let row = egui::Rect::from_min_max(room.min, room.max - vec2(10.0, 0.0));
    let place = style::right_part(ui, row, name.word());
    style::right_part_ui(ui, place, name.word(), |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        if name == ViewName::Table {
            super::table::tools_ui(ui, !with_choices, view, actions);
        } else if with_choices {
            choices_ui(ui, name, view, actions);
        } else if choices > 0.0 && free >= zoom + ONE_BUTTON {
            options_ui(ui, name, view, actions);
        }
        if ViewName::BOARDS.contains(&name) {
            let fit = ui.button(view.words.get("button-fit")).on_hover_text(tip(ui, view, Command::ZoomFit));
            if fit.clicked() {
                actions.push(Action::InView(name, Command::ZoomFit));
            }
            // They are about this view, whichever is the active one.
            let facts = Facts { view: name, ..view.facts.clone() };
            let view = &View { facts: &facts, ..*view };
            for (text, command) in [("−", Command::ZoomOut), ("+", Command::ZoomIn)] {
                if tool_ui(ui, view, text, command).clicked() {
                    actions.push(Action::InView(name, command));
                }
            }
        }
    });
    ui.add_space(place.width() + 10.0);
    true
}

/// The room that the names of the tabs leave, where they can: for the zoom, and of the image view for its choices too,
/// which are needed all the time.
pub fn wanted(ui: &Ui, name: ViewName, view: &View<'_>) -> f32 {
    let choices = if name == ViewName::Image { choices_width(ui, name, view) + 2.0 * BEFORE_ZOOM } else { 0.0 };
    ZOOM + choices
}

/// How wide the choices of a view are.
fn choices_width(ui: &Ui, name: ViewName, view: &View<'_>) -> f32 {
    let words = view.words;
    let rank = view.lowered.graph.input.size.rank();
    let texts: Vec<&str> = match name {
        ViewName::Maps => vec![words.get("layout-equal"), words.get("layout-aligned"), words.get("paths-overlay")],
        ViewName::Ladder => {
            let axes = (0..rank).filter(|_| rank > 1).map(|axis| words.axis(rank, axis));
            axes.chain([words.get("paths-overlay")]).collect()
        }
        ViewName::Blocks => vec![words.get("blocks-folded")],
        ViewName::Graph => vec![words.get("blocks-folded"), words.get("image-colours"), "  "],
        ViewName::Charts => vec![words.get("scale-linear"), words.get("scale-log")],
        ViewName::Table => vec![words.get("table-columns"), words.get("table-copy")],
        ViewName::Image => return image_tools::width(ui, view),
        ViewName::Numbers => return image_tools::colours_width(ui, view),
        ViewName::Nested | ViewName::Paths => Vec::new(),
    };
    let color = style::color(view.theme, Role::Text);
    let width = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), style::plain(style::BODY_PT), color).size().x;
    texts.into_iter().map(|text| width(text) + BESIDE_TEXT + GAP).sum()
}

/// The same choices behind one button, where the row has no room for them.
fn options_ui(ui: &mut Ui, name: ViewName, view: &View<'_>, actions: &mut Vec<Action>) {
    let commands: &[Command] = match name {
        ViewName::Maps => &[Command::Layout(Layout::Equal), Command::Layout(Layout::Aligned), Command::PathsOverlay],
        ViewName::Ladder => &[Command::NextAxis, Command::PathsOverlay],
        ViewName::Blocks => &[Command::Fold],
        ViewName::Graph => &graph::OPTIONS,
        ViewName::Charts => &[Command::Scale(Scale::Linear), Command::Scale(Scale::Log)],
        ViewName::Image => &image_tools::OPTIONS,
        ViewName::Numbers => &image_tools::COLOURS,
        ViewName::Nested | ViewName::Paths | ViewName::Table => &[],
    };
    let (button, _) = MenuButton::new("⋯").ui(ui, |ui| {
        top::menu_style(ui);
        for command in commands {
            top::entry_ui(ui, view, command.spec(), actions);
        }
    });
    button.accessible_name(view.words.get("view-options"));
}

/// What can be chosen about the way a view is drawn.
fn choices_ui(ui: &mut Ui, name: ViewName, view: &View<'_>, actions: &mut Vec<Action>) {
    let look = view.facts.look;
    let choose = |ui: &mut Ui, actions: &mut Vec<Action>, on: bool, text: &str, command: Command| {
        let button = ui.add(Button::selectable(on, text)).on_hover_text(tip(ui, view, command));
        if button.clicked() {
            actions.push(Action::Command(command));
        }
    };
    match name {
        ViewName::Maps => {
            for (key, layout) in [("layout-equal", Layout::Equal), ("layout-aligned", Layout::Aligned)] {
                choose(ui, actions, look.layout == layout, view.words.get(key), Command::Layout(layout));
            }
            choose(ui, actions, look.paths, view.words.get("paths-overlay"), Command::PathsOverlay);
        }
        ViewName::Ladder => {
            let rank = view.lowered.graph.input.size.rank();
            for axis in (0..rank).filter(|_| rank > 1) {
                let button = Button::selectable(look.axis_of(rank) == axis, view.words.axis(rank, axis));
                if ui.add(button).on_hover_text(view.words.get("cmd-next-axis")).clicked() {
                    actions.push(Action::Axis(axis));
                }
            }
            choose(ui, actions, look.paths, view.words.get("paths-overlay"), Command::PathsOverlay);
        }
        ViewName::Blocks => choose(ui, actions, look.folded, view.words.get("blocks-folded"), Command::Fold),
        ViewName::Graph => {
            let folds = crate::scene::graph::folds(&view.lowered.graph, look);
            let button = ui.add(Button::selectable(folds, view.words.get("blocks-folded")));
            if button.on_hover_text(tip(ui, view, Command::Fold)).clicked() {
                actions.push(Action::InView(name, Command::Fold));
            }
            graph::tints_ui(ui, view, actions);
        }
        ViewName::Charts => {
            for (key, scale) in [("scale-linear", Scale::Linear), ("scale-log", Scale::Log)] {
                choose(ui, actions, look.scale == scale, view.words.get(key), Command::Scale(scale));
            }
        }
        ViewName::Image => image_tools::tools_ui(ui, view, actions),
        ViewName::Numbers => image_tools::colours_ui(ui, view, false, actions),
        ViewName::Nested | ViewName::Paths | ViewName::Table => {}
    }
    ui.add_space(BEFORE_ZOOM);
}

/// The menu of a tab.
pub fn tab_menu_ui(ui: &mut Ui, view: &View<'_>, name: ViewName, actions: &mut Vec<Action>) {
    top::menu_style(ui);
    let mut chosen = Vec::new();
    for command in [Command::Beside, Command::Together] {
        top::entry_ui(ui, view, command.spec(), &mut chosen);
    }
    if !chosen.is_empty() {
        actions.push(Action::Command(Command::Show(name)));
        actions.append(&mut chosen);
    }
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
