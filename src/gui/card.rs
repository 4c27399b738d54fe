//! The face of a card: what is painted of every layer, whether it is open, dragged or only scrolls by.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};

use super::{View, style};
use crate::field::{MapAnswer, Status};
use crate::net::{MapId, Node};
use crate::scene::theme::{Role, Theme};

/// The height of a card that is not open.
pub const COMPACT: f32 = 56.0;
/// Room between a card's edge and what is in it.
pub const PAD_X: f32 = 12.0;
const PAD_Y: f32 = 9.0;
const BADGE_GAP: f32 = 5.0;
const NAME_PT: f32 = 13.5;
/// Room for the menu's button at the right of the head.
pub const MENU_ROOM: f32 = 26.0;

/// Everything that is written on a closed card.
pub struct Face {
    /// The layer's place in the stack, 1-based; `None` of the input and the output.
    pub number: Option<usize>,
    pub name: String,
    /// The settings in short: `k3 s2`.
    pub settings: String,
    pub badges: Vec<Badge>,
    pub line: String,
    pub line_role: Role,
    /// The layer is switched off.
    pub off: bool,
}

/// A coloured mark on a card.
pub struct Badge {
    pub text: String,
    pub color: Role,
    pub fill: Role,
    pub tip: String,
}

impl Face {
    /// The face of the layer at this place of the stack.
    pub fn of_layer(view: &View<'_>, at: usize) -> Self {
        let layer = &view.stack().layers()[at];
        let map = view.lowered.map_of_layer[at];
        let text = layer.op.to_string();
        let settings = text.split_once(' ').map_or("", |(_, settings)| settings).to_owned();
        let mut face = Self {
            number: Some(at + 1),
            name: view.names[at].clone(),
            settings,
            badges: Vec::new(),
            line: String::new(),
            line_role: Role::TextDim,
            off: !layer.enabled,
        };
        let Some(map) = map else {
            view.words.get("card-off").clone_into(&mut face.line);
            return face;
        };
        let answer = view.analysis.map(map);
        face.badges = badges(view, map, answer);
        match (&answer.shape, answer.status) {
            (Some(shape), _) => {
                let inputs = view.lowered.graph.node(map).map(Node::inputs).unwrap_or_default();
                let before = inputs.first().and_then(|input| view.analysis.map(*input).shape.as_ref());
                let before = before.map(|shape| format!("{} → ", shape_text(shape))).unwrap_or_default();
                face.line = format!("{before}{}", shape_text(shape));
            }
            (None, Status::Impossible) => {
                view.words.get("card-impossible").clone_into(&mut face.line);
                face.line_role = Role::LostText;
            }
            (None, _) => view.words.get("card-unknown").clone_into(&mut face.line),
        }
        if layer.name.is_some() {
            face.line = format!("{} · {}", view.words.op_name(&layer.op), face.line);
        }
        face
    }

    /// All of it as one sentence, for those who hear the card.
    pub fn spoken(&self) -> String {
        let head = self.number.map_or_else(|| self.name.clone(), |number| format!("{number} {}", self.name));
        let badges = self.badges.iter().map(|badge| badge.text.as_str());
        let parts = [head.as_str(), self.settings.as_str(), self.line.as_str()];
        parts.into_iter().chain(badges).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

fn badges(view: &View<'_>, map: MapId, answer: &MapAnswer) -> Vec<Badge> {
    let words = view.words;
    let mut badges = Vec::new();
    if let Some(rf) = answer.rf() {
        badges.push(Badge {
            text: format!("{} {}", words.get("rf-short"), rf.alike_text("×")),
            color: Role::FieldText,
            fill: Role::FieldFill,
            tip: words.get("badge-rf-tip").to_owned(),
        });
    }
    let unread = view.analysis.unread(map).try_fold(0_u64, |sum, unread| sum.checked_add(unread.count?));
    if unread != Some(0) {
        let count = unread.map_or_else(|| "…".to_owned(), |count| words.number(count));
        let of_image = view.lowered.graph.node(map).is_some_and(|node| node.inputs() == [MapId::INPUT]);
        badges.push(Badge {
            text: words.with(if of_image { "badge-drops" } else { "badge-drops-units" }, &[("count", count.into())]),
            color: Role::LostText,
            fill: Role::LostFill,
            tip: words.get("badge-drops-tip").to_owned(),
        });
    }
    badges
}

/// A shape as cards write it: `16@3×32×32`, without a batch of one.
pub fn shape_text(shape: &crate::net::Shape) -> String {
    shape.to_string().replace('x', "×")
}

/// Paints the card itself.
pub fn paint_card(painter: &Painter, theme: Theme, rect: Rect, selected: bool, hovered: bool) {
    let stroke = if selected {
        Stroke::new(2.0, style::color(theme, Role::Accent))
    } else if hovered {
        Stroke::new(1.0, style::color(theme, Role::Padding))
    } else {
        Stroke::new(1.0, style::color(theme, Role::Border))
    };
    let radius = CornerRadius::same(style::CARD_RADIUS);
    painter.rect(rect, radius, style::color(theme, Role::Panel), stroke, StrokeKind::Inside);
}

/// Paints what is written on the head of a card, and gives the places of the name and of each badge.
pub fn paint_face(painter: &Painter, theme: Theme, rect: Rect, face: &Face, with_name: bool) -> (Rect, Vec<Rect>) {
    let color = |role| {
        let color = style::color(theme, role);
        if face.off { color.gamma_multiply(0.6) } else { color }
    };
    let left = rect.left() + PAD_X;
    let top = rect.top() + PAD_Y;
    let mut right = rect.right() - PAD_X - if face.number.is_some() { MENU_ROOM - 8.0 } else { 0.0 };

    // Badges from the right: what is lost stands outermost. A name goes before them: on a narrow card the last one moves
    // into the line below.
    let mut below = rect.right() - PAD_X;
    let wanted: f32 = face.badges.iter().map(|badge| badge_width(painter, badge) + BADGE_GAP).sum();
    let crowded = left + 24.0 + name_width(painter, face).min(90.0) + wanted > right;
    let mut places = Vec::new();
    for (at, badge) in face.badges.iter().enumerate().rev() {
        let text = line(painter, &badge.text, style::bold(style::SMALL_PT), color(badge.color), f32::INFINITY);
        let second = crowded && at > 0;
        let (edge, y) = if second { (&mut below, top + 21.0) } else { (&mut right, top - 1.0) };
        let place = Rect::from_min_max(pos2(*edge - text.size().x - 14.0, y), pos2(*edge, y + 18.0));
        painter.rect_filled(place, CornerRadius::same(9), color(badge.fill));
        painter.galley(text_at(place, &text), text, Color32::PLACEHOLDER);
        places.push(place);
        *edge = place.left() - BADGE_GAP;
    }
    places.reverse();

    let mut name_left = left;
    if let Some(number) = face.number {
        let number = line(painter, &number.to_string(), style::plain(NAME_PT), color(Role::TextDim), 60.0);
        let width = number.size().x;
        painter.galley(pos2(left, top), number, Color32::PLACEHOLDER);
        name_left += width + 6.0;
    }
    let name = line(painter, &face.name, style::bold(NAME_PT), color(Role::Text), (right - name_left).max(10.0));
    let mut name_rect = Rect::from_min_size(pos2(name_left, top), vec2(name.size().x, 17.0));
    if with_name {
        painter.galley(name_rect.min, name, Color32::PLACEHOLDER);
        let room = right - name_rect.right() - 8.0;
        if room > 30.0 && !face.settings.is_empty() {
            let settings = line(painter, &face.settings, style::mono(style::SMALL_PT), color(Role::TextDim), room);
            painter.galley(pos2(name_rect.right() + 8.0, top + 2.0), settings, Color32::PLACEHOLDER);
        }
    } else {
        name_rect.max.x = right;
    }
    let second = line(painter, &face.line, style::plain(12.0), color(face.line_role), below - left);
    painter.galley(pos2(left, top + 22.0), second, Color32::PLACEHOLDER);
    (name_rect, places)
}

/// The width of the whole name, which a card may cut.
pub fn name_width(painter: &Painter, face: &Face) -> f32 {
    line(painter, &face.name, style::bold(NAME_PT), Color32::PLACEHOLDER, f32::INFINITY).size().x
}

fn badge_width(painter: &Painter, badge: &Badge) -> f32 {
    line(painter, &badge.text, style::bold(style::SMALL_PT), Color32::PLACEHOLDER, f32::INFINITY).size().x + 14.0
}

fn text_at(place: Rect, galley: &Galley) -> Pos2 {
    let at = place.center() - galley.size() / 2.0;
    pos2(at.x.round(), at.y.round())
}

/// One line of text, cut with an ellipsis if it is wider than `width`.
pub fn line(painter: &Painter, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping { max_width: width, max_rows: 1, break_anywhere: true, ..TextWrapping::default() };
    job.break_on_newline = false;
    painter.layout_job(job)
}
