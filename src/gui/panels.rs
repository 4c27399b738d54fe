//! Where everything stands: the bar at the top, the layers at the left, the maps in the middle, their growth below, the
//! inspector at the right, one line at the bottom.

use egui::containers::panel::PanelState;
use egui::{Frame, Id, Margin, Panel, Rect, Ui, UiBuilder, vec2};

use super::arrangement::Arrangement;
use super::network::NetworkState;
use super::notes::NotesState;
use super::regions::{Region, Regions, focus_next};
use super::session::Said;
use super::stack_panel::StackPanelState;
use super::views::ViewStates;
use super::{Action, View, inspector, stack_panel, status, strip, style, top, views};
use crate::scene::theme::Role;

const TOP: f32 = 44.0;
const STATUS: f32 = 26.0;
const STACK: f32 = 296.0;
const INSPECTOR: f32 = 340.0;
/// How far from the line between two panels its edge can be taken.
const EDGE: f32 = 5.0;

/// What the panels keep for themselves between frames.
pub struct PanelStates<'a> {
    pub arrangement: &'a mut Arrangement,
    pub views: &'a mut ViewStates,
    pub stack_panel: &'a mut StackPanelState,
    pub notes: &'a mut NotesState,
    pub network: &'a mut NetworkState,
    pub regions: &'a mut Regions,
    pub said: Option<&'a Said>,
}

/// Draws all panels.
pub fn panels_ui(ui: &mut Ui, states: &mut PanelStates<'_>, view: &View<'_>, actions: &mut Vec<Action>) {
    let panel = |margin| Frame::new().fill(style::color(view.theme, Role::Panel)).inner_margin(margin);
    let frame = panel(Margin::symmetric(10, 0));
    if states.regions.takes(Region::Top) {
        focus_next(ui.ctx());
    }
    let bar = Panel::top("top").exact_size(TOP).resizable(false).frame(frame);
    let bar = bar.show(ui, |ui| top::top_ui(ui, view, actions)).response;
    states.regions.place(Region::Top, Some(bar.rect));

    // Tab goes through controls in the order in which they are drawn. So each panel that stands behind another one is
    // drawn after it, in the room that was left for it.
    let room = ui.available_rect_before_wrap();
    let mut body = part_of(ui, "body", Rect { max: room.max - vec2(0.0, STATUS), ..room });
    body_ui(&mut body, states, view, actions);
    let frame = panel(Margin::symmetric(12, 0));
    Panel::bottom("status")
        .exact_size(STATUS)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| status::status_ui(ui, view, states.said, actions));
}

fn body_ui(ui: &mut Ui, states: &mut PanelStates<'_>, view: &View<'_>, actions: &mut Vec<Action>) {
    let panel = |margin| Frame::new().fill(style::color(view.theme, Role::Panel)).inner_margin(margin);
    let panels = view.facts.panels;
    // On a narrow window each side takes a third of it at most.
    let width = ui.available_width();
    let third = (width / 3.0).max(220.0);
    let mut place = None;
    if panels.stack {
        if states.regions.takes(Region::Stack) {
            focus_next(ui.ctx());
        }
        let stack = Panel::left("stack")
            .resizable(true)
            .default_size(STACK.min(third))
            .size_range(220.0..=third.max(STACK))
            .frame(panel(Margin::ZERO))
            .show(ui, |ui| stack_panel::stack_panel_ui(ui, states.stack_panel, view, actions));
        name_edge(ui, "stack", view.words.get("edge-stack"));
        place = Some(stack.response.rect);
    }
    states.regions.place(Region::Stack, place);

    let left_for = if panels.inspector { left_for(ui, "inspector", INSPECTOR.min(third)) } else { 0.0 };
    let room = ui.available_rect_before_wrap();
    let mut centre = part_of(ui, "centre", Rect { max: room.max - vec2(left_for, 0.0), ..room });
    centre_ui(&mut centre, states, view, actions);

    let mut place = None;
    if panels.inspector {
        if states.regions.takes(Region::Inspector) {
            focus_next(ui.ctx());
        }
        let inspector = Panel::right("inspector")
            .resizable(true)
            .default_size(INSPECTOR.min(third))
            .size_range(210.0..=third.max(INSPECTOR))
            .frame(panel(Margin { left: 18, right: 14, top: 10, bottom: 0 }))
            .show(ui, |ui| inspector::inspector_ui(ui, view, actions));
        name_edge(ui, "inspector", view.words.get("edge-inspector"));
        place = Some(inspector.response.rect);
        leave_for(ui, "inspector", left_for, inspector.response.rect.width());
    }
    states.regions.place(Region::Inspector, place);
}

/// The views, and the strip below them.
fn centre_ui(ui: &mut Ui, states: &mut PanelStates<'_>, view: &View<'_>, actions: &mut Vec<Action>) {
    let ground = style::color(view.theme, Role::Ground);
    ui.painter().rect_filled(ui.max_rect(), 0, ground);
    let panels = view.facts.panels;
    let height = ui.available_height();
    let default = (height * 0.36).min(290.0);
    let left_for = if panels.growth { left_for(ui, "growth", default) } else { 0.0 };
    let room = ui.available_rect_before_wrap();
    let above = Rect { max: room.max - vec2(0.0, left_for), ..room };
    if states.regions.takes(Region::Views) {
        match states.views.canvas(states.arrangement.active()) {
            Some(canvas) => canvas.focus(),
            None => focus_next(ui.ctx()),
        }
    }
    // The views would take the half of an edge that lies over them.
    let beside_edge = Rect { min: above.min + vec2(EDGE, 0.0), ..above };
    let mut middle = part_of(ui, "views", beside_edge);
    views::views_ui(&mut middle, states.arrangement, states.views, view, actions);
    states.regions.place(Region::Views, Some(above));

    let mut place = None;
    if panels.growth {
        if states.regions.takes(Region::Strip) {
            focus_next(ui.ctx());
        }
        let strip = Panel::bottom("growth")
            .resizable(true)
            .default_size(default)
            .size_range(90.0_f32.min(height / 2.0)..=(height * 0.7).max(90.0))
            .frame(Frame::new().fill(ground).inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 4 }))
            .show(ui, |ui| {
                let mut pages =
                    strip::Pages { notes: states.notes, network: states.network, growth: &mut states.views.growth };
                strip::strip_ui(ui, &mut pages, view, actions);
            });
        name_edge(ui, "growth", view.words.get("edge-growth"));
        place = Some(strip.response.rect);
        leave_for(ui, "growth", left_for, strip.response.rect.height());
    }
    states.regions.place(Region::Strip, place);
}

/// A part of the room, which nothing in it draws beyond.
fn part_of(ui: &mut Ui, name: &'static str, place: Rect) -> Ui {
    let place = Rect { max: place.max.max(place.min), ..place };
    let mut part = ui.new_child(UiBuilder::new().max_rect(place).id_salt(name));
    part.shrink_clip_rect(place);
    part
}

/// How much room to leave for a panel that is drawn later: what it took in the last frame.
fn left_for(ui: &Ui, panel: &'static str, default: f32) -> f32 {
    ui.data(|data| data.get_temp(Id::unique(("left for", panel)))).unwrap_or(default)
}

/// Notes how much room a panel took. Where that is not what was left, the frame is drawn again before anybody sees it.
fn leave_for(ui: &Ui, panel: &'static str, left: f32, took: f32) {
    ui.data_mut(|data| data.insert_temp(Id::unique(("left for", panel)), took));
    if (left - took).abs() > 0.01 {
        ui.ctx().request_discard("a panel took more or less room than was left");
    }
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
