//! What the window says of a broken text or file: in its own language, and in English with the words of the command line.
#![cfg(feature = "window")]

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use receptive::import::document::read_any;
use receptive::import::layer_text::read_stack;
use receptive::locale::Lang;
use receptive::net::DEFAULT_NAMES;

use super::driver::{Window, choose, press, said, wait_for, window_of};

/// A text for every kind of mistake and of remedy.
const TEXTS: [&str; 34] = [
    "",
    "conv k3",
    "1x7 conv k3",
    "7: relu",
    "1x7x7x7x7: relu",
    "@1x7: relu",
    "x7: relu",
    "1xx7: relu",
    "1x7.5: relu",
    "1x0: relu",
    "1x9999999999: relu",
    "1x7: konv k3",
    "1x7: свёртка k3",
    "1x7: add",
    "1x7: conv k3,5",
    "1x7: conv",
    "1x7: upsample 2",
    "1x7: adaptavg",
    "1x7: linear 10",
    "1x7: pad",
    "1x7: conv k3 s0",
    "1x7: conv k3 p1:",
    "1x7: conv k3 d",
    "1x7: conv k3 g0",
    "1x7: convt k2 op",
    "1x7: conv k3x3x3x3",
    "1x7: conv k3 k5",
    "1x7: conv k3 psame p1",
    "1x7: upsample x2 nearest linear",
    "1x7: relu name=a name=b",
    "1x7: conv k3 q5",
    "1x7: gap o1",
    "1x7: relu name=",
    "1x7: relu name=\"a",
];

/// Latin words that are the same in every language: layer text, keys, what other programs are called.
const SAME: [&str; 34] = [
    "TOML",
    "UTF",
    "nobias",
    "nocountpad",
    "ceil",
    "linear",
    "nearest",
    "name",
    "stem",
    "first",
    "block",
    "last",
    "off",
    "op",
    "input",
    "layers",
    "layer",
    "layout",
    "equal",
    "aligned",
    "view",
    "pin",
    "unit",
    "version",
    "receptive",
    "toml",
    "psame",
    "pvalid",
    "net",
    "s",
    "k",
    "x",
    "p",
    "c",
];

/// The Latin words of a sentence that are no layer text, outside quotation marks.
fn english(sentence: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut rest = sentence;
    while let Some((before, quoted)) = rest.split_once('«') {
        outside.push_str(before);
        outside.push(' ');
        rest = quoted.split_once('»').map_or("", |(_, after)| after);
    }
    outside.push_str(rest);
    let words = outside.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let same = |word: &str| word.len() == 1 || SAME.contains(&word) || DEFAULT_NAMES.contains(&word);
    words.filter(|word| !same(word)).map(str::to_owned).collect()
}

fn text_dialog(lang: Lang) -> Window {
    let mut window = window_of([1440.0, 900.0], lang, Some("1x7x7: conv k3 s3"));
    press(&mut window, Modifiers::COMMAND, Key::T);
    window
}

/// What the text dialog says of a text.
fn said_of(window: &mut Window, text: &str, head: &str) -> String {
    window.get_by(|node| node.role() == Role::MultilineTextInput).set_text_value_accesskit(text);
    window.run();
    let said = said(window);
    let is_place =
        |said: &&String| said.starts_with(head) && (said.contains(", column ") || said.contains(", столбец "));
    said.iter().find(is_place).unwrap_or_else(|| panic!("nothing about {text:?} in {said:#?}")).clone()
}

#[test]
fn mistakes_are_told_in_the_language_of_the_window() {
    let (mut en, mut ru) = (text_dialog(Lang::En), text_dialog(Lang::Ru));
    for text in TEXTS {
        let error = read_stack(text).unwrap_err().to_string();
        assert_eq!(said_of(&mut en, text, "line "), error, "{text}");
        let russian = said_of(&mut ru, text, "строка ");
        assert_eq!(english(&russian), Vec::<String>::new(), "{text}: {russian}");
        assert!(russian.contains("; "), "{text}: {russian}");
    }
    assert_eq!(
        said_of(&mut ru, "1x7: conv k3 d", "строка "),
        "строка 1, столбец 14: «d»: не хватает дилатации; укажите дилатацию от 1 до 1073741824"
    );
}

#[test]
fn files_that_do_not_open_say_so_in_the_language_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let documents = [
        "",
        "input = \"1x7\nlayers = []",
        "version = 1\ninput = \"1x7",
        "version = 2\nlayers = 3",
        "version = 0",
        "layers = []",
        "input = 7\nlayers = []",
        "input = 7.5\nlayers = []",
        "input = true\nlayers = []",
        "input = 1979-05-27\nlayers = []",
        "input = \"1xax7\"\nlayers = []",
        "input = \"1x7\"\nlayers = {}",
        "input = \"1x7\"\nlayers = [[]]",
        "input = \"1x7\"\nlayers = [\"relu, relu\"]",
        "input = \"1x7\"\nlayers = [\"\"]",
        "input = \"1x7\"\nlayers = []\nview = 3",
        "input = \"1x7\"\nlayers = []\n[view]\nlayout = \"round\"",
        "input = \"1x7\"\nlayers = []\n[view]\npin = {}",
        "input = \"1x7\"\nlayers = []\n[view]\npin = { layer = \"a\", unit = [0], x = 1 }",
        "input = \"1x7\"\nlayers = []\n[view]\npin = { layer = \"a\", unit = [-1] }",
        "conv k3",
    ];
    let mut window = window_of([1440.0, 900.0], Lang::Ru, Some("1x7x7: conv k3 s3"));
    for text in documents {
        assert!(read_any(text.as_bytes()).is_err(), "{text}");
        let file = folder.path().join("сеть.toml");
        std::fs::write(&file, text).unwrap();
        choose(&mut window, "Файл", "Открыть…");
        window.get_by_role_and_label(Role::TextInput, "Файл").set_text_value_accesskit(file.to_str().unwrap());
        window.run();
        press(&mut window, Modifiers::NONE, Key::Enter);
        wait_for(&mut window, "не открыт");
        let said = said(&window).into_iter().find(|said| said.contains("не открыт")).unwrap();
        let reason = said.replace("сеть.toml", "");
        assert_eq!(english(&reason), Vec::<String>::new(), "{text}: {said}");
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
}
