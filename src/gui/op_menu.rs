//! The layers that can be added, in groups.

use egui::{Button, RichText, Ui};

use super::{Action, View, style};
use crate::axes::PerAxis;
use crate::net::{ConvTransposed, Edit, Ends, Interpolation, Linear, Op, Pointwise, PoolKind, Window};
use crate::scene::theme::Role;

/// A new 3×3 convolution.
pub fn new_conv() -> Op {
    Op::conv(Window::new(3, 1))
}

/// A new pool that halves.
pub fn new_max_pool() -> Op {
    Op::max_pool(Window::new(2, 2))
}

/// Every layer that can be added, with settings that do something visible: the groups' titles and their ops, by column.
fn columns() -> [Vec<(&'static str, Vec<Op>)>; 2] {
    let transposed = ConvTransposed {
        window: Window::new(2, 2),
        output_padding: PerAxis::All(0),
        channels: None,
        groups: 1,
        bias: true,
    };
    let upsample = |mode| Op::Upsample { factor: PerAxis::All(2), mode };
    let adaptive = |kind| Op::AdaptivePool { kind, out: PerAxis::All(1) };
    let one = || PerAxis::All(Ends::both(1));
    let left = vec![
        ("ops-conv", vec![new_conv(), Op::ConvTransposed(transposed)]),
        (
            "ops-pool",
            vec![
                new_max_pool(),
                Op::average_pool(Window::new(2, 2)),
                adaptive(PoolKind::Max),
                adaptive(PoolKind::Average),
                Op::GlobalPool(PoolKind::Max),
                Op::GlobalPool(PoolKind::Average),
            ],
        ),
    ];
    let pointwise = [
        Pointwise::Relu,
        Pointwise::Sigmoid,
        Pointwise::Tanh,
        Pointwise::Gelu,
        Pointwise::BatchNorm,
        Pointwise::Dropout,
    ];
    let right = vec![
        ("ops-pointwise", pointwise.map(Op::Pointwise).to_vec()),
        ("ops-vector", vec![Op::Flatten, Op::Linear(Linear { channels: 10, bias: true })]),
        (
            "ops-size",
            vec![upsample(Interpolation::Nearest), upsample(Interpolation::Linear), Op::Pad(one()), Op::Crop(one())],
        ),
    ];
    [left, right]
}

/// Draws the menu; a press adds the layer before position `at`.
pub fn op_menu_ui(ui: &mut Ui, view: &View<'_>, at: usize, actions: &mut Vec<Action>) {
    style::show_focus(ui);
    ui.horizontal_top(|ui| {
        for column in columns() {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.spacing_mut().button_padding = egui::vec2(8.0, 3.0);
                for (title, ops) in column {
                    let title = RichText::new(view.words.get(title)).font(style::bold(style::SMALL_PT));
                    ui.add_space(4.0);
                    ui.label(title.color(style::color(view.theme, Role::TextDim)));
                    for op in ops {
                        let button = Button::new((view.words.op_name(&op), egui::Atom::grow()));
                        let button = ui.add(button.frame_when_inactive(false).min_size(egui::vec2(210.0, 0.0)));
                        if button.clicked() {
                            actions.push(Action::Edit(Edit::Insert { at, op }));
                            ui.close();
                        }
                    }
                    ui.add_space(4.0);
                }
            });
        }
    });
}
