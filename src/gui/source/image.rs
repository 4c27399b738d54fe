//! The values of the image: where they come from, and how a picture comes to the input's size.

use egui::{ComboBox, Label, RichText, Sense, Ui, WidgetInfo, vec2};

use super::dialog::Target;
use super::files::file_name;
use super::{Use, trouble};
use crate::gui::fields::{Change, number_ui, row_ui};
use crate::gui::inspector::{dim, section_ui};
use crate::gui::{Action, View, style, textures};
use crate::net::{Edit, Fit, MAX_SIZE, Shape, Source};
use crate::scene::Raster;
use crate::scene::theme::Role;
use crate::value::Asset;

/// The room for the small picture.
const THUMBNAIL: egui::Vec2 = vec2(132.0, 96.0);

/// The kinds of sources in the order of the list, with the key of each one's name.
const KINDS: [(Kind, &str); 8] = [
    (Kind::TestPicture, "source-test-picture"),
    (Kind::Ramp, "source-ramp"),
    (Kind::Checkerboard, "source-checkerboard"),
    (Kind::Impulse, "source-impulse"),
    (Kind::Noise, "source-noise"),
    (Kind::Typed, "source-typed"),
    (Kind::Picture, "source-picture"),
    (Kind::Array, "source-array"),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    TestPicture,
    Ramp,
    Checkerboard,
    Impulse,
    Noise,
    Typed,
    Picture,
    Array,
}

impl Kind {
    fn of(source: &Source) -> Self {
        match source {
            Source::TestPicture => Self::TestPicture,
            Source::Ramp => Self::Ramp,
            Source::Checkerboard { .. } => Self::Checkerboard,
            Source::Impulse => Self::Impulse,
            Source::Noise { .. } => Self::Noise,
            Source::Typed(_) => Self::Typed,
            Source::Picture { .. } => Self::Picture,
            Source::Array { .. } => Self::Array,
        }
    }

    /// What choosing it asks for.
    fn chosen(self) -> Action {
        let set = |source| Action::Edit(Edit::SetSource(source));
        match self {
            Self::TestPicture => set(Source::TestPicture),
            Self::Ramp => set(Source::Ramp),
            Self::Checkerboard => set(Source::Checkerboard { cell: 1 }),
            Self::Impulse => set(Source::Impulse),
            Self::Noise => set(Source::Noise { seed: 0 }),
            Self::Typed => Action::TypeNumbers(Target::Image),
            Self::Picture => Action::ChooseValues(Use::Picture),
            Self::Array => Action::ChooseValues(Use::Array),
        }
    }

    /// The key of a sentence about it.
    fn told(self) -> Option<&'static str> {
        match self {
            Self::TestPicture => Some("source-test-picture-text"),
            Self::Ramp => Some("source-ramp-text"),
            Self::Checkerboard => Some("source-checkerboard-text"),
            Self::Impulse => Some("source-impulse-text"),
            Self::Noise => Some("source-noise-text"),
            Self::Typed | Self::Picture | Self::Array => None,
        }
    }
}

/// Draws the section.
pub fn image_values_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    section_ui(ui, view, "source-section");
    let source = &view.stack().source;
    let kind = Kind::of(source);
    let label = words.get("source-from");
    row_ui(ui, view, label, |ui| {
        let name = KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, key)| words.get(key));
        // The dots belong to what asks for more, not to what is chosen.
        let combo = ComboBox::from_id_salt("source").selected_text(name.trim_end_matches('…'));
        let combo = combo.width(ui.available_width()).truncate().height(320.0).show_ui(ui, |ui| {
            for (other, key) in KINDS {
                if ui.selectable_label(other == kind, words.get(key)).clicked() {
                    actions.push(other.chosen());
                }
            }
        });
        combo.response.accessible_name(label);
    });
    match source {
        Source::Checkerboard { cell } => {
            let mut cell = *cell;
            let label = words.get("source-cell");
            let change = row_ui(ui, view, label, |ui| number_ui(ui, label, &mut cell, 1..=MAX_SIZE, 64.0));
            push(actions, change, Source::Checkerboard { cell });
        }
        Source::Noise { seed } => {
            let mut seed = *seed;
            let change = seed_ui(ui, view, &mut seed);
            push(actions, change, Source::Noise { seed });
        }
        Source::Typed(matrix) => {
            let shape: Vec<String> = matrix.shape().iter().map(|&n| words.number(n as u64)).collect();
            ui.horizontal_wrapped(|ui| {
                ui.label(shape.join(" × "));
                if ui.button(words.get("source-change-numbers")).clicked() {
                    actions.push(Action::TypeNumbers(Target::Image));
                }
            });
        }
        Source::Picture { path, fit } => picture_ui(ui, view, path, *fit, actions),
        Source::Array { path } => file_ui(ui, view, path, &Use::Array, actions),
        _ => {}
    }
    if let Some(key) = kind.told() {
        ui.add(Label::new(dim(view, words.get(key))).wrap());
    }
    trouble::cards_ui(ui, view, |what| matches!(what, Use::Picture | Use::Array), actions);
    trouble::misfits_ui(ui, view);
}

fn push(actions: &mut Vec<Action>, change: Change, source: Source) {
    match change {
        Change::None => {}
        Change::Drag => actions.push(Action::EditDrag(Edit::SetSource(source))),
        Change::Once => actions.push(Action::Edit(Edit::SetSource(source))),
    }
}

/// A seed, and the button that takes the next one.
pub fn seed_ui(ui: &mut Ui, view: &View<'_>, seed: &mut u64) -> Change {
    // Whole numbers that the field holds exactly.
    const MOST: u64 = 1 << 53;
    let label = view.words.get("source-seed");
    row_ui(ui, view, label, |ui| {
        let most = MOST.max(*seed);
        let change = number_ui(ui, label, seed, 0..=most, 56.0);
        if ui.button(view.words.get("source-another-seed")).clicked() {
            *seed = seed.wrapping_add(1);
            return Change::Once;
        }
        change
    })
}

/// The name of a file, and the choice of another one.
pub fn file_ui(ui: &mut Ui, view: &View<'_>, name: &str, what: &Use, actions: &mut Vec<Action>) {
    let words = view.words;
    let path = view.files.path_of(name);
    ui.add(Label::new(RichText::new(file_name(&path)).strong()).truncate()).on_hover_text(path.display().to_string());
    if let Some(held) = view.files.held(name) {
        if let Ok(Asset::Array(array)) = &held.asset {
            let sizes: Vec<String> = array.shape().iter().map(|&n| words.number(n as u64)).collect();
            ui.label(dim(view, &sizes.join(" × ")));
        }
        // What is broken has the same buttons on its card.
        if held.asset.is_err() {
            return;
        }
    } else {
        ui.label(dim(view, words.get("source-reading")));
    }
    ui.horizontal_wrapped(|ui| {
        if ui.button(words.get("source-choose-another")).clicked() {
            actions.push(Action::ChooseValues(what.clone()));
        }
        if ui.button(words.get("source-read-again")).on_hover_text(words.get("source-read-again-tip")).clicked() {
            actions.push(Action::ReadValues(name.to_owned()));
        }
    });
}

fn picture_ui(ui: &mut Ui, view: &View<'_>, name: &str, fit: Fit, actions: &mut Vec<Action>) {
    let words = view.words;
    file_ui(ui, view, name, &Use::Picture, actions);
    let label = words.get("source-fit");
    row_ui(ui, view, label, |ui| {
        let combo =
            ComboBox::from_id_salt("fit").selected_text(words.get(fit_key(fit))).width(ui.available_width()).truncate();
        let combo = combo.show_ui(ui, |ui| {
            for (_, other) in Fit::WORDS {
                let choice = ui.selectable_label(other == fit, words.get(fit_key(other)));
                if choice.on_hover_text(words.get(fit_text(other))).clicked() {
                    let source = Source::Picture { path: name.to_owned(), fit: other };
                    actions.push(Action::Edit(Edit::SetSource(source)));
                }
            }
        });
        combo.response.accessible_name(label);
    });
    ui.add(Label::new(dim(view, words.get(fit_text(fit)))).wrap());
    let Some(held) = view.files.held(name) else { return };
    let Ok(Asset::Picture(picture)) = &held.asset else { return };
    let (input, size) = (&view.stack().input, [picture.width(), picture.height()].map(u64::from));
    let text = size_text(view, size, input, fit);
    if let Some(small) = &held.thumbnail {
        thumbnail_ui(ui, view, small, shown_part(size, input, fit), &format!("{}: {text}", words.get("source-small")));
    }
    ui.add(Label::new(text).wrap());
    let as_large = sized_as(input, size).filter(|as_large| as_large != input);
    let in_colour =
        (input.channels == 1 && picture.color().has_color()).then(|| Shape { channels: 3, ..input.clone() });
    for (key, shape) in [("source-as-large", as_large), ("source-in-colour", in_colour)] {
        let Some(shape) = shape else { continue };
        let text = shape.channels_first_text();
        if ui.button(words.get(key)).on_hover_text(text).clicked() {
            actions.push(Action::Edit(Edit::SetInput(shape)));
        }
    }
}

fn fit_key(fit: Fit) -> &'static str {
    match fit {
        Fit::Cover => "source-cover",
        Fit::Contain => "source-contain",
        Fit::Stretch => "source-stretch",
        Fit::Crop => "source-crop",
    }
}

fn fit_text(fit: Fit) -> &'static str {
    match fit {
        Fit::Cover => "source-cover-text",
        Fit::Contain => "source-contain-text",
        Fit::Stretch => "source-stretch-text",
        Fit::Crop => "source-crop-text",
    }
}

/// The input with the picture's width and height; of one axis, with its width. `None` past the limits.
fn sized_as(input: &Shape, [width, height]: [u64; 2]) -> Option<Shape> {
    let mut shape = input.clone();
    let rank = shape.size.rank();
    *shape.size.get_mut(rank.checked_sub(1)?)? = width;
    if rank > 1 {
        *shape.size.get_mut(rank - 2)? = height;
    }
    (width <= MAX_SIZE && height <= MAX_SIZE).then_some(shape)
}

/// The width and the height that a picture comes to; a map of one axis is one row high.
fn size_of(input: &Shape) -> [u64; 2] {
    match *input.size.as_slice() {
        [] => [1, 1],
        [width] => [width, 1],
        [.., height, width] => [width, height],
    }
}

/// `1920×1080 → 224×224, cut at the sides`.
fn size_text(view: &View<'_>, size: [u64; 2], input: &Shape, fit: Fit) -> String {
    let words = view.words;
    let [width, height] = size_of(input);
    let key = match input.size.rank() {
        0 | 1 => "source-size-row",
        _ => how(size, [width, height], fit),
    };
    let text = |[width, height]: [u64; 2]| format!("{width}×{height}");
    let to = if input.size.rank() > 1 { text([width, height]) } else { width.to_string() };
    let values = [("from", text(size).into()), ("to", to.into()), ("how", words.get(key).into())];
    words.with("source-size", &values)
}

/// The key of what becomes of a picture on its way to a size.
fn how(from: [u64; 2], to: [u64; 2], fit: Fit) -> &'static str {
    let [wide, high] = [u128::from(from[0]) * u128::from(to[1]), u128::from(to[0]) * u128::from(from[1])];
    match fit {
        _ if from == to => "source-size-same",
        Fit::Crop if from[0] <= to[0] && from[1] <= to[1] => "source-size-black",
        Fit::Crop if from[0] >= to[0] && from[1] >= to[1] => "source-size-cut",
        Fit::Crop => "source-size-cut-black",
        _ if wide == high => "source-size-scaled",
        Fit::Stretch => "source-size-stretched",
        Fit::Cover if wide > high => "source-size-cut-sides",
        Fit::Cover => "source-size-cut-ends",
        Fit::Contain if wide > high => "source-size-black-ends",
        Fit::Contain => "source-size-black-sides",
    }
}

/// The part of the picture that the input shows: how much of its width and of its height, in the middle.
fn shown_part([width, height]: [u64; 2], input: &Shape, fit: Fit) -> egui::Vec2 {
    let [to_width, to_height] = size_of(input).map(|n| n as f32);
    let (width, height) = (width as f32, height as f32);
    if input.size.rank() < 2 {
        let part = if fit == Fit::Crop { (to_width / width).min(1.0) } else { 1.0 };
        return vec2(part, 1.0 / height);
    }
    match fit {
        Fit::Contain | Fit::Stretch => vec2(1.0, 1.0),
        Fit::Crop => vec2((to_width / width).min(1.0), (to_height / height).min(1.0)),
        Fit::Cover => {
            let scale = (to_width / width).max(to_height / height);
            vec2(to_width / (width * scale), to_height / (height * scale))
        }
    }
}

/// The picture, small; what the input does not show of it is dark.
fn thumbnail_ui(ui: &mut Ui, view: &View<'_>, small: &std::sync::Arc<Raster>, part: egui::Vec2, spoken: &str) {
    let size = vec2(small.width as f32, small.height as f32);
    let scale = (THUMBNAIL / size).min_elem();
    let (rect, response) = ui.allocate_exact_size((size * scale).max(vec2(2.0, 2.0)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, spoken));
    let all = egui::Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
    ui.painter().image(textures::of(ui.ctx(), small), rect, all, style::AS_IT_IS);
    let shown = egui::Rect::from_center_size(rect.center(), rect.size() * part).intersect(rect);
    let shade = style::color(view.theme, Role::Ground).gamma_multiply(0.75);
    let beside = [(rect.left(), shown.left()), (shown.right(), rect.right())]
        .map(|(from, to)| egui::Rect::from_x_y_ranges(from..=to, rect.y_range()));
    let above = [(rect.top(), shown.top()), (shown.bottom(), rect.bottom())]
        .map(|(from, to)| egui::Rect::from_x_y_ranges(shown.x_range(), from..=to));
    for dark in beside.into_iter().chain(above) {
        ui.painter().rect_filled(dark, 0, shade);
    }
    let line = egui::Stroke::new(1.0, style::color(view.theme, Role::Accent));
    ui.painter().rect_stroke(shown, 0, line, egui::StrokeKind::Inside);
}
