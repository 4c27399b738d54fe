//! The view Graph in the window: what is found, folded, coloured and pressed there, by what is said.
#![cfg(feature = "window")]

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Rect};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use receptive::net::Stack;

use super::driver::*;
use super::networks::{chain, resnet50};

const GRAPH: &str = "The network as a graph";

fn graph(stack: Stack) -> Window {
    let mut window = window_of_network(stack);
    press(&mut window, Modifiers::ALT, Key::Num0);
    window
}

/// The box of a layer, if it is in sight.
fn shown<'a>(window: &'a Window, layer: &'a str) -> Option<Node<'a>> {
    window.query_by_role_and_label(Role::GraphicsSymbol, layer)
}

#[track_caller]
fn box_of(window: &Window, layer: &str) -> Rect {
    shown(window, layer).unwrap_or_else(|| panic!("{layer} is not in sight")).rect()
}

fn canvas(window: &Window) -> Rect {
    window.get_by_role_and_label(Role::Canvas, GRAPH).rect()
}

#[track_caller]
fn find(window: &mut Window, text: &str) {
    window.get_by_role_and_label(Role::TextInput, "Find a layer").click();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Find a layer").type_text(text);
    window.run();
}

/// True if this is said, and not as part of something else.
fn says(window: &Window, text: &str) -> bool {
    said(window).iter().any(|said| said == text)
}

#[track_caller]
fn press_at(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    window.run();
}

/// All of the picture, however small.
fn fit(window: &mut Window) {
    click(window, "Fit");
}

/// Chooses what the tools beside the tabs have, wherever they are.
#[track_caller]
fn option(window: &mut Window, tool: &str, command: &str) {
    let has = |window: &Window, label| window.query_by_role_and_label(Role::Button, label).is_some();
    let button = if has(window, tool) { tool } else { "Options of the view" };
    click(window, button);
    if button != command && window.query_by_label(command).is_some() {
        window.get_by_label(command).click();
        window.run();
    }
}

#[track_caller]
fn colour(window: &mut Window, command: &str) {
    option(window, "Colours", command);
}

#[track_caller]
fn fold(window: &mut Window) {
    option(window, "Fold repeats", "Fold repeated groups");
}

/// Of ResNet-50: 16 sums.
#[test]
fn the_search_goes_from_find_to_find_and_around() {
    let mut window = graph(resnet50());
    assert!(window.query_by_label("Next found layer").is_none(), "nothing is searched yet");
    find(&mut window, "add");
    assert!(says(&window, "16"));
    for (modifiers, told, layer) in [
        (Modifiers::NONE, "1/16", "10 · add10"),
        (Modifiers::NONE, "2/16", "17 · add17"),
        (Modifiers::SHIFT, "1/16", "10 · add10"),
        (Modifiers::SHIFT, "16/16", "118 · add118"),
        (Modifiers::NONE, "1/16", "10 · add10"),
    ] {
        press(&mut window, modifiers, Key::Enter);
        assert!(says(&window, told), "{told}: {:?}", said(&window));
        assert_says(&window, layer);
    }
    click(&mut window, "Previous found layer");
    assert!(says(&window, "16/16"));
    click(&mut window, "Next found layer");
    assert!(says(&window, "1/16"));
}

#[test]
fn what_is_not_there_is_said() {
    let mut window = graph(resnet50());
    find(&mut window, "transformer");
    assert!(says(&window, "no such layer"));
    let next = window.get_by_role_and_label(Role::Button, "Next found layer");
    assert!(next.accesskit_node().is_disabled());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "no such layer"));
}

/// ResNet-50 has 53 convolutions, VGG-16 thirteen.
#[test]
fn another_document_is_searched_anew() {
    let mut window = graph(resnet50());
    find(&mut window, "conv");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "1/53"));
    click(&mut window, "Lessons");
    click(&mut window, "VGG-16");
    press(&mut window, Modifiers::ALT, Key::Num0);
    assert!(window.query_by_label("Next found layer").is_none(), "nothing is searched in it yet");
    assert!(!said(&window).iter().any(|text| text.ends_with("/53")));
    find(&mut window, "conv");
    assert!(says(&window, "13"), "{:?}", said(&window));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "1/13"));
    assert_says(&window, "1 · conv1");
}

#[test]
fn what_is_found_comes_to_the_middle_and_can_be_read() {
    let mut window = graph(resnet50());
    fit(&mut window);
    assert!(box_of(&window, "linear122").width() < 40.0, "all of it is small");
    find(&mut window, "linear122");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let place = box_of(&window, "linear122");
    assert!(place.center().distance(canvas(&window).center()) < 1.0, "{place:?}");
    // The narrowest box has 84 points.
    assert!(place.width() >= 0.8 * 84.0, "{place:?}");
    assert_says(&window, "122 · linear122");
}

/// The third block is folded into the second.
#[test]
fn a_layer_in_a_folded_repeat_is_unfolded_to_be_seen() {
    let mut window = graph(resnet50());
    find(&mut window, "conv19");
    assert!(shown(&window, "conv19").is_none());
    press(&mut window, Modifiers::NONE, Key::Enter);
    let place = box_of(&window, "conv19");
    assert!(place.center().distance(canvas(&window).center()) < 1.0, "{place:?}");
    assert!(window.query_by_label("Fold 2 repeats from conv12 on").is_some());
    assert!(window.query_by_label("Unfold 3 repeats from conv34 on").is_some(), "the others stay folded");
}

#[test]
fn the_overview_moves_what_is_seen() {
    let mut window = graph(resnet50());
    let overview = window.get_by_role_and_label(Role::Canvas, "Overview of the graph").rect();
    assert!(shown(&window, "linear122").is_none());
    let before = box_of(&window, "conv1").size();
    press_at(&mut window, overview.center_bottom() - egui::vec2(0.0, 3.0));
    box_of(&window, "linear122");
    assert!(shown(&window, "conv1").is_none());
    press_at(&mut window, overview.center_top() + egui::vec2(0.0, 3.0));
    assert!((box_of(&window, "conv1").size() - before).length() < 1e-3, "nothing is zoomed");
    assert!(shown(&window, "linear122").is_none());
}

#[test]
fn where_everything_fits_there_is_no_overview() {
    let mut window = graph(chain(3));
    assert!(window.query_by_label("Overview of the graph").is_none());
    for layer in ["Input", "conv1", "conv2", "conv3"] {
        assert!(canvas(&window).contains_rect(box_of(&window, layer)), "{layer}");
    }
    for _ in 0..8 {
        click(&mut window, "Zoom in");
    }
    assert!(window.query_by_label("Overview of the graph").is_some());
    fit(&mut window);
    assert!(window.query_by_label("Overview of the graph").is_none());
}

#[test]
fn repeats_are_unfolded_by_a_press() {
    let mut window = graph(resnet50());
    fit(&mut window);
    assert!(shown(&window, "conv41").is_none(), "in the first of three repeats");
    click(&mut window, "Unfold 3 repeats from conv34 on");
    fit(&mut window);
    let opened = ["conv34", "conv41", "conv48"].map(|layer| box_of(&window, layer).top());
    assert!(opened.is_sorted());
    assert!(shown(&window, "conv19").is_none(), "the others stay folded");
    click(&mut window, "Fold 3 repeats from conv34 on");
    assert!(shown(&window, "conv41").is_none());
    // All at once.
    fold(&mut window);
    fit(&mut window);
    for layer in ["conv19", "conv41", "conv113"] {
        box_of(&window, layer);
    }
    assert!(!said(&window).iter().any(|text| text.starts_with("Unfold ")));
    fold(&mut window);
    assert!(shown(&window, "conv41").is_none());
}

#[test]
fn repeats_are_unfolded_by_the_keyboard() {
    let mut window = graph(resnet50());
    let last = "Unfold 2 repeats from conv106 on";
    for _ in 0..200 {
        if focused(&window).as_deref() == Some(last) {
            break;
        }
        press(&mut window, Modifiers::NONE, Key::Tab);
    }
    assert_eq!(focused(&window).as_deref(), Some(last));
    let button = window.get_by_label(last).rect();
    assert!(canvas(&window).contains_rect(button), "{button:?} comes into sight");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(focused(&window).as_deref(), Some("Fold 2 repeats from conv106 on"));
    fit(&mut window);
    box_of(&window, "conv113");
}

#[test]
fn colours_say_what_they_tell() {
    let mut window = graph(resnet50());
    let told = [
        ("Colour the graph by receptive field", "what units see: least to most"),
        ("Colour the graph by effective stride", "effective stride: least to most"),
        ("Colour the graph by lost pixels", "share of the image lost: least to most"),
        ("Colour the graph by cost", "multiply-adds: fewest to most"),
    ];
    let legends = |window: &Window| -> Vec<&str> {
        let said = said(window);
        told.iter().map(|(_, legend)| *legend).filter(|legend| said.iter().any(|text| text.contains(legend))).collect()
    };
    assert!(legends(&window).is_empty());
    for (entry, legend) in told {
        colour(&mut window, entry);
        assert_eq!(legends(&window), [legend]);
    }
    colour(&mut window, "Colour the graph by kind of layer");
    assert!(legends(&window).is_empty());
}

/// A unit of `conv1` sees 7×7 pixels, two apart from the next, with a padding of 3: of 112 the middle one, at 56, pixels
/// 2·56 − 3 to 2·56 + 3.
#[test]
fn a_pressed_box_is_selected_everywhere() {
    let mut window = graph(resnet50());
    let place = box_of(&window, "conv1");
    press_at(&mut window, place.center());
    assert_says(&window, "1 · conv1");
    let sees = "unit (56, 56) of conv1 sees rows 109–115 and columns 109–115";
    let value = |window: &Window, view: &str| {
        window.get_by_role_and_label(Role::Canvas, view).accesskit_node().value().unwrap_or_default()
    };
    assert!(value(&window, GRAPH).contains(sees), "{}", value(&window, GRAPH));
    assert_eq!(shown(&window, "conv1").unwrap().accesskit_node().is_selected(), Some(true));
    press(&mut window, Modifiers::ALT, Key::Num1);
    assert!(value(&window, "Feature maps").contains(sees), "{}", value(&window, "Feature maps"));
    press(&mut window, Modifiers::ALT, Key::Num9);
    let row = window.get_by(|node| node.role() == Role::Row && node.is_selected() == Some(true));
    assert!(row.accesskit_node().label().unwrap().starts_with("conv1,"));
    // Again, and the unit is let go.
    press(&mut window, Modifiers::ALT, Key::Num0);
    let place = box_of(&window, "conv1");
    press_at(&mut window, place.center());
    assert!(!value(&window, GRAPH).contains(sees));
}

/// Who hears the window presses by name, without a place.
#[test]
fn a_box_is_selected_by_its_name() {
    let mut window = graph(resnet50());
    shown(&window, "relu2").unwrap().click_accesskit();
    window.run();
    assert_says(&window, "2 · relu2");
    assert_eq!(shown(&window, "relu2").unwrap().accesskit_node().is_selected(), Some(true));
}
