//! A scene as SVG: small, valid, readable by screen readers, and the same bytes for the same scene.

use std::collections::HashSet;
use std::fmt::Write;

use crate::locale::Lang;
use crate::net::MapId;
use crate::scene::detail::{self, DASH, HATCH_PITCH, HATCH_WIDTH, Index, Lens, Mark};
use crate::scene::theme::{Rgba, Role, Theme};
use crate::scene::{Align, Face, Lean, Point, Raster, Rect, Scene, Tag};

/// More rectangles than this in one colour become one path.
const MOST_RECTS: usize = 8;

/// What a scene is drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    pub theme: Theme,
    /// How large the picture calls itself.
    pub width: f64,
    pub height: f64,
    /// Whether these are millimetres; pixels if not.
    pub millimetres: bool,
    /// No ground is drawn, neither under the picture nor under its texts.
    pub transparent: bool,
    pub lang: Lang,
}

/// Writes `scene` on a sheet. `name_of` gives the maps' names for their ids.
pub fn write(scene: &Scene, sheet: &Sheet, name_of: impl Fn(MapId) -> String) -> String {
    let Sheet { theme, transparent, .. } = *sheet;
    let mut svg = Svg { out: String::new(), theme, origin: scene.bounds.min, hatches: Vec::new() };
    let unit = if sheet.millimetres { "mm" } else { "" };
    if !transparent {
        svg.mark(Role::Ground, &Mark::Fill(vec![scene.bounds]));
    }
    let lens = Lens::page(scene);
    let mut group: Option<Tag> = None;
    let mut named = HashSet::new();
    for item in &scene.items {
        if group != Some(item.tag) {
            if group.is_some() {
                svg.out.push_str("</g>\n");
            }
            // An id stands once in a file: what comes again, between the items of others, has none.
            let _ = if named.insert(item.tag) {
                writeln!(svg.out, "<g id=\"{}\">", id_of(item.tag, &name_of))
            } else {
                writeln!(svg.out, "<g>")
            };
            group = Some(item.tag);
        }
        detail::marks(item, &lens, &mut |role, mark| {
            if !(transparent && role == Role::GroundHaze) {
                svg.mark(role, &mark);
            }
        });
    }
    if group.is_some() {
        svg.out.push_str("</g>\n");
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}{unit}\" height=\"{}{unit}\" viewBox=\"0 0 {} {}\" \
         xml:lang=\"{}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"DejaVu Sans, Verdana, sans-serif\">\n<title id=\"title\">{}</title>\n\
         <desc id=\"desc\">{}</desc>\n{}{}</svg>\n",
        number(sheet.width),
        number(sheet.height),
        number(scene.bounds.width()),
        number(scene.bounds.height()),
        sheet.lang.word(),
        escaped(&scene.title),
        escaped(&scene.description),
        svg.patterns(),
        svg.out,
    )
}

/// An id that stays the same from run to run; letters, digits and dashes alone.
fn id_of(tag: Tag, name_of: &impl Fn(MapId) -> String) -> String {
    match tag {
        // `title` is what the file says of itself.
        Tag::Heading => "heading".to_owned(),
        Tag::Legend => "legend".to_owned(),
        Tag::Table => "table".to_owned(),
        Tag::Chart(chart) => chart.title().to_owned(),
        Tag::Trace => "field".to_owned(),
        Tag::Lines => "lines".to_owned(),
        Tag::Map(map) => format!("map-{}-{}", map.index(), plain(&name_of(map))),
        Tag::Label(map) => format!("label-{}-{}", map.index(), plain(&name_of(map))),
    }
}

/// A name with dashes for everything but letters and digits.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

/// At most two decimals, no trailing zeros, no minus zero.
fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0 + 0.0;
    format!("{rounded}")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no way to write these two, nor most control characters.
            '\u{FFFE}' | '\u{FFFF}' => out.push(' '),
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

struct Svg {
    out: String,
    theme: Theme,
    origin: Point,
    /// The hatchings that are drawn, for their patterns.
    hatches: Vec<(Role, Lean)>,
}

impl Svg {
    fn x(&self, x: f64) -> String {
        number(x - self.origin.x)
    }

    fn y(&self, y: f64) -> String {
        number(y - self.origin.y)
    }

    /// `fill="#rrggbb"`, with an opacity where there is one.
    fn paint(&self, attribute: &str, role: Role) -> String {
        let Rgba(r, g, b, a) = self.theme.color(role);
        let opacity =
            if a == 255 { String::new() } else { format!(" {attribute}-opacity=\"{}\"", number(f64::from(a) / 255.0)) };
        format!("{attribute}=\"#{r:02x}{g:02x}{b:02x}\"{opacity}")
    }

    /// One pattern for each hatching. Patterns lie on the picture's own grid, so that hatched pieces which touch look
    /// like one.
    fn patterns(&self) -> String {
        let mut hatches = self.hatches.clone();
        hatches.sort_unstable();
        hatches.dedup();
        if hatches.is_empty() {
            return String::new();
        }
        let pitch = HATCH_PITCH;
        let mut out = "<defs>\n".to_owned();
        for (role, lean) in hatches {
            let path = match lean {
                Lean::Rising => format!("M-1 1 1 -1M0 {pitch} {pitch} 0M{} {}l2 -2", pitch - 1.0, pitch + 1.0),
                Lean::Falling => format!("M{} -1l2 2M0 0 {pitch} {pitch}M-1 {}l2 2", pitch - 1.0, pitch - 1.0),
            };
            let _ = writeln!(
                out,
                "<pattern id=\"{}\" width=\"{pitch}\" height=\"{pitch}\" patternUnits=\"userSpaceOnUse\"><path d=\"{path}\" \
                 {} stroke-width=\"{HATCH_WIDTH}\"/></pattern>",
                pattern_id(role, lean),
                self.paint("stroke", role),
            );
        }
        out.push_str("</defs>\n");
        out
    }

    fn mark(&mut self, role: Role, mark: &Mark<'_>) {
        match mark {
            Mark::Raster { rect, pixels } => self.raster(rect, pixels),
            Mark::Fill(rects) => self.rects(rects, &self.paint("fill", role)),
            Mark::Round { rects, radius } => {
                let fill = self.paint("fill", role);
                self.rounds(rects, *radius, &fill);
            }
            Mark::RoundOutline { rects, radius, width, dashed } => {
                let stroke = self.stroke(role, *width, *dashed);
                self.rounds(rects, *radius, &format!("fill=\"none\" {stroke}"));
            }
            Mark::Polyline { points, width, dashed, closed } => {
                let places: Vec<String> = points.iter().map(|p| format!("{} {}", self.x(p.x), self.y(p.y))).collect();
                let end = if *closed { "z" } else { "" };
                let stroke = self.stroke(role, *width, *dashed);
                let _ = writeln!(
                    self.out,
                    "<path d=\"M{}{end}\" fill=\"none\" {stroke} stroke-linejoin=\"round\"/>",
                    places.join("L")
                );
            }
            Mark::Dots { at, radius } => {
                let fill = self.paint("fill", role);
                let _ = writeln!(self.out, "<g {fill}>");
                for point in *at {
                    let (x, y, r) = (self.x(point.x), self.y(point.y), number(*radius));
                    let _ = write!(self.out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>");
                }
                self.out.push_str("</g>\n");
            }
            Mark::Hatch(rects, lean) => {
                self.hatches.push((role, *lean));
                self.rects(rects, &format!("fill=\"url(#{})\"", pattern_id(role, *lean)));
            }
            Mark::Outline { rect, width, dashed } => {
                let stroke = self.stroke(role, *width, *dashed);
                self.rects(&[*rect], &format!("fill=\"none\" {stroke}"));
            }
            // All lines of a grid are one path.
            Mark::Lines { segments, width, dashed } => {
                let path: String = segments.iter().map(|segment| self.segment(*segment)).collect();
                let stroke = self.stroke(role, *width, *dashed);
                let _ = writeln!(self.out, "<path d=\"{path}\" {stroke}/>");
            }
            Mark::Polygon(points) => {
                let points: Vec<String> = points.iter().map(|p| format!("{},{}", self.x(p.x), self.y(p.y))).collect();
                let fill = self.paint("fill", role);
                let _ = writeln!(self.out, "<polygon points=\"{}\" {fill}/>", points.join(" "));
            }
            Mark::Indices { indices, size, align, offset } => {
                let fill = self.paint("fill", role);
                let _ = write!(
                    self.out,
                    "<g font-size=\"{}\"{}{} {fill}>",
                    number(*size),
                    anchor(*align),
                    family(Face::Mono)
                );
                for Index { at, index } in indices {
                    let (x, y) = (self.x(at.x + offset.x), self.y(at.y + offset.y));
                    let _ = write!(self.out, "<text x=\"{x}\" y=\"{y}\">{index}</text>");
                }
                self.out.push_str("</g>\n");
            }
            Mark::Text { at, align, face, size, text } => {
                let fill = self.paint("fill", role);
                let _ = writeln!(
                    self.out,
                    "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{}{} {fill}>{}</text>",
                    self.x(at.x),
                    self.y(at.y),
                    number(*size),
                    anchor(*align),
                    family(*face),
                    escaped(text),
                );
            }
        }
    }

    /// Pixels as an embedded PNG that is not smoothed. Stretched as it is told to be, not kept in proportion.
    fn raster(&mut self, rect: &Rect, pixels: &Raster) {
        let Some(png) = super::png::of_raster(pixels) else { return };
        let _ = writeln!(
            self.out,
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" \
             style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{}\"/>",
            self.x(rect.min.x),
            self.y(rect.min.y),
            number(rect.width()),
            number(rect.height()),
            base64(&png),
        );
    }

    fn rects(&mut self, rects: &[Rect], paint: &str) {
        let many = rects.len() > MOST_RECTS;
        if many {
            self.out.push_str("<path d=\"");
        }
        for rect in rects {
            let (x, y) = (self.x(rect.min.x), self.y(rect.min.y));
            let (width, height) = (number(rect.width()), number(rect.height()));
            let _ = if many {
                write!(self.out, "M{x} {y}h{width}v{height}h-{width}z")
            } else {
                writeln!(self.out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {paint}/>")
            };
        }
        if many {
            let _ = writeln!(self.out, "\" {paint}/>");
        }
    }

    /// Rectangles with round corners, one group if there are many.
    fn rounds(&mut self, rects: &[Rect], radius: f64, paint: &str) {
        let many = rects.len() > 1;
        if many {
            let _ = writeln!(self.out, "<g {paint}>");
        }
        let own = if many { String::new() } else { format!(" {paint}") };
        for rect in rects {
            let (x, y) = (self.x(rect.min.x), self.y(rect.min.y));
            let (width, height, r) = (number(rect.width()), number(rect.height()), number(radius));
            let _ =
                write!(self.out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{r}\"{own}/>");
        }
        self.out.push_str(if many { "</g>\n" } else { "\n" });
    }

    fn stroke(&self, role: Role, width: f64, dashed: bool) -> String {
        let [dash, gap] = DASH;
        let pattern = if dashed { format!(" stroke-dasharray=\"{dash} {gap}\"") } else { String::new() };
        format!("{} stroke-width=\"{}\"{pattern}", self.paint("stroke", role), number(width))
    }

    fn segment(&self, [from, to]: [Point; 2]) -> String {
        if (from.x - to.x).abs() < 1e-9 {
            format!("M{} {}V{}", self.x(from.x), self.y(from.y), self.y(to.y))
        } else if (from.y - to.y).abs() < 1e-9 {
            format!("M{} {}H{}", self.x(from.x), self.y(from.y), self.x(to.x))
        } else {
            format!("M{} {}L{} {}", self.x(from.x), self.y(from.y), self.x(to.x), self.y(to.y))
        }
    }
}

fn pattern_id(role: Role, lean: Lean) -> String {
    match lean {
        Lean::Rising => format!("hatch-{role:?}"),
        Lean::Falling => format!("some-{role:?}"),
    }
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | u32::from(*three.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let letter = char::from(LETTERS[(bits >> (18 - 6 * at)) as usize & 63]);
            out.push(if at <= three.len() { letter } else { '=' });
        }
    }
    out
}

const fn anchor(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Middle => " text-anchor=\"middle\"",
        Align::End => " text-anchor=\"end\"",
    }
}

const fn family(face: Face) -> &'static str {
    match face {
        Face::Regular => "",
        Face::Bold => " font-weight=\"bold\"",
        Face::Mono => " font-family=\"DejaVu Sans Mono, monospace\"",
    }
}
