//! `receptive report`: the answer as a table.

use super::args::ReportArgs;
use super::unit::Units;
use super::{Answer, CliError, Streams, source};
use crate::export::report::{self, Format};
use crate::field::Analysis;
use crate::locale::Words;

pub fn run(args: &ReportArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let source = source::open(&args.source, streams)?;
    let stack = &source.opened.document.stack;
    let lowered = stack.lower();
    let graph = &lowered.graph;
    let analysis = Analysis::of(graph);
    let words = Words::new(args.lang.lang);
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
