//! Documents: what is written is read back, what is not known is kept, and what is broken says where.

use std::fs;

use proptest::prelude::*;
use receptive::export;
use receptive::files::{self, save};
use receptive::import::document::{MAX_BYTES, read, read_any};
use receptive::net::{
    Bias, Document, Edit, Fit, Kernel, Layout, Look, MAX_LAYERS, Matrix, NameError, Parameters, Pin, Source, View,
    presets,
};

fn write(document: &Document) -> String {
    export::document::write(document).unwrap()
}

fn complaint(text: &str) -> String {
    match read_any(text.as_bytes()) {
        Ok(document) => panic!("{text:?} was read as {}", document.stack),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_preset_comes_back() {
    for preset in presets::ALL {
        let document = Document::new(preset.stack());
        let text = write(&document);
        assert_eq!(read(text.as_bytes()).unwrap(), document, "{text}");
        // A layer text says nothing of values.
        let mut of_text = read_any(document.stack.to_string().as_bytes()).unwrap().stack;
        of_text.take_values(&document.stack);
        assert_eq!(of_text, document.stack);
    }
}

#[test]
fn the_view_comes_back() {
    let stack = read_any(b"1x7x7: conv k3 s3 name=\"a \\\"b\\\" 'c'\" off, relu").unwrap().stack;
    let pin = Pin { layer: "a \"b\" 'c'".to_owned(), unit: vec![0, 1] };
    let look = Look { layout: Layout::Aligned, ..Look::default() };
    let view = View { look, pin: Some(pin), path: vec!["conv2".to_owned()], ..View::default() };
    let document = Document { view, ..Document::new(stack) };
    assert_eq!(read(write(&document).as_bytes()).unwrap(), document);
}

#[test]
fn values_come_back() {
    let text = "version = 1
input = \"1x2x3\"
layers = [
  \"conv k2 c2\",
  \"conv k1\",
  \"linear c2\",
]

[view]
scale = \"log\"

[values]
input = [
  [1, 2.5, -3],
  [nan, inf, -0.0],
]

[[values.layer]]
layer = \"conv1\"
kernel = \"sobel-x\"
filters = [
  { filter = 1, kernel = [
  [1, 0],
  [0, 1e-7],
] },
]
bias = [0.5, 0]

[[values.layer]]
layer = \"conv2\"
kernel = { array = \"w.npy\" }
bias = { array = \"b.npy\" }

[[values.layer]]
layer = \"linear1\"
kernel = \"random 7\"
";
    let document = read(text.as_bytes()).unwrap();
    assert_eq!(write(&document), text);
    let stack = &document.stack;
    let Source::Typed(matrix) = &stack.source else { panic!("{:?}", stack.source) };
    assert_eq!(matrix.shape(), [2, 3]);
    assert_eq!(&matrix.data()[..3], [1.0, 2.5, -3.0]);
    assert!(matrix.data()[3].is_nan() && matrix.data()[5].is_sign_negative());
    let first = &stack.layers()[0].parameters;
    assert_eq!(first.kernel, Some(Kernel::SobelX));
    assert_eq!(first.filters[&1], Kernel::Typed(Matrix::new(vec![2, 2], vec![1.0, 0.0, 0.0, 1e-7]).unwrap()));
    assert_eq!(stack.layers()[1].parameters.bias, Bias::Array { path: "b.npy".to_owned() });
    assert_eq!(stack.layers()[2].parameters, Parameters::of(Kernel::Random { seed: 7 }));
}

#[test]
fn every_source_and_kernel_comes_back() {
    let path = || "a \"b\".png".to_owned();
    let sources = [
        Source::TestPicture,
        Source::Ramp,
        Source::Checkerboard { cell: 3 },
        Source::Impulse,
        Source::Noise { seed: u64::MAX },
        Source::Picture { path: path(), fit: Fit::Cover },
        Source::Picture { path: path(), fit: Fit::Crop },
        Source::Array { path: path() },
        Source::Typed(Matrix::new(vec![1, 2, 2], vec![1e30, 0.1, f32::MAX, f32::MIN_POSITIVE]).unwrap()),
    ];
    let kernels = Kernel::WORDS.map(|(_, kernel)| kernel).into_iter().chain([Kernel::Random { seed: 0 }]);
    for source in sources {
        for kernel in kernels.clone() {
            let mut stack = read_any(b"1x2x2: conv k2").unwrap().stack;
            let id = stack.layers()[0].id;
            Edit::SetSource(source.clone()).apply(&mut stack);
            Edit::SetParameters(id, Parameters::of(kernel)).apply(&mut stack);
            let document = Document::new(stack);
            assert_eq!(read(write(&document).as_bytes()).unwrap(), document);
        }
    }
}

#[test]
fn errors_in_values_say_where_and_what_to_do() {
    let table = [
        ("input = \"noise x\"", "line 5, column 9: this is no input; write it as in "),
        ("input = \"checkerboard 0\"", "this is no input"),
        ("input = { fit = \"cover\" }", "input has no key “fit”"),
        (
            "input = { picture = \"a.png\", fit = \"round\" }",
            "column 36: this is no fit; write it as in fit = \"cover\"",
        ),
        ("input = { picture = 3 }", "picture is of the kind integer, not text"),
        ("input = [[1, 2], [3]]", "column 18: this is no input"),
        ("input = [[1, \"a\"]]", "column 14: this is no input"),
        ("input = [1, [2]]", "this is no input"),
        ("input = []", "this is no input"),
        ("input = [[], []]", "this is no input"),
        ("input = [[[[[[1]]]]]]", "this is no input"),
        ("inptu = \"ramp\"", "values has no key “inptu”"),
        ("[[values.layer]]\nkernel = \"ones\"", "this is no layer"),
        ("[[values.layer]]\nlayer = \"conv9\"", "line 6, column 9: this is no layer"),
        ("[[values.layer]]\nlayer = \"input\"", "this is no layer"),
        ("[[values.layer]]\nlayer = 1\nkernel = \"sobel\"", "line 7, column 10: this is no kernel"),
        ("[[values.layer]]\nlayer = 1\nfilters = [{ filter = -1, kernel = \"ones\" }]", "this is no filters"),
        ("[[values.layer]]\nlayer = 1\nbias = \"ones\"", "bias is of the kind string, not a list"),
    ];
    for (text, reason) in table {
        let message = complaint(&format!("version = 1\ninput = \"1x2x2\"\nlayers = [\"conv k2\"]\n[values]\n{text}"));
        assert!(message.contains(reason), "{text:?}\n gives {message}\n   not {reason}");
    }
}

#[test]
fn the_documented_form() {
    let text = "version = 1\ninput = \"1x7x7\"\nlayers = [\n  \"conv k3 s3\",\n]\n\n[view]\nlayout = \"aligned\"\npin = { layer = \"conv1\", unit = [0, 1] }\n";
    let document = read(text.as_bytes()).unwrap();
    assert_eq!(document.view.look.layout, Layout::Aligned);
    assert_eq!(document.view.pin, Some(Pin { layer: "conv1".to_owned(), unit: vec![0, 1] }));
    assert!(document.unknown.is_empty());
    assert_eq!(write(&document), text);
    // Another system's line ends, and a mark that some editors put first.
    let foreign = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    assert_eq!(read_any(foreign.as_bytes()).unwrap(), document);
    // The version may be left out.
    assert_eq!(read(b"input = \"1x7x7\"\nlayers = []").unwrap().stack.layers().len(), 0);
}

#[test]
fn unknown_keys_are_kept() {
    let text = r#"
author = "Ada"
input = "1x7x7"
version = 1
layers = ["conv k3 s3"]
"a key" = [1, 2.5, { x = 1979-05-27T07:32:00Z }]

[lesson]
title = "Lost pixels"
[lesson.answer]
count = 13

[view]
zoom = 2.5
layout = "equal"
[view.panel]
open = true

[[step]]
text = "one"
[[step]]
text = "two"
"#;
    let document = read(text.as_bytes()).unwrap();
    let keys: Vec<&str> = document.unknown.keys().map(String::as_str).collect();
    assert_eq!(keys, ["author", "a key", "lesson", "view", "step"]);
    assert_eq!(document.unknown["view"]["zoom"].as_float(), Some(2.5));
    let again = read(write(&document).as_bytes()).unwrap();
    assert_eq!(again.unknown["view"]["panel"]["open"].as_bool(), Some(true));
    let sorted = |document: &Document| {
        document.unknown.iter().map(|(k, v)| (k.clone(), v.clone())).collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(sorted(&again), sorted(&document));
    assert_eq!(again.stack, document.stack);
    // From the second time on, nothing moves any more.
    assert_eq!(write(&again), write(&document));
}

#[test]
fn errors_say_where_and_what_to_do() {
    let table = [
        ("version = 2\nlayers = 3", "line 1, column 11: version 2 of the format is newer than this program"),
        ("version = 0", "line 1, column 11: this is no version of the format; write version = 1"),
        ("version = \"one\"", "write version = 1"),
        ("layers = []", "the key input is missing; add it, as in input = \"1x7x7\""),
        ("input = \"1x7x7\"", "the key layers is missing"),
        ("input = 7\nlayers = []", "line 1, column 9: input is of the kind integer, not text"),
        ("input = \"1xax7\"\nlayers = []", "line 1, column 10: "),
        ("input = \"1x7\"\nlayers = \"relu\"", "line 2, column 10: layers is of the kind string, not a list"),
        ("input = \"1x7\"\nlayers = [\"relu\", 3]", "line 2, column 19: layer 2 is of the kind integer"),
        (
            "input = \"1x7\"\nlayers = [\n  \"relu\",\n  \"conv k3 q5\",\n]",
            "line 4, column 12: layer 2: conv does not understand “q5”",
        ),
        ("input = \"1x7\"\nlayers = [\"relu, relu\"]", "layer 1: a second layer begins here"),
        ("input = \"1x7\"\nlayers = [\"\"]", "layer 1: the layer is empty"),
        // The place in a text with escapes cannot be told: then the text as a whole is named.
        ("input = \"1x7\"\nlayers = [\"conv\\u0020q5\"]", "line 2, column 11: layer 1: "),
        ("input = \"1x7\"\nlayers = []\nview = 3", "view is of the kind integer, not a table"),
        (
            "input = \"1x7\"\nlayers = []\n[view]\nlayout = \"round\"",
            "line 4, column 10: “round” is no layout; write \"equal\" or \"aligned\"",
        ),
        ("input = \"1x7\"\nlayers = []\n[view]\npin = {}", "pin has no layer"),
        ("input = \"1x7\"\nlayers = []\n[view]\npin = { layer = \"a\" }", "pin has no unit"),
        (
            "input = \"1x7\"\nlayers = []\n[view]\npin = { layer = \"a\", unit = [0], x = 1 }",
            "line 4, column 34: pin has no key “x”",
        ),
        ("input = \"1x7\"\nlayers = []\n[view]\npin = { layer = \"a\", unit = [-1] }", "this is no index of a unit"),
        (
            "input = \"1x7\"\nlayers = []\n[view]\npin = { layer = \"a\", unit = [0,0,0,0] }",
            "this is no index of a unit",
        ),
        ("input = \"1x7\"\ninput = \"1x8\"\nlayers = []", "line 2, column 1: duplicate key"),
        ("input = \"1x7\nlayers = []", "line 1, column "),
        ("\u{FEFF}", "the text is empty"),
    ];
    for (text, reason) in table {
        let message = complaint(text);
        assert!(message.contains(reason), "{text:?}\n gives {message}\n   not {reason}");
        assert!(!message.contains('\n'), "{message}");
    }
}

#[test]
fn other_encodings() {
    let text = "1x7x7: conv k3 s3";
    let wide = |bom: &str, bytes: fn(u16) -> [u8; 2]| {
        format!("{bom}{text}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    for bytes in [
        wide("\u{FEFF}", u16::to_le_bytes),
        wide("\u{FEFF}", u16::to_be_bytes),
        wide("", u16::to_le_bytes),
        wide("", u16::to_be_bytes),
    ] {
        assert_eq!(read_any(&bytes).unwrap_err().to_string(), "the text is in UTF-16 or UTF-32; save it as UTF-8 text");
    }
    let message = read_any(b"1x7x7: conv k3\n# \xEF\xF0\xE8\xE2\xE5\xF2").unwrap_err().to_string();
    assert_eq!(message, "line 2 is not in UTF-8; save it as UTF-8 text");
    assert!(read_any(b"1x7x7: relu\0").unwrap_err().to_string().starts_with("this is no text"));
}

/// Names that two layers share, or that the image has, are no mistake: the window lets people write them, and what was
/// saved must open again. A pin then names its layer by the place.
#[test]
fn names_may_be_alike() {
    let text = "input = \"1x7\"\nlayers = ['conv k3 name=\"a\"', 'relu name=\"a\"', 'relu name=\"input\"', 'relu name=\"2\"']\n[view]\npin = { layer = 1, unit = [0] }\n";
    let document = read(text.as_bytes()).unwrap();
    assert_eq!(read(write(&document).as_bytes()).unwrap(), document);
    assert_eq!(document.view.pin, Some(Pin { layer: "1".to_owned(), unit: vec![0] }));
    let stack = &document.stack;
    assert_eq!(stack.place_named("a"), Err(NameError::Ambiguous(vec![1, 2])));
    assert_eq!(stack.place_named("input"), Err(NameError::Ambiguous(vec![0, 3])));
    assert_eq!((stack.place_named("0"), stack.place_named("1"), stack.place_named("4")), (Ok(0), Ok(1), Ok(4)));
    assert_eq!((stack.place_named("5"), stack.place_named("")), (Err(NameError::Unknown), Err(NameError::Unknown)));
    // A layer that is called by a number is meant first.
    assert_eq!(stack.place_named("2"), Ok(4));
    assert_eq!([1, 3, 4].map(|place| stack.name_of_place(place)), ["1", "3", "2"]);
}

/// A document that is cut anywhere before its last bracket is an error, not another network.
#[test]
fn a_truncated_document_is_never_read() {
    // Behind its layers a document may end anywhere between tables: one without values has none there.
    let text = write(&Document::new(read_any(b"1x7x7: conv k3 s3").unwrap().stack));
    let end = text.rfind(']').unwrap();
    for cut in 0..=end {
        assert!(read(&text.as_bytes()[..cut]).is_err(), "{}", &text[..cut]);
    }
}

#[test]
fn too_much() {
    let long = vec![b' '; usize::try_from(MAX_BYTES).unwrap() + 1];
    assert!(read(&long).unwrap_err().to_string().contains("16 MiB"));
    let layers = "\"relu\",".repeat(100_001);
    assert!(complaint(&format!("input = \"1x7\"\nlayers = [{layers}]")).contains("more than 100000 layers"));
    assert!(complaint(&format!("a = {}1", "[".repeat(100_000))).contains("line 1"));
    // Short, but gigabytes as values.
    let many = MAX_BYTES as usize / 2 - 100;
    for values in [format!("a = [{}]", "1,".repeat(many)), "\n".repeat(2 * many), "#\n".repeat(many)] {
        let message = complaint(&format!("input = \"1x7\"\nlayers = []\n{values}"));
        assert_eq!(message, "too many entries; a document never has so many, choose another file");
    }
    // The longest network there may be, with names and dots, is no such thing.
    let layers = "  'conv k3 s2 p1 c64 nobias name=\"a.b\"',\n".repeat(MAX_LAYERS);
    let document = read(format!("version = 1\ninput = \"1x7\"\nlayers = [\n{layers}]\n").as_bytes()).unwrap();
    assert_eq!(document.stack.layers().len(), MAX_LAYERS);
}

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_any(&bytes);
        let _ = read(&bytes);
    }

    #[test]
    fn no_change_of_a_document_breaks_the_reader(at in 0_usize..160, byte in any::<u8>(), cut in 0_usize..160) {
        let text = "version = 1\ninput = \"1x7x7\"\nlayers = [\n  'conv k3 s3 name=\"б\"',\n]\n\n[view]\nlayout = \"aligned\"\npin = { layer = \"conv1\", unit = [0, 1] }\n";
        let mut bytes = text.as_bytes().to_vec();
        bytes.truncate(cut.max(1));
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Err(error) = read_any(&bytes) {
            prop_assert!(!error.to_string().contains('\n'));
        }
    }
}

#[test]
fn saving_replaces_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.receptive.toml");
    save(&path, b"1x7: relu").unwrap();
    save(&path, b"1x8: relu").unwrap();
    assert_eq!(files::read(&path).unwrap().stack.to_string(), "1x8: relu");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let message = save(folder.path(), b"").unwrap_err().to_string();
    assert!(message.ends_with("this is a folder; name a file in it"), "{message}");
    let message = save(&folder.path().join("no/net.toml"), b"").unwrap_err().to_string();
    assert!(message.contains("the folder does not exist"), "{message}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn permissions_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.toml");
        fs::write(&path, "1x7: relu").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        save(&path, b"1x8: relu").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o640);
        // A new file is not for its owner alone, as a temporary file would be.
        let (new, plain) = (folder.path().join("new.toml"), folder.path().join("plain"));
        save(&new, b"").unwrap();
        fs::write(&plain, "").unwrap();
        assert_eq!(fs::metadata(&new).unwrap().mode(), fs::metadata(&plain).unwrap().mode());
    }

    /// What is private stays so while it is written, not only afterwards.
    #[test]
    fn a_private_file_is_never_readable_by_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.toml");
        fs::write(&path, "1x7: relu").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let watching = scope.spawn(|| {
                let mut seen = 0;
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    for entry in fs::read_dir(folder.path()).unwrap().flatten() {
                        // The new file is renamed meanwhile: then there is nothing to look at.
                        let Ok(metadata) = entry.metadata() else { continue };
                        seen |= metadata.mode() & 0o777;
                    }
                }
                seen
            });
            for _ in 0..10 {
                save(&path, &vec![b'#'; 4 << 20]).unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            assert_eq!(watching.join().unwrap(), 0o600);
        });
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.toml");
        fs::write(&path, "1x7: relu").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(save(&path, b"").unwrap_err().to_string().contains("read-only"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "1x7: relu");
    }

    #[test]
    fn links_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("real")).unwrap();
        let (target, link) = (folder.path().join("real/net.toml"), folder.path().join("link.toml"));
        // First a link to nothing, then to a file.
        symlink("real/net.toml", &link).unwrap();
        assert!(files::read(&link).unwrap_err().to_string().contains("there is no such file"));
        for text in ["1x7: relu", "1x8: relu"] {
            save(&link, text.as_bytes()).unwrap();
            assert!(link.symlink_metadata().unwrap().is_symlink());
            assert_eq!(fs::read_to_string(&target).unwrap(), text);
        }
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        symlink(&a, &b).unwrap();
        symlink(&b, &a).unwrap();
        assert!(save(&a, b"").unwrap_err().to_string().contains("leads back to itself"));
    }

    #[test]
    fn a_read_only_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.toml");
        fs::write(&path, "1x7: relu").unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let administrator = fs::write(folder.path().join("other"), "").is_ok();
        let saved = save(&path, b"1x8: relu");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        if administrator {
            return; // No folder is read-only for an administrator.
        }
        assert!(saved.unwrap_err().to_string().contains("choose another folder"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "1x7: relu");
    }
}
