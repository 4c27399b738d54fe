//! The boundaries of the rooms, held by a test: who may use whom, who may know egui, and how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// What each room may use, itself apart. `cli` and `gui` may use everything but each other, save that the command line
/// opens the window.
const ARROWS: [(&str, &[&str]); 11] = [
    ("axes", &[]),
    ("net", &["axes"]),
    ("import", &["axes", "net", "field"]),
    ("field", &["axes", "net"]),
    ("locale", &["axes", "net", "field"]),
    ("value", &["axes", "net", "field"]),
    ("scene", &["axes", "net", "field", "value", "locale"]),
    ("export", &["axes", "net", "field", "value", "locale", "scene"]),
    ("files", &["net", "import", "export", "value"]),
    ("gui", &["axes", "net", "import", "field", "value", "locale", "scene", "export", "files"]),
    ("cli", &["axes", "net", "import", "field", "locale", "scene", "export", "files", "gui", "value"]),
];

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

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A source of the crate.
struct Source {
    path: PathBuf,
    /// `None` for `lib.rs` and `main.rs`.
    room: Option<String>,
    /// The modules that lead to it from the crate: `["export", "report", "csv"]`.
    modules: Vec<String>,
    /// Its text without comments and without the texts in quotation marks.
    code: String,
}

/// The sources under `src`.
fn code() -> Vec<Source> {
    let root = root().join("src");
    let read = |path: PathBuf| {
        let inside = path.strip_prefix(&root).expect("under src").with_extension("");
        let mut modules: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        modules.retain(|module| !matches!(module.as_str(), "mod" | "lib" | "main"));
        let code = without_texts(&fs::read_to_string(&path).expect("a source"));
        Source { room: modules.first().cloned(), path, modules, code }
    };
    sources(&root).into_iter().map(read).collect()
}

/// Code as the compiler reads it: comments are gone, and what stands in quotation marks too.
fn without_texts(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\'") {
            3
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else {
            0
        };
        if skipped == 0 {
            code.push(c);
        }
        rest = &rest[skipped.max(c.len_utf8())..];
    }
    code
}

/// The rooms that a source names: behind `crate::`, behind as many `super::` as lead out of its own room, and in groups
/// of imports of any depth.
fn used(source: &Source) -> Vec<String> {
    let spaceless: String = tokens(&source.code).concat();
    let out = "super::".repeat(source.modules.len());
    let mut found = Vec::new();
    for lead in ["crate::", out.as_str()].into_iter().filter(|lead| !lead.is_empty()) {
        for (at, _) in spaceless.match_indices(lead) {
            // `super::super::` also holds the shorter lead of an outer module; it begins at a path's first step.
            let begins = lead == "crate::" || !spaceless[..at].ends_with("super::");
            if begins {
                found.extend(first_steps(&spaceless[at + lead.len()..]));
            }
        }
    }
    found
}

/// Words and signs, without the spaces between them; two words in a row stay apart.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for word in code.split_whitespace() {
        let sticks = |c: char| c.is_alphanumeric() || c == '_';
        let joins = tokens.last().is_some_and(|last| last.ends_with(sticks)) && word.starts_with(sticks);
        tokens.push(if joins { format!(" {word}") } else { word.to_owned() });
    }
    tokens
}

/// The first names of a path or of each path of a group: `a` of `a::b`, `a` and `c` of `{a::{b, d}, c}`.
fn first_steps(rest: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut steps = Vec::new();
    let (mut depth, mut begin) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' | ',' if depth == 0 => {
                steps.push(&group[begin..at]);
                begin = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    steps
        .into_iter()
        .flat_map(|step| if step.starts_with('{') { first_steps(step) } else { vec![name(step)] })
        .collect()
}

fn is_room(name: &str) -> bool {
    ARROWS.iter().any(|(room, _)| *room == name)
}

#[test]
fn rooms_use_only_what_the_arrows_allow() {
    for source in code() {
        let Some(room) = &source.room else { continue };
        let arrow = ARROWS.iter().find(|(name, _)| name == room);
        let (_, allowed) = arrow.unwrap_or_else(|| panic!("{} is in no room", source.path.display()));
        for used in used(&source) {
            let fine = used == *room || allowed.contains(&used.as_str()) || !is_room(&used);
            assert!(fine, "{}: `{room}` must not use `{used}`", source.path.display());
        }
    }
}

/// The test above sees through every way to write an import.
#[test]
fn every_way_to_name_a_room_is_seen() {
    let check = |modules: &[&str], code: &str, rooms: &[&str]| {
        let modules: Vec<String> = modules.iter().map(|&module| module.to_owned()).collect();
        let source = Source { path: PathBuf::new(), room: None, modules, code: without_texts(code) };
        let rooms: Vec<String> = rooms.iter().map(|&room| room.to_owned()).collect();
        assert_eq!(used(&source).into_iter().filter(|name| is_room(name)).collect::<Vec<_>>(), rooms, "{code}");
    };
    check(&["net"], "use crate::gui;", &["gui"]);
    check(&["net"], "use crate::{axes::Axes, gui};", &["axes", "gui"]);
    check(
        &["net"],
        "use crate::{axes::{Axes, PerAxis}, field::{self, Loss},\n  gui as window};",
        &["axes", "field", "gui"],
    );
    check(&["net"], "use crate::{{cli, gui}, axes};", &["cli", "gui", "axes"]);
    check(&["net", "edit"], "use super::super::gui::App;", &["gui"]);
    check(&["net"], "use super::{gui, cli};", &["gui", "cli"]);
    check(&["net"], "let app = crate :: gui :: App::new();", &["gui"]);
    check(&["export", "report", "csv"], "use super::super::super::cli; use super::super::svg;", &["cli"]);
    check(&["net"], "// use crate::gui;\nlet text = \"crate::gui\"; let quote = '\"'; use crate::cli;", &["cli"]);
}

#[test]
fn only_the_window_knows_egui() {
    for source in code() {
        let named = ["egui", "eframe", "rfd"].into_iter().find(|word| names(&source.code, word));
        let fine = named.is_none() || source.room.as_deref() == Some("gui");
        assert!(fine, "{} names {named:?}", source.path.display());
    }
}

/// True of code that holds the word, or one that begins with it, as `egui_plot`.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_') && after.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Nothing below the command line and the window opens a file, asks for the time or reads the environment.
#[test]
fn only_outer_rooms_know_the_system() {
    for source in code() {
        let Some(room) = source.room.as_deref().filter(|room| !matches!(*room, "files" | "cli" | "gui")) else {
            continue;
        };
        let outside = ["fs", "env", "time", "process", "thread", "net"].map(|module| format!("std::{module}"));
        let named = outside.iter().find(|module| source.code.contains(module.as_str()));
        assert!(named.is_none(), "{}: `{room}` uses {named:?}", source.path.display());
        let path = ["Path", "PathBuf", "File"]
            .into_iter()
            .find(|word| source.code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|name| name == *word));
        assert!(path.is_none(), "{}: `{room}` names a {path:?}", source.path.display());
    }
}

#[test]
fn only_the_theme_names_colours() {
    for source in code().into_iter().filter(|source| source.room.as_deref() == Some("gui")) {
        // These two stand for a colour that is given elsewhere, and for none.
        let code = ["PLACEHOLDER", "TRANSPARENT"]
            .iter()
            .fold(source.code, |code, word| code.replace(&format!("Color32::{word}"), ""));
        let may = source.modules == ["gui", "style"];
        assert!(may || !code.contains("Color32::"), "{} makes a colour", source.path.display());
    }
}

#[test]
fn every_file_says_what_it_is() {
    for Source { path, .. } in code() {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(!EMPTY_NAMES.contains(&name.as_str()), "{}: a name that says nothing", path.display());
        let text = fs::read_to_string(&path).expect("a source");
        assert!(text.starts_with("//!"), "{}: begins without saying what it is", path.display());
    }
}

/// A file of tests that nobody declares is never run, and nothing says so.
#[test]
fn every_file_of_tests_runs() {
    let folder = root().join("tests/it");
    let main = fs::read_to_string(folder.join("main.rs")).expect("the root of the tests");
    for path in sources(&folder) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let declared = name == "main" || main.lines().any(|line| line == format!("mod {name};"));
        assert!(declared, "tests/it/main.rs does not declare {name}");
    }
}
