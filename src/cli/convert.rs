//! `receptive convert`: the same network, written another way.

use super::args::{ConvertArgs, Target};
use super::{Answer, CliError, Streams, source};
use crate::export::{document, keras, onnx, pytorch};

pub fn run(args: &ConvertArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let source = source::open(&args.source, streams)?;
    let target = args.to.or_else(|| args.output.as_deref().and_then(Target::of));
    let target = target.ok_or_else(|| {
        CliError::new("--to: what to turn it into is not said; write --to pytorch, or -o with a name such as net.py")
    })?;
    let stack = &source.opened.document.stack;
    let bytes = match target {
        Target::Stack => format!("{stack}\n").into_bytes(),
        Target::Pytorch => pytorch::write(stack).into_bytes(),
        Target::Keras => keras::write(stack).into_bytes(),
        Target::Onnx => onnx::write(stack).map_err(CliError::new)?,
        Target::Document => document::write(&source.opened.document).map_err(CliError::new)?.into_bytes(),
    };
    super::deliver(args.output.as_deref(), &bytes)
}
