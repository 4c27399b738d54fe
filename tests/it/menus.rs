//! Every entry of every menu of the bar does something that is seen, in both languages.
#![cfg(feature = "window")]

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use receptive::locale::{Lang, Words};

use super::driver::*;

/// Two layers, so that the first can move down, and a loss, so that there is something to remark.
const STACK: &str = "1x9x9: conv k3 s3, maxpool k2 s1";

/// Entries that change nothing here, because it is already so, or that end the program.
const IDLE: [&str; 15] = [
    "cmd-quit",
    "cmd-undo",
    "cmd-redo",
    "cmd-paste",
    "cmd-zoom-fit",
    "cmd-move-up",
    "cmd-layout-equal",
    "cmd-scale-linear",
    "cmd-scale-log",
    "cmd-next-axis",
    "cmd-fold",
    "cmd-normal-text",
    "cmd-together",
    "cmd-theme-light",
    "view-maps",
];

fn open(lang: Lang) -> Window {
    let mut window = window_of([1440.0, 900.0], lang, Some(STACK));
    select(&mut window, "1 conv1");
    window
}

/// The names of the buttons that can be pressed.
fn buttons(window: &Window) -> BTreeSet<String> {
    let pressable = window.query_all_by(|node| node.role() == Role::Button && !node.is_disabled());
    pressable.filter_map(|node| node.accesskit_node().label()).collect()
}

/// All that can be perceived of the window: what is said, what is drawn and where, and how large it is.
fn perceived(window: &Window) -> (Vec<String>, Vec<String>, Vec<[i64; 4]>, String, f32) {
    let tenths = |rect: egui::Rect| [rect.left(), rect.top(), rect.right(), rect.bottom()].map(|at| (at * 10.0) as i64);
    let places = window.output().shapes.iter().map(|clipped| tenths(clipped.shape.visual_bounding_rect()));
    (said(window), drawn(window), places.collect(), text(window), window.ctx.zoom_factor())
}

#[test]
fn every_entry_of_every_menu_does_something() {
    for lang in [Lang::En, Lang::Ru] {
        let words = Words::new(lang);
        let mut tried = 0;
        for menu in ["menu-file", "menu-edit", "menu-view", "menu-lessons", "menu-help"] {
            let mut window = open(lang);
            let before = buttons(&window);
            click(&mut window, words.get(menu));
            let entries: Vec<String> = buttons(&window).difference(&before).cloned().collect();
            assert!(entries.len() > 2, "{menu}: {entries:?}");
            for entry in entries {
                let idle = IDLE.iter().chain(&["cmd-lang-en", "cmd-lang-ru"]).any(|key| words.get(key) == entry);
                if idle {
                    continue;
                }
                let mut window = open(lang);
                let before = perceived(&window);
                click(&mut window, words.get(menu));
                // A long menu is scrolled: some entries are out of sight.
                window.get_by_role_and_label(Role::Button, &entry).click_accesskit();
                window.run();
                let copied = window.output().platform_output.commands.len();
                assert!(copied > 0 || perceived(&window) != before, "{lang:?}, {menu}, “{entry}” does nothing");
                tried += 1;
            }
        }
        assert!(tried > 45, "{tried} entries");
    }
}

/// The colour that the bar is painted on.
fn ground(window: &Window) -> egui::Color32 {
    let fills = window.output().shapes.iter().find_map(|clipped| match &clipped.shape {
        egui::Shape::Rect(rect) => Some(rect.fill),
        _ => None,
    });
    fills.expect("a panel")
}

#[test]
fn themes_and_languages_are_chosen_in_their_menus() {
    for (lang, other) in [(Lang::En, Lang::Ru), (Lang::Ru, Lang::En)] {
        let words = Words::new(lang);
        let chosen = |submenu, entry| {
            let mut window = open(lang);
            click(&mut window, words.get("menu-view"));
            // The bar has a button of the same name.
            let in_menu = |node: &egui_kittest::Node<'_>| node.rect().top() > 50.0;
            window.query_all_by_label(words.get(submenu)).find(in_menu).expect("a submenu").click();
            window.run();
            window.get_by_role_and_label(Role::Button, words.get(entry)).click();
            window.run();
            window
        };
        let themes = ["cmd-theme-light", "cmd-theme-dark", "habit-theme-contrast"];
        let grounds: BTreeSet<[u8; 4]> =
            themes.iter().map(|entry| ground(&chosen("menu-theme", entry)).to_array()).collect();
        assert_eq!(grounds.len(), themes.len(), "{lang:?}: {grounds:?}");
        let window = chosen("menu-language", if other == Lang::Ru { "cmd-lang-ru" } else { "cmd-lang-en" });
        assert_says(&window, Words::new(other).get("menu-lessons"));
    }
}

#[test]
fn every_key_does_something() {
    use egui::{Key, Modifiers};
    const NONE: Modifiers = Modifiers::NONE;
    const CTRL: Modifiers = Modifiers::COMMAND;
    const ALT: Modifiers = Modifiers::ALT;
    let shift = CTRL.plus(Modifiers::SHIFT);
    let larger = CTRL.plus(ALT);
    let keys = [
        (CTRL, Key::N),
        (CTRL, Key::O),
        (CTRL, Key::S),
        (shift, Key::S),
        (CTRL, Key::E),
        (shift, Key::E),
        (CTRL, Key::D),
        (NONE, Key::Delete),
        (NONE, Key::Backspace),
        (ALT, Key::ArrowDown),
        (CTRL, Key::Slash),
        (NONE, Key::F2),
        (CTRL, Key::T),
        (ALT, Key::Num2),
        (ALT, Key::Num3),
        (ALT, Key::Num4),
        (ALT, Key::Num8),
        (ALT, Key::Num9),
        (CTRL, Key::Backslash),
        (CTRL, Key::Plus),
        (CTRL, Key::Equals),
        (CTRL, Key::Num1),
        (CTRL, Key::Num2),
        (CTRL, Key::Num3),
        (CTRL, Key::Num4),
        (CTRL, Key::Num5),
        (larger, Key::Plus),
        (larger, Key::Minus),
        (NONE, Key::F11),
        (CTRL, Key::K),
        (shift, Key::P),
        (CTRL, Key::L),
        (NONE, Key::F1),
        (NONE, Key::CloseBracket),
    ];
    for lang in [Lang::En, Lang::Ru] {
        for (modifiers, key) in keys {
            let mut window = open(lang);
            let before = perceived(&window);
            press(&mut window, modifiers, key);
            assert!(perceived(&window) != before, "{lang:?}: {modifiers:?} {key:?} does nothing");
        }
        // Smaller than the whole it does not get, so first it is made larger.
        let mut window = open(lang);
        press(&mut window, CTRL, Key::Plus);
        let before = perceived(&window);
        press(&mut window, CTRL, Key::Minus);
        assert!(perceived(&window) != before);
        let mut window = open(lang);
        let start = text(&window);
        press(&mut window, NONE, Key::Delete);
        let edited = text(&window);
        press(&mut window, CTRL, Key::Z);
        assert_eq!(text(&window), start);
        press(&mut window, shift, Key::Z);
        assert_eq!(text(&window), edited);
        press(&mut window, CTRL, Key::Z);
        press(&mut window, CTRL, Key::Y);
        assert_eq!(text(&window), edited);
    }
}
