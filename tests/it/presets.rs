//! The presets are the networks that they are called after: parameters, shapes and fields as published.

use receptive::field::{Analysis, Field};
use receptive::net::presets::{self, Preset};
use receptive::net::{MapId, Stack};

fn preset(id: &str) -> &'static Preset {
    presets::ALL.iter().find(|preset| preset.id == id).unwrap()
}

/// What is published of a network: parameters, the shape of its last map, and that map's field and stride.
struct Published {
    id: &'static str,
    params: u64,
    /// The last map that is one, or the output where there is none behind it.
    shape: &'static str,
    rf: u64,
    jump: i64,
}

#[test]
fn networks_have_the_parameters_and_fields_that_are_published() {
    for published in [
        // LeCun et al. 1998, with all of C3's connections: 156 + 2,416 + 48,120 + 10,164 + 850.
        Published { id: "lenet5", params: 61_706, shape: "120 × 1 × 1", rf: 32, jump: 4 },
        // The grouped network of the paper; field and stride as Araujo et al. 2019.
        Published { id: "alexnet", params: 60_965_224, shape: "256 × 6 × 6", rf: 195, jump: 32 },
        Published { id: "vgg16", params: 138_357_544, shape: "512 × 7 × 7", rf: 212, jump: 32 },
        // torchvision's 11,689,512 and 25,557,032 without the convolutions and norms of the shortcuts.
        Published { id: "resnet18", params: 11_515_688, shape: "512 × 7 × 7", rf: 435, jump: 32 },
        Published { id: "resnet50", params: 22_780_456, shape: "2048 × 7 × 7", rf: 427, jump: 32 },
        Published { id: "mobilenet", params: 4_231_976, shape: "1024 × 7 × 7", rf: 315, jump: 32 },
    ] {
        let graph = preset(published.id).stack().lower().graph;
        let analysis = Analysis::of(&graph);
        assert!(analysis.runs(), "{}", published.id);
        assert_eq!(analysis.totals().params, Some(published.params), "{}", published.id);
        let seen = |map: &MapId| analysis.map(*map).field.as_ref().is_some_and(|field| !field[0].is_whole());
        let last = graph.maps().rfind(seen).unwrap();
        let answer = analysis.map(last);
        assert_eq!(answer.shape.as_ref().unwrap().channels_first_text(), published.shape, "{}", published.id);
        let field: &Field = &answer.field.as_ref().unwrap()[0];
        assert_eq!(
            (field.rf(), field.jump().unwrap().to_integer()),
            (published.rf, published.jump),
            "{}",
            published.id
        );
    }
}

fn output(stack: &Stack) -> String {
    let analysis = Analysis::of(&stack.lower().graph);
    analysis.map(analysis.output()).shape.as_ref().unwrap().channels_first_text()
}

#[test]
fn the_others_do_what_their_texts_say() {
    // 388×388 of 572×572: Ronneberger et al. 2015, figure 1.
    assert_eq!(output(&preset("unet").stack()), "2 × 388 × 388");
    // 8,192 values go into fc6 and 78,409,573 parameters give 101 classes: Tran et al. 2015. Here there are 487.
    let c3d = preset("c3d").stack();
    assert_eq!(Analysis::of(&c3d.lower().graph).totals().params, Some(78_409_573 + 386 * 4_097));
    let field = |id: &str| {
        let graph = preset(id).stack().lower().graph;
        let analysis = Analysis::of(&graph);
        let field = analysis.map(analysis.output()).field.as_ref().unwrap()[0].clone();
        (field.rf(), field.rf_count())
    };
    assert_eq!(field("wavenet"), (1024, 1024));
    assert_eq!(field("gridding"), (13, 7));
    assert_eq!(field("hdc"), (13, 13));
}

#[test]
fn every_preset_is_known_again_and_those_that_were_published_say_where() {
    for preset in presets::ALL {
        assert_eq!(presets::of(&preset.stack()).map(|known| known.id), Some(preset.id));
        if let Some(source) = preset.source {
            assert!((1989..=2026).contains(&source.year) && !source.authors.is_empty(), "{}", preset.id);
        }
    }
    assert_eq!(presets::ALL.iter().filter(|preset| preset.source.is_some()).count(), 11);
}
