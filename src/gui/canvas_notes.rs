//! What is said on the canvas of a view of values in the place of values: that they are being worked out, what they would
//! take, and why there are none.

use egui::{Frame, Label, Margin, Rect, RichText, Stroke, Ui, UiBuilder, vec2};

use super::inspector::bytes_text;
use super::tensors::Progress;
use super::{Action, View, dialog, reasons, style};
use crate::scene::paths;
use crate::scene::theme::Role;

/// The widest that a message is, the room around it, and as many problems as are told.
const WIDTH: f32 = 400.0;
const MARGIN: f32 = 16.0;
const MOST_PROBLEMS: usize = 4;
/// What a card has beside its content and above and below it.
const BESIDE: f32 = 30.0;
const ABOVE: f32 = 22.0;

/// Draws what there is to say.
pub fn values_ui(ui: &mut Ui, canvas: Rect, view: &View<'_>, actions: &mut Vec<Action>) {
    match view.progress {
        Progress::Working => {
            let place = Rect::from_center_size(canvas.center_top() + vec2(0.0, 24.0), vec2(280.0, 28.0));
            ui.put(place, Label::new(view.words.get("values-working")));
        }
        Progress::TooLarge(bytes) => too_large_ui(ui, canvas, view, bytes, actions),
        Progress::Done => problems_ui(ui, canvas, view),
        Progress::Unasked => {}
    }
}

/// Why a view that is to be coloured by routes is not, at the foot.
pub fn paths_ui(ui: &mut Ui, canvas: Rect, view: &View<'_>) {
    let Some(why) = view.uncounted else { return };
    let width = (1.4 * WIDTH).min(canvas.width() - 2.0 * MARGIN);
    let text = paths::uncounted(view.words, why);
    let color = style::color(view.theme, Role::LostText);
    let font = style::plain(style::BODY_PT);
    let height = ui.painter().layout(text.clone(), font, color, (width - BESIDE).max(40.0)).size().y + ABOVE;
    let corner = canvas.left_bottom() + vec2((canvas.width() - width) / 2.0, -height - 0.5 * MARGIN);
    let place = Rect::from_min_size(corner, vec2(width, height));
    card_ui(ui, canvas, place, "paths", view, |ui| {
        ui.add(Label::new(RichText::new(text).color(color)).wrap());
    });
}

/// Asks before much memory is taken.
fn too_large_ui(ui: &mut Ui, canvas: Rect, view: &View<'_>, bytes: u64, actions: &mut Vec<Action>) {
    let words = view.words;
    // A guess of the height; what is drawn then stands in the middle to a line.
    let place = Rect::from_center_size(canvas.center(), vec2(WIDTH.min(canvas.width() - 2.0 * MARGIN), 150.0));
    card_ui(ui, canvas, place, "too large", view, |ui| {
        let title = RichText::new(words.get("play-too-large")).font(style::bold(style::HEADING_PT));
        ui.add(Label::new(title).wrap());
        let text = words.with("play-too-large-text", &[("bytes", bytes_text(view, bytes).into())]);
        ui.add(Label::new(RichText::new(text).color(style::color(view.theme, Role::TextDim))).wrap());
        ui.add_space(6.0);
        if dialog::main_button_ui(ui, view, words.get("play-anyway"), true).clicked() {
            actions.push(Action::AllowBytes(bytes));
        }
    });
}

/// One line for each problem of the values, at the top.
fn problems_ui(ui: &mut Ui, canvas: Rect, view: &View<'_>) {
    let Some(values) = view.values.filter(|values| !values.problems.is_empty()) else { return };
    let width = (2.0 * WIDTH).min(canvas.width() - 2.0 * MARGIN);
    let place = Rect::from_min_size(canvas.min + vec2((canvas.width() - width) / 2.0, 10.0), vec2(width, 30.0));
    card_ui(ui, canvas, place, "problems", view, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        for problem in values.problems.iter().take(MOST_PROBLEMS) {
            let text = RichText::new(reasons::of_values(view.words, problem));
            let label = ui.add(Label::new(text.color(style::color(view.theme, Role::LostText))).wrap());
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
        }
        if let Some(more) = values.problems.len().checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
            ui.label(view.words.with("play-more-problems", &[("count", more.into())]));
        }
    });
}

fn card_ui(ui: &mut Ui, canvas: Rect, place: Rect, name: &str, view: &View<'_>, content: impl FnOnce(&mut Ui)) {
    let mut card = ui.new_child(UiBuilder::new().max_rect(place).id_salt(name));
    card.shrink_clip_rect(canvas);
    let frame = Frame::new()
        .fill(style::color(view.theme, Role::Panel))
        .stroke(Stroke::new(1.0, style::color(view.theme, Role::Border)))
        .corner_radius(style::CARD_RADIUS)
        .inner_margin(Margin::symmetric(14, 10));
    frame.show(&mut card, |ui| {
        ui.set_width((place.width() - BESIDE).max(40.0));
        content(ui);
    });
}
