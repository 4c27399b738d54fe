//! **The window**: the one room that knows egui.
//!
//! [`App`] is four fields: what is kept between starts, what is open now, what is worked out from it, and what was asked
//! for this start alone. In every frame the panels draw a `View` of it and push `Action`s; after the frame one `match` runs
//! them. So a panel cannot change anything while another one draws, and everything that can happen is listed in one place.

mod action;
mod alternatives;
mod app;
mod arrangement;
mod autosave;
mod blocks;
mod branches;
mod canvas;
mod canvas_legend;
mod canvas_notes;
mod card;
mod cells;
mod charts;
mod command;
mod derived;
mod dialog;
mod documents;
mod empty;
mod export_dialog;
mod fan;
mod fields;
mod gallery;
mod graph;
mod growth;
mod help;
mod history;
mod image_tools;
mod insight;
mod inspector;
mod jobs;
mod listing;
mod model;
mod motion;
mod network;
mod notes;
mod numbers;
mod op_menu;
mod outputs;
mod painter;
mod palette;
mod panels;
mod picture;
mod player;
mod reasons;
mod recent;
mod regions;
mod route;
mod saved;
mod scenery;
mod session;
mod settings;
mod signs;
mod source;
mod stack_panel;
mod stage;
mod start;
mod status;
mod story;
mod strip;
mod style;
mod sum;
mod table;
mod teach;
mod tensors;
mod text_dialog;
mod textures;
mod toasts;
mod tools;
mod top;
mod typed;
mod view;
mod views;
mod walking;

pub use app::App;
pub use start::{Opening, Start};
pub use style::install as install_fonts;

use action::Action;
use command::Command;
use view::{Preview, Selection, Unit, View};

/// One of the themes, or light or dark as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
    Contrast,
    Print,
}

impl ThemeChoice {
    /// Every choice with the word that the command line uses.
    pub const WORDS: [(&str, Self); 5] = [
        ("system", Self::System),
        ("light", Self::Light),
        ("dark", Self::Dark),
        ("contrast", Self::Contrast),
        ("print", Self::Print),
    ];
}

/// The name by which the system knows the window, and under which its settings are kept.
const APP_ID: &str = "receptive";

/// Opens the window and comes back when it closes.
///
/// The error is a reason for the terminal: without a display there is nowhere else to tell it.
pub fn run(start: Start) -> Result<(), String> {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).unwrap_or_default();
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("receptive")
            .with_app_id(APP_ID)
            .with_icon(icon)
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([720.0, 480.0])
            .with_drag_and_drop(true),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let opened = eframe::run_native(APP_ID, options, Box::new(|cc| Ok(Box::new(App::new(cc, start)))));
    opened.map_err(|error| match error {
        // What it says in full is where in the source of a library it was noticed.
        eframe::Error::WinitEventLoop(_) => "there is no display".to_owned(),
        other => other.to_string(),
    })
}
