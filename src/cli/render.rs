//! `receptive render`: a picture, the same one that the window exports.

use std::io::Read;
use std::path::Path;

use super::args::RenderArgs;
use super::{Answer, CliError, source, unit};
use crate::export::document;
use crate::export::picture::{self, Format, Settings};
use crate::field::Analysis;
use crate::locale::Words;

pub fn run(args: &RenderArgs, stdin: &mut dyn Read) -> Result<Answer, CliError> {
    let to_stdout = args.output.as_os_str() == "-";
    let format = if to_stdout { Format::Svg } else { format_of(&args.output)? };
    let source = source::open(&args.source.source, stdin)?;
    let view = &source.document.view;
    let graph = source.document.stack.lower().graph;
    let analysis = Analysis::of(&graph);
    let unit = match &args.unit {
        Some(text) => Some(unit::read(text, &graph, &analysis)?),
        None => view.pin.as_ref().and_then(|pin| unit::pinned(pin, &graph, &analysis)),
    };
    let layout = args.layout.unwrap_or(view.layout);
    let settings = Settings { format, theme: args.theme, scale: args.scale, layout, unit };
    let picture = picture::maps(&graph, &analysis, &settings, &Words::new(args.lang.lang))
        .map_err(|error| CliError::new(format!("{}: {error}", args.output.display())))?;
    if to_stdout {
        return Ok(Answer::fine(picture));
    }
    document::save(&args.output, &picture).map_err(CliError::new)?;
    Ok(Answer::fine(""))
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
