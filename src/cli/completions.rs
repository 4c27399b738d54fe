//! `receptive completions`: the script that completes the commands in a shell.

use clap::CommandFactory;

use super::Answer;
use super::args::{Args, CompletionsArgs};

pub fn run(args: &CompletionsArgs) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), env!("CARGO_PKG_NAME"), &mut script);
    Answer::fine(script)
}
