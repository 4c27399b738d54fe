//! The maps under the pointer and under the keys. Fields are counted on paper: a unit u of a window K, S sees the pixels
//! u·S … u·S + K − 1.
#![cfg(feature = "window")]

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, pos2};
use egui_kittest::kittest::{NodeT, Queryable};

use super::driver::*;

/// What the maps tell a screen reader.
#[track_caller]
fn told(window: &Window) -> String {
    let canvas = window.get_by_role_and_label(Role::Canvas, "Feature maps");
    canvas.accesskit_node().value().unwrap_or_default()
}

fn click_at(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    window.run();
}

/// Where a text is drawn. A map's settings stand above its first unit.
fn place_of(window: &Window, wanted: &str) -> Pos2 {
    fn find(shape: &egui::Shape, wanted: &str) -> Option<Pos2> {
        match shape {
            egui::Shape::Text(text) if text.galley.text() == wanted => Some(text.pos),
            egui::Shape::Vec(shapes) => shapes.iter().find_map(|shape| find(shape, wanted)),
            _ => None,
        }
    }
    let shapes = &window.output().shapes;
    shapes.iter().find_map(|clipped| find(&clipped.shape, wanted)).unwrap_or_else(|| panic!("“{wanted}” is not drawn"))
}

/// A window on two maps, with the middle unit of the last one pinned by the keyboard.
fn pinned(stack: &str) -> Window {
    let mut window = window(stack);
    window.get_by_role_and_label(Role::Canvas, "Feature maps").focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    window
}

#[test]
fn pointing_at_a_unit_tells_what_it_sees() {
    let mut window = window("1x7x7: conv k3 s3");
    let below_the_heading = place_of(&window, "conv k3 s3");
    window.hover_at(below_the_heading + egui::vec2(12.0, 30.0));
    window.run();
    assert_eq!(told(&window), "unit (0, 0) of conv1 sees rows 0–2 and columns 0–2 of the input");
    window.hover_at(pos2(700.0, 700.0));
    window.run();
    assert_eq!(told(&window), "hover over a unit to see its field, click to pin it");
}

#[test]
fn a_click_pins_and_a_second_one_lets_go() {
    let mut window = window("1x7x7: conv k3 s3");
    let at = place_of(&window, "conv k3 s3") + egui::vec2(12.0, 30.0);
    click_at(&mut window, at);
    window.hover_at(pos2(700.0, 700.0));
    window.run();
    assert!(told(&window).starts_with("unit (0, 0) of conv1 sees rows 0–2"));
    assert_says(&window, "rows 0–2 and columns 0–2");
    click_at(&mut window, at);
    window.hover_at(pos2(700.0, 700.0));
    window.run();
    assert!(told(&window).starts_with("hover over a unit"));
}

#[test]
fn arrows_move_the_pin_and_stop_at_the_border() {
    // 13 = 1 + (27 − 3)/2 positions; the middle one is 6.
    let mut window = pinned("1x27x27: conv k3 s2");
    assert_eq!(told(&window), "unit (6, 6) of conv1 sees rows 12–14 and columns 12–14 of the input");
    for (key, expected) in [
        (Key::ArrowLeft, "unit (6, 5) of conv1 sees rows 12–14 and columns 10–12 of the input"),
        (Key::ArrowUp, "unit (5, 5) of conv1 sees rows 10–12 and columns 10–12 of the input"),
        (Key::ArrowRight, "unit (5, 6) of conv1 sees rows 10–12 and columns 12–14 of the input"),
        (Key::ArrowDown, "unit (6, 6) of conv1 sees rows 12–14 and columns 12–14 of the input"),
    ] {
        window.key_press(key);
        window.run();
        assert_eq!(told(&window), expected);
    }
    for _ in 0..9 {
        window.key_press(Key::ArrowRight);
        window.run();
    }
    assert_eq!(told(&window), "unit (6, 12) of conv1 sees rows 12–14 and columns 24–26 of the input");
    window.key_press(Key::Escape);
    window.run();
    assert!(told(&window).starts_with("hover over a unit"));
}

#[test]
fn tab_goes_from_map_to_map_and_then_on() {
    // conv1 is 7 wide, conv2 5; the middle unit of conv2, 2, sees 2–4 of conv1, whose middle is 3.
    let mut window = pinned("1x9x9: conv k3, conv k3");
    // The selected layer is the first one: the pin begins there.
    assert_eq!(told(&window), "unit (3, 3) of conv1 sees rows 3–5 and columns 3–5 of the input");
    window.key_press(Key::Tab);
    window.run();
    assert!(told(&window).contains("of conv2"), "{}", told(&window));
    window.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    window.run();
    assert!(told(&window).contains("of conv1"), "{}", told(&window));
    for _ in 0..2 {
        window.key_press(Key::Tab);
        window.run();
    }
    let canvas = window.get_by_role_and_label(Role::Canvas, "Feature maps");
    assert!(!canvas.is_focused(), "Tab leaves the maps behind the last one");
}

#[test]
fn three_axes_have_keys_of_their_own() {
    let mut window = pinned("1x5x5x5: conv k3");
    assert_eq!(told(&window), "unit (1, 1, 1) of conv1 sees slices 1–3, rows 1–3 and columns 1–3 of the input");
    window.key_press(Key::PageUp);
    window.run();
    assert_eq!(told(&window), "unit (0, 1, 1) of conv1 sees slices 0–2, rows 1–3 and columns 1–3 of the input");
}

#[test]
fn a_flat_vector_sees_everything() {
    let mut window = pinned("1x4x4: flatten, linear c2");
    window.key_press(Key::Tab);
    window.run();
    assert_eq!(told(&window), "every unit of linear1 sees rows 0–3 and columns 0–3 of the input");
}

#[test]
fn zoom_commands_change_the_magnification_and_fit_brings_it_back() {
    let mut window = window("1x7x7: conv k3 s3");
    let before = place_of(&window, "conv k3 s3");
    window.get_by_role_and_label(Role::Button, "Zoom in").click();
    window.run();
    assert_ne!(place_of(&window, "conv k3 s3"), before);
    window.get_by_role_and_label(Role::Button, "Fit").click();
    window.run();
    assert_eq!(place_of(&window, "conv k3 s3"), before);
}
