//! The top bar: menus made from the table of commands, undo and redo, the presets, theme, language and export.

use egui::{Align, Button, Layout, Popup, PopupCloseBehavior, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::app::document_name;
use super::command::{self, Menu};
use super::tools::tool_ui;
use super::{Action, Command, ThemeChoice, View, style};
use crate::locale::Lang;
use crate::net::presets;
use crate::scene::theme::Role;

/// The widest that the preset's name gets, and the least that is worth showing.
const PRESET_WIDTH: f32 = 320.0;
const LEAST_PRESET_WIDTH: f32 = 110.0;

/// Draws the bar. What does not fit is left out: everything in it is in a menu too.
pub fn top_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let bar = ui.max_rect();
    let right = style::right_part(ui, bar, "top right");
    let room = Rect::from_min_max(bar.min, pos2(right.left() - 8.0, bar.bottom()));
    let mut left =
        ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)).id_salt("left"));
    egui::MenuBar::new().ui(&mut left, |ui| {
        style::show_focus(ui);
        ui.spacing_mut().button_padding = vec2(8.0, 4.0);
        for (menu, label) in [(Menu::File, "menu-file"), (Menu::Edit, "menu-edit"), (Menu::View, "menu-view")] {
            ui.menu_button(view.words.get(label), |ui| menu_ui(ui, view, menu, actions));
        }
        ui.menu_button(view.words.get("menu-lessons"), |ui| {
            menu_ui(ui, view, Menu::Lessons, actions);
            ui.separator();
            presets_ui(ui, view, actions);
        });
        ui.menu_button(view.words.get("menu-help"), |ui| menu_ui(ui, view, Menu::Help, actions));
        // Behind the menus, buttons look like buttons again.
        ui.reset_style();
        if ui.available_width() > 70.0 {
            ui.add_space(10.0);
            undo_ui(ui, view, "↶", Command::Undo, view.facts.undo, actions);
            undo_ui(ui, view, "↷", Command::Redo, view.facts.redo, actions);
        }
        let width = ui.available_width() - 10.0;
        if width >= LEAST_PRESET_WIDTH {
            ui.add_space(10.0);
            preset_chooser_ui(ui, view, width.min(PRESET_WIDTH), actions);
        }
    });
    style::right_part_ui(ui, right, "top right", |ui| right_ui(ui, view, actions));
}

fn right_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    let next = if view.theme.is_dark() { ThemeChoice::Light } else { ThemeChoice::Dark };
    let tip = words.get(Command::Theme(next).spec().label);
    let theme = ui.add(Button::new(RichText::new("◐").size(14.0)).min_size(vec2(30.0, 26.0)));
    if theme.on_hover_text(tip).accessible_name(words.get("button-theme")).clicked() {
        actions.push(Action::SetTheme(next));
    }
    let other = if words.lang == Lang::En { Lang::Ru } else { Lang::En };
    let lang = ui.add(Button::new(lang_text(view)).min_size(vec2(0.0, 26.0)));
    if lang.on_hover_text(other.native_name()).accessible_name(words.get("button-language")).clicked() {
        actions.push(Action::SetLang(other));
    }
    let present = ui.add(Button::new(words.get("button-present")).min_size(vec2(0.0, 26.0)));
    if present.on_hover_text(super::tools::tip(ui, view, Command::Stage)).clicked() {
        actions.push(Action::Command(Command::Stage));
    }
    let accent = style::color(view.theme, Role::Accent);
    let text = RichText::new(words.get("button-export"));
    let text = text.font(style::bold(style::BODY_PT)).color(style::color(view.theme, Role::OnAccent));
    let export = ui.add(Button::new(text).fill(accent).min_size(vec2(0.0, 26.0)));
    if export.on_hover_text(super::tools::tip(ui, view, Command::ExportPicture)).clicked() {
        actions.push(Action::Command(Command::ExportPicture));
    }
}

/// Both languages, the one that is spoken in bold.
fn lang_text(view: &View<'_>) -> egui::text::LayoutJob {
    let mut job = egui::text::LayoutJob::default();
    for (at, lang) in Lang::ALL.into_iter().enumerate() {
        let (font, role) =
            if lang == view.words.lang { (style::bold(12.0), Role::Text) } else { (style::plain(12.0), Role::TextDim) };
        let format = |font| egui::TextFormat::simple(font, style::color(view.theme, role));
        if at > 0 {
            job.append(
                " / ",
                0.0,
                egui::TextFormat::simple(style::plain(12.0), style::color(view.theme, Role::TextDim)),
            );
        }
        job.append(&lang.word().to_uppercase(), 0.0, format(font));
    }
    job
}

fn undo_ui(
    ui: &mut Ui,
    view: &View<'_>,
    text: &str,
    command: Command,
    what: Option<&'static str>,
    actions: &mut Vec<Action>,
) {
    let mut button = tool_ui(ui, view, text, command);
    if let Some(what) = what {
        button = button.on_hover_text(RichText::new(view.words.get(what)).weak());
    }
    if button.clicked() {
        actions.push(Action::Command(command));
    }
}

/// The menus in the menu of views.
const SUBMENUS: [(Menu, &str); 6] = [
    (Menu::Drawing, "menu-drawing"),
    (Menu::Numbers, "menu-numbers"),
    (Menu::Panels, "menu-panels"),
    (Menu::Size, "menu-size"),
    (Menu::Theme, "menu-theme"),
    (Menu::Language, "menu-language"),
];

/// The entries of a menu, in groups, with their keys.
fn menu_ui(ui: &mut Ui, view: &View<'_>, menu: Menu, actions: &mut Vec<Action>) {
    menu_style(ui);
    let mut group = None;
    for spec in command::ALL.iter().filter(|spec| spec.menu == menu) {
        if group.is_some_and(|group| group != spec.group) {
            ui.separator();
        }
        group = Some(spec.group);
        entry_ui(ui, view, spec, actions);
        if spec.command == Command::Open {
            super::recent::recent_ui(ui, view, actions);
        }
    }
    if menu == Menu::View {
        ui.separator();
        for (menu, label) in SUBMENUS {
            ui.menu_button(view.words.get(label), |ui| menu_ui(ui, view, menu, actions));
        }
    }
}

/// How the entries of menus stand.
pub fn menu_style(ui: &mut Ui) {
    ui.set_min_width(236.0);
    style::show_focus(ui);
    ui.spacing_mut().button_padding = vec2(8.0, 4.0);
    ui.spacing_mut().item_spacing.y = 1.0;
}

/// One entry of a menu. A switch keeps room for its mark, so that labels stay in one line.
pub fn entry_ui(ui: &mut Ui, view: &View<'_>, spec: &command::Spec, actions: &mut Vec<Action>) {
    let label = view.words.get(spec.label);
    let mark = spec.on.map(|on| {
        // What is off keeps the room of the mark.
        if on(view.facts) { RichText::new("✓") } else { RichText::new("✓").color(style::INVISIBLE) }
    });
    let mut button = match mark {
        Some(mark) => Button::new((mark, label)),
        None => Button::new(label),
    };
    if let Some(key) = spec.keys.first() {
        button = button.shortcut_text(command::key_text(ui.ctx(), *key));
    }
    let response = ui.add_enabled((spec.enabled)(view.facts), button).accessible_name(label);
    if response.clicked() {
        actions.push(Action::Command(spec.command));
        ui.close();
    }
}

fn preset_chooser_ui(ui: &mut Ui, view: &View<'_>, width: f32, actions: &mut Vec<Action>) {
    let name = document_name(view.facts, view.words);
    let mark = if view.facts.dirty { "• " } else { "" };
    let button = Button::new((format!("{mark}{name}"), egui::Atom::grow(), "▾")).truncate();
    let button = ui.add_sized([width, 26.0], button).accessible_name(view.words.get("button-presets"));
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| presets_ui(ui, view, actions));
}

/// The presets, each with its line of text.
pub fn presets_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    ui.set_width(420.0_f32.min(ui.ctx().content_rect().width() - 40.0).max(120.0));
    style::show_focus(ui);
    let height = ui.ctx().content_rect().height() - 120.0;
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().button_padding = vec2(10.0, 6.0);
        for preset in presets::ALL {
            let current = view.facts.preset == Some(preset.id);
            let (title, text) = (view.words.get(preset.title), view.words.get(preset.text));
            if preset_ui(ui, view, title, text, current).clicked() {
                actions.push(Action::OpenStack(preset.stack()));
                ui.close();
            }
        }
    });
}

fn preset_ui(ui: &mut Ui, view: &View<'_>, title: &str, text: &str, current: bool) -> egui::Response {
    let mut job = egui::text::LayoutJob::default();
    let format =
        |font, role| egui::TextFormat { font_id: font, color: style::color(view.theme, role), ..Default::default() };
    job.append(title, 0.0, format(style::bold(style::BODY_PT), Role::Text));
    job.append("\n", 0.0, format(style::plain(4.0), Role::Text));
    job.append(text, 0.0, format(style::plain(style::SMALL_PT), Role::TextDim));
    job.wrap.max_width = ui.available_width() - 24.0;
    let button = Button::new((job, egui::Atom::grow())).selected(current).frame_when_inactive(current).wrap();
    ui.add(button.min_size(vec2(ui.available_width(), 0.0))).accessible_name(title)
}
