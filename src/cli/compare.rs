//! `receptive compare`: how two networks differ.

use super::args::CompareArgs;
use super::{Answer, CHECK_FAILED, CliError, Streams, source};
use crate::export::report::compare;
use crate::field::Analysis;
use crate::locale::Words;

pub fn run(args: &CompareArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    if args.first == "-" && args.second == "-" {
        return Err(CliError::new("standard input cannot be both networks; name a file for one of them"));
    }
    let mut graph_of = |network| {
        let source = source::open_sized(std::slice::from_ref(network), args.input_size.as_ref(), streams)?;
        Ok::<_, CliError>(source.opened.document.stack.lower().graph)
    };
    let graphs = [graph_of(&args.first)?, graph_of(&args.second)?];
    let [a, b] = graphs.each_ref().map(Analysis::of);
    let found = compare::write((&graphs[0], &a), (&graphs[1], &b), &Words::new(args.lang.lang));
    let code = if args.same && !found.same { CHECK_FAILED } else { 0 };
    Ok(Answer { code, ..Answer::fine(found.text) })
}
