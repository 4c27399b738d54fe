//! **The command line**: one command, its answer on standard output, an exit code.
//!
//! 0 is fine, 1 a check that failed, 2 bad arguments or input: then standard error says what is wrong, where, and what to
//! do. A command makes its whole answer before a byte of it is written, so an error never leaves half of one behind.

mod animate;
mod args;
mod check;
mod compare;
mod completions;
mod convert;
mod render;
mod report;
mod run;
mod source;
mod tensor;
mod unit;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// Exit code of a check that failed.
const CHECK_FAILED: u8 = 1;

/// Exit code of bad arguments and bad input.
const BAD_INPUT: u8 = 2;

/// A failure, as the one message that people get to read.
#[derive(Debug)]
struct CliError(String);

impl CliError {
    fn new(message: impl Display) -> Self {
        Self(message.to_string())
    }
}

/// What a command answers.
struct Answer {
    /// For standard output.
    bytes: Vec<u8>,
    code: u8,
    /// For standard error, about what was done as well as it can be.
    remark: String,
}

impl Answer {
    fn fine(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), code: 0, remark: String::new() }
    }
}

/// What a command reads from and complains to.
struct Streams<'s> {
    stdin: &'s mut dyn Read,
    stderr: &'s mut dyn Write,
}

/// True of the name that stands for standard output, as `-` does for standard input.
fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Writes the bytes to the file, or answers with them if there is none.
fn deliver(path: Option<&Path>, bytes: &[u8]) -> Result<Answer, CliError> {
    match path.filter(|path| !is_stdout(path)) {
        Some(path) => crate::files::save(path, bytes).map(|()| Answer::fine("")).map_err(CliError::new),
        None => Ok(Answer::fine(bytes)),
    }
}

/// Runs the program with the arguments and streams of the process.
pub fn run() -> ExitCode {
    let (stdin, stdout, stderr) = (io::stdin(), io::stdout(), io::stderr());
    ExitCode::from(run_with(std::env::args_os(), &mut stdin.lock(), &mut stdout.lock(), &mut stderr.lock()))
}

/// Runs the program; the first argument is its own name. Gives the exit code.
pub fn run_with(
    args: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    stdin: &mut dyn Read,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    let given: Vec<OsString> = args.into_iter().map(Into::into).collect();
    let mut args = match Args::try_parse_from(&given) {
        Ok(args) => args,
        Err(message) => {
            if let Some(word) = args::misspelt(&given) {
                let commands = args::commands().join(", ");
                return fail(
                    stderr,
                    &format!(
                        "receptive: there is no command “{word}”; write one of {commands}, or see `receptive --help`\n"
                    ),
                );
            }
            let text = message.render().to_string();
            // Help and the version are answers, everything else is a mistake.
            return if message.use_stderr() {
                fail(stderr, &text)
            } else {
                answer(&Answer::fine(text), stdout, stderr)
            };
        }
    };
    let mut streams = Streams { stdin, stderr };
    let answered = match args.command.take() {
        Some(Command::Report(args)) => report::run(&args, &mut streams),
        Some(Command::Render(args)) => render::render(&args, &mut streams),
        Some(Command::Run(args)) => run::run(&args, &mut streams),
        Some(Command::Check(args)) => check::run(&args, &mut streams),
        Some(Command::Compare(args)) => compare::run(&args, &mut streams),
        Some(Command::Convert(args)) => convert::run(&args, &mut streams),
        Some(Command::Completions(args)) => Ok(completions::run(&args)),
        None => window(&args, &mut streams),
    };
    match answered {
        Ok(answered) => answer(&answered, stdout, stderr),
        Err(CliError(message)) => fail(stderr, &format!("receptive: {message}\n")),
    }
}

fn answer(answered: &Answer, stdout: &mut dyn Write, stderr: &mut dyn Write) -> u8 {
    if !answered.remark.is_empty() {
        // Where standard error is closed nobody wants to know.
        let _ = writeln!(stderr, "receptive: {}", answered.remark);
    }
    match stdout.write_all(&answered.bytes).and_then(|()| stdout.flush()) {
        Ok(()) => answered.code,
        // The reader has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => answered.code,
        Err(error) => fail(stderr, &format!("receptive: standard output: the answer cannot be written ({error})\n")),
    }
}

fn fail(stderr: &mut dyn Write, message: &str) -> u8 {
    // Where standard error is closed nobody is left to be told.
    let _ = stderr.write_all(message.as_bytes());
    BAD_INPUT
}

#[cfg(feature = "window")]
fn window(args: &Args, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    use crate::gui::{Opening, Start};
    let source =
        args.source.as_ref().map(|argument| source::open_quietly(std::slice::from_ref(argument), streams.stdin));
    let mut broken = String::new();
    let opening = match source {
        None => Opening::Lesson,
        Some(Ok(source)) => Opening::Document(source.path, Box::new(source.opened)),
        // The window tells it, and lets another file be opened.
        Some(Err(source::SourceError::File { path, problem })) => {
            broken = format!("{}\nreceptive: ", source::file_error(path.as_deref(), &problem).0);
            Opening::Broken(path, problem)
        }
        Some(Err(error)) => return Err(error.into()),
    };
    let args::StartArgs { view, theme, lang } = args.start;
    crate::gui::run(Start { opening, view, theme, lang }).map(|()| Answer::fine("")).map_err(|reason| {
        let reason = reason.trim_end_matches('.');
        CliError::new(format!(
            "{broken}the window cannot be opened: {reason}; without a display, use `receptive report` or `receptive render`"
        ))
    })
}

#[cfg(not(feature = "window"))]
fn window(_: &Args, _: &mut Streams<'_>) -> Result<Answer, CliError> {
    Err(CliError::new(
        "this build has no window; use `receptive report` or `receptive render`, or see `receptive --help`",
    ))
}
