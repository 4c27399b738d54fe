//! Which path of a network with branches the views of a chain show.

use std::sync::Arc;

use super::Unit;
use super::app::App;
use super::session::{map_of, selection_of};
use crate::field::route::named;
use crate::net::{LayerId, MapId};
use crate::scene::view::ViewName;

impl App {
    /// A network with branches is shown as a graph first; whatever view is chosen then stays.
    pub(super) fn show_branches(&mut self) {
        if self.session.stack().wiring().is_some_and(|wiring| !wiring.is_chain()) {
            self.saved.views.show(ViewName::Graph);
        }
    }

    /// The maps that it is to go through: the selected one, the pinned one, then those that somebody chose.
    pub(super) fn wanted_path(&mut self, selected: Option<MapId>, pin: Option<&Unit>) -> Vec<MapId> {
        let stack = Arc::clone(self.session.stack());
        if stack.wiring().is_none() {
            return Vec::new();
        }
        let chosen = named(&self.derived.net(&stack).lowered, &self.session.document.view.path);
        selected.into_iter().chain(pin.map(|(map, _)| *map)).chain(chosen).collect()
    }

    /// Shows a path through this map: what was chosen before counts less.
    pub(super) fn go_through(&mut self, map: MapId) {
        let stack = Arc::clone(self.session.stack());
        let net = self.derived.net(&stack);
        let Some(name) = map.index().checked_sub(1).and_then(|at| net.names.get(at)).cloned() else { return };
        let path = &mut self.session.document.view.path;
        path.retain(|other| *other != name);
        path.insert(0, name);
        // As many as there are joins on a path, and no more than anybody chose.
        path.truncate(64);
        self.session.selection = selection_of(map, &self.derived.net(&stack).lowered);
        self.reveal_selection();
    }

    /// The maps of the shown path; `None` of a chain.
    pub(super) fn shown_path(&mut self) -> Option<Arc<Vec<MapId>>> {
        let stack = Arc::clone(self.session.stack());
        let selected = map_of(self.session.selection, &stack, &self.derived.net(&stack).lowered);
        let pin = self.pinned();
        let through = self.wanted_path(selected, pin.as_ref());
        self.derived.path(&stack, &through).map(|path| path.0)
    }

    /// The layers of the shown path, which of a chain are all.
    pub(super) fn route_layers(&mut self) -> Vec<LayerId> {
        let path = self.shown_path();
        let stack = Arc::clone(self.session.stack());
        let layers = &self.derived.net(&stack).lowered.layer_of_map;
        match path {
            Some(path) => path.iter().filter_map(|map| layers[map.index()]).collect(),
            None => layers.iter().copied().flatten().collect(),
        }
    }
}
