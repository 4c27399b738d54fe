//! A view of a network as the bytes of a picture: the one way by which the window and the command line export.

use super::png::Pixels;
use super::svg::Sheet;
use super::{pdf, png, svg, tree};
use crate::net::Look;
use crate::scene::picture::{Include, Picture, picture};
use crate::scene::theme::{Theme, ThemeName};
use crate::scene::view::{Subject, Unit, ViewName};
use crate::scene::{Rect, Scene};

/// The format of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    #[default]
    Svg,
    Png,
    Pdf,
}

impl Format {
    /// Every format with its file extension.
    pub const WORDS: [(&str, Self); 3] = [("svg", Self::Svg), ("png", Self::Png), ("pdf", Self::Pdf)];

    /// The format of a file with this extension, in any case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let lower = extension.to_ascii_lowercase();
        Self::WORDS.into_iter().find(|(word, _)| *word == lower).map(|(_, format)| format)
    }

    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// How large a picture is. A pixel of a PDF is a point, 1/72 inch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// Pixels per point, from [`LEAST_SCALE`] to [`MOST_SCALE`].
    Scale(f64),
    /// So many pixels wide, up to [`MOST_SIDE`].
    Pixels(u32),
    /// So many millimetres wide on paper, up to [`MOST_MILLIMETRES`]. A PNG has [`DPI`] pixels per inch.
    Millimetres(f64),
}

/// How a picture is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub view: ViewName,
    pub format: Format,
    pub theme: ThemeName,
    pub size: Size,
    pub look: Look,
    /// The unit whose field is shown.
    pub unit: Option<Unit>,
    /// No ground is drawn.
    pub transparent: bool,
    pub include: Include,
}

pub const LEAST_SCALE: f64 = 0.05;
pub const MOST_SCALE: f64 = 20.0;

/// The most pixels of a side of a PNG, and of all of it: 100 megapixels, 400 MB while it is drawn.
pub const MOST_SIDE: u32 = u16::MAX as u32;
const MOST_PIXELS: f64 = 100e6;

/// The side of the largest page that readers of PDF show, in points: 200 inches.
const MOST_POINTS: f64 = 14_400.0;
pub const LEAST_MILLIMETRES: f64 = 1.0;
pub const MOST_MILLIMETRES: f64 = 5080.0;

/// The density of a PNG whose size is in millimetres, in pixels per inch, as printers ask for.
pub const DPI: f64 = 300.0;
/// The same in pixels per metre.
const PER_METRE: u32 = 11_811;

const MM_PER_INCH: f64 = 25.4;
const POINTS_PER_INCH: f64 = 72.0;

impl Default for Settings {
    fn default() -> Self {
        Self {
            view: ViewName::Maps,
            format: Format::Svg,
            theme: ThemeName::Light,
            size: Size::Scale(1.0),
            look: Look::default(),
            unit: None,
            transparent: false,
            include: Include::default(),
        }
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PictureError {
    #[error("the scale must be from {LEAST_SCALE} to {MOST_SCALE}")]
    Scale,
    #[error("the width must be from 1 to {MOST_SIDE} pixels")]
    Pixels,
    #[error("the width must be from {LEAST_MILLIMETRES} to {MOST_MILLIMETRES} mm")]
    Millimetres,
    #[error(
        "the picture would have {width}×{height} pixels; choose a smaller size, or save it as SVG, which has no limit"
    )]
    TooManyPixels { width: u64, height: u64 },
    #[error(
        "the page would have {width:.0}×{height:.0} mm, and no page has more than {MOST_MILLIMETRES} mm; \
         choose a smaller size, or save it as SVG, which has no limit"
    )]
    TooLargePage { width: f64, height: f64 },
    #[error("the picture cannot be drawn: {0}")]
    Draw(String),
}

/// How large a picture comes out: width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// Pixels; of a PNG they are whole.
    Pixels([f64; 2]),
    /// Millimetres on paper.
    Millimetres([f64; 2]),
    /// Millimetres on paper, and the whole pixels that lie on them.
    Printed { millimetres: [f64; 2], pixels: [f64; 2] },
}

/// How large a picture with these bounds comes out; the error is why there cannot be such a one. Nothing is made for it.
pub fn extent(bounds: &Rect, format: Format, size: Size) -> Result<Extent, PictureError> {
    let (width, height) = sides(bounds);
    let wide = |width_out: f64| [width_out, width_out * height / width];
    let extent = match size {
        Size::Scale(scale) if (LEAST_SCALE..=MOST_SCALE).contains(&scale) => Extent::Pixels(wide(width * scale)),
        Size::Scale(_) => return Err(PictureError::Scale),
        Size::Pixels(pixels) if (1..=MOST_SIDE).contains(&pixels) => Extent::Pixels(wide(f64::from(pixels))),
        Size::Pixels(_) => return Err(PictureError::Pixels),
        Size::Millimetres(mm) if (LEAST_MILLIMETRES..=MOST_MILLIMETRES).contains(&mm) => Extent::Millimetres(wide(mm)),
        Size::Millimetres(_) => return Err(PictureError::Millimetres),
    };
    match (format, extent) {
        (Format::Png, Extent::Pixels(pixels)) => Ok(Extent::Pixels(whole(pixels)?)),
        (Format::Png, Extent::Millimetres(millimetres)) => {
            let pixels = whole(millimetres.map(|mm| mm / MM_PER_INCH * DPI))?;
            Ok(Extent::Printed { millimetres, pixels })
        }
        (Format::Pdf, extent) => {
            let page = points(extent);
            // A point more or less is no reason to refuse what was meant as the largest page.
            if page.iter().any(|side| *side > MOST_POINTS + 0.5) {
                let [width, height] = page.map(|side| side / POINTS_PER_INCH * MM_PER_INCH);
                return Err(PictureError::TooLargePage { width, height });
            }
            Ok(Extent::Millimetres(page.map(|side| side / POINTS_PER_INCH * MM_PER_INCH)))
        }
        (_, extent) => Ok(extent),
    }
}

/// The largest size of the same kind that a picture with these bounds can have in a format, if this one is too large.
pub fn largest(bounds: &Rect, format: Format, size: Size) -> Size {
    let (width, height) = sides(bounds);
    let most_wide = |most: f64| most.min(most * width / height);
    let pixels = match format {
        Format::Svg => f64::INFINITY,
        Format::Png => most_wide(f64::from(MOST_SIDE)).min((MOST_PIXELS * width / height).sqrt()),
        Format::Pdf => most_wide(MOST_POINTS),
    };
    let per_inch = if format == Format::Pdf { POINTS_PER_INCH } else { DPI };
    // Rounded down, so that what is shown of a number is all of it; a whole pixel less where heights are rounded up.
    let down = |value: f64, parts: f64| (value * parts).floor() / parts;
    let pixels = if format == Format::Png { pixels * (1.0 - 1e-4) } else { pixels };
    match size {
        Size::Scale(scale) => Size::Scale(scale.min(down(pixels / width, 100.0)).clamp(LEAST_SCALE, MOST_SCALE)),
        Size::Pixels(wide) => Size::Pixels(f64::from(wide).min(pixels.floor()).clamp(1.0, f64::from(MOST_SIDE)) as u32),
        Size::Millimetres(mm) => {
            let most = down(pixels / per_inch * MM_PER_INCH, 10.0);
            Size::Millimetres(mm.min(most).clamp(LEAST_MILLIMETRES, MOST_MILLIMETRES))
        }
    }
}

/// Width and height of what is drawn. A picture of nothing is a point large: no format has one of no size.
fn sides(bounds: &Rect) -> (f64, f64) {
    (bounds.width().max(1.0), bounds.height().max(1.0))
}

/// Whole pixels; the error says that they are too many.
fn whole(pixels: [f64; 2]) -> Result<[f64; 2], PictureError> {
    // What a division left over is no pixel.
    let [width, height] = pixels.map(|side| (side - 1e-6).ceil().max(1.0));
    if width * height <= MOST_PIXELS && width.max(height) <= f64::from(MOST_SIDE) {
        Ok([width, height])
    } else {
        Err(PictureError::TooManyPixels { width: width as u64, height: height as u64 })
    }
}

/// The page of an extent, in points.
fn points(extent: Extent) -> [f64; 2] {
    match extent {
        Extent::Pixels(pixels) => pixels,
        Extent::Millimetres(mm) | Extent::Printed { millimetres: mm, .. } => {
            mm.map(|mm| mm / MM_PER_INCH * POINTS_PER_INCH)
        }
    }
}

/// A view of a network as a picture. A unit that does not exist is not shown.
pub fn write(subject: Subject<'_>, settings: &Settings) -> Result<Vec<u8>, PictureError> {
    Drawn::of(subject, settings)?.bytes()
}

/// The same as the pixels that a PNG of it has.
pub fn draw(subject: Subject<'_>, settings: &Settings) -> Result<Pixels, PictureError> {
    let settings = Settings { format: Format::Png, ..settings.clone() };
    Drawn::of(subject, &settings)?.pixels()
}

/// What a picture with these settings draws.
pub fn scene(subject: Subject<'_>, settings: &Settings) -> Scene {
    let Settings { view, look, ref unit, ref include, .. } = *settings;
    picture(Picture { subject, view, look, unit: unit.as_ref(), include })
}

/// A picture before its format.
pub(super) struct Drawn {
    svg: String,
    extent: Extent,
    format: Format,
    title: String,
    lang: &'static str,
}

impl Drawn {
    fn of(subject: Subject<'_>, settings: &Settings) -> Result<Self, PictureError> {
        Self::of_scene(subject, settings, scene(subject, settings))
    }

    /// What the scene of these settings comes to.
    pub(super) fn of_scene(subject: Subject<'_>, settings: &Settings, mut scene: Scene) -> Result<Self, PictureError> {
        let Subject { graph, words, .. } = subject;
        let (width, height) = sides(&scene.bounds);
        let Rect { min, .. } = scene.bounds;
        scene.bounds = Rect::new(min.x, min.y, width, height);
        let Settings { format, theme, size, transparent, .. } = *settings;
        let extent = extent(&scene.bounds, format, size)?;
        // What is drawn on needs the picture's own size, not that of the file.
        let ([width, height], millimetres) = match (format, extent) {
            (Format::Svg, Extent::Pixels(pixels)) => (pixels, false),
            (Format::Svg, Extent::Millimetres(mm) | Extent::Printed { millimetres: mm, .. }) => (mm, true),
            (Format::Png | Format::Pdf, _) => ([width, height], false),
        };
        let theme = Theme::new(theme);
        let sheet = Sheet { theme, width, height, millimetres, transparent, lang: words.lang };
        let name_of = |map| graph.node(map).map_or_else(|| "input".to_owned(), |node| node.name.clone());
        let svg = svg::write(&scene, &sheet, name_of);
        Ok(Self { svg, extent, format, title: scene.title, lang: words.lang.word() })
    }

    pub(super) fn bytes(self) -> Result<Vec<u8>, PictureError> {
        if self.format == Format::Svg {
            return Ok(self.svg.into_bytes());
        }
        let tree = tree::read(&self.svg).map_err(PictureError::Draw)?;
        let bytes = match (self.format, self.extent) {
            (Format::Pdf, extent) => pdf::write(&tree, points(extent), &self.title, self.lang),
            (_, Extent::Printed { pixels, .. }) => png::write(&tree, whole_numbers(pixels), Some(PER_METRE)),
            (_, Extent::Pixels(size) | Extent::Millimetres(size)) => png::write(&tree, whole_numbers(size), None),
        };
        bytes.map_err(PictureError::Draw)
    }

    pub(super) fn pixels(self) -> Result<Pixels, PictureError> {
        let (Extent::Pixels(size) | Extent::Millimetres(size) | Extent::Printed { pixels: size, .. }) = self.extent;
        let tree = tree::read(&self.svg).map_err(PictureError::Draw)?;
        png::draw(&tree, whole_numbers(size)).map_err(PictureError::Draw)
    }
}

fn whole_numbers(pixels: [f64; 2]) -> [u32; 2] {
    pixels.map(|side| side as u32)
}
