//! Remarks about a network: what somebody who reads only the sizes would miss.

use std::sync::Arc;

use num_rational::Ratio;

use super::branches::{Alignment, Meeting};
use super::padding::{Share, Work, mean_within};
use super::{Analysis, Cause, Impossible, Loss};
use crate::net::{Graph, MapId, Op};

/// What may be gone through to find out how much padding a layer sees. The remarks are made for every layer at once.
const PADDING_WORK: u64 = 1 << 14;

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
    /// What this layer reads is as wide as the image on every axis: it is the first of `count` such layers.
    BorderLayers { map: MapId, count: usize },
    /// The first layer whose units see, on average, more padding than pixels.
    PaddingShare { map: MapId, share: Share, of_box: bool },
    /// The field has holes: some pixels inside it are never read.
    Gridding { map: MapId, axis: usize, read: u64, span: u64 },
    /// Branches with different effective strides or centres meet. `offsets` are the axes on which the centres alone
    /// differ, with the largest offset there in pixels, without its sign; empty where the strides differ.
    Unaligned { map: MapId, offsets: Vec<(usize, Ratio<i64>)> },
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
            | Self::BorderLayers { map, .. }
            | Self::PaddingShare { map, .. }
            | Self::Gridding { map, .. }
            | Self::Unaligned { map, .. }
            | Self::GlobalBranch { map }
            | Self::TooLarge { map } => Some(*map),
            Self::Dropped { .. } => None,
        }
    }

    /// True of notes that name a defect rather than a fact worth knowing.
    pub fn is_warning(&self) -> bool {
        !matches!(
            self,
            Self::PaddingTail { .. }
                | Self::FieldCoversInput { .. }
                | Self::BorderLayers { .. }
                | Self::PaddingShare { .. }
                | Self::GlobalBranch { .. }
        )
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
        if let [first, ..] = self.covered()
            && *first == map
        {
            notes.push(Note::BorderLayers { map, count: self.covered().len() });
        }
        notes.extend(self.mostly_padding(graph, map));
        let inputs = || node.inputs().iter().map(|input| self.map(*input));
        for (axis, field) in answer.field.iter().flat_map(|field| field.iter().enumerate()) {
            let holes = |field: &super::Field| field.rf_count() < field.rf();
            let began = !inputs().any(|input| input.field.as_ref().is_some_and(|field| holes(&field[axis])));
            if holes(field) && began {
                notes.push(Note::Gridding { map, axis, read: field.rf_count(), span: field.rf() });
            }
        }
        if !answer.aligned && inputs().all(|input| input.aligned) {
            notes.push(Note::Unaligned { map, offsets: self.offsets(graph, map) });
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

    /// The note that the units of `map` see more padding than pixels, if those of no input of its layer do.
    fn mostly_padding(&self, graph: &Graph, map: MapId) -> Option<Note> {
        let half = Share::new_raw(1, 2);
        let over = |map: MapId| {
            // A vector, or one unit behind a global pool, sees what the map before it saw.
            let local = |answer: &super::MapAnswer| {
                answer.field.as_ref().is_some_and(|fields| fields.iter().all(|field| !field.is_whole()))
            };
            let mean = local(self.map(map)).then(|| mean_within(graph, self, map, &mut Work::of(PADDING_WORK)));
            mean.flatten().filter(|(mean, _)| *mean > half)
        };
        let (share, of_box) = over(map)?;
        let before = graph.node(map)?.inputs().iter().any(|input| over(*input).is_some());
        (!before).then_some(Note::PaddingShare { map, share, of_box })
    }

    /// How far apart the centres of branches are, on each axis where they are; nothing where their strides differ.
    fn offsets(&self, graph: &Graph, map: MapId) -> Vec<(usize, Ratio<i64>)> {
        let Some(meeting) = Meeting::of(graph, self, map) else { return Vec::new() };
        if meeting.alignment.iter().any(|axis| matches!(axis, None | Some(Alignment::StridesDiffer))) {
            return Vec::new();
        }
        let size = |offset: Ratio<i64>| if offset < Ratio::ZERO { -offset } else { offset };
        let shifted = meeting.alignment.iter().enumerate().filter_map(|(axis, how)| match how {
            Some(Alignment::Shifted(shift)) => Some((axis, size(shift.largest()?))),
            _ => None,
        });
        shifted.collect()
    }

    /// The notes about the network as a whole.
    pub fn network_notes(&self) -> Vec<Note> {
        let loss = self.network_loss().filter(|loss| loss.count > 0 && self.runs());
        loss.map(|loss| Note::Dropped { loss: Arc::clone(loss) }).into_iter().collect()
    }
}
