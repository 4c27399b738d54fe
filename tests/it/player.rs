//! The player of the numbers, predicting, and the cells that are edited in place. What comes out is counted on paper.
#![cfg(feature = "window")]

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use super::driver::*;
use receptive::locale::Lang;
use receptive::scene::view::ViewName;

/// A window on the numbers of a stack.
fn numbers(stack: &str) -> Window {
    let mut window = window(stack);
    window.state_mut().show(ViewName::Numbers);
    window.run();
    window
}

/// The position that the bar tells, 1-based.
#[track_caller]
fn position(window: &Window) -> f64 {
    let bar = window.get_by_role_and_label(Role::Slider, "Position of the kernel");
    bar.accesskit_node().numeric_value().expect("a bar has a value")
}

/// Lets so many seconds go by, in frames of a quarter of a second.
fn wait(window: &mut Window, seconds: f64) {
    for _ in 0..(seconds / 0.25).round() as usize {
        let now = window.input().time.unwrap_or_else(|| window.ctx.input(|input| input.time));
        window.input_mut().time = Some(now + 0.25);
        window.step();
    }
}

#[test]
fn it_plays_position_by_position_and_stops_at_the_end() {
    // 2 × 2 positions of a window of 3 with stride 3 on 7 × 7.
    let mut window = numbers("1x7x7: conv k3 s3");
    assert_eq!(position(&window), 1.0);
    window.get_by_role_and_label(Role::Button, "Play or pause").click();
    window.step();
    wait(&mut window, 0.5);
    assert_eq!(position(&window), 1.0);
    wait(&mut window, 0.75);
    assert_eq!(position(&window), 2.0);
    wait(&mut window, 1.0);
    assert_eq!(position(&window), 3.0);
    assert_says(&window, "3 of 4 (1, 0)");
    wait(&mut window, 3.0);
    assert_eq!(position(&window), 4.0);
    // It stands: what is offered is to play.
    window.get_by_role_and_label(Role::Button, "Play or pause");
    // From the end it begins again.
    window.get_by_role_and_label(Role::Button, "Play or pause").click();
    window.step();
    window.step();
    assert_eq!(position(&window), 1.0);
}

#[test]
fn a_pause_keeps_the_position() {
    let mut window = numbers("1x7x7: conv k3 s3");
    window.get_by_role_and_label(Role::Button, "Play or pause").click();
    window.step();
    wait(&mut window, 1.25);
    window.get_by_role_and_label(Role::Button, "Pause").click();
    window.step();
    wait(&mut window, 4.0);
    assert_eq!(position(&window), 2.0);
}

#[test]
fn an_edit_and_another_layer_stop_it() {
    let mut window = numbers("1x9x9: conv k3, conv k3");
    window.get_by_role_and_label(Role::Button, "Play or pause").click();
    window.step();
    select(&mut window, "conv2");
    assert_says(&window, "1 of 25 (0, 0)");
    wait(&mut window, 3.0);
    assert_eq!(position(&window), 1.0);
    window.get_by_role_and_label(Role::Button, "Play or pause").click();
    window.step();
    press(&mut window, Modifiers::COMMAND, Key::D);
    wait(&mut window, 3.0);
    window.get_by_role_and_label(Role::Button, "Play or pause");
}

#[test]
fn twice_the_speed_is_half_the_time() {
    let mut window = numbers("1x7x7: conv k3 s3");
    click(&mut window, "Speed: 1×");
    window.get_by_label("Two positions per second").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Play or pause").click();
    window.step();
    wait(&mut window, 1.25);
    assert_eq!(position(&window), 3.0);
}

#[test]
fn steps_go_both_ways_and_along_rows() {
    // 7 − 3 + 1 = 5 positions on each axis.
    let mut window = numbers("1x7x7: conv k3");
    assert!(window.get_by_role_and_label(Role::Button, "One position back").accesskit_node().is_disabled());
    for _ in 0..5 {
        click(&mut window, "One position on");
    }
    assert_says(&window, "6 of 25 (1, 0)");
    click(&mut window, "One position back");
    assert_says(&window, "5 of 25 (0, 4)");
    click(&mut window, "To the last position");
    assert_says(&window, "25 of 25 (4, 4)");
    assert!(window.get_by_role_and_label(Role::Button, "One position on").accesskit_node().is_disabled());
    click(&mut window, "To the first position");
    assert_says(&window, "1 of 25 (0, 0)");
}

#[test]
fn keys_step_and_play() {
    let mut window = numbers("1x7x7: conv k3");
    for (key, at) in [(Key::Period, 2.0), (Key::Period, 3.0), (Key::Comma, 2.0), (Key::End, 25.0), (Key::Home, 1.0)] {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(position(&window), at, "{key:?}");
    }
    let canvas = "The numbers of a layer: its kernel walks over its input";
    window.get_by_role_and_label(Role::Canvas, canvas).focus();
    window.run();
    for (key, at) in [(Key::ArrowDown, 6.0), (Key::ArrowRight, 7.0), (Key::End, 25.0), (Key::Home, 1.0)] {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(position(&window), at, "{key:?}");
    }
    window.key_press(Key::Space);
    window.step();
    window.step();
    window.get_by_role_and_label(Role::Button, "Pause");
    window.key_press(Key::Space);
    window.run();
    window.get_by_role_and_label(Role::Button, "Play or pause");
}

#[test]
fn space_presses_the_button_that_has_the_keyboard() {
    let mut window = numbers("1x7x7: conv k3");
    window.get_by_role_and_label(Role::Button, "One position on").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Space);
    assert_eq!(position(&window), 2.0);
    wait(&mut window, 3.0);
    assert_eq!(position(&window), 2.0, "it does not play");
}

#[test]
fn the_bar_goes_to_any_position() {
    let mut window = numbers("1x7x7: conv k3");
    let bar = window.get_by_role_and_label(Role::Slider, "Position of the kernel").rect();
    let middle = bar.center();
    window.hover_at(middle);
    window.drag_at(middle);
    window.drop_at(middle);
    window.run();
    assert_says(&window, "13 of 25 (2, 2)");
}

#[test]
fn the_reveal_and_the_pickers_are_there_when_there_is_a_choice() {
    let mut window = numbers("3x7x7: conv c4 k3");
    type_number(&mut window, "filter", "3");
    type_number(&mut window, "channel", "2");
    let look = window.state().document().view.look;
    assert_eq!((look.filter, look.channel), (2, 1));
    assert_says(&window, "of 4");
    let mut window = numbers("1x7x7: conv k3");
    assert!(window.query_by_role_and_label(Role::SpinButton, "filter").is_none());
    assert!(window.query_by_label("Cover all outputs").is_none());
    click(&mut window, "Predict");
    click(&mut window, "Uncover all outputs");
    click(&mut window, "Cover all outputs");
}

#[test]
fn much_memory_is_asked_about() {
    // 1 + 1024 maps of 1024 × 1024, 4 bytes each: over 4 GiB, which is not worked out here either.
    let window = numbers("1x1024x1024: conv c1024 k3 p1");
    assert_says(&window, "These numbers take a lot of memory");
    assert_says(&window, "All maps of this network together take 4.0 GiB");
    window.get_by_role_and_label(Role::Button, "Work it out anyway");
}

#[test]
fn the_stage_has_the_player() {
    let mut window = numbers("1x7x7: conv k3");
    press(&mut window, Modifiers::NONE, Key::F11);
    click(&mut window, "One position on");
    assert_eq!(position(&window), 2.0);
}

#[test]
fn it_speaks_russian() {
    let mut window = window_of([1440.0, 900.0], Lang::Ru, Some("1x7x7: conv k3"));
    window.state_mut().show(ViewName::Numbers);
    window.run();
    click(&mut window, "На положение вперёд");
    assert_says(&window, "2 из 25 (0, 1)");
}
