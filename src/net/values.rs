//! What the numbers of a network are made of: the values of the image, and the kernels of its layers.
//!
//! They are part of the work: they change through [`super::Edit`], and a document holds them. What they come to as
//! tensors is for [`crate::value`] to say.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Numbers in rows: what somebody typed. Rows of rows, as many levels as the shape has axes.
#[derive(Clone, Debug)]
pub struct Matrix {
    shape: Vec<usize>,
    /// Row-major, as many as the product of the shape.
    data: Arc<[f32]>,
}

impl Matrix {
    /// `None` if the numbers do not fill the shape, or if it has an axis without numbers.
    pub fn new(shape: Vec<usize>, data: impl Into<Arc<[f32]>>) -> Option<Self> {
        let data = data.into();
        let count = shape.iter().try_fold(1_usize, |all, &n| all.checked_mul(n).filter(|all| *all > 0))?;
        (count == data.len()).then_some(Self { shape, data })
    }

    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub fn data(&self) -> &[f32] {
        &self.data
    }
}

/// Bit by bit, so that a matrix with a value that is no number equals itself.
impl PartialEq for Matrix {
    fn eq(&self, other: &Self) -> bool {
        let bits = |matrix: &Self, at: usize| matrix.data[at].to_bits();
        self.shape == other.shape
            && (Arc::ptr_eq(&self.data, &other.data)
                || (0..self.data.len()).all(|at| bits(self, at) == bits(other, at)))
    }
}

impl Eq for Matrix {}

/// Where the values of the image come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The procedural picture of this program.
    #[default]
    TestPicture,
    /// 0, 1, 2, … in the order of memory: columns, then rows, then channels.
    Ramp,
    /// Zeros and ones in turn, in squares of so many pixels.
    Checkerboard { cell: u64 },
    /// One in the middle of zeros, in every channel.
    Impulse,
    /// Uniform in 0…1, the same for the same seed.
    Noise { seed: u64 },
    /// As typed: the spatial axes (for every channel), or the channels and the spatial axes.
    Typed(Matrix),
    /// A picture's file, relative to the document's folder.
    Picture { path: String, fit: Fit },
    /// An array's file (`.npy`), relative to the document's folder: the spatial axes, or with the channels before them, or
    /// with the batch before those.
    Array { path: String },
}

/// How a picture comes to the input's size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fit {
    /// Scaled until it covers the input, then cut evenly at both ends.
    #[default]
    Cover,
    /// Scaled until all of it lies inside, black around it.
    Contain,
    /// Scaled to the input's size, whatever that does to its proportions.
    Stretch,
    /// Not scaled: cut, or with black around it, evenly at both ends.
    Crop,
}

impl Fit {
    /// Every rule with the word that files and the command line use.
    pub const WORDS: [(&str, Self); 4] =
        [("cover", Self::Cover), ("contain", Self::Contain), ("stretch", Self::Stretch), ("crop", Self::Crop)];

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// The weights of one kernel, or of all kernels of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kernel {
    Ones,
    /// One at the middle tap of the filter's own channel, zeros elsewhere.
    Identity,
    /// The mean of the window.
    Box,
    /// A Gaussian with σ = K/6 on each axis, of sum one.
    Gaussian,
    Sharpen,
    SobelX,
    SobelY,
    Laplacian,
    Emboss,
    /// A Gabor wavelet for each filter: the orientations in turn, then the wavelengths.
    Gabor,
    /// Normal with variance 2 / (taps · channels read) (He et al. 2015), the same for the same seed.
    Random {
        seed: u64,
    },
    /// As typed: the taps (for every channel that is read), or the channels that are read and the taps; or for the whole
    /// layer, in PyTorch's layout.
    Typed(Matrix),
    /// An array's file (`.npy`) in PyTorch's layout, relative to the document's folder.
    Array {
        path: String,
    },
}

impl Kernel {
    /// The kernels that a word alone names, with the word that files and the command line use. A [`Kernel::Random`] is
    /// written `random` and its seed.
    pub const WORDS: [(&str, Self); 10] = [
        ("ones", Self::Ones),
        ("identity", Self::Identity),
        ("box", Self::Box),
        ("gaussian", Self::Gaussian),
        ("sharpen", Self::Sharpen),
        ("sobel-x", Self::SobelX),
        ("sobel-y", Self::SobelY),
        ("laplacian", Self::Laplacian),
        ("emboss", Self::Emboss),
        ("gabor", Self::Gabor),
    ];

    /// The kernel that a text names: a word of [`Self::WORDS`], `random` or `random 3`.
    pub fn named(text: &str) -> Option<Self> {
        if let Some((_, kernel)) = Self::WORDS.into_iter().find(|(word, _)| *word == text) {
            return Some(kernel);
        }
        Some(Self::Random { seed: numbered(text, "random", 0)? })
    }

    /// The file that it names.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Array { path } => Some(path),
            _ => None,
        }
    }

    /// The text that names it; `None` of numbers and files.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Random { seed } => Some(format!("random {seed}")),
            _ => Self::WORDS.iter().find(|(_, kernel)| kernel == self).map(|(word, _)| (*word).to_owned()),
        }
    }
}

impl Source {
    /// The source that a text names: `test-picture`, `ramp`, `impulse`, `checkerboard 2`, `noise 7`; without a number the
    /// squares are one pixel wide and the seed is 0.
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "test-picture" => Some(Self::TestPicture),
            "ramp" => Some(Self::Ramp),
            "impulse" => Some(Self::Impulse),
            _ => match numbered(text, "checkerboard", 1) {
                Some(cell) => (cell > 0).then_some(Self::Checkerboard { cell }),
                None => Some(Self::Noise { seed: numbered(text, "noise", 0)? }),
            },
        }
    }

    /// The text that names it; `None` of numbers and files.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::TestPicture => Some("test-picture".to_owned()),
            Self::Ramp => Some("ramp".to_owned()),
            Self::Impulse => Some("impulse".to_owned()),
            Self::Checkerboard { cell } => Some(format!("checkerboard {cell}")),
            Self::Noise { seed } => Some(format!("noise {seed}")),
            Self::Typed(_) | Self::Picture { .. } | Self::Array { .. } => None,
        }
    }

    /// The file that it names.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Picture { path, .. } | Self::Array { path } => Some(path),
            _ => None,
        }
    }
}

/// The number behind a word, or `usual` if the word stands alone.
fn numbered(text: &str, word: &str, usual: u64) -> Option<u64> {
    match text.strip_prefix(word)? {
        "" => Some(usual),
        rest => rest.strip_prefix(' ')?.parse().ok(),
    }
}

/// What is added to every sum of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Bias {
    #[default]
    Zeros,
    /// One number for every filter.
    Typed(Matrix),
    /// An array's file (`.npy`), relative to the document's folder.
    Array { path: String },
}

/// The parameters of a layer, as far as somebody chose them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    /// Of every filter. `None` leaves the choice to the program: see [`crate::value`].
    pub kernel: Option<Kernel>,
    /// Of single filters, by output channel, 0-based.
    pub filters: BTreeMap<u64, Kernel>,
    pub bias: Bias,
}

impl Parameters {
    /// The same kernel for every filter, no bias.
    pub fn of(kernel: Kernel) -> Self {
        Self { kernel: Some(kernel), ..Self::default() }
    }

    /// True if all of it has a name: nothing was typed and no file is named.
    pub fn are_words(&self) -> bool {
        self.bias == Bias::Zeros
            && self.kernel.iter().chain(self.filters.values()).all(|kernel| kernel.name().is_some())
    }

    /// The files that it names.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let bias = match &self.bias {
            Bias::Array { path } => Some(path.as_str()),
            Bias::Zeros | Bias::Typed(_) => None,
        };
        self.kernel.iter().chain(self.filters.values()).filter_map(Kernel::file).chain(bias)
    }
}
