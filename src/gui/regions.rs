//! The regions of the window that F6 goes round, and how the keyboard comes to them.

use egui::{Context, FocusDirection, Rect};

/// A part of the window with controls of its own, in the order in which Tab goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    Top,
    Stack,
    Views,
    Strip,
    Inspector,
}

impl Region {
    const ALL: [Self; 5] = [Self::Top, Self::Stack, Self::Views, Self::Strip, Self::Inspector];
}

/// Where the regions stand, and which one the keyboard is to come to.
#[derive(Default)]
pub struct Regions {
    /// Where each stood in the last frame; `None` of those that are hidden.
    places: [Option<Rect>; Region::ALL.len()],
    wanted: Option<Region>,
}

impl Regions {
    /// Notes where a region stands in this frame; `None` if it is hidden.
    pub fn place(&mut self, region: Region, place: Option<Rect>) {
        self.places[region as usize] = place;
    }

    /// Only this region is shown, here.
    pub fn only(&mut self, region: Region, place: Rect) {
        self.places = Default::default();
        self.place(region, Some(place));
    }

    /// Where a region stood when it was last drawn.
    pub fn of(&self, region: Region) -> Option<Rect> {
        self.places[region as usize]
    }

    /// Sends the keyboard to the next region that is shown; without one that has it, to the first.
    pub fn go(&mut self, ctx: &Context, back: bool) {
        let focused = ctx.memory(egui::Memory::focused).and_then(|id| ctx.read_response(id));
        let focused = focused.map(|response| response.rect.center());
        let within = |region: &Region| self.of(*region).zip(focused).is_some_and(|(place, at)| place.contains(at));
        let shown: Vec<Region> = Region::ALL.into_iter().filter(|region| self.of(*region).is_some()).collect();
        let at = shown.iter().position(within);
        self.wanted = match (at, back) {
            (None, false) => shown.first(),
            (None, true) => shown.last(),
            (Some(at), false) => shown.get((at + 1) % shown.len()),
            (Some(at), true) => shown.get((at + shown.len() - 1) % shown.len()),
        }
        .copied();
    }

    /// True in the frame in which the keyboard is to come to this region. Ask before its controls are drawn.
    pub fn takes(&mut self, region: Region) -> bool {
        let wanted = self.wanted == Some(region);
        if wanted {
            self.wanted = None;
        }
        wanted
    }
}

/// Gives the keyboard to the control that is drawn next: egui does so when nothing has it and Tab was pressed.
pub fn focus_next(ctx: &Context) {
    ctx.memory_mut(|memory| {
        if let Some(id) = memory.focused() {
            memory.surrender_focus(id);
        }
        memory.move_focus(FocusDirection::Next);
    });
}
