//! The brace below the input, around what a unit sees of it.

use super::texts::brace_text;
use super::{BRACE_GAP, BRACE_SIZE, BRACE_TEXT, BRACE_TICK, Body, END_ROOM, Ladder, Placed, TILE};
use crate::field::{Spans, Trace};
use crate::net::MapId;
use crate::scene::theme::Role;
use crate::scene::view::Subject;
use crate::scene::{Align, Face, Item, Point, Shape, Tag, text_width};

impl Ladder {
    /// The brace below what a unit sees of the input, and what it says.
    pub(super) fn brace(&self, subject: &Subject<'_>, trace: &Trace, row: &Placed, items: &mut Vec<Item>) {
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Trace });
        let Body::Row(beads) = &row.body else { return };
        let y = row.y + TILE / 2.0 + BRACE_GAP;
        let line = |(from, to): (f64, f64), dashed: bool, ticks: [bool; 2]| {
            let mut points = Vec::new();
            points.extend(ticks[0].then_some(Point::new(from, y - BRACE_TICK)));
            points.extend([Point::new(from, y), Point::new(to, y)]);
            points.extend(ticks[1].then_some(Point::new(to, y - BRACE_TICK)));
            Shape::Polyline { points, width: 3.0, dashed, closed: false }
        };
        let mut middle = f64::midpoint(0.0, self.bounds.max.x - END_ROOM);
        let seen = self.traced_units(trace, MapId::INPUT);
        let hull = seen.as_ref().and_then(Spans::hull).and_then(|hull| hull.clip(beads.shown));
        let beyond = trace.at(MapId::INPUT).and_then(|traced| traced.unclipped.as_ref()?.get(self.axis).copied());
        if let Some(hull) = hull {
            let ends = beads.ends_of(hull);
            middle = f64::midpoint(ends.0, ends.1);
            if trace.map != MapId::INPUT {
                let goes_on =
                    [beyond.is_some_and(|all| all.first < hull.first), beyond.is_some_and(|all| all.last > hull.last)];
                push(line(ends, false, goes_on.map(|on| !on)), Role::Field);
                let all = beyond.and_then(|all| all.clip(beads.shown)).map_or(ends, |all| beads.ends_of(all));
                if goes_on[0] && all.0 < ends.0 {
                    push(line((all.0, ends.0), true, [true, false]), Role::Field);
                }
                if goes_on[1] && all.1 > ends.1 {
                    push(line((ends.1, all.1), true, [false, true]), Role::Field);
                }
            }
        }
        let text = brace_text(subject, (self.axis, row.lost.as_ref()), trace, seen.as_ref(), beyond);
        let half = text_width(&text, BRACE_SIZE, Face::Bold) / 2.0;
        let (left, right) = (self.bounds.min.x + half, self.bounds.max.x - half);
        let at = Point::new(middle.min(right).max(left), y + BRACE_TEXT);
        push(
            Shape::Text { at, align: Align::Middle, face: Face::Bold, size: BRACE_SIZE, text, haze: true },
            Role::Text,
        );
    }
}
