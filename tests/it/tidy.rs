//! The boundaries of the rooms, held by a test: who may use whom, who may know egui, and how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// What each room may use, itself apart. `cli` and `gui` may use everything.
const ARROWS: [(&str, &[&str]); 7] = [
    ("axes", &[]),
    ("net", &["axes"]),
    ("import", &["axes", "net"]),
    ("field", &["axes", "net"]),
    ("locale", &["axes", "net", "field"]),
    ("scene", &["axes", "net", "field", "locale"]),
    ("export", &["axes", "net", "field", "locale", "scene"]),
];

const ROOMS: [&str; 9] = ["axes", "net", "import", "field", "locale", "scene", "export", "cli", "gui"];

/// Names that say nothing.
const EMPTY_NAMES: [&str; 4] = ["utils", "types", "common", "helpers"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every source with its room (`None` for `lib.rs` and `main.rs`) and its text without comments.
fn code() -> Vec<(PathBuf, Option<String>, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root)
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).expect("under src");
            let first = inside.iter().next().expect("a name").to_string_lossy();
            let room = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).expect("a source");
            let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
            (path, ROOMS.contains(&room.as_str()).then_some(room), code.join("\n"))
        })
        .collect()
}

/// The rooms that a source names as `crate::room`, alone or in a group of imports.
fn used(code: &str) -> Vec<&str> {
    let after = code.split("crate::").skip(1);
    after
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![rest],
        })
        .map(|name| name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect()
}

#[test]
fn rooms_use_only_what_the_arrows_allow() {
    for (path, room, code) in code() {
        let Some((room, allowed)) = room.as_deref().and_then(|room| ARROWS.iter().find(|(name, _)| *name == room))
        else {
            continue;
        };
        for used in used(&code) {
            let fine = used == *room || allowed.contains(&used) || !ROOMS.contains(&used);
            assert!(fine, "{}: `{room}` must not use `{used}`", path.display());
        }
    }
}

#[test]
fn only_the_window_knows_egui() {
    for (path, room, code) in code() {
        let names_egui = ["egui", "eframe"].iter().any(|word| code.contains(word));
        assert!(!names_egui || room.as_deref() == Some("gui"), "{} names egui", path.display());
    }
}

#[test]
fn only_the_theme_names_colours() {
    for (path, room, code) in code() {
        let constants =
            ["Color32::RED", "Color32::from_rgb(", "Color32::WHITE", "Color32::GRAY", "Color32::from_gray("];
        let named = constants.iter().find(|word| code.contains(*word));
        assert!(room.as_deref() != Some("gui") || named.is_none(), "{} names a colour: {named:?}", path.display());
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (path, _, _) in code() {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(!EMPTY_NAMES.contains(&name.as_str()), "{}: a name that says nothing", path.display());
        let text = fs::read_to_string(&path).expect("a source");
        assert!(text.starts_with("//!"), "{}: begins without saying what it is", path.display());
    }
}
