//! `receptive convert`: the same network, written another way.

use super::args::{ConvertArgs, Target};
use super::{Answer, CliError, Streams, source};
use crate::export::{document, keras, pytorch};

pub fn run(args: &ConvertArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let source = source::open(&args.source, streams)?;
    let target = args.to.or_else(|| args.output.as_deref().and_then(Target::of));
    let target = target.ok_or_else(|| {
        CliError::new("--to: what to turn it into is not said; write --to pytorch, or -o with a name such as net.py")
    })?;
    let text = match target {
        Target::Stack => format!("{}\n", source.document.stack),
        Target::Pytorch => pytorch::write(&source.document.stack),
        Target::Keras => keras::write(&source.document.stack),
        Target::Document => document::write(&source.document).map_err(CliError::new)?,
    };
    super::deliver(args.output.as_deref(), text.as_bytes())
}
