//! Why something with a file did not work, in the reader's language. What is wrong inside a layer text is told in the
//! words of the layer text, which is English in every language; its place is not.

use super::jobs::WriteProblem;
use crate::export::document::SaveProblem;
use crate::export::picture::PictureError;
use crate::export::png::PngError;
use crate::import::document::{DocumentError, FileProblem, MAX_BYTES, Place, VERSION};
use crate::import::layer_text::TextError;
use crate::locale::Words;

/// Why a file was not opened.
pub fn of_file(words: &Words, problem: &FileProblem) -> String {
    match problem {
        FileProblem::Missing => words.get("reason-missing").to_owned(),
        FileProblem::Folder => words.get("reason-folder").to_owned(),
        FileProblem::Unreadable(error) => words.with("reason-unreadable", &[("error", error.to_string().into())]),
        FileProblem::Document(error) => of_document(words, error),
    }
}

/// The place of the mistake in a file, as an excerpt with a mark under it.
pub fn excerpt_of(problem: &FileProblem) -> Option<&str> {
    match problem {
        FileProblem::Document(error) => error.place().map(|place| place.excerpt.as_str()),
        _ => None,
    }
}

fn of_document(words: &Words, error: &DocumentError) -> String {
    let placed = |at: &Place, problem: &str, remedy: &str| {
        let reason = format!("{problem}; {remedy}");
        words.with("reason-at", &[("line", at.line.into()), ("column", at.column.into()), ("reason", reason.into())])
    };
    match error {
        DocumentError::Empty => words.get("reason-empty").to_owned(),
        DocumentError::Encoding(_) => words.get("reason-encoding").to_owned(),
        DocumentError::TooLarge => words.with("reason-too-large", &[("mib", (MAX_BYTES >> 20).into())]),
        DocumentError::Toml { at, problem, remedy } => placed(at, problem, remedy),
        DocumentError::MissingKey { key, example } => {
            words.with("reason-missing-key", &[("key", (*key).into()), ("example", (*example).into())])
        }
        DocumentError::NewerVersion { found, .. } => {
            words.with("reason-newer", &[("found", (*found).into()), ("version", VERSION.into())])
        }
        DocumentError::Layer { at, error, .. } | DocumentError::Text { at, error } => {
            placed(at, &error.problem, &error.expected)
        }
    }
}

/// What is wrong in a layer text.
pub fn of_text(words: &Words, error: &TextError) -> String {
    let TextError { line, column, problem, expected, .. } = error;
    let reason = format!("{problem}; {expected}");
    words.with("reason-at", &[("line", (*line).into()), ("column", (*column).into()), ("reason", reason.into())])
}

/// Why a file was not written.
pub fn of_write(words: &Words, problem: &WriteProblem) -> String {
    match problem {
        WriteProblem::Save(SaveProblem::IsFolder) => words.get("reason-folder").to_owned(),
        WriteProblem::Save(SaveProblem::NoFolder) => words.get("reason-no-folder").to_owned(),
        WriteProblem::Save(SaveProblem::Circle) => words.get("reason-circle").to_owned(),
        WriteProblem::Save(SaveProblem::ReadOnlyFile) => words.get("reason-read-only").to_owned(),
        WriteProblem::Save(SaveProblem::Folder(error)) => {
            words.with("reason-folder-closed", &[("error", error.to_string().into())])
        }
        WriteProblem::Save(SaveProblem::Write(error)) => {
            words.with("reason-write", &[("error", error.to_string().into())])
        }
        WriteProblem::Picture(PictureError::Png(PngError::TooLarge { .. })) => {
            words.get("reason-picture-too-large").to_owned()
        }
        WriteProblem::Picture(error) => words.with("reason-picture", &[("error", error.to_string().into())]),
        WriteProblem::Screen(error) => words.with("reason-picture", &[("error", error.as_str().into())]),
    }
}
