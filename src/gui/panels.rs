//! Where everything stands: the bar at the top, the layers at the left, the maps in the middle, their growth below, the
//! inspector at the right, one line at the bottom.

use egui::containers::panel::PanelState;
use egui::{CentralPanel, Frame, Id, Margin, Panel, Ui};

use super::arrangement::Arrangement;
use super::session::Said;
use super::stack_panel::StackPanelState;
use super::views::ViewStates;
use super::{Action, View, growth, inspector, stack_panel, status, style, top, views};
use crate::scene::theme::Role;

const TOP: f32 = 44.0;
const STATUS: f32 = 26.0;
const STACK: f32 = 296.0;
const INSPECTOR: f32 = 340.0;
/// How far from the line between two panels its edge can be taken.
const EDGE: i8 = 5;

/// What the panels keep for themselves between frames.
pub struct PanelStates<'a> {
    pub arrangement: &'a mut Arrangement,
    pub views: &'a mut ViewStates,
    pub stack_panel: &'a mut StackPanelState,
    pub said: Option<&'a Said>,
}

/// Draws all panels.
pub fn panels_ui(ui: &mut Ui, states: &mut PanelStates<'_>, view: &View<'_>, actions: &mut Vec<Action>) {
    let panel = |margin| Frame::new().fill(style::color(view.theme, Role::Panel)).inner_margin(margin);
    let ground = |margin| Frame::new().fill(style::color(view.theme, Role::Ground)).inner_margin(margin);
    let facts = view.facts;

    let frame = panel(Margin::symmetric(10, 0));
    Panel::top("top").exact_size(TOP).resizable(false).frame(frame).show(ui, |ui| top::top_ui(ui, view, actions));
    let frame = panel(Margin::symmetric(12, 0));
    Panel::bottom("status")
        .exact_size(STATUS)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| status::status_ui(ui, view, states.said));

    // On a narrow window each side takes a third of it at most.
    let width = ui.available_width();
    let third = (width / 3.0).max(220.0);
    if facts.panels.stack {
        Panel::left("stack")
            .resizable(true)
            .default_size(STACK.min(third))
            .size_range(220.0..=third.max(STACK))
            .frame(panel(Margin::ZERO))
            .show(ui, |ui| stack_panel::stack_panel_ui(ui, states.stack_panel, view, actions));
        name_edge(ui, "stack", view.words.get("edge-stack"));
    }
    if facts.panels.inspector {
        Panel::right("inspector")
            .resizable(true)
            .default_size(INSPECTOR.min(third))
            .size_range(210.0..=third.max(INSPECTOR))
            .frame(panel(Margin { left: 18, right: 14, top: 10, bottom: 0 }))
            .show(ui, |ui| inspector::inspector_ui(ui, view, actions));
        name_edge(ui, "inspector", view.words.get("edge-inspector"));
    }
    CentralPanel::no_frame().frame(ground(Margin::ZERO)).show(ui, |ui| {
        if facts.panels.growth {
            let room = ui.available_height();
            Panel::bottom("growth")
                .resizable(true)
                .default_size((room * 0.36).min(290.0))
                .size_range(90.0_f32.min(room / 2.0)..=(room * 0.7).max(90.0))
                .frame(ground(Margin { left: 16, right: 16, top: 8, bottom: 4 }))
                .show(ui, |ui| growth::growth_ui(ui, view, actions));
            name_edge(ui, "growth", view.words.get("edge-growth"));
        }
        // The views are drawn last and would take the half of an edge that lies over them.
        let beside_edges = Margin { left: EDGE, right: EDGE, ..Margin::ZERO };
        CentralPanel::no_frame().frame(Frame::new().inner_margin(beside_edges)).show(ui, |ui| {
            views::views_ui(ui, states.arrangement, states.views, view, actions);
        });
    });
}

/// While a file is held over the window: what letting it go would do.
pub fn drop_hint_ui(ctx: &egui::Context, view: &View<'_>) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Foreground, Id::unique("drop hint")));
    let rect = ctx.content_rect().shrink(8.0);
    let accent = style::color(view.theme, Role::Accent);
    painter.rect_filled(rect, style::CARD_RADIUS, style::color(view.theme, Role::Ground).gamma_multiply(0.85));
    painter.rect_stroke(rect, style::CARD_RADIUS, egui::Stroke::new(3.0, accent), egui::StrokeKind::Inside);
    let text = view.words.get("drop-here");
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, text, style::bold(style::HEADING_PT), accent);
}

/// Calls a panel's edge by what it resizes; egui calls them all by one English phrase. A double click on it gives the
/// panel the size that it had at first.
fn name_edge(ui: &Ui, panel: &'static str, name: &str) {
    let panel: Id = ui.scope_id().with_salt(egui::IdSalt::new(panel));
    let edge = panel.with("__resize");
    if let Some(response) = ui.ctx().read_response(edge) {
        ui.ctx().accesskit_node_builder(edge, |node| node.set_label(name));
        if response.double_clicked() {
            ui.data_mut(|data| data.remove::<PanelState>(panel));
            ui.ctx().request_repaint();
        }
    }
}
