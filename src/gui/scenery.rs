//! The picture of one board: places once per network, items once per part that comes into sight.

use std::cell::OnceCell;

use crate::scene::Item;
use crate::scene::legend::Marks;
use crate::scene::view::{Board, Subject};

/// Everything of a board that does not depend on the pointer.
pub struct Scenery {
    pub board: Box<dyn Board>,
    pub marks: Marks,
    /// One list per part. A stack of thousands of layers has few in sight, so each is built when it is first seen.
    items: Vec<OnceCell<PartItems>>,
}

/// The items of a part: those under a shown unit, and the texts above it.
pub struct PartItems {
    pub under: Vec<Item>,
    pub over: Vec<Item>,
}

impl Scenery {
    pub fn of(board: Box<dyn Board>, subject: &Subject<'_>) -> Self {
        let items = board.parts().iter().map(|_| OnceCell::new()).collect();
        Self { marks: board.marks(subject), board, items }
    }

    /// The items of a part of this board.
    pub fn items(&self, subject: &Subject<'_>, part: usize) -> &PartItems {
        self.items[part]
            .get_or_init(|| PartItems { under: self.board.under(subject, part), over: self.board.over(subject, part) })
    }
}
