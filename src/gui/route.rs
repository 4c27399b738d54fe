//! Which path of a network with branches the views of a chain show.

use std::sync::Arc;

use super::Unit;
use super::app::App;
use super::session::{map_of, selection_of};
use crate::field::route::{Wanted, branches_of};
use crate::net::{LayerId, MapId};
use crate::scene::view::ViewName;

impl App {
    /// A network with branches is shown as a graph first; whatever view is chosen then stays.
    pub(super) fn show_branches(&mut self) {
        if self.session.stack().wiring().is_some_and(|wiring| !wiring.is_chain()) {
            self.saved.views.show(ViewName::Graph);
        }
    }

    /// What it is to be like: it goes through the selected map, the pinned one, then those that somebody chose.
    pub(super) fn wanted_path(&mut self, selected: Option<MapId>, pin: Option<&Unit>) -> Wanted {
        let stack = Arc::clone(self.session.stack());
        if stack.wiring().is_none() {
            return Wanted::default();
        }
        let mut wanted = Wanted::of(&self.derived.net(&stack).lowered, &self.session.document.view);
        wanted.through.splice(0..0, selected.into_iter().chain(pin.map(|(map, _)| *map)));
        wanted
    }

    /// Follows this path as far as it goes, and from there on the one that is shown.
    pub(super) fn follow(&mut self, path: &[MapId]) {
        let Some(shown) = self.shown_path() else { return };
        let behind = path.last().map_or(0, |last| shown.partition_point(|map| map <= last));
        let path = [path, &shown[behind..]].concat();
        let stack = Arc::clone(self.session.stack());
        let net = self.derived.net(&stack);
        let (graph, names) = (&net.lowered.graph, &net.names);
        let name = |map: MapId| map.index().checked_sub(1).map_or(graph.image_name(), |at| &names[at]).to_owned();
        let branches = branches_of(graph, &net.analysis, &path);
        let branches = branches.into_iter().map(|(join, input)| (name(join), name(input))).collect();
        let on_path: Vec<String> = path.iter().map(|map| name(*map)).collect();
        let view = &mut self.session.document.view;
        // A layer that somebody chose and that this path goes past would lead away from it.
        view.path.retain(|chosen| on_path.contains(chosen));
        view.branches = branches;
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
        let wanted = self.wanted_path(selected, pin.as_ref());
        self.derived.path(&stack, &wanted).map(|path| path.0)
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
