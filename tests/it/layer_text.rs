//! Layer text: what is printed reads back as the same stack, every way to write a layer means one thing, and every slip
//! gives one message that says where it is, what is wrong and what to write instead.

use proptest::prelude::*;
use receptive::import::layer_text::{read_layer, read_layers, read_shape, read_stack};
use receptive::net::{DEFAULT_NAMES, Layer, MAX_LAYERS, NewLayer, Shape, Stack};

use super::random;

#[test]
fn layers_are_printed_in_one_way() {
    let check = |written: &str, printed: &str| {
        let read = read_layer(written).unwrap_or_else(|error| panic!("{written}: {error}"));
        let mut stack = Stack::new(Shape::image(1, [1]));
        stack.push(read.name.clone(), read.enabled, read.op.clone());
        assert_eq!(stack.layers()[0].to_string(), printed, "{written}");
        assert_eq!(read_layer(printed), Ok(read), "{printed}");
    };
    let same = |text: &str| check(text, text);
    // Every word, shortest.
    for word in DEFAULT_NAMES {
        match word {
            "conv" | "convt" | "maxpool" | "avgpool" => same(&format!("{word} k3")),
            "adaptavg" | "adaptmax" => same(&format!("{word} o7")),
            "upsample" => same("upsample x2"),
            "linear" => same("linear c10"),
            "pad" | "crop" => same(&format!("{word} p1")),
            _ => same(word),
        }
    }
    // The examples of the design, and everything they have.
    check("conv k3 s2 p1 d1 c64 g1 nobias", "conv k3 s2 p1 c64 nobias");
    same("conv k3x5 s1x2 p0x2");
    same("conv k3 p0:1");
    same("conv k3 p0:1x2:3");
    same("conv k3 psame");
    same("conv k3 psame-lower");
    same("conv k3x3x3 s1x2x2 p1x1:2x0 d2 c64 g4 nobias");
    same("avgpool k3 s2 p1 ceil nocountpad");
    same("convt k4 s2 p1 op1 c8 g2 nobias");
    same("upsample x2x3 linear");
    same("adaptavg o7x7");
    same("linear c100 nobias");
    same("pad p1:0x1:0");
    // Defaults are not printed, and neither is what says the same twice.
    check("conv k3 s1 p0 d1 g1", "conv k3");
    check("conv k3 pvalid", "conv k3");
    check("conv k3 p1:1", "conv k3 p1");
    check("conv k3 psame-upper", "conv k3 psame");
    check("maxpool k2 s2", "maxpool k2");
    check("maxpool k2x3 s2x3", "maxpool k2x3");
    check("upsample x2 nearest", "upsample x2");
    // A pool steps by its kernel unless told.
    same("maxpool k2 s1");
    same("maxpool k2 s2x2");
    // Linked values and values of each axis stay apart.
    same("conv k3x3");
    same("conv k3 p1x1");
    // Any case, any order, `=`, `×`.
    check("CONV NOBIAS C64 P1 K3", "conv k3 p1 c64 nobias");
    check("conv d2 k3", "conv k3 d2");
    check("conv k=3 s=2 p=same", "conv k3 s2 psame");
    check("convt op=1 k2 s2", "convt k2 s2 op1");
    check("conv k3×5", "conv k3x5");
    // Names and switches.
    same("relu name=\"last\"");
    same("relu off");
    check("off relu name=Last".trim_start_matches("off "), "relu name=\"Last\"");
    check("relu off NAME=Last", "relu name=\"Last\" off");
    same("conv k3 name=\"a, b; c # \\\"d\\\" \\\\ ж\" off");
    check("conv name=k5 k3", "conv k3 name=\"k5\"");
}

#[test]
fn stacks_are_read_however_they_are_laid_out() {
    let check = |written: &str, printed: &str| {
        let stack = read_stack(written).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(stack.to_string(), printed, "{written}");
        assert_eq!(read_stack(printed), Ok(stack), "{printed}");
    };
    let lecture = "1x28x28: conv k5 c3, relu, conv k3 c6, relu, flatten, linear c100, relu, linear c10";
    check(lecture, lecture);
    check("16@3x32x32: relu", "16@3x32x32: relu");
    check("1@1x7: relu", "1x7: relu");
    check("2x16x16x16: conv k3", "2x16x16x16: conv k3");
    check("1×7×7: relu", "1x7x7: relu");
    check("1x7", "1x7:");
    check("1x7:", "1x7:");
    check("1x7:relu", "1x7: relu");
    check("1x7 : relu", "1x7: relu");
    check("1x7 :relu", "1x7: relu");
    check("1x7:\n  conv k3\n  relu\n", "1x7: conv k3, relu");
    check("# a net\n1x7: # one row\nconv k3; relu # and so on, and on\n\n, ;", "1x7: conv k3, relu");
    check("1x7: relu,, relu;\r\nrelu", "1x7: relu, relu, relu");
    check("1x7: relu name=\"a, b: # c\", relu", "1x7: relu name=\"a, b: # c\", relu");

    assert_eq!(read_layers("conv k3, relu").unwrap().len(), 2);
    assert_eq!(read_layers(" # nothing\n"), Ok(Vec::new()));
    assert_eq!(read_shape(" 16@3x4x5 ").map(|shape| shape.to_string()), Ok("16@3x4x5".to_owned()));
}

const STACK: &str = "write the input, a colon and the layers, as in 1x7x7: conv k3 s3";
const SHAPE: &str = "write channels and sizes, as in 3x224x224, with a batch as in 16@3x32x32";
const CONV: &str = "write it as in conv k3 s2 p1 d1 c64 g1 nobias";
const MAXPOOL: &str = "write it as in maxpool k3 s2 p1 d1 ceil";

#[test]
fn every_slip_has_its_message() {
    let check = |text: &str, message: &str| {
        let error = read_stack(text).expect_err(text);
        assert_eq!(error.to_string(), message, "{text}");
        assert!(text.get(error.range.clone()).is_some(), "{text}: {:?} is no part of it", error.range);
    };
    let stack = |text: &str, place: &str, problem: &str| check(text, &format!("{place}: {problem}; {STACK}"));
    let shape = |text: &str, problem: &str| check(text, &format!("line 1, column 1: {problem}; {SHAPE}"));
    // What is wrong with one layer, at its column in a stack whose layers begin in column 6.
    let layer = |text: &str, column: usize, problem: &str, expected: &str| {
        check(&format!("1x7: {text}"), &format!("line 1, column {}: {problem}; {expected}", column + 5));
    };
    let number = |what: &str, least: u64| format!("write {what} from {least} to 1073741824");

    // The head.
    stack("", "line 1, column 1", "the text is empty");
    stack(" \n# only this", "line 2, column 12", "the text is empty");
    stack("conv k3", "line 1, column 1", "the input is missing");
    stack("\n  relu", "line 2, column 3", "the input is missing");
    stack("1x7x7 conv k3", "line 1, column 7", "a colon is missing before “conv”");
    shape("7: relu", "the input “7” has no sizes");
    shape("1,7: relu", "the input “1” has no sizes");
    shape("1x7x7x7x7: relu", "the input “1x7x7x7x7” has 4 sizes");
    check(
        "x7: relu",
        "line 1, column 1: “x7”: a number of channels is missing; write a number of channels from 1 to 1073741824",
    );
    check("@1x7: relu", "line 1, column 1: “@1x7”: a batch is missing; write a batch from 1 to 1073741824");
    check("1xx7: relu", "line 1, column 1: “1xx7”: a size is missing; write a size from 1 to 1073741824");
    check("1x7.5: relu", "line 1, column 1: “1x7.5”: “7.5” is no whole number; write a size from 1 to 1073741824");
    check("1x0: relu", "line 1, column 1: “1x0”: 0 is too small; write a size from 1 to 1073741824");
    check("0x7: relu", "line 1, column 1: “0x7”: 0 is too small; write a number of channels from 1 to 1073741824");
    check("0@1x7: relu", "line 1, column 1: “0@1x7”: 0 is too small; write a batch from 1 to 1073741824");
    check(
        "1x9999999999: relu",
        "line 1, column 1: “1x9999999999”: 9999999999 is too large; write a size from 1 to 1073741824",
    );

    // The first word of a layer.
    let any_word = format!("write one of {}", DEFAULT_NAMES.join(", "));
    layer("konv k3", 1, "“konv” is no layer", "did you mean conv?");
    layer("MaxPol k3", 1, "“MaxPol” is no layer", "did you mean maxpool?");
    layer("Conv2d k3", 1, "“Conv2d” is no layer", "did you mean conv?");
    layer("batchnorm", 1, "“batchnorm” is no layer", "did you mean bn?");
    layer("свёртка k3", 1, "“свёртка” is no layer", &any_word);
    layer("x", 1, "“x” is no layer", &any_word);
    let no_joins = "leave it out: the layers of a stack follow one another, branches never meet";
    layer("add", 1, "“add” is no layer", no_joins);
    let no_list = "begin a layer with its word; values for several axes are joined as in conv k3x5";
    layer("conv k3,5", 9, "“5” is no layer", no_list);
    check("1x7: relu\n\tkonv k3\nrelu", "line 2, column 2: “konv” is no layer; did you mean conv?");
    check("1x7: relu name=\"жук\", konv", "line 1, column 23: “konv” is no layer; did you mean conv?");

    // What a layer cannot do without.
    layer("conv", 1, "“conv” has no kernel", CONV);
    layer("conv 3", 1, "“conv” has no kernel", CONV);
    layer("MaxPool s2", 1, "“MaxPool” has no kernel", MAXPOOL);
    layer("convt op1", 1, "“convt” has no kernel", "write it as in convt k4 s2 p1 op1 c64");
    layer("upsample 2", 1, "“upsample” has no factor", "write it as in upsample x2 linear");
    layer("adaptavg", 1, "“adaptavg” has no output size", "write it as in adaptavg o7x7");
    layer("linear 10", 1, "“linear” has no number of outputs", "write it as in linear c100 nobias");
    layer("pad 1", 1, "“pad” has no amount", "write it as in pad p1:0x1:0");
    layer("crop", 1, "“crop” has no amount", "write it as in crop p1");

    // Values.
    layer("conv k", 6, "“k”: a kernel is missing", &number("a kernel", 1));
    layer("conv k3x", 6, "“k3x”: a kernel is missing", &number("a kernel", 1));
    layer("conv k0", 6, "“k0”: 0 is too small", &number("a kernel", 1));
    layer("conv k-3", 6, "“k-3”: “-3” is no whole number", &number("a kernel", 1));
    layer("conv k=-3", 6, "“k=-3”: “-3” is no whole number", &number("a kernel", 1));
    layer("conv k2000000000", 6, "“k2000000000”: 2000000000 is too large", &number("a kernel", 1));
    let huge = "9".repeat(40);
    layer(&format!("conv k{huge}"), 6, &format!("“k{huge}”: {huge} is too large"), &number("a kernel", 1));
    layer("conv k3 s0", 9, "“s0”: 0 is too small", &number("a stride", 1));
    layer("conv k3 s1.5", 9, "“s1.5”: “1.5” is no whole number", &number("a stride", 1));
    layer("conv k3 d0", 9, "“d0”: 0 is too small", &number("a dilation", 1));
    layer("conv k3 p1:", 9, "“p1:”: a padding is missing", &number("a padding", 0));
    layer("conv k3 p1:2:3", 9, "“p1:2:3”: “2:3” is no whole number", &number("a padding", 0));
    layer("conv k3 c0", 9, "“c0”: 0 is too small", &number("a number of channels", 1));
    layer("conv k3 c1x2", 9, "“c1x2”: “1x2” is no whole number", &number("a number of channels", 1));
    layer("conv k3 g0", 9, "“g0”: 0 is too small", &number("a number of groups", 1));
    layer("convt k2 op", 10, "“op”: an output padding is missing", &number("an output padding", 0));
    layer("upsample x0", 10, "“x0”: 0 is too small", &number("a factor", 1));
    layer("adaptmax o0", 10, "“o0”: 0 is too small", &number("an output size", 1));
    layer("linear c0", 8, "“c0”: 0 is too small", &number("a number of outputs", 1));
    let axes = "write one value, or one for each of up to 3 axes";
    layer("conv k3x3x3x3", 6, "“k3x3x3x3” has 4 values", axes);

    // Twice the same.
    layer("conv k3 k5", 9, "“k5”: k is given twice", "keep one of the two");
    layer("conv k3 psame p1", 15, "the padding is given twice, as “psame” and as “p1”", "keep one of the two");
    layer("conv k3 p1 psame", 12, "the padding is given twice, as “p1” and as “psame”", "keep one of the two");
    layer("conv k3 psame pvalid", 15, "the padding is given twice, as “psame” and as “pvalid”", "keep one of the two");
    layer("upsample x2 nearest linear", 1, "upsample is both nearest and linear", "keep one of the two");
    layer("relu name=a name=b", 13, "“name=b”: name is given twice", "keep one of the two");

    // Words that the layer does not have.
    layer("conv k3 q5", 9, "conv does not understand “q5”", CONV);
    layer("conv k3 ceil", 9, "conv does not understand “ceil”", CONV);
    layer("conv k3 relu", 9, "conv does not understand “relu”", CONV);
    layer("conv k3 op1", 9, "conv does not understand “op1”", CONV);
    layer("maxpool k2 c3", 12, "maxpool does not understand “c3”", MAXPOOL);
    layer("upsample x2 bilinear", 13, "upsample does not understand “bilinear”", "write it as in upsample x2 linear");
    layer(
        "gap o1",
        5,
        "gap does not understand “o1”",
        "write gap alone, or with name=… or off as in gap name=last off",
    );

    // Names.
    let name = "write it as in name=stem or name=\"first block\"";
    layer("relu name=", 6, "the name is empty", name);
    layer("relu name=\"  \"", 6, "“\"  \"” is no name", name);
    layer("relu name=\"a\"b", 6, "“\"a\"b” is no name", name);
    layer("relu name=\"\\q\"", 6, "“\"\\q\"” is no name", name);
    layer("relu name=\"a, relu", 11, "the quotation mark is not closed", "end the name with a second \"");
}

#[test]
fn single_layers_and_inputs_have_messages_too() {
    let layer = |text: &str| read_layer(text).expect_err(text).to_string();
    assert_eq!(layer(""), "line 1, column 1: the layer is empty; write a layer such as conv k3");
    assert_eq!(layer("relu, relu"), "line 1, column 7: a second layer begins here; write one layer alone");
    let shape = |text: &str| read_shape(text).expect_err(text).to_string();
    let expected = "write channels and sizes, as in 3x224x224, with a batch as in 16@3x32x32";
    assert_eq!(shape(""), format!("line 1, column 1: the input is empty; {expected}"));
    assert_eq!(shape(" a"), format!("line 1, column 2: the input “a” has no sizes; {expected}"));
    let many = "relu,".repeat(MAX_LAYERS + 1);
    let expected = "column 500001: more than 100000 layers; keep to 100000 layers";
    assert_eq!(read_layers(&many).unwrap_err().to_string(), format!("line 1, {expected}"));
}

/// A text as long as a file may be, without a comma: it is refused at once, not after a list of its words.
#[test]
fn long_texts_are_refused_early() {
    let most = 16 << 20;
    let words = "a ".repeat(most / 2);
    let message = read_stack(&format!("1x7: conv k3 {words}")).unwrap_err().to_string();
    assert_eq!(message, "line 1, column 136: more than 64 words in one layer; end each layer with a comma or the line");
    assert!(read_stack("1x7: conv k3 a a a").unwrap_err().to_string().contains("does not understand “a”"));
    let commas = read_layers(&"relu,".repeat(most / 5)).unwrap_err().to_string();
    assert!(commas.contains("more than 100000 layers"), "{commas}");
    // A word as long as that is named by its beginning.
    let long = "k3x".repeat(most / 3);
    for text in
        [format!("1x7: {long}"), format!("1x7: conv {long}"), format!("1x7: conv k3 {long}"), format!("1x{long}")]
    {
        let message = read_stack(&text).unwrap_err().to_string();
        assert!(message.contains("k3xk3x") && message.contains("…”") && message.len() < 400, "{message}");
    }
    let message = read_stack(&format!("1x7: conv k{}3", "3x".repeat(most / 2))).unwrap_err().to_string();
    assert!(message.contains("has 8388609 values"), "{message}");
}

/// The ids of a stack that was read are those of one that was built, so equal stacks are equal values.
fn reads_back(stack: &Stack) {
    let text = stack.to_string();
    assert_eq!(read_stack(&text).as_ref(), Ok(stack), "{text}");
    let layers = stack.layers().iter().cloned();
    let layers =
        layers.map(|Layer { name, enabled, op, parameters, .. }| NewLayer { name, enabled, op, parameters }).collect();
    let texts: Vec<String> = stack.layers().iter().map(ToString::to_string).collect();
    assert_eq!(read_layers(&texts.join("\n")), Ok(layers), "{text}");
}

proptest! {
    #![proptest_config(random::cases(1500))]

    #[test]
    fn printing_then_reading_gives_the_same_stack(stack in random::any_stack()) {
        reads_back(&stack);
    }

    /// What comes out is a stack or a message about a part of the text.
    #[test]
    fn any_text_is_read_or_refused(text in ".*") {
        let _ = read_shape(&text);
        let _ = read_layer(&text);
        if let Err(error) = read_stack(&text) {
            prop_assert!(text.get(error.range).is_some());
        }
    }

    /// The same of texts that are nearly right: words of the language in any order, cut, doubled and joined.
    #[test]
    fn nearly_right_texts_are_read_or_refused(
        stack in random::any_stack(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), "[ -~]|[,;#:x=\"\\\\\nж×@pkscog0-9-]{0,4}", 0..6_usize), 1..5),
    ) {
        let mut text = stack.to_string();
        for (place, put, cut) in changes {
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = place.index(ends.len());
            let to = (from + cut).min(ends.len() - 1);
            text.replace_range(ends[from]..ends[to], &put);
        }
        match read_stack(&text) {
            Ok(stack) => reads_back(&stack),
            Err(error) => prop_assert!(text.get(error.range).is_some()),
        }
    }
}
