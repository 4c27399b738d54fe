//! Where the blocks of large matrices begin that the view shows.

use super::layout::frames;
use super::pane::{PLACES, What};
use super::position::Position;
use crate::field::Analysis;
use crate::net::{Graph, Look, MapId};
use crate::scene::view::{Block, Unit};

/// The first row and column of the block that is shown of each matrix of one layer; without one the kernel's window is
/// in the middle. Negative indices are padding. What goes beyond the end of a map is as far as it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The map that the layer makes.
    made: Option<MapId>,
    starts: [Option<[i64; 2]>; PLACES],
}

impl Scroll {
    /// Every window in the middle.
    pub const NONE: Self = Self { made: None, starts: [None; PLACES] };

    pub(super) fn start(&self, made: MapId, what: What) -> Option<[i64; 2]> {
        self.starts[what.place()].filter(|_| self.made == Some(made))
    }

    /// With one block at another place: its first row and column.
    pub fn with(mut self, block: &Block, start: [i64; 2]) -> Self {
        let within = |way: usize| start[way].clamp(block.starts[way][0], block.starts[way][1]);
        if let Some(slot) = self.starts.get_mut(block.place) {
            *slot = Some([within(0), within(1)]);
        }
        self
    }

    /// With every block moved by as little as it takes to have the kernel's window in sight. Of another layer than before
    /// nothing is known: the windows are in the middle.
    pub fn followed(&self, graph: &Graph, analysis: &Analysis, look: Look, pin: Option<&Unit>) -> Self {
        let Some(position) = Position::of(graph, analysis, look, pin) else { return Self::NONE };
        let Some(node) = graph.node(position.made) else { return Self::NONE };
        let mut followed = Self { made: Some(position.made), ..Self::NONE };
        for frame in frames(&node.op, &position) {
            let start = frame.start(self.start(position.made, frame.what));
            followed.starts[frame.what.place()] = Some(frame.followed(start));
        }
        followed
    }
}
