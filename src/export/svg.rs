//! A scene as SVG: small, valid, readable by screen readers, and the same bytes for the same scene.

use std::fmt::Write;

use crate::net::MapId;
use crate::scene::theme::{Rgba, Role, Theme};
use crate::scene::{Align, Face, Point, Rect, Scene, Shape, Tag, detail};

/// Points between the lines of a hatching.
const HATCH_PITCH: f64 = 7.0;

/// Room between a map and its indices.
const INDEX_GAP: f64 = 5.0;
const INDEX_SIZE: f64 = 10.0;

/// Writes `scene` in the colours of `theme`, `scale` pixels per point. `name_of` gives the maps' names for their ids.
pub fn write(scene: &Scene, theme: Theme, scale: f64, name_of: impl Fn(MapId) -> String) -> String {
    let mut svg = Svg { out: String::new(), theme, scale, origin: scene.bounds.min };
    let (width, height) = (scene.bounds.width(), scene.bounds.height());
    let _ = write!(
        svg.out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         aria-labelledby=\"title desc\" font-family=\"DejaVu Sans, Verdana, sans-serif\">\n<title id=\"title\">{}</title>\n\
         <desc id=\"desc\">{}</desc>\n",
        number(width * scale),
        number(height * scale),
        number(width),
        number(height),
        escaped(&scene.title),
        escaped(&scene.description),
    );
    svg.hatches(scene);
    let ground = Rect::new(scene.bounds.min.x, scene.bounds.min.y, width, height);
    svg.shape(&Shape::Fill(ground), Role::Ground, &scene.bounds);
    let mut group: Option<Tag> = None;
    for item in &scene.items {
        if group != Some(item.tag) {
            if group.is_some() {
                svg.out.push_str("</g>\n");
            }
            let _ = writeln!(svg.out, "<g id=\"{}\">", id_of(item.tag, &name_of));
            group = Some(item.tag);
        }
        svg.shape(&item.shape, item.role, &scene.bounds);
    }
    if group.is_some() {
        svg.out.push_str("</g>\n");
    }
    svg.out.push_str("</svg>\n");
    svg.out
}

/// An id that stays the same from run to run; letters, digits and dashes alone.
fn id_of(tag: Tag, name_of: &impl Fn(MapId) -> String) -> String {
    match tag {
        Tag::Frame => "legend".to_owned(),
        Tag::Trace => "field".to_owned(),
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
            // XML has no way to write other control characters.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

struct Svg {
    out: String,
    theme: Theme,
    scale: f64,
    origin: Point,
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

    /// One pattern for each hatched role. Patterns lie on the picture's own grid, so that hatched pieces which touch
    /// look like one.
    fn hatches(&mut self, scene: &Scene) {
        let mut roles: Vec<Role> =
            scene.items.iter().filter(|item| matches!(item.shape, Shape::Hatch(_))).map(|item| item.role).collect();
        roles.sort_unstable();
        roles.dedup();
        if roles.is_empty() {
            return;
        }
        self.out.push_str("<defs>\n");
        for role in roles {
            let stroke = self.paint("stroke", role);
            let _ = writeln!(
                self.out,
                "<pattern id=\"hatch-{role:?}\" width=\"{HATCH_PITCH}\" height=\"{HATCH_PITCH}\" \
                 patternUnits=\"userSpaceOnUse\"><path d=\"M-1 1 1 -1M0 {HATCH_PITCH} {HATCH_PITCH} 0M{} {}l2 -2\" {stroke} \
                 stroke-width=\"1.2\"/></pattern>",
                HATCH_PITCH - 1.0,
                HATCH_PITCH + 1.0,
            );
        }
        self.out.push_str("</defs>\n");
    }

    fn rect(&mut self, rect: &Rect, paint: &str) {
        let _ = writeln!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {paint}/>",
            self.x(rect.min.x),
            self.y(rect.min.y),
            number(rect.width()),
            number(rect.height()),
        );
    }

    fn shape(&mut self, shape: &Shape, role: Role, bounds: &Rect) {
        match shape {
            Shape::Fill(rect) => self.rect(rect, &self.paint("fill", role)),
            Shape::Outline { rect, width, dashed } => {
                let stroke = self.stroke(role, *width, *dashed);
                let found = detail::findable(rect, self.scale);
                let rect = if role == Role::Pin { &found } else { rect };
                self.rect(rect, &format!("fill=\"none\" {stroke}"));
            }
            Shape::Hatch(rect) => self.rect(rect, &format!("fill=\"url(#hatch-{role:?})\"")),
            Shape::Cells(cells) => self.cells(cells, role, bounds),
            Shape::Line { from, to, width, dashed } => {
                let path = self.segment(*from, *to);
                let stroke = self.stroke(role, *width, *dashed);
                let _ = writeln!(self.out, "<path d=\"{path}\" {stroke}/>");
            }
            Shape::Polygon(points) => {
                let points: Vec<String> = points.iter().map(|p| format!("{},{}", self.x(p.x), self.y(p.y))).collect();
                let fill = self.paint("fill", role);
                let _ = writeln!(self.out, "<polygon points=\"{}\" {fill}/>", points.join(" "));
            }
            Shape::Text { at, align, face, size, text } => self.text(*at, *align, *face, *size, text, role),
        }
    }

    fn stroke(&self, role: Role, width: f64, dashed: bool) -> String {
        let pattern = if dashed { " stroke-dasharray=\"4 3\"" } else { "" };
        format!("{} stroke-width=\"{}\"{pattern}", self.paint("stroke", role), number(width))
    }

    fn segment(&self, from: Point, to: Point) -> String {
        if (from.x - to.x).abs() < 1e-9 {
            format!("M{} {}V{}", self.x(from.x), self.y(from.y), self.y(to.y))
        } else if (from.y - to.y).abs() < 1e-9 {
            format!("M{} {}H{}", self.x(from.x), self.y(from.y), self.x(to.x))
        } else {
            format!("M{} {}L{} {}", self.x(from.x), self.y(from.y), self.x(to.x), self.y(to.y))
        }
    }

    /// All lines of a grid are one path, all of its indices one group.
    fn cells(&mut self, cells: &crate::scene::Cells, role: Role, bounds: &Rect) {
        let lines = detail::lines(cells, bounds, self.scale);
        for padding in [false, true] {
            let path: String = lines
                .iter()
                .filter(|line| line.padding == padding)
                .map(|line| self.segment(line.from, line.to))
                .collect();
            if !path.is_empty() {
                let stroke =
                    self.stroke(if padding { Role::Padding } else { role }, if padding { 0.5 } else { 0.75 }, padding);
                let _ = writeln!(self.out, "<path d=\"{path}\" {stroke}/>");
            }
        }
        for row in [true, false] {
            let indices = detail::indices(cells, bounds, self.scale);
            let indices: Vec<_> = indices.iter().filter(|index| index.row == row).collect();
            if indices.is_empty() {
                continue;
            }
            let anchor = if row { "end" } else { "middle" };
            let fill = self.paint("fill", Role::TextDim);
            let _ = write!(
                self.out,
                "<g text-anchor=\"{anchor}\" font-size=\"{INDEX_SIZE}\" font-family=\"DejaVu Sans Mono, monospace\" {fill}>"
            );
            for index in indices {
                let (x, y) = if row {
                    (index.at.x - INDEX_GAP, index.at.y + INDEX_SIZE * 0.36)
                } else {
                    (index.at.x, index.at.y + INDEX_GAP + INDEX_SIZE)
                };
                let _ = write!(self.out, "<text x=\"{}\" y=\"{}\">{}</text>", self.x(x), self.y(y), index.index);
            }
            self.out.push_str("</g>\n");
        }
    }

    fn text(&mut self, at: Point, align: Align, face: Face, size: f64, text: &str, role: Role) {
        let anchor = match align {
            Align::Start => "",
            Align::Middle => " text-anchor=\"middle\"",
            Align::End => " text-anchor=\"end\"",
        };
        let face = match face {
            Face::Regular => "",
            Face::Bold => " font-weight=\"bold\"",
            Face::Mono => " font-family=\"DejaVu Sans Mono, monospace\"",
        };
        let fill = self.paint("fill", role);
        let _ = writeln!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor}{face} {fill}>{}</text>",
            self.x(at.x),
            self.y(at.y),
            number(size),
            escaped(text),
        );
    }
}
