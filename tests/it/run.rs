//! `receptive run`: files in, numbers out.

use std::fs;
use std::path::Path;

use receptive::cli;
use receptive::value::{Tensor, read_npy, write_npy};
use serde_json::{Value, json};

/// Exit code, standard output, standard error.
fn run(args: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["receptive", "run"].iter().chain(args);
    let code = cli::run_with(args, &mut &b""[..], &mut out, &mut err);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn answer(args: &[&str]) -> String {
    let (code, out, err) = run(args);
    assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
    out
}

fn complaint(args: &[&str]) -> String {
    let (code, out, err) = run(args);
    assert_eq!((code, out.as_str()), (2, ""), "{args:?} {err}");
    err
}

fn array(path: &Path, shape: &[usize], data: &[f32]) {
    let tensor = Tensor::from_shape_vec(shape.to_vec(), data.to_vec()).unwrap();
    fs::write(path, write_npy(&tensor)).unwrap();
}

const IMAGE: &str = "1x2x3: conv k2";

#[test]
fn the_image_as_json() {
    let text = answer(&[IMAGE, "--input", "ramp", "--layer", "input"]);
    let value: Value = serde_json::from_str(&text).unwrap();
    let expected = json!({
        "layer": "input", "shape": [1, 1, 2, 3], "values": [[[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]]],
    });
    assert_eq!(value, expected);
    assert_eq!(text, answer(&[IMAGE, "--input", "ramp", "--layer", "0", "--format", "json"]));
    for word in ["test-picture", "checkerboard", "checkerboard:2", "impulse", "noise", "noise:9"] {
        answer(&[IMAGE, "--input", word, "--layer", "input"]);
    }
}

#[test]
fn what_is_no_number_is_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.npy");
    array(&path, &[3], &[f32::NAN, f32::INFINITY, f32::NEG_INFINITY]);
    let text = answer(&["1x3: relu", "--input", path.to_str().unwrap(), "--layer", "input"]);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["values"], json!([[["NaN", "Infinity", "-Infinity"]]]));
}

#[test]
fn files_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let to = |name: &str| answer(&["3x4x6: relu", "--input", "ramp", "--layer", "input", "-o", &path(name)]);
    assert_eq!(to("a.npy"), "");
    let read = read_npy(&fs::read(path("a.npy")).unwrap()).unwrap();
    assert_eq!((read.shape(), read[[0, 2, 3, 5]]), (&[1, 3, 4, 6][..], 71.0));
    to("a.png");
    let picture = image::load_from_memory(&fs::read(path("a.png")).unwrap()).unwrap().into_luma8();
    assert_eq!(picture.dimensions(), (13, 9));
    let at = |x, y| picture.get_pixel(x, y).0[0];
    assert_eq!((at(0, 0), at(5, 3), at(7, 0), at(0, 5), at(6, 0), at(12, 8)), (0, 255, 0, 0, 0, 0));
    to("a.json");
    assert!(fs::read_to_string(path("a.json")).unwrap().starts_with("{\"layer\":\"input\",\"shape\":[1,3,4,6]"));
    // What was written comes back, and a picture as well.
    let back = answer(&["3x4x6: relu", "--input", &path("a.npy"), "--layer", "input"]);
    assert_eq!(back, fs::read_to_string(path("a.json")).unwrap());
    answer(&["1x9x13: relu", "--input", &path("a.png"), "--layer", "input"]);
}

#[test]
fn mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    array(Path::new(&path("w.npy")), &[2, 2], &[1.0; 4]);
    fs::write(path("text.npy"), "no array").unwrap();
    let (good, text, none) = (path("w.npy"), path("text.npy"), path("none.npy"));
    let weight = |layer: &str, file: &str| format!("{layer}={file}");
    let of_layer: [(String, &str); 6] = [
        (good.clone(), "write the layer, =, and the file"),
        (weight("conv9", &good), "there is no layer “conv9”; write one of input, conv1"),
        (weight("relu1", &good), "relu1 has no kernel; name a layer that has one"),
        (weight("input", &good), "input has no kernel"),
        (weight("conv1", &none), "there is no such file; check the name"),
        (weight("conv1", &text), "this is no array of NumPy; save one with numpy.save"),
    ];
    for (given, reason) in of_layer {
        let message = complaint(&["1x2x3: conv k2, relu", "--weight", &given]);
        assert!(message.contains(reason) && message.contains("--weight"), "{message}");
    }
    let message = complaint(&["1x2x3: conv k2 nobias", "--bias", &weight("conv1", &good)]);
    assert!(message.contains("conv1 has no bias"), "{message}");
    let inputs = [
        ("wrong", "there is no such file; name an array (.npy) or a picture, or write test-picture"),
        ("noise:x", "write a whole number from 0, the seed, behind the colon, as in noise:8"),
        ("checkerboard:0", "write how many pixels a square is wide behind the colon"),
        ("ramp:1", "ramp takes no number"),
        (text.as_str(), "this is no picture that can be read"),
        (good.as_str(), "axis 1 (columns) is 2, not 3; give an array of that shape"),
    ];
    for (input, reason) in inputs {
        let message = complaint(&[IMAGE, "--layer", "input", "--input", input]);
        assert!(message.contains(reason), "{message}");
    }
    let out = path("out.npy");
    let message = complaint(&["1x9000x9000: relu", "--layer", "0", "--most-memory", "8", "-o", &out]);
    assert!(message.contains("--most-memory 8: the maps take 309 MiB; write --most-memory 309"), "{message}");
    assert!(complaint(&[IMAGE, "--layer", "x"]).contains("--layer x: there is no layer “x”"));
    assert!(complaint(&["1x2x2: conv k5", "-o", &out]).contains("nothing is known of conv1, which cannot run"));
    assert!(complaint(&[IMAGE, "-o", "maps.txt"]).contains("let it end in .npy, .png or .json"));
    assert!(!Path::new(&out).exists());
    let flat = complaint(&["1x3: relu", "--layer", "input", "-o", &path("flat.png")]);
    assert!(flat.contains("only a map of two axes is a picture"), "{flat}");
}

/// The lecture's 7×7 image with a column of 99 that no window reaches, as a document.
#[test]
fn the_column_that_nobody_sees() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.receptive.toml");
    let row = "[1, 1, 1, 1, 1, 1, 99], ".repeat(7);
    let text = format!("input = \"1x7x7\"\nlayers = [\"conv k3 s3\"]\n[values]\ninput = [{row}]\n");
    fs::write(&path, text).unwrap();
    let value: Value = serde_json::from_str(&answer(&[path.to_str().unwrap()])).unwrap();
    assert_eq!(value["values"], json!([[[[9.0, 9.0], [9.0, 9.0]]]]));
}

#[test]
fn weights_and_biases_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    array(Path::new(&path("x.npy")), &[1, 3, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
    array(Path::new(&path("w.npy")), &[2, 1, 2, 2], &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.0]);
    array(Path::new(&path("b.npy")), &[2], &[0.5, 0.0]);
    let given = ["1x3x3: conv k2 c2, relu, gmp", "--input", &path("x.npy")].map(str::to_owned);
    let weights = ["--weight".to_owned(), format!("conv1={}", path("w.npy"))];
    let biases = ["--bias".to_owned(), format!("1={}", path("b.npy"))];
    let of = |layer: &str| {
        let layer = ["--layer".to_owned(), layer.to_owned()];
        let args: Vec<&str> = given.iter().chain(&weights).chain(&biases).chain(&layer).map(String::as_str).collect();
        serde_json::from_str::<Value>(&answer(&args)).unwrap()["values"].clone()
    };
    assert_eq!(of("conv1"), json!([[[[1.5, 2.5], [4.5, 5.5]], [[-5.0, -6.0], [-8.0, -9.0]]]]));
    assert_eq!(of("relu1"), json!([[[[1.5, 2.5], [4.5, 5.5]], [[0.0, 0.0], [0.0, 0.0]]]]));
    assert_eq!(of("3"), json!([[[[5.5]], [[0.0]]]]));
    // The wrong axis is named, and nothing is written.
    array(Path::new(&path("v.npy")), &[2, 1, 3, 2], &[0.0; 12]);
    let wrong = format!("conv1={}", path("v.npy"));
    let out = path("out.npy");
    let message = complaint(&["1x3x3: conv k2 c2", "--weight", &wrong, "-o", &out]);
    assert!(message.contains("axis 2 (rows) is 3, not 2"), "{message}");
    assert!(!Path::new(&out).exists());
}

#[test]
fn more_memory_than_allowed_is_asked_for_first() {
    let message = complaint(&["64x4096x4096: conv k3 c512", "--most-memory", "100"]);
    assert!(message.contains("--most-memory 36834"), "{message}");
}

#[test]
fn layers_behind_the_wanted_one_are_not_worked_out() {
    let stack = "1x512x512: conv k3 p1, maxpool k2, conv k3 p1 c4096";
    // 512² values twice and ten numbers take a little more than 2 MiB; the last map alone takes 1 GiB.
    let text = answer(&[stack, "--input", "impulse", "--layer", "maxpool1", "--most-memory", "3"]);
    assert!(text.starts_with("{\"layer\":\"maxpool1\",\"shape\":[1,1,256,256]"), "{}", &text[..80]);
    let message = complaint(&[stack, "--most-memory", "3"]);
    assert!(message.contains("--most-memory 3: the maps take 1025 MiB"), "{message}");
}

/// Columns of 0, 51, 102 and 153 of 255, in two rows.
#[test]
fn pictures_come_to_the_size_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("steps.png");
    image::GrayImage::from_fn(4, 2, |x, _| image::Luma([(x * 51) as u8])).save(&path).unwrap();
    let path = path.to_str().unwrap();
    let tenths = |stack: &str, fit: &[&str]| {
        let text = answer(&[&[stack, "--input", path, "--layer", "input"], fit].concat());
        let value: Value = serde_json::from_str(&text).unwrap();
        let rows = value["values"][0][0].as_array().unwrap().clone();
        let rows = rows.iter().flat_map(|row| row.as_array().unwrap().clone());
        rows.map(|value| (value.as_f64().unwrap() * 10.0).round() as i32).collect::<Vec<_>>()
    };
    assert_eq!(tenths("1x2x2: relu", &[]), [2, 4, 2, 4]);
    assert_eq!(tenths("1x2x2: relu", &["--fit", "cover"]), [2, 4, 2, 4]);
    assert_eq!(tenths("1x4x4: relu", &["--fit", "contain"]), [0, 0, 0, 0, 0, 2, 4, 6, 0, 2, 4, 6, 0, 0, 0, 0]);
    assert_eq!(tenths("1x1x4: relu", &["--fit", "stretch"]), [0, 2, 4, 6]);
    assert_eq!(tenths("1x1x6: relu", &["--fit", "crop"]), [0, 0, 2, 4, 6, 0]);
    // A document says how, and the command line says otherwise.
    let document = folder.path().join("net.receptive.toml");
    let text =
        "input = \"1x1x4\"\nlayers = [\"relu\"]\n[values]\ninput = { picture = \"steps.png\", fit = \"crop\" }\n";
    fs::write(&document, text).unwrap();
    let of_document = |fit: &[&str]| answer(&[&[document.to_str().unwrap(), "--layer", "0"], fit].concat());
    assert_ne!(of_document(&[]), of_document(&["--fit", "contain"]));
    assert_eq!(of_document(&[]), of_document(&["--fit", "crop"]));
    let message = complaint(&["1x4x4: relu", "--input", "ramp", "--fit", "crop"]);
    assert!(message.contains("--fit crop: the image is no picture; name one with --input"), "{message}");
    assert!(complaint(&["1x4x4: relu", "--input", path, "--fit", "wide"]).contains("[possible values: cover"));
}
