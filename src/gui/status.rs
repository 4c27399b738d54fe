//! The line at the bottom: what happened last, and the network in three numbers.

use egui::{Align, Button, Label, Layout, RichText, Ui};

use super::command::StripPage;
use super::session::Said;
use super::{Action, Command, View, style};
use crate::scene::theme::Role;

/// Draws the status line.
pub fn status_ui(ui: &mut Ui, view: &View<'_>, said: Option<&Said>, actions: &mut Vec<Action>) {
    let words = view.words;
    let small = |text: String, role| {
        RichText::new(text).font(style::plain(style::SMALL_PT)).color(style::color(view.theme, role))
    };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let totals = &view.net.totals;
        let number = |n: Option<u64>| n.map_or_else(|| words.get("too-large").to_owned(), |n| words.number(n));
        ui.label(small(words.with("status-macs", &[("macs", number(totals.macs).into())]), Role::TextDim));
        ui.label(small(words.with("status-params", &[("params", number(totals.params).into())]), Role::TextDim));
        let (text, role) = headline(view);
        if !text.is_empty() {
            let button = ui.add(Button::new(small(text, role)).frame_when_inactive(false));
            let on = view.facts.panels.shows(StripPage::Notes);
            if button.on_hover_text(super::tools::tip(ui, view, Command::Notes)).clicked() && !on {
                actions.push(Action::Command(Command::Notes));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if let Some(said) = said {
                let role = if said.is_error { Role::LostText } else { Role::Text };
                // It is a toast that tells it aloud.
                ui.add(Label::new(small(said.text.clone(), role)).truncate());
            }
        });
    });
}

/// Whether every pixel is seen, in a few words.
pub fn headline(view: &View<'_>) -> (String, Role) {
    let words = view.words;
    if !view.net.runs {
        return (words.get("status-stops").to_owned(), Role::LostText);
    }
    match view.analysis.network_loss() {
        Some(loss) if loss.count > 0 => {
            let values = [
                ("count", loss.count.into()),
                ("of", words.number(loss.of).into()),
                ("share", words.percent(loss.share()).into()),
            ];
            (words.with("status-dropped", &values), Role::LostText)
        }
        Some(_) => (words.get("status-all-seen").to_owned(), Role::GoodText),
        None => (String::new(), Role::TextDim),
    }
}
