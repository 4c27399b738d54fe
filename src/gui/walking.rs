//! What the commands and the pasted numbers of the view of numbers do.

use std::sync::Arc;

use egui::Context;

use super::app::App;
use super::cells::refusal_in;
use super::command::{Command, NumbersFacts};
use super::numbers::Choices;
use super::player::Walk;
use super::session::{PinnedUnit, map_of};
use super::tensors::Same;
use super::typed::{self, Cell, Ground};
use super::{Action, Selection};
use crate::net::{MapId, Reveal};
use crate::scene::view::ViewName;

/// As many units as are uncovered one by one; of a larger map all of them are shown.
const MOST_UNCOVERED: u64 = 1024;

impl App {
    /// Where the kernel stands.
    fn walk(&mut self) -> Option<Walk> {
        let pin = self.pinned();
        let stack = Arc::clone(self.session.stack());
        let look = self.session.document().view.look;
        let path = self.shown_path();
        let net = self.derived.net(&stack);
        Walk::of(&net.lowered.graph, &net.analysis, path.as_deref().map(Vec::as_slice), look, pin.as_ref())
    }

    /// What can be chosen of the channels of the shown layer.
    fn choices(&mut self) -> Option<Choices> {
        let walk = self.walk()?;
        let stack = Arc::clone(self.session.stack());
        let look = self.session.document().view.look;
        let net = self.derived.net(&stack);
        Some(Choices::of(&net.lowered.graph, &net.analysis, look, walk.map))
    }

    /// What the commands of the numbers may do now.
    pub(super) fn numbers_facts(&mut self) -> NumbersFacts {
        let choices = self.choices();
        let state = &self.session.views.numbers;
        NumbersFacts {
            playing: state.player.is_playing(),
            repeats: state.player.repeats,
            speed: state.player.speed,
            cell: state.cells.selected().is_some(),
            channels: choices.as_ref().map_or(1, |choices| choices.channels.end - choices.channels.start),
            filters: choices.as_ref().map_or(1, |choices| choices.filters),
        }
    }

    /// Pins a unit. Of another layer nothing is uncovered yet, and nobody asked to play it.
    pub(super) fn set_pin(&mut self, pin: Option<PinnedUnit>) {
        let layer = |pin: &Option<PinnedUnit>| pin.as_ref().map(|pin| pin.of);
        if layer(&pin) != layer(&self.session.pin) {
            self.session.cover_all();
        }
        self.session.pin = pin;
    }

    /// Where the numbers are seen, they go on to the layer that was selected: to its first unit.
    pub(super) fn show_selected_numbers(&mut self) {
        let on_stage = self.session.stage.is_some();
        let active = self.saved.views.active() == ViewName::Numbers;
        let seen = active || !on_stage && self.saved.views.visible().contains(&ViewName::Numbers);
        let of = self.session.selection;
        let pinned = self.session.pin.as_ref().is_some_and(|pin| pin.of == of);
        if !seen || pinned || of == Selection::Input {
            return;
        }
        let stack = Arc::clone(self.session.stack());
        let net = self.derived.net(&stack);
        let shape = map_of(of, &stack, &net.lowered).and_then(|map| net.analysis.map(map).shape.as_ref());
        if let Some(index) = shape.map(|shape| shape.size.map(|_| 0)) {
            self.set_pin(Some(PinnedUnit { of, index }));
        }
    }

    /// Runs a command of the player.
    pub(super) fn play(&mut self, ctx: &Context, command: Command) {
        let now = ctx.input(|input| input.time);
        let walk = self.walk();
        let player = &mut self.session.views.numbers.player;
        match command {
            Command::Repeat => player.repeats = !player.repeats,
            Command::Speed(speed) => player.set_speed(speed, now),
            Command::Play if player.is_playing() => player.pause(),
            _ => {
                let Some(walk) = walk else { return };
                player.pause();
                let to = match command {
                    Command::StepBack => walk.at.saturating_sub(1),
                    Command::StepForward => walk.at + 1,
                    Command::First => 0,
                    Command::Last => walk.count - 1,
                    // From the last position it begins again.
                    _ if walk.is_at_end() => 0,
                    _ => walk.at,
                };
                let mut actions = Vec::new();
                walk.go(to, &mut actions);
                for action in actions {
                    self.run(ctx, action);
                }
                if command == Command::Play {
                    self.session.views.numbers.player.play(now);
                }
            }
        }
    }

    pub(super) fn uncover_all(&mut self) {
        let Some(walk) = self.walk() else { return };
        if walk.count > MOST_UNCOVERED {
            self.session.look_mut().reveal = Reveal::All;
        } else {
            self.session.uncovered = Same(Arc::new((0..walk.count).map(|at| walk.unit(at)).collect()));
        }
    }

    /// The next channel or filter, or the one before.
    pub(super) fn step_choice(&mut self, ctx: &Context, of_channels: bool, by: i64) {
        let Some(choices) = self.choices() else { return };
        let look = self.session.document().view.look;
        let (shown, among) = if of_channels {
            (choices.channel(look), choices.channels)
        } else {
            (look.filter.min(choices.filters - 1), 0..choices.filters)
        };
        let to = shown.saturating_add_signed(by).clamp(among.start, among.end - 1);
        self.run(ctx, if of_channels { Action::Channel(to) } else { Action::Filter(to) });
    }

    /// Puts pasted numbers into the cells from the chosen one on, or from the image's first one. False if the text is
    /// no numbers, or the numbers are not what is looked at.
    pub(super) fn paste_numbers(&mut self, text: &str) -> bool {
        if self.saved.views.active() != ViewName::Numbers {
            return false;
        }
        let Some(block) = typed::block(text, self.saved.lang) else { return false };
        let Some(choices) = self.choices() else { return false };
        let stack = Arc::clone(self.session.stack());
        let values = self.derived.values(&stack);
        let look = self.session.document().view.look;
        let chosen = self.session.views.numbers.cells.selected().cloned();
        let net = self.derived.net(&stack);
        let first = || net.analysis.map(MapId::INPUT).shape.as_ref().map(|shape| Cell::Pixel(shape.size.map(|_| 0)));
        let Some(cell) = chosen.or_else(first) else { return false };
        let channel = choices.channel(look) as usize;
        let ground = Ground { stack: &stack, lowered: &net.lowered, values: values.as_deref(), channel };
        let edit = block.and_then(|rows| ground.edit(&cell, &rows));
        match edit {
            Ok(edit) => self.change(edit, false),
            Err(refusal) => {
                let text = refusal_in(&refusal, self.derived.words(self.saved.lang));
                self.session.complain(text);
            }
        }
        true
    }
}
