//! Drives the real app as a person does: by what is seen, said and pressed.
#![cfg(feature = "window")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use receptive::gui::App;
use receptive::import::layer_text::read_stack;
use receptive::locale::Lang;
use receptive::net::{Document, Stack};
use receptive::scene::view::ViewName;

pub type Window = Harness<'static, App>;

pub fn window_of(size: [f32; 2], lang: Lang, stack: Option<&str>) -> Window {
    window_on(size, lang, stack.map(|text| (None, text)))
}

/// The window on a document and the file that it is from, in whose folder the dialogs begin.
pub fn window_on(size: [f32; 2], lang: Lang, stack: Option<(Option<PathBuf>, &str)>) -> Window {
    window_with(size, lang, stack.map(|(path, text)| (path, read_stack(text).unwrap())))
}

/// The window on a network and the file that it is from.
pub fn window_with(size: [f32; 2], lang: Lang, source: Option<(Option<PathBuf>, Stack)>) -> Window {
    let source = source.map(|(path, stack)| (path, Document::new(stack)));
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(20)
        .build_eframe(move |cc| App::for_test(&cc.egui_ctx, lang, source));
    window.run();
    window
}

/// Selects a layer by its name, however far down the list it is.
pub fn go_to(window: &mut Window, layer: &str) {
    press(window, Modifiers::COMMAND, Key::K);
    window.get_by_role(Role::TextInput).type_text(layer);
    window.run();
    press(window, Modifiers::NONE, Key::Enter);
}

/// Presses what may lie below the part of the page that is in sight.
#[track_caller]
pub fn press_named(window: &mut Window, role: Role, label: &str) {
    window.get_by_role_and_label(role, label).click_accesskit();
    window.run();
}

pub fn window(stack: &str) -> Window {
    window_of([1440.0, 900.0], Lang::En, Some(stack))
}

/// A window on the numbers of a stack.
pub fn numbers(stack: &str) -> Window {
    let mut window = window(stack);
    window.state_mut().show(ViewName::Numbers);
    window.run();
    window
}

/// The window on a network with branches.
pub fn window_of_network(stack: Stack) -> Window {
    window_with([1440.0, 900.0], Lang::En, Some((None, stack)))
}

/// The stack as layer text.
pub fn text(window: &Window) -> String {
    window.state().document().stack.to_string()
}

/// Everything that the window says to those who hear it.
pub fn said(window: &Window) -> Vec<String> {
    let nodes = window.root().query_all_by(|_| true);
    nodes
        .flat_map(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value()]
        })
        .flatten()
        .collect()
}

#[track_caller]
pub fn assert_says(window: &Window, part: &str) {
    let said = said(window);
    assert!(said.iter().any(|text| text.contains(part)), "nothing says “{part}” in {said:#?}");
}

/// Every line of text that is painted, whether it is also said or not.
pub fn drawn(window: &Window) -> Vec<String> {
    fn texts(shape: &egui::Shape, drawn: &mut Vec<String>) {
        match shape {
            egui::Shape::Text(text) => drawn.push(text.galley.text().to_owned()),
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, drawn)),
            _ => {}
        }
    }
    let mut drawn = Vec::new();
    window.output().shapes.iter().for_each(|clipped| texts(&clipped.shape, &mut drawn));
    drawn
}

#[track_caller]
pub fn assert_silent(window: &Window, part: &str) {
    let said = said(window);
    let found: Vec<_> = said.iter().filter(|text| text.contains(part)).collect();
    assert!(found.is_empty(), "{found:?}");
}

pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

/// Presses the one button of this name.
#[track_caller]
pub fn click(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::Button, label).click();
    window.run();
}

/// Chooses an entry of a menu of the bar.
#[track_caller]
pub fn choose(window: &mut Window, menu: &str, entry: &str) {
    click(window, menu);
    window.get_by_label(entry).click();
    window.run();
}

/// The card of a layer: its name begins with its place.
#[track_caller]
pub fn card<'a>(window: &'a Window, name: &str) -> Node<'a> {
    let head = format!("{name},");
    window.get_by(move |node| node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(&head)))
}

#[track_caller]
pub fn select(window: &mut Window, name: &str) {
    // On the head: in the middle of an open card are its settings.
    let at = card(window, name).rect().left_top() + vec2(40.0, 16.0);
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    window.run();
}

/// Types a number into a field.
#[track_caller]
pub fn type_number(window: &mut Window, field: &str, number: &str) {
    window.get_by_role_and_label(Role::SpinButton, field).click();
    window.run();
    window.get_by(|node| node.is_focused() && node.role() != Role::Window).type_text(number);
    window.run();
    press(window, Modifiers::NONE, Key::Enter);
}

/// The name of what has the keyboard.
pub fn focused(window: &Window) -> Option<String> {
    let mut nodes = window.query_all_by(|node| node.is_focused() && node.role() != Role::Window);
    nodes.find_map(|node| node.accesskit_node().label())
}

/// The controls that Tab comes to, up to the first one again.
pub fn tab_order(window: &mut Window) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    for _ in 0..200 {
        press(window, Modifiers::NONE, Key::Tab);
        order.extend(focused(window));
        if order.len() > 1 && order.first() == order.last() {
            break;
        }
    }
    order
}

/// Names that begin so stand in this order among others.
#[track_caller]
pub fn assert_order(order: &[String], expected: &[&str]) {
    let place = |name: &str| {
        order.iter().position(|label| label.starts_with(name)).unwrap_or_else(|| panic!("{name}: {order:#?}"))
    };
    assert!(expected.is_sorted_by_key(|name| place(name)), "{order:#?}");
}

/// Steps until what other threads work on gives an answer. The limit is far from what any of them takes: a busy machine
/// makes a test slow, not wrong.
pub fn until<T>(window: &mut Window, answer: impl Fn(&Window) -> Option<T>) -> Option<T> {
    let end = Instant::now() + Duration::from_secs(30);
    while Instant::now() < end {
        window.step();
        if let Some(found) = answer(window) {
            return Some(found);
        }
        std::thread::sleep(Duration::from_millis(3));
    }
    None
}

/// Lets the thread for files finish.
#[track_caller]
pub fn wait_for(window: &mut Window, part: &str) {
    let came = until(window, |window| said(window).iter().any(|text| text.contains(part)).then_some(()));
    assert!(came.is_some(), "“{part}” never came; the window says {:#?}", said(window));
    window.run();
}

#[track_caller]
pub fn answer_path(window: &mut Window, path: &Path, button: &str) {
    window.get_by_role_and_label(Role::TextInput, "File").set_text_value_accesskit(path.to_str().unwrap());
    window.run();
    click(window, button);
}
