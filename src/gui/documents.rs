//! Documents and their files: what is opened, saved and closed, and what came of the work that was started for it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::action::empty_stack;
use super::app::App;
use super::dialog::{Answer, Dialog, Next, PathDialog, Purpose};
use super::jobs::{self, Content, Done, Target, WriteProblem};
use super::reasons;
use super::session::{FileDialogs, PinnedUnit, first_selection, selection_of};
use super::source;
use super::views::ViewStates;
use crate::export::animation::AnimationError;
use crate::files::{FileProblem, Stamp};
use crate::import::Remark;
use crate::import::document::Opened;
use crate::net::{Document, Edit, Stack};
use crate::scene::view::{ViewName, middle_unit};

impl App {
    /// True if something would be lost by closing the document. A preset that was only looked at is nobody's work.
    pub(super) fn is_dirty(&mut self) -> bool {
        let stack = Arc::clone(self.session.stack());
        self.session.history.is_dirty() && (self.session.path.is_some() || !self.derived.net(&stack).untouched)
    }

    /// Does what closes the document, after the question about unsaved changes if there are any.
    pub(super) fn guarded(&mut self, ctx: &Context, next: Next) {
        // A preset takes the place of a stack without a file as an edit, which undo takes back: no need to ask.
        let undoable = matches!(next, Next::OpenStack(_)) && self.session.path.is_none();
        if !undoable && self.is_dirty() {
            self.session.dialog = Some(Dialog::Unsaved(next));
        } else {
            self.go_on(ctx, next);
        }
    }

    fn go_on(&mut self, ctx: &Context, next: Next) {
        match next {
            Next::New => self.open_stack(empty_stack()),
            Next::Show(path, opened) => {
                self.saved.folder = path.parent().map(Path::to_owned);
                self.saved.recent.note(&path);
                let said = self.said_opened(&path);
                let remarks = opened.remarks.clone();
                self.session.open(Some(path), *opened);
                self.session.say(said);
                self.show_branches();
                self.tell_remarks(&remarks);
            }
            Next::OpenStack(stack) if self.session.path.is_none() => {
                self.session.said = None;
                self.session.edit_called("edit-preset", Edit::Replace(stack), false);
                self.session.selection = first_selection(self.session.stack());
                self.session.views = ViewStates::default();
                self.pin_middle();
            }
            Next::OpenStack(stack) => {
                self.open_stack(stack);
                self.pin_middle();
            }
            Next::Quit => {
                // The next start is to find a window, not a full screen.
                if let Some(stage) = self.session.stage.take() {
                    stage.leave(ctx);
                }
                self.session.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Opens a stack that is in no file. It has nothing to say about how it is looked at: that stays.
    fn open_stack(&mut self, stack: Stack) {
        let look = self.session.document().view.look;
        self.session.open(None, Opened::silent(Document::new(stack)));
        *self.session.look_mut() = look;
    }

    /// Pins the unit in the middle of the last map that is one: a picture that says something before anybody points.
    pub(super) fn pin_middle(&mut self) {
        let stack = Arc::clone(self.session.stack());
        let wanted = self.wanted_path(None, None);
        let path = self.derived.path(&stack, &wanted);
        let net = self.derived.net(&stack);
        let middle = middle_unit(&net.lowered.graph, &net.analysis, path.as_ref().map(|path| path.as_slice()));
        self.session.pin = middle.map(|(map, index)| PinnedUnit { of: selection_of(map, &net.lowered), index });
    }

    pub(super) fn save(&mut self, ctx: &Context, then: Option<Next>) {
        let purpose = Purpose::Save(then);
        // A file of layer text is not turned into a document unasked.
        let path =
            self.session.path.clone().filter(|_| self.session.file_name().is_some_and(|name| purpose.fits(&name)));
        match path {
            Some(path) => self.write(ctx, Target { purpose, path, replace: !self.session.file_changed }),
            None => self.ask_path(purpose),
        }
    }

    /// Reads a file to show it. Changes of the shown document are asked about when it is there: until then somebody may
    /// still make some.
    pub(super) fn read(&mut self, ctx: &Context, path: PathBuf) {
        self.session.opening = Some(path.clone());
        self.session.dropped = 1;
        self.session.jobs.start(ctx, move || jobs::read(path));
    }

    fn write(&mut self, ctx: &Context, target: Target) {
        let mut document = self.session.document_to_save();
        let folders = (self.session.path.as_deref().and_then(Path::parent), target.path.parent());
        if let Some(stack) = source::names::moved(&document.stack, folders.0, folders.1) {
            document.stack = stack;
        }
        let stack = Arc::clone(self.session.stack());
        self.session.jobs.start_writing(ctx, move || jobs::write_document(target, &document, stack));
    }

    /// Asks for a file: with the system's dialog, or in the window.
    pub(super) fn ask_path(&mut self, purpose: Purpose) {
        match self.session.dialogs {
            FileDialogs::System => self.ask_system(purpose),
            FileDialogs::Window => self.ask_in_window(purpose),
            FileDialogs::None => {}
        }
    }

    /// The folder that a dialog begins in.
    fn folder(&self) -> PathBuf {
        let folder = self.session.path.as_deref().and_then(Path::parent).map(Path::to_owned);
        folder.or_else(|| self.saved.folder.clone()).or_else(std::env::home_dir).unwrap_or_default()
    }

    fn ask_in_window(&mut self, purpose: Purpose) {
        let name = self.suggested_name(&purpose);
        self.session.dialog = Some(Dialog::Path(PathDialog::new(purpose, &self.folder(), &name)));
    }

    fn ask_system(&mut self, purpose: Purpose) {
        let (folder, name) = (self.folder(), self.suggested_name(&purpose));
        let words = self.derived.words(self.saved.lang);
        let mut dialog = rfd::FileDialog::new().set_title(words.get(purpose.title())).set_directory(folder);
        if purpose.is_open() {
            let key = if purpose == Purpose::Open { "files-document" } else { purpose.title() };
            dialog = dialog.add_filter(words.get(key), purpose.endings());
            if purpose == Purpose::Open {
                let values = [&source::PICTURES[..], &source::ARRAYS[..]].concat();
                dialog = dialog.add_filter(words.get("source-files"), &values);
            }
        } else {
            dialog = dialog.set_file_name(name);
            for ending in purpose.endings() {
                dialog = dialog.add_filter(ending.to_uppercase(), &[ending]);
            }
        }
        self.session.jobs.ask(dialog, purpose);
    }

    fn suggested_name(&mut self, purpose: &Purpose) -> String {
        if purpose.is_open() {
            return String::new();
        }
        let stack = Arc::clone(self.session.stack());
        let file = self.session.file_name();
        let stem = file.as_deref().map(|name| stem_of(name).to_owned());
        let preset = self.derived.net(&stack).preset.map(str::to_owned);
        let stem = stem.or(preset).unwrap_or_else(|| "network".to_owned());
        let part = match purpose {
            Purpose::WindowPicture => "-window",
            // The file that was opened has weights, which this one does not get: they stay beside each other.
            Purpose::Onnx if file.as_deref().is_some_and(|name| purpose.fits(name)) => "-light",
            _ => "",
        };
        // A picture of one view that is not the first one says which it is.
        let view = match purpose {
            Purpose::Picture(request) => request.suffix(),
            _ => String::new(),
        };
        format!("{stem}{part}{view}.{}", purpose.endings()[0])
    }

    pub(super) fn answer(&mut self, ctx: &Context, answer: Answer) {
        match answer {
            Answer::List(folder) => {
                self.session.jobs.start(ctx, move || jobs::list(folder));
                return;
            }
            Answer::Close => self.stop_animation(),
            Answer::Path { purpose, path, replace } => {
                self.session.dialog = None;
                self.use_path(ctx, purpose, &path, replace);
                return;
            }
            Answer::SaveThen(next) => {
                self.session.dialog = None;
                self.save(ctx, Some(next));
                return;
            }
            Answer::DiscardThen(next) => {
                self.session.dialog = None;
                self.go_on(ctx, next);
                return;
            }
            Answer::Replace(mut stack) => {
                // A text says nothing of values.
                stack.take_values(self.session.stack());
                self.change(Edit::Replace(stack), false);
            }
            Answer::Numbers { target, matrix, input } => self.take_numbers(&target, matrix, input),
            Answer::Export(request) => {
                self.session.dialog = None;
                self.ask_path(Purpose::Picture(request));
                return;
            }
            Answer::Clip(request, clip) => {
                self.session.jobs.start(ctx, move || super::picture::draw_clip(&request, clip));
                return;
            }
        }
        self.session.dialog = None;
    }

    /// Opens or writes a file that somebody chose. `replace` if it was seen that there is one of exactly this name.
    fn use_path(&mut self, ctx: &Context, purpose: Purpose, chosen: &Path, replace: bool) {
        if let Some(format) = purpose.foreign_format(chosen) {
            let text = self.derived.words(self.saved.lang).with("reason-format", &[("format", format.into())]);
            self.session.dialog = Some(Dialog::Message { text, excerpt: None });
            return;
        }
        let path = purpose.with_ending(chosen.to_owned());
        self.saved.folder = path.parent().map(Path::to_owned);
        let target = Target { replace: replace && path == chosen, purpose, path };
        match target.purpose {
            Purpose::Open if source::holds_values(&target.path) => {
                self.read_values(ctx, source::Use::Dropped, &target.path);
            }
            Purpose::Open => self.read(ctx, target.path),
            Purpose::Values(what) => self.read_values(ctx, what, &target.path),
            Purpose::Save(_) => self.write(ctx, target),
            Purpose::Onnx => {
                let stack = Arc::clone(self.session.stack());
                self.session.jobs.start_writing(ctx, move || jobs::write_onnx(target, &stack));
            }
            Purpose::Picture(ref request) if request.moving.is_some() => {
                self.animate(ctx, request.as_ref().clone(), target);
            }
            Purpose::Picture(ref request) => {
                let request = request.clone();
                let said = self.derived.words(self.saved.lang).get("export-drawing").to_owned();
                self.session.say(said);
                self.session.jobs.start_writing(ctx, move || super::picture::write(&request, target));
            }
            Purpose::WindowPicture => {
                let (answer, waker) = (self.session.jobs.answerer(), ctx.clone());
                ctx.request_screenshot(move |image| {
                    answer(Done::Screen { target, image });
                    waker.request_repaint();
                });
            }
        }
    }

    /// Takes what the jobs have done since the last frame.
    pub(super) fn poll_jobs(&mut self, ctx: &Context) {
        // A text that is being written is not taken away: what came of a job waits until it is closed.
        let writing = matches!(self.session.dialog, Some(Dialog::Text(_) | Dialog::Numbers(_)));
        while let Some((done, current)) = (!writing).then(|| self.session.jobs.next()).flatten() {
            self.done(ctx, done, current);
            ctx.request_repaint();
        }
    }

    /// What came of a job. `current` if it was begun for the document that is open now.
    fn done(&mut self, ctx: &Context, done: Done, current: bool) {
        if matches!(done, Done::Written { .. } | Done::Exists { .. })
            && matches!(self.session.dialog, Some(Dialog::Animating(_)))
        {
            self.session.dialog = None;
        }
        match done {
            // A name for another document than the open one, unless it is to be opened itself.
            Done::Picked { purpose, .. } if !current && !purpose.outlives_document() => {}
            // A system's dialog asks itself before it gives the name of a file that is there.
            // Of the files of all views it knows nothing.
            Done::Picked { purpose, path: Some(path), .. } => {
                let replace = !purpose.is_many();
                self.use_path(ctx, purpose, &path, replace);
            }
            Done::Picked { purpose, path: None, no_dialog: true } => self.ask_in_window(purpose),
            Done::Exists { purpose, path } if current => {
                self.session.said = None;
                self.session.dialog = Some(Dialog::Path(PathDialog::exists(purpose, path)));
            }
            Done::Values { what, files } if current => self.values_read(what.as_ref(), files),
            Done::Picked { .. } | Done::Exists { .. } | Done::Values { .. } => {}
            Done::Read { path, .. } if self.session.opening.as_ref() != Some(&path) => {}
            Done::Read { path, opened } => match opened {
                Ok(opened) => self.guarded(ctx, Next::Show(path, opened)),
                Err(problem) => {
                    if matches!(problem, FileProblem::Missing) {
                        self.saved.recent.forget(&path);
                    }
                    self.complain_of_file(Some(&path), &problem);
                }
            },
            Done::Clipped(clipped) => self.clipped(ctx, clipped),
            Done::Written { purpose, path, content, result } => match result {
                Ok(()) => self.written(ctx, purpose, path, content, current),
                Err(WriteProblem::Animation(AnimationError::Cancelled)) => {
                    let said = self.derived.words(self.saved.lang).get("animate-cancelled").to_owned();
                    self.session.say(said);
                }
                Err(problem) => {
                    self.session.said = None;
                    let reason = reasons::of_write(self.derived.words(self.saved.lang), &problem);
                    self.complain("error-save", &path, &reason, None);
                }
            },
            Done::Screen { target, image } => {
                self.session.jobs.start_writing(ctx, move || jobs::write_screen(target, &image));
            }
            Done::Listed { folder, entries } => {
                if let Some(Dialog::Path(dialog)) = &mut self.session.dialog {
                    dialog.listed(&folder, entries);
                }
            }
        }
    }

    fn written(&mut self, ctx: &Context, purpose: Purpose, path: PathBuf, content: Content, current: bool) {
        let own = self.session.path.as_ref() == Some(&path);
        let lost_comments = own && matches!(content, Content::Document { had_comments: true, .. });
        let said = match content {
            Content::Pictures(count) => {
                let first = crate::files::beside(&path, ViewName::default().word());
                let name = first.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let values = [("file", name.into()), ("count", count.into())];
                self.derived.words(self.saved.lang).with("export-saved", &values)
            }
            Content::Animation { ref first, written } => self.animated(first, written),
            Content::Onnx => self.said("status-saved-onnx", &path),
            _ => self.said(if lost_comments { "status-saved-comments" } else { "status-saved" }, &path),
        };
        self.session.say(said);
        if own && matches!(content, Content::Onnx) {
            // It was not somebody else who changed the file.
            (self.session.stamp, self.session.file_changed) = (Stamp::of(&path), false);
        }
        if let (Purpose::Save(then), Content::Document { stack, .. }, true) = (purpose, content, current) {
            self.saved.recent.note(&path);
            self.session.history.mark_saved(stack);
            let before = self.session.path.clone();
            self.reword_names(before.as_deref(), Some(&path));
            (self.session.stamp, self.session.file_changed) = (Stamp::of(&path), false);
            self.session.path = Some(path);
            if let Some(next) = then {
                // Somebody may have gone on editing meanwhile.
                self.guarded(ctx, next);
            }
        }
    }

    pub(super) fn said(&mut self, key: &'static str, path: &Path) -> String {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.derived.words(self.saved.lang).with(key, &[("file", name.into())])
    }

    /// Says what is to be said about how a network was read.
    pub(super) fn tell_remarks(&mut self, remarks: &[Remark]) {
        if !remarks.is_empty() {
            let words = self.derived.words(self.saved.lang);
            let told = remarks.iter().map(|remark| reasons::of_remark(words, remark)).collect();
            self.session.dialog = Some(Dialog::Remarks(told));
        }
    }

    /// Says why a file was not opened; standard input if there is no path.
    pub(super) fn complain_of_file(&mut self, path: Option<&Path>, problem: &FileProblem) {
        let words = self.derived.words(self.saved.lang);
        let reason = match path {
            Some(path) => reasons::of_opened(words, path, problem),
            None => reasons::of_file(words, problem),
        };
        let stdin = Path::new(words.get("export-stdin")).to_owned();
        let excerpt = reasons::excerpt_of(problem).map(str::to_owned);
        self.complain("error-open", path.unwrap_or(&stdin), &reason, excerpt);
    }

    /// Says in one sentence what did not work with a file. The document stays as it was.
    fn complain(&mut self, key: &'static str, path: &Path, reason: &str, excerpt: Option<String>) {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let words = self.derived.words(self.saved.lang);
        let text = words.with(key, &[("file", name.into()), ("reason", reason.into())]);
        self.session.dialog = Some(Dialog::Message { text, excerpt });
    }
}

/// A document's file name without the ending that says it is one: `v1.2` of `v1.2.receptive.toml`.
pub fn stem_of(name: &str) -> &str {
    let stem = |ending: &&str| {
        let at = name.len().checked_sub(ending.len() + 1).filter(|at| *at > 0)?;
        let (stem, end) = name.split_at_checked(at)?;
        end.strip_prefix('.')?.eq_ignore_ascii_case(ending).then_some(stem)
    };
    Purpose::Open.endings().iter().find_map(stem).unwrap_or(name)
}
