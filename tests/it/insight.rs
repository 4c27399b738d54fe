//! What the window tells of places where branches meet and of the network as a whole. The numbers are worked out on paper.
#![cfg(feature = "window")]

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use receptive::locale::Lang;
use receptive::net::Join;

use super::driver::*;
use super::networks::{Plan, resnet50};

/// The page about the whole network.
fn page(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::Num5);
}

#[test]
fn branches_of_one_pace_tell_how_far_apart_their_centres_are() {
    let mut plan = Plan::new();
    let wide = plan.then("conv k3 p1", 0);
    let even = plan.then("conv k2 p0:1", 0);
    plan.join(Join::Add, &[wide, even]);
    let mut window = window_of_network(plan.stack(1, 8));
    go_to(&mut window, "add3");
    // Units see pixels u−1 to u+1 and u to u+1.
    assert_says(&window, "conv1: field 3, effective stride 1; unit 0 begins at pixel −1, its centre is 0");
    assert_says(&window, "conv2: field 2, effective stride 1; unit 0 begins at pixel 0, its centre is ½");
    assert_says(&window, "Together: field 3, effective stride 1; unit 0 begins at pixel −1, its centre is 0");
    assert_says(&window, "centres apart by: ½\u{a0}px");
    assert_says(&window, "Not aligned: equal strides");
    assert_says(&window, "smallest path: 2\u{a0}px");
    assert_says(&window, "largest path: 3\u{a0}px");
}

#[test]
fn branches_of_different_strides_tell_what_single_units_see() {
    let mut plan = Plan::new();
    let strided = plan.then("conv k1 s2", 0);
    let cropped = plan.then("crop p2", 0);
    plan.join(Join::Add, &[strided, cropped]);
    let mut window = window_of_network(plan.stack(1, 8));
    go_to(&mut window, "add3");
    // Unit u sees pixel 2u through one branch and u + 2 through the other.
    assert_says(&window, "The field depends on the unit");
    assert_says(&window, "Unit (0, 0)");
    assert_says(&window, "conv1: row 0 and column 0");
    assert_says(&window, "crop2: row 2 and column 2");
    assert_says(&window, "Unit (3, 3)");
    assert_says(&window, "conv1: row 6 and column 6");
    assert_says(&window, "crop2: row 5 and column 5");
    assert_silent(&window, "Together: field");
}

/// 7; 11 and 4 behind the pool; then of each block the window of 3: 3·2·4, 2·4 + 3·2·8, 2·8 + 5·2·16, 2·16 + 2·2·32 more.
/// Through the shortcuts nothing grows.
#[test]
fn a_residual_network_has_the_field_of_its_largest_path() {
    let stack = resnet50();
    let last = stack.shown_names().into_iter().rfind(|name| name.starts_with("add")).unwrap();
    let mut window = window_of_network(stack);
    go_to(&mut window, &last);
    assert_says(&window, "Aligned: the branches have equal strides and centres");
    assert_says(&window, "smallest path: 11\u{a0}px");
    assert_says(&window, "largest path: 427\u{a0}px");
    assert_says(&window, "The receptive field of this layer is that of its largest path");
    page(&mut window);
    // A classifier is tiled up to the map before all is averaged.
    assert_says(&window, "Up to relu");
    assert_says(&window, "total stride: 32\u{a0}px");
}

#[test]
fn sizes_without_loss_are_set_and_tiles_follow_the_total_stride() {
    let mut window = window("1x8x8: maxpool k2, maxpool k2");
    assert_silent(&window, "Nothing is lost at");
    page(&mut window);
    assert_says(&window, "Now 8: every pixel reaches the output");
    assert_says(&window, "Cannot run at 1");
    assert_says(&window, "Cannot run at 2–3");
    for row in ["total stride: 4\u{a0}px", "halo before + behind: 0 + 0\u{a0}px", "smallest tile: 4\u{a0}px"] {
        assert_says(&window, row);
    }
    assert!(window.query_by_label("Input size 10").is_none(), "10 pixels leave 2 unread");
    click(&mut window, "Input size 12");
    assert_eq!(text(&window), "1x12x12: maxpool k2, maxpool k2");
    assert_says(&window, "Now 12: every pixel");
    page(&mut window);
    assert_silent(&window, "Nothing is lost at");
}

/// Seven places of a row beside seven of a column are 13, and the corner of an 8×8 has 6 of them outside.
#[test]
fn a_join_tells_the_padding_of_what_is_seen_and_not_of_a_box() {
    let mut plan = Plan::new();
    let [row, column] = ["conv k1x7 p0x3", "conv k7x1 p3x0"].map(|text| plan.then(text, 0));
    plan.join(Join::Concat, &[row, column]);
    let mut window = window_of_network(plan.stack(1, 8));
    go_to(&mut window, "concat3");
    page(&mut window);
    assert_says(&window, "most: 46.2");
    assert_silent(&window, "Of the box");
}

#[test]
fn a_layer_tells_its_padding_its_centres_and_other_rules() {
    for (lang, rows) in [
        (Lang::En, ["least: 0", "mean: 30.6", "most: 55.6", "units free of padding: 4 of 16"]),
        (Lang::Ru, ["наименьшая: 0", "средняя: 30,6", "наибольшая: 55,6", "нейроны без дополнения: 4 из 16"]),
    ] {
        let mut window = window_of([1440.0, 900.0], lang, Some("1x4x4: conv k3 p1"));
        page(&mut window);
        // Units see 2, 3, 3 and 2 pixels of 3 on each axis.
        for row in rows {
            assert_says(&window, row);
        }
    }
    let mut window = window("1x4x4: conv k3 p1");
    page(&mut window);
    assert_says(&window, "PyTorch, floor: size 4, padding 1 + 1, differs from never");
    assert_says(&window, "TensorFlow VALID: size 2, padding 0 + 0, differs from 4");
    assert_says(&window, "rows, 0, 1");
    press_named(&mut window, Role::CheckBox, "Half-pixel convention: pixel 0 has its centre at ½");
    assert_says(&window, "rows, ½, 1");
    press_named(&mut window, Role::Button, "Copy the table of all layers");
    assert_says(&window, "Copied the centres of all layers");
}

#[test]
fn border_layers_lead_to_their_layers() {
    let mut window = window("1x7x7: conv k3 p1, conv k3 p1, conv k3 p1, relu, conv k3 p1");
    page(&mut window);
    // Behind three layers the field is 7 wide, and the unit in the middle sees everything.
    assert_says(&window, "by width and count");
    press_named(&mut window, Role::Button, "Go to conv4");
    assert_says(&window, "5 · conv4");
    go_to(&mut window, "relu1");
    assert_says(&window, "Only convolutions and pools differ between frameworks");
}
