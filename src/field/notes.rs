//! Remarks about a network: what somebody who reads only the sizes would miss.

use std::sync::Arc;

use super::{Analysis, Cause, Impossible, Loss};
use crate::net::{Graph, MapId, Op};

/// One remark, as data; [`crate::locale`] has the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The layer cannot run, and why.
    Impossible { map: MapId, reason: Impossible },
    /// The op is not supported: what follows is unknown.
    Unsupported { map: MapId, op: String },
    /// The layer leaves units of its input unread on this axis.
    Unread { map: MapId, axis: usize, cause: Cause, count: u64 },
    /// A remainder is cut on this axis, but it is padding: nothing is lost.
    PaddingTail { map: MapId, axis: usize },
    /// Pixels of the image reach no output.
    Dropped { loss: Arc<Loss> },
    /// The field is larger than the image on every axis from this layer on.
    FieldCoversInput { map: MapId },
    /// The field has holes: some pixels inside it are never read.
    Gridding { map: MapId, axis: usize, read: u64, span: u64 },
    /// Branches with different effective strides or centres meet.
    Unaligned { map: MapId },
    /// The layer also sees the whole image through a global branch.
    GlobalBranch { map: MapId },
    /// Too large or too full of holes to be listed exactly.
    TooLarge { map: MapId },
}

impl Note {
    /// The map that the note is about.
    pub fn map(&self) -> Option<MapId> {
        match self {
            Self::Impossible { map, .. }
            | Self::Unsupported { map, .. }
            | Self::Unread { map, .. }
            | Self::PaddingTail { map, .. }
            | Self::FieldCoversInput { map }
            | Self::Gridding { map, .. }
            | Self::Unaligned { map }
            | Self::GlobalBranch { map }
            | Self::TooLarge { map } => Some(*map),
            Self::Dropped { .. } => None,
        }
    }

    /// True of notes that name a defect rather than a fact worth knowing.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::PaddingTail { .. } | Self::FieldCoversInput { .. } | Self::GlobalBranch { .. })
    }
}

impl Analysis {
    /// The notes about one layer.
    pub fn notes_of(&self, graph: &Graph, map: MapId) -> Vec<Note> {
        let answer = self.map(map);
        let mut notes = Vec::new();
        if let Some(reason) = &answer.impossible {
            notes.push(Note::Impossible { map, reason: reason.clone() });
        }
        let Some(node) = graph.node(map) else { return notes };
        if let Op::Unsupported(op) = &node.op {
            notes.push(Note::Unsupported { map, op: op.clone() });
        }
        for unread in self.unread(map) {
            for (axis, cause) in unread.cause.iter().enumerate() {
                match cause {
                    Some(Cause::PaddingTail) => notes.push(Note::PaddingTail { map, axis }),
                    Some(cause) => {
                        notes.push(Note::Unread { map, axis, cause: *cause, count: unread.indices[axis].count() });
                    }
                    None => {}
                }
            }
        }
        if self.covering() == Some(map) {
            notes.push(Note::FieldCoversInput { map });
        }
        let inputs = || node.inputs().iter().map(|input| self.map(*input));
        for (axis, field) in answer.field.iter().flat_map(|field| field.iter().enumerate()) {
            let holes = |field: &super::Field| field.rf_count() < field.rf();
            let began = !inputs().any(|input| input.field.as_ref().is_some_and(|field| holes(&field[axis])));
            if holes(field) && began {
                notes.push(Note::Gridding { map, axis, read: field.rf_count(), span: field.rf() });
            }
        }
        if !answer.aligned && inputs().all(|input| input.aligned) {
            notes.push(Note::Unaligned { map });
        }
        if answer.global && !inputs().any(|input| input.global) {
            notes.push(Note::GlobalBranch { map });
        }
        let cut =
            |answer: &super::MapAnswer| answer.shape.is_some() && (answer.field.is_none() || answer.coverage.is_none());
        if cut(answer) && !inputs().any(cut) {
            notes.push(Note::TooLarge { map });
        }
        notes
    }

    /// The notes about the network as a whole.
    pub fn network_notes(&self) -> Vec<Note> {
        let loss = self.loss(self.output()).filter(|loss| loss.count > 0 && self.runs());
        loss.map(|loss| Note::Dropped { loss: Arc::clone(loss) }).into_iter().collect()
    }
}
