//! The real app, driven by what people see and press. Numbers are from paper, not from the code: `1 + ⌊(N+2P−K)/S⌋`
//! and the tables of published losses.
#![cfg(feature = "window")]

use std::path::Path;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers, ViewportId, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use receptive::files;
use receptive::import::layer_text;
use receptive::locale::{Lang, Words};
use receptive::net::Document;

use super::driver::*;

#[test]
fn the_first_lesson_opens_with_its_loss() {
    let window = window_of([1440.0, 900.0], Lang::En, None);
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
    // 1 + ⌊4/3⌋ = 2; row 6 and column 6 of 7 are unread: 49 − 36 = 13.
    assert_says(&window, "1×7×7 → 1×2×2");
    assert_says(&window, "loses 13");
    assert_says(&window, "13 of 49 pixels lost");
    // 3·3 weights and a bias; 4 units of 9 taps.
    assert_says(&window, "10 parameters");
    assert_says(&window, "36 multiply–adds");
}

#[test]
fn a_stride_of_two_ends_the_loss_and_undo_brings_it_back() {
    let mut window = window_of([1440.0, 900.0], Lang::En, None);
    type_number(&mut window, "stride", "2");
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
    assert_says(&window, "1×7×7 → 1×3×3");
    assert_says(&window, "every pixel is seen");
    assert_silent(&window, "drops");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
    assert_says(&window, "loses 13");
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
    assert!(window.get_by_role_and_label(Role::Button, "Redo").accesskit_node().is_disabled());
}

#[test]
fn a_stack_is_built_by_clicking() {
    let mut window = window("1x7x7: relu");
    choose(&mut window, "File", "New");
    // The stack was opened, not changed: nobody is asked about it.
    assert_eq!(text(&window), "1x28x28:");
    for label in ["+ Conv", "+ Max pool", "+ Conv", "+ Max pool"] {
        click(&mut window, label);
    }
    assert_eq!(text(&window), "1x28x28: conv k3, maxpool k2, conv k3, maxpool k2");
    // 28 → 26 → 13 → 11 → 5, and the tail of the last pool costs rows and columns 26 and 27: 784 − 26² = 108.
    for shapes in ["1×28×28 → 1×26×26", "1×26×26 → 1×13×13", "1×13×13 → 1×11×11", "1×11×11 → 1×5×5"]
    {
        assert_says(&window, shapes);
    }
    assert_says(&window, "108 of 784 pixels lost");
    // Two fields of 3 at jumps 1 and 2, and two pools: 1 + 2 + 1 + 2·2 + 2·1 = 10.
    assert_says(&window, "RF 10");
    window.get_by_label("Insert layer 1 here").click();
    window.run();
    click(&mut window, "ReLU");
    assert_eq!(text(&window), "1x28x28: relu, conv k3, maxpool k2, conv k3, maxpool k2");
    for _ in 0..5 {
        press(&mut window, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(text(&window), "1x28x28:");
}

#[test]
fn one_drag_is_one_entry() {
    let mut window = window("1x32x32: conv k3, relu");
    let at = window.get_by_role_and_label(Role::SpinButton, "kernel").rect().center();
    window.hover_at(at);
    window.drag_at(at);
    for step in 1..=30 {
        window.hover_at(at + vec2(step as f32 * 4.0, 0.0));
    }
    window.drop_at(at + vec2(120.0, 0.0));
    window.run();
    let dragged = text(&window);
    assert_ne!(dragged, "1x32x32: conv k3, relu");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), "1x32x32: conv k3, relu");
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert_eq!(text(&window), dragged);
}

#[test]
fn layers_are_moved_copied_switched_off_renamed_and_deleted() {
    let mut window = window("1x32x32: conv k3, relu, maxpool k2");
    select(&mut window, "2 relu1");
    press(&mut window, Modifiers::ALT, Key::ArrowUp);
    assert_eq!(text(&window), "1x32x32: relu, conv k3, maxpool k2");
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(text(&window), "1x32x32: conv k3, maxpool k2, relu");
    press(&mut window, Modifiers::COMMAND, Key::D);
    assert_eq!(text(&window), "1x32x32: conv k3, maxpool k2, relu, relu");
    press(&mut window, Modifiers::COMMAND, Key::Slash);
    assert_eq!(text(&window), "1x32x32: conv k3, maxpool k2, relu, relu off");
    assert_says(&window, "switched off");
    press(&mut window, Modifiers::NONE, Key::F2);
    window.get_by_role_and_label(Role::TextInput, "Layer name").type_text("last one");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(text(&window), "1x32x32: conv k3, maxpool k2, relu, relu name=\"last one\" off");
    assert_says(&window, "4 last one");
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(text(&window), "1x32x32: conv k3, maxpool k2, relu");
    // A card is dragged above the first one.
    let (from, to) = (card(&window, "2 maxpool1").rect().center(), card(&window, "1 conv1").rect().center_top());
    window.hover_at(from);
    window.drag_at(from);
    window.hover_at(from - vec2(0.0, 20.0));
    window.hover_at(to);
    window.drop_at(to);
    window.run();
    assert_eq!(text(&window), "1x32x32: maxpool k2, conv k3, relu");
}

#[test]
fn layers_and_stacks_are_pasted_as_text() {
    let mut window = window("1x32x32: conv k3, relu");
    select(&mut window, "1 conv1");
    window.event(egui::Event::Paste("bn, dropout".into()));
    window.run();
    assert_eq!(text(&window), "1x32x32: conv k3, bn, dropout, relu");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), "1x32x32: conv k3, relu");
    window.event(egui::Event::Paste("3x8x8: maxpool k2".into()));
    window.run();
    assert_eq!(text(&window), "3x8x8: maxpool k2");
    window.event(egui::Event::Paste("conv k3, convv k3".into()));
    window.run();
    assert_eq!(text(&window), "3x8x8: maxpool k2");
    assert_says(&window, "Nothing pasted: line 1, column 10");
}

#[test]
fn the_stack_is_edited_as_text() {
    let mut window = window("1x32x32: conv k3, relu");
    press(&mut window, Modifiers::COMMAND, Key::T);
    let field = |window: &Window, text: &str| {
        window.get_by_role(Role::MultilineTextInput).set_text_value_accesskit(text);
    };
    field(&window, "1x32x32:\nconv k3\nrelo");
    window.run();
    assert_says(&window, "line 3, column 1");
    assert!(window.get_by_role_and_label(Role::Button, "Apply").accesskit_node().is_disabled());
    field(&window, "1x16x16:\nconv k5 s2");
    window.run();
    assert_says(&window, "1 layer, no errors");
    click(&mut window, "Apply");
    assert_eq!(text(&window), "1x16x16: conv k5 s2");
    // 1 + ⌊11/2⌋ = 6
    assert_says(&window, "1×16×16 → 1×6×6");
}

#[test]
fn a_layer_that_cannot_run_says_why_and_stays_editable() {
    let mut window = window("1x4x4: conv k3, conv k5, relu");
    select(&mut window, "2 conv2");
    assert_says(&window, "cannot run");
    // The map is 2 wide and the window spans 5.
    let sentence = "The window spans 5 rows, but the map with its padding has only 2: take a smaller kernel or dilation, \
        or add 2 to the padding at each end";
    assert!(said(&window).iter().any(|text| text == sentence), "{:#?}", said(&window));
    type_number(&mut window, "kernel", "2");
    assert_eq!(text(&window), "1x4x4: conv k3, conv k2, relu");
    assert_says(&window, "1×2×2 → 1×1×1");
    assert_silent(&window, "cannot run");
}

#[test]
fn values_are_linked_or_one_per_axis() {
    let mut window = window("1x9x9: conv k3");
    window.get_by_label("kernel: one value for all axes").click();
    window.run();
    assert_eq!(text(&window), "1x9x9: conv k3x3");
    type_number(&mut window, "kernel, columns", "5");
    assert_eq!(text(&window), "1x9x9: conv k3x5");
    // 9 − 2 and 9 − 4
    assert_says(&window, "1×9×9 → 1×7×5");
    assert_says(&window, "RF 3×5");
    window.get_by_label("kernel: one value for all axes").click();
    window.run();
    assert_eq!(text(&window), "1x9x9: conv k3");
}

#[test]
fn every_kind_of_padding_can_be_chosen() {
    let mut window = window("1x8x8: conv k3 s2");
    let mode = |window: &mut Window, entry: &str| {
        window.get_by_role_and_label(Role::ComboBox, "padding mode").click();
        window.run();
        window.get_by_role_and_label(Role::Button, entry).click();
        window.run();
    };
    mode(&mut window, "same");
    assert_eq!(text(&window), "1x8x8: conv k3 s2 psame");
    // ⌈8/2⌉
    assert_says(&window, "1×8×8 → 1×4×4");
    mode(&mut window, "begin and end");
    type_number(&mut window, "padding, begin", "0");
    assert_eq!(text(&window), "1x8x8: conv k3 s2 p0:1");
    // 1 + ⌊(8 + 1 − 3)/2⌋ = 4
    assert_says(&window, "1×8×8 → 1×4×4");
    mode(&mut window, "valid (none)");
    assert_eq!(text(&window), "1x8x8: conv k3 s2");
    mode(&mut window, "number");
    type_number(&mut window, "padding", "2");
    assert_eq!(text(&window), "1x8x8: conv k3 s2 p2");
}

#[test]
fn the_input_is_edited() {
    let mut window = window("1x8x8: maxpool k2");
    select(&mut window, "Input");
    type_number(&mut window, "channels", "3");
    type_number(&mut window, "size", "10");
    assert_eq!(text(&window), "3x10x10: maxpool k2");
    click(&mut window, "3 axes");
    assert_eq!(text(&window), "3x10x10x10: maxpool k2");
    assert_says(&window, "3×5×5×5");
    click(&mut window, "1 axis");
    type_number(&mut window, "batch", "4");
    assert_eq!(text(&window), "4@3x10: maxpool k2");
}

/// A text that is the same in both languages for a reason: numbers, layer text, the names of layers and of languages.
fn is_no_word(text: &str) -> bool {
    let longest = text.split(|c: char| !c.is_alphabetic()).map(|word| word.chars().count()).max().unwrap_or(0);
    let same = [
        "ReLU",
        "GELU",
        "VGG-16",
        "English",
        "Русский",
        "receptive",
        "same",
        "Delete",
        "Home",
        "End",
        "Space",
        "Ctrl+Delete",
        "Delete   Backspace",
        "px",
        "..",
        "Tab",
        "Esc",
    ];
    let names = [
        "AlexNet",
        "LeNet",
        "MobileNet",
        "C3D",
        "conv1",
        "conv2",
        "maxpool1",
        "relu1",
        "relu2",
        "Ctrl+",
        "Alt+",
        "Shift+",
        "conv k3",
        "Insert",
    ];
    longest < 3
        || text.ends_with('\n')
        || same.contains(&text)
        || names.iter().any(|name| text.contains(name))
        || text.starts_with('/')
}

/// Everything that the window says in its menus, cards and dialogs. They list a folder of their own: what the one holds
/// of whoever runs this is the same in every language.
fn tour(lang: Lang) -> std::collections::BTreeSet<String> {
    let words = Words::new(lang);
    let mut texts = std::collections::BTreeSet::new();
    let stack = "1x8x8: conv k3 s2 p1:2, maxpool k2, relu, conv k9, relu off";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("{}.receptive.toml", lang.word()));
    files::save_document(&file, &Document::new(layer_text::read_stack(stack).unwrap())).unwrap();
    let mut window = window_on([1440.0, 900.0], lang, Some((Some(file), stack)));
    let mut hear = |window: &Window| texts.extend(said(window));
    hear(&window);
    for menu in ["menu-file", "menu-edit", "menu-view", "menu-lessons", "menu-help"] {
        click(&mut window, words.get(menu));
        hear(&window);
        if menu == "menu-view" {
            for submenu in ["menu-theme", "menu-language"] {
                let at = window.get_all_by_label(words.get(submenu)).last().unwrap().rect().center();
                window.hover_at(at);
                window.run_steps(4);
                hear(&window);
            }
        }
        press(&mut window, Modifiers::NONE, Key::Escape);
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    click(&mut window, words.get("add-more"));
    hear(&window);
    press(&mut window, Modifiers::NONE, Key::Escape);
    for (modifiers, key) in [(Modifiers::COMMAND, Key::T), (Modifiers::COMMAND, Key::O), (Modifiers::NONE, Key::F1)] {
        press(&mut window, modifiers, key);
        hear(&window);
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    choose(&mut window, words.get("menu-help"), words.get("cmd-about"));
    hear(&window);
    press(&mut window, Modifiers::NONE, Key::Escape);
    select(&mut window, words.get("map-input"));
    hear(&window);
    for name in ["2 maxpool1", "3 relu1", "4 conv2", "5 relu2"] {
        select(&mut window, name);
        hear(&window);
        press(&mut window, Modifiers::NONE, Key::F2);
        hear(&window);
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    press(&mut window, Modifiers::NONE, Key::Delete);
    press(&mut window, Modifiers::COMMAND, Key::N);
    hear(&window);
    texts
}

#[test]
fn every_text_is_in_both_languages() {
    let (english, russian) = (tour(Lang::En), tour(Lang::Ru));
    let both: Vec<_> = english.intersection(&russian).filter(|text| !is_no_word(text)).collect();
    assert!(both.is_empty(), "the same in both languages: {both:#?}");
    assert!(english.len() > 150, "{}", english.len());
}

#[test]
fn the_language_is_switched_live() {
    let stack = "1x8x8: conv k3 s2, relu";
    let mut window = window(stack);
    let english = said(&window);
    click(&mut window, "Language");
    assert_says(&window, "ядро");
    assert_silent(&window, "kernel");
    assert_eq!(text(&window), stack);
    click(&mut window, "Язык");
    assert_eq!(said(&window), english);
}

#[test]
fn a_document_is_saved_and_opened() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window("1x32x32: conv k3, relu");
    select(&mut window, "2 relu1");
    press(&mut window, Modifiers::COMMAND, Key::D);
    choose(&mut window, "File", "Save");
    answer_path(&mut window, &folder.path().join("net"), "Save");
    wait_for(&mut window, "Saved net.receptive.toml");
    let file = folder.path().join("net.receptive.toml");
    let saved = std::fs::read_to_string(&file).unwrap();
    assert!(saved.contains("conv k3"), "{saved}");
    // Nothing is unsaved now: a new document is there at once.
    choose(&mut window, "File", "New");
    assert_eq!(text(&window), "1x28x28:");
    choose(&mut window, "File", "Open…");
    window.get_by_role_and_label(Role::TextInput, "File").set_text_value_accesskit(file.to_str().unwrap());
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    wait_for(&mut window, "Opened net.receptive.toml");
    assert_eq!(text(&window), "1x32x32: conv k3, relu, relu");
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked_twice() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window("1x32x32: conv k3");
    // As written, and with the ending that the program adds.
    for (name, written) in [("net.receptive.toml", "net.receptive.toml"), ("other", "other.receptive.toml")] {
        let file = folder.path().join(written);
        std::fs::write(&file, "old").unwrap();
        choose(&mut window, "File", "Save as…");
        answer_path(&mut window, &folder.path().join(name), "Save");
        wait_for(&mut window, "This file exists");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
        click(&mut window, "Replace");
        wait_for(&mut window, &format!("Saved {written}"));
        assert!(std::fs::read_to_string(&file).unwrap().contains("conv k3"));
    }
    // A file that the list of the dialog leaves out; a picture is asked about as well.
    let hidden = folder.path().join(".hidden.svg");
    std::fs::write(&hidden, "old").unwrap();
    click(&mut window, "Export…");
    click(&mut window, "Save…");
    answer_path(&mut window, &hidden, "Save");
    wait_for(&mut window, "This file exists");
    answer_path(&mut window, &folder.path().join("other.svg"), "Save");
    wait_for(&mut window, "Saved other.svg");
    assert_eq!(std::fs::read_to_string(&hidden).unwrap(), "old");
}

#[test]
fn a_file_is_opened_over_changes_only_when_they_are_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.receptive.toml");
    std::fs::write(&file, "input = \"1x9x9\"\nlayers = [\"conv k5\"]\n").unwrap();
    let mut window = window("1x7x7: conv k3 s3");
    type_number(&mut window, "stride", "2");
    // The question comes when the file is read: until then there may be more changes.
    for (answer, then) in [("Cancel", "1x7x7: conv k3 s2"), ("Do not save", "1x9x9: conv k5")] {
        press(&mut window, Modifiers::COMMAND, Key::O);
        answer_path(&mut window, &file, "Open");
        wait_for(&mut window, "Save the changes?");
        assert_eq!(text(&window), "1x7x7: conv k3 s2");
        click(&mut window, answer);
        assert_eq!(text(&window), then);
    }
    // A file that cannot be opened is no reason to ask.
    type_number(&mut window, "kernel", "3");
    press(&mut window, Modifiers::COMMAND, Key::O);
    answer_path(&mut window, &folder.path().join("missing.toml"), "Open");
    wait_for(&mut window, "was not opened");
    assert_silent(&window, "Save the changes?");
    assert_eq!(text(&window), "1x9x9: conv k3");
}

#[test]
fn a_file_of_layer_text_is_not_saved_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.txt");
    std::fs::write(&file, "1x9x9: conv k5").unwrap();
    let mut window = window("1x7x7: relu");
    press(&mut window, Modifiers::COMMAND, Key::O);
    let list = folder.path().join("");
    window.get_by_role_and_label(Role::TextInput, "File").set_text_value_accesskit(list.to_str().unwrap());
    wait_for(&mut window, "net.txt");
    click(&mut window, "net.txt");
    click(&mut window, "Open");
    wait_for(&mut window, "Opened net.txt");
    press(&mut window, Modifiers::COMMAND, Key::S);
    let name = window.get_by_role_and_label(Role::TextInput, "File").value();
    assert_eq!(name.as_deref(), folder.path().join("net.receptive.toml").to_str());
    click(&mut window, "Save");
    wait_for(&mut window, "Saved net.receptive.toml");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "1x9x9: conv k5");
}

#[test]
fn comments_that_saving_drops_are_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.receptive.toml");
    std::fs::write(&file, "# mine\ninput = \"1x9x9\"\nlayers = [\"conv k5\"]\n").unwrap();
    let mut window = window("1x7x7: relu");
    window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
    wait_for(&mut window, "Opened net.receptive.toml");
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "no comments");
    type_number(&mut window, "kernel", "3");
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "Saved net.receptive.toml");
    assert_silent(&window, "comments");
}

#[test]
fn what_is_as_it_was_counts_as_unchanged() {
    let mut window = window("1x32x32: conv k3");
    let nothing_to_undo =
        |window: &Window| window.get_by_role_and_label(Role::Button, "Undo").accesskit_node().is_disabled();
    press(&mut window, Modifiers::COMMAND, Key::T);
    click(&mut window, "Apply");
    assert!(nothing_to_undo(&window));
    click(&mut window, "+ Conv");
    press(&mut window, Modifiers::NONE, Key::Backspace);
    assert_eq!(text(&window), "1x32x32: conv k3");
    choose(&mut window, "File", "New");
    assert_silent(&window, "Save the changes?");
    assert_eq!(text(&window), "1x28x28:");
}

#[test]
fn how_maps_are_looked_at_is_saved_but_is_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.receptive.toml");
    let mut window = window("1x9x9: conv k3");
    click(&mut window, "Aligned");
    window.get_by_role_and_label(Role::Canvas, "Feature maps").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::COMMAND, Key::S);
    answer_path(&mut window, &file, "Save");
    wait_for(&mut window, "Saved net.receptive.toml");
    let saved = std::fs::read_to_string(&file).unwrap();
    assert!(saved.contains("aligned") && saved.contains("[3, 3]"), "{saved}");
    // A new stack says nothing about how it is looked at.
    choose(&mut window, "File", "New");
    assert_eq!(window.state().document().view.look.layout, receptive::net::Layout::Aligned);
}

#[test]
fn a_text_that_changes_a_setting_lets_the_pin_be() {
    let mut window = window("1x9x9: conv k3, conv k3");
    window.get_by_role_and_label(Role::Canvas, "Feature maps").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_says(&window, "unit (3, 3) of conv1 sees rows 3–5");
    press(&mut window, Modifiers::COMMAND, Key::T);
    window.get_by_role(Role::MultilineTextInput).set_text_value_accesskit("1x9x9: conv k5, relu");
    window.run();
    click(&mut window, "Apply");
    assert_says(&window, "unit (3, 3) of conv1 sees rows 3–7");
}

#[test]
fn backspace_in_a_field_deletes_a_letter_and_no_layer() {
    let mut window = window("1x32x32: conv k3, relu");
    press(&mut window, Modifiers::NONE, Key::F2);
    window.get_by_role_and_label(Role::TextInput, "Layer name").type_text("ab");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Backspace);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(text(&window), "1x32x32: conv k3 name=\"a\", relu");
    press(&mut window, Modifiers::NONE, Key::Backspace);
    assert_eq!(text(&window), "1x32x32: relu");
}

#[test]
fn the_focus_stays_in_its_gap_when_layers_above_go() {
    let mut window = window("1x32x32: conv k3, relu, maxpool k2");
    window.get_by_label("Insert layer 3 here").focus();
    window.run();
    let first = window.state().document().stack.layers()[0].id;
    window.state_mut().edit(receptive::net::Edit::Remove(first));
    window.run();
    assert!(window.get_by_label("Insert layer 2 here").is_focused());
}

/// The place of the button of a fix.
#[track_caller]
fn fix(window: &Window, name: &str) -> egui::Rect {
    let fixes = window
        .query_all_by(|node| node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(name)));
    fixes.map(|node| node.rect()).min_by(|a, b| a.width().total_cmp(&b.width())).unwrap()
}

#[test]
fn the_legend_is_told_as_well_as_drawn() {
    let mut window = window("1x7x7: conv k3 s3");
    assert_says(&window, "lost: no unit reads it");
    let at = fix(&window, "stride 2").center();
    window.hover_at(at);
    window.run();
    assert_says(&window, "preview: click to apply");
}

#[test]
fn a_broken_file_leaves_the_document_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, &[u8]); 4] = [
        ("empty", b""),
        ("cut", b"version = 1\ninput = \"1x7"),
        ("typo", b"version = 1\ninput = \"1x7x7\"\nlayers = [\"conv k3\", \"convv k3\"]\n"),
        ("bytes", &[0xff, 0xfe, 0x00, 0x41]),
    ];
    for (name, bytes) in cases {
        let file = folder.path().join(format!("{name}.receptive.toml"));
        std::fs::write(&file, bytes).unwrap();
        let mut window = window("1x7x7: conv k3 s3");
        choose(&mut window, "File", "Open…");
        answer_path(&mut window, &file, "Open");
        wait_for(&mut window, "was not opened");
        assert_eq!(text(&window), "1x7x7: conv k3 s3", "{name}");
        click(&mut window, "Close");
        assert_silent(&window, "was not opened");
    }
}

#[test]
fn unsaved_changes_are_asked_about() {
    let mut window = window("1x7x7: conv k3 s3");
    type_number(&mut window, "stride", "2");
    choose(&mut window, "File", "New");
    assert_says(&window, "Save the changes?");
    click(&mut window, "Cancel");
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
    choose(&mut window, "File", "New");
    click(&mut window, "Do not save");
    assert_eq!(text(&window), "1x28x28:");
}

#[test]
fn a_lesson_takes_the_place_of_the_stack_and_undo_takes_it_back() {
    let mut window = window("1x7x7: conv k3 s3");
    click(&mut window, "Lessons");
    click(&mut window, "VGG-16");
    assert_says(&window, "3×224×224 → 64×224×224");
    // As published by Simonyan and Zisserman: 138 M.
    assert_says(&window, "138\u{202F}357\u{202F}544 parameters");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
}

#[test]
fn a_picture_is_exported() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window("1x7x7: conv k3 s3");
    for (name, head) in [("maps.svg", &b"<"[..]), ("maps.png", &b"\x89PNG"[..])] {
        click(&mut window, "Export…");
        click(&mut window, "Save…");
        answer_path(&mut window, &folder.path().join(name), "Save");
        wait_for(&mut window, &format!("Saved {name}"));
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        assert!(bytes.starts_with(head), "{name}");
    }
    click(&mut window, "Export…");
    click(&mut window, "Save…");
    answer_path(&mut window, &folder.path().join("maps.gif"), "Save");
    assert_says(&window, "Pictures in the format gif are not made");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is written under another name");
}

/// Every kind of layer, so that every control is shown once.
const EVERY_OP: &str = "2x24x24: conv k3 p1 g2, convt k2 s2 op1, maxpool k2 ceil, avgpool k3 p1, upsample x2 linear, \
    pad p1:2, crop p1, bn, dropout, sigmoid, tanh, gelu, relu, adaptmax o8, adaptavg o4x4, gap, flatten, linear c10";

#[test]
fn every_control_has_a_name_in_both_languages() {
    for lang in Lang::ALL {
        let mut window = window_of([1440.0, 1000.0], lang, Some(EVERY_OP));
        let layers = window.state().document().stack.layers().len();
        // The harness fails at controls without a name, and at letters without a face.
        for _ in 0..layers {
            press(&mut window, Modifiers::NONE, Key::F2);
            press(&mut window, Modifiers::NONE, Key::Escape);
            press(&mut window, Modifiers::ALT, Key::ArrowDown);
            press(&mut window, Modifiers::COMMAND, Key::Z);
            assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
            let next = window.state().document().stack.layers().len();
            assert_eq!(next, layers);
            let names = window.state().document().stack.shown_names();
            let selected = (0..layers).find(|at| {
                let label = format!("{} {},", at + 1, names[*at]);
                window
                    .query_by(move |node| {
                        node.label().is_some_and(|text| text.starts_with(&label))
                            && node.toggled() == Some(egui::accesskit::Toggled::True)
                    })
                    .is_some()
            });
            if let Some(name) = selected.and_then(|at| names.get(at + 1).map(|name| format!("{} {name}", at + 2))) {
                select(&mut window, &name);
            }
        }
        for key in [Key::F1, Key::Escape] {
            press(&mut window, Modifiers::NONE, key);
        }
        for key in [Key::T, Key::O, Key::E] {
            press(&mut window, Modifiers::COMMAND, key);
            press(&mut window, Modifiers::NONE, Key::Escape);
        }
    }
}

#[test]
fn an_idle_window_draws_nothing() {
    let mut window = window_of([1440.0, 900.0], Lang::En, None);
    let idle = |window: &Window| window.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    window.run();
    assert_eq!(idle(&window), Duration::MAX, "{:?}", window.ctx.repaint_causes());
    window.hover_at(pos2(700.0, 300.0));
    window.run();
    window.remove_cursor();
    window.run();
    // A tooltip may still be waiting; it comes to rest by itself.
    std::thread::sleep(Duration::from_millis(10));
    window.run_steps(8);
    assert_eq!(idle(&window), Duration::MAX, "{:?}", window.ctx.repaint_causes());
}

#[test]
fn small_and_empty_windows_are_survived() {
    for lang in Lang::ALL {
        let mut window = window_of([720.0, 480.0], lang, Some(EVERY_OP));
        window.run();
        let export = if lang == Lang::En { "Export…" } else { "Экспорт…" };
        let export = window.get_by_role_and_label(Role::Button, export).rect();
        let help = window.get_by_role_and_label(Role::Button, if lang == Lang::En { "Help" } else { "Справка" }).rect();
        assert!(help.right() < export.left(), "{help:?} {export:?}");
        assert!(export.right() <= 720.0);
        window.set_size(vec2(0.0, 0.0));
        window.run();
        window.set_size(vec2(300.0, 120.0));
        window.run();
        window.set_size(vec2(1440.0, 900.0));
        window.run();
    }
}

#[test]
fn thousands_of_layers_are_laid_out_only_where_they_are_seen() {
    let layers = vec!["conv k3 p1"; 5000].join(", ");
    let window = window(&format!("1x64x64: {layers}"));
    assert_says(&window, "1 conv1");
    assert_silent(&window, "60 conv60,");
}

#[test]
fn absurd_settings_are_told_not_crashed_on() {
    for stack in [
        "1x7x7: conv k1000000000",
        "1x1073741824x1073741824: conv k3 s2 p1, maxpool k2",
        "1x7x7: conv k3 s1000000000 p1000000000 d1000000000 c1000000000",
        "1073741824@1073741824x1073741824x1073741824x1073741824: conv k3 c1073741824, upsample x1073741824, gap",
        "3x1: relu",
    ] {
        let mut window = window(stack);
        let layers = window.state().document().stack.shown_names();
        for (at, name) in layers.iter().enumerate() {
            select(&mut window, &format!("{} {name}", at + 1));
        }
        select(&mut window, "Input");
        assert_eq!(text(&window), stack);
    }
}

#[test]
fn a_fix_is_shown_before_it_is_made() {
    let mut window = window("1x7x7: conv k3 s3");
    let at = fix(&window, "stride 2").center();
    window.hover_at(at);
    window.run();
    assert!(drawn(&window).iter().any(|text| text.contains("preview")));
    assert!(drawn(&window).iter().any(|text| text.contains("1 × 3 × 3")), "the maps show the fixed network");
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
    window.drag_at(at);
    window.drop_at(at);
    window.run();
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
    window.hover_at(pos2(700.0, 300.0));
    window.run();
    assert!(!drawn(&window).iter().any(|text| text.contains("preview")));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
}

#[test]
fn layers_are_copied_and_cut_as_text() {
    let copied = |window: &Window| {
        let commands = &window.output().platform_output.commands;
        commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    let mut window = window("1x32x32: conv k3 c4, relu");
    select(&mut window, "1 conv1");
    window.event(egui::Event::Copy);
    window.step();
    assert_eq!(copied(&window).as_deref(), Some("conv k3 c4"));
    window.event(egui::Event::Cut);
    window.step();
    assert_eq!(copied(&window).as_deref(), Some("conv k3 c4"));
    window.run();
    assert_eq!(text(&window), "1x32x32: relu");
    select(&mut window, "Input");
    window.event(egui::Event::Copy);
    window.step();
    assert_eq!(copied(&window).as_deref(), Some("1x32x32: relu"));
}

/// A file that was let go over the window.
#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_dropped_file_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dropped.txt");
    std::fs::write(&file, "2x9x9: conv k5").unwrap();
    let mut window = window("1x7x7: conv k3 s3");
    window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
    wait_for(&mut window, "Opened dropped.txt");
    assert_eq!(text(&window), "2x9x9: conv k5");
}

#[test]
fn saving_where_nothing_can_be_written_says_so() {
    let mut window = window("1x7x7: conv k3 s3");
    choose(&mut window, "File", "Save as…");
    answer_path(&mut window, Path::new("/proc/no/such/folder/net.receptive.toml"), "Save");
    wait_for(&mut window, "was not saved: the folder does not exist");
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
}

#[test]
fn the_keyboard_comes_to_every_card_in_the_order_in_which_they_stand() {
    let mut window = window(&format!("1x64x64: {}", vec!["relu"; 40].join(", ")));
    let order = tab_order(&mut window);
    assert_order(
        &order,
        &[
            "File",
            "Help",
            "Light or dark",
            "Language",
            "Export…",
            "Input",
            "1 relu1",
            "20 relu20",
            "Insert layer 40 here",
            "40 relu40",
            "+ Conv",
            "Equal cells",
            "Zoom in",
            "Feature maps",
        ],
    );
    // And back.
    window.get_by_label("+ Conv").focus();
    for _ in 0..90 {
        press(&mut window, Modifiers::SHIFT, Key::Tab);
        if focused(&window).is_some_and(|label| label.starts_with("Input")) {
            return;
        }
    }
    panic!("the way back ends at {:?}", focused(&window));
}
