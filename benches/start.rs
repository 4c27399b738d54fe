//! How long it takes from the start of a process to its first frame, and how much of that every egui window takes: the
//! app, and an empty window with the same fonts, each in processes of its own. It needs a display:
//! `xvfb-run cargo bench --bench start`.

use std::process::Command;
use std::time::Instant;

use eframe::{App as _, CreationContext};
use receptive::gui::{App, Start};

/// Starts of each window; the median counts.
const STARTS: usize = 9;

fn main() {
    let argument = std::env::args().nth(1).unwrap_or_default();
    match argument.as_str() {
        "empty" => show("empty", |_| Box::new(Timed::new(|_: &mut egui::Ui, _: &mut eframe::Frame| ()))),
        "app" => show("receptive", |cc| {
            let mut app = App::new(cc, Start::default());
            Box::new(Timed::new(move |ui: &mut egui::Ui, frame: &mut eframe::Frame| app.ui(ui, frame)))
        }),
        _ => compare(),
    }
}

fn compare() {
    let empty = median("empty");
    let app = median("app");
    println!("empty window {empty:.0} ms, receptive {app:.0} ms: {:.2} times", app / empty);
}

/// Milliseconds from the start of a process to the end of its second frame, by which the first one is on the screen.
fn median(which: &str) -> f64 {
    let program = std::env::current_exe().expect("the path of this program");
    let mut times: Vec<f64> = (0..STARTS)
        .map(|_| {
            let began = Instant::now();
            let status = Command::new(&program).arg(which).status().expect("the window starts");
            assert!(status.success(), "the window needs a display");
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn show(title: &str, app: impl FnOnce(&CreationContext<'_>) -> Box<dyn eframe::App>) {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size([1440.0, 900.0]),
        renderer: eframe::Renderer::Glow,
        persist_window: false,
        ..Default::default()
    };
    let opened = eframe::run_native(
        title,
        options,
        Box::new(|cc| {
            receptive::gui::install_fonts(&cc.egui_ctx);
            Ok(app(cc))
        }),
    );
    if let Err(error) = opened {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// A window that closes when its first frame is shown.
struct Timed<F> {
    content: F,
    frames: u32,
}

impl<F> Timed<F> {
    fn new(content: F) -> Self {
        Self { content, frames: 0 }
    }
}

impl<F: FnMut(&mut egui::Ui, &mut eframe::Frame)> eframe::App for Timed<F> {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        (self.content)(ui, frame);
        self.frames += 1;
        if self.frames > 1 {
            // At once: what a window does when it closes is not what is measured.
            std::process::exit(0);
        }
        ui.ctx().request_repaint();
    }
}
