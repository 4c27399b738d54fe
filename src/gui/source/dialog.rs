//! Numbers that are typed or pasted: of the image, of a kernel, of biases. Read while they are typed, with the line of the
//! first mistake.

use egui::{Key, KeyboardShortcut, Modifiers, RichText, TextEdit};

use super::shapes::{self, Weighted};
use super::text::{self, Mistake, Rows};
use super::{edit_of, with_kernel};
use crate::field::Analysis;
use crate::gui::app::App;
use crate::gui::command::key_text;
use crate::gui::dialog::{Answer, Dialog, main_button_ui, right_row_ui, title_ui};
use crate::gui::session::map_of;
use crate::gui::{Action, Selection, View, style};
use crate::locale::{Lang, Words};
use crate::net::{Bias, Edit, Kernel, LayerId, Matrix, Parameters, Shape, Source, Stack};
use crate::scene::theme::Role;
use crate::value::{self, Assets};

/// Enter alone begins a row.
const APPLY: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Enter);

/// What the numbers are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Image,
    /// Of one filter, 0-based, or of all.
    Kernel(LayerId, Option<u64>),
    Bias(LayerId),
}

/// The text and what it means so far.
pub struct NumbersDialog {
    target: Target,
    text: String,
    lang: Lang,
    /// The shapes that the numbers may have, the usual one first.
    shapes: Vec<Vec<usize>>,
    /// The image, which may take the size of the numbers.
    input: Option<Shape>,
    read: Result<Rows, Mistake>,
    focused: bool,
    changed: bool,
    asked: bool,
}

impl NumbersDialog {
    /// Shows the numbers that there are now, if they are not too many.
    fn new(target: Target, stack: &Stack, analysis: &Analysis, assets: &Assets, lang: Lang) -> Option<Self> {
        let now = begin(&target, stack, analysis, assets)?;
        let text = now.numbers.map(|(shape, numbers)| text::write(&shape, &numbers, lang)).unwrap_or_default();
        let input = (target == Target::Image).then(|| stack.input.clone());
        let read = text::read(&text, lang);
        Some(Self { target, text, lang, shapes: now.shapes, input, read, focused: false, changed: false, asked: false })
    }

    /// True if closing it would lose something.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// Asks what shall become of the text, before it is gone.
    pub fn ask(&mut self) {
        (self.asked, self.focused) = (true, false);
    }

    fn matrix(&self) -> Option<Matrix> {
        self.read.as_ref().ok()?.shaped(&self.shapes)
    }

    /// The numbers of one channel and the input of their size, where that is another one.
    fn resized(&self) -> Option<(Matrix, Shape)> {
        let (rows, input) = (self.read.as_ref().ok()?, self.input.as_ref()?);
        if self.matrix().is_some() {
            return None;
        }
        let mut shape = input.clone();
        let rank = shape.size.rank();
        let found = match rank {
            1 if rows.count() == 1 => vec![rows.columns],
            2 => vec![rows.count(), rows.columns],
            _ => return None,
        };
        shape.size = found.iter().map(|&n| n as u64).collect();
        Some((Matrix::new(found, rows.numbers.clone())?, shape))
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let words = view.words;
        ui.set_width(480.0_f32.min(ui.ctx().content_rect().width() - 80.0).max(200.0));
        let title = words.get(match self.target {
            Target::Image => "source-numbers-image",
            Target::Kernel(..) => "source-numbers-kernel",
            Target::Bias(_) => "source-numbers-bias",
        });
        title_ui(ui, title);
        ui.label(RichText::new(words.get("source-numbers-hint")).small().weak());
        let wanted = words.with("source-numbers-wanted", &[("shapes", self.shapes_text(words).into())]);
        ui.label(RichText::new(wanted).small().weak());
        let height = (ui.ctx().content_rect().height() - 300.0).clamp(90.0, 320.0);
        let color = style::color(view.theme, Role::Text);
        // A row of numbers is one line, however long it is.
        let mut rows = |ui: &egui::Ui, text: &dyn egui::TextBuffer, _width: f32| {
            let (text, font) = (text.as_str().to_owned(), style::mono(style::BODY_PT));
            ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, font, color))
        };
        egui::ScrollArea::both().max_height(height).auto_shrink(false).show(ui, |ui| {
            let field = TextEdit::multiline(&mut self.text)
                .layouter(&mut rows)
                .desired_width(f32::INFINITY)
                .min_size(egui::vec2(0.0, height));
            let field = ui.add(field).accessible_name(title);
            if !std::mem::replace(&mut self.focused, true) {
                field.request_focus();
            }
            if field.changed() {
                self.read = text::read(&self.text, self.lang);
                (self.changed, self.asked) = (true, false);
            }
        });
        let (matrix, resized) = (self.matrix(), self.resized());
        let (verdict, role) = self.verdict(words, matrix.as_ref());
        ui.add(egui::Label::new(RichText::new(verdict).color(style::color(view.theme, role))).wrap());
        let answer = |matrix: Matrix, input: Option<Shape>| {
            Action::Answer(Answer::Numbers { target: self.target.clone(), matrix, input })
        };
        let (cancel, pressed, resize) = right_row_ui(ui, |ui| {
            let label = words.get("button-apply");
            let apply = main_button_ui(ui, view, label, matrix.is_some());
            let pressed = apply.on_hover_text(format!("{label}  {}", key_text(ui.ctx(), APPLY))).clicked();
            let cancel = ui.button(words.get("button-cancel")).clicked();
            let resize = resized.as_ref().is_some_and(|(_, shape)| {
                let size = shape.size_text();
                ui.button(words.with("source-numbers-resize", &[("size", size.into())])).clicked()
            });
            (cancel, pressed, resize)
        });
        let confirm = pressed || ui.input_mut(|input| input.consume_shortcut(&APPLY));
        match (matrix, resized) {
            _ if cancel => actions.push(Action::Answer(Answer::Close)),
            (Some(matrix), _) if confirm => actions.push(answer(matrix, None)),
            (None, Some((matrix, shape))) if resize => actions.push(answer(matrix, Some(shape))),
            _ => {}
        }
    }

    /// `7 × 7 or 3 × 7 × 7`.
    fn shapes_text(&self, words: &Words) -> String {
        let shape = |shape: &Vec<usize>| {
            let sizes: Vec<String> = shape.iter().map(|&n| words.number(n as u64)).collect();
            sizes.join("\u{a0}×\u{a0}")
        };
        let mut texts: Vec<String> = self.shapes.iter().map(shape).collect();
        texts.dedup();
        texts.join(&format!(" {} ", words.get("source-or")))
    }

    fn verdict(&self, words: &Words, matrix: Option<&Matrix>) -> (String, Role) {
        if self.asked {
            return (words.get("habit-text-open").to_owned(), Role::LostText);
        }
        match (&self.read, matrix) {
            (Err(Mistake::Empty), _) => (text::told(words, &Mistake::Empty), Role::TextDim),
            (Err(mistake), _) => (text::told(words, mistake), Role::LostText),
            (Ok(rows), matrix) => {
                let (key, role) = match matrix {
                    Some(_) => ("source-numbers-fine", Role::GoodText),
                    None => ("source-numbers-misfit", Role::LostText),
                };
                let [rows, columns] = [rows.count(), rows.columns].map(|n| n as u64);
                let values = [("rows", rows.into()), ("columns", columns.into())];
                (words.with(key, &[&values[..], &[("shapes", self.shapes_text(words).into())]].concat()), role)
            }
        }
    }
}

/// What a dialog begins with.
struct Begin {
    shapes: Vec<Vec<usize>>,
    numbers: Option<(Vec<usize>, Vec<f32>)>,
}

/// `None` of a layer without a kernel.
fn begin(target: &Target, stack: &Stack, analysis: &Analysis, assets: &Assets) -> Option<Begin> {
    if *target == Target::Image {
        let numbers = shapes::numbers_of_image(&stack.source, &stack.input, assets);
        return Some(Begin { shapes: shapes::of_image(&stack.input), numbers });
    }
    let (Target::Kernel(id, _) | Target::Bias(id)) = target else { return None };
    let lowered = stack.lower();
    let map = map_of(Selection::Layer(*id), stack, &lowered)?;
    let layer = Weighted::of(&lowered.graph, analysis, map)?;
    let parameters = stack.layer(*id).map(|layer| &layer.parameters);
    let weights = layer.sample(parameters, assets).0;
    let few = |tensor: &value::Tensor| {
        let small = tensor.len() <= text::MOST_NUMBERS / 4;
        small.then(|| (tensor.shape().to_vec(), tensor.iter().copied().collect::<Vec<f32>>()))
    };
    Some(match target {
        Target::Bias(_) => Begin {
            shapes: vec![vec![layer.filters() as usize]],
            numbers: weights.and_then(|weights| few(&weights.bias)),
        },
        Target::Kernel(_, Some(filter)) => {
            let shapes = layer.kernel_shapes(true);
            let numbers = weights.and_then(|weights| layer.filter_numbers(&weights, *filter));
            Begin { shapes, numbers }
        }
        _ => {
            let shapes = layer.kernel_shapes(false);
            let numbers = weights.and_then(|weights| few(&weights.kernel)).map(|(shape, numbers)| {
                // One filter of one channel is its window.
                let window = shapes.first().filter(|window| window.iter().product::<usize>() == numbers.len());
                (window.cloned().unwrap_or(shape), numbers)
            });
            Begin { shapes, numbers }
        }
    })
}

impl App {
    /// Opens the dialog for numbers.
    pub(in crate::gui) fn type_numbers(&mut self, target: Target) {
        let stack = std::sync::Arc::clone(self.session.stack());
        let assets = self.session.assets.clone();
        let dialog = NumbersDialog::new(target, &stack, &self.derived.net(&stack).analysis, &assets, self.saved.lang);
        self.session.dialog = dialog.map(|dialog| Dialog::Numbers(Box::new(dialog)));
    }

    /// Takes the numbers that were typed, and with them another input, in one step.
    pub(in crate::gui) fn take_numbers(&mut self, target: &Target, matrix: Matrix, input: Option<Shape>) {
        let stack = self.session.stack();
        let edit = match target {
            Target::Image => Some(Edit::SetSource(Source::Typed(matrix))),
            Target::Kernel(id, filter) => {
                edit_of(stack, *id, |before| with_kernel(before, *filter, Some(Kernel::Typed(matrix))))
            }
            Target::Bias(id) => {
                edit_of(stack, *id, |before| Parameters { bias: Bias::Typed(matrix), ..before.clone() })
            }
        };
        let Some(edit) = edit else { return };
        let Some(input) = input else { return self.change(edit, false) };
        let mut changed = Stack::clone(stack);
        Edit::SetInput(input).apply(&mut changed);
        edit.apply(&mut changed);
        self.session.said = None;
        self.session.edit_called("edit-source", Edit::Replace(changed), false);
    }
}
