//! The network that a command is about: a file, standard input, or the stack that the argument itself is.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Sizes, SourceArgs};
use super::{CliError, Streams};
use crate::files::{self, FileProblem};
use crate::import::document::{self, DocumentError, Opened};
use crate::net::{Edit, Shape};

/// What messages call it.
const STDIN: &str = "standard input";

/// A network and where it is from.
pub struct Source {
    pub opened: Opened,
    /// The file that it was read from.
    pub path: Option<PathBuf>,
}

impl Source {
    /// Gives the network an image of another size. A model is asked anew what it means with it.
    fn resize(&mut self, size: &[u64]) -> Result<(), CliError> {
        let input = &self.opened.document.stack.input;
        if input.size.rank() != size.len() {
            let given: Vec<String> = size.iter().map(u64::to_string).collect();
            let axes = match input.size.rank() {
                1 => "1 axis".to_owned(),
                rank => format!("{rank} axes"),
            };
            return Err(CliError::new(format!(
                "--input-size {}: the image has {axes}; give one size for each, as in {}",
                given.join("x"),
                input.size_text().replace('×', "x")
            )));
        }
        if let Some(model) = &self.opened.model {
            self.opened = Opened::of_model(Arc::clone(model), Some(size)).map_err(CliError::new)?;
        } else {
            let shape = Shape { size: size.iter().copied().collect(), ..input.clone() };
            Edit::SetInput(shape).apply(&mut self.opened.document.stack);
        }
        Ok(())
    }
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

/// Opens what the arguments name, and says on standard error what is to be said about how it was read.
pub fn open(args: &SourceArgs, streams: &mut Streams<'_>) -> Result<Source, CliError> {
    open_sized(&args.source, args.input_size.as_ref(), streams)
}

/// Opens what the words of the command line name, with an image of this size.
pub fn open_sized(words: &[OsString], size: Option<&Sizes>, streams: &mut Streams<'_>) -> Result<Source, CliError> {
    let mut source = open_quietly(words, streams.stdin)?;
    if let Some(Sizes(size)) = size {
        source.resize(size)?;
    }
    let name = source.path.as_ref().map_or_else(|| STDIN.to_owned(), |path| path.display().to_string());
    for remark in &source.opened.remarks {
        // Where standard error is closed nobody is left to be told.
        let _ = writeln!(streams.stderr, "receptive: {name}: {remark}");
    }
    Ok(source)
}

/// The same without a word. Several words are one stack whose quotation marks were left out.
pub fn open_quietly(words: &[OsString], stdin: &mut dyn Read) -> Result<Source, SourceError> {
    let argument = words.join(" ".as_ref());
    let source = |opened: Opened, path| Source { opened, path };
    if argument == "-" {
        let read = files::open_stream(stdin).map(|opened| source(opened, None));
        return read.map_err(|problem| SourceError::File { path: None, problem });
    }
    let path = Path::new(&argument);
    // A link to nothing is there too, and saying so is of more help than reading its name as a stack.
    if path.symlink_metadata().is_ok() {
        let opened =
            files::open(path).map_err(|error| SourceError::File { path: Some(error.path), problem: error.problem });
        return opened.map(|opened| source(opened, Some(path.to_owned())));
    }
    let text = argument.to_str().filter(|text| !names_a_file(text));
    let Some(text) = text else {
        return Err(SourceError::File { path: Some(path.to_owned()), problem: FileProblem::Missing });
    };
    document::open(text.as_bytes()).map(|opened| source(opened, None)).map_err(|error| {
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
    let name = path.map_or_else(|| STDIN.to_owned(), |path| path.display().to_string());
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
