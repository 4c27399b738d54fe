//! The files that were open last, and those that are let go over the window.

use std::path::{Path, PathBuf};

use egui::{Button, Ui};

use super::app::App;
use super::{Action, View, source, top};

/// The most files that are remembered.
const MOST: usize = 10;

/// The widest that their menu gets.
const WIDTH: f32 = 360.0;

/// Files, the one that was open last first, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Recent {
    paths: Vec<PathBuf>,
}

impl Recent {
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// A file was opened or saved.
    pub fn note(&mut self, path: &Path) {
        // The next start may be in another folder.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.forget(&path);
        self.paths.insert(0, path);
        self.paths.truncate(MOST);
    }

    /// There is no such file any more.
    pub fn forget(&mut self, path: &Path) {
        self.paths.retain(|known| known != path);
    }

    pub fn clear(&mut self) {
        self.paths.clear();
    }
}

impl App {
    /// Opens the first of the files that were let go over the window.
    pub(super) fn read_dropped(&mut self, ctx: &egui::Context, paths: Vec<PathBuf>) {
        let count = paths.len();
        match paths.into_iter().next() {
            Some(path) if source::holds_values(&path) => self.read_values(ctx, source::Use::Dropped, &path),
            Some(path) => {
                self.read(ctx, path);
                self.session.dropped = count;
            }
            None => {}
        }
    }

    /// That a file was opened, and if there were more, that it was the only one.
    pub(super) fn said_opened(&mut self, path: &Path) -> String {
        let count = self.session.dropped;
        if count < 2 {
            return self.said("status-opened", path);
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let values = [("file", name.into()), ("count", count.into())];
        self.derived.words(self.saved.lang).with("habit-opened-first", &values)
    }
}

/// The menu of the files that were open last.
pub fn recent_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    ui.add_enabled_ui(!view.recent.is_empty(), |ui| {
        ui.menu_button(words.get("habit-recent"), |ui| {
            top::menu_style(ui);
            // A long name must not make the menu wider than a small window.
            ui.set_max_width(WIDTH.min(ui.ctx().content_rect().width() - 20.0).max(120.0));
            for path in view.recent {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let entry = ui.add(Button::new(&*name).truncate()).accessible_name(&*name);
                if entry.on_hover_text(path.display().to_string()).clicked() {
                    actions.push(Action::OpenPath(path.clone()));
                    ui.close();
                }
            }
            ui.separator();
            if ui.button(words.get("habit-recent-clear")).clicked() {
                actions.push(Action::ClearRecent);
                ui.close();
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_ten_files_are_kept_each_once() {
        let mut recent = Recent::default();
        for name in ["a", "b", "a", "c"] {
            recent.note(Path::new("/folder").join(name).as_path());
        }
        assert_eq!(recent.paths(), ["/folder/c", "/folder/a", "/folder/b"].map(PathBuf::from));
        for number in 0..20 {
            recent.note(&PathBuf::from(format!("/folder/{number}")));
        }
        assert_eq!(recent.paths().len(), 10);
        assert_eq!(recent.paths()[0], Path::new("/folder/19"));
        recent.forget(Path::new("/folder/19"));
        assert_eq!(recent.paths()[0], Path::new("/folder/18"));
    }
}
