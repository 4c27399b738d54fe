//! Paints scene items with egui: the twin of [`crate::export::svg`]. It decides nothing about what is shown; it only
//! leaves out what lies outside the window, so that a map of a million cells costs what is seen of it.

use egui::{Align2, Color32, Pos2, Shape as Paint, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::style;
use crate::scene::theme::{Role, Theme};
use crate::scene::{Align, Cells, Face, Item, Point, Rect, Shape, detail};

/// Points between the lines of a hatching, as in exported pictures.
const HATCH_PITCH: f32 = 7.0;

/// Texts smaller than this on the screen are left out, larger ones are drawn at most this large.
const LEAST_TEXT: f32 = 6.0;
const MOST_TEXT: f32 = 22.0;
/// A text's haze is 1.3 times as high as the text.
const LEAST_HAZE: f64 = 1.3 * LEAST_TEXT as f64;

/// Indices shrink with the maps as far as they can be read, and never grow: there may be thousands.
const INDEX_SIZES: std::ops::RangeInclusive<f32> = 7.5..=10.0;

/// Where a scene lies on the screen: its point `origin` at the view's top left corner, `zoom` points per scene point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub origin: Point,
    pub zoom: f64,
}

impl Camera {
    pub fn to_screen(self, view: egui::Rect, at: Point) -> Pos2 {
        // Differences first: a far map of a long stack must not shake.
        let x = (at.x - self.origin.x) * self.zoom;
        let y = (at.y - self.origin.y) * self.zoom;
        pos2(view.min.x + x.clamp(-1e6, 1e6) as f32, view.min.y + y.clamp(-1e6, 1e6) as f32)
    }

    pub fn to_scene(self, view: egui::Rect, at: Pos2) -> Point {
        Point::new(
            self.origin.x + f64::from(at.x - view.min.x) / self.zoom,
            self.origin.y + f64::from(at.y - view.min.y) / self.zoom,
        )
    }

    /// The part of the scene that the view shows.
    pub fn window(self, view: egui::Rect) -> Rect {
        Rect { min: self.to_scene(view, view.min), max: self.to_scene(view, view.max) }
    }
}

/// Collects the shapes of many items and hands them to egui at once.
pub struct ScenePainter<'a> {
    painter: &'a egui::Painter,
    view: egui::Rect,
    camera: Camera,
    window: Rect,
    theme: Theme,
    shapes: Vec<Paint>,
}

impl<'a> ScenePainter<'a> {
    pub fn new(painter: &'a egui::Painter, view: egui::Rect, camera: Camera, theme: Theme) -> Self {
        Self { painter, view, camera, window: camera.window(view), theme, shapes: Vec::new() }
    }

    /// Paints all that was added.
    pub fn finish(self) {
        self.painter.extend(self.shapes);
    }

    pub fn add(&mut self, items: &[Item]) {
        for item in items {
            if item.shape.bounds().meets(&self.window) {
                self.item(item);
            }
        }
    }

    fn color(&self, role: Role) -> Color32 {
        style::color(self.theme, role)
    }

    fn at(&self, point: Point) -> Pos2 {
        self.camera.to_screen(self.view, point)
    }

    /// The visible part of a rectangle on the screen, a little larger than the view so that outlines lie outside it.
    fn rect(&self, rect: &Rect) -> egui::Rect {
        let shown = egui::Rect { min: self.at(rect.min), max: self.at(rect.max) };
        shown.intersect(self.view.expand(8.0))
    }

    fn item(&mut self, item: &Item) {
        let color = self.color(item.role);
        match &item.shape {
            // The haze of a text that is too small to be drawn would only hide what lies under it.
            Shape::Fill(rect) if item.role == Role::GroundHaze && rect.height() * self.camera.zoom < LEAST_HAZE => {}
            Shape::Fill(rect) => self.shapes.push(Paint::rect_filled(self.rect(rect), 0, color)),
            Shape::Outline { rect, width, dashed } => {
                let found = detail::findable(rect, self.camera.zoom);
                let rect = if item.role == Role::Pin { &found } else { rect };
                self.outline(rect, Stroke::new(*width as f32, color), *dashed);
            }
            Shape::Hatch(rect) => self.hatch(rect, Stroke::new(1.2, color)),
            Shape::Cells(cells) => self.cells(cells, color),
            Shape::Line { from, to, width, dashed } => {
                self.line(self.at(*from), self.at(*to), Stroke::new(*width as f32, color), *dashed);
            }
            Shape::Polygon(points) => {
                let points = points.iter().map(|point| self.at(*point)).collect();
                self.shapes.push(Paint::convex_polygon(points, color, Stroke::NONE));
            }
            Shape::Text { at, align, face, size, text } => self.text(*at, *align, *face, *size, text, color),
        }
    }

    fn outline(&mut self, rect: &Rect, stroke: Stroke, dashed: bool) {
        let shown = self.rect(rect);
        if !shown.is_positive() {
            return;
        }
        if dashed {
            let corners = [shown.left_top(), shown.right_top(), shown.right_bottom(), shown.left_bottom()];
            for side in 0..4 {
                self.line(corners[side], corners[(side + 1) % 4], stroke, true);
            }
        } else {
            self.shapes.push(Paint::rect_stroke(shown, 0, stroke, StrokeKind::Middle));
        }
    }

    fn line(&mut self, from: Pos2, to: Pos2, stroke: Stroke, dashed: bool) {
        // Dashes outside the view would be made one by one, a million of them at a large magnification.
        let Some([from, to]) = clip_segment(from, to, self.view.expand(8.0)) else { return };
        if dashed {
            self.shapes.extend(Paint::dashed_line(&[from, to], stroke, 4.0, 3.0));
        } else {
            self.shapes.push(Paint::line_segment([from, to], stroke));
        }
    }

    /// Lines of x + y = constant, in one lattice for the whole scene, so that hatched pieces which touch look like one.
    fn hatch(&mut self, rect: &Rect, stroke: Stroke) {
        let shown = self.rect(rect);
        if !shown.is_positive() {
            return;
        }
        if shown.width().min(shown.height()) < 2.0 {
            self.shapes.push(Paint::rect_filled(shown, 0, stroke.color));
            return;
        }
        let anchor = self.at(Point::default());
        let phase = (anchor.x + anchor.y).rem_euclid(HATCH_PITCH);
        let (low, high) = (shown.min.x + shown.min.y, shown.max.x + shown.max.y);
        let mut sum = low - (low - phase).rem_euclid(HATCH_PITCH) + HATCH_PITCH;
        while sum < high {
            let from = pos2((sum - shown.max.y).max(shown.min.x), (sum - shown.min.x).min(shown.max.y));
            let to = pos2((sum - shown.min.y).min(shown.max.x), (sum - shown.max.x).max(shown.min.y));
            self.shapes.push(Paint::line_segment([from, to], stroke));
            sum += HATCH_PITCH;
        }
    }

    fn cells(&mut self, cells: &Cells, color: Color32) {
        let padding = Stroke::new(0.5, self.color(Role::Padding));
        for line in detail::lines(cells, &self.window, self.camera.zoom) {
            let stroke = if line.padding { padding } else { Stroke::new(0.75, color) };
            let Some(segment) = clip_segment(self.at(line.from), self.at(line.to), self.view.expand(8.0)) else {
                continue;
            };
            self.shapes.push(Paint::line_segment(segment, stroke));
        }
        let zoom = self.camera.zoom as f32;
        let size = ((10.0 * zoom * 2.0).round() / 2.0).clamp(*INDEX_SIZES.start(), *INDEX_SIZES.end());
        let gap = 4.0 * zoom.min(1.0);
        let font = style::mono(size);
        let color = self.color(Role::TextDim);
        let mut digits = String::new();
        for index in detail::indices(cells, &self.window, self.camera.zoom) {
            digits.clear();
            let _ = std::fmt::Write::write_fmt(&mut digits, format_args!("{}", index.index));
            let galley = self.painter.layout_no_wrap(digits.clone(), font.clone(), color);
            let size = galley.size();
            let mut place = self.at(index.at);
            place += if index.row { vec2(-1.0 - gap - size.x, -size.y / 2.0) } else { vec2(-size.x / 2.0, gap) };
            self.shapes.push(egui::epaint::TextShape::new(place, galley, color).into());
        }
    }

    fn text(&mut self, at: Point, align: Align, face: Face, size: f64, text: &str, color: Color32) {
        // A few sizes only: every size of every glyph is a picture of its own in egui's atlas.
        let size = ((size * self.camera.zoom * 2.0).round() / 2.0) as f32;
        if size < LEAST_TEXT {
            return;
        }
        let size = size.min(MOST_TEXT);
        let font = match face {
            Face::Regular => style::plain(size),
            Face::Bold => style::bold(size),
            Face::Mono => style::mono(size),
        };
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, color);
        let anchor = match align {
            Align::Start => Align2::LEFT_BOTTOM,
            Align::Middle => Align2::CENTER_BOTTOM,
            Align::End => Align2::RIGHT_BOTTOM,
        };
        // The scene gives the baseline; a line's descent is about a fifth of its size.
        let place = self.at(at) + Vec2::new(0.0, size * 0.22);
        let rect = anchor.anchor_size(place, galley.size());
        self.shapes.push(egui::epaint::TextShape::new(rect.min, galley, color).into());
    }
}

/// The part of a segment inside a rectangle (Liang and Barsky 1984).
fn clip_segment(from: Pos2, to: Pos2, within: egui::Rect) -> Option<[Pos2; 2]> {
    let way = to - from;
    let (mut enter, mut leave) = (0.0_f32, 1.0_f32);
    for (speed, distance) in [
        (-way.x, from.x - within.min.x),
        (way.x, within.max.x - from.x),
        (-way.y, from.y - within.min.y),
        (way.y, within.max.y - from.y),
    ] {
        if speed == 0.0 {
            if distance < 0.0 {
                return None;
            }
        } else if speed < 0.0 {
            enter = enter.max(distance / speed);
        } else {
            leave = leave.min(distance / speed);
        }
    }
    (enter <= leave).then(|| [from + way * enter, from + way * leave])
}
