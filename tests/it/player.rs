//! The player of the numbers, predicting, and the cells that are edited in place. What comes out is counted on paper.
#![cfg(feature = "window")]

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};

use super::driver::*;
use receptive::gui::App;
use receptive::import::layer_text::read_stack;
use receptive::locale::Lang;
use receptive::net::{Document, Edit, Kernel, Source};
use receptive::scene::view::ViewName;

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
    select(&mut window, "2 conv2");
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
    assert_says(&window, "All maps of this network together take 4.0\u{a0}GiB");
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

/// A window on the numbers of a stack over the image 0, 1, 2, … in reading order, with a kernel of ones.
fn ramp(stack: &str) -> Window {
    let mut stack = read_stack(stack).unwrap();
    Edit::SetSource(Source::Ramp).apply(&mut stack);
    let source = Some((None, Document::new(stack)));
    let mut window = Window::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(20)
        // Fast enough for two presses to be a double one.
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |cc| App::for_test(&cc.egui_ctx, Lang::En, source));
    window.state_mut().show(ViewName::Numbers);
    window.run();
    window
}

/// Where a text is drawn: its middle.
#[track_caller]
fn place_of(window: &Window, wanted: &str) -> Pos2 {
    fn find(shape: &egui::Shape, wanted: &str) -> Option<Pos2> {
        match shape {
            egui::Shape::Text(text) if text.galley.text() == wanted => Some(text.visual_bounding_rect().center()),
            egui::Shape::Vec(shapes) => shapes.iter().find_map(|shape| find(shape, wanted)),
            _ => None,
        }
    }
    let shapes = &window.output().shapes;
    shapes.iter().find_map(|clipped| find(&clipped.shape, wanted)).unwrap_or_else(|| panic!("“{wanted}” is not drawn"))
}

fn press_at(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
}

fn double_click(window: &mut Window, at: Pos2) {
    press_at(window, at);
    press_at(window, at);
    window.run();
}

fn type_into(window: &mut Window, field: &str, text: &str, key: Key) {
    window.get_by_role_and_label(Role::TextInput, field).type_text(text);
    window.run();
    press(window, Modifiers::NONE, key);
}

#[track_caller]
fn assert_draws(window: &Window, wanted: &str) {
    let drawn = drawn(window);
    assert!(drawn.iter().any(|text| text == wanted), "“{wanted}” is not among {drawn:?}");
}

fn typed_image(window: &Window) -> Option<Vec<f32>> {
    match &window.state().document().stack.source {
        Source::Typed(matrix) => Some(matrix.data().to_vec()),
        _ => None,
    }
}

/// Rows 0–2 and columns 0–2 of the ramp: 0 + 1 + 2 + 7 + 8 + 9 + 14 + 15 + 16 = 72.
#[test]
fn a_typed_pixel_changes_the_sums_that_read_it() {
    let mut window = ramp("1x7x7: conv k3 s3");
    assert_draws(&window, "72");
    let at = place_of(&window, "8");
    double_click(&mut window, at);
    type_into(&mut window, "Pixel (1, 1)", "100,5", Key::Enter);
    // 72 − 8 + 100.5.
    assert_draws(&window, "164.5");
    assert_eq!(typed_image(&window).expect("numbers")[7..10], [7.0, 100.5, 9.0]);
    // The next cell is open; Tab goes on without a change, and past the last column to the next row.
    window.get_by_role_and_label(Role::TextInput, "Pixel (1, 2)");
    for _ in 0..5 {
        press(&mut window, Modifiers::NONE, Key::Tab);
    }
    type_into(&mut window, "Pixel (2, 0)", "4", Key::Escape);
    assert!(window.query_by_role(Role::TextInput).is_none());
    assert_eq!(typed_image(&window).expect("numbers")[14], 14.0, "Escape takes nothing");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_draws(&window, "72");
    assert_eq!(typed_image(&window), None, "one entry of the undo list");
}

#[test]
fn a_wrong_text_is_refused_and_nothing_is_lost() {
    let mut window = ramp("1x7x7: conv k3 s3");
    let at = place_of(&window, "8");
    double_click(&mut window, at);
    type_into(&mut window, "Pixel (1, 1)", "4o", Key::Enter);
    assert_says(&window, "“4o” is no number");
    assert_eq!(typed_image(&window), None);
    let field = window.get_by_role_and_label(Role::TextInput, "Pixel (1, 1)");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("4o"), "what was typed is still there");
    // The keyboard is still there too.
    press(&mut window, Modifiers::NONE, Key::Backspace);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(typed_image(&window).expect("numbers")[8], 4.0);
}

#[test]
fn a_typed_weight_changes_the_sums() {
    let mut window = ramp("1x7x7: conv k3 s3");
    click(&mut window, "View");
    window.get_by_label("Numbers and player").click();
    window.run();
    window.get_by_label("Edit the kernel’s weights").click();
    window.run();
    type_into(&mut window, "Weight (0, 0)", "2", Key::Enter);
    // The second window: 3 + 4 + 5 + 10 + 11 + 12 + 17 + 18 + 19 = 99, and its first pixel once more.
    assert_draws(&window, "102");
    window.get_by_role_and_label(Role::TextInput, "Weight (0, 1)");
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_draws(&window, "99");
}

#[test]
fn one_filter_of_many_is_typed_alone() {
    let mut window = ramp("2x5x5: conv c3 k3");
    type_number(&mut window, "filter", "2");
    type_number(&mut window, "channel", "2");
    click(&mut window, "View");
    window.get_by_label("Numbers and player").click();
    window.run();
    window.get_by_label("Edit the kernel’s weights").click();
    window.run();
    type_into(&mut window, "Weight (0, 0)", "7", Key::Enter);
    let parameters = &window.state().document().stack.layers()[0].parameters;
    assert_eq!(parameters.filters.keys().copied().collect::<Vec<_>>(), [1]);
    let Kernel::Typed(matrix) = &parameters.filters[&1] else { panic!("numbers") };
    assert_eq!(matrix.shape(), [2, 3, 3]);
    // The first weight of the second channel.
    assert_eq!(matrix.data()[9], 7.0);
}

#[test]
fn a_press_on_an_output_goes_there_and_uncovers_it() {
    // 1 + (7 − 3)/3 = 2: the outputs are 72, 99 and, three rows of 7 below, 72 + 9·21 = 261 and 288.
    let mut window = ramp("1x7x7: conv k3 s3");
    let at = place_of(&window, "261");
    press_at(&mut window, at);
    window.run();
    assert_says(&window, "3 of 4 (1, 0)");
    press_at(&mut window, at);
    window.run();
    // The second press was a double one: these numbers cannot be typed. Saying so covers no button.
    assert_says(&window, "Only the image and the kernels can be edited");
    assert_says(&window, "3 of 4 (1, 0)");
    click(&mut window, "Predict");
    assert!(!drawn(&window).contains(&"288".to_owned()), "covered");
    press_at(&mut window, at);
    window.run();
    assert_draws(&window, "261");
    assert!(!drawn(&window).contains(&"288".to_owned()), "the others stay covered");
    click(&mut window, "Uncover all outputs");
    assert_draws(&window, "288");
    click(&mut window, "Cover all outputs");
    assert!(!drawn(&window).contains(&"288".to_owned()), "covered again");
}

#[test]
fn pasted_numbers_go_into_the_image() {
    let mut window = ramp("1x3x3: conv k3");
    window.event(Event::Paste("1\t2\t3\n4\t5\t6\n7\t8\t9,5\n".to_owned()));
    window.run();
    // 1 + … + 9 = 45, and a half.
    assert_draws(&window, "45.5");
    window.event(Event::Paste("1 2 3 4".to_owned()));
    window.run();
    assert_says(&window, "1×4 numbers do not fit: from this cell on there is room for 3×3");
    window.event(Event::Paste("1 2\n3".to_owned()));
    window.run();
    assert_says(&window, "Row 2 of the pasted numbers");
    assert_draws(&window, "45.5");
    // Layers are still layers.
    window.event(Event::Paste("relu".to_owned()));
    window.run();
    assert_eq!(text(&window), "1x3x3: conv k3, relu");
}

/// The values of a vector are its positions: x₀ + … + x₃ with random weights is another number for each.
#[test]
fn the_values_of_a_vector_are_walked_through() {
    let mut window = ramp("1x2x2: flatten, linear c3");
    select(&mut window, "2 linear1");
    assert_says(&window, "1 of 3");
    click(&mut window, "One position on");
    assert_says(&window, "2 of 3");
    assert_eq!(window.state().document().view.look.filter, 1);
    assert!(window.query_by_role_and_label(Role::SpinButton, "filter").is_none());
}

/// Groups of two: the filters 3 and 4 read the channels 3 and 4.
#[test]
fn only_the_channels_of_the_group_can_be_picked() {
    let mut window = ramp("4x3x3: conv c4 k3 g2");
    type_number(&mut window, "filter", "3");
    type_number(&mut window, "channel", "1");
    let channel = window.get_by_role_and_label(Role::SpinButton, "channel");
    assert_eq!(channel.accesskit_node().numeric_value(), Some(3.0));
    type_number(&mut window, "channel", "4");
    assert_eq!(window.state().document().view.look.channel, 3);
}

#[test]
fn cells_have_colours_if_that_is_chosen() {
    let mut window = window("1x7x7: conv k3");
    press(&mut window, Modifiers::ALT, Key::Num5);
    choose(&mut window, "Colours", "Viridis: blue to yellow");
    assert_eq!(window.state().document().view.look.colours, receptive::net::Colours::Viridis);
}
