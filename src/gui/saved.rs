//! What is kept between starts: how the window looks, never what is open in it.

use std::path::PathBuf;

use super::ThemeChoice;
use super::command::Panels;
use crate::locale::Lang;

/// How small and how large everything can be made.
pub const LEAST_ZOOM: f32 = 0.7;
pub const MOST_ZOOM: f32 = 2.5;

/// Every field has a default, so that what another version wrote still loads.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Saved {
    pub theme: ThemeChoice,
    pub lang: Lang,
    pub panels: Panels,
    /// The size of everything; 1 is the size of the design.
    pub zoom: f32,
    /// The folder of the last file.
    pub folder: Option<PathBuf>,
}

impl Default for Saved {
    fn default() -> Self {
        Self { theme: ThemeChoice::System, lang: Lang::En, panels: Panels::default(), zoom: 1.0, folder: None }
    }
}

impl Saved {
    /// What the last session left, or the defaults in the system's language. What cannot be read counts as nothing.
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        let saved = storage.and_then(|storage| eframe::get_value::<Self>(storage, eframe::APP_KEY));
        let saved = saved.unwrap_or_else(|| Self { lang: lang_of_system(), ..Self::default() });
        Self { zoom: saved.zoom.clamp(LEAST_ZOOM, MOST_ZOOM), ..saved }
    }
}

/// The language of the session, as POSIX has it: the first of the three variables that is set decides.
fn lang_of_system() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set) {
        Some(locale) if locale.starts_with("ru") => Lang::Ru,
        _ => Lang::En,
    }
}
