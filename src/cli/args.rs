//! The arguments, as they are written. What they mean is for the commands.

use std::ffi::OsString;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory, Parser, Subcommand};

use crate::axes::MAX_AXES;
use crate::export::animation::{LEAST_SECONDS, MOST_SECONDS, Motion};
use crate::export::picture::{self, LEAST_MILLIMETRES, LEAST_SCALE, MOST_MILLIMETRES, MOST_SCALE, MOST_SIDE};
use crate::export::report;
use crate::export::report::about::Part;
#[cfg(feature = "window")]
use crate::gui::ThemeChoice;
use crate::locale::Lang;
use crate::net::{Colours, Fit, Layout, MAX_SIZE, Range, Reveal, Scale, Tint};
use crate::scene::theme::ThemeName;
use crate::scene::view::ViewName;
use crate::value::ASK_BYTES;

/// Shows what convolution and pooling layers do to an image: every size, every receptive field, every lost pixel
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub struct Args {
    /// A document, a file of layer text, a stack such as "1x7x7: conv k3 s3", or - for standard input.
    /// Without a command, the window opens
    #[arg(value_name = "FILE|STACK")]
    pub source: Option<OsString>,

    #[cfg(feature = "window")]
    #[command(flatten)]
    pub start: StartArgs,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The words of the commands.
pub fn commands() -> Vec<String> {
    Args::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// The first word behind the program's name, where it can only be meant as a command, and there is none of that name: a
/// word alone that others follow. Files have a dot, stacks a colon.
pub fn misspelt(given: &[OsString]) -> Option<&str> {
    let word = given.get(1).filter(|_| given.len() > 2)?.to_str()?;
    let plain = !word.is_empty() && word.chars().all(char::is_alphabetic);
    (plain && word != "help" && !commands().iter().any(|command| command == word)).then_some(word)
}

/// How the window looks when it opens, whatever it looked like when it was closed.
#[cfg(feature = "window")]
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct StartArgs {
    /// The view that the window opens on
    #[arg(long, value_parser = words(ViewName::WORDS))]
    pub view: Option<ViewName>,
    /// The window's colours, for this time
    #[arg(long, value_parser = words(ThemeChoice::WORDS))]
    pub theme: Option<ThemeChoice>,
    /// The window's language, for this time
    #[arg(long, value_parser = words(Lang::ALL.map(|lang| (lang.word(), lang))))]
    pub lang: Option<Lang>,
}

const EXAMPLES: &str = "\
Examples:
  receptive                                          open the window
  receptive lesson.receptive.toml                    open a document in the window
  receptive net.receptive.toml --view ladder         open it on the ladder
  receptive report \"1x7x7: conv k3 s3\"               which pixels are lost, and why
  receptive report net.receptive.toml --format json  the same for programs
  receptive render \"1x28x28: conv k5 c3, relu, maxpool k2\" -o maps.svg
  receptive run \"1x28x28: conv k3 c8, relu\" --input photo.png -o maps.png
  receptive check net.receptive.toml --no-dropped --min-rf 200
  receptive report resnet50.onnx --input-size 299x299

Layers:
  conv convt maxpool avgpool adaptavg adaptmax gap gmp upsample pad crop
  relu sigmoid tanh gelu bn dropout flatten linear
with settings such as k3 (kernel), s2 (stride), p1 or psame (padding),
d2 (dilation), c64 (channels), g8 (groups); k3x5 gives each axis its own.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tell sizes, receptive fields, losses and costs of every layer
    Report(ReportArgs),
    /// Draw a view of the network, or every view, as a picture
    Render(RenderArgs),
    /// Work out the numbers of a map, from an image and from kernels
    Run(RunArgs),
    /// Hold a network against rules; exit code 1 and the rule's name if one fails
    Check(CheckArgs),
    /// Tell how two networks differ, layer by layer
    Compare(CompareArgs),
    /// Turn a document into layer text, or layer text into a document
    Convert(ConvertArgs),
    /// Tell a shell how to complete these commands
    Completions(CompletionsArgs),
}

/// The network that a command is about.
#[derive(Debug, clap::Args)]
pub struct SourceArgs {
    /// An ONNX model, a document, a file of layer text or of Python, a stack such as "1x7x7: conv k3 s3", or - for
    /// standard input
    #[arg(value_name = "FILE|STACK", required = true, num_args = 1..)]
    pub source: Vec<OsString>,
    /// Another size of the input: rows, then columns, as in 224x224. Models whose file does not fix one take 224 else
    #[arg(long, value_name = "HxW", value_parser = sizes)]
    pub input_size: Option<Sizes>,
}

/// Sizes of an image, outermost axis first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sizes(pub Vec<u64>);

/// Reads `224x224`.
fn sizes(text: &str) -> Result<Sizes, String> {
    let wrong = || format!("write one to {MAX_AXES} sizes from 1 to {MAX_SIZE}, as in 224x224");
    let size = |part: &str| part.parse::<u64>().ok().filter(|size| (1..=MAX_SIZE).contains(size));
    let sizes: Vec<u64> = text.split(['x', 'X', '×']).map(size).collect::<Option<_>>().ok_or_else(wrong)?;
    if sizes.len() > MAX_AXES { Err(wrong()) } else { Ok(Sizes(sizes)) }
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Layers are compared by their names. With --same, any difference is a failure: exit code 1.

Examples:
  receptive compare old.onnx new.onnx
  receptive compare \"1x28x28: conv k3\" \"1x28x28: conv k5\" --same")]
pub struct CompareArgs {
    /// The first network: a file or a stack
    #[arg(value_name = "A")]
    pub first: OsString,
    /// The second network
    #[arg(value_name = "B")]
    pub second: OsString,
    /// Another size of the input of both
    #[arg(long, value_name = "HxW", value_parser = sizes)]
    pub input_size: Option<Sizes>,
    /// Exit with code 1 if anything differs
    #[arg(long)]
    pub same: bool,
    #[command(flatten)]
    pub lang: LangArgs,
}

/// The language of an answer.
#[derive(Debug, clap::Args)]
pub struct LangArgs {
    /// Language of the answer
    #[arg(long, value_parser = words(Lang::ALL.map(|lang| (lang.word(), lang))), default_value = Lang::En.word())]
    pub lang: Lang,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  receptive report \"1x28x28: conv k3, maxpool k2, conv k3, maxpool k2\"
  receptive report net.receptive.toml --format markdown --lang ru
  receptive report net.receptive.toml --unit conv2:3,4
  receptive report resnet50.onnx --about sizes,border,padding
  receptive report net.receptive.toml --about centres --half-pixel --format csv
  echo \"3x224x224: conv k7 s2 p3 c64, maxpool k3 s2 p1\" | receptive report - --format csv")]
pub struct ReportArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Format of the report
    #[arg(long, value_parser = words(report::Format::WORDS), default_value = "text")]
    pub format: report::Format,
    /// Also tell what one unit sees of every earlier map and feeds in every later one; indices from 0, rows first.
    /// LAYER is its name or its place in the stack, 0 for the image.
    /// With the formats text and json
    #[arg(long, value_name = "LAYER:Y,X")]
    pub unit: Option<String>,
    /// Instead of the table of layers, tell about the whole network: input sizes nearby, border layers, padding in what
    /// units see, tiles of large images, feature centres, rules of other frameworks; all for every part.
    /// With the formats text, markdown and json; with csv one part
    #[arg(long, value_name = "PART,…", value_delimiter = ',', value_parser = words(PARTS), conflicts_with = "unit")]
    pub about: Vec<Parts>,
    /// Tell the centres with that of pixel 0 at ½ instead of 0
    #[arg(long, requires = "about")]
    pub half_pixel: bool,
    #[command(flatten)]
    pub lang: LangArgs,
}

/// A part of what is said of the whole network, or all of it.
#[derive(Clone, Copy, Debug)]
pub enum Parts {
    One(Part),
    All,
}

/// Every part, and all of them.
const PARTS: [(&str, Parts); Part::WORDS.len() + 1] = {
    let mut parts = [("all", Parts::All); Part::WORDS.len() + 1];
    let mut at = 0;
    while at < Part::WORDS.len() {
        let (word, part) = Part::WORDS[at];
        parts[at] = (word, Parts::One(part));
        at += 1;
    }
    parts
};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  receptive render \"1x7x7: conv k3 s3\" -o lost.svg
  receptive render net.receptive.toml -o field.png --unit conv2:3,4 --theme print --scale 2
  receptive render net.receptive.toml -o ladder.pdf --view ladder --width 160mm --title \"Figure 1\"
  receptive render net.receptive.toml -o net.svg --view all --transparent
      writes net-maps.svg, net-ladder.svg and so on
  receptive render \"1x7x7: conv k3\" -o sliding.gif --view numbers --animate
  receptive render net.receptive.toml -o field.apng --animate=grow --frame-time 0.8

A pixel of a PDF is a point, 1/72 inch. A PNG whose width is in mm has 300 pixels per inch.")]
pub struct RenderArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// The picture to write; its ending, .svg, .png or .pdf, is its format. - writes SVG to standard output.
    /// With --animate .gif or .apng, which move, or .png or .svg, a file for each frame, as in net-01.png
    #[arg(short, long, value_name = "PICTURE")]
    pub output: PathBuf,
    /// What is drawn; all writes a file of every view, with the view's word in its name
    #[arg(long, value_parser = words(VIEWS), default_value = ViewName::Maps.word())]
    pub view: Views,
    /// The image whose values are drawn: an array (.npy), a picture, or test-picture, ramp, checkerboard[:PIXELS],
    /// impulse or noise[:SEED]; the document's own by default
    #[arg(long, value_name = "FILE|WORD")]
    pub input: Option<OsString>,
    /// Cells all alike, or every map in line with the input; the document's own by default
    #[arg(long, value_parser = words(Layout::WORDS))]
    pub layout: Option<Layout>,
    /// The axis that the ladder shows, from 0, rows first; the document's own by default
    #[arg(long, value_name = "N")]
    pub axis: Option<usize>,
    /// Draw groups of layers that repeat once, in the blocks and the graph; the document's own by default
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub fold: Option<bool>,
    /// What the colours of the graph tell: the kind of layer, or a number of it; the document's own by default
    #[arg(long, value_parser = words(Tint::WORDS))]
    pub tint: Option<Tint>,
    /// Lay over the maps and the ladder how many paths lead to the unit; the document's own by default
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub paths: Option<bool>,
    /// How the charts measure off numbers; the document's own by default
    #[arg(long, value_parser = words(Scale::WORDS))]
    pub chart_scale: Option<Scale>,
    #[command(flatten)]
    pub values: ValueLookArgs,
    /// Show what this unit sees and feeds; the document's own by default
    #[arg(long, value_name = "LAYER:Y,X")]
    pub unit: Option<String>,
    /// Colours
    #[arg(long, value_parser = words(ThemeName::WORDS), default_value = "light")]
    pub theme: ThemeName,
    /// Pixels per point
    #[arg(long, value_name = "N", value_parser = scale, default_value = "1", conflicts_with = "width")]
    pub scale: f64,
    /// Width of the picture in pixels or on paper, as 1200px or 160mm
    #[arg(long, value_name = "WIDTH", value_parser = width)]
    pub width: Option<picture::Size>,
    /// A line above the picture
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Leave out what colours and hatches mean
    #[arg(long)]
    pub no_legend: bool,
    /// Leave out the numbers of rows and columns
    #[arg(long)]
    pub no_indices: bool,
    /// Draw no ground
    #[arg(long)]
    pub transparent: bool,
    #[command(flatten)]
    pub animation: AnimationArgs,
    #[command(flatten)]
    pub lang: LangArgs,
}

/// How the views of values are drawn.
#[derive(Debug, clap::Args)]
pub struct ValueLookArgs {
    /// The colours of values; the document's own by default
    #[arg(long, value_parser = words(Colours::WORDS))]
    pub colours: Option<Colours>,
    /// The ends of the colours: the least and the greatest value of each channel, or of all channels of a map; the
    /// document's own by default
    #[arg(long, value_parser = words(Range::WORDS))]
    pub range: Option<Range>,
    /// The page of channels that the image view shows, from 1; the document's own by default
    #[arg(long, value_name = "N")]
    pub page: Option<NonZeroU64>,
    /// The channel that is read and that the image view shows enlarged, from 1; the document's own by default
    #[arg(long, value_name = "N")]
    pub channel: Option<NonZeroU64>,
    /// The channel that is made, whose kernel the numbers show, from 1; the document's own by default
    #[arg(long, value_name = "N")]
    pub filter: Option<NonZeroU64>,
    /// Which output cells the numbers show: all, those up to the shown unit, or none; the document's own by default
    #[arg(long, value_parser = words(Reveal::WORDS))]
    pub reveal: Option<Reveal>,
}

/// How a picture moves.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct AnimationArgs {
    /// Draw the view again and again: walk, for each unit of the map in turn, or grow, for a pixel and then layer by
    /// layer up to the unit; walk if no word is given
    #[arg(long, value_name = "MOTION", num_args = 0..=1, require_equals = true, default_missing_value = "walk",
        value_parser = words(Motion::WORDS))]
    pub animate: Option<Motion>,
    /// Seconds from one frame to the next; the last one stays three times as long
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "0.5", requires = "animate")]
    pub frame_time: f64,
    /// Draw only every Nth frame, and the last one
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), default_value = "1", requires = "animate")]
    pub every: u64,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  receptive run \"1x28x28: conv k3 c8, relu, maxpool k2\" -o maps.npy
  receptive run net.receptive.toml --input photo.jpg --fit contain --layer conv2 -o conv2.png
  receptive run \"1x5x5: conv k3\" --input ramp --weight conv1=w.npy --bias conv1=b.npy
  receptive run \"3x64x64: conv k3\" --input noise:7 --layer input -o noise.npy

Kernels have PyTorch's layout: [out, in/groups, taps…], transposed [in, out/groups, taps…],
linear [out, in]; or only the taps, or [in/groups, taps…], for every filter. A bias is [out].

A PNG has a tile for each channel, a pixel for each unit, its grey from the channel's least
value, black, to its greatest, white.")]
pub struct RunArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// The image: an array (.npy), a picture, or test-picture, ramp, checkerboard[:PIXELS], impulse or noise[:SEED];
    /// the document's own by default
    #[arg(long, value_name = "FILE|WORD")]
    pub input: Option<OsString>,
    /// How a picture comes to the size of the input: scaled until it covers it, until all of it lies inside, or whatever
    /// its proportions; or cut without being scaled. As the document has it, or else cover
    #[arg(long, value_parser = words(Fit::WORDS))]
    pub fit: Option<Fit>,
    /// The kernel of a layer, an array; once for each layer
    #[arg(long, value_name = "LAYER=FILE.npy")]
    pub weight: Vec<OsString>,
    /// The bias of a layer, an array; once for each layer
    #[arg(long, value_name = "LAYER=FILE.npy")]
    pub bias: Vec<OsString>,
    /// The layer whose map is given, by its name or its place, 0 or input for the image; the last one by default
    #[arg(long, value_name = "LAYER")]
    pub layer: Option<String>,
    /// The file to write; its ending, .npy, .png or .json, is its format. Without it, JSON goes to standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write JSON, whatever the file's ending: the layer, the shape and the values, batch and channels first
    #[arg(long, value_parser = words(TensorFormat::WORDS))]
    pub format: Option<TensorFormat>,
    /// The most memory that maps and weights may take at once, in MiB
    #[arg(long, value_name = "MIB", default_value_t = ASK_BYTES >> 20, value_parser = clap::value_parser!(u64).range(1..=1 << 24))]
    pub most_memory: u64,
}

/// What `--format` of a map can be.
#[derive(Clone, Copy, Debug)]
pub enum TensorFormat {
    Json,
}

impl TensorFormat {
    const WORDS: [(&str, Self); 1] = [("json", Self::Json)];
}

/// What one command draws.
#[derive(Clone, Copy, Debug)]
pub enum Views {
    One(ViewName),
    All,
}

/// Every view, and all of them.
const VIEWS: [(&str, Views); ViewName::WORDS.len() + 1] = {
    let mut views = [("all", Views::All); ViewName::WORDS.len() + 1];
    let mut at = 0;
    while at < ViewName::WORDS.len() {
        let (word, view) = ViewName::WORDS[at];
        views[at] = (word, Views::One(view));
        at += 1;
    }
    views
};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  receptive completions bash > ~/.local/share/bash-completion/completions/receptive
  receptive completions fish > ~/.config/fish/completions/receptive.fish
  receptive completions zsh > \"${fpath[1]}/_receptive\"")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
A network that cannot run fails whatever the rules are. Fields and sizes are those of every output;
a pixel is dropped if it reaches none of them.

Examples:
  receptive check net.receptive.toml --no-dropped --min-rf 200
  receptive check \"3x224x224: conv k7 s2 p3 c64\" --size 112x112 --max-params 10000
  receptive check unet.onnx --size logits=224x224 --size stem=112x112
  receptive check resnet50.onnx --input-size 160x160 --no-border-layers")]
pub struct CheckArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Every pixel of the input reaches an output
    #[arg(long)]
    pub no_dropped: bool,
    /// The receptive field of every output is at least N pixels wide on every axis
    #[arg(long, value_name = "N")]
    pub min_rf: Option<u64>,
    /// The receptive field of every output is at most N pixels wide on every axis
    #[arg(long, value_name = "N")]
    pub max_rf: Option<u64>,
    /// The layers have at most N parameters
    #[arg(long, value_name = "N")]
    pub max_params: Option<u64>,
    /// One image takes at most N multiply-adds
    #[arg(long, value_name = "N")]
    pub max_macs: Option<u64>,
    /// Every output has this size; LAYER=HxW asks it of the map of one layer, by its name or its place.
    /// Once for each size
    #[arg(long, value_name = "[LAYER=]HxW", value_parser = size)]
    pub size: Vec<Size>,
    /// Every layer still adds pixels at this input size: none is listed by `report --about border`
    #[arg(long)]
    pub no_border_layers: bool,
    /// In tiles, an output sees at most N pixels before or behind those it stands for
    #[arg(long, value_name = "N")]
    pub max_halo: Option<u64>,
    #[command(flatten)]
    pub lang: LangArgs,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  receptive convert net.receptive.toml --to stack
  receptive convert \"1x7x7: conv k3 s3\" --to document -o net.receptive.toml
  receptive convert model.py --to stack
  receptive convert \"1x28x28: conv k5 c3, relu\" -o net.py
  receptive convert \"1x28x28: conv k5 c3, relu\" --to keras
  receptive convert net.receptive.toml -o net.onnx

An ONNX file has the ops, their settings and all shapes; its kernels are constants.")]
pub struct ConvertArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// What to turn it into; without it, what the ending of --output says: .onnx, .py, .toml or .txt
    #[arg(long, value_parser = words(Target::WORDS))]
    pub to: Option<Target>,
    /// The file to write, in one step; standard output if it is - or not given
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What a network is written as.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    Stack,
    Document,
    Pytorch,
    Keras,
    Onnx,
}

impl Target {
    const WORDS: [(&str, Self); 5] = [
        ("stack", Self::Stack),
        ("document", Self::Document),
        ("pytorch", Self::Pytorch),
        ("keras", Self::Keras),
        ("onnx", Self::Onnx),
    ];

    /// What a file of this name holds.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "onnx" => Some(Self::Onnx),
            "py" => Some(Self::Pytorch),
            "toml" => Some(Self::Document),
            "txt" => Some(Self::Stack),
            _ => None,
        }
    }
}

/// The size that `--size` wants.
#[derive(Clone, Debug)]
pub struct Size {
    /// The layer whose map is to have it, as it is written; every output if there is none.
    pub layer: Option<String>,
    /// Outermost axis first.
    pub size: Vec<u64>,
}

fn size(text: &str) -> Result<Size, String> {
    // A layer's name may hold an equals sign: the size stands behind the last one.
    let (layer, written) = match text.rsplit_once('=') {
        Some((layer, written)) => (Some(layer.to_owned()), written),
        None => (None, text),
    };
    let size: Result<Vec<u64>, _> = written.split(['x', '×']).map(str::parse).collect();
    let wrong = |_| "write one number for each axis, as in 112x112, or stem=112x112 for the layer stem".to_owned();
    size.map(|size| Size { layer, size }).map_err(wrong)
}

fn scale(text: &str) -> Result<f64, String> {
    let scale = text.parse().ok().filter(|scale| (LEAST_SCALE..=MOST_SCALE).contains(scale));
    scale.ok_or_else(|| format!("write a number from {LEAST_SCALE} to {MOST_SCALE}"))
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (LEAST_SECONDS..=MOST_SECONDS).contains(seconds));
    seconds.ok_or_else(|| format!("write seconds, from {LEAST_SECONDS} to {MOST_SECONDS}"))
}

/// A width, as `1200px` or `160mm`.
fn width(text: &str) -> Result<picture::Size, String> {
    let written = text.trim().to_ascii_lowercase();
    let pixels = written.strip_suffix("px").and_then(|number| number.trim_end().parse().ok());
    let millimetres = written.strip_suffix("mm").and_then(|number| number.trim_end().parse().ok());
    let size = pixels.filter(|pixels| (1..=MOST_SIDE).contains(pixels)).map(picture::Size::Pixels).or(millimetres
        .filter(|mm| (LEAST_MILLIMETRES..=MOST_MILLIMETRES).contains(mm))
        .map(picture::Size::Millimetres));
    size.ok_or_else(|| {
        format!(
            "write pixels, from 1px to {MOST_SIDE}px, or millimetres, from {LEAST_MILLIMETRES}mm to {MOST_MILLIMETRES}mm"
        )
    })
}

/// Reads one of some words.
fn words<T, const N: usize>(table: [(&'static str, T); N]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(table.map(|(word, _)| word)).try_map(move |given| {
        let found = table.iter().find(|(word, _)| *word == given).map(|(_, value)| *value);
        found.ok_or_else(|| format!("{given} is none of the words"))
    })
}
