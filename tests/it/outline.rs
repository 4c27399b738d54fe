//! A model's file is read without its weights, and nothing that is told of it changes.

use std::cell::Cell;
use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use receptive::field::Analysis;
use receptive::files;
use receptive::import::onnx::{self, outline};

use super::proto::{GraphText, Message, list, node, weights};

/// Tells how many bytes were read.
struct Counted<'a> {
    bytes: Cursor<&'a [u8]>,
    read: &'a Cell<usize>,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into)?;
        self.read.set(self.read.get() + read);
        Ok(read)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// The outline of a file, and how many bytes of the file were read for it.
fn outlined(file: &[u8]) -> (Option<Vec<u8>>, usize) {
    let read = Cell::new(0);
    let outline = outline(Counted { bytes: Cursor::new(file), read: &read }, file.len() as u64).unwrap();
    (outline, read.get())
}

fn told(file: &[u8]) -> String {
    format!("{:?}", onnx::read(file).map_err(|error| error.to_string()))
}

#[test]
fn every_model_says_the_same_without_its_weights() {
    let mut models = 0;
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/onnx")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "onnx") {
            continue;
        }
        let file = fs::read(&path).unwrap();
        let outline = outlined(&file).0.unwrap_or_else(|| panic!("{} has no outline", path.display()));
        assert!(outline.len() <= file.len());
        assert_eq!(told(&outline), told(&file), "{}", path.display());
        models += 1;
    }
    assert!(models > 20, "{models} models");
}

/// A network of three layers whose weights are written in all the ways that there are, of a million numbers each.
fn heavy() -> Vec<u8> {
    const MANY: usize = 1_000_000;
    let raw = vec![0x5a; 4 * MANY];
    let shape = [1, 1, 1000, 1000];
    let as_bytes = weights("bytes", &shape).bytes(9, &raw);
    let as_floats = weights("floats", &shape).bytes(4, &raw);
    let constant = node("Constant", &[], &["constant"], "").message(
        5,
        &Message::default().bytes(1, "value").number(20, 4).message(5, &weights("", &shape).bytes(9, &raw)),
    );
    let values = weights("sparse", &[1_000_000]).bytes(9, &raw);
    let places = Message::default().number(1, 1_000_000).number(2, 7).bytes(9, raw.repeat(2));
    let sparse =
        shape.iter().fold(Message::default().message(1, &values).message(2, &places), |all, &size| all.number(3, size));
    // What says a shape is read, before and behind the weights.
    let size = list("size", &[1, -1]);
    let mut graph = GraphText::new(&[1, 1, 2000, 2000]).holds(&as_bytes).holds(&as_floats).node(&constant);
    graph.0 = graph.0.message(15, &sparse);
    graph
        .node(&node("Conv", &["image", "bytes"], &["a"], "first"))
        .node(&node("Conv", &["a", "floats"], &["b"], "second"))
        .holds(&size)
        .node(&node("Add", &["b", "constant"], &["c"], "third"))
        .node(&node("Reshape", &["c", "size"], &["d"], "fourth"))
        .output("d")
        .model()
}

#[test]
fn weights_are_passed_over() {
    let file = heavy();
    let (outline, read) = outlined(&file);
    let outline = outline.expect("an outline");
    assert!(file.len() > 20_000_000);
    assert!(read < 100_000 && outline.len() < 2_000, "{read} bytes read, {} kept", outline.len());
    assert_eq!(told(&outline), told(&file));
    assert!(told(&outline).contains("\"fourth\""), "{}", told(&outline));
}

#[test]
fn a_file_with_weights_is_opened_and_one_that_is_cut_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("heavy.onnx");
    let file = heavy();
    fs::write(&path, &file).unwrap();
    let stack = files::read(&path).unwrap().stack;
    // Two kernels of 1000 × 1000 on 2000 × 2000: 2000 − 2 × 999 = 2.
    assert_eq!(stack.layers().len(), 4);
    let graph = stack.lower().graph;
    let analysis = Analysis::of(&graph);
    assert_eq!(analysis.map(graph.map(2).expect("a map")).shape.as_ref().expect("a size").size.as_slice(), [2, 2]);
    for length in [1, 100, file.len() / 2, file.len() - 1] {
        fs::write(&path, &file[..length]).unwrap();
        let problem = files::read(&path).unwrap_err().to_string();
        assert!(problem.contains("damaged") || problem.contains("no graph"), "{length}: {problem}");
    }
}

#[test]
fn what_is_no_model_has_no_outline() {
    for file in
        [&b"\x08"[..], b"1x7x7: conv k3", b"\x08\x08\x3a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\x3a\x05\x0a"]
    {
        assert_eq!(outlined(file).0, None, "{file:?}");
    }
    // As deep as no model is: the reader of the whole file says what it makes of it.
    let deep = (0..100).fold(weights("x", &[1]).bytes(9, vec![0; 20_000]), |inner, _| {
        let setting = Message::default().bytes(1, "g").message(6, &Message::default().message(1, &inner));
        Message::default().message(5, &setting)
    });
    assert_eq!(outlined(&Message::default().number(1, 8).message(7, &Message::default().message(1, &deep)).0).0, None);
}
