//! The network that a command is about: a file, standard input, or the stack that the argument itself is.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::CliError;
use crate::files::{self, FileProblem};
use crate::import::document::{self, DocumentError};
use crate::net::Document;

/// A network and where it is from.
pub struct Source {
    pub document: Document,
    /// The file that it was read from.
    pub path: Option<PathBuf>,
}

/// Why there is no network.
pub enum SourceError {
    /// The file is not to be had, or is none; standard input if there is no path.
    File { path: Option<PathBuf>, problem: FileProblem },
    /// The argument itself is no stack.
    Stack(CliError),
}

impl From<SourceError> for CliError {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::File { path, problem } => file_error(path.as_deref(), &problem),
            SourceError::Stack(error) => error,
        }
    }
}

/// Opens what the words of the command line name. Several words are one stack whose quotation marks were left out.
pub fn open(words: &[OsString], stdin: &mut dyn Read) -> Result<Source, SourceError> {
    let argument = words.join(" ".as_ref());
    let without_path = |document| Source { document, path: None };
    if argument == "-" {
        let read = files::read_stream(stdin).map(without_path);
        return read.map_err(|problem| SourceError::File { path: None, problem });
    }
    let path = Path::new(&argument);
    // A link to nothing is there too, and saying so is of more help than reading its name as a stack.
    if path.symlink_metadata().is_ok() {
        let opened =
            files::read(path).map_err(|error| SourceError::File { path: Some(error.path), problem: error.problem });
        return opened.map(|document| Source { document, path: Some(path.to_owned()) });
    }
    let text = argument.to_str().filter(|text| !names_a_file(text));
    let Some(text) = text else {
        return Err(SourceError::File { path: Some(path.to_owned()), problem: FileProblem::Missing });
    };
    document::read_any(text.as_bytes()).map(without_path).map_err(|error| {
        SourceError::Stack(match error {
            DocumentError::Text { error, .. }
                if !text.contains(':') && !text.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                CliError::new(format!(
                    "{text}: there is no such file, and as a stack {}; {}",
                    error.problem, error.remedy
                ))
            }
            error => in_document("stack", &error),
        })
    })
}

/// True of an argument that can only be meant as a file.
fn names_a_file(text: &str) -> bool {
    let lower = text.to_lowercase();
    let known_ending = [".toml", ".txt", ".onnx", ".json", ".yaml", ".yml", ".py", ".pt", ".pth"];
    // Of another system, perhaps, but no stack: those begin with a digit.
    let drive = text.starts_with(|c: char| c.is_ascii_alphabetic()) && matches!(text.get(1..3), Some(":\\" | ":/"));
    text.is_empty()
        || known_ending.iter().any(|ending| lower.ends_with(ending))
        || ["/", "./", "../", "~"].iter().any(|start| text.starts_with(start))
        || drive
        || (!text.contains(':') && text.contains(['/', '\\']))
}

/// What is wrong with a file; with standard input if there is no path.
pub fn file_error(path: Option<&Path>, problem: &FileProblem) -> CliError {
    let name = path.map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
    match problem {
        FileProblem::Document(error) => in_document(name, error),
        problem => CliError::new(format!("{name}: {problem}")),
    }
}

/// The error with the line that it is about, and a mark under the word.
fn in_document(name: impl Display, error: &DocumentError) -> CliError {
    let mut message = format!("{name}: {error}");
    for line in error.place().iter().flat_map(|at| at.excerpt.lines()) {
        message.push_str("\n    ");
        message.push_str(line);
    }
    CliError(message)
}
