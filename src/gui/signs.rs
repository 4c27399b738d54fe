//! The signs of the views: small drawings in one colour, for tabs.

use egui::{Color32, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::scene::view::ViewName;

/// Draws the sign of a view into a square.
pub fn paint_sign(painter: &Painter, view: ViewName, place: Rect, color: Color32) {
    let line = Stroke::new(1.25, color);
    let (left, top, size) = (place.left(), place.top(), place.width());
    let at = |x: f32, y: f32| pos2(left + x * size, top + y * size);
    let part =
        |x: f32, y: f32, width: f32, height: f32| Rect::from_min_size(at(x, y), vec2(width * size, height * size));
    let outline = |rect: Rect| {
        painter.rect_stroke(rect, 1, line, StrokeKind::Inside);
    };
    match view {
        ViewName::Maps => {
            outline(part(0.0, 0.08, 0.6, 0.84));
            painter.line_segment([at(0.3, 0.08), at(0.3, 0.92)], line);
            painter.line_segment([at(0.0, 0.5), at(0.6, 0.5)], line);
            outline(part(0.74, 0.34, 0.26, 0.32));
        }
        ViewName::Ladder => {
            for x in [0.1, 0.5, 0.9] {
                painter.line_segment([at(0.5, 0.16), at(x, 0.86)], line);
                painter.circle_filled(at(x, 0.88), 1.8, color);
            }
            painter.circle_filled(at(0.5, 0.12), 1.8, color);
        }
        ViewName::Nested => {
            outline(part(0.0, 0.0, 1.0, 1.0));
            outline(part(0.2, 0.2, 0.6, 0.6));
            painter.rect_filled(part(0.4, 0.4, 0.2, 0.2), 0, color);
        }
        ViewName::Blocks => {
            for (x, y, height) in [(0.0, 0.1, 0.8), (0.38, 0.22, 0.56), (0.74, 0.34, 0.32)] {
                outline(part(x, y, 0.26, height));
            }
        }
        ViewName::Numbers => {
            outline(part(0.0, 0.08, 0.58, 0.84));
            painter.rect_filled(part(0.1, 0.2, 0.24, 0.36), 0, color);
            outline(part(0.74, 0.34, 0.26, 0.32));
        }
        ViewName::Image => {
            outline(part(0.0, 0.08, 1.0, 0.84));
            painter.line(vec![at(0.0, 0.82), at(0.34, 0.44), at(0.56, 0.66), at(0.72, 0.52), at(1.0, 0.82)], line);
            painter.circle_filled(at(0.74, 0.28), 1.8, color);
        }
        ViewName::Paths => {
            for (x, y) in [(0.0, 0.9), (0.34, 0.9), (0.66, 0.9), (1.0, 0.9)] {
                painter.line_segment([at(0.5, 0.1), at(x, y)], line);
            }
            painter.line_segment([at(0.0, 0.9), at(1.0, 0.9)], line);
        }
        ViewName::Graph => {
            painter.line(vec![at(0.5, 0.1), at(0.12, 0.5), at(0.5, 0.9), at(0.88, 0.5), at(0.5, 0.1)], line);
            for (x, y) in [(0.5, 0.1), (0.12, 0.5), (0.88, 0.5), (0.5, 0.9)] {
                painter.circle_filled(at(x, y), 1.8, color);
            }
        }
        ViewName::Charts => {
            painter.line_segment([at(0.04, 0.0), at(0.04, 0.96)], line);
            painter.line_segment([at(0.04, 0.96), at(1.0, 0.96)], line);
            painter.line(vec![at(0.2, 0.72), at(0.45, 0.46), at(0.65, 0.56), at(0.96, 0.14)], line);
        }
        ViewName::Table => {
            outline(part(0.0, 0.08, 1.0, 0.84));
            for y in [0.36, 0.64] {
                painter.line_segment([at(0.0, y), at(1.0, y)], line);
            }
            painter.line_segment([at(0.36, 0.08), at(0.36, 0.92)], line);
        }
    }
}
