//! What the window opens with: a document, and how it looks this time.

use std::path::PathBuf;

use super::ThemeChoice;
use super::saved::Saved;
use crate::files::FileProblem;
use crate::import::document::Opened;
use crate::locale::Lang;
use crate::scene::view::ViewName;

/// What the window opens on.
#[derive(Debug, Default)]
pub enum Opening {
    /// The first lesson.
    #[default]
    Lesson,
    /// A document and the file that it is from.
    Document(Option<PathBuf>, Box<Opened>),
    /// The first lesson, and why this file is not shown; standard input if there is no path.
    Broken(Option<PathBuf>, FileProblem),
}

/// A start of the window. What is `None` is as it was when the window was last closed.
#[derive(Debug, Default)]
pub struct Start {
    pub opening: Opening,
    /// The view that is shown.
    pub view: Option<ViewName>,
    pub theme: Option<ThemeChoice>,
    pub lang: Option<Lang>,
}

impl Start {
    /// Makes the window look as this start asks for.
    pub(super) fn lend(&self, saved: &mut Saved) -> Lent {
        let before = saved.clone();
        if let Some(view) = self.view {
            saved.views.show(view);
        }
        saved.theme = self.theme.unwrap_or(saved.theme);
        saved.lang = self.lang.unwrap_or(saved.lang);
        Lent {
            view: self.view.map(|view| (view, before.views.active())),
            theme: self.theme.map(|theme| (theme, before.theme)),
            lang: self.lang.map(|lang| (lang, before.lang)),
        }
    }
}

/// What a start asked for, and what it took the place of: the next start is as if it had not been, except for what
/// somebody chose in the window since.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lent {
    view: Option<(ViewName, ViewName)>,
    theme: Option<(ThemeChoice, ThemeChoice)>,
    lang: Option<(Lang, Lang)>,
}

impl Lent {
    /// The settings that are kept for the next start.
    pub fn given_back(self, saved: &Saved) -> Saved {
        let mut kept = saved.clone();
        if let Some((_, before)) = self.view.filter(|(lent, _)| *lent == saved.views.active()) {
            kept.views.show(before);
        }
        if let Some((_, before)) = self.theme.filter(|(lent, _)| *lent == saved.theme) {
            kept.theme = before;
        }
        if let Some((_, before)) = self.lang.filter(|(lent, _)| *lent == saved.lang) {
            kept.lang = before;
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_start_asks_for_is_not_kept_and_what_is_chosen_then_is() {
        let mut saved = Saved { theme: ThemeChoice::Dark, ..Saved::default() };
        saved.views.show(ViewName::Blocks);
        let before = saved.clone();
        let start = Start {
            view: Some(ViewName::Table),
            theme: Some(ThemeChoice::Light),
            lang: Some(Lang::Ru),
            ..Start::default()
        };
        let lent = start.lend(&mut saved);
        assert_eq!((saved.views.active(), saved.theme, saved.lang), (ViewName::Table, ThemeChoice::Light, Lang::Ru));
        assert_eq!(lent.given_back(&saved), before);
        saved.theme = ThemeChoice::System;
        saved.views.show(ViewName::Maps);
        let kept = lent.given_back(&saved);
        assert_eq!((kept.views.active(), kept.theme, kept.lang), (ViewName::Maps, ThemeChoice::System, Lang::En));
    }
}
