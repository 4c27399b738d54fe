//! How long a frame of the real app takes, without a window: panels, views and all, run and tessellated.
//!
//! `hover` moves the pointer over the view, so that every frame traces another unit. `edit` changes a setting in every
//! frame, so that every frame analyses, places and draws a new network. `stride` does so with one that loses units, for
//! which ways out are sought; `move`, `undo` and `open` are the other ways to another network.

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Event, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use receptive::axes::PerAxis;
use receptive::gui::App;
use receptive::import::layer_text::read_stack;
use receptive::locale::Lang;
use receptive::net::{Conv, Document, Edit, Look, Op, Shape, Stack, Window as Taps, presets};
use receptive::scene::view::ViewName;

#[allow(dead_code, reason = "the tests draw more networks")]
#[path = "../tests/it/networks.rs"]
mod branched;

const SIZE: egui::Vec2 = vec2(1440.0, 900.0);

fn preset(id: &str) -> Stack {
    presets::ALL.iter().find(|preset| preset.id == id).expect("a preset").stack()
}

/// A convolution that keeps the size, so many times.
fn deep(layers: usize) -> Stack {
    let window = Taps::new(3, 1).padded(1);
    let conv = Op::Conv(Conv { window, channels: None, groups: 1, bias: true });
    Stack::of(Shape::image(1, [1024, 1024]), std::iter::repeat_n(conv, layers))
}

fn networks() -> [(&'static str, Stack); 5] {
    let wide = read_stack("1x1024x1024: conv k3 p1, conv k3 s2 p1, maxpool k2, conv k5 p2").expect("layer text");
    [
        ("dropped", preset("dropped")),
        ("vgg16", preset("vgg16")),
        ("1024x1024", wide),
        ("deep-500", deep(500)),
        ("deep-5000", deep(5000)),
    ]
}

struct Window {
    ctx: egui::Context,
    app: App,
    time: f64,
    /// How often the pointer has moved.
    turn: u32,
}

impl Window {
    fn open(stack: Stack, view: ViewName) -> Self {
        Self::on(Document::new(stack), view)
    }

    fn on(document: Document, view: ViewName) -> Self {
        let ctx = egui::Context::default();
        let mut app = App::for_test(&ctx, Lang::En, Some((None, document)));
        app.show(view);
        let mut window = Self { ctx, app, time: 0.0, turn: 0 };
        // The first frames lay out and rasterise what later ones have.
        for _ in 0..8 {
            window.frame(vec![]);
        }
        window
    }

    /// One frame, and how many triangles it makes, so that nothing is left out.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| app.frame(ui));
        output.textures_delta.clear();
        self.ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }

    /// A frame with the pointer at another place of the view than in the one before.
    fn hover(&mut self) -> usize {
        self.turn = self.turn.wrapping_add(1);
        let at = pos2(420.0 + (self.turn % 150) as f32 * 4.0, 160.0 + (self.turn % 67) as f32 * 5.0);
        self.frame(vec![Event::PointerMoved(at)])
    }
}

fn frames(c: &mut Criterion) {
    for (word, view) in ViewName::WORDS {
        let mut group = c.benchmark_group(word);
        // Sixty frames a second need no more than this to be told apart.
        group.sample_size(20).measurement_time(std::time::Duration::from_millis(1500));
        group.warm_up_time(std::time::Duration::from_millis(400));
        for (name, stack) in networks() {
            let mut window = Window::open(stack.clone(), view);
            group.bench_function(format!("hover/{name}"), |b| b.iter(|| window.hover()));
            let mut window = Window::open(stack.clone(), view);
            let mut turn = 0_u32;
            let first = stack.layers()[0].clone();
            group.bench_function(format!("edit/{name}"), |b| {
                b.iter(|| {
                    turn = turn.wrapping_add(1);
                    let mut op = first.op.clone();
                    if let Some(settings) = op.window_mut() {
                        settings.kernel = PerAxis::All(3 + u64::from(turn % 2));
                    }
                    window.app.edit(Edit::SetOp(first.id, op));
                    window.frame(vec![])
                });
            });
        }
        group.finish();
    }
}

/// What people do to networks of many layers, in every view, from the third layer on.
fn deep_edits(c: &mut Criterion) {
    for (word, view) in ViewName::WORDS {
        let mut group = c.benchmark_group(word);
        group.sample_size(10).measurement_time(std::time::Duration::from_millis(1500));
        group.warm_up_time(std::time::Duration::from_millis(400));
        for layers in [500, 5000] {
            let stack = deep(layers);
            let third = stack.layers()[2].clone();
            let mut window = Window::open(stack.clone(), view);
            let mut turn = 0;
            group.bench_function(format!("stride/deep-{layers}"), |b| {
                b.iter(|| {
                    turn += 1;
                    let mut op = third.op.clone();
                    if let Some(settings) = op.window_mut() {
                        settings.stride = PerAxis::All(4 + turn % 2);
                    }
                    window.app.edit(Edit::SetOp(third.id, op));
                    window.frame(vec![])
                });
            });
            // There and back, each a network that was shown before.
            group.bench_function(format!("undo/deep-{layers}"), |b| {
                let mut back = false;
                b.iter(|| {
                    back = !back;
                    let redo = if back { Modifiers::NONE } else { Modifiers::SHIFT };
                    let press = |pressed| key(egui::Key::Z, Modifiers::COMMAND | redo, pressed);
                    // What a key asks for is drawn in the next frame.
                    window.frame(vec![press(true), press(false)]) + window.frame(vec![])
                });
            });
            let mut to = 2;
            group.bench_function(format!("move/deep-{layers}"), |b| {
                b.iter(|| {
                    to = 7 - to;
                    window.app.edit(Edit::Move { id: third.id, to });
                    window.frame(vec![])
                });
            });
            group.bench_function(format!("open/deep-{layers}"), |b| {
                let another = || (Window::open(preset("dropped"), view), stack.clone());
                let open = |(mut window, stack): (Window, Stack)| {
                    window.app.edit(Edit::Replace(stack));
                    let drawn = window.frame(vec![]);
                    (window, drawn)
                };
                b.iter_batched(another, open, criterion::BatchSize::PerIteration);
            });
        }
        group.finish();
    }
}

fn key(key: egui::Key, modifiers: Modifiers, pressed: bool) -> Event {
    Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }
}

/// Networks with branches in the view Graph: from an open window to the first picture of another network, and the pointer
/// over 2,000 nodes, as they are opened, with nothing folded, and with all of them in sight.
fn graphs(c: &mut Criterion) {
    let mut group = c.benchmark_group("graph");
    group.sample_size(20).measurement_time(std::time::Duration::from_millis(1500));
    let networks = [
        ("resnet50", branched::resnet50()),
        ("resnet152", branched::resnet([3, 8, 36, 3])),
        ("densenet121", branched::densenet121()),
        ("2000-nodes", branched::residual(2000)),
    ];
    for (name, stack) in networks {
        group.bench_function(format!("open/{name}"), |b| {
            let window = || Window::open(preset("dropped"), ViewName::Graph);
            let open = |mut window: Window| {
                window.app.edit(Edit::Replace(stack.clone()));
                // A view is worked out in the frame after the one in which it is first asked for.
                let drawn = window.frame(vec![]) + window.frame(vec![]);
                (window, drawn)
            };
            b.iter_batched(window, open, criterion::BatchSize::PerIteration);
        });
    }
    let mut open = Document::new(branched::residual(2000));
    open.view.look.opened = Look::ALL_OPENED;
    let key = |pressed| key(egui::Key::Num0, Modifiers::COMMAND, pressed);
    for (name, document, fit) in [
        ("2000-nodes", Document::new(branched::residual(2000)), false),
        ("2000-nodes unfolded", open.clone(), false),
        ("2000-nodes in sight", open, true),
    ] {
        let mut window = Window::on(document, ViewName::Graph);
        if fit {
            window.frame(vec![key(true), key(false)]);
        }
        group.bench_function(format!("hover/{name}"), |b| b.iter(|| window.hover()));
    }
    group.finish();
}

/// The pointer presses as well as moves: a pin.
fn pins(c: &mut Criterion) {
    for (word, view) in [("maps", ViewName::Maps), ("ladder", ViewName::Ladder)] {
        let mut window = Window::open(preset("dropped"), view);
        c.bench_function(&format!("{word}/click/dropped"), |b| {
            b.iter(|| {
                let at = pos2(560.0, 260.0);
                let button = |pressed| Event::PointerButton {
                    pos: at,
                    button: PointerButton::Primary,
                    pressed,
                    modifiers: Modifiers::NONE,
                };
                window.frame(vec![Event::PointerMoved(at), button(true)]);
                window.frame(vec![button(false)])
            });
        });
    }
}

/// The pointer over 64 tiles of 112 × 112 units, each marked in every one of them.
fn tiles(c: &mut Criterion) {
    let stack = read_stack("3x224x224: conv k3 p1 c64, relu, maxpool k2").expect("layer text");
    let mut window = Window::open(stack, ViewName::Image);
    // The values come from a thread.
    for _ in 0..200 {
        std::thread::sleep(std::time::Duration::from_millis(50));
        window.frame(vec![]);
    }
    let mut group = c.benchmark_group("image");
    group.sample_size(20).measurement_time(std::time::Duration::from_millis(1500));
    group.bench_function("hover/64 tiles", |b| b.iter(|| window.hover()));
    group.finish();
}

/// The pointer over the charts of networks with branches.
fn branches(c: &mut Criterion) {
    let mut group = c.benchmark_group("charts");
    group.sample_size(20).measurement_time(std::time::Duration::from_millis(1500));
    for (name, stack) in [("2000-nodes", branched::residual(2000)), ("densenet121", branched::densenet121())] {
        let mut window = Window::open(stack, ViewName::Charts);
        group.bench_function(format!("hover/{name}"), |b| b.iter(|| window.hover()));
    }
    group.finish();
}

criterion_group!(benches, frames, deep_edits, graphs, pins, tiles, branches);
criterion_main!(benches);
