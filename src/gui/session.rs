//! What is open now. Of it only the document outlives the program: [`super::autosave`] keeps it.

use std::path::PathBuf;
use std::sync::Arc;

use super::autosave::Autosave;
use super::command::Facts;
use super::dialog::Dialog;
use super::history::{self, History};
use super::jobs::Jobs;
use super::model;
use super::network::NetworkState;
use super::notes::NotesState;
use super::regions::Regions;
use super::source::copied::Copied;
use super::source::files::ValueFiles;
use super::stack_panel::StackPanelState;
use super::stage::Stage;
use super::tensors::Same;
use super::toasts::Toasts;
use super::views::ViewStates;
use super::{Selection, Unit};
use crate::axes::Axes;
use crate::files::Stamp;
use crate::import::document::Opened;
use crate::import::onnx::Written;
use crate::net::{Document, Edit, LayerId, Lowered, MapId, Pin, Stack};
use crate::value::{ASK_BYTES, Assets};

/// A unit by its layer, which stays right when layers before it come and go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinnedUnit {
    pub of: Selection,
    pub index: Axes<i64>,
}

/// The last thing that was said in the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    pub is_error: bool,
}

/// Where people are asked for the names of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileDialogs {
    /// In a dialog of the system.
    System,
    /// In the window.
    Window,
    /// Nowhere: no file is written.
    None,
}

/// The open document, where it is looked at, and what is asked about it.
pub struct Session {
    /// The document as it is shown. Its stack is always the history's.
    pub document: Document,
    pub history: History,
    /// The document's file.
    pub path: Option<PathBuf>,
    /// That file as it was opened or saved; `None` if there was none.
    pub stamp: Option<Stamp>,
    /// Somebody else wrote that file since: it is not replaced unasked.
    pub file_changed: bool,
    /// The file that is being read to be opened; what comes of an earlier one is not wanted any more.
    pub opening: Option<PathBuf>,
    /// How many files were let go over the window together with that one.
    pub dropped: usize,
    /// The model that the document was read from.
    pub model: Option<Arc<Written>>,
    pub selection: Selection,
    pub hover: Option<Unit>,
    pub pin: Option<PinnedUnit>,
    pub preview: Option<Edit>,
    /// The stack changed since the pointer moved: nothing is shown before it is made until it moves again.
    pub preview_waits: bool,
    /// What the files hold that the values name.
    pub assets: Same<Assets>,
    /// Those files.
    pub files: ValueFiles,
    /// What was copied last, with the values that its text says nothing of.
    pub copied: Option<Copied>,
    /// The most bytes of tensors that are not asked for.
    pub most_bytes: u64,
    /// The units that were uncovered while their values are predicted.
    pub uncovered: Same<Vec<Unit>>,
    pub views: ViewStates,
    pub stack_panel: StackPanelState,
    pub dialog: Option<Dialog>,
    pub jobs: Jobs,
    pub autosave: Autosave,
    pub said: Option<Said>,
    pub toasts: Toasts,
    pub notes: NotesState,
    pub network: NetworkState,
    pub regions: Regions,
    /// One view alone, for a projector.
    pub stage: Option<Stage>,
    /// What had the keyboard before a dialog opened.
    pub focus_before: Option<egui::Id>,
    /// Where people are asked for the names of files.
    pub dialogs: FileDialogs,
    /// How many documents were open before this one.
    pub opened: usize,
    /// The title that the window was given.
    pub title: String,
    /// The facts that it was made from.
    pub titled: Option<Facts>,
    /// The question about unsaved changes was answered: the window may close.
    pub may_close: bool,
}

impl Session {
    /// Opens a document. One without a file counts as new, not as changed.
    pub fn new(path: Option<PathBuf>, document: Document) -> Self {
        let selection = first_selection(&document.stack);
        let stamp = path.as_deref().and_then(Stamp::of);
        let mut session = Self {
            stamp,
            file_changed: false,
            history: History::new(document.stack.clone(), selection),
            document,
            path,
            opening: None,
            dropped: 1,
            model: None,
            selection,
            hover: None,
            pin: None,
            preview: None,
            preview_waits: false,
            assets: Same(Arc::default()),
            files: ValueFiles::default(),
            copied: None,
            most_bytes: ASK_BYTES,
            uncovered: Same(Arc::default()),
            views: ViewStates::default(),
            stack_panel: StackPanelState::default(),
            dialog: None,
            jobs: Jobs::default(),
            autosave: Autosave::default(),
            said: None,
            toasts: Toasts::default(),
            notes: NotesState::default(),
            network: NetworkState::default(),
            regions: Regions::default(),
            stage: None,
            focus_before: None,
            dialogs: FileDialogs::System,
            opened: 0,
            title: String::new(),
            titled: None,
            may_close: false,
        };
        session.pin = session.pin_of_document();
        session
    }

    /// Puts another document in the place of this one; what belongs to the window stays.
    pub fn open(&mut self, path: Option<PathBuf>, opened: Opened) {
        let fresh = Self { model: opened.model, ..Self::new(path, opened.document) };
        let mut jobs = std::mem::take(&mut self.jobs);
        jobs.document_changed();
        let title = std::mem::take(&mut self.title);
        let autosave = std::mem::take(&mut self.autosave);
        let (stage, toasts) = (self.stage.take(), std::mem::take(&mut self.toasts));
        let (dialogs, opened, copied) = (self.dialogs, self.opened + 1, self.copied.take());
        *self = Self { copied, jobs, autosave, toasts, stage, dialogs, opened, title, ..fresh };
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    pub fn look_mut(&mut self) -> &mut crate::net::Look {
        &mut self.document.view.look
    }

    pub fn stack(&self) -> &Arc<Stack> {
        self.history.stack()
    }

    /// Makes one edit; with `drag`, as part of the drag under way.
    pub fn edit(&mut self, edit: Edit, drag: bool) {
        let what = history::name_of(&edit);
        self.edit_called(what, edit, drag);
    }

    /// Makes one edit that undo calls by this key.
    pub fn edit_called(&mut self, what: &'static str, edit: Edit, drag: bool) {
        let edit = model::edit_of(self.model.as_ref(), self.stack(), edit);
        let at = self.selected_layer().and_then(|id| self.stack().position(id));
        let mut stack = Stack::clone(self.stack());
        let suggested = edit.apply(&mut stack).map(Selection::Layer);
        // Where the selected layer is gone, the one at its place is selected.
        let at_place = || at.and_then(|at| stack.layers().get(at)).map(|layer| Selection::Layer(layer.id));
        let kept = Some(self.selection).filter(|selection| in_stack(*selection, &stack) == *selection);
        let selection = suggested.or(kept).or_else(at_place).unwrap_or_default();
        self.history.push(stack, what, selection, drag);
        self.selection = in_stack(selection, self.stack());
        self.show_history();
    }

    pub fn undo(&mut self) {
        let left = self.selection;
        if let Some(selection) = self.history.undo() {
            self.show_history();
            self.select_after_travel(left, selection);
        }
    }

    pub fn redo(&mut self) {
        let left = self.selection;
        if let Some(selection) = self.history.redo() {
            self.show_history();
            self.select_after_travel(left, selection);
        }
    }

    /// What is selected stays selected if it is still there: jumping away from it would be a surprise.
    fn select_after_travel(&mut self, left: Selection, selection: Selection) {
        let stays = in_stack(left, self.stack()) == left;
        self.selection = if stays { left } else { in_stack(selection, self.stack()) };
    }

    /// What was uncovered, played and chosen belonged to another layer, or to another network.
    pub fn cover_all(&mut self) {
        self.views.numbers.player.pause();
        self.uncovered = Same(Arc::default());
    }

    fn show_history(&mut self) {
        self.cover_all();
        self.preview_waits = true;
        self.document.stack = Stack::clone(self.history.stack());
    }

    /// The layer that is selected.
    pub fn selected_layer(&self) -> Option<LayerId> {
        match self.selection {
            Selection::Input => None,
            Selection::Layer(id) => Some(id),
        }
    }

    /// The document as it is written: with the pin.
    pub fn document_to_save(&self) -> Document {
        let mut document = self.document.clone();
        document.view.pin = self.pin.as_ref().and_then(|pin| {
            let place = match pin.of {
                Selection::Input => 0,
                Selection::Layer(id) => document.stack.position(id)? + 1,
            };
            let layer = document.stack.name_of_place(place);
            Some(Pin { layer, unit: pin.index.iter().copied().collect() })
        });
        document
    }

    fn pin_of_document(&self) -> Option<PinnedUnit> {
        let pin = self.document.view.pin.as_ref()?;
        let stack = &self.document.stack;
        let of = match stack.place_named(&pin.layer).ok()?.checked_sub(1) {
            Some(at) => Selection::Layer(stack.layers()[at].id),
            None => Selection::Input,
        };
        let within = pin.unit.len() <= crate::axes::MAX_AXES;
        within.then(|| PinnedUnit { of, index: pin.unit.iter().copied().collect() })
    }

    /// The name of the file without its folder.
    pub fn file_name(&self) -> Option<String> {
        Some(self.path.as_ref()?.file_name()?.to_string_lossy().into_owned())
    }

    pub fn say(&mut self, text: impl Into<String>) {
        self.tell(Said { text: text.into(), is_error: false });
    }

    /// Says what did not work.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.tell(Said { text: text.into(), is_error: true });
    }

    fn tell(&mut self, said: Said) {
        self.toasts.push(said.clone());
        self.said = Some(said);
    }
}

/// What is selected of a stack that was just opened: its first layer.
pub fn first_selection(stack: &Stack) -> Selection {
    stack.layers().first().map_or(Selection::Input, |layer| Selection::Layer(layer.id))
}

/// The selection, or the input if the stack has no such layer.
pub fn in_stack(selection: Selection, stack: &Stack) -> Selection {
    match selection {
        Selection::Layer(id) if stack.layer(id).is_none() => Selection::Input,
        other => other,
    }
}

/// The map of a selection; `None` of a layer that is switched off.
pub fn map_of(selection: Selection, stack: &Stack, lowered: &Lowered) -> Option<MapId> {
    match selection {
        Selection::Input => Some(MapId::INPUT),
        Selection::Layer(id) => lowered.map_of_layer[stack.position(id)?],
    }
}

/// The selection of a map.
pub fn selection_of(map: MapId, lowered: &Lowered) -> Selection {
    lowered.layer_of_map[map.index()].map_or(Selection::Input, Selection::Layer)
}
