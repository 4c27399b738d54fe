//! `receptive render`: a picture, the same one that the window exports.

use std::io::Read;
use std::path::Path;

use super::args::RenderArgs;
use super::{Answer, CliError, deliver, is_stdout, source, unit};
use crate::export::picture::{self, Format, Settings, Size};
use crate::field::Analysis;
use crate::locale::Words;
use crate::net::Look;

pub fn run(args: &RenderArgs, stdin: &mut dyn Read) -> Result<Answer, CliError> {
    let format = if is_stdout(&args.output) { Format::Svg } else { format_of(&args.output)? };
    let source = source::open(&args.source.source, stdin)?;
    let view = &source.document.view;
    let stack = &source.document.stack;
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let units = unit::Units { stack, lowered: &lowered, analysis: &analysis };
    let unit = match &args.unit {
        Some(text) => Some(units.read(text)?),
        None => view.pin.as_ref().and_then(|pin| units.pinned(pin)),
    };
    let look = Look { layout: args.layout.unwrap_or(view.look.layout), ..view.look };
    let (theme, size) = (args.theme, Size::Scale(args.scale));
    let settings = Settings { format, theme, size, look, unit, ..Settings::default() };
    let picture = picture::write(&lowered.graph, &analysis, &settings, &Words::new(args.lang.lang))
        .map_err(|error| CliError::new(format!("{}: {error}", args.output.display())))?;
    deliver(Some(&args.output), &picture)
}

fn format_of(path: &Path) -> Result<Format, CliError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    Format::from_extension(ending).ok_or_else(|| {
        let endings = Format::WORDS.map(|(word, _)| format!(".{word}")).join(" or ");
        CliError::new(format!(
            "{}: the ending tells the format of the picture; let it end in {endings}",
            path.display()
        ))
    })
}
