//! `receptive convert`: the same network, written another way.

use std::io::Read;

use super::args::{ConvertArgs, Target};
use super::{Answer, CliError, source};
use crate::export::document;

pub fn run(args: &ConvertArgs, stdin: &mut dyn Read) -> Result<Answer, CliError> {
    let source = source::open(&args.source.source, stdin)?;
    let text = match args.to {
        Target::Stack => format!("{}\n", source.document.stack),
        Target::Document => document::write(&source.document).map_err(CliError::new)?,
    };
    super::deliver(args.output.as_deref(), text.as_bytes())
}
