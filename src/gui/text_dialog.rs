//! The whole stack as text: read while it is typed, with the place of the first mistake.

use egui::{Key, KeyboardShortcut, Modifiers, RichText, TextEdit};

use super::command::key_text;
use super::dialog::{Answer, main_button_ui, right_row_ui, title_ui};
use super::{Action, View, reasons, style};
use crate::import::layer_text::{self, TextError};
use crate::net::Stack;
use crate::scene::theme::Role;

/// Enter alone begins a line.
const APPLY: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Enter);

/// The text and what it means so far.
pub struct TextDialog {
    text: String,
    read: Result<Stack, TextError>,
    focused: bool,
    changed: bool,
    /// The dialog or the window was to be closed with a changed text in it.
    asked: bool,
}

impl TextDialog {
    /// Shows a stack, one layer per line.
    pub fn new(stack: &Stack) -> Self {
        let layers = stack.layers().iter().map(|layer| format!("{layer}\n"));
        let text = format!("{}:\n{}", stack.input, layers.collect::<String>());
        Self { read: layer_text::read_stack(&text), text, focused: false, changed: false, asked: false }
    }

    /// True if closing it would lose something.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// Asks what shall become of the text, before it is gone. Escape has taken the keyboard away: the text gets it again.
    pub fn ask(&mut self) {
        (self.asked, self.focused) = (true, false);
    }

    pub(super) fn ui(&mut self, ui: &mut egui::Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let words = view.words;
        ui.set_width(560.0);
        title_ui(ui, words.get("text-title"));
        ui.label(RichText::new(words.get("text-hint")).small().weak());
        let height = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 420.0);
        egui::ScrollArea::vertical().max_height(height).auto_shrink(false).show(ui, |ui| {
            let field = TextEdit::multiline(&mut self.text)
                .font(style::mono(style::BODY_PT))
                .desired_width(f32::INFINITY)
                .min_size(egui::vec2(0.0, height));
            let field = ui.add(field).accessible_name(words.get("text-title"));
            if !std::mem::replace(&mut self.focused, true) {
                field.request_focus();
            }
            if field.changed() {
                self.read = layer_text::read_stack(&self.text);
                (self.changed, self.asked) = (true, false);
            }
        });
        // The line is always there: the buttons must not jump while somebody types.
        let (text, role) = match &self.read {
            _ if self.asked => (words.get("habit-text-open").to_owned(), Role::LostText),
            Ok(stack) => (words.with("text-fine", &[("layers", stack.layers().len().into())]), Role::GoodText),
            Err(error) => (reasons::of_text(words, error), Role::LostText),
        };
        ui.add(egui::Label::new(RichText::new(text).color(style::color(view.theme, role))).wrap());
        let (cancel, pressed) = right_row_ui(ui, |ui| {
            let label = words.get("button-apply");
            let apply = main_button_ui(ui, view, label, self.read.is_ok());
            let tip = format!("{label}  {}", key_text(ui.ctx(), APPLY));
            let pressed = apply.on_hover_text(tip).clicked();
            (ui.button(words.get("button-cancel")).clicked(), pressed)
        });
        let confirm = pressed || ui.input_mut(|input| input.consume_shortcut(&APPLY));
        if cancel {
            actions.push(Action::Answer(Answer::Close));
        } else if let (true, Ok(stack)) = (confirm, &self.read) {
            actions.push(Action::Answer(Answer::Replace(stack.clone())));
        }
    }
}
