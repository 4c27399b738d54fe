//! The settings on an open card: of the input, and of every kind of layer.

use egui::{Button, ComboBox, Ui};

use super::fields::{Change, check_ui, ends_ui, link_button_ui, number_ui, per_axis_named_ui, per_axis_ui, row_ui};
use super::stack_panel::StackPanelState;
use super::teach::{self, taught_ui};
use super::{Action, View};
use crate::axes::{Axes, MAX_AXES, PerAxis};
use crate::net::{
    Conv, ConvTransposed, Edit, Ends, Interpolation, Layer, Linear, MAX_BATCH, MAX_CHANNELS, MAX_SETTING, MAX_SIZE, Op,
    Padding, Pool, PoolKind, Shape, Window,
};

/// How a padding is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaddingMode {
    /// None at all.
    Valid,
    /// One amount for both ends.
    Number,
    /// An amount for each end.
    BeginEnd,
    Same,
    SameLower,
}

impl PaddingMode {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Number, "padding-number"),
        (Self::BeginEnd, "padding-begin-end"),
        (Self::Same, "padding-same"),
        (Self::SameLower, "padding-same-lower"),
        (Self::Valid, "padding-valid"),
    ];

    fn label(self) -> &'static str {
        Self::ALL.iter().find(|(mode, _)| *mode == self).map_or("padding-number", |(_, label)| label)
    }

    /// The mode of a padding. `chosen` is what somebody chose for the layer, where the padding allows it: a padding of 0
    /// can be a number or none, equal ends can be a number or two.
    fn of(padding: &Padding, chosen: Option<Self>) -> Self {
        let ends = match padding {
            Padding::Same => return Self::Same,
            Padding::SameLower => return Self::SameLower,
            Padding::Explicit(ends) => ends.written(),
        };
        let symmetric = ends.iter().all(|ends| ends.begin == ends.end);
        let none = ends.iter().all(|ends| *ends == Ends::both(0));
        match chosen {
            _ if !symmetric => Self::BeginEnd,
            Some(Self::BeginEnd) => Self::BeginEnd,
            Some(Self::Valid) if none => Self::Valid,
            _ => Self::Number,
        }
    }
}

/// The settings of the image.
pub fn input_ui(ui: &mut Ui, state: &mut StackPanelState, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    let mut shape = view.stack().input.clone();
    let mut change = Change::None;
    let label = words.get("setting-channels");
    change.add(row_ui(ui, view, label, |ui| number_ui(ui, label, &mut shape.channels, 1..=MAX_CHANNELS, 64.0)));
    let rank = shape.size.rank();
    let equal = shape.size.iter().all(|n| *n == shape.size[0]);
    let linked = state.input_linked.unwrap_or(true) && equal;
    let label = words.get("setting-size");
    row_ui(ui, view, label, |ui| {
        let mut sizes = shape.size.clone();
        let shown = if linked { 1 } else { rank };
        let room = ui.available_width() - if rank > 1 { 30.0 } else { 0.0 };
        let width = (room / shown as f32 - 4.0).clamp(24.0, 64.0);
        for axis in 0..shown {
            let name = if linked { label.to_owned() } else { super::fields::axis_name(view, label, rank, axis) };
            if let Some(n) = sizes.get_mut(axis) {
                ui.push_id(axis, |ui| change.add(number_ui(ui, &name, n, 1..=MAX_SIZE, width)));
            }
        }
        if change != Change::None {
            shape.size = if linked { Axes::splat(sizes[0], rank) } else { sizes };
        }
        if rank > 1 && link_button_ui(ui, view, label, linked) {
            state.input_linked = Some(!linked);
            if !linked {
                shape.size = Axes::splat(shape.size[0], rank);
                change.add(Change::Once);
            }
        }
    });
    row_ui(ui, view, words.get("setting-axes"), |ui| {
        for axes in 1..=MAX_AXES {
            let button = ui.add(Button::selectable(rank == axes, axes.to_string()).min_size(egui::vec2(30.0, 22.0)));
            let name = words.with("setting-axes-count", &[("count", axes.into())]);
            if button.on_hover_text(&name).accessible_name(&name).clicked() && rank != axes {
                let last = shape.size.as_slice().last().copied().unwrap_or(1);
                shape.size = (0..axes).map(|axis| shape.size.get(axis).copied().unwrap_or(last)).collect();
                change.add(Change::Once);
            }
        }
    });
    let label = words.get("setting-batch");
    change.add(row_ui(ui, view, label, |ui| number_ui(ui, label, &mut shape.batch, 1..=MAX_BATCH, 64.0)));
    push(actions, change, || Edit::SetInput(shape));
}

/// The settings of a layer. `input` is the shape that it gets, if that is known.
pub fn layer_ui(
    ui: &mut Ui,
    state: &mut StackPanelState,
    view: &View<'_>,
    layer: &Layer,
    input: Option<&Shape>,
    actions: &mut Vec<Action>,
) {
    let words = view.words;
    let rank = input.map_or(0, |shape| shape.size.rank());
    let rank = if rank == 0 { view.stack().input.size.rank() } else { rank };
    let channels_in = input.map(|shape| shape.channels);
    let mut op = layer.op.clone();
    let label = |key: &'static str| words.get(key);
    let change = match &mut op {
        Op::Conv(Conv { window, channels, groups, bias }) => {
            let mut change = window_ui(ui, state, view, layer, window, rank);
            change.add(channels_ui(ui, view, channels, channels_in));
            change.add(groups_ui(ui, view, groups));
            change.add(bias_ui(ui, view, bias));
            change
        }
        Op::ConvTransposed(ConvTransposed { window, output_padding, channels, groups, bias }) => {
            let mut change = window_ui(ui, state, view, layer, window, rank);
            let key = label("setting-output-padding");
            change.add(taught_ui(ui, view, teach::OUTPUT_PADDING, |ui| {
                per_axis_ui(ui, view, key, output_padding, rank, 0..=MAX_SETTING)
            }));
            change.add(channels_ui(ui, view, channels, channels_in));
            change.add(groups_ui(ui, view, groups));
            change.add(bias_ui(ui, view, bias));
            change
        }
        Op::Pool(Pool { kind, window, ceil, count_padding }) => {
            let mut change = window_ui(ui, state, view, layer, window, rank);
            change.add(taught_ui(ui, view, teach::CEIL, |ui| check_ui(ui, label("setting-ceil"), ceil)));
            if *kind == PoolKind::Average {
                change.add(taught_ui(ui, view, teach::COUNT_PADDING, |ui| {
                    check_ui(ui, label("setting-count-padding"), count_padding)
                }));
            }
            change
        }
        Op::AdaptivePool { out, .. } => taught_ui(ui, view, teach::ADAPTIVE, |ui| {
            per_axis_ui(ui, view, label("setting-out"), out, rank, 1..=MAX_SETTING)
        }),
        Op::Upsample { factor, mode } => {
            let mut change = taught_ui(ui, view, teach::FACTOR, |ui| {
                per_axis_ui(ui, view, label("setting-factor"), factor, rank, 1..=MAX_SETTING)
            });
            change.add(taught_ui(ui, view, teach::mode(*mode), |ui| interpolation_ui(ui, view, mode)));
            change
        }
        Op::Linear(Linear { channels, bias }) => {
            let key = label("setting-features");
            let mut change = taught_ui(ui, view, teach::FEATURES, |ui| {
                row_ui(ui, view, key, |ui| number_ui(ui, key, channels, 1..=MAX_CHANNELS, 64.0))
            });
            change.add(bias_ui(ui, view, bias));
            change
        }
        Op::Pad(ends) => taught_ui(ui, view, teach::PAD, |ui| {
            ends_ui(ui, view, label("setting-padding"), ends, rank, 0..=MAX_SETTING)
        }),
        Op::Crop(ends) => {
            taught_ui(ui, view, teach::CROP, |ui| ends_ui(ui, view, label("setting-crop"), ends, rank, 0..=MAX_SETTING))
        }
        _ => Change::None,
    };
    push(actions, change, || Edit::SetOp(layer.id, op));
}

fn push(actions: &mut Vec<Action>, change: Change, edit: impl FnOnce() -> Edit) {
    match change {
        Change::None => {}
        Change::Drag => actions.push(Action::EditDrag(edit())),
        Change::Once => actions.push(Action::Edit(edit())),
    }
}

fn window_ui(
    ui: &mut Ui,
    state: &mut StackPanelState,
    view: &View<'_>,
    layer: &Layer,
    window: &mut Window,
    rank: usize,
) -> Change {
    let words = view.words;
    let transposed = matches!(layer.op, Op::ConvTransposed(_));
    let of = |tip, of_transposed| if transposed { of_transposed } else { tip };
    let mut change = taught_ui(ui, view, of(teach::KERNEL, teach::KERNEL_TRANSPOSED), |ui| {
        per_axis_ui(ui, view, words.get("setting-kernel"), &mut window.kernel, rank, 1..=MAX_SETTING)
    });
    change.add(taught_ui(ui, view, of(teach::STRIDE, teach::STRIDE_TRANSPOSED), |ui| {
        per_axis_ui(ui, view, words.get("setting-stride"), &mut window.stride, rank, 1..=MAX_SETTING)
    }));
    let mode = PaddingMode::of(&window.padding, state.padding_modes.get(&layer.id).copied());
    let tip = padding_tip(mode, window, transposed);
    change.add(taught_ui(ui, view, tip, |ui| padding_ui(ui, state, view, layer, window, rank)));
    change.add(taught_ui(ui, view, of(teach::DILATION, teach::DILATION_TRANSPOSED), |ui| {
        per_axis_ui(ui, view, words.get("setting-dilation"), &mut window.dilation, rank, 1..=MAX_SETTING)
    }));
    change
}

/// What is told about a way of padding.
fn padding_tip(mode: PaddingMode, window: &Window, transposed: bool) -> teach::Tip {
    let (two, none) = (mode == PaddingMode::BeginEnd, mode == PaddingMode::Valid);
    teach::padding(&padding_in(mode, window), transposed, two, none)
}

fn bias_ui(ui: &mut Ui, view: &View<'_>, bias: &mut bool) -> Change {
    taught_ui(ui, view, teach::BIAS, |ui| check_ui(ui, view.words.get("setting-bias"), bias))
}

fn padding_ui(
    ui: &mut Ui,
    state: &mut StackPanelState,
    view: &View<'_>,
    layer: &Layer,
    window: &mut Window,
    rank: usize,
) -> Change {
    let words = view.words;
    let label = words.get("setting-padding");
    let mode = PaddingMode::of(&window.padding, state.padding_modes.get(&layer.id).copied());
    let mut chosen = mode;
    row_ui(ui, view, label, |ui| {
        let width = ui.available_width();
        let combo = ComboBox::from_id_salt("padding mode").selected_text(words.get(mode.label())).width(width);
        let combo = combo.show_ui(ui, |ui| {
            for (mode, label) in PaddingMode::ALL {
                let choice = ui.selectable_value(&mut chosen, mode, words.get(label));
                let transposed = matches!(layer.op, Op::ConvTransposed(_));
                teach::told_of_choice(&choice, view, padding_tip(mode, window, transposed));
            }
        });
        combo.response.accessible_name(words.get("setting-padding-mode"));
    });
    if chosen != mode {
        state.padding_modes.insert(layer.id, chosen);
        let padding = padding_in(chosen, window);
        let changed = padding != window.padding;
        window.padding = padding;
        return if changed { Change::Once } else { Change::None };
    }
    let Padding::Explicit(ends) = &mut window.padding else { return Change::None };
    match mode {
        PaddingMode::Number => {
            let mut amounts = ends.map(|ends| ends.begin);
            // Its label stands in the row above.
            let change = per_axis_named_ui(ui, view, "", label, &mut amounts, rank, 0..=MAX_SETTING);
            if change != Change::None {
                *ends = amounts.map(Ends::both);
            }
            change
        }
        PaddingMode::BeginEnd => ends_ui(ui, view, label, ends, rank, 0..=MAX_SETTING),
        PaddingMode::Valid | PaddingMode::Same | PaddingMode::SameLower => Change::None,
    }
}

/// The padding that a newly chosen mode begins with: as near to the old one as the mode allows.
fn padding_in(mode: PaddingMode, window: &Window) -> Padding {
    match (mode, &window.padding) {
        (PaddingMode::Valid, _) => Padding::NONE,
        (PaddingMode::Same, _) => Padding::Same,
        (PaddingMode::SameLower, _) => Padding::SameLower,
        (PaddingMode::Number, Padding::Explicit(ends)) => Padding::Explicit(ends.map(|ends| Ends::both(ends.begin))),
        (PaddingMode::BeginEnd, Padding::Explicit(ends)) => Padding::Explicit(ends.clone()),
        // Half of the window on each side is what `same` means for odd kernels and a stride of 1.
        (_, Padding::Same | Padding::SameLower) => match (&window.kernel, &window.dilation) {
            (PerAxis::All(kernel), PerAxis::All(dilation)) => {
                Padding::both((kernel.saturating_sub(1) * dilation / 2).min(MAX_SETTING))
            }
            _ => Padding::NONE,
        },
    }
}

/// Output channels: a number, or as many as come in.
fn channels_ui(ui: &mut Ui, view: &View<'_>, channels: &mut Option<u64>, channels_in: Option<u64>) -> Change {
    let words = view.words;
    let label = words.get("setting-channels");
    taught_ui(ui, view, teach::CHANNELS, |ui| {
        row_ui(ui, view, label, |ui| {
            let mut number = channels.or(channels_in).unwrap_or(1);
            ui.spacing_mut().button_padding.x = 6.0;
            let text = egui::RichText::new(words.get("channels-as-input")).size(12.0);
            let wanted =
                egui::WidgetText::from(text.clone()).into_galley(ui, None, f32::INFINITY, egui::TextStyle::Button);
            let width = (ui.available_width() - wanted.size().x - 18.0).clamp(24.0, 64.0);
            let mut change = number_ui(ui, label, &mut number, 1..=MAX_CHANNELS, width);
            if change != Change::None {
                *channels = Some(number);
            }
            let follows = channels.is_none();
            let button = Button::selectable(follows, text);
            if ui.add(button).on_hover_text(words.get("channels-as-input-tip")).clicked() {
                *channels = if follows { Some(number) } else { None };
                change.add(Change::Once);
            }
            change
        })
    })
}

fn groups_ui(ui: &mut Ui, view: &View<'_>, groups: &mut u64) -> Change {
    let label = view.words.get("setting-groups");
    taught_ui(ui, view, teach::GROUPS, |ui| {
        row_ui(ui, view, label, |ui| number_ui(ui, label, groups, 1..=MAX_CHANNELS, 64.0))
    })
}

fn interpolation_ui(ui: &mut Ui, view: &View<'_>, mode: &mut Interpolation) -> Change {
    let words = view.words;
    let before = *mode;
    row_ui(ui, view, words.get("setting-mode"), |ui| {
        for (value, key) in [(Interpolation::Nearest, "mode-nearest"), (Interpolation::Linear, "mode-linear")] {
            if ui.add(Button::selectable(*mode == value, egui::RichText::new(words.get(key)).size(12.0))).clicked() {
                *mode = value;
            }
        }
    });
    if *mode == before { Change::None } else { Change::Once }
}
