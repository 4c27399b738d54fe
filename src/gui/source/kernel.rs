//! The kernel of a layer and its biases: chosen by name, typed, or from a file; for all filters or for one.

use egui::{ComboBox, DragValue, Id, Label, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::dialog::Target;
use super::image::{file_ui, seed_ui};
use super::sample::Tile;
use super::shapes::Weighted;
use super::text::MOST_NUMBERS;
use super::{Use, edit_of, selected, trouble, with_kernel};
use crate::gui::fields::{Change, number_ui, row_ui};
use crate::gui::inspector::{dim, section_ui};
use crate::gui::{Action, View, style, textures, typed};
use crate::net::{Bias, Edit, Kernel, LayerId, Matrix, Parameters};
use crate::scene::colours;
use crate::scene::theme::Role;

/// The kernels with a name, in the order of the list, with the key of each one's name.
const NAMED: [(Kernel, &str); 11] = [
    (Kernel::Ones, "source-ones"),
    (Kernel::Identity, "source-identity"),
    (Kernel::Box, "source-box"),
    (Kernel::Gaussian, "source-gaussian"),
    (Kernel::Sharpen, "source-sharpen"),
    (Kernel::SobelX, "source-sobel-x"),
    (Kernel::SobelY, "source-sobel-y"),
    (Kernel::Laplacian, "source-laplacian"),
    (Kernel::Emboss, "source-emboss"),
    (Kernel::Gabor, "source-gabor"),
    (Kernel::Random { seed: 0 }, "source-random"),
];

/// The room for the numbers of a window, the size of a small one, and the most taps of an axis that are written out.
const WINDOW: f32 = 150.0;
const TILE: f32 = 26.0;
const MOST_WRITTEN: usize = 5;

/// Draws the sections of a layer that has a kernel; nothing of the others.
pub fn kernel_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let Some((id, map)) = selected(view).zip(view.selected) else { return };
    let Some(layer) = Weighted::of(&view.lowered.graph, view.analysis, map) else { return };
    let Some(parameters) = view.stack().layer(id).map(|layer| &layer.parameters) else { return };
    section_ui(ui, view, "source-kernel-section");
    let filter = filter_ui(ui, view, id, layer.filters());
    let chosen = match filter {
        Some(filter) => parameters.filters.get(&filter),
        None => parameters.kernel.as_ref(),
    };
    chooser_ui(ui, view, id, filter, chosen, actions);
    let set = |kernel: Kernel| edit_of(view.stack(), id, |before| with_kernel(before, filter, Some(kernel)));
    match chosen {
        Some(Kernel::Random { seed }) => {
            let mut seed = *seed;
            let change = seed_ui(ui, view, &mut seed);
            push(actions, change, set(Kernel::Random { seed }));
        }
        Some(Kernel::Typed(_)) => change_ui(ui, view, Target::Kernel(id, filter), actions),
        Some(Kernel::Array { path }) => file_ui(ui, view, path, &Use::Kernel(id, filter), actions),
        None if filter.is_none() => {
            ui.add(Label::new(dim(view, view.words.get("source-own-text"))).wrap());
        }
        _ => {}
    }
    others_ui(ui, view, id, parameters, filter, actions);
    preview_ui(ui, view, filter.unwrap_or(0));
    if layer.has_bias() {
        bias_ui(ui, view, id, layer.filters(), &parameters.bias, actions);
    }
    trouble::cards_ui(ui, view, |what| matches!(what, Use::Kernel(of, _) | Use::Bias(of) if *of == id), actions);
    trouble::misfits_ui(ui, view);
}

fn change_ui(ui: &mut Ui, view: &View<'_>, target: Target, actions: &mut Vec<Action>) {
    if ui.button(view.words.get("source-change-numbers")).clicked() {
        actions.push(Action::TypeNumbers(target));
    }
}

fn push(actions: &mut Vec<Action>, change: Change, edit: Option<Edit>) {
    let Some(edit) = edit else { return };
    match change {
        Change::None => {}
        Change::Drag => actions.push(Action::EditDrag(edit)),
        Change::Once => actions.push(Action::Edit(edit)),
    }
}

/// Whether the choice is for all filters or for one, and which.
fn filter_ui(ui: &mut Ui, view: &View<'_>, id: LayerId, filters: u64) -> Option<u64> {
    if filters < 2 {
        return None;
    }
    let words = view.words;
    let memory = Id::unique(("filter of the kernel", id.0));
    let mut chosen: Option<u64> = ui.data(|data| data.get_temp(memory)).unwrap_or(None);
    let label = words.get("source-for");
    row_ui(ui, view, label, |ui| {
        let all = ui.selectable_label(chosen.is_none(), words.get("source-all-filters"));
        if all.clicked() {
            chosen = None;
        }
        if ui.selectable_label(chosen.is_some(), words.get("source-one-filter")).clicked() {
            // The one that the numbers show.
            chosen = chosen.or(Some(view.document.view.look.filter.min(filters - 1)));
        }
        if let Some(filter) = &mut chosen {
            // People count filters from one.
            let mut number = (*filter).min(filters - 1) + 1;
            number_ui(ui, words.get("source-filter"), &mut number, 1..=filters, 40.0);
            *filter = number - 1;
        }
    });
    ui.data_mut(|data| data.insert_temp(memory, chosen));
    chosen
}

fn chooser_ui(
    ui: &mut Ui,
    view: &View<'_>,
    id: LayerId,
    filter: Option<u64>,
    chosen: Option<&Kernel>,
    actions: &mut Vec<Action>,
) {
    let words = view.words;
    let none = if filter.is_some() { "source-as-all" } else { "source-own" };
    let is = |kernel: &Kernel| match (kernel, chosen) {
        (Kernel::Random { .. }, Some(Kernel::Random { .. })) => true,
        (kernel, chosen) => Some(kernel) == chosen,
    };
    let key = match chosen {
        None => none,
        Some(Kernel::Typed(_)) => "source-typed",
        Some(Kernel::Array { .. }) => "source-array",
        Some(_) => NAMED.iter().find(|(kernel, _)| is(kernel)).map_or(none, |(_, key)| key),
    };
    let label = words.get("source-kernel");
    row_ui(ui, view, label, |ui| {
        let combo = ComboBox::from_id_salt("kernel").selected_text(words.get(key).trim_end_matches('…'));
        let combo = combo.width(ui.available_width()).truncate().height(560.0).show_ui(ui, |ui| {
            // All of them are in sight at once: a list is no higher than this leaves room for.
            ui.spacing_mut().item_spacing.y = 1.0;
            let mut set = |kernel: Option<Kernel>| {
                let edit = edit_of(view.stack(), id, |before| with_kernel(before, filter, kernel));
                actions.extend(edit.map(Action::Edit));
            };
            if ui.selectable_label(chosen.is_none(), words.get(none)).clicked() {
                set(None);
            }
            for (kernel, key) in &NAMED {
                if ui.selectable_label(is(kernel), words.get(key)).clicked() && !is(kernel) {
                    set(Some(kernel.clone()));
                }
            }
            let typed = matches!(chosen, Some(Kernel::Typed(_)));
            if ui.selectable_label(typed, words.get("source-typed")).clicked() {
                actions.push(Action::TypeNumbers(Target::Kernel(id, filter)));
            }
            let array = matches!(chosen, Some(Kernel::Array { .. }));
            if ui.selectable_label(array, words.get("source-array")).clicked() {
                actions.push(Action::ChooseValues(Use::Kernel(id, filter)));
            }
        });
        combo.response.accessible_name(label);
    });
}

/// Which filters have a kernel of their own, as long as all are spoken of.
fn others_ui(
    ui: &mut Ui,
    view: &View<'_>,
    id: LayerId,
    parameters: &Parameters,
    filter: Option<u64>,
    actions: &mut Vec<Action>,
) {
    const MOST_NAMED: usize = 8;
    if filter.is_some() || parameters.filters.is_empty() {
        return;
    }
    let mut named: Vec<String> =
        parameters.filters.keys().take(MOST_NAMED).map(|filter| (filter + 1).to_string()).collect();
    if parameters.filters.len() > MOST_NAMED {
        named.push("…".to_owned());
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(dim(view, &view.words.with("source-own-filters", &[("filters", named.join(", ").into())])));
        if ui.button(view.words.get("source-same-for-all")).clicked() {
            let kernel = parameters.kernel.clone();
            let edit = edit_of(view.stack(), id, |before| with_kernel(before, None, kernel));
            actions.extend(edit.map(Action::Edit));
        }
    });
}

/// The window of a filter in numbers, if they can be written, and those of the first filters in colours.
fn preview_ui(ui: &mut Ui, view: &View<'_>, filter: u64) {
    let Some(sample) = view.sample else { return };
    let tile = usize::try_from(filter).ok().and_then(|filter| sample.tiles.get(filter));
    if let Some(tile) = tile {
        ui.add_space(2.0);
        window_ui(ui, view, tile);
    }
    if sample.tiles.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(3.0, 3.0);
            for (at, tile) in sample.tiles.iter().enumerate() {
                let tall = TILE * (tile.rows as f32 / tile.columns as f32).clamp(0.2, 3.0);
                let (rect, response) = ui.allocate_exact_size(vec2(TILE, tall), Sense::hover());
                paint_ui(ui, view, tile, rect, at as u64 == filter);
                response.on_hover_text(view.words.with("source-filter-number", &[("filter", (at as u64 + 1).into())]));
            }
        });
    }
}

fn paint_ui(ui: &Ui, view: &View<'_>, tile: &Tile, rect: Rect, marked: bool) {
    let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().image(textures::of(ui.ctx(), &tile.pixels), rect, all, style::AS_IT_IS);
    let (width, role) = if marked { (2.0, Role::Accent) } else { (1.0, Role::Border) };
    let line = egui::Stroke::new(width, style::color(view.theme, role));
    ui.painter().rect_stroke(rect, 0, line, egui::StrokeKind::Inside);
}

fn window_ui(ui: &mut Ui, view: &View<'_>, tile: &Tile) {
    let widest = tile.rows.max(tile.columns) as f32;
    let cell = (WINDOW / widest).min(34.0);
    let size = vec2(cell * tile.columns as f32, cell * tile.rows as f32);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let text = |value: f32| {
        let text = typed::text_of((f64::from(value) * 100.0).round() as f32 / 100.0, view.words.lang);
        text.strip_prefix('-').map_or_else(|| text.clone(), |rest| format!("−{rest}"))
    };
    let rows: Vec<String> = tile
        .numbers
        .chunks(tile.columns)
        .map(|row| row.iter().map(|value| text(*value)).collect::<Vec<_>>().join(" "))
        .collect();
    response.widget_info(|| {
        WidgetInfo::labeled(
            egui::Role::Label,
            true,
            format!("{}: {}", view.words.get("source-kernel"), rows.join("; ")),
        )
    });
    paint_ui(ui, view, tile, rect, false);
    if widest > MOST_WRITTEN as f32 {
        return;
    }
    let longest = tile.numbers.iter().map(|value| text(*value).chars().count()).max().unwrap_or(1);
    let points = (cell * 1.4 / longest as f32).clamp(7.0, 12.5);
    for (at, value) in tile.numbers.iter().enumerate() {
        let (row, column) = ((at / tile.columns) as f32, (at % tile.columns) as f32);
        let middle = rect.min + vec2((column + 0.5) * cell, (row + 0.5) * cell);
        let rgba = &tile.pixels.rgba[at * 4..];
        let color = style::color(view.theme, colours::ink([rgba[0], rgba[1], rgba[2]]));
        ui.painter().text(middle, egui::Align2::CENTER_CENTER, text(*value), style::mono(points), color);
    }
}

fn bias_ui(ui: &mut Ui, view: &View<'_>, id: LayerId, filters: u64, bias: &Bias, actions: &mut Vec<Action>) {
    let words = view.words;
    let set = |bias: Bias| edit_of(view.stack(), id, |before| Parameters { bias, ..before.clone() });
    let alike = |number: f32| {
        let count = usize::try_from(filters).ok().filter(|count| *count <= MOST_NUMBERS)?;
        Some(Bias::Typed(Matrix::new(vec![count], vec![number; count])?))
    };
    let one = match bias {
        Bias::Typed(matrix) => {
            let first = matrix.data().first().copied();
            first.filter(|first| {
                matrix.shape() == [filters as usize] && matrix.data().iter().all(|one| one.to_bits() == first.to_bits())
            })
        }
        _ => None,
    };
    let key = match (bias, one) {
        (Bias::Zeros, _) => "source-zeros",
        (_, Some(_)) => "source-one-number",
        (Bias::Typed(_), None) => "source-typed",
        (Bias::Array { .. }, _) => "source-array",
    };
    let label = words.get("source-bias");
    row_ui(ui, view, label, |ui| {
        let room = if one.is_some() { 64.0 } else { 0.0 };
        let combo = ComboBox::from_id_salt("bias").selected_text(words.get(key).trim_end_matches('…'));
        let combo = combo.width((ui.available_width() - room).max(60.0)).truncate().show_ui(ui, |ui| {
            if ui.selectable_label(*bias == Bias::Zeros, words.get("source-zeros")).clicked() {
                actions.extend(set(Bias::Zeros).map(Action::Edit));
            }
            if ui.selectable_label(one.is_some(), words.get("source-one-number")).clicked() && one.is_none() {
                actions.extend(alike(1.0).and_then(set).map(Action::Edit));
            }
            if ui.selectable_label(key == "source-typed", words.get("source-typed")).clicked() {
                actions.push(Action::TypeNumbers(Target::Bias(id)));
            }
            if ui.selectable_label(key == "source-array", words.get("source-array")).clicked() {
                actions.push(Action::ChooseValues(Use::Bias(id)));
            }
        });
        combo.response.accessible_name(label);
        if let Some(mut number) = one {
            let field = ui.add_sized([58.0, 24.0], DragValue::new(&mut number).speed(0.05).update_while_editing(false));
            let change = match (field.changed(), field.dragged()) {
                (false, _) => Change::None,
                (true, true) => Change::Drag,
                (true, false) => Change::Once,
            };
            field.accessible_name(words.get("source-bias-number"));
            push(actions, change, alike(number).and_then(set));
        }
    });
    match bias {
        Bias::Array { path } => file_ui(ui, view, path, &Use::Bias(id), actions),
        Bias::Typed(_) if one.is_none() => change_ui(ui, view, Target::Bias(id), actions),
        _ => {}
    }
}
