//! What is kept between starts: how the window looks, never what is open in it.

use std::path::PathBuf;

use super::ThemeChoice;
use super::arrangement::Arrangement;
use super::command::Panels;
use super::picture::ExportChoices;
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
    pub views: Arrangement,
    /// The size of everything; 1 is the size of the design.
    pub zoom: f32,
    /// The folder of the last file.
    pub folder: Option<PathBuf>,
    /// How pictures were last exported.
    pub export: ExportChoices,
}

impl Default for Saved {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            lang: Lang::En,
            panels: Panels::default(),
            views: Arrangement::default(),
            zoom: 1.0,
            folder: None,
            export: ExportChoices::default(),
        }
    }
}

impl Saved {
    /// What the last session left, or the defaults in the system's language. What cannot be read counts as nothing.
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        let saved = storage.and_then(|storage| eframe::get_value::<Self>(storage, eframe::APP_KEY));
        let saved = saved.unwrap_or_else(|| Self { lang: lang_of_system(), ..Self::default() });
        // A zoom that is no number would leave nothing to be seen.
        let zoom = if saved.zoom.is_finite() { saved.zoom } else { 1.0 };
        Self {
            zoom: zoom.clamp(LEAST_ZOOM, MOST_ZOOM),
            views: saved.views.checked(),
            export: saved.export.checked(),
            ..saved
        }
    }
}

/// The language of the session. As POSIX has it, the first of the three variables that is set decides; Windows and macOS
/// set none of them and are asked.
fn lang_of_system() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).or_else(sys_locale::get_locale);
    match locale {
        Some(locale) if locale.starts_with("ru") => Lang::Ru,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the last session left, as text.
    struct Left(&'static str);

    impl eframe::Storage for Left {
        fn get_string(&self, _key: &str) -> Option<String> {
            Some(self.0.to_owned())
        }

        fn set_string(&mut self, _key: &str, _value: String) {}

        fn remove_string(&mut self, _key: &str) {}

        fn flush(&mut self) {}
    }

    #[test]
    fn whatever_the_last_session_left_the_window_can_be_seen() {
        for (left, zoom) in [
            ("(zoom: 1.5)", 1.5),
            ("(zoom: NaN)", 1.0),
            ("(zoom: inf)", 1.0),
            ("(zoom: 0.0)", LEAST_ZOOM),
            ("(zoom: 1e9)", MOST_ZOOM),
            ("(zoom: \"large\")", 1.0),
            ("(colour: \"red\")", 1.0),
            ("", 1.0),
        ] {
            assert_eq!(Saved::load(Some(&Left(left))).zoom, zoom, "{left}");
        }
    }
}
