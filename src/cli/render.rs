//! `receptive render`: a picture, the same one that the window exports.

use std::path::{Path, PathBuf};

use super::args::{RenderArgs, Views};
use super::run::{self, Named};
use super::{Answer, CliError, Streams, animate, deliver, is_stdout, source, unit};
use crate::export::animation;
use crate::export::picture::{self, Format, Settings, Size};
use crate::field::Analysis;
use crate::field::route::{self, Wanted};
use crate::files;
use crate::locale::Words;
use crate::net::{Edit, Look, Lowered, Stack};
use crate::scene::picture::Include;
use crate::scene::view::{Subject, ViewName};
use crate::value::{ASK_BYTES, Assets, Cancel, Question, ValueProblem, Values, parameters_of};

pub fn render(args: &RenderArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let to_stdout = is_stdout(&args.output);
    if to_stdout && matches!(args.view, Views::All) {
        return Err(CliError::new("--view all: every view is a file of its own; name one with -o, as in -o net.svg"));
    }
    let moving = args.animation.animate.map(|motion| animate::Moving::of(args, motion)).transpose()?;
    let format = match &moving {
        Some(moving) => moving.format.drawn(),
        None if to_stdout => Format::Svg,
        None => format_of(&args.output)?,
    };
    let source = source::open(&args.source, streams)?;
    let view = &source.opened.document.view;
    let reads_values = match args.view {
        Views::One(view) => view.reads_values(),
        Views::All => true,
    };
    let (stack, assets) = with_input(args, &source, reads_values)?;
    let stack = &stack;
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let units = unit::Units { stack, lowered: &lowered, analysis: &analysis };
    let unit = match &args.unit {
        Some(text) => Some(units.read(text)?),
        None => view.pin.as_ref().and_then(|pin| units.pinned(pin)),
    };
    let settings = Settings {
        view: match args.view {
            Views::One(view) => view,
            Views::All => ViewName::default(),
        },
        format,
        theme: args.theme,
        size: args.width.unwrap_or(Size::Scale(args.scale)),
        look: look(args, view.look, stack)?,
        unit,
        transparent: args.transparent,
        include: Include { title: args.title.clone(), legend: !args.no_legend, indices: !args.no_indices },
    };
    let words = Words::new(args.lang.lang);
    let values = if reads_values { Some(values_of(stack, &lowered, &analysis, &assets)?) } else { None };
    let mut wanted = Wanted::of(&lowered, view);
    wanted.through.splice(0..0, settings.unit.iter().map(|(map, _)| *map));
    let path = route::shown(stack, &lowered, &analysis, &wanted);
    let subject = Subject::new(&lowered.graph, &analysis, &words).with_values(values.as_ref());
    let subject = subject.with_path(path.as_deref());
    if let Some(moving) = moving {
        return moving.write(subject, &settings, &args.output);
    }
    let draw = |view: ViewName, path: &Path| {
        let settings = Settings { view, ..settings.clone() };
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

/// The stack with the image that was asked for, and what the files hold that its values are from, if they are read.
fn with_input(args: &RenderArgs, source: &source::Source, reads_values: bool) -> Result<(Stack, Assets), CliError> {
    let mut stack = source.opened.document.stack.clone();
    let mut named = Named::of(&stack, source.path.as_deref().and_then(Path::parent));
    if let Some(input) = &args.input {
        if !reads_values {
            return Err(CliError::new(
                "--input: this view shows no values; leave it out, or choose --view numbers or --view image",
            ));
        }
        Edit::SetSource(named.input(input)?).apply(&mut stack);
    }
    let assets = if reads_values { named.read(&stack) } else { Assets::new() };
    Ok((stack, assets))
}

/// The values of every map; an error if they would not be those that were asked for.
fn values_of(stack: &Stack, lowered: &Lowered, analysis: &Analysis, assets: &Assets) -> Result<Values, CliError> {
    let parameters = parameters_of(stack, lowered);
    let (graph, source, parameters) = (&lowered.graph, &stack.source, &parameters[..]);
    let question = Question { graph, analysis, source, parameters, assets, most_bytes: ASK_BYTES, last: None };
    let values = Values::of(&question, &Cancel::default());
    let chosen = |problem: &&ValueProblem| matches!(problem, ValueProblem::Asset { .. } | ValueProblem::Shape { .. });
    match values.problems.iter().find(chosen) {
        Some(problem) => Err(run::in_words(problem)),
        None => Ok(values),
    }
}

/// The document's own choices, unless others are given.
fn look(args: &RenderArgs, own: Look, stack: &Stack) -> Result<Look, CliError> {
    let rank = stack.input.size.rank();
    if let Some(axis) = args.axis.filter(|axis| *axis >= rank) {
        let last = rank.saturating_sub(1);
        return Err(CliError::new(format!("--axis {axis}: the image has no such axis; its last one is {last}")));
    }
    let given = &args.values;
    Ok(Look {
        layout: args.layout.unwrap_or(own.layout),
        axis: args.axis.or(own.axis),
        folded: args.fold.unwrap_or(own.folded),
        opened: own.opened,
        tint: args.tint.unwrap_or(own.tint),
        scale: args.chart_scale.unwrap_or(own.scale),
        colours: given.colours.unwrap_or(own.colours),
        range: given.range.unwrap_or(own.range),
        page: given.page.map_or(own.page, |page| page.get() - 1),
        channel: given.channel.map_or(own.channel, |channel| channel.get() - 1),
        filter: given.filter.map_or(own.filter, |filter| filter.get() - 1),
        reveal: given.reveal.unwrap_or(own.reveal),
        paths: args.paths.unwrap_or(own.paths),
    })
}

fn format_of(path: &Path) -> Result<Format, CliError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    Format::from_extension(ending).ok_or_else(|| {
        let moves = if animation::Format::from_extension(ending).is_some() { ", or add --animate" } else { "" };
        let endings = endings(Format::WORDS.map(|(word, _)| word));
        CliError::new(format!(
            "{}: the ending tells the format of the picture; let it end in {endings}{moves}",
            path.display()
        ))
    })
}

/// `.svg, .png or .pdf`.
pub fn endings<const N: usize>(words: [&str; N]) -> String {
    let mut endings = words.map(|word| format!(".{word}")).join(", ");
    if let Some(last) = endings.rfind(", ") {
        endings.replace_range(last..=last, " or");
    }
    endings
}
