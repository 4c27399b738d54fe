//! The line at the bottom: what happened last, and the network in three numbers.

use egui::{Align, Label, Layout, RichText, Ui};

use super::session::Said;
use super::{View, style};
use crate::scene::theme::Role;

/// Draws the status line.
pub fn status_ui(ui: &mut Ui, view: &View<'_>, said: Option<&Said>) {
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
        ui.label(small(text, role));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if let Some(said) = said {
                let role = if said.is_error { Role::LostText } else { Role::Text };
                let label = ui.add(Label::new(small(said.text.clone(), role)).truncate());
                ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
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
    match view.analysis.loss(view.analysis.output()) {
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
