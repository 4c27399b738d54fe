//! Toasts: what has just happened, said for a few seconds in the corner of the picture.

use std::sync::Arc;

use egui::{Align2, Area, Button, Context, Frame, Id, Label, Margin, Order, Pos2, RichText, vec2};

use super::app::App;
use super::session::Said;
use super::{View, style};
use crate::net::LayerId;
use crate::scene::theme::Role;

/// More than these would hide the picture: the oldest one goes.
const MOST: usize = 3;

/// How long one stays, in seconds; and a mistake, which takes longer to read.
const STAYS: f64 = 4.0;
const MISTAKE_STAYS: f64 = 10.0;
/// How long one stays at least after the pointer has left it.
const LINGERS: f64 = 1.5;
const FADES: f64 = 0.25;

const WIDTH: f32 = 340.0;

/// What is being said, the newest last.
#[derive(Default)]
pub struct Toasts {
    shown: Vec<Toast>,
    /// How many there were so far: each has a number of its own.
    count: u64,
}

struct Toast {
    number: u64,
    said: Said,
    /// When it goes, in the window's seconds; `None` before it was first drawn.
    until: Option<f64>,
    /// It is read: the pointer rests on it, or its button has the keyboard. Until it is left it stays.
    held: bool,
}

impl Toasts {
    /// Says something. The same again only begins anew.
    pub fn push(&mut self, said: Said) {
        self.shown.retain(|toast| toast.said != said);
        self.count += 1;
        self.shown.push(Toast { number: self.count, said, until: None, held: false });
        let over = self.shown.len().saturating_sub(MOST);
        self.shown.drain(..over);
    }

    /// Takes all of them away.
    pub fn clear(&mut self) {
        self.shown.clear();
    }
}

impl App {
    /// Says that an edit was taken back or made again.
    pub(super) fn say_of_edit(&mut self, key: &'static str, what: Option<&'static str>) {
        if let Some(what) = what {
            let words = self.derived.words(self.saved.lang);
            let said = words.with(key, &[("what", words.get(what).into())]);
            self.session.say(said);
        }
    }

    /// What the layer is called; without one, the network.
    pub(super) fn name_of(&mut self, layer: Option<LayerId>) -> String {
        let stack = Arc::clone(self.session.stack());
        let at = layer.and_then(|id| stack.position(id));
        let name = at.and_then(|at| self.derived.net(&stack).names.get(at).cloned());
        name.unwrap_or_else(|| self.derived.words(self.saved.lang).get("toast-network").to_owned())
    }

    pub(super) fn say_of_layer(&mut self, key: &'static str, layer: Option<LayerId>) {
        let name = self.name_of(layer);
        self.say_name(key, name);
    }

    pub(super) fn say_name(&mut self, key: &'static str, name: String) {
        let said = self.derived.words(self.saved.lang).with(key, &[("name", name.into())]);
        self.session.say(said);
    }
}

/// Draws the toasts above this corner, which is their right bottom one.
pub fn toasts_ui(ctx: &Context, toasts: &mut Toasts, corner: Pos2, view: &View<'_>) {
    let now = ctx.input(|input| input.time);
    for toast in &mut toasts.shown {
        let stays = if toast.said.is_error { MISTAKE_STAYS } else { STAYS };
        toast.until.get_or_insert(now + stays);
    }
    toasts.shown.retain(|toast| toast.held || toast.until.is_some_and(|until| now < until));
    if toasts.shown.is_empty() {
        return;
    }
    let mut closed = None;
    let mut bottom = corner - vec2(14.0, 14.0);
    // The newest at the bottom.
    for toast in toasts.shown.iter_mut().rev() {
        let area = Area::new(Id::unique(("toast", toast.number))).order(Order::Foreground).fade_in(false);
        let shown = area.pivot(Align2::RIGHT_BOTTOM).fixed_pos(bottom).show(ctx, |ui| toast_ui(ui, toast, now, view));
        if shown.inner {
            closed = Some(toast.number);
        }
        bottom.y -= shown.response.rect.height() + 8.0;
    }
    if let Some(number) = closed {
        toasts.shown.retain(|toast| toast.number != number);
        ctx.request_repaint();
    }
    // The next moment at which one of them looks otherwise.
    let counted = toasts.shown.iter().filter(|toast| !toast.held);
    let left = counted.filter_map(|toast| Some(toast.until? - now)).fold(f64::INFINITY, f64::min);
    if left <= FADES {
        ctx.request_repaint();
    } else if left.is_finite() {
        ctx.request_repaint_after(std::time::Duration::from_secs_f64(left - FADES));
    }
}

/// Draws one; true if it was closed.
fn toast_ui(ui: &mut egui::Ui, toast: &mut Toast, now: f64, view: &View<'_>) -> bool {
    let until = toast.until.unwrap_or(now);
    let of = |role| style::color(view.theme, role);
    let outline = if toast.said.is_error { Role::Lost } else { Role::Border };
    let mut closed = false;
    let mut held = false;
    let frame = Frame::new()
        .fill(of(Role::Panel))
        .stroke(egui::Stroke::new(1.0, of(outline)))
        .corner_radius(style::CARD_RADIUS)
        .shadow(style::shadow(view.theme))
        .inner_margin(Margin { left: 12, right: 6, top: 6, bottom: 6 });
    let opacity = if toast.held { 1.0 } else { ((until - now) / FADES).clamp(0.0, 1.0) as f32 };
    ui.multiply_opacity(opacity);
    let response = frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let role = if toast.said.is_error { Role::LostText } else { Role::Text };
            let text = RichText::new(toast.said.text.as_str()).color(of(role));
            // As wide as its text, and no wider than it may be.
            let galley = egui::WidgetText::from(text).into_galley(
                ui,
                Some(egui::TextWrapMode::Wrap),
                WIDTH,
                egui::TextStyle::Body,
            );
            let label = ui.add(Label::new(galley));
            let live =
                if toast.said.is_error { egui::accesskit::Live::Assertive } else { egui::accesskit::Live::Polite };
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(live));
            let close = ui.add(Button::new(RichText::new("×").size(15.0)).frame_when_inactive(false));
            held = close.has_focus();
            closed = close.accessible_name(view.words.get("toast-close")).clicked();
        });
    });
    let rect = response.response.rect;
    let under = ui.ctx().pointer_hover_pos().is_some_and(|at| rect.contains(at));
    held |= under;
    if held || toast.held {
        // It is counted again from when it is left.
        toast.until = Some(until.max(now + LINGERS));
    }
    toast.held = held;
    closed
}
