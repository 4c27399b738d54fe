//! Which pixels every unit of small ONNX networks depends on, against ONNX Runtime. See `tests/data/onnx/units.py`.

use std::collections::BTreeSet;

use receptive::axes::Axes;
use receptive::field::{Analysis, Trace};
use receptive::import::onnx;
use receptive::net::{MapId, Shape};
use serde::Deserialize;

#[derive(Deserialize)]
struct Network {
    file: String,
    image: Vec<u64>,
    layers: Vec<Layer>,
}

/// A measured tensor: for every unit the pixels that it depends on, both numbered row by row.
#[derive(Deserialize)]
struct Layer {
    output: String,
    shape: Vec<u64>,
    sees: Vec<BTreeSet<u64>>,
}

/// All indices of a map, row by row.
fn indices(size: &[u64]) -> Vec<Axes<i64>> {
    let index = |mut unit: u64| {
        let mut index: Vec<i64> = size.iter().rev().map(|n| (unit % n, unit /= n).0 as i64).collect();
        index.reverse();
        index.into_iter().collect()
    };
    (0..size.iter().product()).map(index).collect()
}

fn numbers(shape: &Shape) -> Vec<u64> {
    [shape.batch, shape.channels].into_iter().chain(shape.size.iter().copied()).collect()
}

#[test]
fn units_see_what_onnx_runtime_says() {
    let networks: Vec<Network> = serde_json::from_str(include_str!("../data/onnx/units.json")).unwrap();
    assert!(networks.len() >= 10);
    for network in &networks {
        let file = &network.file;
        let bytes = std::fs::read(format!("{}/tests/data/onnx/units/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let meant = onnx::read(&bytes).unwrap().meant(None).unwrap();
        assert_eq!(meant.remarks, [], "{file}");
        let graph = meant.stack.lower().graph;
        let analysis = Analysis::of(&graph);
        assert_eq!(numbers(&graph.input), network.image, "{file}");
        let pixels = indices(graph.input.size.as_slice());
        for layer in &network.layers {
            let place = format!("{file}: {}", layer.output);
            let named = |map: &MapId| graph.node(*map).is_some_and(|node| node.name == layer.output);
            let map = graph.maps().find(named).unwrap_or_else(|| panic!("{place}: no layer"));
            let shape = analysis.map(map).shape.as_ref().unwrap_or_else(|| panic!("{place}: not known"));
            assert_eq!(numbers(shape), layer.shape, "{place}");
            for (unit, expected) in indices(shape.size.as_slice()).into_iter().zip(&layer.sees) {
                let trace = Trace::of(&graph, &analysis, map, unit.clone()).unwrap();
                let units = trace.at(MapId::INPUT).map(|traced| &traced.units);
                let sees = |pixel: &Axes<i64>| units.is_some_and(|units| units.contains(pixel));
                let found = pixels.iter().zip(0..).filter(|(pixel, _)| sees(pixel)).map(|(_, number)| number);
                assert_eq!(&found.collect::<BTreeSet<u64>>(), expected, "{place}, unit {unit:?}");
            }
            let lost = analysis.map(map).loss.as_ref().map_or(0, |loss| loss.count);
            let reached: BTreeSet<u64> = layer.sees.iter().flatten().copied().collect();
            assert_eq!(lost, pixels.len() as u64 - reached.len() as u64, "{place}: lost pixels");
        }
    }
}

/// What a pixel feeds is what depends on it: the same relation the other way round.
#[test]
fn pixels_feed_what_depends_on_them() {
    for text in [
        "1x4x5: resize x4x3/2 floor, slice p1:0x0 s3x2",
        "1x9x8: resize x3/5x1/2 cubic, resize x2x1 cubic asymmetric",
        "1x5x6: resize o3x1 pytorch, resize x2 tensorflow ceil",
        "1x11x8: resize x2/5x7/10 linear centred",
    ] {
        let graph = receptive::import::layer_text::read_stack(text).unwrap().lower().graph;
        let analysis = Analysis::of(&graph);
        let trace = |map: MapId, unit: &Axes<i64>| Trace::of(&graph, &analysis, map, unit.clone()).unwrap();
        let (output, units) =
            (graph.output(), indices(analysis.map(graph.output()).shape.as_ref().unwrap().size.as_slice()));
        for pixel in indices(graph.input.size.as_slice()) {
            let fed = trace(MapId::INPUT, &pixel);
            for unit in &units {
                let feeds = fed.at(output).is_some_and(|traced| traced.units.contains(unit));
                let sees = trace(output, unit).at(MapId::INPUT).is_some_and(|traced| traced.units.contains(&pixel));
                assert_eq!(feeds, sees, "{text}: pixel {pixel:?}, unit {unit:?}");
            }
        }
    }
}
