//! The view of paths in the window.
#![cfg(feature = "window")]

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use receptive::locale::Lang;

use super::driver::*;

/// Where the last text that ends so and is painted in a part of the window alone lies.
fn painted(window: &Window, part: egui::Rect, end: &str) -> Option<egui::Rect> {
    fn found(shape: &egui::Shape, end: &str) -> Option<egui::Rect> {
        match shape {
            egui::Shape::Text(text) if text.galley.text().ends_with(end) => Some(text.visual_bounding_rect()),
            egui::Shape::Vec(shapes) => shapes.iter().rev().find_map(|shape| found(shape, end)),
            _ => None,
        }
    }
    let shapes = window.output().shapes.iter().filter(|clipped| part.expand(1.0).contains_rect(clipped.clip_rect));
    shapes.rev().find_map(|clipped| found(&clipped.shape, end))
}

/// In a small window with both panels the texts of the paths keep a size that can be read, and reach below the view.
#[test]
fn every_line_about_paths_can_be_reached_in_a_small_window() {
    let mut window = window_of([720.0, 480.0], Lang::En, Some("1x13x13: conv k3 d2, conv k3 d2, conv k3 d2"));
    press(&mut window, Modifiers::ALT, Key::Num7);
    let canvas =
        window.get_by_role_and_label(Role::Canvas, "Paths: how many ways lead from each pixel to one unit").rect();
    let last = "(71\u{a0}%)";
    let before = painted(&window, canvas, last).expect("it is painted");
    assert!(before.bottom() > canvas.bottom(), "{before:?} in {canvas:?}: there is nothing to scroll");
    window.hover_at(canvas.center());
    for _ in 0..10 {
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, -100.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        window.run();
    }
    let after = painted(&window, canvas, last).expect("it is painted");
    assert!(canvas.contains_rect(after), "{after:?} in {canvas:?}");
}
