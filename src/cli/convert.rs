//! `receptive convert`: the same network, written another way.


use super::args::{ConvertArgs, Target};
use super::{Answer, CliError, Streams, source};
use crate::export::document;

pub fn run(args: &ConvertArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let source = source::open(&args.source.source, streams)?;
    let text = match args.to {
        Target::Stack => format!("{}\n", source.document.stack),
        Target::Document => document::write(&source.document).map_err(CliError::new)?,
    };
    super::deliver(args.output.as_deref(), text.as_bytes())
}
