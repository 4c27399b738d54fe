//! `receptive report`: the answer as a table.

use super::args::{Parts, ReportArgs};
use super::unit::Units;
use super::{Answer, CliError, Streams, source};
use crate::export::report::about::{self, About, Part};
use crate::export::report::{self, Format};
use crate::field::Analysis;
use crate::field::centres::Convention;
use crate::locale::Words;

pub fn run(args: &ReportArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let source = source::open(&args.source, streams)?;
    let stack = &source.opened.document.stack;
    let lowered = stack.lower();
    let graph = &lowered.graph;
    let analysis = Analysis::of(graph);
    let words = Words::new(args.lang.lang);
    let parts = parts(args)?;
    if !parts.is_empty() {
        let convention = if args.half_pixel { Convention::HalfPixel } else { Convention::Index };
        let about = About { graph, analysis: &analysis, words: &words, convention };
        let told = about::write(args.format, &parts, &about);
        return told.map(Answer::fine).map_err(|reason| CliError::new(format!("--about: {reason}")));
    }
    let Some(wanted) = &args.unit else {
        return Ok(Answer::fine(report::write(args.format, graph, &analysis, &words)));
    };
    let trace = Units { stack, lowered: &lowered, analysis: &analysis }.trace(wanted)?;
    match args.format {
        Format::Text => {
            let table = report::text::write(graph, &analysis, &words);
            Ok(Answer::fine(format!("{table}\n{}", report::text::write_unit(graph, &trace, &words))))
        }
        Format::Json => Ok(Answer::fine(report::json::write_with_unit(graph, &analysis, &words, Some(&trace)))),
        Format::Markdown | Format::Csv | Format::Latex => {
            Err(CliError::new("--unit: this format is a table of layers; use --format text or --format json"))
        }
    }
}

/// The parts that are asked for, each once.
fn parts(args: &ReportArgs) -> Result<Vec<Part>, CliError> {
    let mut parts: Vec<Part> = Vec::new();
    for asked in &args.about {
        let all = Part::WORDS.map(|(_, part)| part);
        let asked = match asked {
            Parts::All => &all[..],
            Parts::One(part) => std::slice::from_ref(part),
        };
        parts.extend(asked.iter().filter(|part| !parts.contains(part)).copied().collect::<Vec<_>>());
    }
    if args.half_pixel && !parts.contains(&Part::Centres) {
        return Err(CliError::new("--half-pixel: this is about the centres of units; add them with --about centres"));
    }
    Ok(parts)
}
