//! Ready stacks: lessons, each of which shows one thing, and networks as they were published. Their titles and texts are
//! in the locale, as `preset-<id>` and `preset-<id>-text`.

mod lessons;
mod networks;

use std::sync::OnceLock;

use super::{Linear, Op, Pointwise, Stack};

/// A ready stack.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its word in the locale's keys; never changes.
    pub id: &'static str,
    /// The locale's key of the title.
    pub title: &'static str,
    /// The locale's key of the line of text.
    pub text: &'static str,
    /// Where it was published.
    pub source: Option<Source>,
    build: fn() -> Stack,
}

/// A publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub authors: &'static str,
    pub title: &'static str,
    pub year: u16,
}

impl Preset {
    pub fn stack(&self) -> Stack {
        (self.build)()
    }
}

/// The preset that a stack is. Values are left aside: a lesson with another picture is the same lesson.
pub fn of(stack: &Stack) -> Option<&'static Preset> {
    built(stack).map(|(preset, _)| preset)
}

/// True of a preset in which nobody did any work: at most, words for the values of the image and for kernels were
/// chosen. Numbers that were typed and files that were named are work.
pub fn is_untouched(stack: &Stack) -> bool {
    built(stack).is_some_and(|(_, preset)| stack.differs_in_words_alone(preset))
}

/// The preset that a stack is, and its own stack.
fn built(stack: &Stack) -> Option<(&'static Preset, &'static Stack)> {
    // Asked after every edit: they are built once.
    static STACKS: OnceLock<Vec<Stack>> = OnceLock::new();
    let stacks = STACKS.get_or_init(|| ALL.iter().map(Preset::stack).collect());
    ALL.iter().zip(stacks).find(|(_, preset)| preset.same_network_as(stack))
}

macro_rules! presets {
    ($($id:literal $(($authors:literal, $title:literal, $year:literal))? => $room:ident::$build:ident),* $(,)?) => {
        &[$(Preset {
            id: $id,
            title: concat!("preset-", $id),
            text: concat!("preset-", $id, "-text"),
            source: presets!(@source $($authors, $title, $year)?),
            build: $room::$build,
        }),*]
    };
    (@source $authors:literal, $title:literal, $year:literal) => {
        Some(Source { authors: $authors, title: $title, year: $year })
    };
    (@source) => { None };
}

/// The lessons in the order of the lecture, then the networks in the order of their years. The first one opens first.
pub const ALL: &[Preset] = presets! {
    "dropped" => lessons::dropped,
    "stride-one" => lessons::stride_one,
    "stride-two" => lessons::stride_two,
    "growth" => lessons::growth,
    "keep-then-halve" => lessons::keep_then_halve,
    "max-pool" => lessons::max_pool,
    "average-pool" => lessons::average_pool,
    "channels" => lessons::channels,
    "mnist" => lessons::mnist,
    "flatten" => lessons::flatten,
    "deep" => lessons::deep,
    "gridding" ("Wang et al.", "Understanding Convolution for Semantic Segmentation", 2018) => lessons::gridding,
    "hdc" ("Wang et al.", "Understanding Convolution for Semantic Segmentation", 2018) => lessons::hdc,
    "lenet5" ("LeCun, Bottou, Bengio and Haffner", "Gradient-Based Learning Applied to Document Recognition", 1998)
        => networks::lenet5,
    "alexnet" ("Krizhevsky, Sutskever and Hinton", "ImageNet Classification with Deep Convolutional Neural Networks", 2012)
        => networks::alexnet,
    "vgg16" ("Simonyan and Zisserman", "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014)
        => networks::vgg16,
    "c3d" ("Tran et al.", "Learning Spatiotemporal Features with 3D Convolutional Networks", 2015) => networks::c3d,
    "unet" ("Ronneberger, Fischer and Brox", "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015)
        => networks::unet,
    "resnet18" ("He, Zhang, Ren and Sun", "Deep Residual Learning for Image Recognition", 2015) => networks::resnet18,
    "resnet50" ("He, Zhang, Ren and Sun", "Deep Residual Learning for Image Recognition", 2015) => networks::resnet50,
    "wavenet" ("van den Oord et al.", "WaveNet: A Generative Model for Raw Audio", 2016) => networks::wavenet,
    "mobilenet" ("Howard et al.", "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017)
        => networks::mobilenet,
};

const RELU: Op = Op::Pointwise(Pointwise::Relu);

fn linear(channels: u64) -> Op {
    Op::Linear(Linear { channels, bias: true })
}
