//! Networks that the window writes as ONNX, read again, and the texts of a narrow window.
//!
//! Sizes are worked out by hand, or those that `tests/data/onnx` says of a file.
#![cfg(feature = "window")]

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use receptive::field::Analysis;
use receptive::import::{document, onnx};
use receptive::locale::Lang;
use receptive::net::Op;

use super::driver::*;

/// The shapes of the maps of a written file.
fn shapes(path: &Path) -> Vec<String> {
    let model = onnx::read(&std::fs::read(path).unwrap()).expect("an ONNX file");
    let stack = document::Opened::of_model(std::sync::Arc::new(model), None).expect("a network").document.stack;
    let graph = stack.lower().graph;
    let analysis = Analysis::of(&graph);
    graph.maps().map(|map| format!("{}", analysis.map(map).shape.as_ref().expect("a shape"))).collect()
}

fn residual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onnx/residual.onnx")
}

/// The window on a model and its file.
fn window_of_model(path: PathBuf, size: [f32; 2], lang: Lang) -> Window {
    let stack = document::open(&std::fs::read(&path).unwrap()).unwrap().document.stack;
    window_with(size, lang, Some((Some(path), stack)))
}

#[test]
fn the_written_file_has_the_sizes_of_the_network_and_opens() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window_of([1440.0, 900.0], Lang::En, Some("1x28x28: conv k5 c6, maxpool k2, conv k5 c16, relu"));
    choose(&mut window, "File", "Export as ONNX…");
    assert_says(&window, "Export the network as ONNX");
    // The ending is added.
    answer_path(&mut window, &folder.path().join("net"), "Save");
    wait_for(&mut window, "Saved net.onnx: layers and shapes, without learned weights");
    let file = folder.path().join("net.onnx");
    // 28 − 5 + 1 = 24; 24 / 2 = 12; 12 − 5 + 1 = 8.
    assert_eq!(shapes(&file), ["1x28x28", "6x24x24", "6x12x12", "16x8x8", "16x8x8"]);
    let all: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(all, ["net.onnx"]);
    // The dialog that opens files lists it.
    press(&mut window, Modifiers::COMMAND, Key::O);
    let list = folder.path().join("");
    window.get_by_role_and_label(Role::TextInput, "File").set_text_value_accesskit(list.to_str().unwrap());
    wait_for(&mut window, "net.onnx");
    click(&mut window, "net.onnx");
    click(&mut window, "Open");
    // The exported network was not saved as a document.
    wait_for(&mut window, "Opened net.onnx");
    assert!(window.state().document().stack.wiring().is_some());
}

#[test]
fn an_opened_model_with_its_weights_is_not_what_the_dialog_suggests_to_replace() {
    let mut window = window_of_model(residual(), [1440.0, 900.0], Lang::En);
    choose(&mut window, "File", "Export as ONNX…");
    let name = window.get_by_role_and_label(Role::TextInput, "File").value().unwrap_or_default();
    assert_eq!(Path::new(&name).file_name().unwrap(), "residual-light.onnx");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("twin.onnx");
    answer_path(&mut window, &file, "Save");
    wait_for(&mut window, "Saved twin.onnx");
    assert_eq!(shapes(&file), shapes(&residual()));
    // It is there now: only asked twice it is replaced.
    choose(&mut window, "File", "Export as ONNX…");
    std::fs::write(&file, "old").unwrap();
    answer_path(&mut window, &file, "Save");
    wait_for(&mut window, "This file exists");
    assert_eq!(std::fs::read(&file).unwrap(), b"old");
    click(&mut window, "Replace");
    wait_for(&mut window, "Saved twin.onnx");
    assert_eq!(shapes(&file), shapes(&residual()));
}

#[test]
fn what_onnx_cannot_say_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.onnx");
    for (lang, text, told) in [
        (Lang::En, "1x12x12: relu, adaptavg o3x5", "the windows of adaptavg1 on axis 1"),
        (Lang::En, "1x5x5: relu, conv k7", "net.onnx was not saved: conv1 cannot run. The window spans 7 rows"),
        (Lang::Ru, "1x12x12: relu, adaptavg o3x5", "окна слоя adaptavg1 по оси 1"),
    ] {
        let mut window = window_of([1440.0, 900.0], lang, Some(text));
        let words = receptive::locale::Words::new(lang);
        choose(&mut window, words.get("menu-file"), words.get("cmd-export-onnx"));
        let field = window.get_by_role_and_label(Role::TextInput, words.get("path-field"));
        field.set_text_value_accesskit(file.to_str().unwrap());
        window.run();
        click(&mut window, words.get("button-save"));
        wait_for(&mut window, told);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{told}");
        assert_silent(&window, words.get("path-onnx"));
    }
    // What was there before stays.
    std::fs::write(&file, "old").unwrap();
    let unknown = receptive::net::Stack::of(receptive::net::Shape::image(1, [5]), [Op::Unsupported("LSTM".to_owned())]);
    let mut window = window_of_network(unknown);
    choose(&mut window, "File", "Export as ONNX…");
    answer_path(&mut window, &file, "Save");
    wait_for(&mut window, "This file exists");
    click(&mut window, "Replace");
    wait_for(&mut window, "nothing is known of unknown1");
    assert_eq!(std::fs::read(&file).unwrap(), b"old");
}

/// Texts that are painted, with their places.
fn texts(window: &Window) -> Vec<(String, egui::Rect)> {
    let of = |shape: &egui::Shape| match shape {
        egui::Shape::Text(text) => Some((text.galley.text().to_owned(), shape.visual_bounding_rect())),
        _ => None,
    };
    window.output().shapes.iter().filter_map(|clipped| of(&clipped.shape)).collect()
}

#[test]
fn nothing_is_written_over_the_tabs_of_a_narrow_strip() {
    for (lang, tab) in [(Lang::En, "Network"), (Lang::Ru, "Сеть")] {
        for width in [720.0, 760.0, 800.0, 900.0, 1000.0] {
            let window = window_of_model(residual(), [width, 560.0], lang);
            let texts = texts(&window);
            let (at, (_, place)) = texts.iter().enumerate().find(|(_, (text, _))| text == tab).expect("the tab");
            let meets = |(other, (_, rect)): &(usize, &(String, egui::Rect))| *other != at && rect.intersects(*place);
            let over = texts.iter().enumerate().find(meets);
            assert!(over.is_none(), "{width}: {over:?} on {place}");
        }
    }
}

/// True if this text of the legend is painted as a whole.
fn is_whole(window: &Window, part: &str) -> bool {
    let of = |clipped: &egui::epaint::ClippedShape| match &clipped.shape {
        egui::Shape::Text(text) if text.galley.text().contains(part) => {
            Some(clipped.clip_rect.contains_rect(clipped.shape.visual_bounding_rect()))
        }
        _ => None,
    };
    window.output().shapes.iter().filter_map(of).any(|whole| whole)
}

/// A narrow window on the maps, with a unit pinned that the keyboard chose.
fn narrow_maps(height: f32) -> Window {
    // Pixels that are lost at once and later, padding, and a field with what it feeds: five lines in 300 pixels.
    let stack = "1x33x33: conv k3 s4 p1, maxpool k2 s3, conv k2 s2";
    let mut window = window_of([900.0, height], Lang::En, Some(stack));
    press(&mut window, Modifiers::ALT, Key::Num1);
    let canvas = window.query_all_by(|node| node.role() == Role::Canvas).next().expect("the maps");
    canvas.focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    window
}

#[test]
fn the_legend_of_a_narrow_view_is_painted_or_told() {
    let parts =
        ["what it sees", "the units that it feeds", "lost: no unit reads it", "lost by a later layer", "padding"];
    let whole = |window: &Window| parts.into_iter().filter(|part| is_whole(window, part)).count();
    let window = narrow_maps(1000.0);
    assert_eq!(whole(&window), parts.len(), "{:?}", texts(&window));
    // Where there is no room for them all, they are told when the legend is pointed at.
    let mut window = narrow_maps(480.0);
    assert!(whole(&window) < parts.len(), "nothing is hidden");
    let place = texts(&window).into_iter().find(|(text, _)| text.starts_with("what it sees")).expect("the legend").1;
    window.hover_at(place.center());
    for _ in 0..60 {
        window.step();
    }
    assert_eq!(whole(&window), parts.len(), "{:?}", texts(&window));
}
