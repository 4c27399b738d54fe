//! Undo and redo: a list of whole stacks.
//!
//! Stacks are small beside the pictures of them, and a list of whole ones cannot go wrong in the ways that reversed
//! edits can. There is no limit. What is edited while the pointer stays down is one entry, so that undo takes back a
//! drag and not its last pixel.

use std::sync::Arc;

use super::Selection;
use crate::net::{Edit, Stack};

/// One state of the stack, how it came to be, and what was selected in it.
struct Entry {
    stack: Arc<Stack>,
    /// The key of the edit's name; empty of the first entry.
    what: &'static str,
    selection: Selection,
}

/// All states of the stack since the document was opened, and which one is shown. Never empty.
pub struct History {
    entries: Vec<Entry>,
    at: usize,
    /// The last entry belongs to a drag that goes on.
    dragging: bool,
    /// The stack that the file holds; of a document without a file, the one that it began with. `None` if no file is
    /// known to hold any: the work of an earlier session.
    saved: Option<Arc<Stack>>,
    /// Whether the shown stack is another one: comparing thousands of layers is not for every frame.
    dirty: bool,
}

impl History {
    /// The history of a document that was just opened or made.
    pub fn new(stack: Stack, selection: Selection) -> Self {
        let saved = Arc::new(stack);
        let first = Entry { stack: Arc::clone(&saved), what: "", selection };
        Self { entries: vec![first], at: 0, dragging: false, saved: Some(saved), dirty: false }
    }

    pub fn stack(&self) -> &Arc<Stack> {
        &self.entries[self.at].stack
    }

    /// Adds a state, or changes the one that the drag under way began. What could be redone is gone. A state that is no
    /// change is not added.
    pub fn push(&mut self, stack: Stack, what: &'static str, selection: Selection, drag: bool) {
        if stack == **self.stack() {
            return;
        }
        let entry = Entry { stack: Arc::new(stack), what, selection };
        if drag && self.dragging {
            self.entries[self.at] = entry;
        } else {
            self.entries.truncate(self.at + 1);
            self.entries.push(entry);
            self.at += 1;
            self.dragging = drag;
        }
        self.compare();
    }

    /// The drag is over: the next edit begins an entry. A drag that ended where it began leaves none.
    pub fn end_drag(&mut self) {
        if std::mem::take(&mut self.dragging) && self.entries[self.at].stack == self.entries[self.at - 1].stack {
            self.entries.truncate(self.at);
            self.at -= 1;
        }
    }

    /// Goes back one entry and gives what was selected there.
    pub fn undo(&mut self) -> Option<Selection> {
        self.end_drag();
        self.at = self.at.checked_sub(1)?;
        self.compare();
        Some(self.entries[self.at].selection)
    }

    /// Goes forth one entry and gives what was selected there.
    pub fn redo(&mut self) -> Option<Selection> {
        self.end_drag();
        let selection = self.entries.get(self.at + 1)?.selection;
        self.at += 1;
        self.compare();
        Some(selection)
    }

    /// The name of the edit that undo takes back.
    pub fn undo_what(&self) -> Option<&'static str> {
        (self.at > 0).then(|| self.entries[self.at].what)
    }

    /// The name of the edit that redo makes again.
    pub fn redo_what(&self) -> Option<&'static str> {
        self.entries.get(self.at + 1).map(|entry| entry.what)
    }

    /// A file holds this stack now.
    pub fn mark_saved(&mut self, stack: Arc<Stack>) {
        self.saved = Some(stack);
        self.compare();
    }

    /// No file holds this stack, nor what it was before.
    pub fn mark_unsaved(&mut self) {
        self.saved = None;
        self.compare();
    }

    /// Says the same of every state in other words: which state is shown, and what can be undone, stays.
    pub fn reword(&mut self, reworded: impl Fn(&Stack) -> Option<Stack>) {
        for entry in &mut self.entries {
            if let Some(stack) = reworded(&entry.stack) {
                entry.stack = Arc::new(stack);
            }
        }
        if let Some(stack) = self.saved.as_deref().and_then(&reworded) {
            self.saved = Some(Arc::new(stack));
        }
        self.compare();
    }

    fn compare(&mut self) {
        self.dirty = !self.saved.as_ref().is_some_and(|saved| saved.same_as(self.stack()));
    }

    /// True if no file holds the shown stack, and somebody changed it.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }
}

/// The key of an edit's name.
pub fn name_of(edit: &Edit) -> &'static str {
    match edit {
        Edit::SetInput(_) => "edit-input",
        Edit::SetOp(..) => "edit-op",
        Edit::SetSource(_) => "edit-source",
        Edit::SetParameters(..) => "edit-parameters",
        Edit::Rename(..) => "edit-rename",
        Edit::Enable(_, true) => "edit-enable",
        Edit::Enable(_, false) => "edit-disable",
        Edit::Insert { .. } => "edit-insert",
        Edit::InsertMany { .. } => "edit-insert-many",
        Edit::Duplicate(_) => "edit-duplicate",
        Edit::Remove(_) => "edit-remove",
        Edit::Move { .. } => "edit-move",
        Edit::Replace(_) => "edit-replace",
    }
}
