//! Pictures as they were when somebody looked at them, drawn by the program's own renderer.
//!
//! A picture that changed on purpose is written anew with `RECEPTIVE_DRAW=1 cargo test pixels`, and looked at.

use std::path::PathBuf;

use receptive::export::picture::{Format, Settings, write};
use receptive::field::Analysis;
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Lowered, Stack};
use receptive::scene::theme::ThemeName;
use receptive::scene::view::{Subject, ViewName, middle_unit};
use receptive::value::{ASK_BYTES, Assets, Cancel, Question, Values, parameters_of};

/// Pixels may differ by this much of a channel, as another processor rounds, and so many in a thousand by more.
const ALIKE: u8 = 12;
const MOST_OTHERS: usize = 2;

#[test]
fn small_pictures_of_every_view_are_as_they_were() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures");
    for (word, view) in ViewName::WORDS {
        for theme in [ThemeName::Light, ThemeName::Dark] {
            let stack = read_stack("1x8x8: conv k3 s2, conv k2").unwrap();
            let lowered = stack.lower();
            let graph = &lowered.graph;
            let analysis = Analysis::of(graph);
            let values = values(&stack, &lowered, &analysis);
            let unit = middle_unit(graph, &analysis, None);
            let settings = Settings { view, format: Format::Png, theme, unit, ..Settings::default() };
            let words = Words::new(Lang::En);
            let subject = Subject::new(graph, &analysis, &words).with_values(Some(&values));
            let drawn = write(subject, &settings).unwrap();
            let file = folder.join(format!("{word}-{}.png", if theme == ThemeName::Dark { "dark" } else { "light" }));
            if std::env::var_os("RECEPTIVE_DRAW").is_some() {
                std::fs::write(&file, &drawn).unwrap();
            }
            let known = image::open(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).to_rgba8();
            let drawn = image::load_from_memory(&drawn).unwrap().to_rgba8();
            assert_eq!(known.dimensions(), drawn.dimensions(), "{}", file.display());
            let differ =
                |(a, b): &(&image::Rgba<u8>, &image::Rgba<u8>)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > ALIKE);
            let others = known.pixels().zip(drawn.pixels()).filter(differ).count();
            let all = known.pixels().len();
            assert!(others * 1000 <= all * MOST_OTHERS, "{}: {others} of {all} pixels", file.display());
        }
    }
}

fn values(stack: &Stack, lowered: &Lowered, analysis: &Analysis) -> Values {
    let question = Question {
        graph: &lowered.graph,
        analysis,
        source: &stack.source,
        parameters: &parameters_of(stack, lowered),
        assets: &Assets::new(),
        most_bytes: ASK_BYTES,
        last: None,
    };
    Values::of(&question, &Cancel::default())
}
