//! `report --about`: what the command line tells of a network as a whole. The numbers are worked out on paper, or counted
//! pixel by pixel.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use super::cli::{answer, complaint, run};

const LOSSY: &str = "1x7x7: conv k3 s3";
const PARTS: [&str; 6] = ["sizes", "border", "padding", "tiles", "centres", "rules"];

fn text(stack: &str, part: &str) -> String {
    answer(&["report", stack, "--about", part])
}

fn russian(stack: &str, part: &str) -> String {
    answer(&["report", stack, "--about", part, "--lang", "ru"])
}

fn json_of(stack: &str, part: &str) -> Value {
    serde_json::from_str(&answer(&["report", stack, "--about", part, "--format", "json"])).unwrap()
}

/// The records of a part, its head first; no field of these tests holds a comma.
fn csv(stack: &str, part: &str) -> Vec<Vec<String>> {
    let text = answer(&["report", stack, "--about", part, "--format", "csv"]);
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Every line of the text, without the spaces that fill columns.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[track_caller]
fn assert_lines(text: &str, wanted: &[&str]) {
    let lines = lines(text);
    for line in wanted {
        assert!(lines.iter().any(|other| other == line), "no line “{line}” in\n{text}");
    }
}

/// One window layer on one axis: kernel, stride, dilation, padding at both ends.
type Window = (i64, i64, i64, i64);

/// What unit `u` of the last of these layers sees: all places, or only those that lead through units and pixels that are
/// there. `sizes[0]` is the image, `sizes[i]` what layer i makes.
fn seen(windows: &[Window], sizes: &[i64], u: i64, borders: bool) -> BTreeSet<i64> {
    let Some(((kernel, stride, dilation, pad), before)) = windows.split_last() else { return BTreeSet::from([u]) };
    let reads = (0..*kernel).map(|tap| u * stride - pad + tap * dilation);
    let inside = |i: &i64| !borders || (0..sizes[before.len()]).contains(i);
    reads.filter(inside).flat_map(|i| seen(before, sizes, i, borders)).collect()
}

/// The sizes of all maps; `None` if a window does not fit.
fn sizes(windows: &[Window], image: i64) -> Option<Vec<i64>> {
    windows.iter().try_fold(vec![image], |mut sizes, (kernel, stride, dilation, pad)| {
        let room = sizes[sizes.len() - 1] + 2 * pad - ((kernel - 1) * dilation + 1);
        sizes.push((room >= 0).then_some(room / stride + 1)?);
        Some(sizes)
    })
}

const COUNTED: &str = "1x23: conv k3 s2 p1, conv k2 d3, maxpool k2 p1 s3";
const WINDOWS: [Window; 3] = [(3, 2, 1, 1), (2, 1, 3, 0), (2, 3, 1, 1)];

#[test]
fn sizes_nearby_are_those_of_a_count_of_pixels() {
    let told = json_of(COUNTED, "sizes");
    let told = told["sizes"].as_array().unwrap();
    assert_eq!(told.len(), 55, "from 1 to 23 + 32");
    for (size, n) in told.iter().zip(1_i64..) {
        assert_eq!((&size["size"], &size["offset"]), (&json!([n]), &json!(n - 23)));
        let Some(sizes) = sizes(&WINDOWS, n) else {
            assert_eq!((size["outcome"].as_str(), &size["lost"]), (Some("stops"), &Value::Null), "{n}");
            continue;
        };
        let reached: BTreeSet<i64> = (0..sizes[3]).flat_map(|u| seen(&WINDOWS, &sizes, u, true)).collect();
        let lost = n - reached.len() as i64;
        let outcome = if lost == 0 { "whole" } else { "loses" };
        assert_eq!((size["outcome"].as_str(), &size["lost"]), (Some(outcome), &json!(lost)), "{n}");
    }
}

#[test]
fn sizes_in_words() {
    let told = text(LOSSY, "sizes");
    assert_lines(
        &told,
        &[
            "Input sizes nearby",
            "Now 7: 13 of 49 pixels do not reach the output",
            "Nothing is lost at 3, 6, 9, …, 39 (13 in all)",
        ],
    );
    assert!(told.contains("Cannot run at 1–2. conv1: The window spans 3 rows"), "{told}");
    assert_lines(
        &russian(LOSSY, "sizes"),
        &["Сейчас 7: до выхода не доходят 13 пикселей из 49", "Без потерь при 3, 6, 9, …, 39 (всего 13)"],
    );
    // Rows and columns differ by one, so one of them is always lost.
    let told = text("1x4x5: maxpool k2", "sizes");
    assert_lines(
        &told,
        &[
            "All axes change by as many pixels; sizes are those of the first one",
            "No size up to 32 smaller or larger loses nothing",
            "Least is lost at",
        ],
    );
    // 3 × 4: of three rows the last is lost, 4 pixels.
    assert_lines(&told, &["3 × 4 4 of 12 pixels do not reach the output"]);
    assert_lines(&text("1x4x5: maxpool k2 p1", "sizes"), &["Nothing is lost at 1–3, 5–36 (rows)"]);
    assert_lines(&russian("1x4x5: maxpool k2 p1", "sizes"), &["Без потерь при 1–3, 5–36 (строки)"]);
}

#[test]
fn padding_is_that_of_a_count_of_pixels() {
    let told = json_of(COUNTED, "padding");
    let sizes = sizes(&WINDOWS, 23).unwrap();
    for (depth, told) in told["padding"].as_array().unwrap().iter().enumerate() {
        let (windows, units) = (&WINDOWS[..depth], sizes[depth]);
        let shares: Vec<f64> = (0..units)
            .map(|u| {
                let all = seen(windows, &sizes, u, false);
                all.iter().filter(|i| !(0..23).contains(*i)).count() as f64 / all.len() as f64
            })
            .collect();
        let share = &told["padding_share"];
        let close = |key: &str, wanted: f64| (share[key].as_f64().unwrap() - wanted).abs() < 1e-12;
        assert!(close("least", shares.iter().copied().fold(1.0, f64::min)), "{depth}: {told}");
        assert!(close("most", shares.iter().copied().fold(0.0, f64::max)), "{depth}: {told}");
        assert!(close("mean", shares.iter().sum::<f64>() / units as f64), "{depth}: {told}");
        // No crop stands here: a unit is free of padding if all that it sees lies in the image.
        let free = shares.iter().filter(|share| **share == 0.0).count();
        assert_eq!((&told["units"], &share["free"]), (&json!(units), &json!(free)), "{depth}");
    }
}

#[test]
fn padding_in_words() {
    // On each axis the units see 2, 3, 3 and 2 pixels of 3: the corner 4 of 9, the mean (10/12)². The activation and the
    // layer of one pixel change nothing.
    let stack = "1x4x4: conv k3 p1, relu, conv k1";
    let told = text(stack, "padding");
    assert_lines(
        &told,
        &[
            "Layer least mean most units free of padding",
            "input 0 % 0 % 0 % 16 of 16",
            "conv1 0 % 30.6 % 55.6 % 4 of 16",
            "Layers that change none of this are left out",
        ],
    );
    assert!(!told.contains("relu1") && !told.contains("conv2"), "{told}");
    assert_lines(&russian(stack, "padding"), &["conv1 0 % 30,6 % 55,6 % 4 из 16"]);
    assert_lines(&text(LOSSY, "padding"), &["No unit sees padding"]);
    let records = csv(stack, "padding");
    assert_eq!(
        records[0].join(","),
        "layer,least,mean,most,free,units,free_first_h,free_first_w,free_last_h,free_last_w"
    );
    assert_eq!(records[3].join(","), "relu1,0,0.3055555555555556,0.5555555555555556,4,16,1,1,2,2");
}

#[test]
fn border_layers() {
    // After three the field is 7 wide.
    let stack = "1x7x7: conv k3 p1, conv k3 p1, conv k3 p1, relu, conv k3 p1, conv k1, conv k3 p1";
    assert_lines(&text(stack, "border"), &["conv4 by width and count", "conv6 by width and count"]);
    assert_lines(&russian(stack, "border"), &["conv4 по ширине и счёту", "conv6 по ширине и счёту"]);
    let row = |layer: &str, by_count: bool| json!({ "layer": layer, "by_width": true, "by_count": by_count });
    assert_eq!(json_of(stack, "border")["border"], json!([row("conv4", true), row("conv6", true)]));
    // Units at −2 and 1 see 2 and 3 of 4 pixels with a field 4 wide: the next layer still sees more.
    let wide = "1x4: conv k4 s3 p2:1, conv k2";
    assert_lines(&text(wide, "border"), &["conv2 by width alone"]);
    assert_eq!(json_of(wide, "border")["border"], json!([row("conv2", false)]));
    assert_eq!(csv(wide, "border"), [["layer", "by_width", "by_count"], ["conv2", "true", "false"]]);
    assert_lines(&text(LOSSY, "border"), &["None: every layer still gains pixels"]);
    // More pixels than are counted.
    let huge = format!("1x{0}: conv k3 p1, conv k3 p1", 1_u64 << 23);
    assert_lines(&text(&huge, "border"), &["None that is known: not all layers could be counted"]);
    // At another size it is another answer.
    let small = answer(&["report", LOSSY, "--about", "border", "--input-size", "3x3"]);
    assert_lines(&small, &["None: every layer still gains pixels"]);
    let large = answer(&["report", stack, "--about", "border", "--input-size", "99x99"]);
    assert_lines(&large, &["None: every layer still gains pixels"]);
}

#[test]
fn tiles() {
    let stack = "1x64: conv k3 p1, conv k3 p1, conv k3 p1";
    assert_lines(
        &text(stack, "tiles"),
        &[
            "total stride 1 px",
            "halo before + behind 3 + 3 px",
            "lost outputs, first + last edge 3 + 3",
            "overlap of tiles 6 px",
            "smallest tile 7 px",
        ],
    );
    assert_lines(&russian(stack, "tiles"), &["общий шаг 1 пикс.", "запас до + после 3 + 3 пикс."]);
    let told = json!([{
        "output": "conv3", "map": "conv3", "total_stride": [1], "halo_begin": [3], "halo_end": [3],
        "lost_begin": [3], "lost_end": [3], "overlap": [6], "smallest": [7],
    }]);
    assert_eq!(json_of(stack, "tiles")["tiles"], told);
    // Behind the features a classifier sees everything.
    let classifier = "1x32x32: conv k3 p1, gap, flatten, linear c2";
    assert_lines(
        &text(classifier, "tiles"),
        &["Up to conv1, behind which everything is seen", "overlap of tiles 2 px"],
    );
    let broken = text("1x32x32: conv k3 p1, gap, linear c2", "tiles");
    assert_lines(&broken, &["Not in tiles: what this layer sees is not known: linear1"]);
    assert!(!broken.contains("total stride"), "{broken}");
    // 8 = 3 + 3 + 2 takes 2 units of padding, every multiple of 3 takes one.
    let refused = "1x8x8: conv k4 s3 psame";
    assert_lines(
        &text(refused, "tiles"),
        &["Not in tiles: what this layer does depends on the size of its input: conv1"],
    );
    let told = json_of(refused, "tiles");
    let reason = json!({ "output": "conv1", "map": null, "why_not": "depends on size", "why_not_layer": "conv1" });
    assert_eq!(told["tiles"], json!([reason]));
}

#[test]
fn centres_in_both_conventions() {
    assert_lines(
        &text(LOSSY, "centres"),
        &["input rows and columns 0 1", "conv1 rows and columns 1 3", "Pixel 0 has its centre at 0"],
    );
    let half = ["report", LOSSY, "--about", "centres", "--half-pixel"];
    assert_lines(&answer(&half), &["input rows and columns ½ 1", "conv1 rows and columns 1½ 3"]);
    let half = answer(&[&half[..], &["--format", "csv"]].concat());
    assert_eq!(
        half,
        "layer,axis,first_unit,every,offset,stride\r\ninput,0,0,1,0.5,1\r\ninput,1,0,1,0.5,1\r\n\
        conv1,0,0,1,1.5,3\r\nconv1,1,0,1,1.5,3\r\n"
    );
    // Pixel i feeds units 2i to 2i + 2: even ones see pixels u/2 − 1 and u/2, odd ones (u − 1)/2.
    let kinds = "2x9x9: convt k3 s2";
    assert_lines(&text(kinds, "centres"), &["convt1 rows and columns 0, 2, … −½ 1", "rows and columns 1, 3, … 0 1"]);
    let told = json_of(kinds, "centres");
    let odd = json!({ "layer": "convt1", "axis": 1, "first_unit": 1, "every": 2, "offset": 0, "stride": 1 });
    assert!(told["centres"].as_array().unwrap().contains(&odd), "{told}");
    assert_lines(
        &russian("1x4x8x8: conv k1x3x3 s1x2x2", "centres"),
        &["вход срезы, строки и столбцы 0 1", "conv1 срезы 0 1", "строки и столбцы 1 2"],
    );
}

#[test]
fn rules_of_other_frameworks() {
    // 8 = 3 + 2 · 2 + 1: the unit that is left over gets a window of its own under the rules that round up.
    let stack = "1x8: maxpool k3 s2";
    let told = json_of(stack, "rules");
    let rule = |rule: &str, size: i64, end: i64, differs: Value| {
        json!({
            "layer": "maxpool1", "axis": 0, "rule": rule, "size": size,
            "padding_begin": 0, "padding_end": end, "differs_from": differs,
        })
    };
    let rules = json!([
        rule("pytorch floor", 3, -1, Value::Null),
        rule("pytorch ceil", 4, 1, json!(8)),
        rule("tensorflow same", 4, 1, json!(8)),
        rule("tensorflow valid", 3, -1, Value::Null),
        rule("caffe ceil", 4, 1, json!(8)),
    ]);
    assert_eq!(told["rules"], rules);
    assert_lines(
        &text(stack, "rules"),
        &[
            "maxpool1 PyTorch, floor; TensorFlow VALID 3 0 + −1 never",
            "PyTorch, ceil; TensorFlow SAME; Caffe, ceil 4 0 + 1 8",
        ],
    );
    assert_lines(&russian(stack, "rules"), &["maxpool1 PyTorch, вниз; TensorFlow VALID 3 0 + −1 нигде"]);
    assert_lines(&text("1x8x6: conv k1, relu, conv k1", "rules"), &["Every rule makes the same of conv1 and conv2"]);
    assert_lines(&text("1x8: relu", "rules"), &["Only convolutions and pools differ between frameworks"]);
}

#[test]
fn alike_layers_share_their_rows() {
    let told = text("1x8x6: conv k3 p1, conv k3 p1", "rules");
    assert_lines(
        &told,
        &[
            "conv1 and conv2 rows: PyTorch, floor; TensorFlow SAME; Caffe, floor 8 1 + 1 never",
            "rows: TensorFlow VALID 6 0 + 0 8",
            "columns: TensorFlow VALID 4 0 + 0 6",
        ],
    );
}

/// Two convolutions behind one another, both of which leave the network.
const OUTPUTS: &str = r#"version = 1
input = "1x16x16"
layers = ["conv k3 p1", "conv k5 p2"]
inputs = [[0], [1]]
outputs = [1, 2]
"#;

#[test]
fn every_output_has_its_tiles() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.receptive.toml");
    fs::write(&path, OUTPUTS).unwrap();
    let path = path.to_str().unwrap();
    let told = json_of(path, "tiles");
    let halos: Vec<_> = told["tiles"].as_array().unwrap().iter().map(|t| (&t["output"], &t["halo_end"])).collect();
    assert_eq!(halos, [(&json!("conv1"), &json!([1, 1])), (&json!("conv2"), &json!([3, 3]))]);
    assert_eq!(told["outputs"], json!(["conv1", "conv2"]));
    assert_lines(&text(path, "tiles"), &["Output conv1", "Output conv2"]);
    assert_eq!(run(&["check", path, "--max-halo", "2"]).code, 1);
    assert_eq!(run(&["check", path, "--max-halo", "3"]).code, 0);
}

#[test]
fn what_is_not_known_is_said() {
    let path = "tests/data/onnx/unsupported.onnx";
    let told = run(&["report", path, "--about", "all"]);
    assert_eq!(told.code, 0);
    assert_lines(
        &told.out,
        &[
            "The network does not run to its end; what follows is about what is known",
            "strange is not supported: Strange",
            "Now 32: what is lost is not known",
            "None that is known: not all layers could be counted",
            "Not known exactly: strange and behind",
            "Not in tiles: what this layer sees is not known: strange",
        ],
    );
    assert!(!told.out.contains("loses nothing"), "{}", told.out);
    let told = run(&["report", path, "--about", "all", "--format", "json"]).out;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["stopped"], "strange is not supported: Strange");
    let tiles: Vec<_> = told["tiles"].as_array().unwrap().iter().map(|t| t["why_not"].as_str()).collect();
    assert!(tiles.contains(&Some("unknown")) && tiles.contains(&None), "{tiles:?}");
    let told = russian("1x5x5: conv k3, conv k7", "all");
    assert_lines(&told, &["Точно не известно: conv2", "Неизвестно: не все слои удалось сосчитать"]);
}

#[test]
fn parts_come_in_their_order_and_once() {
    let told = answer(&["report", LOSSY, "--about", "rules,sizes,rules", "--about", "sizes", "--format", "json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["input", "outputs", "stopped", "rules", "sizes"]);
    assert_eq!(told["input"], json!({ "batch": 1, "channels": 1, "size": [7, 7] }));
    let all = json_of(LOSSY, "all");
    assert_eq!(all.as_object().unwrap().keys().skip(3).collect::<Vec<_>>(), PARTS);
}

#[test]
fn tables_have_the_same_columns_in_every_row() {
    for stack in [LOSSY, "2x64: conv k5 s2, convt k4 s2 p1", "1x6x7x8: conv k3x2x1 p1", "1x5x5: conv k3 p1, conv k9"] {
        for part in PARTS {
            let records = csv(stack, part);
            // The sentences behind sizes that cannot run hold commas.
            let records: Vec<_> = records.into_iter().filter(|fields| !fields.contains(&"stops".to_owned())).collect();
            assert!(records.iter().all(|fields| fields.len() == records[0].len()), "{stack} {part}: {records:?}");
        }
        let told = answer(&["report", stack, "--about", "all", "--format", "markdown"]);
        let pipes = |line: &&str| line.matches('|').count();
        for table in told.split("\n\n").filter(|table| table.starts_with('|')) {
            assert!(table.lines().all(|line| pipes(&line) == pipes(&table.lines().next().unwrap())), "{table}");
        }
        assert_eq!(told.lines().filter(|line| line.starts_with("## ")).count(), PARTS.len(), "{told}");
        assert!(!told.contains("\n\n\n"), "{told}");
    }
}

#[test]
fn a_huge_network_is_told_in_few_lines_and_in_json_whole() {
    let stack = format!("1x64x64: {}", vec!["conv k3 p1, relu, conv k5 p2, bn, conv k3 psame"; 1000].join(", "));
    let told = text(&stack, "all");
    assert!(told.lines().count() < 300, "{}", told.lines().count());
    assert!(told.lines().all(|line| line.chars().count() < 400));
    assert_eq!(json_of(&stack, "padding")["padding"].as_array().unwrap().len(), 5001);
    assert_eq!(csv(&stack, "centres").len(), 1 + 2 * 5001);
}

#[test]
fn mistakes() {
    let told = complaint(&["report", LOSSY, "--about", "sizes,tiles", "--format", "csv"]);
    assert!(told.contains("--about: csv holds one table; name one part"), "{told}");
    let told = complaint(&["report", LOSSY, "--about", "tiles", "--format", "latex"]);
    assert!(told.contains("--about: latex has only the table of layers"), "{told}");
    let told = complaint(&["report", LOSSY, "--about", "tiles", "--half-pixel"]);
    assert!(told.contains("--about centres"), "{told}");
    let told = complaint(&["report", LOSSY, "--about", "halo"]);
    assert!(told.contains("sizes, border, padding, tiles, centres, rules, all"), "{told}");
    assert!(complaint(&["report", LOSSY, "--half-pixel"]).contains("--about"));
    assert!(complaint(&["report", LOSSY, "--about", "tiles", "--unit", "conv1:0,0"]).contains("cannot be used with"));
}
