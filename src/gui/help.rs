//! The sheet of keys, made from the table of commands.

use egui::{Context, Key, RichText, ScrollArea, Ui};

use super::command::{self, Command, Menu, Spec};
use super::dialog::title_ui;
use super::{View, style};
use crate::scene::theme::Role;

/// From this width of the window on there are two columns.
const TWO_COLUMNS: f32 = 880.0;
const COLUMN: f32 = 380.0;
const GAP: f32 = 36.0;
/// The height of a row, and of a heading with the room above it.
const ROW: f32 = 22.0;
const HEADING: f32 = 34.0;

/// Keys under one heading: what they do, and which they are.
struct Section {
    heading: &'static str,
    rows: Vec<(String, String)>,
}

impl Section {
    fn height(&self) -> f32 {
        HEADING + ROW * self.rows.len() as f32
    }
}

/// Every key, under its heading.
fn sections(ctx: &Context, view: &View<'_>) -> Vec<Section> {
    let of_table = |heading, wanted: &dyn Fn(&Spec) -> bool| {
        let specs = command::ALL.iter().filter(|spec| !spec.keys.is_empty() && wanted(spec));
        let rows = specs.map(|spec| {
            let keys: Vec<String> = spec.keys.iter().map(|key| command::key_text(ctx, *key)).collect();
            (view.words.get(spec.label).to_owned(), keys.join("   "))
        });
        Section { heading, rows: rows.collect() }
    };
    let is_view = |spec: &Spec| matches!(spec.command, Command::Show(_) | Command::Beside | Command::Together);
    let written = |heading, rows: &[(&'static str, String)]| Section {
        heading,
        rows: rows.iter().map(|(what, keys)| (view.words.get(what).to_owned(), keys.clone())).collect(),
    };
    let key = |key: Key| key.symbol_or_name().to_owned();
    let said = |key: &'static str| view.words.get(key).to_owned();
    let mut sections = vec![
        of_table("menu-file", &|spec| spec.menu == Menu::File),
        of_table("menu-edit", &|spec| spec.menu == Menu::Edit),
        of_table("keys-views", &is_view),
        of_table("menu-view", &|spec| of_views(spec.menu) && !is_view(spec)),
        of_table("keys-window", &|spec| matches!(spec.menu, Menu::Window | Menu::Lessons | Menu::Help)),
        written(
            "keys-maps",
            &[
                ("keys-pin", said("keys-pin-keys")),
                ("keys-next-map", said("keys-next-map-keys")),
                ("keys-pan", said("keys-pan-keys")),
                ("keys-zoom", said("keys-zoom-keys")),
            ],
        ),
        written(
            "keys-stage",
            &[
                ("stage-next-lesson", key(Key::N)),
                ("keys-zoom-view", format!("{}   {}", key(Key::Plus), key(Key::Minus))),
                ("stage-exit", "Esc".to_owned()),
            ],
        ),
    ];
    sections.retain(|section| !section.rows.is_empty());
    sections
}

/// The menus about views.
fn of_views(menu: Menu) -> bool {
    matches!(menu, Menu::View | Menu::Drawing | Menu::Numbers | Menu::Panels | Menu::Size)
}

/// Draws the sheet.
pub fn keys_ui(ui: &mut Ui, view: &View<'_>) {
    let window = ui.ctx().content_rect().size();
    let two = window.x >= TWO_COLUMNS;
    // The scroll bar floats; it must not lie on the keys.
    ui.set_width(if two { 2.0 * COLUMN + GAP } else { COLUMN } + 20.0);
    title_ui(ui, view.words.get("cmd-keys"));
    let sections = sections(ui.ctx(), view);
    let all: f32 = sections.iter().map(Section::height).sum();
    let height = (window.y - 200.0).max(120.0);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            // The second column begins with the section after the middle.
            let mut above = 0.0;
            let (first, second): (Vec<_>, Vec<_>) = sections.into_iter().partition(|section| {
                let middle = above + section.height() / 2.0;
                above += section.height();
                !two || middle < all / 2.0
            });
            for column in [first, second].iter().filter(|column| !column.is_empty()) {
                ui.vertical(|ui| {
                    ui.set_width(COLUMN);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for section in column {
                        section_ui(ui, view, section);
                    }
                });
            }
        });
    });
}

fn section_ui(ui: &mut Ui, view: &View<'_>, section: &Section) {
    let of = |role| style::color(view.theme, role);
    ui.allocate_ui(egui::vec2(COLUMN, HEADING), |ui| {
        ui.set_min_size(egui::vec2(COLUMN, HEADING));
        ui.add_space(10.0);
        ui.label(RichText::new(view.words.get(section.heading)).font(style::bold(style::BODY_PT)));
    });
    for (what, keys) in &section.rows {
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(egui::vec2(COLUMN, ROW), layout, |ui| {
            ui.set_min_size(egui::vec2(COLUMN, ROW));
            ui.add(egui::Label::new(RichText::new(what.as_str())).truncate());
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(RichText::new(keys.as_str()).font(style::mono(12.0)).color(of(Role::TextDim)));
            });
        });
        let line = egui::Stroke::new(1.0, of(Role::Border).gamma_multiply(0.6));
        ui.painter().hline(ui.min_rect().x_range(), ui.min_rect().bottom() - 0.5, line);
    }
}
