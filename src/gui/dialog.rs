//! Questions and messages that stand before everything else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Id, Key, Modal, RichText, ScrollArea, TextEdit};

use super::export_dialog::ExportDialog;
use super::gallery::Gallery;
use super::jobs::Listed;
use super::motion::Running;
use super::palette::Palette;
use super::picture::{Clip, PictureRequest};
use super::source::dialog::{NumbersDialog, Target};
use super::source::{self, Use};
use super::text_dialog::TextDialog;
use super::{Action, View, style};
use crate::import::document::Opened;
use crate::net::{Matrix, Shape, Stack};
use crate::scene::theme::Role;

/// What a file name is wanted for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    Open,
    /// And what to do when it is saved.
    Save(Option<Next>),
    /// Of what was chosen to be drawn.
    Picture(Box<PictureRequest>),
    WindowPicture,
    /// Of the network as other programs read it.
    Onnx,
    /// To be read and used for that.
    Values(Use),
}

/// What waits for the answer about unsaved changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    New,
    /// Show this document, which was read from this file.
    Show(PathBuf, Box<Opened>),
    OpenStack(Stack),
    Quit,
}

/// What somebody answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing shall happen.
    Close,
    /// This file, for that. `replace` if somebody saw that there is one of this name.
    Path {
        purpose: Purpose,
        path: PathBuf,
        replace: bool,
    },
    /// List this folder.
    List(PathBuf),
    SaveThen(Next),
    DiscardThen(Next),
    /// Put this stack in the place of the shown one.
    Replace(Stack),
    /// Take these numbers, and with them another input.
    Numbers {
        target: Target,
        matrix: Matrix,
        input: Option<Shape>,
    },
    /// Ask for a file for this picture and draw it.
    Export(Box<PictureRequest>),
    /// Draw this picture for the clipboard.
    Clip(Box<PictureRequest>, Clip),
}

/// The open dialog.
pub enum Dialog {
    /// Something did not work, and why; with the place in the file where it is one.
    Message {
        text: String,
        excerpt: Option<String>,
    },
    /// A network was read, and this is to be said about it.
    Remarks(Vec<String>),
    Unsaved(Next),
    Path(PathDialog),
    Text(TextDialog),
    Numbers(Box<NumbersDialog>),
    Gallery(Gallery),
    Palette(Box<Palette>),
    Export(Box<ExportDialog>),
    Animating(Arc<Running>),
    Keys,
    About,
}

impl Purpose {
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open | Self::Values(_))
    }

    /// True of a file that is wanted whatever document is open by then.
    pub fn outlives_document(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// The key of the dialog's title.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Open => "path-open",
            Self::Save(_) => "path-save",
            Self::Picture(request) if request.is_many() && request.moving.is_some() => "animate-path-frames",
            Self::Picture(request) if request.is_many() => "export-path-all",
            Self::Picture(_) => "path-picture",
            Self::WindowPicture => "path-window-picture",
            Self::Onnx => "path-onnx",
            Self::Values(what) => what.title(),
        }
    }

    /// True of several files, which are named after one.
    pub fn is_many(&self) -> bool {
        matches!(self, Self::Picture(request) if request.is_many())
    }

    /// The key of the button's text.
    fn button(&self) -> &'static str {
        if self.is_open() { "button-open" } else { "button-save" }
    }

    /// The ending of a picture that asks for a format which is not made; adding another ending to it would mislead.
    pub fn foreign_format(&self, path: &Path) -> Option<String> {
        const FOREIGN: [&str; 8] = ["jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "eps"];
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let picture = matches!(self, Self::Picture(_) | Self::WindowPicture);
        let is_own = self.endings().contains(&ending.as_str());
        (picture && !is_own && FOREIGN.contains(&ending.as_str())).then_some(ending)
    }

    /// The endings that the file may have; the first is added where there is none.
    pub fn endings(&self) -> &'static [&'static str] {
        match self {
            Self::Open => &["receptive.toml", "toml", "txt", "py", "onnx"],
            Self::Save(_) => &["receptive.toml", "toml"],
            Self::Picture(request) => request.endings(),
            Self::WindowPicture => &["png"],
            Self::Onnx => &["onnx"],
            Self::Values(what) => what.endings(),
        }
    }

    /// True of a name that says what is in the file.
    pub fn fits(&self, name: &str) -> bool {
        // A picture or an array that is opened is shown by the network that is open.
        if *self == Self::Open && source::holds_values(Path::new(name)) {
            return true;
        }
        let name = name.to_lowercase();
        self.endings().iter().any(|ending| name.ends_with(&format!(".{ending}")))
    }

    /// The path with an ending that says what is in the file.
    pub fn with_ending(&self, path: PathBuf) -> PathBuf {
        if self.is_open() || path.file_name().is_some_and(|name| self.fits(&name.to_string_lossy())) {
            return path;
        }
        let mut whole = path.into_os_string();
        whole.push(".");
        whole.push(self.endings()[0]);
        whole.into()
    }
}

/// Asks for a path in the window, where the system has no dialog.
pub struct PathDialog {
    pub purpose: Purpose,
    text: String,
    /// Where the dialog began: a name without a folder means a file there, wherever the program was started.
    folder: PathBuf,
    entries: Vec<Listed>,
    /// The folder that was asked for; `entries` are of it as soon as it is listed.
    asked: Option<PathBuf>,
    /// The path at which there turned out to be a file: confirming it once more replaces that.
    exists: Option<PathBuf>,
}

impl PathDialog {
    /// A dialog that begins in `folder` with `name` written in.
    pub fn new(purpose: Purpose, folder: &Path, name: &str) -> Self {
        let text = folder.join(name).to_string_lossy().into_owned();
        Self { purpose, text, folder: folder.to_owned(), entries: Vec::new(), asked: None, exists: None }
    }

    /// The same dialog again, because there is a file at the path that was chosen.
    pub fn exists(purpose: Purpose, path: PathBuf) -> Self {
        let text = path.to_string_lossy().into_owned();
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Self { purpose, text, folder, entries: Vec::new(), asked: None, exists: Some(path) }
    }

    /// Takes the list of a folder that was asked for.
    pub fn listed(&mut self, folder: &Path, entries: Vec<Listed>) {
        if self.asked.as_deref() == Some(folder) {
            self.entries = entries;
        }
    }

    /// The folder of what is written so far.
    fn folder_of_text(&self) -> PathBuf {
        let path = self.path();
        if self.text.ends_with(std::path::is_separator) {
            return path;
        }
        path.parent().map(Path::to_owned).unwrap_or_default()
    }

    /// What is written so far, as a whole path.
    fn path(&self) -> PathBuf {
        self.folder.join(self.text.trim())
    }

    fn ui(&mut self, ui: &mut egui::Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let words = view.words;
        ui.set_width(520.0);
        title_ui(ui, words.get(self.purpose.title()));
        let folder = self.folder_of_text();
        if self.asked.as_ref() != Some(&folder) {
            self.asked = Some(folder.clone());
            actions.push(Action::Answer(Answer::List(folder)));
        }
        let field = TextEdit::singleline(&mut self.text).id(Id::unique("path field")).desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name(words.get("path-field"));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        self.list_ui(ui, view);
        let path = self.path();
        // Such a name is told as it is, with what to do instead.
        let path = if self.purpose.foreign_format(&path).is_some() { path } else { self.purpose.with_ending(path) };
        let replace = self.exists.as_ref() == Some(&path);
        if replace {
            let key = if self.purpose.is_many() { "export-exists-all" } else { "path-exists" };
            ui.label(RichText::new(words.get(key)).color(style::color(view.theme, Role::LostText)));
        }
        let button = if replace { "button-replace" } else { self.purpose.button() };
        let ready =
            !self.text.trim().is_empty() && path.file_name().is_some() && !self.text.ends_with(std::path::is_separator);
        let (cancel, confirm) = buttons_ui(ui, view, words.get(button), ready);
        if cancel {
            actions.push(Action::Answer(Answer::Close));
        } else if ready && (confirm || entered) {
            actions.push(Action::Answer(Answer::Path { purpose: self.purpose.clone(), path, replace }));
        }
    }

    /// What is in the folder: a press goes into a folder or takes a file.
    fn list_ui(&mut self, ui: &mut egui::Ui, view: &View<'_>) {
        let mut chosen = None;
        let folder = self.asked.clone().unwrap_or_default();
        egui::Frame::new()
            .stroke(egui::Stroke::new(1.0, style::color(view.theme, Role::Border)))
            .corner_radius(style::CONTROL_RADIUS)
            .inner_margin(4)
            .show(ui, |ui| {
                ui.set_height(200.0);
                ui.set_width(ui.available_width());
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty())
                            && entry_ui(ui, "../").clicked()
                        {
                            chosen = Some(above.join(""));
                        }
                        for entry in
                            self.entries.iter().filter(|entry| !entry.is_file || self.purpose.fits(&entry.name))
                        {
                            let label = if entry.is_file { entry.name.clone() } else { format!("{}/", entry.name) };
                            if entry_ui(ui, &label).clicked() {
                                let path = folder.join(&entry.name);
                                chosen = Some(if entry.is_file { path } else { path.join("") });
                            }
                        }
                    });
                });
            });
        if let Some(path) = chosen {
            self.text = path.to_string_lossy().into_owned();
        }
    }
}

fn entry_ui(ui: &mut egui::Ui, label: &str) -> egui::Response {
    ui.add(egui::Button::new((label, egui::Atom::grow())).frame_when_inactive(false).stroke(egui::Stroke::NONE))
}

/// Draws the open dialog.
pub fn dialog_ui(ctx: &egui::Context, dialog: &mut Option<Dialog>, view: &View<'_>, actions: &mut Vec<Action>) {
    let Some(open) = dialog else { return };
    let words = view.words;
    let id = Id::unique("dialog");
    let answer = |answer| Action::Answer(answer);
    let frame = egui::Frame::window(&ctx.global_style()).inner_margin(18);
    let mut modal = Modal::new(id).frame(frame);
    if matches!(open, Dialog::Palette(_)) {
        // At the top: the list under the field grows and shrinks, and the field stays.
        modal.area = Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, 60.0));
    }
    let response = modal.show(ctx, |ui| match open {
        Dialog::Message { text, excerpt } => {
            ui.set_width(480.0);
            title_ui(ui, words.get("message-title"));
            ui.label(text.as_str());
            if let Some(excerpt) = excerpt {
                excerpt_ui(ui, view, excerpt);
            }
            right_row_ui(ui, |ui| {
                if main_button_ui(ui, view, words.get("button-close"), true).clicked() {
                    actions.push(answer(Answer::Close));
                }
            });
        }
        Dialog::Remarks(remarks) => {
            ui.set_width(520.0);
            title_ui(ui, words.get("remarks-title"));
            ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                ui.set_width(ui.available_width());
                for remark in remarks.iter() {
                    ui.label(remark.as_str());
                }
            });
            close_row_ui(ui, view, actions);
        }
        Dialog::Unsaved(next) => {
            ui.set_width(440.0);
            title_ui(ui, words.get("unsaved-title"));
            ui.label(words.get("unsaved-text"));
            right_row_ui(ui, |ui| {
                if main_button_ui(ui, view, words.get("button-save"), true).clicked() {
                    actions.push(answer(Answer::SaveThen(next.clone())));
                }
                if ui.button(words.get("button-discard")).clicked() {
                    actions.push(answer(Answer::DiscardThen(next.clone())));
                }
                if ui.button(words.get("button-cancel")).clicked() {
                    actions.push(answer(Answer::Close));
                }
            });
        }
        Dialog::Path(dialog) => dialog.ui(ui, view, actions),
        Dialog::Text(dialog) => dialog.ui(ui, view, actions),
        Dialog::Numbers(dialog) => dialog.ui(ui, view, actions),
        Dialog::Gallery(gallery) => {
            // Before the choice, which may ask about unsaved changes in this one's place.
            let at = actions.len();
            if gallery.ui(ui, view, actions) {
                actions.insert(at, answer(Answer::Close));
            } else {
                close_row_ui(ui, view, actions);
            }
        }
        Dialog::Palette(palette) => palette.ui(ui, view, actions),
        Dialog::Export(dialog) => dialog.ui(ui, view, actions),
        Dialog::Animating(running) => super::motion::running_ui(ui, view, running, actions),
        Dialog::Keys => {
            super::help::keys_ui(ui, view);
            close_row_ui(ui, view, actions);
        }
        Dialog::About => {
            ui.set_width(420.0);
            title_ui(ui, "receptive");
            ui.label(words.with("about-version", &[("version", env!("CARGO_PKG_VERSION").into())]));
            ui.label(words.get("about-text"));
            ui.label(RichText::new(words.get("about-licence")).small().weak());
            close_row_ui(ui, view, actions);
        }
    });
    // A press beside a long text must not throw it away.
    let outside = response.backdrop_response.clicked();
    let stays = matches!(
        open,
        Dialog::Text(_) | Dialog::Numbers(_) | Dialog::Unsaved(_) | Dialog::Export(_) | Dialog::Animating(_)
    );
    if response.should_close() && !(outside && stays) {
        match open {
            // Neither must Escape.
            Dialog::Text(text) if text.is_changed() => {
                text.ask();
                ctx.request_repaint();
            }
            Dialog::Numbers(numbers) if numbers.is_changed() => {
                numbers.ask();
                ctx.request_repaint();
            }
            _ => actions.push(answer(Answer::Close)),
        }
    }
}

/// The head of a dialog.
pub fn title_ui(ui: &mut egui::Ui, text: &str) {
    ui.label(RichText::new(text).font(style::bold(style::HEADING_PT)));
    ui.add_space(8.0);
}

/// The button that Enter means, in the accent colour.
pub fn main_button_ui(ui: &mut egui::Ui, view: &View<'_>, text: &str, enabled: bool) -> egui::Response {
    let button = egui::Button::new(
        RichText::new(text).font(style::bold(style::BODY_PT)).color(style::color(view.theme, Role::OnAccent)),
    );
    let button = button.fill(style::color(view.theme, Role::Accent)).stroke(egui::Stroke::NONE);
    let response = ui.add_enabled(enabled, button);
    if response.has_focus() {
        style::focus_ring(ui.painter(), view.theme, response.rect.expand(3.0), style::CONTROL_RADIUS);
    }
    response
}

/// The row of buttons under a dialog: `(cancel, confirm)`.
pub fn buttons_ui(ui: &mut egui::Ui, view: &View<'_>, confirm: &str, enabled: bool) -> (bool, bool) {
    right_row_ui(ui, |ui| {
        let confirm = main_button_ui(ui, view, confirm, enabled).clicked();
        let cancel = ui.button(view.words.get("button-cancel")).clicked();
        (cancel, confirm)
    })
}

/// A line of a file with a mark under it, which stand in columns.
fn excerpt_ui(ui: &mut egui::Ui, view: &View<'_>, excerpt: &str) {
    ui.add_space(4.0);
    egui::Frame::new()
        .fill(style::color(view.theme, Role::Control))
        .corner_radius(style::CONTROL_RADIUS)
        .inner_margin(8)
        .show(ui, |ui| {
            ScrollArea::horizontal().show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                ui.add(egui::Label::new(RichText::new(excerpt).monospace()).extend());
            });
        });
}

/// A row of buttons at the right edge, the last one first.
pub fn right_row_ui<R>(ui: &mut egui::Ui, buttons: impl FnOnce(&mut egui::Ui) -> R) -> R {
    ui.add_space(10.0);
    let size = egui::vec2(ui.available_width(), 28.0);
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.spacing_mut().button_padding.x = 14.0;
        buttons(ui)
    })
    .inner
}

fn close_row_ui(ui: &mut egui::Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    right_row_ui(ui, |ui| {
        if main_button_ui(ui, view, view.words.get("button-close"), true).clicked() {
            actions.push(Action::Answer(Answer::Close));
        }
    });
}
