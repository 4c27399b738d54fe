//! The page of the strip about the network as a whole, and about the selected layer in it: padding, border layers, input
//! sizes, tiles, centres, and what other frameworks would make of the layer.

mod layer;
mod sizes;

use egui::{Button, RichText, ScrollArea, Ui, vec2};

use super::branches::table_row_ui;
use super::insight::Whole;
use super::inspector::{dim, row_ui, section_ui};
use super::{Action, View, style};
use crate::export::report::about::{border, tiles};
use crate::field::border::Border;
use crate::field::tiling::NoTiling;
use crate::net::MapId;
use crate::scene::theme::Role;

/// The least width of a column, and what lies between two.
const COLUMN: f32 = 276.0;
const BETWEEN: f32 = 28.0;
/// The scroll bar floats; it must not lie on the numbers.
const SCROLL_BAR_ROOM: f32 = 12.0;

/// What the page keeps between frames.
#[derive(Default)]
pub struct NetworkState {
    /// Centres are told with the centre of pixel 0 at ½.
    half_pixel: bool,
}

/// The parts of the page: first of the network, then of the layer.
#[derive(Clone, Copy)]
enum Section {
    Sizes,
    Tiles,
    Borders,
    Padding,
    Centres,
    Rules,
}

impl Section {
    const ALL: [Self; 6] = [Self::Sizes, Self::Tiles, Self::Borders, Self::Padding, Self::Centres, Self::Rules];

    /// The column where it stands, if `last` is the last one, of at most three.
    const fn column(self, last: usize) -> usize {
        match self {
            Self::Sizes | Self::Borders => 0,
            Self::Tiles => last / 2,
            Self::Centres => last.div_ceil(2),
            Self::Padding | Self::Rules => last,
        }
    }
}

/// Draws the page, in as many columns as there is room for.
pub fn network_ui(ui: &mut Ui, state: &mut NetworkState, view: &View<'_>, actions: &mut Vec<Action>) {
    let Some((whole, part)) = view.whole else { return };
    ScrollArea::vertical().id_salt("network").auto_shrink(false).show(ui, |ui| {
        ui.set_width((ui.available_width() - SCROLL_BAR_ROOM).max(0.0));
        let columns = (((ui.available_width() + BETWEEN) / (COLUMN + BETWEEN)) as usize).clamp(1, 3);
        ui.spacing_mut().item_spacing = vec2(BETWEEN, 3.0);
        ui.columns(columns, |columns| {
            let last = columns.len() - 1;
            for (at, column) in columns.iter_mut().enumerate() {
                // Columns set their texts in blocks, which tears short lines apart.
                column.vertical(|ui| {
                    ui.spacing_mut().item_spacing = vec2(8.0, 3.0);
                    for section in Section::ALL.into_iter().filter(|section| section.column(last) == at) {
                        match section {
                            Section::Sizes => sizes::sizes_ui(ui, view, whole, actions),
                            Section::Tiles => tiles_ui(ui, view, whole, actions),
                            Section::Borders => borders_ui(ui, view, whole, actions),
                            Section::Padding => layer::padding_ui(ui, view, part),
                            Section::Centres => layer::centres_ui(ui, state, view, part, actions),
                            Section::Rules => layer::rules_ui(ui, view, part),
                        }
                    }
                });
            }
        });
        ui.add_space(10.0);
    });
}

/// The layer's name as a way to it.
fn layer_button_ui(ui: &mut Ui, view: &View<'_>, map: MapId, actions: &mut Vec<Action>) {
    let name = name(view, map);
    let spoken = view.words.with("notes-jump", &[("layer", name.into())]);
    ui.spacing_mut().button_padding = vec2(6.0, 1.0);
    let text = RichText::new(name).font(style::bold(12.5)).color(style::color(view.theme, Role::Accent));
    let button = ui.add(Button::new(text).truncate()).accessible_name(spoken);
    if button.clicked() {
        let layer = view.lowered.layer_of_map[map.index()];
        actions.push(layer.map_or(Action::Select(map), Action::SelectLayer));
    }
}

fn name<'a>(view: &View<'a>, map: MapId) -> &'a str {
    view.lowered.graph.node(map).map_or(view.words.get("map-input"), |node| node.name.as_str())
}

fn tiles_ui(ui: &mut Ui, view: &View<'_>, whole: &Whole, actions: &mut Vec<Action>) {
    let words = view.words;
    section_ui(ui, view, "section-tiles");
    if whole.tiled != view.analysis.output() {
        ui.label(words.with("tiles-up-to", &[("layer", name(view, whole.tiled).into())]));
    }
    let axes = match &whole.tiling {
        Ok(axes) => axes,
        Err(reason) => {
            no_tiles_ui(ui, view, *reason, actions);
            return;
        }
    };
    for (key, value) in tiles::rows(axes, words) {
        row_ui(ui, view, words.get(key), &value);
    }
    ui.label(dim(view, &tiles::how_text(axes, words)));
}

fn no_tiles_ui(ui: &mut Ui, view: &View<'_>, reason: NoTiling, actions: &mut Vec<Action>) {
    let (key, map) = tiles::refusal(reason);
    ui.label(view.words.get(key));
    if let Some(map) = map {
        layer_button_ui(ui, view, map, actions);
    }
}

fn borders_ui(ui: &mut Ui, view: &View<'_>, whole: &Whole, actions: &mut Vec<Action>) {
    let words = view.words;
    section_ui(ui, view, "section-borders");
    ui.label(dim(view, border::lead(&whole.borders, view.analysis, words)));
    let layers = &whole.borders.layers;
    for (at, border) in layers.iter().take(border::MOST_LAYERS).enumerate() {
        ui.push_id(at, |ui| border_ui(ui, view, border, actions));
    }
    if layers.len() > border::MOST_LAYERS {
        let more = layers.len() - border::MOST_LAYERS;
        ui.label(dim(view, &words.with("borders-more", &[("count", more.into())])));
    }
    if let Some(missing) = border::uncounted_text(&whole.borders, words) {
        ui.label(dim(view, &missing));
    }
}

fn border_ui(ui: &mut Ui, view: &View<'_>, border: &Border, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let half = ui.available_width() * 0.5;
        ui.scope(|ui| {
            ui.set_max_width(half);
            layer_button_ui(ui, view, border.map, actions);
        });
        let rest = ui.available_width();
        ui.allocate_ui_with_layout(vec2(rest, 18.0), egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(dim(view, view.words.get(border::grounds(border))).size(style::SMALL_PT));
        });
    });
}

/// The heads of a table's columns.
fn heads_ui(ui: &mut Ui, view: &View<'_>, first: f32, keys: &[&'static str]) {
    let heads: Vec<String> = keys.iter().map(|key| view.words.get(key).to_owned()).collect();
    table_row_ui(ui, view, first, &heads, Role::TextDim);
}
