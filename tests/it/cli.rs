//! The command line, run inside this process; where streams or the display matter, the real program.

use std::fs;
use std::io::{self, Read as _, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use receptive::cli;
use serde_json::{Value, json};

/// What one run left behind.
pub struct Ran {
    pub code: u8,
    pub out: String,
    pub err: String,
}

fn run_with_input(args: &[&str], input: &[u8]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = std::iter::once("receptive").chain(args.iter().copied());
    let code = cli::run_with(args, &mut &input[..], &mut out, &mut err);
    Ran { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

pub fn run(args: &[&str]) -> Ran {
    run_with_input(args, b"")
}

/// The answer of a command that must succeed.
pub fn answer(args: &[&str]) -> String {
    let Ran { code, out, err } = run(args);
    assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
    out
}

/// The message of a command that must fail on its input.
pub fn complaint(args: &[&str]) -> String {
    let Ran { code, out, err } = run(args);
    assert_eq!((code, out.as_str()), (2, ""), "{args:?} {err}");
    err
}

fn json_of(stack: &str) -> Value {
    serde_json::from_str(&answer(&["report", stack, "--format", "json"])).unwrap()
}

/// The line of a table that begins with this word.
fn line<'t>(text: &'t str, begin: &str) -> Vec<&'t str> {
    let line = text.lines().find(|line| line.split_whitespace().next() == Some(begin));
    let line = line.unwrap_or_else(|| panic!("no line {begin} in\n{text}"));
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

const LOSSY: &str = "1x7x7: conv k3 s3";

const VGG16: &str = "3x224x224: conv k3 p1 c64, relu, conv k3 p1 c64, relu, maxpool k2, \
    conv k3 p1 c128, relu, conv k3 p1 c128, relu, maxpool k2, \
    conv k3 p1 c256, relu, conv k3 p1 c256, relu, conv k3 p1 c256, relu, maxpool k2, \
    conv k3 p1 c512, relu, conv k3 p1 c512, relu, conv k3 p1 c512, relu, maxpool k2, \
    conv k3 p1 c512, relu, conv k3 p1 c512, relu, conv k3 p1 c512, relu, maxpool k2";

mod report {
    use super::*;

    #[test]
    fn as_text() {
        let text = answer(&["report", LOSSY]);
        assert_eq!(line(&text, "input"), ["input", "1×7×7", "1", "1", "0", "0", "0", "0"]);
        let share = "13 (26.5\u{A0}%)";
        assert_eq!(line(&text, "conv1"), ["conv1", "conv k3 s3", "1×2×2", "3", "3", "0", share, "10", "36"]);
        assert!(text.contains("\n  conv1  1 row at the end is never read: the next window would not fit\n"), "{text}");
        assert!(text.contains("\n13 of 49 input pixels (26.5\u{A0}%) reach no output: row 6 and column 6\n"), "{text}");
        assert!(text.contains("1 layer, 10 parameters, 36 multiply-adds (MACs)"), "{text}");
        let widths: Vec<usize> = text.lines().take(4).map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "the table is ragged:\n{text}");
    }

    #[test]
    fn in_russian() {
        let text = answer(&["report", "1x28x28: conv k3, maxpool k2, conv k3, maxpool k2", "--lang", "ru"]);
        assert!(
            text.contains(
                "\nДо выхода не доходят 108 пикселей входа из 784 (13,8\u{A0}%): строки 26–27 и столбцы 26–27\n"
            ),
            "{text}"
        );
        assert!(text.contains("4 слоя; параметров — 20"), "{text}");
    }

    #[test]
    fn as_markdown() {
        let text = answer(&["report", "1x7x7: conv k3 s3 name=\"a|b_c\"", "--format", "markdown"]);
        let table: Vec<&str> = text.lines().take_while(|line| line.starts_with('|')).collect();
        assert_eq!(table.len(), 4, "{text}");
        let pipes = |line: &str| {
            line.replace("\\|", "..").match_indices('|').map(|(at, _)| line[..at].chars().count()).collect::<Vec<_>>()
        };
        assert!(table.iter().all(|line| pipes(line) == pipes(table[0])), "pipes are not aligned:\n{text}");
        assert!(table[1].starts_with("|:--") && table[1].ends_with("--:|"), "{text}");
        assert!(table[3].starts_with("| a\\|b\\_c | conv k3 s3 |  1×2×2 |"), "{text}");
        assert!(text.contains("\n- **a\\|b\\_c**: 1 column at the end is never read"), "{text}");
    }

    #[test]
    fn as_csv() {
        let text = answer(&["report", "1x7x7: conv k3 s3 name=\"say \\\"a, b\\\"\"", "--format", "csv"]);
        assert!(text.lines().all(|line| !line.is_empty()) && text.ends_with("\r\n"), "{text:?}");
        let records: Vec<Vec<String>> = text.split_terminator("\r\n").map(csv_fields).collect();
        let layer = |column: &str| {
            let at = records[0].iter().position(|head| head == column).unwrap_or_else(|| panic!("no column {column}"));
            records[2][at].as_str()
        };
        assert_eq!(records.len(), 3);
        assert!(records.iter().all(|record| record.len() == records[0].len()), "{text}");
        let expected = [
            ("layer", "say \"a, b\""),
            ("op", "conv"),
            ("text", "conv k3 s3"),
            ("inputs", "input"),
            ("status", "known"),
            ("size_h", "2"),
            ("rf_w", "3"),
            ("rf_min_h", "3"),
            ("rf_count_h", "3"),
            ("jump_h", "3"),
            ("start_w", "0"),
            ("aligned", "true"),
            ("unread", "13"),
            ("unread_cause_h", "tail"),
            ("dropped", "13"),
            ("dropped_of", "49"),
            ("params", "10"),
            ("macs", "36"),
        ];
        for (column, value) in expected {
            assert_eq!(layer(column), value, "{column}");
        }
    }

    /// The fields of a record in which no field holds a line end.
    fn csv_fields(record: &str) -> Vec<String> {
        let (mut fields, mut quoted) = (vec![String::new()], false);
        let mut chars = record.chars().peekable();
        while let Some(c) = chars.next() {
            let last = fields.last_mut().unwrap();
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => last.extend(chars.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(String::new()),
                c => last.push(c),
            }
        }
        fields
    }

    /// What a spreadsheet would take for a formula is text; numbers below zero stay numbers.
    #[test]
    fn csv_holds_no_formulas() {
        for name in ["=1+1", "+1", "-1", "@SUM(A1)", "\\t=1", "=HYPERLINK(\\\"http://x\\\")"] {
            let stack = format!("1x7x7: conv k3 p1 name=\"{name}\", relu");
            let text = answer(&["report", &stack, "--format", "csv"]);
            for record in text.split_terminator("\r\n").skip(1).map(csv_fields) {
                let formula =
                    |field: &&String| field.starts_with(['=', '+', '-', '@', '\t']) && field.parse::<f64>().is_err();
                assert_eq!(record.iter().find(formula), None, "{text}");
            }
            assert!(text.contains('\'') && text.contains(",-1,-1,"), "{text}");
        }
    }

    #[test]
    fn csv_is_the_same_in_every_language_but_for_the_remarks() {
        let numbers = |lang| {
            let text = answer(&["report", "1x8x8: conv k3 s2 p1", "--format", "csv", "--lang", lang]);
            let records = text.split_terminator("\r\n").map(csv_fields);
            records.map(|mut record| record.pop().map(|_| record)).collect::<Vec<_>>()
        };
        assert_eq!(numbers("en"), numbers("ru"));
    }

    #[test]
    fn as_latex() {
        let text = answer(&["report", "1x7x7: conv k3 s3 name=\"50%_a&b\\\\c\"", "--format", "latex"]);
        for part in [
            "\\begin{tabular}{llrrrrrrr}\n  \\toprule\n",
            "\\midrule\n",
            "  \\bottomrule\n\\end{tabular}\n",
            " 50\\%\\_a\\&b\\textbackslash{}c & \\texttt{conv k3 s3} & 1$\\times$2$\\times$2 &",
            " 13 (26.5~\\%) ",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
        assert_eq!(text.matches(" \\\\\n").count(), 3, "{text}");
        assert!(
            text.lines().filter(|line| line.ends_with("\\\\")).all(|line| line.matches(" & ").count() == 8),
            "{text}"
        );
    }

    /// The whole of the documented example, keys in their order.
    #[test]
    fn as_json() {
        let expected = json!({
            "input": { "batch": 1, "channels": 1, "size": [7, 7] },
            "layers": [{
                "name": "conv1", "op": "conv", "text": "conv k3 s3", "inputs": ["input"],
                "batch": 1, "channels": 1, "size": [2, 2], "status": "known",
                "rf": [3, 3], "rf_min": [3, 3], "rf_count": [3, 3], "jump": [3, 3], "start": [0, 0],
                "aligned": true, "global": false,
                "unread": { "count": 13, "indices": [[6], [6]], "cause": ["tail", "tail"] },
                "dropped": { "count": 13, "of": 49, "indices": [[6], [6]] },
                "params": 10, "macs": 36,
                "notes": [
                    "1 row at the end is never read: the next window would not fit",
                    "1 column at the end is never read: the next window would not fit",
                ],
                "paths": { "smallest": [3, 3], "largest": [3, 3] }, "branches": null, "border": false,
                "padding_share": {
                    "least": 0.0, "mean": 0.0, "most": 0.0, "free": 4, "free_first": [0, 0], "free_last": [1, 1],
                },
            }],
            "dropped": { "count": 13, "of": 49, "indices": [[6], [6]] },
            "totals": { "params": 10, "macs": 36 },
            "tiling": {
                "map": "conv1", "total_stride": [3, 3], "halo_begin": [0, 0], "halo_end": [0, 0], "lost_begin": [0, 0],
                "lost_end": [0, 0], "overlap": [0, 0], "smallest": [3, 3],
            },
            "notes": ["13 of 49 input pixels (26.5\u{A0}%) reach no output: row 6 and column 6"],
        });
        // As texts, so that the order of the keys counts.
        assert_eq!(json_of(LOSSY).to_string(), expected.to_string());
    }

    /// RF, effective stride and effective padding of VGG-16, as printed with Araujo et al. 2019.
    #[test]
    fn vgg16_matches_the_published_table() {
        let report = json_of(VGG16);
        let published = [
            ("conv1", 3, 1, 1),
            ("maxpool1", 6, 2, 2),
            ("conv3", 10, 2, 4),
            ("maxpool2", 16, 4, 6),
            ("conv5", 24, 4, 10),
            ("conv6", 32, 4, 14),
            ("maxpool3", 44, 8, 18),
            ("conv8", 60, 8, 26),
            ("conv9", 76, 8, 34),
            ("maxpool4", 100, 16, 42),
            ("conv11", 132, 16, 58),
            ("conv12", 164, 16, 74),
            ("maxpool5", 212, 32, 90),
        ];
        let layers = report["layers"].as_array().unwrap();
        for (name, rf, stride, padding) in published {
            let layer = layers.iter().find(|layer| layer["name"] == name).unwrap();
            assert_eq!(layer["rf"], json!([rf, rf]), "{name}");
            assert_eq!(layer["jump"], json!([stride, stride]), "{name}");
            assert_eq!(layer["start"], json!([-padding, -padding]), "{name}");
        }
        assert_eq!(layers.last().unwrap()["size"], json!([7, 7]));
        // torchvision's figure for the features of VGG-16; 30.71 GFLOPs in the published table count each twice.
        assert_eq!(report["totals"]["params"], 14_714_688);
        let macs = report["totals"]["macs"].as_f64().unwrap();
        assert!((macs * 2.0 / 1e9 - 30.71).abs() < 0.02, "{macs}");
        assert_eq!(report["dropped"]["count"], 0);

        let text = answer(&["report", VGG16]);
        assert!(text.contains("14\u{202F}714\u{202F}688 parameters"), "{text}");
        assert!(text.contains("\nEvery pixel of the input reaches the output\n"), "{text}");
    }

    /// Dropped-pixel vectors on one axis: layers, output size, indices never read, cause at the last layer.
    #[test]
    fn one_axis_losses() {
        let odd: Vec<i64> = (0..8).map(|i| 2 * i + 1).collect();
        let vectors: [(&str, u64, &[i64], Value); 11] = [
            ("1x7: conv k3 s3", 2, &[6], json!("tail")),
            ("1x7: conv k3 s2", 3, &[], json!(null)),
            ("1x8: conv k3 s2", 3, &[7], json!("tail")),
            ("1x5: conv k2 s2", 2, &[4], json!("tail")),
            ("1x224: conv k11 s4", 54, &[223], json!("tail")),
            ("1x28: conv k3 s2", 13, &[27], json!("tail")),
            ("1x128: conv k3 s2 p1", 64, &[], json!("padding tail")),
            ("1x224: conv k7 s2 p3", 112, &[], json!("padding tail")),
            ("1x8: conv k2 s3", 3, &[2, 5], json!("holes")),
            ("1x16: conv k1 s2", 8, &odd, json!("tail and holes")),
            ("1x28: conv k3, maxpool k2, conv k3, maxpool k2", 5, &[26, 27], json!("tail")),
        ];
        for (stack, out, lost, cause) in vectors {
            let report = json_of(stack);
            let last = report["layers"].as_array().unwrap().last().unwrap();
            assert_eq!(last["size"], json!([out]), "{stack}");
            assert_eq!(report["dropped"]["indices"], json!([lost]), "{stack}");
            assert_eq!(report["dropped"]["count"], lost.len(), "{stack}");
            assert_eq!(last["unread"]["cause"], json!([cause]), "{stack}");
        }
    }

    #[test]
    fn fractions_and_flat_vectors() {
        let report = json_of("1x8: convt k4 s2 p1, relu, gap, flatten, linear c10");
        let layers = &report["layers"];
        assert_eq!(layers[0]["jump"], json!([0.5]));
        assert_eq!(layers[2]["jump"], json!([null]));
        assert_eq!(layers[3]["size"], json!([]));
        assert_eq!(layers[4]["channels"], 10);
        assert_eq!(layers[4]["unread"], json!({ "count": 0, "indices": [], "cause": [] }));
    }

    #[test]
    fn a_network_that_cannot_run_is_reported() {
        let report = json_of("1x5x5: conv k3, conv k7, relu");
        let layers = &report["layers"];
        assert_eq!(
            (&layers[0]["status"], &layers[1]["status"], &layers[2]["status"]),
            (&json!("known"), &json!("impossible"), &json!("unknown"))
        );
        for key in [
            "batch", "channels", "size", "rf", "rf_min", "rf_count", "jump", "start", "aligned", "global", "unread",
            "dropped", "params", "macs",
        ] {
            assert_eq!(layers[1][key], Value::Null, "{key}");
        }
        let note = layers[1]["notes"][0].as_str().unwrap();
        assert!(
            note.contains("spans 7 rows")
                && note.contains("only 3")
                && note.contains("add 2 to the padding at each end"),
            "{note}"
        );
        assert_eq!((&report["dropped"], &report["totals"]["params"]), (&Value::Null, &Value::Null));
        let text = answer(&["report", "1x5x5: conv k3, conv k7, relu"]);
        assert_eq!(line(&text, "conv2"), ["conv2", "conv k7", "cannot run"]);
        assert_eq!(line(&text, "relu1"), ["relu1", "relu", "unknown"]);
    }

    #[test]
    fn one_unit() {
        let text = answer(&["report", "1x28x28: conv k3, maxpool k2, conv k3 p1", "--unit", "conv2:0,4"]);
        // Row 0 sees pool rows −1…1, so 0…1; those see rows 0…3 of conv1, which see pixels 0…5.
        let lines = [
            "Unit (0, 4) of conv2 sees",
            "  input     rows 0–5 and columns 6–13: 48 pixels; with the padding rows −2–5 and columns 6–13",
            "  conv1     rows 0–3 and columns 6–11: 24 units; with the padding rows −2–3 and columns 6–11",
            "  maxpool1  rows 0–1 and columns 3–5: 6 units; with the padding rows −1–1 and columns 3–5",
        ];
        assert!(text.ends_with(&format!("\n{}\n", lines.join("\n"))), "{text}");

        let text = answer(&["report", "1x8: conv k2 d2, relu", "--format", "json", "--unit", "conv1:3"]);
        let report: Value = serde_json::from_str(&text).unwrap();
        let expected = json!({
            "layer": "conv1", "index": [3],
            "sees": [{
                "map": "input", "count": 2, "first": [3], "last": [5], "indices": [[3, 5]],
                "unclipped_first": [3], "unclipped_last": [5],
            }],
            "feeds": [{ "map": "relu1", "count": 1, "first": [3], "last": [3], "indices": [[3]] }],
        });
        assert_eq!(report["unit"], expected);
        assert!(
            answer(&["report", "1x8: flatten, linear c2", "--unit", "linear1"])
                .contains("input     positions 0–7: 8 pixels\n")
        );
    }

    #[test]
    fn a_unit_that_is_not_there() {
        let table = [
            ("conv9:0,0", "there is no layer “conv9”; write one of input, conv1"),
            ("conv1:2,0", "conv1 has no such unit; its last one is conv1:1,1"),
            ("conv1:-1,0", "its last one is conv1:1,1"),
            ("conv1:0", "write one index for each, as in conv1:0,0"),
            ("conv1:a,b", "write one index for each"),
            ("conv1", "write one index for each"),
        ];
        for (unit, reason) in table {
            let message = complaint(&["report", LOSSY, &format!("--unit={unit}")]);
            assert!(
                message.starts_with(&format!("receptive: --unit {unit}: ")) && message.contains(reason),
                "{message}"
            );
        }
        let message = complaint(&["report", LOSSY, "--unit", "conv1:0,0", "--format", "csv"]);
        assert!(message.contains("--format json"), "{message}");
        let message = complaint(&["report", "1x5: conv k7", "--unit", "conv1:0"]);
        assert!(message.contains("cannot run"), "{message}");
    }

    /// By the place, which the layers that are switched off count in; names that several have name none of them.
    #[test]
    fn units_by_place() {
        let stack = "1x7x7: conv k3 name=a, relu off, relu name=a, maxpool k2 name=input";
        let text = |unit: &str| answer(&["report", stack, "--unit", unit]);
        assert!(text("1:0,1").contains("\nUnit (0, 1) of a sees\n  input  rows 0–2 and columns 1–3: 9 pixels\n"));
        assert!(text("3:0,1").contains("\nUnit (0, 1) of a sees\n  input  rows 0–2 and columns 1–3: 9 pixels\n  a "));
        assert!(text("0:6,6").contains("\nUnit (6, 6) of input sees\nand feeds\n"), "{}", text("0:6,6"));
        let table = [
            ("a:0,1", "the name is ambiguous: layer 1, layer 3 are called “a”; write the place, as in 3:…"),
            (
                "input:0,0",
                "the name is ambiguous: the image (0), layer 4 are called “input”; write the place, as in 4:…",
            ),
            ("2:0,0", "2 is switched off; choose another layer, or switch it on"),
            ("relu1:0,0", "relu1 is switched off"),
            ("5:0,0", "there is no layer “5”; write one of input, a, a, input"),
        ];
        for (unit, reason) in table {
            let message = complaint(&["report", stack, "--unit", unit]);
            assert!(message.contains(reason), "{message}");
        }
        // A pin that names two layers is no pin; one by place is.
        let document = |layer: &str| {
            format!(
                "input = \"1x7\"\nlayers = [\"conv k3 name=a\", \"relu name=a\"]\n[view]\npin = {{ layer = {layer}, unit = [0] }}"
            )
        };
        let drawn = |layer: &str| run_with_input(&["render", "-", "-o", "-"], document(layer).as_bytes()).out;
        assert_eq!(drawn("1"), answer(&["render", "1x7: conv k3 name=a, relu name=a", "-o", "-", "--unit", "1:0"]));
        assert_eq!(drawn("'a'"), answer(&["render", "1x7: conv k3 name=a, relu name=a", "-o", "-"]));
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let text = answer(&["report", "1x7x7: conv k3 s3 name=\"a\\u001b[31m\\nb\""]);
        assert!(!text.contains('\u{1b}') && text.contains("a [31m b"), "{text}");
    }

    #[test]
    fn long_index_lists_are_left_out() {
        let report = json_of("1x262144: conv k1 s2");
        assert_eq!(report["dropped"], json!({ "count": 131_072, "of": 262_144, "indices": null }));
    }
}

mod check {
    use super::*;

    #[test]
    fn rules_that_are_kept() {
        let Ran { code, out, err } = run(&[
            "check",
            VGG16,
            "--no-dropped",
            "--min-rf",
            "212",
            "--max-rf",
            "212",
            "--max-params",
            "14714688",
            "--max-macs",
            "15400000000",
            "--size",
            "7x7",
            "--no-border-layers",
            // (212 − 32) / 2: the field overhangs the pixels of a unit by as much on both sides.
            "--max-halo",
            "90",
        ]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert_eq!(out.lines().filter(|line| line.starts_with("ok")).count(), 9, "{out}");
    }

    #[test]
    fn each_rule_that_fails_is_named() {
        let table = [
            (LOSSY, &["--no-dropped"][..], "no-dropped", "13 of 49"),
            (LOSSY, &["--min-rf", "4"], "min-rf 4", "less than 4"),
            (LOSSY, &["--max-rf", "2"], "max-rf 2", "more than 2"),
            (LOSSY, &["--max-params", "9"], "max-params 9", "10, which"),
            (LOSSY, &["--max-macs", "35"], "max-macs 35", "36, which"),
            (LOSSY, &["--size", "2x3"], "size 2x3", "2×2 instead of 2×3"),
            ("1x7x7: flatten", &["--size", "7x7"], "size 7x7", "a flat vector"),
            ("1x5x5: conv k7", &[], "runs", "conv1: The window spans 7 rows"),
            ("1x5x5: conv k7", &["--min-rf", "1"], "min-rf 1", "not known"),
            // The window of the first spans the image.
            ("1x5x5: conv k5 p2, conv k3 p1", &["--no-border-layers"], "no-border-layers", "by conv2"),
            ("1x5x5: conv k7", &["--no-border-layers"], "no-border-layers", "not known"),
            // Three pixels to either side, on the other axis one.
            ("1x32x32: conv k7x3 p3x1", &["--max-halo", "2"], "max-halo 2", "3, which is more than 2"),
            ("1x32x32: gap", &["--max-halo", "9"], "max-halo 9", "sees the whole image: gap1"),
            ("1x5x5: conv k3, conv k7", &["--max-halo", "9"], "max-halo 9", "not known"),
        ];
        for (stack, rules, name, reason) in table {
            let Ran { code, out, err } = run(&[&["check", stack], rules].concat());
            assert_eq!((code, err.as_str()), (1, ""), "{stack} {rules:?}");
            let failed = out.lines().find(|line| line.starts_with("FAILED") && line.contains(name));
            assert!(failed.is_some_and(|line| line.contains(reason)), "{name}:\n{out}");
        }
    }

    #[test]
    fn a_network_without_losses_runs() {
        assert_eq!(run(&["check", "1x7x7: conv k3 s2", "--no-dropped"]).code, 0);
    }

    /// Two outputs: 3 pixels wide and 6×6, 9 wide and 2×2.
    const TWO_OUTPUTS: &str = "input = \"1x6x6\"\nlayers = ['conv k3 p1 name=\"fine\"', 'conv k5 s2 p1 name=\"stem\"', \
        'conv k3 p1 name=\"coarse\"']\ninputs = [[0], [0], [2]]\noutputs = [1, 3]\n";

    #[test]
    fn every_output_is_held_against_the_rules() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("two.receptive.toml");
        fs::write(&file, TWO_OUTPUTS).unwrap();
        let check = |rules: &[&str]| {
            let Ran { code, out, err } = run(&[&["check", file.to_str().unwrap()], rules].concat());
            (code, out + &err)
        };
        let (code, out) = check(&["--min-rf", "3", "--max-rf", "9", "--size", "coarse=2x2", "--size", "1=6x6"]);
        assert_eq!(code, 0, "{out}");
        for line in ["min-rf 3: fine: 3×3; coarse: 9×9", "size coarse=2x2: 2×2", "size 1=6x6: 6×6"] {
            assert!(out.lines().any(|told| told.ends_with(line)), "{line}:\n{out}");
        }
        // Neither the first nor the last output hides what is wrong with the other one.
        for (rules, line) in [
            (["--min-rf", "4"], "min-rf 4: fine: 3×3, which is less than 4"),
            (["--max-rf", "8"], "max-rf 8: coarse: 9×9, which is more than 8"),
            (["--size", "2x2"], "size 2x2: fine: 6×6 instead of 2×2"),
            (["--size", "6x6"], "size 6x6: coarse: 2×2 instead of 6×6"),
            (["--size", "stem=6x6"], "size stem=6x6: 2×2 instead of 6×6"),
        ] {
            let (code, out) = check(&rules);
            assert_eq!(code, 1, "{out}");
            assert!(out.lines().any(|told| told == format!("FAILED  {line}")), "{line}:\n{out}");
        }
        let (code, out) = check(&["--size", "head=2x2"]);
        assert_eq!(code, 2, "{out}");
        assert!(out.contains("--size head=…: ") && out.contains("coarse"), "{out}");
    }

    /// Of a network with several outputs a pixel is lost if it reaches none of them: the last one alone loses 32 of 36.
    #[test]
    fn a_pixel_that_one_output_sees_is_not_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fork.receptive.toml");
        let check = |layers: &str| {
            fs::write(&file, format!("input = \"1x6x6\"\nlayers = {layers}\ninputs = [[0], [0]]\n")).unwrap();
            run(&["check", file.to_str().unwrap(), "--no-dropped"])
        };
        let whole = check(r#"["conv k3 p1", "conv k1 s3"]"#);
        assert_eq!(whole.code, 0, "{}", whole.out);
        let lost = check(r#"["conv k1 s2", "conv k1 s3"]"#);
        assert_eq!(lost.code, 1, "{}", lost.out);
        assert!(
            lost.out.contains("24 of 36 input pixels") && lost.out.contains("none of the 2 outputs"),
            "{}",
            lost.out
        );
    }
}

mod convert {
    use super::*;

    #[test]
    fn there_and_back() {
        let document = answer(&["convert", "1x7x7: conv k3 s3 name=\"a b\" off, relu", "--to", "document"]);
        assert_eq!(
            document,
            "version = 1\ninput = \"1x7x7\"\nlayers = [\n  'conv k3 s3 name=\"a b\" off',\n  \"relu\",\n]\n"
        );
        let back = run_with_input(&["convert", "-", "--to", "stack"], document.as_bytes());
        assert_eq!((back.code, back.out.as_str()), (0, "1x7x7: conv k3 s3 name=\"a b\" off, relu\n"));
    }

    #[test]
    fn a_dash_is_standard_output() {
        let to_stdout = answer(&["convert", LOSSY, "--to", "stack", "-o", "-"]);
        assert_eq!(to_stdout, format!("{LOSSY}\n"));
        assert!(!Path::new("-").exists());
    }

    #[test]
    fn into_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.receptive.toml");
        let name = path.to_str().unwrap();
        assert_eq!(answer(&["convert", LOSSY, "--to", "document", "-o", name]), "");
        assert_eq!(answer(&["convert", name, "--to", "stack"]), format!("{LOSSY}\n"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a temporary file was left behind");
        let message =
            complaint(&["convert", LOSSY, "--to", "stack", "-o", folder.path().join("no/such/x").to_str().unwrap()]);
        assert!(message.contains("the folder does not exist"), "{message}");
    }
}

mod render {
    use super::*;

    #[test]
    fn to_files_and_to_standard_output() {
        let folder = tempfile::tempdir().unwrap();
        let (svg, png) = (folder.path().join("maps.svg"), folder.path().join("maps.PNG"));
        answer(&[
            "render",
            LOSSY,
            "-o",
            svg.to_str().unwrap(),
            "--unit",
            "conv1:1,1",
            "--theme",
            "dark",
            "--lang",
            "ru",
        ]);
        answer(&["render", LOSSY, "-o", png.to_str().unwrap(), "--scale", "0.5"]);
        let drawn = fs::read_to_string(&svg).unwrap();
        assert!(drawn.starts_with("<svg ") && drawn.contains("Карты признаков"), "{drawn}");
        assert!(fs::read(&png).unwrap().starts_with(b"\x89PNG\r\n"));
        assert!(answer(&["render", LOSSY, "-o", "-"]).starts_with("<svg "));
    }

    /// A flag says what a document says by the same word; a person counts pages from 1.
    #[test]
    fn the_look_of_values_by_flags_is_that_of_a_document() {
        let network = "5x6x6: conv k3 c70, maxpool k2";
        let document =
            |view: &str| format!("input = \"5x6x6\"\nlayers = [\"conv k3 c70\", \"maxpool k2\"]\n[view]\n{view}\n");
        for (view, written, flags) in [
            ("image", "colours = \"viridis\"", &["--colours", "viridis"][..]),
            ("image", "range = \"map\"", &["--range", "map"]),
            ("image", "page = 1", &["--page", "2"]),
            ("numbers", "channel = 2\nfilter = 3", &["--channel", "3", "--filter", "4"]),
            ("numbers", "reveal = \"walk\"", &["--reveal", "walk"]),
        ] {
            let drawn = |args: &[&str], input: &[u8]| {
                let args: Vec<&str> = ["render"].into_iter().chain(args.iter().copied()).collect();
                run_with_input(&[&args[..], &["-o", "-", "--view", view]].concat(), input).out
            };
            let from_document = drawn(&["-"], document(written).as_bytes());
            assert!(from_document.starts_with("<svg "), "{written}");
            assert_eq!(from_document, drawn(&[&[network], flags].concat(), b""), "{written}");
        }
        assert!(complaint(&["render", network, "-o", "x.svg", "--page", "0"]).contains("--page"));
    }

    #[test]
    fn what_it_does_not_do() {
        let table = [
            (&["render", LOSSY, "-o", "maps.gif"][..], "let it end in .svg, .png or .pdf"),
            (&["render", LOSSY, "-o", "maps"], "let it end in .svg, .png or .pdf"),
            (&["render", LOSSY, "-o", "maps.svg", "--scale", "0"], "write a number from"),
            (&["render", LOSSY, "-o", "maps.svg", "--scale", "nan"], "write a number from"),
            (&["render", LOSSY, "-o", "maps.svg", "--unit", "conv2:0,0"], "there is no layer “conv2”"),
            (&["render", LOSSY, "-o", "maps.svg", "--theme", "pink"], "light, dark, contrast, print"),
            (&["render", LOSSY], "--output"),
        ];
        for (args, reason) in table {
            let message = complaint(args);
            assert!(message.contains(reason), "{args:?}: {message}");
        }
    }
}

mod source {
    use super::*;

    #[test]
    fn words_without_quotation_marks_are_one_stack() {
        assert_eq!(answer(&["convert", "1x7x7:", "conv", "k3", "s3", "--to", "stack"]), format!("{LOSSY}\n"));
    }

    #[test]
    fn a_file_of_layer_text_with_line_ends_of_another_system() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.txt");
        fs::write(&path, "\u{FEFF}# the lecture\r\n1x7x7: conv k3 s3\r\n").unwrap();
        assert_eq!(answer(&["convert", path.to_str().unwrap(), "--to", "stack"]), format!("{LOSSY}\n"));
    }

    /// A typing error in each place: what is wrong, a mark under the word, and what to write.
    #[test]
    fn errors_show_the_word() {
        let message = complaint(&["report", "1x7x7: conv k3 s3, convv k3"]);
        let lines: Vec<&str> = message.lines().collect();
        assert_eq!(lines[0], "receptive: stack: line 1, column 20: “convv” is no layer; did you mean conv?");
        assert_eq!(lines[1], "    1x7x7: conv k3 s3, convv k3");
        assert_eq!(lines[2], "                       ^^^^^");
        let table = [
            ("1x7x: conv k3", "1x7x"),
            ("1x0x7: conv k3", "too small"),
            ("0@1x7x7: conv k3", "too small"),
            ("1x7x7x7x7: conv k3", "4 sizes"),
            ("1x7x7 conv k3", "a colon is missing"),
            ("1x7x7: conv", "no kernel"),
            ("1x7x7: conv k0", "too small"),
            ("1x7x7: conv k3 s0", "too small"),
            ("1x7x7: conv k-3", "kernel"),
            ("1x7x7: conv k1000000000000", "too large"),
            ("1x7x7: conv k99999999999999999999", "too large"),
            ("1x7x7: conv k3 k5", "twice"),
            ("1x7x7: conv k3 q5", "does not understand"),
            ("1x7x7: relu k3", "does not understand"),
            ("1x7x7: conv k3 p1 psame", "padding"),
            ("1x7x7: linear", "no number of outputs"),
            ("1x7x7: conv k3 name=\"a", "not closed"),
            ("conv k3: 1x7x7", "the input is missing"),
        ];
        for (stack, reason) in table {
            let message = complaint(&["report", stack]);
            assert!(
                message.starts_with("receptive: stack: line 1, column ") && message.contains(reason),
                "{stack}: {message}"
            );
            assert_eq!(message.lines().count(), 3, "{stack}: {message}");
        }
    }

    #[test]
    fn what_is_meant_as_a_file_and_is_not_there() {
        for name in [
            "nosuch.toml",
            "./nosuch",
            "some/where/else",
            "/no/such/file",
            "nets/vgg.txt",
            "C:/nets/vgg.net",
            "d:\\nets\\vgg.net",
            "",
        ] {
            let message = complaint(&["report", name]);
            assert_eq!(message, format!("receptive: {name}: there is no such file; check the name\n"));
        }
        let message = complaint(&["report", "vgg"]);
        assert!(
            message.starts_with("receptive: vgg: there is no such file, and as a stack the input is missing; write"),
            "{message}"
        );
    }

    #[test]
    fn files_that_are_no_networks() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let utf16: Vec<u8> = "\u{FEFF}1x7x7: conv k3".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let table = [
            (folder.path().to_str().unwrap().to_owned(), "this is a folder; name a file in it"),
            (file("empty.toml", b""), "the text is empty; write a stack"),
            (file("blank.txt", b" \r\n\t"), "the text is empty; write a stack"),
            (file("wide.txt", &utf16), "UTF-16 or UTF-32; save it as UTF-8"),
            (file("old.txt", b"1x7x7: conv k3 name=\xF1\xE2"), "line 1 is not in UTF-8; save it as UTF-8"),
            (file("picture.png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), "this is no text"),
            (file("new.toml", b"version = 2\ninput = 7"), "version 2 of the format is newer than this program"),
            (
                file("cut.toml", b"version = 1\ninput = \"1x7x7\"\nlayers = [\n  \"conv k3"),
                "the end of the file is missing",
            ),
            (file("half.toml", b"version = 1\ninput = \"1x7x7\"\n"), "the key layers is missing"),
            (
                file("typo.toml", b"input = \"1x7x7\"\nlayers = [\"relu\", \"convv k3\"]"),
                "line 2, column 20: layer 2: “convv” is no layer; did you mean conv?",
            ),
        ];
        for (path, reason) in &table {
            for command in [&["report", path][..], &["check", path], &["convert", path, "--to", "stack"]] {
                let message = complaint(command);
                assert!(message.starts_with(&format!("receptive: {path}: ")) && message.contains(reason), "{message}");
            }
        }
    }

    #[test]
    fn a_huge_file_is_refused_unread() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(50 << 20).unwrap();
        let message = complaint(&["report", file.path().to_str().unwrap()]);
        assert!(message.contains("more than 16 MiB"), "{message}");
        let endless = run_with_input(&["report", "-"], &vec![b'#'; (16 << 20) + 1]);
        assert!(endless.code == 2 && endless.err.contains("standard input: more than 16 MiB"), "{}", endless.err);
        #[cfg(unix)]
        assert!(complaint(&["report", "/dev/zero"]).contains("more than 16 MiB"));
    }

    #[cfg(unix)]
    #[test]
    fn an_unreadable_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(file.path()).is_ok() {
            return; // Nothing is unreadable for an administrator.
        }
        assert!(complaint(&["report", file.path().to_str().unwrap()]).contains("check its permissions"));
    }
}

#[test]
fn mistakes_are_told_with_what_to_write_instead() {
    assert_eq!(
        complaint(&["report", "1x7x7: conv k3", "--input-size", "9"]),
        "receptive: --input-size 9: the image has 2 axes; give one size for each, as in 7x7\n"
    );
    assert_eq!(
        complaint(&["report", "1x7: conv k3", "--input-size", "9x9"]),
        "receptive: --input-size 9x9: the image has 1 axis; give one size for each, as in 7\n"
    );
    let message = complaint(&["rport", "1x7x7: conv k3"]);
    assert!(
        message.starts_with("receptive: there is no command “rport”; write one of report, render, run,"),
        "{message}"
    );
    // A word alone is a file's name.
    assert!(complaint(&["report", "rport"]).contains("there is no such file"));
}

#[test]
fn help_and_mistakes() {
    for args in [
        &["--help"][..],
        &["report", "--help"],
        &["render", "--help"],
        &["check", "--help"],
        &["convert", "--help"],
        &["completions", "--help"],
    ] {
        let Ran { code, out, err } = run(args);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains("Examples:"), "{args:?}");
    }
    assert!(answer(&["--version"]).starts_with("receptive 0."));
    for args in [
        &["report"][..],
        &["report", LOSSY, "--format", "xml"],
        &["report", LOSSY, "--lang", "fr"],
        &["check", LOSSY, "--min-rf", "x"],
        &["convert", LOSSY],
    ] {
        complaint(args);
    }
}

/// A stream whose reader has gone.
struct Gone(io::ErrorKind);

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn streams_that_end_early() {
    let mut err = Vec::new();
    let args = ["receptive", "report", LOSSY];
    assert_eq!(cli::run_with(args, &mut io::empty(), &mut Gone(io::ErrorKind::BrokenPipe), &mut err), 0);
    assert!(err.is_empty());
    assert_eq!(cli::run_with(args, &mut io::empty(), &mut Gone(io::ErrorKind::StorageFull), &mut err), 2);
    assert!(String::from_utf8(err).unwrap().starts_with("receptive: standard output: "));
}

fn program() -> Command {
    Command::new(Path::new(env!("CARGO_BIN_EXE_receptive")))
}

#[test]
fn the_real_program_survives_a_closed_pipe() {
    let mut child = program()
        .args(["report", LOSSY])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn the_real_program_without_a_display() {
    let mut command = program();
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(variable);
    }
    // Where there is no X11 or Wayland a display cannot be taken away.
    if cfg!(all(feature = "window", not(target_os = "linux"))) {
        return;
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("receptive: ") && err.contains("receptive render"), "{err}");
    // What the window would have told of a file is told here too.
    let output = command.arg("no/such/net.toml").output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    let told = !cfg!(feature = "window") || err.contains("net.toml: there is no such file");
    assert!(told && err.contains("receptive render"), "{err}");
}
