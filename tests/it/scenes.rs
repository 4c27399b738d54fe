//! What every view draws of six networks, in words. A change of a picture is a change of these files, to be looked at.

use std::fmt::Write;

use receptive::field::Analysis;
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Layout, Look, Scale, Tint};
use receptive::scene::detail::{self, Lens, Mark};
use receptive::scene::picture::{Include, Picture, picture};
use receptive::scene::theme::Role;
use receptive::scene::view::{Subject, Unit, ViewName, middle_unit};
use receptive::scene::{Point, Rect};

/// A row and a column lost; the ladder of the lecture; holes; units of two kinds; three axes; a small classifier.
const NETWORKS: [&str; 6] = [
    "1x7x7: conv k3 s3",
    "1x16: conv k3, conv k3 s2, maxpool k2",
    "1x12: conv k3 d2 p2, conv k3 d4 p4",
    "1x4x4: convt k4 s2 p1, conv k3 s2",
    "2x3x5x5: conv k3 p1, maxpool k1x2x2",
    "1x12x12: conv k5 c3, relu, maxpool k2, flatten, linear c10",
];

fn snapshot_of(view: ViewName) -> String {
    let mut all = String::new();
    for text in NETWORKS {
        let graph = read_stack(text).unwrap().lower().graph;
        let unit = middle_unit(&graph, &Analysis::of(&graph));
        let _ = writeln!(all, "# {text}\n{}", told(&graph, view, Look::default(), unit.as_ref()));
    }
    all
}

#[test]
fn every_view_of_six_networks() {
    for (word, view) in ViewName::WORDS {
        insta::assert_snapshot!(word, snapshot_of(view));
    }
}

/// A scene in few words: what is drawn of each map, with rounded places.
pub fn told(graph: &Graph, view: ViewName, look: Look, unit: Option<&Unit>) -> String {
    let (analysis, words) = (Analysis::of(graph), Words::new(Lang::En));
    let subject = Subject::new(graph, &analysis, &words);
    let scene = picture(Picture { subject, view, look, unit, include: &Include::default() });
    let rect = |rect: &Rect| format!("{:.0},{:.0} {:.0}×{:.0}", rect.min.x, rect.min.y, rect.width(), rect.height());
    let rects = |rects: &[Rect]| match rects {
        [] | [_] | [_, _] | [_, _, _] => rects.iter().map(rect).collect::<Vec<_>>().join(" + "),
        [first, .., last] => format!("{} … {} ({} in all)", rect(first), rect(last), rects.len()),
    };
    let ends = |points: &[Point]| match points {
        [first, .., last] => {
            format!("{:.0},{:.0} … {:.0},{:.0} ({} points)", first.x, first.y, last.x, last.y, points.len())
        }
        _ => String::new(),
    };
    let mut told = format!("{}\n", rect(&scene.bounds));
    let mut tag = None;
    for item in &scene.items {
        if tag != Some(item.tag) {
            tag = Some(item.tag);
            let _ = writeln!(told, "{:?}", item.tag);
        }
        detail::marks(item, &Lens::page(&scene), &mut |role, mark| {
            let what = match mark {
                Mark::Raster { rect: at, pixels } => {
                    format!("{}×{} pixels at {}", pixels.width, pixels.height, rect(&at))
                }
                Mark::Fill(_) if role == Role::GroundHaze => return,
                Mark::Fill(at) => format!("fill {}", rects(&at)),
                Mark::Round { rects: at, .. } => format!("round {}", rects(&at)),
                Mark::RoundOutline { rects: at, dashed, .. } => {
                    format!("{}outline of {} round", if dashed { "dashed " } else { "" }, at.len())
                }
                Mark::Hatch(at, lean) => format!("{lean:?} hatch {}", rects(&at)),
                Mark::Outline { rect: at, .. } => format!("outline {}", rect(&at)),
                Mark::Lines { segments, .. } => format!("{} lines", segments.len()),
                Mark::Polygon(points) => format!("polygon of {}", points.len()),
                Mark::Polyline { points, .. } => format!("line {}", ends(points)),
                Mark::Dots { at, .. } => format!("dots {}", ends(at)),
                Mark::Indices { indices, .. } => {
                    format!("indices {:?}", indices.iter().map(|index| index.index).collect::<Vec<_>>())
                }
                Mark::Text { at, text, .. } => format!("{:.0},{:.0} “{text}”", at.x, at.y),
            };
            let _ = writeln!(told, "  {role:?} {what}");
        });
    }
    told
}

/// What a view is drawn anew for: the part of a look that it draws, and no more.
#[test]
fn a_view_draws_its_own_part_of_a_look() {
    let text = "1x20x24: conv k3 p1, conv k3 p1, conv k3 p1, conv k3 p1, maxpool k2, conv k3";
    let graph = read_stack(text).unwrap().lower().graph;
    let mut looks = vec![Look::default()];
    for other in [
        Look { layout: Layout::Aligned, ..Look::default() },
        Look { axis: Some(0), ..Look::default() },
        Look { folded: true, ..Look::default() },
        Look { scale: Scale::Log, ..Look::default() },
        Look { tint: Tint::Cost, ..Look::default() },
    ] {
        looks.push(other);
    }
    for (word, view) in ViewName::WORDS {
        let first = told(&graph, view, looks[0], None);
        for look in &looks[1..] {
            let drawn = told(&graph, view, *look, None);
            assert_eq!(drawn, told(&graph, view, view.part_of_look(*look), None), "{word} {look:?}");
            // What is asked for is another one exactly where something else is drawn.
            let same = view.part_of_look(*look) == view.part_of_look(looks[0]);
            assert_eq!(same, drawn == first, "{word} {look:?}");
        }
    }
}
