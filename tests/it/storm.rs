//! Tens of thousands of random events on the real app: whatever is pressed, dragged, typed and resized, it goes on, and
//! undo leads back to where the document began.
#![cfg(feature = "window")]

use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2,
    pos2, vec2,
};
use receptive::gui::App;
use receptive::import::layer_text::read_stack;
use receptive::locale::Lang;
use receptive::net::{Document, Stack, presets};

/// Numbers that look random and are the same every time: xorshift64* (Vigna 2016).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.roll(choices.len())]
    }

    fn place(&mut self, size: Vec2) -> Pos2 {
        let along = |room: f32, part: usize| room.max(1.0) * part as f32 / 997.0;
        pos2(along(size.x, self.roll(1000)), along(size.y, self.roll(1000)))
    }
}

const KEYS: [Key; 40] = [
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::Tab,
    Key::Enter,
    Key::Space,
    Key::Escape,
    Key::Delete,
    Key::Backspace,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::F1,
    Key::F2,
    Key::F6,
    Key::F11,
    Key::A,
    Key::C,
    Key::D,
    Key::E,
    Key::K,
    Key::L,
    Key::N,
    Key::P,
    Key::T,
    Key::V,
    Key::X,
    Key::Y,
    Key::Z,
    Key::Num0,
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Backslash,
    Key::Slash,
];

const SIZES: [[f32; 2]; 8] = [
    [1440.0, 900.0],
    [720.0, 480.0],
    [1280.0, 720.0],
    [2560.0, 1440.0],
    [300.0, 200.0],
    [60.0, 900.0],
    [1.0, 1.0],
    [0.0, 0.0],
];

const PASTED: [&str; 8] = [
    "conv k3 s2 p1",
    "relu, maxpool k2",
    "1x7x7: conv k3 s3",
    "3x32x32: conv k3 p1 c8, bn, relu, maxpool k2, flatten, linear c10",
    "1x64: conv k2 d1 p1:0, conv k2 d2 p2:0",
    "convt k4 s2 p1",
    "no layer",
    "12",
];

struct Storm {
    ctx: egui::Context,
    app: App,
    dice: Dice,
    size: Vec2,
    time: f64,
    events: usize,
    /// The stack that the shown document began with, and how many documents were open before it.
    start: Stack,
    opened: usize,
    edits: usize,
}

impl Storm {
    fn new(seed: u64, stack: Stack, lang: Lang) -> Self {
        let ctx = egui::Context::default();
        let mut app = App::for_test(&ctx, lang, Some((None, Document::new(stack.clone()))));
        app.forbid_files();
        let (size, dice) = (vec2(1440.0, 900.0), Dice(seed));
        Self { ctx, app, dice, size, time: 0.0, events: 0, start: stack, opened: 0, edits: 0 }
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        self.events += events.len();
        let before = self.app.document().stack.clone();
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, self.size));
        let input = RawInput { screen_rect, time: Some(self.time), events, ..RawInput::default() };
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| app.frame(ui));
        output.textures_delta.clear();
        self.ctx.tessellate(output.shapes, output.pixels_per_point);
        self.edits += usize::from(self.app.document().stack != before);
        if self.app.opened() != self.opened {
            self.opened = self.app.opened();
            self.start = self.app.document().stack.clone();
        }
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.frame(vec![event(true), event(false)]);
    }

    fn click(&mut self, at: Pos2, button: PointerButton) {
        let press = |pressed| Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE };
        self.frame(vec![Event::PointerMoved(at), press(true)]);
        self.frame(vec![press(false)]);
    }

    fn blow(&mut self) {
        let at = self.dice.place(self.size);
        match self.dice.roll(20) {
            0..=3 => self.frame(vec![Event::PointerMoved(at)]),
            4..=8 => self.click(at, PointerButton::Primary),
            9 => self.click(at, PointerButton::Secondary),
            10 | 11 => {
                let to = self.dice.place(self.size);
                let press = |pos, pressed| {
                    let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
                    Event::PointerButton { pos, button, pressed, modifiers }
                };
                self.frame(vec![Event::PointerMoved(at), press(at, true)]);
                self.frame(vec![Event::PointerMoved(at + (to - at) * 0.3)]);
                self.frame(vec![Event::PointerMoved(to)]);
                self.frame(vec![press(to, false)]);
            }
            12 => {
                let delta = vec2(0.0, self.dice.of(&[-40.0, 40.0, 400.0]));
                let modifiers = self.dice.of(&[Modifiers::NONE, Modifiers::COMMAND]);
                let (unit, phase, source) = (MouseWheelUnit::Point, TouchPhase::Move, MouseWheelSource::Unknown);
                self.frame(vec![Event::PointerMoved(at), Event::MouseWheel { unit, delta, phase, modifiers, source }]);
            }
            13..=15 => {
                let held = [
                    Modifiers::NONE,
                    Modifiers::NONE,
                    Modifiers::COMMAND,
                    Modifiers::COMMAND,
                    Modifiers::SHIFT,
                    Modifiers::ALT,
                    Modifiers::COMMAND | Modifiers::SHIFT,
                ];
                let (modifiers, key) = (self.dice.of(&held), self.dice.of(&KEYS));
                self.key(modifiers, key);
            }
            16 => {
                let text = self.dice.of(&["3", "0", "17", "-1", "1.5", "x", "1000000"]);
                self.frame(vec![Event::Text(text.to_owned())]);
            }
            17 => {
                let text = self.dice.of(&PASTED);
                self.frame(vec![Event::Paste(text.to_owned())]);
            }
            18 => {
                self.size = Vec2::from(self.dice.of(&SIZES));
                self.frame(vec![Event::PointerGone]);
            }
            _ => self.key(Modifiers::COMMAND, Key::Z),
        }
    }

    /// Undoes everything there is.
    fn undo_all(&mut self) {
        self.size = vec2(1440.0, 900.0);
        for _ in 0..4 {
            self.key(Modifiers::NONE, Key::Escape);
        }
        // Only a text that was written outlives Escape. The last thing in its dialog is the button that gives it up.
        if self.ctx.memory(|memory| memory.top_modal_layer().is_some()) {
            self.key(Modifiers::SHIFT, Key::Tab);
            self.key(Modifiers::NONE, Key::Enter);
        }
        let mut before = None;
        while before.as_ref() != Some(&self.app.document().stack) {
            before = Some(self.app.document().stack.clone());
            // Several at once, in case one of them changes back and forth.
            for _ in 0..64 {
                self.key(Modifiers::COMMAND, Key::Z);
            }
        }
    }
}

/// How many events there were, and how many of them changed the stack.
fn weather(seed: u64, stack: Stack, lang: Lang, blows: usize) -> [usize; 2] {
    let mut storm = Storm::new(seed, stack, lang);
    for blow in 0..blows {
        storm.blow();
        // A stack that grows by what is pasted would only become slow.
        if blow % 50 == 49 && storm.app.document().stack.layers().len() > 60 {
            for _ in 0..30 {
                storm.key(Modifiers::COMMAND, Key::Z);
            }
        }
    }
    storm.undo_all();
    assert_eq!(storm.app.document().stack, storm.start, "seed {seed}: undo does not lead back");
    [storm.events, storm.edits]
}

#[test]
fn whatever_happens_the_window_goes_on_and_undo_leads_back() {
    let vgg16 = presets::ALL.iter().find(|preset| preset.id == "vgg16").unwrap().stack();
    let line = read_stack("1x64: conv k3 d2 p2, convt k4 s2 p1, conv k3").unwrap();
    let storms = [
        weather(1, presets::ALL[0].stack(), Lang::En, 2600),
        weather(2, vgg16, Lang::Ru, 1200),
        weather(3, line, Lang::En, 1800),
        weather(4, read_stack("2x4x6x6: conv k3 p1, maxpool k2").unwrap(), Lang::Ru, 1800),
        weather(5, read_stack("1x1x1").unwrap(), Lang::En, 1800),
    ];
    let [events, edits] = [0, 1].map(|what| storms.iter().map(|storm| storm[what]).sum::<usize>());
    // Enough to mean something.
    assert!(events > 20_000 && edits > 300, "{events} events, {edits} edits");
}
