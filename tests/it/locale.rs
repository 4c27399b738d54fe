//! The words: nothing is missing in a language, nothing is left over, plurals and numbers are right.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use receptive::field::{Analysis, Cause, Span, Spans};
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{DEFAULT_NAMES, presets};

/// The files of every language.
const PARTS: [&str; 4] = ["", "-mistakes", "-view", "-window"];

/// Words of another alphabet that a Russian text may hold: names, formulas, keys, file formats and the words of
/// frameworks. Layer text is the same in every language.
const LATIN_IN_RUSSIAN: &[&str] = &[
    "APNG",
    "Apache",
    "B",
    "C",
    "Caffe",
    "Ctrl",
    "D",
    "E",
    "English",
    "Esc",
    "G",
    "GIF",
    "GELU",
    "K",
    "MAC",
    "MIT",
    "MNIST",
    "N",
    "ONNX",
    "P",
    "PDF",
    "ONNX",
    "PyTorch",
    "PNG",
    "ReLU",
    "S",
    "SAME",
    "SVG",
    "Shift",
    "TensorFlow",
    "VALID",
    "TOML",
    "Tab",
    "UTF",
    "VGG",
    "W",
    "bias",
    "npy",
    "ceil",
    "last",
    "name",
    "nearest",
    "off",
    "pin",
    "receptive",
    "same",
    "valid",
    "AlexNet",
    "U",
    "LeNet",
    "MobileNet",
    "Net",
    "ResNet",
    "WaveNet",
];

/// A message as written: its text, and the messages and values that it names.
struct Message {
    text: String,
    messages: BTreeSet<String>,
    values: BTreeSet<String>,
}

fn messages(lang: Lang) -> BTreeMap<String, Message> {
    let mut messages: BTreeMap<String, Message> = BTreeMap::new();
    for part in PARTS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/locales/{}{part}.ftl", lang.word()));
        let source = fs::read_to_string(path).unwrap();
        let mut key: Option<String> = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let text = match line.split_once('=') {
                Some((name, text)) if line.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    let name = name.trim().to_owned();
                    let empty = Message { text: String::new(), messages: BTreeSet::new(), values: BTreeSet::new() };
                    assert!(messages.insert(name.clone(), empty).is_none(), "{lang:?} has two texts {name}");
                    key = Some(name);
                    text
                }
                _ => line,
            };
            if let Some(message) = key.as_ref().and_then(|key| messages.get_mut(key)) {
                message.text.push_str(text);
                message.text.push('\n');
            }
        }
    }
    for message in messages.values_mut() {
        for placeable in message.text.split('{').skip(1) {
            let named = placeable.split(['}', ' ', '\n']).find(|word| !word.is_empty()).unwrap_or_default();
            match named.strip_prefix('$') {
                Some(value) => message.values.insert(value.to_owned()),
                None => {
                    named.starts_with(|c: char| c.is_ascii_lowercase()) && message.messages.insert(named.to_owned())
                }
            };
        }
    }
    messages
}

/// The values that a message needs, also those of the messages that it names.
fn values_of(messages: &BTreeMap<String, Message>, key: &str) -> BTreeSet<String> {
    let message = messages.get(key).unwrap_or_else(|| panic!("a text names {key}, which does not exist"));
    let inner = message.messages.iter().flat_map(|inner| values_of(messages, inner));
    message.values.iter().cloned().chain(inner).collect()
}

/// What people read: the text without placeables' names and without the names of variants.
fn prose(text: &str) -> String {
    let mut prose = String::new();
    let (mut depth, mut in_name) = (0_u32, false);
    let mut selects = Vec::new();
    for line in text.split_inclusive('\n') {
        let line = match line.trim_start().trim_start_matches('*').strip_prefix('[') {
            Some(variant) if depth > 0 => variant.split_once(']').map_or("", |(_, rest)| rest),
            _ => line,
        };
        for c in line.chars() {
            match c {
                '{' => {
                    depth += 1;
                    in_name = true;
                    selects.push(false);
                }
                '}' => {
                    depth -= 1;
                    selects.pop();
                    in_name = selects.last() == Some(&false);
                }
                '\n' => {
                    // Behind the head of a selection come variants, which are prose again.
                    if let Some(last) = selects.last_mut() {
                        *last = true;
                        in_name = false;
                    }
                    prose.push('\n');
                }
                c if !in_name => prose.push(c),
                _ => {}
            }
        }
    }
    prose
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_values() {
    let [en, ru] = Lang::ALL.map(messages);
    let keys = |messages: &BTreeMap<String, Message>| messages.keys().cloned().collect::<BTreeSet<_>>();
    // Parts of sentences that only one grammar needs: others name them, code does not.
    let only_parts = |messages: &BTreeMap<String, Message>, key: &String| {
        messages.values().any(|message| message.messages.contains(key))
    };
    for (mine, other, lang) in [(&en, &ru, "ru"), (&ru, &en, "en")] {
        let missing: Vec<String> =
            keys(mine).difference(&keys(other)).filter(|key| !only_parts(mine, key)).cloned().collect();
        assert!(missing.is_empty(), "{lang} lacks {missing:?}");
    }
    for key in keys(&en).intersection(&keys(&ru)) {
        let (in_en, in_ru) = (values_of(&en, key), values_of(&ru, key));
        assert_eq!(in_en, in_ru, "{key} takes other values in Russian");
    }
}

#[test]
fn every_text_can_be_read() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        assert_eq!(words.lang, lang);
        for (key, message) in messages(lang) {
            assert!(!message.text.trim().is_empty(), "{key}");
            let key: &'static str = key.leak();
            let values: BTreeSet<String> = values_of(&messages(lang), key);
            let given: Vec<(&'static str, receptive::locale::Arg<'_>)> =
                values.into_iter().map(|name| (&*name.leak(), 2_u64.into())).collect();
            let text = words.with(key, &given);
            assert!(!text.contains(['{', '$', '\u{2068}']), "{key}: {text}");
            if given.is_empty() {
                assert_eq!(words.get(key), text);
            }
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The texts in quotation marks of a source, roughly: enough to find keys.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    source.lines().flat_map(|line| line.split('"').skip(1).step_by(2))
}

#[test]
fn code_and_texts_name_the_same_keys() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let en = messages(Lang::En);

    let mut used: BTreeSet<String> =
        presets::ALL.iter().flat_map(|preset| [preset.title, preset.text]).map(str::to_owned).collect();
    for key in &used {
        assert!(en.contains_key(key), "there is no text {key}");
    }
    let mut unknown = Vec::new();
    for (path, source) in &found {
        let in_locale = path.contains("locale");
        for call in ["words.get(\"", "words.with(\"", "self.get(\"", "self.with(\""] {
            if call.starts_with("self") && !in_locale {
                continue;
            }
            for (at, _) in source.match_indices(call) {
                let key = source[at + call.len()..].split('"').next().unwrap();
                let is_example = source[..at].rsplit('\n').next().unwrap().trim_start().starts_with("//");
                if !is_example && !en.contains_key(key) {
                    unknown.push(format!("{path}: {key}"));
                }
            }
        }
        used.extend(literals(source).filter(|text| en.contains_key(*text)).map(str::to_owned));
    }
    assert!(unknown.is_empty(), "texts that do not exist: {unknown:#?}");
    for lang in Lang::ALL {
        let all = messages(lang);
        let named: BTreeSet<&String> = all.values().flat_map(|message| &message.messages).collect();
        let idle: Vec<&String> = all.keys().filter(|key| !used.contains(*key) && !named.contains(key)).collect();
        assert!(idle.is_empty(), "nothing uses {idle:?}");
    }
}

#[test]
fn russian_texts_are_russian() {
    let mut foreign = Vec::new();
    for (key, message) in messages(Lang::Ru) {
        let prose = prose(&message.text);
        let latin = prose.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let allowed = |word: &str| {
            let layer_text = DEFAULT_NAMES.contains(&word) || (word.len() == 1 && word >= "a");
            layer_text || LATIN_IN_RUSSIAN.contains(&word)
        };
        foreign.extend(latin.filter(|word| !allowed(word)).map(|word| format!("{key}: {word}")));
    }
    assert!(foreign.is_empty(), "{foreign:#?}");
    for (key, message) in messages(Lang::En) {
        let native = key.starts_with("cmd-lang");
        assert!(native || !prose(&message.text).contains(|c| ('А'..='я').contains(&c)), "{key}: {}", message.text);
    }
}

#[test]
fn texts_end_without_a_full_stop() {
    for (key, message) in Lang::ALL.into_iter().flat_map(messages) {
        let single = message.text.matches(". ").count() == 0 && message.text.trim().lines().count() == 1;
        let text = message.text.trim();
        let short = ["пикс.", "смещ.", "тыс."].iter().any(|short| text.ends_with(short));
        assert!(!single || !text.ends_with('.') || short, "{key}: {text}");
    }
}

#[test]
fn plurals() {
    let table = [
        (0, "0 pixels", "0 пикселей"),
        (1, "1 pixel", "1 пиксель"),
        (2, "2 pixels", "2 пикселя"),
        (4, "4 pixels", "4 пикселя"),
        (5, "5 pixels", "5 пикселей"),
        (11, "11 pixels", "11 пикселей"),
        (14, "14 pixels", "14 пикселей"),
        (21, "21 pixels", "21 пиксель"),
        (22, "22 pixels", "22 пикселя"),
        (111, "111 pixels", "111 пикселей"),
        (1001, "1001 pixels", "1001 пиксель"),
        (1_000_000, "1\u{202F}000\u{202F}000 pixels", "1\u{202F}000\u{202F}000 пикселей"),
    ];
    let [en, ru] = Lang::ALL.map(Words::new);
    for (count, in_english, in_russian) in table {
        let count: u64 = count;
        assert_eq!(en.with("count-pixels", &[("count", count.into())]), in_english);
        assert_eq!(ru.with("count-pixels", &[("count", count.into())]), in_russian);
    }
    // Past 2⁵³ the digits are still the right ones.
    let most = en.with("count-pixels", &[("count", u64::MAX.into())]);
    assert_eq!(most, format!("{} pixels", en.number(u64::MAX)));
    let rows = [(1, "1 строка"), (2, "2 строки"), (5, "5 строк"), (11, "11 строк"), (21, "21 строка")];
    let columns = [(1, "1 столбец"), (3, "3 столбца"), (12, "12 столбцов"), (31, "31 столбец")];
    for (axis, table) in [(0, &rows[..]), (1, &columns[..])] {
        for (count, text) in table {
            assert_eq!(ru.axis_count(2, axis, *count), *text);
        }
    }
    assert_eq!((en.axis_count(3, 0, 2), en.axis_count(1, 0, 1)), ("2 slices".to_owned(), "1 position".to_owned()));
    assert_eq!((en.axis(2, 0), en.axis(2, 1), ru.axis(1, 0), ru.axis(3, 0)), ("rows", "columns", "позиции", "срезы"));
}

#[test]
fn numbers() {
    let [en, ru] = Lang::ALL.map(Words::new);
    for words in [&en, &ru] {
        assert_eq!(words.number(0), "0");
        assert_eq!(words.number(9999), "9999");
        assert_eq!(words.number(10_000), "10\u{202F}000");
        assert_eq!(words.number(u64::MAX), "18\u{202F}446\u{202F}744\u{202F}073\u{202F}709\u{202F}551\u{202F}615");
    }
    assert_eq!((en.decimal(2.5, 2), ru.decimal(2.5, 2)), ("2.50".to_owned(), "2,50".to_owned()));
    assert_eq!((en.decimal(-12_345.6, 1), ru.decimal(-0.25, 1)), ("−12\u{202F}345.6".to_owned(), "−0,2".to_owned()));
    let shares = [
        (0.0, "0"),
        (1.0, "100"),
        (0.5, "50"),
        (13.0 / 49.0, "26.5"),
        (1e-9, "<0.1"),
        (0.999_999, ">99.9"),
        (0.0801, "8"),
    ];
    for (share, text) in shares {
        assert_eq!(en.percent(share), format!("{text}\u{A0}%"));
        assert_eq!(ru.percent(share), format!("{}\u{A0}%", text.replace('.', ",")));
    }
}

#[test]
fn index_lists() {
    let [en, ru] = Lang::ALL.map(Words::new);
    let set = |runs: &[(i64, i64)]| Spans::union_of(runs.iter().map(|&(first, last)| Span::new(first, last)));
    assert_eq!(en.indices(&Spans::empty()), "");
    assert_eq!(en.indices(&set(&[(6, 6)])), "6");
    assert_eq!(en.indices(&set(&[(26, 27), (40, 40)])), "26–27, 40");
    assert_eq!(en.indices(&set(&[(-2, 12_345)])), "−2–12\u{202F}345");
    let odd = Spans::union_of((0..112).map(|i| Span::new(2 * i + 1, 2 * i + 1)));
    assert_eq!(en.indices(&odd), "1, 3, 5, …, 223 (112 in all)");
    assert_eq!(ru.indices(&odd), "1, 3, 5, …, 223 (всего 112)");
    assert_eq!(en.axis_at(2, 0, &set(&[(6, 6)])), "row 6");
    assert_eq!(
        (en.axis_at(2, 1, &set(&[(26, 27)])), ru.axis_at(2, 1, &set(&[(26, 27)]))),
        ("columns 26–27".to_owned(), "столбцы 26–27".to_owned())
    );
    // Twenty-one lines are many, though the number ends in one.
    assert_eq!(ru.axis_at(2, 0, &set(&[(0, 20)])), "строки 0–20");
}

/// Remarks in both languages, for networks that have them.
#[test]
fn remarks() {
    let table = [
        (
            "1x7: conv k3 s3",
            "1 position at the end is never read: the next window would not fit",
            "В конце не читается 1 позиция: следующее окно уже не помещается",
        ),
        (
            "1x30x8: conv k2 s3 p0x0",
            "10 rows are never read: some lie between the windows, others beyond the last one",
            "Не читаются 10 строк: часть между окнами, часть за последним окном",
        ),
        (
            "1x8: conv k2 s3",
            "2 positions between the windows are never read: the stride 3 is larger than the window 2",
            "Между окнами не читаются 2 позиции: шаг 3 больше окна 2",
        ),
        (
            "1x4: conv k2 d3",
            "2 positions between the taps are never read: the dilation 3 steps over them",
            "Между элементами ядра не читаются 2 позиции: причина — дилатация 3",
        ),
        (
            "1x128: conv k3 s2 p1",
            "The division leaves a remainder, but only padding is cut: no position is lost",
            "Деление даёт остаток, но срезается только дополнение: ни одна позиция не теряется",
        ),
        ("1x9: crop p1", "2 positions are cut off by this layer", "Этот слой отрезает 2 позиции"),
        (
            "1x3: conv k3",
            "From this layer on, the receptive field is at least as large as the input",
            "Начиная с этого слоя рецептивное поле не меньше всего входа",
        ),
        (
            "1x99: conv k3 d2",
            "The field has holes: it spans 5 positions, but reads only 3 of them",
            "В рецептивном поле есть пропуски: оно охватывает 5 позиций, а читает из них 3",
        ),
        (
            "1x5: conv k7",
            "The window spans 7 positions, but the map with its padding has only 5: take a smaller kernel or dilation, or add 1 to the padding at each end",
            "Окно охватывает 7 позиций, а в карте вместе с дополнением их только 5: уменьшите ядро или дилатацию либо увеличьте дополнение на 1 с каждой стороны",
        ),
        (
            "3x5x5: conv k3 c8 g2",
            "3 channels cannot be split into 2 equal groups: take a number of groups that divides the channels of the input and of the output",
            "3 канала нельзя разделить поровну на 2 группы: число групп должно делить число каналов входа и выхода",
        ),
        (
            "1x5x5: conv k3x3x3",
            "A setting has 3 values, but the map has 2 axes: write one value, or one for each axis",
            "В параметре 3 значения, а у карты 2 оси: укажите одно значение или по одному на каждую ось",
        ),
        (
            "1x5x5: linear c2",
            "This layer needs a flat vector, but gets a feature map: put a flatten layer before it",
            "Этому слою нужен вектор, а на входе у него карта признаков: добавьте перед ним выпрямление в вектор",
        ),
        (
            "1x5: crop p3",
            "Cutting 6 from 5 positions leaves nothing: cut less",
            "Если отрезать 6 из 5 позиций, ничего не останется: отрежьте меньше",
        ),
    ];
    let [en, ru] = Lang::ALL.map(Words::new);
    for (text, in_english, in_russian) in table {
        let graph = read_stack(text).unwrap().lower().graph;
        let analysis = Analysis::of(&graph);
        let notes: Vec<_> = graph.maps().flat_map(|map| analysis.notes_of(&graph, map)).collect();
        let sentences = |words: &Words| notes.iter().map(|note| words.note(note, &graph)).collect::<Vec<_>>();
        assert!(sentences(&en).iter().any(|note| note == in_english), "{text}: {:#?}", sentences(&en));
        assert!(sentences(&ru).iter().any(|note| note == in_russian), "{text}: {:#?}", sentences(&ru));
    }
    assert_eq!((en.cause(Cause::Holes), ru.cause(Cause::Tail)), ("gaps", "за последним окном"));
}
