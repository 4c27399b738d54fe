//! Tips that teach: what a setting or a number is, in a sentence, and the formula that it stands in.
//!
//! In the formulas N is the size of one axis, K the kernel, S the stride, P the padding, D the dilation, C the channels
//! and G the groups; r is the receptive field, j the jump, x the first pixel. What comes out has a prime.

use egui::{Id, RectAlign, Response, RichText, Tooltip, Ui};

use super::{View, style};
use crate::net::{Conv, ConvTransposed, Interpolation, Linear, Op, Padding};
use crate::scene::theme::Role;

/// The width of a tip: two lines are enough for every sentence.
const WIDTH: f32 = 380.0;

/// What is told about one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// The key of its sentence.
    text: &'static str,
    formula: &'static str,
}

const fn tip(text: &'static str, formula: &'static str) -> Tip {
    Tip { text, formula }
}

const SIZE_RULE: &str = "N′ = ⌊(N + 2P − D(K − 1) − 1)/S⌋ + 1";
const TRANSPOSED_RULE: &str = "N′ = (N − 1)S − 2P + D(K − 1) + E + 1";
const FIELD_RULE: &str = "r′ = r + D(K − 1)·j";
const WEIGHTS: &str = "W = K·K·C·C′/G";

// Settings.
pub const KERNEL: Tip = tip("teach-kernel", FIELD_RULE);
pub const KERNEL_TRANSPOSED: Tip = tip("teach-kernel-transposed", TRANSPOSED_RULE);
pub const STRIDE: Tip = tip("teach-stride", SIZE_RULE);
pub const STRIDE_TRANSPOSED: Tip = tip("teach-stride-transposed", TRANSPOSED_RULE);
pub const DILATION: Tip = tip("teach-dilation", FIELD_RULE);
pub const DILATION_TRANSPOSED: Tip = tip("teach-dilation-transposed", TRANSPOSED_RULE);
pub const CHANNELS: Tip = tip("teach-channels", WEIGHTS);
pub const GROUPS: Tip = tip("teach-groups", WEIGHTS);
pub const BIAS: Tip = tip("teach-bias", "y = Σ w·x + b");
pub const OUTPUT_PADDING: Tip = tip("teach-output-padding", TRANSPOSED_RULE);
pub const CEIL: Tip = tip("teach-ceil", "N′ = ⌈(N + 2P − D(K − 1) − 1)/S⌉ + 1");
pub const COUNT_PADDING: Tip = tip("teach-count-padding", "y = Σ x / (K·K)");
pub const FACTOR: Tip = tip("teach-factor", "N′ = F·N");
pub const ADAPTIVE: Tip = tip("teach-adaptive", "⌊u·N/N′⌋ … ⌈(u + 1)·N/N′⌉ − 1");
pub const FEATURES: Tip = tip("teach-features", "W = C·C′");
pub const PAD: Tip = tip("teach-pad", "N′ = N + P₁ + P₂");
pub const CROP: Tip = tip("teach-crop", "N′ = N − P₁ − P₂");

// Numbers of the inspector that every layer has in the same way.
pub const SHARE: Tip = tip("teach-share", "min(r, N)/N");
pub const CENTRE: Tip = tip("teach-centre", "x + u·j + (r − 1)/2");
pub const PADDING_SHARE: Tip = tip("teach-padding-share", "1 − n/(r·r)");
pub const LOST: Tip = tip("teach-lost", "N·N − n·n");

/// The output size. What no formula fits has none.
pub fn size(op: &Op) -> Tip {
    let formula = match op {
        Op::Pool(pool) if pool.ceil => CEIL.formula,
        Op::Conv(_) | Op::Pool(_) => SIZE_RULE,
        Op::ConvTransposed(_) => TRANSPOSED_RULE,
        Op::Upsample { .. } => FACTOR.formula,
        Op::Pad(_) => PAD.formula,
        Op::Crop(_) => CROP.formula,
        _ => "",
    };
    tip("teach-size", formula)
}

pub fn field(op: &Op) -> Tip {
    tip("teach-field", if is_window(op) { FIELD_RULE } else { "" })
}

pub fn jump(op: &Op) -> Tip {
    let formula = match op {
        Op::ConvTransposed(_) => "j′ = j/S",
        Op::Upsample { .. } => "j′ = j/F",
        op if is_window(op) => "j′ = j·S",
        _ => "",
    };
    tip("teach-jump", formula)
}

pub fn start(op: &Op) -> Tip {
    tip("teach-start", if is_window(op) { "x′ = x − P·j" } else { "" })
}

/// The parameters; without an op, of the whole network.
pub fn params(op: Option<&Op>) -> Tip {
    let formula = match op {
        Some(Op::Conv(Conv { bias: true, .. }) | Op::ConvTransposed(ConvTransposed { bias: true, .. })) => {
            "K·K·C·C′/G + C′"
        }
        Some(Op::Conv(_) | Op::ConvTransposed(_)) => "K·K·C·C′/G",
        Some(Op::Linear(Linear { bias: true, .. })) => "C·C′ + C′",
        Some(Op::Linear(_)) => "C·C′",
        _ => "",
    };
    tip("teach-params", formula)
}

/// The multiply-adds; without an op, of the whole network.
pub fn macs(op: Option<&Op>) -> Tip {
    let formula = match op {
        Some(Op::Conv(_)) => "N′·N′ · K·K·C·C′/G",
        Some(Op::ConvTransposed(_)) => "N·N · K·K·C·C′/G",
        Some(Op::Linear(_)) => "C·C′",
        _ => "",
    };
    tip("teach-macs", formula)
}

/// True of ops whose kernel slides over what they read.
fn is_window(op: &Op) -> bool {
    matches!(op, Op::Conv(_) | Op::Pool(_))
}

/// What is told about a way of padding: `begins_and_ends` if each end has an amount of its own, `none` if there is none.
pub fn padding(padding: &Padding, transposed: bool, begins_and_ends: bool, none: bool) -> Tip {
    match (padding, transposed) {
        (Padding::Same, true) => tip("teach-same-transposed", "N′ = N·S"),
        (Padding::SameLower, true) => tip("teach-same-lower-transposed", "N′ = N·S"),
        (Padding::Same, false) => tip("teach-same", "N′ = ⌈N/S⌉"),
        (Padding::SameLower, false) => tip("teach-same-lower", "N′ = ⌈N/S⌉"),
        (Padding::Explicit(_), true) if none => tip("teach-valid-transposed", "N′ = (N − 1)S + D(K − 1) + E + 1"),
        (Padding::Explicit(_), false) if none => tip("teach-valid", "N′ = ⌊(N − D(K − 1) − 1)/S⌋ + 1"),
        (Padding::Explicit(_), true) => tip("teach-padding-transposed", TRANSPOSED_RULE),
        (Padding::Explicit(_), false) if begins_and_ends => {
            tip("teach-begin-end", "N′ = ⌊(N + P₁ + P₂ − D(K − 1) − 1)/S⌋ + 1")
        }
        (Padding::Explicit(_), false) => tip("teach-padding", SIZE_RULE),
    }
}

pub fn mode(mode: Interpolation) -> Tip {
    match mode {
        Interpolation::Nearest => tip("teach-nearest", "x = ⌊u/F⌋"),
        Interpolation::Linear => tip("teach-linear", "x = (u + ½)/F − ½"),
    }
}

/// Which side of its row a tip stands on: over the picture, and not over the other settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Right,
    Left,
}

/// Tells about the settings that `content` draws: under the pointer, and where the keyboard is.
pub fn taught_ui<R>(ui: &mut Ui, view: &View<'_>, tip: Tip, content: impl FnOnce(&mut Ui) -> R) -> R {
    let edge = ui.max_rect().right();
    let scope = ui.scope(content);
    let row = scope.response;
    // Beside the whole panel, not over the settings below.
    let place = egui::Rect { max: egui::pos2(edge.max(row.rect.right()), row.rect.bottom()), ..row.rect };
    let focused = ui.memory(egui::Memory::focused).filter(|id| {
        let response = ui.ctx().read_response(*id);
        response.is_some_and(|response| {
            response.layer_id == row.layer_id && row.rect.expand(2.0).contains(response.rect.center())
        })
    });
    if let Some(id) = focused {
        ui.ctx().accesskit_node_builder(id, |node| node.set_description(spoken(view, tip)));
    }
    if focused.is_some_and(|id| keyboard_rests_on(ui, id)) {
        show(at(Tooltip::for_widget(&row), place), Side::Right, view, tip);
    } else {
        show(at(Tooltip::for_enabled(&row), place), Side::Right, view, tip);
    }
    scope.inner
}

/// Tells about a number of the inspector.
pub fn told(response: &Response, view: &View<'_>, tip: Tip) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(spoken(view, tip)));
    show(Tooltip::for_enabled(response), Side::Left, view, tip);
}

/// Tells about one of several choices, below it.
pub fn told_of_choice(response: &Response, view: &View<'_>, tip: Tip) {
    show(Tooltip::for_enabled(response), Side::Right, view, tip);
}

fn spoken(view: &View<'_>, tip: Tip) -> String {
    let text = view.words.get(tip.text);
    if tip.formula.is_empty() { text.to_owned() } else { format!("{text}: {}", tip.formula) }
}

/// True if Tab brought the keyboard here a moment ago, and nobody has moved the pointer or pressed it since.
fn keyboard_rests_on(ui: &Ui, focused: Id) -> bool {
    let now = ui.input(|input| input.time);
    let since = ui.data_mut(|data| {
        let since = data.get_temp_mut_or(Id::unique("taught focus"), (focused, now));
        if since.0 != focused {
            *since = (focused, now);
        }
        since.1
    });
    let rests = now - since;
    let (moved, clicked) = ui.input(|input| {
        (f64::from(input.pointer.time_since_last_movement()), f64::from(input.pointer.time_since_last_click()))
    });
    // A click that brings the focus is a frame older than the focus.
    if moved.min(clicked) < rests + 0.3 {
        return false;
    }
    let delay = f64::from(ui.ctx().global_style().interaction.tooltip_delay);
    if rests < delay {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(delay - rests));
        return false;
    }
    true
}

fn at(mut tooltip: Tooltip<'_>, place: egui::Rect) -> Tooltip<'_> {
    tooltip.popup = tooltip.popup.anchor(place);
    tooltip
}

fn show(mut tooltip: Tooltip<'_>, side: Side, view: &View<'_>, tip: Tip) {
    let align = if side == Side::Right { RectAlign::RIGHT } else { RectAlign::LEFT };
    tooltip.popup = tooltip.popup.align(align).gap(10.0);
    tooltip.width(WIDTH).show(|ui| {
        ui.set_max_width(WIDTH);
        ui.label(view.words.get(tip.text));
        if !tip.formula.is_empty() {
            ui.add_space(2.0);
            let formula = RichText::new(tip.formula).font(style::mono(12.5));
            ui.label(formula.color(style::color(view.theme, Role::FieldText)));
        }
    });
}
