//! The strip below the views, a page behind each tab: how the field grows, what there is to remark, the whole network.

use egui::{Id, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::charts::Figures;
use super::command::StripPage;
use super::network::{self, NetworkState};
use super::notes::{self, NotesState};
use super::{Action, Command, View, growth, style};
use crate::scene::theme::Role;

/// The height of the row of tabs: that of the growth chart's row for the number that is read, which stands at its end.
pub const TABS: f32 = 25.0;
/// Between two tabs, at least and where there is room.
const LEAST_GAP: f32 = 8.0;
const GAP: f32 = 22.0;

/// A tab with its place.
struct Tab {
    command: Command,
    text: String,
    response: egui::Response,
    on: bool,
}

/// What the pages keep between frames.
pub struct Pages<'a> {
    pub notes: &'a mut NotesState,
    pub network: &'a mut NetworkState,
    pub growth: &'a mut Figures,
}

/// Draws the strip.
pub fn strip_ui(ui: &mut Ui, pages: &mut Pages<'_>, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    let origin = ui.max_rect().min;
    let page = view.facts.panels.page;
    let texts = [
        (Command::Growth, words.get("strip-growth").to_owned(), page == StripPage::Growth),
        (
            Command::Notes,
            words.with("notes-tab", &[("count", (view.notes.len() + view.files.useless_count()).into())]),
            page == StripPage::Notes,
        ),
        (Command::Network, words.get("strip-network").to_owned(), page == StripPage::Network),
    ];
    let color = style::color(view.theme, Role::Text);
    // As wide as in bold, so that nothing moves when the other one is chosen.
    let width = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), style::bold(style::BODY_PT), color).size().x;
    let mut wanted = texts.each_ref().map(|(_, text, _)| width(text));
    let available = ui.max_rect().width();
    // In a narrow strip the first one has a shorter text, then they move together, and in the end it is cut.
    let short = words.get("strip-growth-short");
    let is_short = wanted.iter().sum::<f32>() + 2.0 * GAP > available;
    if is_short {
        wanted[0] = width(short);
    }
    let gap = ((available - wanted.iter().sum::<f32>()) / 2.0).clamp(LEAST_GAP, GAP);
    let first = wanted[0].min(available - wanted[1] - wanted[2] - 2.0 * gap).max(40.0);
    let widths = [first, wanted[1], wanted[2]];
    let mut left = origin.x;
    let mut at = 0;
    let tabs = texts.map(|(command, text, on)| {
        let rect = Rect::from_min_size(pos2(left, origin.y), vec2(widths[at], TABS));
        (left, at) = (left + widths[at] + gap, at + 1);
        let response = ui.interact(rect.expand2(vec2(6.0, 0.0)), Id::unique(("strip tab", command)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(egui::Role::Tab, true, on, &text));
        let response = response.on_hover_text(super::tools::tip(ui, view, command));
        let text = if is_short && command == Command::Growth { short.to_owned() } else { text };
        Tab { command, text, response, on }
    });
    match page {
        StripPage::Growth => {
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            growth::growth_ui(ui, left - gap, pages.growth, view, actions);
        }
        StripPage::Notes => {
            ui.add_space(TABS + 4.0);
            notes::notes_ui(ui, pages.notes, view, actions);
        }
        StripPage::Network => {
            ui.add_space(TABS);
            network::network_ui(ui, pages.network, view, actions);
        }
    }
    for tab in tabs {
        if tab.response.clicked() && !tab.on {
            actions.push(Action::Command(tab.command));
        }
        tab_ui(ui, &tab, view);
    }
}

fn tab_ui(ui: &Ui, tab: &Tab, view: &View<'_>) {
    let place = tab.response.rect.shrink2(vec2(6.0, 0.0));
    let strong = tab.on || tab.response.hovered();
    let color = style::color(view.theme, if strong { Role::Text } else { Role::TextDim });
    let font = if tab.on { style::bold(style::BODY_PT) } else { style::plain(style::BODY_PT) };
    let galley = super::card::line(ui.painter(), &tab.text, font, color, place.width() + 1.0);
    ui.painter().galley(pos2(place.left(), place.top() + 2.0), galley, color);
    if tab.on {
        let line = Stroke::new(2.0, style::color(view.theme, Role::Accent));
        ui.painter().hline(place.x_range(), place.bottom() - 3.0, line);
    }
    if tab.response.has_focus() {
        style::focus_ring(ui.painter(), view.theme, tab.response.rect.shrink2(vec2(0.0, 1.0)), style::CONTROL_RADIUS);
    }
}
