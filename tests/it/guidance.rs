//! Guidance: the palette, the notes, the messages, the tips and the stage, as people meet them. Losses are counted on
//! paper: of 7 pixels a kernel of 3 at a stride of 3 reads 6 on each axis, 49 − 36 = 13.
#![cfg(feature = "window")]

use std::time::Duration;

use egui::accesskit::{Live, Role};
use egui::{Key, Modifiers, ViewportId, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use receptive::locale::{Lang, Words};

use super::driver::*;

const LOSSY: &str = "1x7x7: conv k3 s3";
const NO: Modifiers = Modifiers::NONE;

fn both() -> [(Lang, Words); 2] {
    Lang::ALL.map(|lang| (lang, Words::new(lang)))
}

/// Opens the palette and types into it.
fn palette(window: &mut Window, text: &str) {
    press(window, Modifiers::COMMAND, Key::K);
    // Those who hear are told of the chosen row; the letters go into the field.
    window.get_by_role(Role::TextInput).type_text(text);
    window.run();
}

/// The rows of the palette in sight, the chosen one first in the pair.
fn rows(window: &Window) -> (Option<String>, Vec<String>) {
    let nodes: Vec<_> = window.query_all_by(|node| node.role() == Role::ListBoxOption).collect();
    let label = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().unwrap_or_default();
    let chosen = nodes.iter().find(|node| node.accesskit_node().is_selected() == Some(true)).map(label);
    let chosen = chosen.or_else(|| {
        let on =
            |node: &&egui_kittest::Node<'_>| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True);
        nodes.iter().find(on).map(label)
    });
    (chosen, nodes.iter().map(label).collect())
}

#[test]
fn the_palette_runs_a_command_by_a_few_letters() {
    for (lang, letters) in [(Lang::En, "dupl"), (Lang::Ru, "дубл"), (Lang::Ru, "dupl")] {
        let mut window = window_of([1440.0, 900.0], lang, Some(LOSSY));
        palette(&mut window, letters);
        press(&mut window, NO, Key::Enter);
        assert_eq!(text(&window), "1x7x7: conv k3 s3, conv k3 s3", "{letters}");
        assert!(rows(&window).1.is_empty(), "the palette is closed");
    }
}

#[test]
fn the_palette_goes_to_layers_views_and_lessons() {
    let mut window = window("1x32x32: conv k3, relu, maxpool k2");
    palette(&mut window, "maxp");
    assert_eq!(rows(&window).0.as_deref(), Some("Go to: maxpool1, maxpool k2"));
    press(&mut window, NO, Key::Enter);
    assert_says(&window, "3 · maxpool1");
    palette(&mut window, "view ladder");
    press(&mut window, NO, Key::Enter);
    let ladder = window.get_by_role_and_label(Role::Tab, "Ladder");
    assert_eq!(ladder.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
    palette(&mut window, "lesson dropped");
    press(&mut window, NO, Key::Enter);
    assert_eq!(text(&window), LOSSY);
}

#[test]
fn the_palette_is_walked_with_the_arrows_and_left_with_escape() {
    let mut window = window("1x32x32: conv k3, conv k3, conv k3");
    window.get_by_role_and_label(Role::Button, "Fit").focus();
    window.run();
    palette(&mut window, "go conv");
    let (chosen, all) = rows(&window);
    assert_eq!(all.len(), 3, "{all:?}");
    assert_eq!(chosen.as_ref(), all.first());
    press(&mut window, NO, Key::ArrowDown);
    assert_eq!(rows(&window).0.as_ref(), all.get(1));
    press(&mut window, NO, Key::PageDown);
    assert_eq!(rows(&window).0.as_ref(), all.get(2));
    press(&mut window, NO, Key::ArrowDown);
    assert_eq!(rows(&window).0.as_ref(), all.first(), "past the end it begins again");
    press(&mut window, NO, Key::ArrowUp);
    assert_eq!(rows(&window).0.as_ref(), all.last());
    press(&mut window, NO, Key::Escape);
    assert!(rows(&window).1.is_empty());
    assert_eq!(focused(&window).as_deref(), Some("Fit"), "the keyboard is where it was");
    assert_eq!(text(&window), "1x32x32: conv k3, conv k3, conv k3");
}

#[test]
fn the_palette_leaves_out_what_cannot_be_done() {
    let mut window = window(LOSSY);
    palette(&mut window, "undo");
    assert!(!rows(&window).1.iter().any(|row| row.starts_with("Undo")), "{:?}", rows(&window));
    press(&mut window, NO, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::D);
    palette(&mut window, "undo");
    assert!(rows(&window).0.is_some_and(|row| row.starts_with("Undo, ")));
}

#[test]
fn thousands_of_layers_are_searched_and_only_those_in_sight_drawn() {
    let layers = vec!["conv k3 p1"; 5000].join(", ");
    let mut window = window(&format!("1x64x64: {layers}"));
    palette(&mut window, "conv4999");
    let (chosen, all) = rows(&window);
    assert!(chosen.is_some_and(|row| row.starts_with("Go to: conv4999")));
    assert!(all.len() < 20, "{}", all.len());
    press(&mut window, NO, Key::Enter);
    assert_says(&window, "4999 · conv4999");
}

#[test]
fn notes_lead_to_their_layers_and_end_a_loss() {
    for (lang, words) in both() {
        let mut window = window_of([1440.0, 900.0], lang, Some("1x7x7: relu, conv k3 s3"));
        // The network's own remark, and one for each axis.
        let tab = words.with("notes-tab", &[("count", 3_u64.into())]);
        press(&mut window, Modifiers::COMMAND, Key::Num4);
        window.get_by_role_and_label(Role::Tab, &tab);
        let jump = words.with("notes-jump", &[("layer", "conv1".into())]);
        window.get_all_by_label(&jump).next().unwrap().click();
        window.run();
        assert_says(&window, "2 · conv1");
        // One more pixel of padding on both sides: 1 + ⌊(9 − 3)/3⌋ = 3.
        let fix = window.get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with("conv1: "))
        });
        fix.click();
        window.run();
        assert_says(&window, words.get("notes-none"));
        assert_says(&window, words.get("status-all-seen"));
    }
}

#[test]
fn a_layer_that_cannot_run_is_noted_first() {
    let mut window = window("1x8x8: conv k3 s2, relu, conv k9");
    press(&mut window, Modifiers::COMMAND, Key::Num4);
    let first = window.query_all_by(|node| node.label().is_some_and(|label| label.starts_with("Go to "))).next();
    assert_eq!(first.unwrap().accesskit_node().label().as_deref(), Some("Go to conv2"));
    assert_says(&window, "cannot run: ");
}

fn press_headline(window: &mut Window) {
    let is_headline = |node: &egui_kittest::Node<'_>| {
        let label = node.accesskit_node().label();
        node.accesskit_node().role() == Role::Button && label.is_some_and(|label| label.starts_with("13 of 49 pixels"))
    };
    window.query_all_by(|_| true).find(is_headline).unwrap().click();
    window.run();
}

#[test]
fn the_headline_opens_the_notes_and_tabs_bring_the_chart_back() {
    let mut window = window(LOSSY);
    let chart = |window: &Window| window.query_by_role_and_label(Role::Image, "Receptive field by layer").is_some();
    assert!(chart(&window));
    press_headline(&mut window);
    assert!(!chart(&window));
    assert_says(&window, "Go to conv1");
    press_headline(&mut window);
    assert_says(&window, "Go to conv1");
    window.get_by_role_and_label(Role::Tab, "Field by layer").click();
    window.run();
    assert!(chart(&window));
    press(&mut window, Modifiers::COMMAND, Key::Num3);
    assert!(!chart(&window), "the key of what is shown hides the strip");
    press(&mut window, Modifiers::COMMAND, Key::Num4);
    assert_says(&window, "Go to conv1");
}

/// Is this being said as a toast?
fn toasted(window: &Window, text: &str) -> bool {
    let live = |live| live != Live::Off;
    window
        .query_all_by(|node| node.value().or_else(|| node.label()).is_some_and(|said| said == text))
        .any(|node| live(node.accesskit_node().live()))
}

#[test]
fn what_happened_is_told_and_goes_by_itself() {
    for (lang, undone, copied) in [
        (Lang::En, "Undone: delete a layer", "Copied conv1"),
        (Lang::Ru, "Отменено: удаление слоя", "Скопировано: conv1"),
    ] {
        let mut window = window_of([1440.0, 900.0], lang, Some(LOSSY));
        press(&mut window, NO, Key::Delete);
        press(&mut window, Modifiers::COMMAND, Key::Z);
        assert!(toasted(&window, undone), "{:#?}", said(&window));
        press(&mut window, NO, Key::CloseBracket);
        window.event(egui::Event::Copy);
        window.run();
        assert!(toasted(&window, undone) && toasted(&window, copied));
        let close = Words::new(lang).get("toast-close").to_owned();
        assert_eq!(window.get_all_by_label(&close).count(), 2);
        window.get_all_by_label(&close).last().unwrap().click();
        window.run();
        assert_eq!(window.get_all_by_label(&close).count(), 1);
        window.remove_cursor();
        for _ in 0..((6.0 / window.input().predicted_dt) as usize) {
            window.step();
        }
        assert!(window.query_by_label(&close).is_none(), "{:#?}", said(&window));
        window.run();
        let idle = window.output().viewport_output[&ViewportId::ROOT].repaint_delay;
        assert_eq!(idle, Duration::MAX, "{:?}", window.ctx.repaint_causes());
    }
}

#[test]
fn the_stage_shows_one_view_and_one_sentence_and_gives_everything_back() {
    for (lang, words) in both() {
        let mut window = window_of([1440.0, 900.0], lang, None);
        let zoom = window.ctx.zoom_factor();
        click(&mut window, words.get("button-present"));
        assert!((window.ctx.zoom_factor() / zoom - 1.4).abs() < 1e-3);
        assert!(window.query_by_label(words.get("menu-file")).is_none());
        assert!(window.query_by_label_contains("1 conv1,").is_none());
        let canvas = |window: &Window| {
            let canvas = window.get_by(|node| node.role() == Role::Canvas);
            (canvas.accesskit_node().label().unwrap_or_default(), canvas.accesskit_node().value().unwrap_or_default())
        };
        assert!(window.get_by(|node| node.role() == Role::Canvas).is_focused(), "the arrows work at once");
        assert_says(&window, LOSSY);
        let before = canvas(&window).1;
        press(&mut window, NO, Key::ArrowLeft);
        assert_ne!(canvas(&window).1, before);
        press(&mut window, Modifiers::ALT, Key::Num2);
        assert_eq!(canvas(&window).0, words.get("title-ladder"));
        assert!(window.get_by(|node| node.role() == Role::Canvas).is_focused());
        // The next lesson: N = 5, K = 3, S = 1.
        press(&mut window, NO, Key::N);
        assert_eq!(text(&window), "1x5x5: conv k3");
        press(&mut window, NO, Key::Escape);
        assert_eq!(window.ctx.zoom_factor(), zoom);
        window.get_by_label(words.get("menu-file"));
    }
}

#[test]
fn layers_are_walked_with_brackets() {
    let mut window = window("1x32x32: conv k3, relu, conv k5");
    press(&mut window, NO, Key::CloseBracket);
    assert_says(&window, "2 · relu1");
    for _ in 0..3 {
        press(&mut window, NO, Key::CloseBracket);
    }
    assert_says(&window, "3 · conv2");
    for _ in 0..3 {
        press(&mut window, NO, Key::OpenBracket);
    }
    assert_says(&window, "The whole network");
    press(&mut window, NO, Key::F11);
    press(&mut window, NO, Key::PageDown);
    // 30 wide: the middle unit is 15, and sees 15 to 17.
    assert_says(&window, "Unit (15, 15) of conv1 sees rows 15–17 and columns 15–17 of the input");
}

#[test]
fn f6_goes_round_the_parts_of_the_window() {
    let mut window = window(LOSSY);
    let mut come = Vec::new();
    for _ in 0..6 {
        press(&mut window, NO, Key::F6);
        come.push(focused(&window).unwrap_or_default());
    }
    let expected = ["File", "Input", "Feature maps", "Field by layer", "padding 1", "File"];
    for (come, expected) in come.iter().zip(expected) {
        assert!(come.starts_with(expected), "{come} is not {expected}");
    }
    press(&mut window, Modifiers::SHIFT, Key::F6);
    assert!(focused(&window).is_some_and(|label| label.starts_with("padding 1")));
    press(&mut window, Modifiers::SHIFT, Key::F6);
    press(&mut window, Modifiers::SHIFT, Key::F6);
    assert_eq!(focused(&window).as_deref(), Some("Feature maps"));
}

#[test]
fn tab_goes_from_left_to_right_and_down() {
    let mut window = window(LOSSY);
    let order = tab_order(&mut window);
    assert_order(
        &order,
        &[
            "File",
            "Present",
            "Input",
            "1 conv1",
            "kernel",
            "+ Conv",
            "Zoom in",
            "Maps",
            "Feature maps",
            "Field by layer",
            "Notes (3)",
            "padding 1",
            "13 of 49",
        ],
    );
}

#[test]
fn a_setting_says_what_it_is() {
    for (lang, words) in both() {
        let mut window = window_of([1440.0, 900.0], lang, Some(LOSSY));
        let stride = words.get("setting-stride");
        let at = window.get_by_role_and_label(Role::SpinButton, stride).rect().left_center() - vec2(60.0, 0.0);
        let told = |window: &Window| {
            let drawn = drawn(window);
            drawn.iter().any(|text| text == words.get("teach-stride"))
                && drawn.iter().any(|text| text == "N′ = ⌊(N + 2P − D(K − 1) − 1)/S⌋ + 1")
        };
        assert!(!told(&window));
        window.hover_at(at);
        window.run_steps(40);
        assert!(told(&window), "{:#?}", drawn(&window));
        // By keyboard as well: shown, and told to those who hear it.
        window.remove_cursor();
        window.run_steps(8);
        assert!(!told(&window));
        window.get_by_role_and_label(Role::SpinButton, stride).focus();
        window.run_steps(40);
        assert!(told(&window), "{:#?}", drawn(&window));
        let heard = window.get_by(|node| node.is_focused() && node.role() != Role::Window);
        let heard = heard.accesskit_node().description().unwrap_or_default();
        assert!(heard.starts_with(words.get("teach-stride")), "{heard}");
    }
}

#[test]
fn the_list_of_keys_has_every_key_of_the_menus() {
    for (lang, words) in both() {
        for size in [[1440.0, 900.0], [720.0, 480.0]] {
            let mut window = window_of(size, lang, Some(LOSSY));
            press(&mut window, NO, Key::F1);
            for key in ["cmd-palette", "cmd-notes", "cmd-stage", "cmd-next-region", "keys-pin", "keys-stage"] {
                assert_says(&window, words.get(key));
            }
            for key in ["Ctrl+K", "Ctrl+Shift+P", "F11", "Shift+F6"] {
                assert_says(&window, key);
            }
            assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
        }
    }
}

#[test]
fn guidance_survives_small_windows() {
    for lang in Lang::ALL {
        let mut window = window_of([720.0, 480.0], lang, Some("1x28x28: conv k5 c3 s2, relu, conv k3 c6 s3"));
        for (modifiers, key) in [
            (Modifiers::COMMAND, Key::Num4),
            (Modifiers::COMMAND, Key::K),
            (NO, Key::Escape),
            (NO, Key::F11),
            (Modifiers::COMMAND, Key::K),
            (NO, Key::Escape),
        ] {
            press(&mut window, modifiers, key);
            assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
        }
        window.set_size(vec2(0.0, 0.0));
        window.run();
        window.set_size(vec2(300.0, 120.0));
        window.run();
    }
}

#[test]
fn letters_and_enter_in_one_frame_run_what_the_letters_find() {
    let mut window = window(LOSSY);
    press(&mut window, Modifiers::COMMAND, Key::K);
    let enter =
        |pressed| egui::Event::Key { key: Key::Enter, physical_key: None, pressed, repeat: false, modifiers: NO };
    window.input_mut().events.extend([egui::Event::Text("view ladder".to_owned()), enter(true), enter(false)]);
    window.run();
    assert!(rows(&window).1.is_empty(), "the palette is closed");
    let ladder = window.get_by_role_and_label(Role::Tab, "Ladder");
    assert_eq!(ladder.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
}

#[test]
fn a_toast_under_the_pointer_stays_and_lets_the_window_rest() {
    let mut window = window(LOSSY);
    press(&mut window, NO, Key::Delete);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    let close = Words::new(Lang::En).get("toast-close").to_owned();
    let at = window.get_by_label(&close).rect().left_center() - vec2(20.0, 0.0);
    window.hover_at(at);
    let seconds = |window: &mut Window, seconds: f32| {
        for _ in 0..((seconds / window.input().predicted_dt) as usize) {
            window.step();
        }
    };
    seconds(&mut window, 8.0);
    assert!(window.query_by_label(&close).is_some(), "it is being read");
    let idle = |window: &Window| window.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert_eq!(idle(&window), Duration::MAX, "{:?}", window.ctx.repaint_causes());
    window.hover_at(at - vec2(700.0, 300.0));
    seconds(&mut window, 1.0);
    assert!(window.query_by_label(&close).is_some(), "it lingers");
    assert!(idle(&window) < Duration::from_secs(2), "it goes by itself");
    seconds(&mut window, 1.5);
    assert!(window.query_by_label(&close).is_none());
}

#[test]
fn every_view_on_the_stage_has_the_keyboard() {
    for (view, role) in [(Key::Num8, Role::Canvas), (Key::Num9, Role::Table)] {
        let mut window = window("1x32x32: conv k3, conv k3");
        press(&mut window, NO, Key::F11);
        press(&mut window, Modifiers::ALT, view);
        let shown = window.get_all_by_role(role).any(|node| node.is_focused());
        assert!(shown, "{:?}", focused(&window));
    }
    // Where there is nothing to press, the button that leaves is not at hand by accident.
    let mut window = window("1x32x32:");
    press(&mut window, NO, Key::F11);
    press(&mut window, Modifiers::ALT, Key::Num8);
    assert_eq!(focused(&window), None);
}

/// In the smallest window every view's sign is in sight without scrolling.
#[test]
fn a_narrow_view_shows_all_tabs() {
    let mut window = window_of([720.0, 480.0], Lang::En, Some("1x28x28: conv k5 c3 s2, relu, conv k3 c6 s3"));
    window.run_steps(3);
    let canvases = window.query_all_by_role(Role::Canvas).map(|canvas| canvas.rect());
    let canvas = canvases.min_by(|a, b| a.top().total_cmp(&b.top())).unwrap();
    let tabs: Vec<_> =
        window.query_all_by_role(Role::Tab).map(|tab| tab.rect()).filter(|tab| tab.top() < 60.0).collect();
    assert_eq!(tabs.len(), 10);
    assert!(
        tabs.iter().all(|tab| tab.left() >= canvas.left() - 8.0 && tab.right() <= canvas.right() + 8.0),
        "{tabs:?}"
    );
    assert!(tabs.windows(2).all(|pair| pair[0].right() <= pair[1].left() + 0.5), "{tabs:?}");
}
