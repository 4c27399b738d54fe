//! Which views stand where in the middle of the window: side by side or as tabs of one place.
//!
//! Every view is in the tree once. [`egui_tiles`] moves and resizes them; what of it is kept between starts is checked
//! when it is read, because an older or a broken one must not hide a view for ever.

use egui::Id;
use egui_tiles::{Container, LinearDir, Tile, TileId, Tiles, Tree};

use crate::scene::view::ViewName;

/// The tree's own identity.
const TREE: &str = "views";

/// The views in their places.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Arrangement {
    tree: Tree<ViewName>,
    /// The view that commands are about: the one that was touched last.
    active: ViewName,
}

impl Default for Arrangement {
    fn default() -> Self {
        let views = ViewName::WORDS.map(|(_, view)| view).to_vec();
        Self { tree: Tree::new_tabs(Id::unique(TREE), views), active: ViewName::default() }
    }
}

impl Arrangement {
    /// The same if every view is in it exactly once, else the first arrangement.
    pub fn checked(self) -> Self {
        let mut views: Vec<ViewName> = self.tree.tiles.tiles().filter_map(view_of).collect();
        views.sort_unstable();
        let sound = self.tree.root().is_some() && views == ViewName::WORDS.map(|(_, view)| view);
        // A tree whose branches lead nowhere shows nothing.
        if sound && !self.visible().is_empty() { self } else { Self::default() }
    }

    pub fn tree_mut(&mut self) -> &mut Tree<ViewName> {
        &mut self.tree
    }

    pub fn active(&self) -> ViewName {
        self.active
    }

    /// Notes which view was touched.
    pub fn touch(&mut self, view: ViewName) {
        self.active = view;
    }

    /// The views that can be seen: one of every place with tabs.
    pub fn visible(&self) -> Vec<ViewName> {
        let tiles = self.tree.active_tiles();
        let mut views: Vec<ViewName> =
            tiles.into_iter().filter_map(|id| self.tree.tiles.get(id).and_then(view_of)).collect();
        views.sort_unstable();
        views
    }

    /// Brings a view to the front of its place.
    pub fn show(&mut self, view: ViewName) {
        self.tree.make_active(|_, tile| view_of(tile) == Some(view));
        self.active = view;
    }

    /// Puts a view to the right of all others, in a place of its own.
    pub fn beside(&mut self, view: ViewName) {
        let (Some(root), Some(tile)) = (self.tree.root(), self.tree.tiles.find_pane(&view)) else { return };
        let row = match self.tree.tiles.get(root) {
            Some(Tile::Container(Container::Linear(linear))) if linear.dir == LinearDir::Horizontal => root,
            _ => self.tree.tiles.insert_horizontal_tile(vec![root]),
        };
        if row != root {
            self.tree = rooted(row, std::mem::take(&mut self.tree.tiles));
        }
        self.tree.move_tile_to_container(tile, row, usize::MAX, false);
        self.show(view);
        self.show_others(view);
    }

    /// All views as tabs of one place.
    pub fn together(&mut self) {
        let active = self.active;
        *self = Self::default();
        self.show(active);
    }

    /// Shows a view in every place whose shown view was moved away.
    fn show_others(&mut self, moved: ViewName) {
        let ids: Vec<TileId> = self.tree.tiles.tile_ids().collect();
        for id in ids {
            let Some(Tile::Container(Container::Tabs(tabs))) = self.tree.tiles.get(id) else { continue };
            let (first, shown) = (tabs.children.first().copied(), tabs.active);
            let gone = shown.is_none_or(|shown| !tabs.children.contains(&shown));
            if let (true, Some(Tile::Container(Container::Tabs(tabs)))) = (gone, self.tree.tiles.get_mut(id)) {
                tabs.active = first;
            }
        }
        self.active = moved;
    }
}

fn view_of(tile: &Tile<ViewName>) -> Option<ViewName> {
    match tile {
        Tile::Pane(view) => Some(*view),
        Tile::Container(_) => None,
    }
}

fn rooted(root: TileId, tiles: Tiles<ViewName>) -> Tree<ViewName> {
    Tree::new(Id::unique(TREE), root, tiles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_beside_the_others_and_back() {
        let mut views = Arrangement::default();
        assert_eq!(views.visible(), [ViewName::Maps]);
        views.show(ViewName::Table);
        assert_eq!(views.visible(), [ViewName::Table]);
        views.beside(ViewName::Ladder);
        assert_eq!(views.visible(), [ViewName::Ladder, ViewName::Table]);
        views.beside(ViewName::Table);
        assert_eq!(views.visible(), [ViewName::Maps, ViewName::Ladder, ViewName::Table]);
        let kept = views.clone().checked();
        assert_eq!(kept, views);
        views.together();
        assert_eq!(views.visible(), [ViewName::Table]);
    }

    #[test]
    fn an_arrangement_that_lacks_a_view_is_not_kept() {
        let tree = Tree::new_tabs(Id::unique(TREE), vec![ViewName::Maps]);
        let broken = Arrangement { tree, active: ViewName::Maps };
        assert_eq!(broken.checked(), Arrangement::default());
    }
}
