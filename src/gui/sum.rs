//! Sets a sum as people write it: real fractions, mixed numbers, the result in bold.

use egui::{FontId, Role as Access, Sense, Ui, WidgetInfo, vec2};

use super::{View, style};
use crate::field::derive::{Piece, Sum};
use crate::scene::theme::Role;

/// A sum with set fractions against the same on one line of text; and how much smaller a sum may be set to fit.
const FRACTIONS_ARE_NARROWER: f32 = 0.97;
const LEAST_SHRINK: f32 = 0.82;

/// Sets a sum with real fractions. Wraps between pieces where the panel is too narrow.
pub fn sum_ui(ui: &mut Ui, view: &View<'_>, sum: &Sum, size: f32, role: Role) {
    let color = style::color(view.theme, role);
    let result = style::color(view.theme, Role::FieldText);
    let width = ui.available_width();
    // A sum that nearly fits on its line is set a little smaller rather than broken.
    let whole = ui.fonts_mut(|fonts| {
        fonts.layout_no_wrap(sum.to_string(), style::mono(size), color).size().x * FRACTIONS_ARE_NARROWER
    });
    let size = if whole > width && whole * LEAST_SHRINK < width { size * width / whole } else { size };
    let font = style::mono(size);
    let small = style::mono(size * 0.92);
    let tiny = style::mono(size * 0.74);
    let layout = |ui: &Ui, text: &str, font: &FontId, color| {
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font.clone(), color))
    };
    // Each piece: its galleys with offsets from its left end on the line's middle, and its width.
    let mut placed: Vec<(egui::Vec2, std::sync::Arc<egui::Galley>)> = Vec::new();
    let mut bars: Vec<(egui::Vec2, f32)> = Vec::new();
    let tall = sum.0.iter().any(|piece| matches!(piece, Piece::Fraction { .. } | Piece::Mixed { .. }));
    let line_height = if tall { size * 2.5 } else { size * 1.45 };
    let (mut x, mut y) = (0.0, line_height / 2.0);
    for piece in &sum.0 {
        match piece {
            Piece::Text(text) | Piece::Result(text) => {
                let (font, color) = match piece {
                    Piece::Result(_) => (style::bold(size * 1.05), result),
                    _ => (font.clone(), color),
                };
                // Long sums break at their blanks.
                for word in text.split_inclusive(' ') {
                    let galley = layout(ui, word, &font, color);
                    if x > 0.0 && x + galley.size().x > width {
                        (x, y) = (size, y + line_height);
                    }
                    let advance = galley.size().x;
                    placed.push((vec2(x, y - galley.size().y / 2.0), galley));
                    x += advance;
                }
            }
            Piece::Fraction { over, under } => {
                let (over, under) = (layout(ui, over, &small, color), layout(ui, under, &small, color));
                let wide = over.size().x.max(under.size().x) + 8.0;
                if x > 0.0 && x + wide > width {
                    (x, y) = (size, y + line_height);
                }
                bars.push((vec2(x, y), wide));
                placed.push((vec2(x + (wide - over.size().x) / 2.0, y - over.size().y - 1.0), over));
                placed.push((vec2(x + (wide - under.size().x) / 2.0, y + 1.0), under));
                x += wide + 2.0;
            }
            Piece::Mixed { whole, over, under } => {
                let whole = (*whole != 0).then(|| layout(ui, &whole.to_string(), &font, color));
                let over = layout(ui, &over.to_string(), &tiny, color);
                let under = layout(ui, &under.to_string(), &tiny, color);
                let wide = over.size().x.max(under.size().x) + 3.0;
                let advance = whole.as_ref().map_or(0.0, |whole| whole.size().x + 1.0);
                if x > 0.0 && x + advance + wide > width {
                    (x, y) = (size, y + line_height);
                }
                if let Some(whole) = whole {
                    placed.push((vec2(x, y - whole.size().y / 2.0), whole));
                    x += advance;
                }
                bars.push((vec2(x, y), wide));
                placed.push((vec2(x + (wide - over.size().x) / 2.0, y - over.size().y), over));
                placed.push((vec2(x + (wide - under.size().x) / 2.0, y), under));
                x += wide + 1.0;
            }
        }
    }
    let (rect, response) = ui.allocate_exact_size(vec2(width, y + line_height / 2.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, sum.to_string()));
    ui.accesskit_node_builder(response.id, |node| {
        node.set_value(sum.to_string());
        node.clear_label();
    });
    for (offset, galley) in placed {
        ui.painter().galley(rect.min + offset, galley, color);
    }
    for (offset, wide) in bars {
        let from = rect.min + offset;
        ui.painter().hline(from.x..=from.x + wide, from.y, egui::Stroke::new(1.0, color));
    }
}
