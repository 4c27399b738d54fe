//! In the smallest window, in both languages, every text of a control can be read to its end.
#![cfg(feature = "window")]

use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use receptive::locale::Lang;

use super::driver::*;

/// Points by which a text may reach over its edge: the side bearing of a letter.
const TOLERANCE: f32 = 1.5;

/// The texts that are elided, or cut at the side by what they are drawn in. What pictures and tables show can be moved
/// into sight, and is left out.
fn cut_texts(window: &Window) -> Vec<String> {
    let pictures: Vec<Rect> = window
        .query_all_by(|node| matches!(node.role(), Role::Canvas | Role::Table))
        .map(|node| match node.accesskit_node().role() {
            // With its head, which moves with it, and its scroll bar.
            Role::Table => Rect { min: node.rect().min - vec2(0.0, 30.0), max: node.rect().max + vec2(8.0, 0.0) },
            _ => node.rect(),
        })
        .collect();
    let mut cut = Vec::new();
    for clipped in &window.output().shapes {
        collect(&clipped.shape, clipped.clip_rect, &pictures, &mut cut);
    }
    cut
}

fn collect(shape: &egui::Shape, clip: Rect, pictures: &[Rect], cut: &mut Vec<String>) {
    match shape {
        egui::Shape::Text(text) => {
            let rect = text.visual_bounding_rect();
            let seen = clip.intersects(rect) && !text.galley.text().trim().is_empty();
            let out = rect.left() < clip.left() - TOLERANCE || rect.right() > clip.right() + TOLERANCE;
            let in_picture = pictures.iter().any(|picture| picture.intersects(rect));
            // The names of documents are as long as people make them.
            let is_name = text.galley.text().contains("N = 7");
            if seen && !is_name && !in_picture && (text.galley.elided || out) {
                cut.push(text.galley.text().to_owned());
            }
        }
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, pictures, cut)),
        _ => {}
    }
}

#[test]
fn no_text_of_a_control_is_cut_in_the_smallest_window() {
    let views = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    let mut cut = Vec::new();
    for lang in [Lang::En, Lang::Ru] {
        for stack in ["1x7x7: conv k3 s3", "3x32x32: conv k3 p1 c8, relu, maxpool k2, flatten, linear c10"] {
            let mut window = window_of([720.0, 480.0], lang, Some(stack));
            for view in views {
                press(&mut window, Modifiers::ALT, view);
                cut.extend(cut_texts(&window).into_iter().map(|text| format!("{lang:?} {view:?}: {text}")));
            }
        }
    }
    cut.sort();
    cut.dedup();
    assert!(cut.is_empty(), "{cut:#?}");
}
