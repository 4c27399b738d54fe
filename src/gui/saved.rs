//! What is kept between starts: how the window looks, never what is open in it.

use std::path::PathBuf;

use super::ThemeChoice;
use super::arrangement::Arrangement;
use super::command::Panels;
use super::picture::ExportChoices;
use super::recent::Recent;
use crate::locale::Lang;
use crate::scene::columns::Column;

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
    /// The columns of the table.
    pub columns: Columns,
    /// The size of everything; 1 is the size of the design.
    pub zoom: f32,
    /// The folder of the last file.
    pub folder: Option<PathBuf>,
    pub recent: Recent,
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
            columns: Columns::default(),
            zoom: 1.0,
            folder: None,
            recent: Recent::default(),
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

/// The columns that the table shows, in their order. They are kept as words: those that this version does not know are
/// left out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Columns(Vec<Column>);

impl Default for Columns {
    fn default() -> Self {
        Self(Column::FIRST.to_vec())
    }
}

impl Columns {
    pub fn shown(&self) -> &[Column] {
        &self.0
    }

    /// Shows a column, or hides it. The name is always there: without it a row says nothing.
    pub fn show(&mut self, column: Column, shown: bool) {
        self.0.retain(|other| *other != column);
        if shown || column == Column::Name {
            self.0.push(column);
            self.0.sort_unstable();
        }
    }
}

impl From<Vec<String>> for Columns {
    fn from(words: Vec<String>) -> Self {
        let known = Column::WORDS.into_iter().filter(|(word, _)| words.iter().any(|kept| kept == word));
        let mut columns = Self(known.map(|(_, column)| column).collect());
        // Nothing that is known: a list of another version.
        if columns.0.is_empty() {
            return Self::default();
        }
        columns.show(Column::Name, true);
        columns
    }
}

impl From<Columns> for Vec<String> {
    fn from(columns: Columns) -> Self {
        columns.0.into_iter().map(|column| column.word().to_owned()).collect()
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
    fn columns_that_nobody_knows_are_left_out() {
        let kept = |left| Saved::load(Some(&Left(left))).columns;
        assert_eq!(kept("(columns: [\"macs\", \"colour\", \"name\"])").shown(), [Column::Name, Column::Macs]);
        assert_eq!(kept("(columns: [\"macs\"])").shown(), [Column::Name, Column::Macs]);
        for left in ["(columns: [\"colour\"])", "(columns: [])", "(zoom: 1.5)"] {
            assert_eq!(kept(left), Columns::default(), "{left}");
        }
        let mut columns = Columns::default();
        columns.show(Column::Start, false);
        columns.show(Column::Bytes, true);
        assert_eq!(Columns::from(Vec::<String>::from(columns.clone())), columns);
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
