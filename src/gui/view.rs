//! What panels read. They see a [`View`] of the app, draw it, and push [`super::Action`]s; nothing changes while a frame
//! is drawn, so every panel of one frame shows the same state.

use std::sync::Arc;

use super::command::Facts;
use super::derived::Net;
use super::insight::{Joined, Part, Whole};
use super::listing::Listing;
use super::scenery::Scenery;
use super::source::files::ValueFiles;
use super::source::sample::Sample;
use super::story::Story;
use super::tensors::Progress;
use crate::field::padding::Share;
use crate::field::paths::Uncounted;
use crate::field::route::Alternatives;
use crate::field::{Analysis, Note, Paths, Trace};
use crate::locale::Words;
use crate::net::{Document, Edit, LayerId, Lowered, MapId, Stack};
use crate::scene::columns::Column;
use crate::scene::theme::Theme;
use crate::scene::view::{Subject, ViewName};
use crate::value::Values;

pub use crate::scene::view::Unit;

/// What the inspector is about and the left panel has open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Selection {
    /// The image.
    #[default]
    Input,
    Layer(LayerId),
}

/// The network as it would be after an edit that is only being thought about.
#[derive(Debug)]
pub struct Preview {
    pub edit: Edit,
    pub net: Net,
}

/// The state of one frame.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub document: &'a Document,
    /// Everything about the shown stack, and the three parts of it that nearly every panel reads.
    pub net: &'a Net,
    pub lowered: &'a Lowered,
    pub analysis: &'a Analysis,
    /// The shown name of every layer, by its place in the stack; those that are switched off too.
    pub names: &'a [String],
    pub selection: Selection,
    /// The map of the selection; `None` of a layer that is switched off.
    pub selected: Option<MapId>,
    /// The unit under the pointer, in any view.
    pub hover: Option<&'a Unit>,
    /// The unit that was clicked.
    pub pin: Option<&'a Unit>,
    /// What the unit under the pointer, or else the pinned one, sees and feeds. While an edit is shown before it is made,
    /// what the pinned one would see and feed after it.
    pub trace: Option<&'a Trace>,
    /// What the pinned unit alone sees and feeds.
    pub pin_trace: Option<&'a Trace>,
    /// The share of padding in what the pinned unit sees.
    pub pin_padding: Option<Share>,
    /// The network after the edit under the pointer.
    pub preview: Option<&'a Preview>,
    /// The pictures of the boards that are seen, and those of the preview.
    pub sceneries: Sceneries<'a>,
    pub preview_sceneries: Sceneries<'a>,
    /// Every remark on the network, those that stop it first.
    pub notes: &'a [Note],
    /// What the inspector tells of the selection; of the image if a layer is selected that is switched off.
    pub story: &'a Story,
    /// What branches are to each other at the selected join, while the inspector is seen.
    pub joined: Option<&'a Joined>,
    /// Other paths to the selected layer than the shown one, of a network with branches.
    pub alternatives: Option<&'a Alternatives>,
    /// The network as a whole, and of the selected map, while the page of the strip about them is seen. Where the image
    /// is selected, the map is the network's output.
    pub whole: Option<(&'a Whole, &'a Part)>,
    /// The columns of the table, and what stands in it; `None` while it is not seen.
    pub columns: &'a [Column],
    pub listing: Option<&'a Arc<Listing>>,
    /// The tensors of the maps, and how far they are.
    pub values: Option<&'a Values>,
    pub progress: Progress,
    /// The routes to the pinned unit, where a view shows them.
    pub paths: Option<&'a Paths>,
    /// Why a view that shows them has none.
    pub uncounted: Option<Uncounted>,
    /// The units that were uncovered.
    pub opened: &'a [Unit],
    /// The maps that the views of a chain show of a network with branches.
    pub path: Option<&'a [MapId]>,
    /// The files that the values name.
    pub files: &'a ValueFiles,
    /// What is known of the values of the selection, while the inspector is seen.
    pub sample: Option<&'a Sample>,
    pub words: &'a Words,
    pub theme: Theme,
    /// What commands may do now.
    pub facts: &'a Facts,
    /// The files that were open last, the newest first.
    pub recent: &'a [std::path::PathBuf],
}

/// The pictures of the boards, by their place among [`ViewName::BOARDS`]; `None` of those that are not seen.
pub type Sceneries<'a> = [Option<&'a Scenery>; ViewName::BOARDS.len()];

impl<'a> View<'a> {
    /// The shown network, as pictures are made of it.
    pub fn subject(&self) -> Subject<'a> {
        Subject::new(&self.lowered.graph, self.analysis, self.words)
            .with_path(self.path)
            .with_values(self.values)
            .with_paths(self.paths)
            .with_uncounted(self.uncounted)
            .with_opened(self.opened)
    }

    pub fn stack(&self) -> &'a Stack {
        &self.document.stack
    }
}
