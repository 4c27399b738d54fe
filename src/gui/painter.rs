//! Paints scene items with egui: the twin of [`crate::export::svg`]. It decides nothing about what is shown; it only
//! leaves out what lies outside the window, so that a map of a million cells costs what is seen of it.

use std::sync::Arc;

use egui::{Align2, Color32, Pos2, Shape as Paint, Stroke, StrokeKind, pos2, vec2};

use super::{style, textures};
use crate::scene::detail::{self, DASH, HATCH_PITCH, HATCH_WIDTH, Lens, Mark};
use crate::scene::theme::{Role, Theme};
use crate::scene::{Align, Face, Item, Lean, Point, Raster, Rect, Scene};

/// The part of a text's size that lies below its baseline in the program's fonts.
const DESCENT: f32 = 0.236;

/// Hatches, dashes and letters of a page that is shown smaller than these are a tint, a fainter line and a grey one.
const LEAST_PITCH: f32 = 2.5;
const LEAST_GAP: f32 = 0.75;
const LEAST_TEXT: f32 = 2.5;

/// More rectangles than this in one colour become one mesh.
const MOST_RECTS: usize = 64;

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
    lens: Lens,
    theme: Theme,
    /// Points on the screen per point of a mark: 1, but for a page that is shown smaller or larger than it is.
    per_mark: f32,
    /// Whether the ground is laid under texts.
    haze: bool,
    shapes: Vec<Paint>,
    coarse: bool,
}

impl<'a> ScenePainter<'a> {
    pub fn new(painter: &'a egui::Painter, view: egui::Rect, camera: Camera, theme: Theme) -> Self {
        let lens = Lens { window: camera.window(view), zoom: camera.zoom };
        Self { painter, view, camera, lens, theme, per_mark: 1.0, haze: true, shapes: Vec::new(), coarse: false }
    }

    /// Shows what the picture has in a file, lines and texts in proportion, instead of what there is room for here.
    pub fn on_page(self, scene: &Scene) -> Self {
        Self { lens: Lens::page(scene), per_mark: self.camera.zoom as f32, ..self }
    }

    /// Leaves out the ground under texts.
    pub fn without_ground(self) -> Self {
        Self { haze: false, ..self }
    }

    /// Paints all that was added. True if some cells of it are too small to be told apart.
    pub fn finish(self) -> bool {
        self.painter.extend(self.shapes);
        self.coarse
    }

    /// All that was added, to be painted again as long as it looks the same.
    pub fn into_shapes(self) -> Vec<Paint> {
        self.shapes
    }

    pub fn add(&mut self, items: &[Item]) {
        let lens = self.lens;
        for item in items {
            if item.shape.reach(&lens).meets(&lens.window) {
                detail::marks(item, &lens, &mut |role, mark| self.mark(role, &mark));
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

    fn mark(&mut self, role: Role, mark: &Mark<'_>) {
        if role == Role::GroundHaze && !self.haze {
            return;
        }
        let color = self.color(role);
        let per_mark = self.per_mark;
        let stroke = |width: f64| Stroke::new(width as f32 * per_mark, color);
        match mark {
            Mark::Raster { rect, pixels } => self.raster(rect, pixels),
            Mark::Fill(rects) => self.fill(rects, color),
            Mark::Round { rects, radius } => {
                for rect in rects {
                    self.shapes.push(Paint::rect_filled(self.rect(rect), *radius as f32 * per_mark, color));
                }
            }
            Mark::RoundOutline { rects, radius, width, dashed } => {
                let stroke = stroke(*width);
                for rect in rects {
                    if *dashed {
                        self.outline(rect, stroke, true);
                    } else {
                        let shown = self.rect(rect);
                        self.shapes.push(Paint::rect_stroke(
                            shown,
                            *radius as f32 * per_mark,
                            stroke,
                            StrokeKind::Middle,
                        ));
                    }
                }
            }
            Mark::Polyline { points, width, dashed, closed } => {
                let stroke = stroke(*width);
                if !dashed {
                    let points = points.iter().map(|point| self.at(*point)).collect();
                    self.shapes.push(if *closed {
                        Paint::closed_line(points, stroke)
                    } else {
                        Paint::line(points, stroke)
                    });
                    return;
                }
                let around = points.iter().skip(1).chain(points.first().filter(|_| *closed));
                for (from, to) in points.iter().zip(around) {
                    self.line(self.at(*from), self.at(*to), stroke, *dashed);
                }
            }
            Mark::Dots { at, radius } => {
                for point in *at {
                    self.shapes.push(Paint::circle_filled(self.at(*point), *radius as f32 * per_mark, color));
                }
            }
            Mark::Hatch(rects, lean) => {
                self.coarse |= *lean == Lean::Falling;
                for rect in rects {
                    self.hatch(rect, *lean, stroke(HATCH_WIDTH));
                }
            }
            Mark::Outline { rect, width, dashed } => self.outline(rect, stroke(*width), *dashed),
            Mark::Lines { segments, width, dashed } => {
                for [from, to] in segments {
                    self.line(self.at(*from), self.at(*to), stroke(*width), *dashed);
                }
            }
            Mark::Polygon(points) => {
                let points = points.iter().map(|point| self.at(*point)).collect();
                self.shapes.push(Paint::convex_polygon(points, color, Stroke::NONE));
            }
            Mark::Indices { indices, size, align, offset } => {
                let offset = vec2(offset.x as f32, offset.y as f32) * per_mark;
                for index in indices {
                    self.text(self.at(index.at) + offset, *align, Face::Mono, *size, index.index.to_string(), color);
                }
            }
            Mark::Text { at, align, face, size, text } => {
                self.text(self.at(*at), *align, *face, *size, text.clone().into_owned(), color);
            }
        }
    }

    /// Pixels as a texture of their own. Where it is shown smaller than it is, its pixels are averaged: every third one
    /// alone would make patterns of its own.
    fn raster(&mut self, rect: &Rect, pixels: &Arc<Raster>) {
        let shown = egui::Rect { min: self.at(rect.min), max: self.at(rect.max) };
        if !shown.intersects(self.view) {
            return;
        }
        let texture = textures::of(self.painter.ctx(), pixels);
        let whole = egui::Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        self.shapes.push(Paint::image(texture, shown, whole, style::AS_IT_IS));
    }

    fn fill(&mut self, rects: &[Rect], color: Color32) {
        if rects.len() <= MOST_RECTS {
            for rect in rects {
                self.shapes.push(Paint::rect_filled(self.rect(rect), 0, color));
            }
            return;
        }
        let mut mesh = egui::Mesh::default();
        for rect in rects {
            mesh.add_colored_rect(self.rect(rect), color);
        }
        self.shapes.push(Paint::mesh(mesh));
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
            let [dash, gap] = DASH.map(|length| length as f32 * self.per_mark);
            if gap < LEAST_GAP {
                let faint = Stroke::new(stroke.width, stroke.color.gamma_multiply(dash / (dash + gap)));
                self.shapes.push(Paint::line_segment([from, to], faint));
                return;
            }
            self.shapes.extend(Paint::dashed_line(&[from, to], stroke, dash, gap));
        } else {
            self.shapes.push(Paint::line_segment([from, to], stroke));
        }
    }

    /// Lines of x + y = constant, or x − y if they fall, in one lattice for the whole scene, so that hatched pieces
    /// which touch look like one.
    fn hatch(&mut self, rect: &Rect, lean: Lean, stroke: Stroke) {
        let shown = self.rect(rect);
        if !shown.is_positive() {
            return;
        }
        let pitch = HATCH_PITCH as f32 * self.per_mark;
        if pitch < LEAST_PITCH {
            let faint = stroke.color.gamma_multiply((HATCH_WIDTH / HATCH_PITCH) as f32);
            self.shapes.push(Paint::rect_filled(shown, 0, faint));
            return;
        }
        // A falling line is a rising one seen in a mirror.
        let mirror = |at: Pos2| if lean == Lean::Falling { pos2(-at.x, at.y) } else { at };
        let anchor = mirror(self.at(Point::default()));
        let within = egui::Rect::from_two_pos(mirror(shown.min), mirror(shown.max));
        let phase = (anchor.x + anchor.y).rem_euclid(pitch);
        let (low, high) = (within.min.x + within.min.y, within.max.x + within.max.y);
        let mut sum = low - (low - phase).rem_euclid(pitch) + pitch;
        while sum < high {
            let from = pos2((sum - within.max.y).max(within.min.x), (sum - within.min.x).min(within.max.y));
            let to = pos2((sum - within.min.y).min(within.max.x), (sum - within.max.x).max(within.min.y));
            self.shapes.push(Paint::line_segment([mirror(from), mirror(to)], stroke));
            sum += pitch;
        }
    }

    /// One line of text, its baseline at `at` on the screen.
    fn text(&mut self, at: Pos2, align: Align, face: Face, size: f64, text: String, color: Color32) {
        let small = size as f32 * self.per_mark;
        if small < LEAST_TEXT {
            // Letters of which nothing can be seen are a grey line.
            let width = crate::scene::text_width(&text, size, face) as f32 * self.per_mark;
            let left = match align {
                Align::Start => at.x,
                Align::Middle => at.x - width / 2.0,
                Align::End => at.x - width,
            };
            let line = egui::Rect::from_min_max(pos2(left, at.y - 0.6 * small), pos2(left + width, at.y));
            self.shapes.push(Paint::rect_filled(line, 0, color.gamma_multiply(0.45)));
            return;
        }
        let size = small;
        let font = match face {
            Face::Regular => style::plain(size),
            Face::Bold => style::bold(size),
            Face::Mono => style::mono(size),
        };
        let galley = self.painter.layout_no_wrap(text, font, color);
        let anchor = match align {
            Align::Start => Align2::LEFT_BOTTOM,
            Align::Middle => Align2::CENTER_BOTTOM,
            Align::End => Align2::RIGHT_BOTTOM,
        };
        let rect = anchor.anchor_size(at + vec2(0.0, size * DESCENT), galley.size());
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
