//! `receptive run`: the numbers of a map.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::RunArgs;
use super::tensor::{self, Format};
use super::{Answer, CliError, Streams, deliver, is_stdout, source, unit};
use crate::field::Analysis;
use crate::files::{self, assets};
use crate::net::{Bias, Edit, Fit, Kernel, Layer, MapId, Op, Source, Stack};
use crate::value::{Asset, AssetError, Assets, Cancel, Question, Tensor, ValueProblem, Values, parameters_of};

/// The words of `--input`, as messages list them.
const INPUT_WORDS: &str = "test-picture, ramp, checkerboard[:PIXELS], impulse or noise[:SEED]";

pub fn run(args: &RunArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let output = args.output.as_deref().filter(|path| !is_stdout(path));
    let format = format_of(args, output)?;
    let source = source::open(&args.source, streams)?;
    let mut stack = source.opened.document.stack;
    let mut named = Named::of(&stack, source.path.as_deref().and_then(Path::parent));
    if let Some(input) = &args.input {
        let source = named.input(input)?;
        Edit::SetSource(source).apply(&mut stack);
    }
    if let Some(fit) = args.fit {
        set_fit(&mut stack, fit)?;
    }
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let map = match &args.layer {
        Some(name) => unit::Units { stack: &stack, lowered: &lowered, analysis: &analysis }
            .map_named(name, "")
            .map_err(|reason| CliError::new(format!("--layer {name}: {reason}")))?,
        None => lowered.graph.output(),
    };
    for given in &args.weight {
        let (id, path) = named.of_layer("--weight", given, &stack, |layer| has_kernel(&layer.op))?;
        set_parameters(&mut stack, id, |parameters| {
            parameters.kernel = Some(Kernel::Array { path });
            // The array is the whole layer's.
            parameters.filters.clear();
        });
    }
    for given in &args.bias {
        let (id, path) = named.of_layer("--bias", given, &stack, |layer| has_bias(&layer.op))?;
        set_parameters(&mut stack, id, |parameters| parameters.bias = Bias::Array { path });
    }
    let assets = named.read(&stack);
    let name = lowered.graph.node(map).map_or_else(|| lowered.graph.image_name(), |node| node.name.as_str());
    if analysis.map(map).shape.is_none() {
        return Err(CliError::new(format!(
            "nothing is known of {name}, which cannot run; choose a layer before it with --layer, or see `receptive report`"
        )));
    }
    let parameters = parameters_of(&stack, &lowered);
    let question = Question {
        graph: &lowered.graph,
        analysis: &analysis,
        source: &stack.source,
        parameters: &parameters,
        assets: &assets,
        last: Some(map),
        most_bytes: args.most_memory << 20,
    };
    let tensor = values_of(&question, map, name)?;
    let bytes = tensor::write(name, &tensor, format).map_err(|reason| {
        CliError::new(output.map_or_else(|| reason.clone(), |path| format!("{}: {reason}", path.display())))
    })?;
    deliver(output, &bytes)
}

/// The values of a map; an error if anything that was given is of no use, even if the program has a default for it.
fn values_of(question: &Question<'_>, map: MapId, name: &str) -> Result<Arc<Tensor>, CliError> {
    let values = Values::of(question, &Cancel::default());
    let unknown = |problem: &&ValueProblem| !matches!(problem, ValueProblem::Unknown { .. });
    if let Some(problem) = values.problems.iter().find(unknown) {
        return Err(in_words(problem));
    }
    let missing =
        || CliError::new(format!("the values of {name} are not known; choose a layer before it with --layer"));
    values.map(map).cloned().ok_or_else(missing)
}

pub fn in_words(problem: &ValueProblem) -> CliError {
    match problem {
        ValueProblem::TooLarge { bytes, most } => {
            let (wanted, most) = (bytes.div_ceil(1 << 20), most >> 20);
            CliError::new(format!(
                "--most-memory {most}: the maps take {wanted} MiB; write --most-memory {wanted}, or make the input smaller"
            ))
        }
        ValueProblem::Shape { .. } => CliError::new(format!("{problem}; give an array of that shape")),
        problem => CliError::new(problem),
    }
}

fn set_fit(stack: &mut Stack, fit: Fit) -> Result<(), CliError> {
    let Source::Picture { path, .. } = &stack.source else {
        let word = fit.word();
        return Err(CliError::new(format!(
            "--fit {word}: the image is no picture; name one with --input, or leave --fit out"
        )));
    };
    Edit::SetSource(Source::Picture { path: path.clone(), fit }).apply(stack);
    Ok(())
}

fn format_of(args: &RunArgs, output: Option<&Path>) -> Result<Format, CliError> {
    match output {
        Some(path) if args.format.is_none() => Format::of(path).ok_or_else(|| {
            CliError::new(format!(
                "{}: the ending tells the format of the file; let it end in .npy, .png or .json",
                path.display()
            ))
        }),
        _ => Ok(Format::Json),
    }
}

fn has_kernel(op: &Op) -> bool {
    matches!(op, Op::Conv(_) | Op::ConvTransposed(_) | Op::Linear(_))
}

fn has_bias(op: &Op) -> bool {
    match op {
        Op::Conv(conv) => conv.bias,
        Op::ConvTransposed(conv) => conv.bias,
        Op::Linear(linear) => linear.bias,
        _ => false,
    }
}

fn set_parameters(stack: &mut Stack, id: crate::net::LayerId, change: impl FnOnce(&mut crate::net::Parameters)) {
    let mut parameters = stack.layer(id).map(|layer| layer.parameters.clone()).unwrap_or_default();
    change(&mut parameters);
    Edit::SetParameters(id, parameters).apply(stack);
}

/// The files that the command line names, by the names that the stack has for them.
pub struct Named {
    /// Where the files of the document lie.
    folder: Option<PathBuf>,
    /// The document's own names.
    document: BTreeSet<String>,
    given: BTreeMap<String, PathBuf>,
    assets: Assets,
}

impl Named {
    pub fn of(stack: &Stack, folder: Option<&Path>) -> Self {
        let document = stack.named_files();
        Self { folder: folder.map(Path::to_owned), document, given: BTreeMap::new(), assets: Assets::new() }
    }

    /// A file of the command line, which lies in the working folder. Gives the name that the stack shall have for it.
    fn add(
        &mut self,
        option: &str,
        path: &OsStr,
        read: fn(&[u8]) -> Result<Asset, AssetError>,
    ) -> Result<String, CliError> {
        let path = Path::new(path);
        let error = |reason: &dyn std::fmt::Display| CliError::new(format!("{option} {}: {reason}", path.display()));
        let bytes = files::read_bytes(path, assets::MAX_ASSET_BYTES).map_err(|problem| error(&problem))?;
        let asset = read(&bytes).map_err(|problem| error(&problem))?;
        // The document may mean another file by the same words.
        let mut name = path.to_string_lossy().into_owned();
        while self.means_another(&name, path) {
            name = format!("./{name}");
        }
        self.given.insert(name.clone(), path.to_owned());
        self.assets.insert(name.clone(), Ok(asset));
        Ok(name)
    }

    fn means_another(&self, name: &str, path: &Path) -> bool {
        let in_document = || assets::path_of(self.folder.as_deref(), name) != path;
        self.document.contains(name) && in_document() || self.given.get(name).is_some_and(|given| given != path)
    }

    /// What `--input` names: a word, or a file.
    pub fn input(&mut self, given: &OsString) -> Result<Source, CliError> {
        let text = given.to_string_lossy();
        let (word, number) = text.split_once(':').map_or((text.as_ref(), None), |(word, number)| (word, Some(number)));
        let count =
            |default: u64, least: u64, what: &str| match number {
                None => Ok(default),
                Some(number) => number.parse().ok().filter(|number| *number >= least).ok_or_else(|| {
                    CliError::new(format!("--input {text}: write {what} behind the colon, as in {word}:8"))
                }),
            };
        match (word, number) {
            ("test-picture", None) => return Ok(Source::TestPicture),
            ("ramp", None) => return Ok(Source::Ramp),
            ("impulse", None) => return Ok(Source::Impulse),
            ("checkerboard", _) => {
                return Ok(Source::Checkerboard { cell: count(1, 1, "how many pixels a square is wide")? });
            }
            ("noise", _) => return Ok(Source::Noise { seed: count(0, 0, "a whole number from 0, the seed,")? }),
            ("test-picture" | "ramp" | "impulse", Some(_)) => {
                return Err(CliError::new(format!("--input {text}: {word} takes no number; write {word} alone")));
            }
            _ => {}
        }
        if Path::new(given).symlink_metadata().is_err() {
            return Err(CliError::new(format!(
                "--input {text}: there is no such file; name an array (.npy) or a picture, or write {INPUT_WORDS}"
            )));
        }
        let path = self.add("--input", given, assets::array_or_picture)?;
        Ok(match self.assets.get(&path) {
            Some(Ok(Asset::Array(_))) => Source::Array { path },
            _ => Source::Picture { path, fit: Fit::default() },
        })
    }

    /// The layer and the file that `LAYER=FILE` names. A name and a path may both hold the sign: the first one that
    /// stands behind a layer parts them.
    fn of_layer(
        &mut self,
        option: &str,
        given: &OsString,
        stack: &Stack,
        takes: impl Fn(&Layer) -> bool,
    ) -> Result<(crate::net::LayerId, String), CliError> {
        let text = given.to_string_lossy();
        let error = |reason: &str| CliError::new(format!("{option} {text}: {reason}"));
        let Some(first) = text.split_once('=') else {
            return Err(error("write the layer, =, and the file, as in conv1=kernel.npy"));
        };
        let splits = text.match_indices('=').map(|(at, _)| (&text[..at], &text[at + 1..]));
        let (name, path) = splits.into_iter().find(|(name, _)| stack.place_named(name).is_ok()).unwrap_or(first);
        let lowered = stack.lower();
        let analysis = Analysis::of(&lowered.graph);
        let units = unit::Units { stack, lowered: &lowered, analysis: &analysis };
        let map = units.map_named(name, "=…").map_err(|reason| error(&reason))?;
        let layer = lowered.layer_of_map[map.index()].and_then(|id| stack.layer(id)).filter(|layer| takes(layer));
        let Some(layer) = layer else {
            let what = if option == "--bias" { "bias" } else { "kernel" };
            return Err(error(&format!("{name} has no {what}; name a layer that has one")));
        };
        let path = self.add(option, OsStr::new(path), assets::array)?;
        Ok((layer.id, path))
    }

    /// What the files hold that the stack names; those of the command line are read already.
    pub fn read(mut self, stack: &Stack) -> Assets {
        let rest = stack.named_files().into_iter().filter(|name| !self.assets.contains_key(name));
        let rest = assets::read(self.folder.as_deref(), rest);
        self.assets.extend(rest);
        self.assets
    }
}
