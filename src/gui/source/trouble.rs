//! What is wrong with a file of values: said where it is looked for, with the ways out of it.

use egui::{RichText, Ui};

use super::{Use, edit_of, with_kernel};
use crate::gui::inspector::card_ui;
use crate::gui::{Action, View, reasons, style};
use crate::net::{Bias, Edit, Parameters, Source};
use crate::scene::theme::Role;
use crate::value::ValueProblem;

/// A file that is named and of no use.
pub struct Trouble<'a> {
    pub what: &'a Use,
    pub name: &'a str,
    pub reason: String,
}

/// Every file of the document that is of no use.
pub fn all<'a>(view: &View<'a>) -> Vec<Trouble<'a>> {
    let useless = view.files.useless();
    let reason = |error| reasons::of_asset(view.words, error);
    useless.map(|(named, error)| Trouble { what: &named.what, name: &named.name, reason: reason(error) }).collect()
}

impl Trouble<'_> {
    /// The name, what is wrong, and what the file is for.
    pub fn text(&self, view: &View<'_>) -> String {
        let values = [("file", self.name.into()), ("reason", self.reason.as_str().into())];
        view.words.with("source-trouble", &values)
    }

    /// The layer whose file it is; `None` of the image's.
    pub fn layer(&self) -> Option<crate::net::LayerId> {
        match self.what {
            Use::Kernel(id, _) | Use::Bias(id) => Some(*id),
            _ => None,
        }
    }

    /// The ways out of it as buttons; `whose` parts those of several troubles by name.
    pub fn buttons_ui(&self, ui: &mut Ui, whose: Option<&str>, view: &View<'_>, actions: &mut Vec<Action>) {
        let button = |ui: &mut Ui, key: &'static str| {
            let label = view.words.get(key);
            let spoken = whose.map_or_else(|| label.to_owned(), |whose| format!("{whose}: {label}"));
            ui.button(RichText::new(label).size(12.0)).accessible_name(spoken).clicked()
        };
        if button(ui, "source-choose-another") {
            actions.push(Action::ChooseValues(self.what.clone()));
        }
        let instead = if self.layer().is_none() { "source-test-instead" } else { "source-own-instead" };
        if button(ui, instead) {
            actions.extend(instead_of(self.what, view).map(Action::Edit));
        }
        if button(ui, "source-read-again") {
            actions.push(Action::ReadValues(self.name.to_owned()));
        }
    }
}

/// The edit that leaves to the program what was chosen.
pub fn instead_of(what: &Use, view: &View<'_>) -> Option<Edit> {
    match what {
        Use::Picture | Use::Array | Use::Dropped => Some(Edit::SetSource(Source::TestPicture)),
        Use::Kernel(id, filter) => edit_of(view.stack(), *id, |before| {
            let mut parameters = with_kernel(before, *filter, None);
            if filter.is_none() {
                parameters.filters.clone_from(&before.filters);
            }
            parameters
        }),
        Use::Bias(id) => edit_of(view.stack(), *id, |before| Parameters { bias: Bias::Zeros, ..before.clone() }),
    }
}

/// The files of a part of the network that are of no use, each on a card.
pub fn cards_ui(ui: &mut Ui, view: &View<'_>, is_here: impl Fn(&Use) -> bool, actions: &mut Vec<Action>) {
    for trouble in all(view).iter().filter(|trouble| is_here(trouble.what)) {
        card_ui(ui, view, Role::Lost, Role::LostFill, |ui| {
            ui.label(trouble.text(view));
            if let Some(folder) = view.files.path_of(trouble.name).parent() {
                let text = view.words.with("source-looked-in", &[("folder", folder.display().to_string().into())]);
                ui.label(RichText::new(text).small().color(style::color(view.theme, Role::TextDim)));
            }
            ui.horizontal_wrapped(|ui| trouble.buttons_ui(ui, None, view, actions));
        });
    }
}

/// What else is wrong with the values of the selection: numbers of another shape.
pub fn misfits_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(sample) = view.sample else { return };
    for problem in sample.problems.iter().filter(|problem| matches!(problem, ValueProblem::Shape { .. })) {
        card_ui(ui, view, Role::Lost, Role::LostFill, |ui| {
            ui.label(reasons::of_values(view.words, problem));
        });
    }
}
