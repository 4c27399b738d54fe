//! The player of the numbers: the kernel walks over its input, position by position, in reading order.
//!
//! Where the kernel stands is the pinned unit, so every view follows. What is kept here is only whether it walks, and how
//! fast.

use std::time::Duration;

use egui::containers::menu::MenuButton;
use egui::{Button, Context, Label, Rect, RichText, Sense, Slider, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Action, Command, Unit, View, style, top};
use crate::axes::Axes;
use crate::field::Analysis;
use crate::net::{Graph, Look, MapId};
use crate::scene::maps::unit_text;
use crate::scene::numbers::shown_unit;
use crate::scene::theme::Role;

/// How many positions a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Speed {
    Half,
    #[default]
    One,
    Two,
    Four,
    Eight,
}

impl Speed {
    pub const ALL: [Self; 5] = [Self::Half, Self::One, Self::Two, Self::Four, Self::Eight];

    fn per_second(self) -> f64 {
        [0.5, 1.0, 2.0, 4.0, 8.0][self as usize]
    }

    /// As buttons write it, in every language that has this decimal sign.
    fn text(self, view: &View<'_>) -> String {
        let digits = usize::from(self == Self::Half);
        format!("{}×", view.words.decimal(self.per_second(), digits))
    }
}

/// Where the kernel stands among the positions of the layer that is shown. Of a flat vector, which has one unit, each
/// value is a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    pub map: MapId,
    size: Axes<u64>,
    /// The position in reading order, 0-based, and how many there are.
    pub at: u64,
    pub count: u64,
}

impl Walk {
    /// `None` if no layer can be shown.
    pub fn of(
        graph: &Graph,
        analysis: &Analysis,
        path: Option<&[MapId]>,
        look: Look,
        pin: Option<&Unit>,
    ) -> Option<Self> {
        let (map, unit) = shown_unit(graph, analysis, path, pin)?;
        let shape = analysis.map(map).shape.as_ref()?;
        let size = shape.size.clone();
        let count = if size.is_empty() { shape.channels } else { shape.units()? };
        let last = count.checked_sub(1)?;
        let at = if size.is_empty() {
            look.filter.min(last)
        } else {
            unit.iter().zip(&size).fold(0, |at, (&index, &n)| at * n + index as u64)
        };
        Some(Self { map, size, at, count })
    }

    /// The unit at a position, or at the last one.
    pub fn unit(&self, at: u64) -> Unit {
        let mut rest = at.min(self.count - 1);
        let mut index: Vec<i64> = Vec::new();
        for &n in self.size.as_slice().iter().rev() {
            index.push((rest % n) as i64);
            rest /= n;
        }
        (self.map, index.into_iter().rev().collect())
    }

    /// Goes to a position, or to the last one.
    pub fn go(&self, at: u64, actions: &mut Vec<Action>) {
        actions.push(Action::Pin(Some(self.unit(at))));
        if self.size.is_empty() {
            actions.push(Action::Filter(at.min(self.count - 1)));
        }
    }

    /// True of a layer that makes a flat vector.
    pub fn is_of_vector(&self) -> bool {
        self.size.is_empty()
    }

    pub fn is_at_end(&self) -> bool {
        self.at + 1 >= self.count
    }
}

/// Whether the kernel walks, how fast, and when its next step is due.
#[derive(Clone, Copy, Debug, Default)]
pub struct Player {
    playing: bool,
    pub speed: Speed,
    /// Behind the last position it begins again.
    pub repeats: bool,
    /// In the window's seconds.
    due: f64,
}

impl Player {
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// The first step comes after the time of one.
    pub fn play(&mut self, now: f64) {
        self.playing = true;
        self.due = now + self.period();
    }

    /// The step under way is as long as the new speed has it.
    pub fn set_speed(&mut self, speed: Speed, now: f64) {
        self.speed = speed;
        self.due = self.due.min(now + self.period());
    }

    fn period(&self) -> f64 {
        1.0 / self.speed.per_second()
    }

    /// Goes one position on if it is time. A slow frame loses no position: each is seen.
    pub fn tick(&mut self, ctx: &Context, walk: Option<&Walk>, actions: &mut Vec<Action>) {
        let Some(walk) = walk.filter(|walk| walk.count > 1) else {
            self.pause();
            return;
        };
        if !self.playing {
            return;
        }
        let now = ctx.input(|input| input.time);
        if now >= self.due {
            if walk.is_at_end() && !self.repeats {
                self.pause();
                ctx.request_repaint();
                return;
            }
            let next = if walk.is_at_end() { 0 } else { walk.at + 1 };
            walk.go(next, actions);
            self.due = (self.due + self.period()).max(now + self.period() / 2.0);
            if !self.repeats && next + 1 >= walk.count {
                self.pause();
                return;
            }
        }
        ctx.request_repaint_after(Duration::from_secs_f64((self.due - now).max(0.0)));
    }
}

/// The height of the row, of its buttons, and how wide they are.
pub const ROW: f32 = 40.0;
const BUTTON: f32 = 26.0;
const GAP: f32 = 4.0;
const SIDE: f32 = 12.0;

/// A row as narrow as this has no button for the first and the last position, nor for repeating; menus and keys have
/// them.
const NARROW: f32 = 380.0;
const LEAST_BAR: f32 = 40.0;

/// Draws the row of the player at the top of `place`.
pub fn player_ui(
    ui: &mut Ui,
    place: Rect,
    player: &mut Player,
    walk: Option<&Walk>,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    let row = place.shrink2(vec2(SIDE, 0.0));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(row).layout(layout).id_salt("player"));
    ui.spacing_mut().item_spacing.x = GAP;
    let narrow = row.width() < NARROW;
    let wide = |command: &Command| !narrow || !matches!(command, Command::First | Command::Last);
    let buttons = [Command::First, Command::StepBack, Command::Play, Command::StepForward, Command::Last];
    for command in buttons.into_iter().filter(wide) {
        if sign_button_ui(&mut ui, command, walk, view) {
            actions.push(Action::Command(command));
        }
    }
    let Some(walk) = walk else { return };
    let told = position_text(walk, view);
    let color = style::color(view.theme, Role::Text);
    let width = |text: String| ui.painter().layout_no_wrap(text, style::plain(style::BODY_PT), color).size().x;
    // As wide as at the last position, so that the bar does not move while it plays.
    let last = Walk { at: walk.count - 1, ..walk.clone() };
    let text_width = width(told.clone()).max(width(position_text(&last, view)));
    let speed_width = width(Speed::Half.text(view)) + 40.0;
    let repeat_width = if narrow { 0.0 } else { BUTTON + GAP };
    let free = ui.available_width() - speed_width - repeat_width - 4.0 * GAP - 8.0;
    let with_text = free - text_width >= LEAST_BAR;
    let bar = if with_text { free - text_width - 8.0 } else { free };
    if bar >= LEAST_BAR {
        bar_ui(&mut ui, bar, player, walk, view, actions);
    }
    if with_text {
        let (rect, _) = ui.allocate_exact_size(vec2(text_width + 8.0, BUTTON), Sense::hover());
        let label = Label::new(RichText::new(told).color(style::color(view.theme, Role::TextDim)));
        ui.put(rect, label);
    }
    speed_ui(&mut ui, view, player.speed, actions);
    if !narrow {
        repeat_ui(&mut ui, player, view, actions);
    }
}

fn repeat_ui(ui: &mut Ui, player: &Player, view: &View<'_>, actions: &mut Vec<Action>) {
    let name = view.words.get("play-repeat");
    let button = Button::selectable(player.repeats, RichText::new("⟲").size(15.0)).min_size(vec2(BUTTON, BUTTON));
    let button = ui.add(button).on_hover_text(name);
    button.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, player.repeats, name));
    if button.clicked() {
        actions.push(Action::Command(Command::Repeat));
    }
}

/// `2 of 4 (0, 1)`.
fn position_text(walk: &Walk, view: &View<'_>) -> String {
    let (_, unit) = walk.unit(walk.at);
    let values = [
        ("at", view.words.number(walk.at + 1).into()),
        ("count", view.words.number(walk.count).into()),
        ("unit", unit_text(&unit).into()),
    ];
    // A flat vector's unit has no index.
    view.words.with("play-position", &values).trim_end().to_owned()
}

/// All positions as a bar to be dragged along.
fn bar_ui(ui: &mut Ui, width: f32, player: &mut Player, walk: &Walk, view: &View<'_>, actions: &mut Vec<Action>) {
    let mut at = walk.at + 1;
    ui.scope(|ui| {
        ui.spacing_mut().slider_width = width;
        let slider = Slider::new(&mut at, 1..=walk.count.max(2)).show_value(false).trailing_fill(true).smart_aim(false);
        let response = ui.add_enabled(walk.count > 1, slider).accessible_name(view.words.get("play-bar"));
        if response.changed() {
            player.pause();
            walk.go(at.saturating_sub(1), actions);
        }
    });
}

fn speed_ui(ui: &mut Ui, view: &View<'_>, speed: Speed, actions: &mut Vec<Action>) {
    let (button, _) = MenuButton::new(format!("{} ▾", speed.text(view))).ui(ui, |ui| {
        top::menu_style(ui);
        for speed in Speed::ALL {
            top::entry_ui(ui, view, Command::Speed(speed).spec(), actions);
        }
    });
    let name = view.words.with("play-speed", &[("speed", speed.text(view).into())]);
    button.on_hover_text(name.clone()).accessible_name(name);
}

/// A button of the player; true if it was pressed.
fn sign_button_ui(ui: &mut Ui, command: Command, walk: Option<&Walk>, view: &View<'_>) -> bool {
    let playing = view.facts.numbers.playing;
    let enabled = walk.is_some_and(|walk| match command {
        Command::First | Command::StepBack => walk.at > 0,
        Command::Last | Command::StepForward => !walk.is_at_end(),
        _ => walk.count > 1,
    });
    let main = command == Command::Play;
    let size = vec2(if main { 40.0 } else { 30.0 }, BUTTON);
    let mut button = Button::new("").min_size(size);
    if main && enabled {
        button = button.fill(style::color(view.theme, Role::Accent));
    }
    let response = ui.add_enabled(enabled, button);
    let role = match (main, enabled) {
        (true, true) => Role::OnAccent,
        (_, true) => Role::Text,
        _ => Role::Padding,
    };
    paint_sign(ui, command, playing, response.rect.center(), style::color(view.theme, role));
    let label = if main && playing { "play-pause" } else { command.spec().label };
    let name = view.words.get(label);
    let key = command.spec().keys.first().map(|key| super::command::key_text(ui.ctx(), *key));
    let tip = key.map_or_else(|| name.to_owned(), |key| format!("{name}  {key}"));
    response.on_hover_text(tip).accessible_name(name).clicked()
}

/// The signs that every player has, drawn: no face has all of them.
fn paint_sign(ui: &Ui, command: Command, playing: bool, centre: egui::Pos2, color: egui::Color32) {
    const HALF: f32 = 5.5;
    let triangle = |from: f32, to: f32| {
        let points = vec![pos2(from, centre.y - HALF), pos2(to, centre.y), pos2(from, centre.y + HALF)];
        // Clockwise on the screen, as egui's outlines are made.
        let points = if to > from { points } else { points.into_iter().rev().collect() };
        ui.painter().add(egui::Shape::convex_polygon(points, color, Stroke::NONE));
    };
    let bar = |x: f32, width: f32| {
        let rect = Rect::from_center_size(pos2(x, centre.y), vec2(width, 2.0 * HALF));
        ui.painter().rect_filled(rect, 0, color);
    };
    match command {
        Command::Play if playing => {
            bar(centre.x - 3.0, 3.5);
            bar(centre.x + 3.0, 3.5);
        }
        Command::Play => triangle(centre.x - 4.0, centre.x + 6.0),
        Command::StepForward => triangle(centre.x - 3.5, centre.x + 4.5),
        Command::StepBack => triangle(centre.x + 3.5, centre.x - 4.5),
        Command::Last => {
            triangle(centre.x - 5.0, centre.x + 3.0);
            bar(centre.x + 4.0, 2.0);
        }
        _ => {
            triangle(centre.x + 5.0, centre.x - 3.0);
            bar(centre.x - 4.0, 2.0);
        }
    }
}
