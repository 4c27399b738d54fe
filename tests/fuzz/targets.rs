//! What the inputs are given to: each reader, and everything that is asked of a network that comes out.

use std::fmt::Display;
use std::io::Cursor;

use receptive::export;
use receptive::field::{Analysis, Trace};
use receptive::import::{document, layer_text, onnx, pytorch};
use receptive::net::{Document, MapId, Stack};

/// A message is read by people.
const LONGEST_MESSAGE: usize = 2000;

/// Of more maps the notes are not asked one by one.
const MAPS_ASKED: usize = 300;

/// A reader: whether a network came out. Panics where something is wrong.
pub type Target = fn(&[u8]) -> bool;

pub const TARGETS: [(&str, Target); 4] =
    [("onnx", of_model), ("pytorch", of_python), ("document", of_document), ("layers", of_layers)];

/// A reader that never answers, for the watchdog to notice; only tried when it is asked for.
pub const ENDLESS: (&str, Target) = ("endless", of_nothing);

fn of_nothing(_: &[u8]) -> bool {
    loop {
        std::hint::spin_loop();
    }
}

fn told(message: &impl Display) {
    let message = message.to_string();
    let length = message.chars().count();
    assert!((1..=LONGEST_MESSAGE).contains(&length), "a message of {length} characters: {message:.200}");
}

fn of_model(bytes: &[u8]) -> bool {
    let written = match onnx::read(bytes) {
        Ok(written) => written,
        Err(error) => {
            told(&error);
            return false;
        }
    };
    // Files are read without their weights.
    if let Some(outline) = onnx::outline(Cursor::new(bytes), bytes.len() as u64).expect("bytes are read") {
        let again = onnx::read(&outline).map(|again| format!("{again:?}"));
        assert!(again.is_ok_and(|again| again == format!("{written:?}")), "other without its weights");
    }
    let mut runs = false;
    for size in [None, Some([37, 300]), Some([1 << 30, 1])] {
        match written.meant(size.as_ref().map(<[u64; 2]>::as_slice)) {
            Ok(meant) => {
                meant.remarks.iter().for_each(told);
                examine(&meant.stack);
                written_again(&Document::new(meant.stack));
                runs = true;
            }
            Err(error) => told(&error),
        }
    }
    runs
}

fn of_python(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let read = pytorch::read(&text);
    match &read {
        Ok(read) => {
            read.remarks.iter().for_each(told);
            examine(&read.stack);
            written_again(&Document::new(read.stack.clone()));
        }
        Err(error) => told(error),
    }
    opened(bytes);
    read.is_ok()
}

fn of_document(bytes: &[u8]) -> bool {
    let read = document::read(bytes);
    match &read {
        Ok(document) => {
            examine(&document.stack);
            written_again(document);
        }
        Err(error) => told(error),
    }
    opened(bytes);
    read.is_ok()
}

fn of_layers(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let read = layer_text::read_stack(&text);
    match &read {
        Ok(stack) => {
            examine(stack);
            assert_eq!(layer_text::read_stack(&stack.to_string()).as_ref(), Ok(stack), "a stack is not read back");
            written_again(&Document::new(stack.clone()));
        }
        Err(error) => told(error),
    }
    opened(bytes);
    read.is_ok()
}

/// By what the bytes look like, as a file is opened.
fn opened(bytes: &[u8]) {
    match document::open(bytes) {
        Ok(opened) => opened.remarks.iter().for_each(told),
        Err(error) => {
            told(&error);
            if let Some(place) = error.place() {
                told(&place.excerpt);
            }
        }
    }
}

/// What is written is read back as the same.
fn written_again(document: &Document) {
    // Keys that are not known may nest deeper than can be written.
    let Ok(text) = export::document::write(document) else { return };
    let again = document::read(text.as_bytes()).unwrap_or_else(|error| panic!("a document is not read back: {error}"));
    assert_eq!(export::document::write(&again).ok(), Some(text), "a document is not the same when it is read back");
}

/// Asks everything there is to ask about a stack.
fn examine(stack: &Stack) {
    let graph = stack.lower().graph;
    let analysis = Analysis::of(&graph);
    for map in graph.maps().take(MAPS_ASKED) {
        let _ = (analysis.notes_of(&graph, map), analysis.lost_units(&graph, map), analysis.unread(map).count());
    }
    for map in [MapId::INPUT, analysis.output()] {
        let Some(shape) = &analysis.map(map).shape else { continue };
        let _ = Trace::of(&graph, &analysis, map, shape.size.map(|&n| n as i64 / 2));
    }
    let _ = (analysis.network_notes(), analysis.totals(), analysis.covering(), analysis.runs());
}
