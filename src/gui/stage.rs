//! The stage: one view and one sentence about it, in large type, for a projector.

use std::sync::Arc;

use egui::{
    Align2, Area, Button, Context, Frame, Id, Key, Label, Margin, Modifiers, Order, Panel, RichText, Ui,
    ViewportCommand, pos2, vec2,
};

use super::app::App;
use super::canvas_legend::trace_text;
use super::command::Facts;
use super::regions::focus_next;
use super::session::PinnedUnit;
use super::status::headline;
use super::views::{self, ViewStates};
use super::{Action, Command, Selection, View, style};
use crate::net::presets;
use crate::scene::theme::Role;
use crate::scene::view::ViewName;

/// How much larger everything is than in the window.
const LARGER: f32 = 1.4;

/// A screen of more points than this in height is seen from farther away: there everything is larger still.
const COMMON_HEIGHT: f32 = 900.0;
const MOST_LARGER: f32 = 3.0;

/// How long the keys are told after entering, in seconds.
const HINT_STAYS: f64 = 4.0;

const CAPTION: f32 = 76.0;
const SENTENCE_PT: f32 = 20.0;
/// The smallest type that a long sentence is set in before it is cut.
const LEAST_PT: f32 = 10.0;
const HEADLINE_PT: f32 = 14.0;

/// What the stage remembers.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// When the hint goes, in the window's seconds.
    hint_until: f64,
    /// The window filled the screen before.
    was_fullscreen: bool,
}

impl Stage {
    /// Takes the whole screen.
    pub fn enter(ctx: &Context) -> Self {
        let was_fullscreen = ctx.input(|input| input.viewport().fullscreen == Some(true));
        if !was_fullscreen {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
        }
        Self { hint_until: ctx.input(|input| input.time) + HINT_STAYS, was_fullscreen }
    }

    /// Gives the screen back.
    pub fn leave(self, ctx: &Context) {
        if !self.was_fullscreen {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
        }
    }
}

impl App {
    /// Goes on the stage or leaves it.
    pub(super) fn toggle_stage(&mut self, ctx: &Context) {
        match self.session.stage.take() {
            Some(stage) => stage.leave(ctx),
            None => self.session.stage = Some(Stage::enter(ctx)),
        }
        ctx.set_zoom_factor(self.shown_zoom(ctx));
    }

    /// The size of everything as it is shown: on the stage larger than in the window.
    pub(super) fn shown_zoom(&self, ctx: &Context) -> f32 {
        if self.session.stage.is_none() {
            return self.saved.zoom;
        }
        let height = ctx.content_rect().height() * ctx.zoom_factor();
        let farther = ((height / COMMON_HEIGHT * 10.0).round() / 10.0).clamp(1.0, MOST_LARGER);
        self.saved.zoom * LARGER * farther
    }

    /// Keeps to the size of the screen, which is known only when the window has come to fill it.
    pub(super) fn fit_stage(&self, ctx: &Context) {
        let zoom = self.shown_zoom(ctx);
        if self.session.stage.is_some() && (zoom - ctx.zoom_factor()).abs() > 0.01 {
            ctx.set_zoom_factor(zoom);
        }
    }

    /// Selects the layer at this place. On the stage the pin goes with it: there is nothing else to see it by.
    pub(super) fn step_layer(&mut self, at: usize) {
        let stack = Arc::clone(self.session.stack());
        let Some(layer) = stack.layers().get(at) else { return };
        self.session.selection = Selection::Layer(layer.id);
        self.reveal_selection();
        self.show_selected_numbers();
        if self.session.stage.is_some() {
            let net = self.derived.net(&stack);
            let shape = net.lowered.map_of_layer[at].and_then(|map| net.analysis.map(map).shape.as_ref());
            if let Some(shape) = shape.filter(|_| self.saved.views.active() != ViewName::Numbers) {
                self.session.pin = Some(PinnedUnit { of: Selection::Layer(layer.id), index: shape.middle_unit() });
            }
        }
    }
}

/// The keys that only the stage has. `rank` is how many axes the image has: of three the canvas needs Page Up itself.
pub fn read_keys(ctx: &Context, facts: &Facts, rank: usize, actions: &mut Vec<Action>) {
    if ctx.text_edit_focused() || egui::Popup::is_any_open(ctx) {
        return;
    }
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let keys = [
        (Key::Escape, Command::Stage),
        (Key::Plus, Command::ZoomIn),
        (Key::Equals, Command::ZoomIn),
        (Key::Minus, Command::ZoomOut),
    ];
    let pages = [(Key::PageDown, Command::NextLayer), (Key::PageUp, Command::PreviousLayer)];
    for (key, command) in keys.into_iter().chain(pages.into_iter().filter(|_| rank < 3)) {
        if pressed(key) && (command.spec().enabled)(facts) {
            actions.push(Action::Command(command));
        }
    }
    if pressed(Key::N)
        && let Some(at) = presets::ALL.iter().position(|preset| Some(preset.id) == facts.preset)
    {
        actions.push(Action::OpenStack(presets::ALL[(at + 1) % presets::ALL.len()].stack()));
    }
}

/// Draws the stage. Gives the place of the view.
pub fn stage_ui(
    ui: &mut Ui,
    stage: &Stage,
    states: &mut ViewStates,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) -> egui::Rect {
    let name = view.facts.view;
    let room = ui.available_rect_before_wrap();
    // The view comes first for the keyboard, as it does for the eye.
    let place = egui::Rect { max: pos2(room.max.x, room.max.y - CAPTION), ..room };
    let no_focus = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    if no_focus {
        match states.canvas(name) {
            Some(canvas) => canvas.focus(),
            // What shows nothing yet leaves the keyboard to nobody: the next control would be the one that leaves.
            None if views::is_empty(name, view) => {}
            None => focus_next(ui.ctx()),
        }
    }
    ui.painter().rect_filled(room, 0, style::color(view.theme, Role::Ground));
    let mut middle = ui.new_child(egui::UiBuilder::new().max_rect(place).id_salt("stage view"));
    middle.shrink_clip_rect(place);
    views::view_ui(&mut middle, name, states, view, actions);
    let frame = Frame::new().fill(style::color(view.theme, Role::Panel)).inner_margin(Margin::symmetric(20, 8));
    Panel::bottom("stage caption")
        .exact_size(CAPTION)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| caption_ui(ui, view, actions));
    hint_ui(ui, stage, place, view);
    place
}

/// What is shown, what is lost, and the network itself.
fn caption_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let of = |role| style::color(view.theme, role);
    let words = view.words;
    let sentence = match view.trace {
        Some(trace) => capital(&trace_text(view, trace)),
        None => words.get(view.facts.view.title()).to_owned(),
    };
    let (lost, role) = headline(view);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.horizontal(|ui| {
        ui.set_height(30.0);
        let width = (ui.available_width() - 44.0).max(10.0);
        let wanted = ui.painter().layout_no_wrap(sentence.clone(), style::bold(SENTENCE_PT), of(Role::Text)).size().x;
        let size = (SENTENCE_PT * (width / wanted).min(1.0)).max(LEAST_PT);
        let (place, _) = ui.allocate_exact_size(vec2(width, 30.0), egui::Sense::hover());
        let label = Label::new(RichText::new(sentence).font(style::bold(size))).truncate();
        let mut part = ui
            .new_child(egui::UiBuilder::new().max_rect(place).layout(egui::Layout::left_to_right(egui::Align::Center)));
        let label = part.add(label);
        ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
        let leave = ui.add(Button::new(RichText::new("×").size(18.0)).frame_when_inactive(false));
        let tip = super::tools::tip(ui, view, Command::Stage);
        if leave.on_hover_text(tip).accessible_name(words.get("stage-exit")).clicked() {
            actions.push(Action::Command(Command::Stage));
        }
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 18.0;
        ui.label(RichText::new(lost).font(style::bold(HEADLINE_PT)).color(of(role)));
        let text = RichText::new(stack_text(view)).font(style::mono(style::SMALL_PT)).color(of(Role::TextDim));
        ui.add(Label::new(text).truncate());
    });
}

/// The stack as text, as far as a screen has room for it.
fn stack_text(view: &View<'_>) -> String {
    const MOST_LAYERS: usize = 40;
    let stack = view.stack();
    let layers = stack.layers().iter().take(MOST_LAYERS).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let more = if stack.layers().len() > MOST_LAYERS { ", …" } else { "" };
    format!("{}: {layers}{more}", stack.input)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The keys, for the first seconds.
fn hint_ui(ui: &Ui, stage: &Stage, place: egui::Rect, view: &View<'_>) {
    let ctx = ui.ctx();
    let left = stage.hint_until - ctx.input(|input| input.time);
    if left <= 0.0 {
        return;
    }
    ctx.request_repaint_after(std::time::Duration::from_secs_f64(left));
    let words = view.words;
    let key = |command: Command| command.spec().keys.first().map(|key| super::command::key_text(ctx, *key));
    let layers = [Command::PreviousLayer, Command::NextLayer].map(|command| key(command).unwrap_or_default());
    let view_keys = format!("{}…6", key(Command::Show(crate::scene::view::ViewName::Maps)).unwrap_or_default());
    let told = [
        ("←→↑↓".to_owned(), "stage-pin"),
        ("Tab".to_owned(), "stage-map"),
        (layers.join(" "), "stage-layer"),
        (view_keys, "stage-view"),
        ("+ −".to_owned(), "stage-zoom"),
        ("N".to_owned(), "stage-lesson"),
        ("Esc".to_owned(), "stage-leave"),
    ];
    let of = |role| style::color(view.theme, role);
    let area = Area::new(Id::unique("stage hint")).order(Order::Foreground).pivot(Align2::CENTER_TOP);
    area.fixed_pos(place.center_top() + vec2(0.0, 14.0)).interactable(false).show(ctx, |ui| {
        let frame = Frame::new()
            .fill(of(Role::Panel))
            .stroke(egui::Stroke::new(1.0, of(Role::Border)))
            .corner_radius(style::CARD_RADIUS)
            .shadow(style::shadow(view.theme))
            .inner_margin(Margin::symmetric(14, 8));
        frame.show(ui, |ui| {
            ui.set_max_width((place.width() - 60.0).max(60.0));
            let mut job = egui::text::LayoutJob::default();
            let format = |font, role| egui::TextFormat::simple(font, of(role));
            for (at, (keys, what)) in told.iter().enumerate() {
                job.append(keys, if at > 0 { 18.0 } else { 0.0 }, format(style::mono(12.0), Role::Text));
                job.append(words.get(what), 6.0, format(style::plain(12.5), Role::TextDim));
                // A line may end behind each.
                job.append(" ", 0.0, format(style::plain(12.5), Role::TextDim));
            }
            job.wrap.max_width = place.width() - 60.0;
            job.halign = egui::Align::LEFT;
            ui.add(Label::new(job));
        });
    });
}
