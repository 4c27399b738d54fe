//! `receptive render`: a picture, the same one that the window exports.

use std::path::{Path, PathBuf};

use super::args::{RenderArgs, Views};
use super::{Answer, CliError, Streams, deliver, is_stdout, source, unit};
use crate::export::picture::{self, Format, Settings, Size};
use crate::field::Analysis;
use crate::files;
use crate::locale::Words;
use crate::net::{Look, Stack};
use crate::scene::picture::Include;
use crate::scene::view::{Subject, ViewName};
use crate::value::{ASK_BYTES, Assets, Cancel, Question, Values, parameters_of};

pub fn run(args: &RenderArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let to_stdout = is_stdout(&args.output);
    if to_stdout && matches!(args.view, Views::All) {
        return Err(CliError::new("--view all: every view is a file of its own; name one with -o, as in -o net.svg"));
    }
    let format = if to_stdout { Format::Svg } else { format_of(&args.output)? };
    let source = source::open(&args.source.source, streams)?;
    let view = &source.document.view;
    let stack = &source.document.stack;
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let units = unit::Units { stack, lowered: &lowered, analysis: &analysis };
    let unit = match &args.unit {
        Some(text) => Some(units.read(text)?),
        None => view.pin.as_ref().and_then(|pin| units.pinned(pin)),
    };
    let settings = Settings {
        view: ViewName::default(),
        format,
        theme: args.theme,
        size: args.width.unwrap_or(Size::Scale(args.scale)),
        look: look(args, view.look, stack)?,
        unit,
        transparent: args.transparent,
        include: Include { title: args.title.clone(), legend: !args.no_legend, indices: !args.no_indices },
    };
    let words = Words::new(args.lang.lang);
    let reads_values = match args.view {
        Views::One(view) => view.reads_values(),
        Views::All => true,
    };
    let values = reads_values.then(|| {
        let (graph, source) = (&lowered.graph, &stack.source);
        let (parameters, assets) = (parameters_of(stack, &lowered), Assets::new());
        let (analysis, parameters, assets) = (&analysis, &parameters[..], &assets);
        let question = Question { graph, analysis, source, parameters, assets, most_bytes: ASK_BYTES };
        Values::of(&question, &Cancel::default())
    });
    let draw = |view: ViewName, path: &Path| {
        let settings = Settings { view, ..settings.clone() };
        let subject = Subject::new(&lowered.graph, &analysis, &words).with_values(values.as_ref());
        picture::write(subject, &settings).map_err(|error| CliError::new(format!("{}: {error}", path.display())))
    };
    match args.view {
        Views::One(view) => deliver(Some(&args.output), &draw(view, &args.output)?),
        Views::All => {
            let pictures = ViewName::WORDS.map(|(word, view)| {
                let path = files::beside(&args.output, word);
                draw(view, &path).map(|bytes| (path, bytes))
            });
            let pictures: Vec<(PathBuf, Vec<u8>)> = pictures.into_iter().collect::<Result<_, _>>()?;
            files::save_all(&pictures).map(|()| Answer::fine("")).map_err(CliError::new)
        }
    }
}

/// The document's own choices, unless others are given.
fn look(args: &RenderArgs, own: Look, stack: &Stack) -> Result<Look, CliError> {
    let rank = stack.input.size.rank();
    if let Some(axis) = args.axis.filter(|axis| *axis >= rank) {
        let last = rank.saturating_sub(1);
        return Err(CliError::new(format!("--axis {axis}: the image has no such axis; its last one is {last}")));
    }
    Ok(Look {
        layout: args.layout.unwrap_or(own.layout),
        axis: args.axis.or(own.axis),
        folded: args.fold.unwrap_or(own.folded),
        scale: args.chart_scale.unwrap_or(own.scale),
        ..own
    })
}

fn format_of(path: &Path) -> Result<Format, CliError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    Format::from_extension(ending).ok_or_else(|| {
        let mut endings = Format::WORDS.map(|(word, _)| format!(".{word}")).join(", ");
        if let Some(last) = endings.rfind(", ") {
            endings.replace_range(last..=last, " or");
        }
        CliError::new(format!(
            "{}: the ending tells the format of the picture; let it end in {endings}",
            path.display()
        ))
    })
}
