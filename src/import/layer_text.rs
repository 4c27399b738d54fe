//! Layer text: `conv k3 s2 p1 c64`, and whole stacks: `1x28x28: conv k5 c3, relu`.
//!
//! Layers are separated by commas, semicolons or line ends; `#` starts a comment. Words are read in any case and, after
//! the layer's first word, in any order.

use std::ops::Range;

use crate::axes::{Axes, MAX_AXES, PerAxis};
use crate::net::{
    Conv, ConvTransposed, DEFAULT_NAMES, Ends, Interpolation, Layer, Linear, MAX_BATCH, MAX_CHANNELS, MAX_LAYERS,
    MAX_SETTING, MAX_SIZE, Op, Padding, Pointwise, Pool, PoolKind, Shape, Stack, Window,
};

/// What is wrong with a layer text, where, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}; {expected}")]
pub struct TextError {
    /// 1-based line in the text.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// The bytes of the text that the error is about.
    pub range: Range<usize>,
    /// What is wrong, naming the word.
    pub problem: String,
    /// What to write instead.
    pub expected: String,
}

/// A layer as written, before it has a place in a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerText {
    pub name: Option<String>,
    pub enabled: bool,
    pub op: Op,
}

/// Reads a whole stack: the input, a colon, the layers.
pub fn read_stack(text: &str) -> Result<Stack, TextError> {
    let reader = Reader { text };
    let items = reader.items()?;
    let Some((shape_words, layers)) = items.split_first() else {
        return Err(reader.error(text.len()..text.len(), "the text is empty", EXPECTED_STACK));
    };
    let Some((input, rest)) = reader.input_of(shape_words)? else {
        let range = shape_words.range();
        return Err(reader.error(range, "the input is missing", EXPECTED_STACK));
    };
    let mut stack = Stack::new(input);
    let first = (!rest.is_empty()).then_some(Item { words: rest });
    reader.push_layers(&mut stack, first.iter().chain(layers))?;
    Ok(stack)
}

/// Reads layers without an input, as pasted into a stack: `conv k3, relu`.
pub fn read_layers(text: &str) -> Result<Vec<LayerText>, TextError> {
    let reader = Reader { text };
    let items = reader.items()?;
    if items.len() > MAX_LAYERS {
        return Err(reader.too_many_layers(&items[MAX_LAYERS]));
    }
    items.iter().map(|item| reader.layer(item)).collect()
}

/// Reads one layer: `conv k3 s2`.
pub fn read_layer(text: &str) -> Result<LayerText, TextError> {
    let reader = Reader { text };
    match reader.items()?.as_slice() {
        [item] => reader.layer(item),
        [] => Err(reader.error(0..text.len(), "the layer is empty", "write a layer such as conv k3")),
        [_, second, ..] => Err(reader.error(second.range(), "a second layer begins here", "write one layer alone")),
    }
}

/// Reads an input: `1x28x28`, `16@3x32x32`.
pub fn read_shape(text: &str) -> Result<Shape, TextError> {
    let reader = Reader { text };
    let word = text.trim();
    let start = text.len() - text.trim_start().len();
    reader.shape(&Word { text: word.to_lowercase(), raw: word, range: start..start + word.len() })
}

const EXPECTED_STACK: &str = "write the input, a colon and the layers, as in 1x7x7: conv k3 s3";
const EXPECTED_SHAPE: &str = "write channels and sizes, as in 3x224x224, with a batch as in 16@3x32x32";

/// A word of the text: lower case, with its place.
#[derive(Clone, Debug)]
struct Word<'a> {
    text: String,
    raw: &'a str,
    range: Range<usize>,
}

/// The words of one layer; never empty.
#[derive(Clone, Debug)]
struct Item<'a> {
    words: Vec<Word<'a>>,
}

impl Item<'_> {
    fn range(&self) -> Range<usize> {
        self.words[0].range.start..self.words[self.words.len() - 1].range.end
    }
}

struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn error(&self, range: Range<usize>, problem: impl Into<String>, expected: impl Into<String>) -> TextError {
        let before = &self.text[..range.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        TextError {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            range,
            problem: problem.into(),
            expected: expected.into(),
        }
    }

    fn too_many_layers(&self, item: &Item<'_>) -> TextError {
        self.error(item.range(), format!("more than {MAX_LAYERS} layers"), format!("keep to {MAX_LAYERS} layers"))
    }

    /// Splits the text into layers and their words. Separators inside a quoted name do not count.
    fn items(&self) -> Result<Vec<Item<'a>>, TextError> {
        let mut items = Vec::new();
        let mut words: Vec<Word<'a>> = Vec::new();
        let mut start: Option<usize> = None;
        let mut quote: Option<usize> = None;
        let mut escaped = false;
        let mut comment = false;
        let end_word = |start: &mut Option<usize>, end: usize, words: &mut Vec<Word<'a>>| {
            if let Some(begin) = start.take() {
                let raw = &self.text[begin..end];
                words.push(Word { text: raw.to_lowercase(), raw, range: begin..end });
            }
        };
        for (at, c) in self.text.char_indices() {
            if let Some(_open) = quote {
                match c {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' => quote = None,
                    '\n' => break,
                    _ => {}
                }
                continue;
            }
            if comment && c != '\n' {
                continue;
            }
            match c {
                '"' => {
                    quote = Some(at);
                    start.get_or_insert(at);
                }
                ',' | ';' | '\n' | '#' => {
                    end_word(&mut start, at, &mut words);
                    comment = c == '#';
                    if c != '#' && !words.is_empty() {
                        items.push(Item { words: std::mem::take(&mut words) });
                    }
                }
                c if c.is_whitespace() => end_word(&mut start, at, &mut words),
                _ => {
                    start.get_or_insert(at);
                }
            }
        }
        if let Some(open) = quote {
            let end = self.text[open..].find('\n').map_or(self.text.len(), |n| open + n);
            return Err(self.error(open..end, "the quotation mark is not closed", "end the name with a second \""));
        }
        end_word(&mut start, self.text.len(), &mut words);
        if !words.is_empty() {
            items.push(Item { words });
        }
        Ok(items)
    }

    /// The input at the head of a stack and the words that follow its colon; `None` where there is no such head.
    fn input_of(&self, item: &Item<'a>) -> Result<Option<(Shape, Vec<Word<'a>>)>, TextError> {
        let first = &item.words[0];
        // `x7x7` is an input gone wrong, `conv` is none.
        if !first.text.starts_with(|c: char| c.is_ascii_digit() || "@x×".contains(c)) {
            return Ok(None);
        }
        let (raw, rest) = first.raw.split_once(':').map_or((first.raw, None), |(raw, rest)| (raw, Some(rest)));
        let range = first.range.start..first.range.start + raw.len();
        let shape = self.shape(&Word { text: raw.to_lowercase(), raw, range: range.clone() })?;
        let mut words = item.words[1..].to_vec();
        match rest {
            Some("") => {}
            // `1x7x7:conv k3`, without a space.
            Some(rest) => {
                let range = first.range.end - rest.len()..first.range.end;
                words.insert(0, Word { text: rest.to_lowercase(), raw: rest, range });
            }
            None => match words.first_mut() {
                Some(word) if word.raw == ":" => {
                    words.remove(0);
                }
                Some(word) if word.raw.starts_with(':') => {
                    word.text.remove(0);
                    word.raw = &word.raw[1..];
                    word.range.start += 1;
                }
                Some(word) => {
                    let problem = format!("a colon is missing before “{}”", word.raw);
                    return Err(self.error(word.range.clone(), problem, EXPECTED_STACK));
                }
                None => {}
            },
        }
        Ok(Some((shape, words)))
    }

    fn shape(&self, word: &Word<'_>) -> Result<Shape, TextError> {
        let (batch, sizes) = word.text.split_once('@').map_or((None, word.text.as_str()), |(b, s)| (Some(b), s));
        let batch = match batch {
            Some(digits) => self.number(word, digits, 1, MAX_BATCH, "batch")?,
            None => 1,
        };
        let parts: Vec<&str> = sizes.split(['x', '×']).collect();
        let [channels, sizes @ ..] = parts.as_slice() else { unreachable!("split gives at least one part") };
        if sizes.is_empty() || sizes.len() > MAX_AXES {
            let problem = match sizes.len() {
                0 if word.raw.is_empty() => "the input is empty".to_owned(),
                0 => format!("the input “{}” has no sizes", word.raw),
                n => format!("the input “{}” has {n} sizes", word.raw),
            };
            return Err(self.error(word.range.clone(), problem, EXPECTED_SHAPE));
        }
        let channels = self.number(word, channels, 1, MAX_CHANNELS, "number of channels")?;
        let size: Result<Axes<u64>, TextError> =
            sizes.iter().map(|digits| self.number(word, digits, 1, MAX_SIZE, "size")).collect();
        Ok(Shape { batch, channels, size: size? })
    }

    fn number(&self, word: &Word<'_>, digits: &str, least: u64, most: u64, what: &str) -> Result<u64, TextError> {
        let a = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let expected = format!("write {a} {what} from {least} to {most}");
        if digits.is_empty() {
            return Err(self.error(word.range.clone(), format!("“{}”: {a} {what} is missing", word.raw), expected));
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            let problem = format!("“{}”: {} is no whole number", word.raw, quoted(digits));
            return Err(self.error(word.range.clone(), problem, expected));
        }
        match digits.parse::<u64>() {
            Ok(value) if (least..=most).contains(&value) => Ok(value),
            Ok(value) if value < least => {
                Err(self.error(word.range.clone(), format!("“{}”: {value} is too small", word.raw), expected))
            }
            _ => Err(self.error(word.range.clone(), format!("“{}”: {digits} is too large", word.raw), expected)),
        }
    }

    fn push_layers<'i>(&self, stack: &mut Stack, items: impl Iterator<Item = &'i Item<'a>>) -> Result<(), TextError>
    where
        'a: 'i,
    {
        for item in items {
            if stack.layers().len() == MAX_LAYERS {
                return Err(self.too_many_layers(item));
            }
            let LayerText { name, enabled, op } = self.layer(item)?;
            stack.push(name, enabled, op);
        }
        Ok(())
    }

    fn layer(&self, item: &Item<'a>) -> Result<LayerText, TextError> {
        let (first, words) = item.words.split_first().expect("an item has words");
        let mut settings = Settings { reader: self, layer: first.clone(), words: words.to_vec() };
        let (name, enabled) = settings.name_and_state()?;
        let op = settings.op()?;
        settings.finish(&op)?;
        Ok(LayerText { name, enabled, op })
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "nothing".to_owned() } else { format!("“{text}”") }
}

/// The words of one layer after its first; each is taken out as it is understood, and what is left is an error.
struct Settings<'r, 'a> {
    reader: &'r Reader<'a>,
    layer: Word<'a>,
    words: Vec<Word<'a>>,
}

impl<'a> Settings<'_, 'a> {
    /// Takes out the word that begins with `letters` and goes on with a number (or `=`), and gives what follows.
    fn take(&mut self, letters: &str) -> Result<Option<(Word<'a>, String)>, TextError> {
        let value_of = |word: &Word<'a>| {
            let rest = word.text.strip_prefix(letters)?;
            let rest = rest.strip_prefix('=').unwrap_or(rest);
            rest.starts_with(|c: char| c.is_ascii_digit()).then(|| rest.to_owned())
        };
        let mut found = None;
        let mut at = 0;
        while at < self.words.len() {
            match value_of(&self.words[at]) {
                Some(value) if found.is_none() => found = Some((self.words.remove(at), value)),
                Some(_) => {
                    let word = &self.words[at];
                    let problem = format!("“{}”: {letters} is given twice", word.raw);
                    return Err(self.reader.error(word.range.clone(), problem, "keep one of the two"));
                }
                None => at += 1,
            }
        }
        // `k-3` and `k` are a setting gone wrong, `ceil` is a word of its own.
        let broken = |word: &&Word<'a>| {
            let rest = word.text.strip_prefix(letters).map(|rest| rest.strip_prefix('=').unwrap_or(rest));
            rest.is_some_and(|rest| {
                let mut first = rest.chars();
                first
                    .next()
                    .is_none_or(|c| !c.is_alphabetic() || (c == 'x' && first.next().is_none_or(|c| !c.is_alphabetic())))
            })
        };
        if let (None, Some(word)) = (&found, self.words.iter().find(broken)) {
            let rest = &word.text[letters.len()..];
            return Ok(Some((word.clone(), rest.strip_prefix('=').unwrap_or(rest).to_owned())));
        }
        Ok(found)
    }

    fn flag(&mut self, flag: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word.text != flag);
        self.words.len() < before
    }

    fn per_axis<T: Copy>(
        &self,
        word: &Word<'a>,
        value: &str,
        mut one: impl FnMut(&str) -> Result<T, TextError>,
    ) -> Result<PerAxis<T>, TextError> {
        let values: Vec<T> = value.split(['x', '×']).map(&mut one).collect::<Result<_, _>>()?;
        match values.as_slice() {
            [value] => Ok(PerAxis::All(*value)),
            values if values.len() <= MAX_AXES => Ok(PerAxis::Each(values.iter().copied().collect())),
            values => {
                let problem = format!("“{}” has {} values", word.raw, values.len());
                Err(self.reader.error(
                    word.range.clone(),
                    problem,
                    format!("write one value, or one for each of up to {MAX_AXES} axes"),
                ))
            }
        }
    }

    fn numbers(&mut self, letters: &str, what: &str, least: u64) -> Result<Option<PerAxis<u64>>, TextError> {
        let Some((word, value)) = self.take(letters)? else { return Ok(None) };
        self.per_axis(&word, &value, |digits| self.reader.number(&word, digits, least, MAX_SETTING, what)).map(Some)
    }

    fn number(&mut self, letters: &str, what: &str) -> Result<Option<u64>, TextError> {
        let Some((word, value)) = self.take(letters)? else { return Ok(None) };
        self.reader.number(&word, &value, 1, MAX_CHANNELS, what).map(Some)
    }

    fn ends(&mut self) -> Result<Option<PerAxis<Ends>>, TextError> {
        let Some((word, value)) = self.take("p")? else { return Ok(None) };
        let read = |digits: &str| self.reader.number(&word, digits, 0, MAX_SETTING, "padding");
        self.per_axis(&word, &value, |text| match text.split_once(':') {
            Some((begin, end)) => Ok(Ends { begin: read(begin)?, end: read(end)? }),
            None => read(text).map(Ends::both),
        })
        .map(Some)
    }

    fn missing(&self, what: &str) -> TextError {
        let layer = &self.layer;
        let problem = format!("“{}” has no {what}", layer.raw);
        let example = example_of(&layer.text).unwrap_or_default();
        self.reader.error(layer.range.clone(), problem, format!("write it as in {example}"))
    }

    fn window(&mut self, stride_is_kernel: bool) -> Result<Window, TextError> {
        let kernel = self.numbers("k", "kernel", 1)?.ok_or_else(|| self.missing("kernel"))?;
        let stride = self.numbers("s", "stride", 1)?;
        let dilation = self.numbers("d", "dilation", 1)?;
        let padding = self.padding()?;
        let default_stride = if stride_is_kernel { kernel.clone() } else { PerAxis::All(1) };
        Ok(Window {
            kernel,
            stride: stride.unwrap_or(default_stride),
            padding,
            dilation: dilation.unwrap_or(PerAxis::All(1)),
        })
    }

    /// The padding, which is a word or a number.
    fn padding(&mut self) -> Result<Padding, TextError> {
        let named = |word: &Word<'a>| match word.text.strip_prefix('p')?.trim_start_matches('=') {
            "same" | "same-upper" => Some(Padding::Same),
            "same-lower" => Some(Padding::SameLower),
            "valid" => Some(Padding::NONE),
            _ => None,
        };
        let given = |word: &Word<'a>| {
            let number = |rest: &str| rest.trim_start_matches('=').starts_with(|c: char| c.is_ascii_digit());
            named(word).is_some() || word.text.strip_prefix('p').is_some_and(number)
        };
        let Some(at) = self.words.iter().position(|word| named(word).is_some()) else {
            return Ok(self.ends()?.map_or(Padding::NONE, Padding::Explicit));
        };
        let mut all = self.words.iter().filter(|word| given(word));
        if let (Some(first), Some(second)) = (all.next(), all.next()) {
            let problem = format!("the padding is given twice, as “{}” and as “{}”", first.raw, second.raw);
            return Err(self.reader.error(second.range.clone(), problem, "keep one of the two"));
        }
        let word = self.words.remove(at);
        Ok(named(&word).unwrap_or(Padding::NONE))
    }

    fn name_and_state(&mut self) -> Result<(Option<String>, bool), TextError> {
        let enabled = !self.flag("off");
        let Some(at) = self.words.iter().position(|word| word.text.starts_with("name=")) else {
            return Ok((None, enabled));
        };
        let word = self.words.remove(at);
        if let Some(second) = self.words.iter().find(|word| word.text.starts_with("name=")) {
            let problem = format!("“{}”: name is given twice", second.raw);
            return Err(self.reader.error(second.range.clone(), problem, "keep one of the two"));
        }
        let written = &word.raw["name=".len()..];
        let name = if written.starts_with('"') { serde_json::from_str(written).ok() } else { Some(written.to_owned()) };
        if let Some(name) = name.filter(|name: &String| !name.trim().is_empty()) {
            return Ok((Some(name), enabled));
        }
        let problem = format!("{} is no name", quoted(written));
        Err(self.reader.error(word.range, problem, "write it as in name=stem or name=\"first block\""))
    }

    fn pool(&mut self, kind: PoolKind) -> Result<Op, TextError> {
        let window = self.window(true)?;
        Ok(Op::Pool(Pool { kind, window, ceil: self.flag("ceil"), count_padding: !self.flag("nocountpad") }))
    }

    fn adaptive(&mut self, kind: PoolKind) -> Result<Op, TextError> {
        let out = self.numbers("o", "output size", 1)?.ok_or_else(|| self.missing("output size"))?;
        Ok(Op::AdaptivePool { kind, out })
    }

    fn op(&mut self) -> Result<Op, TextError> {
        Ok(match self.layer.text.as_str() {
            "conv" => Op::Conv(Conv {
                window: self.window(false)?,
                channels: self.number("c", "number of channels")?,
                groups: self.number("g", "number of groups")?.unwrap_or(1),
                bias: !self.flag("nobias"),
            }),
            "convt" => {
                // Before the window: `op1` must not be mistaken for a setting of its own.
                let output_padding = self.numbers("op", "output padding", 0)?.unwrap_or(PerAxis::All(0));
                Op::ConvTransposed(ConvTransposed {
                    output_padding,
                    window: self.window(false)?,
                    channels: self.number("c", "number of channels")?,
                    groups: self.number("g", "number of groups")?.unwrap_or(1),
                    bias: !self.flag("nobias"),
                })
            }
            "maxpool" => self.pool(PoolKind::Max)?,
            "avgpool" => self.pool(PoolKind::Average)?,
            "adaptavg" => self.adaptive(PoolKind::Average)?,
            "adaptmax" => self.adaptive(PoolKind::Max)?,
            "gap" => Op::GlobalPool(PoolKind::Average),
            "gmp" => Op::GlobalPool(PoolKind::Max),
            "upsample" => {
                let factor = self.numbers("x", "factor", 1)?.ok_or_else(|| self.missing("factor"))?;
                let linear = self.flag("linear");
                let nearest = self.flag("nearest");
                if linear && nearest {
                    let problem = "upsample is both nearest and linear";
                    return Err(self.reader.error(self.layer.range.clone(), problem, "keep one of the two"));
                }
                Op::Upsample { factor, mode: if linear { Interpolation::Linear } else { Interpolation::Nearest } }
            }
            "relu" => Op::Pointwise(Pointwise::Relu),
            "sigmoid" => Op::Pointwise(Pointwise::Sigmoid),
            "tanh" => Op::Pointwise(Pointwise::Tanh),
            "gelu" => Op::Pointwise(Pointwise::Gelu),
            "bn" => Op::Pointwise(Pointwise::BatchNorm),
            "dropout" => Op::Pointwise(Pointwise::Dropout),
            "flatten" => Op::Flatten,
            "linear" => Op::Linear(Linear {
                channels: self.number("c", "number of outputs")?.ok_or_else(|| self.missing("number of outputs"))?,
                bias: !self.flag("nobias"),
            }),
            "pad" => Op::Pad(self.ends()?.ok_or_else(|| self.missing("amount"))?),
            "crop" => Op::Crop(self.ends()?.ok_or_else(|| self.missing("amount"))?),
            word => {
                let problem = format!("“{}” is no layer", self.layer.raw);
                return Err(self.reader.error(self.layer.range.clone(), problem, remedy_for(word)));
            }
        })
    }

    /// Complains of the first word that nothing understood.
    fn finish(self, op: &Op) -> Result<(), TextError> {
        let Some(word) = self.words.first() else { return Ok(()) };
        let problem = format!("{} does not understand “{}”", op.word(), word.raw);
        let expected = match example_of(op.word()) {
            Some(example) => format!("write it as in {example}"),
            None => format!("write {0} alone, or with name=… or off as in {0} name=last off", op.word()),
        };
        Err(self.reader.error(word.range.clone(), problem, expected))
    }
}

/// A well-formed layer for the word, to be shown in messages; `None` for layers without settings.
fn example_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "conv" => "conv k3 s2 p1 d1 c64 g1 nobias",
        "convt" => "convt k4 s2 p1 op1 c64",
        "maxpool" => "maxpool k3 s2 p1 d1 ceil",
        "avgpool" => "avgpool k3 s2 p1 ceil nocountpad",
        "adaptavg" => "adaptavg o7x7",
        "adaptmax" => "adaptmax o7x7",
        "upsample" => "upsample x2 linear",
        "linear" => "linear c100 nobias",
        "pad" => "pad p1:0x1:0",
        "crop" => "crop p1",
        _ => return None,
    })
}

/// What other libraries call some of our layers, if it is not one slip away from our word.
const OTHER_NAMES: [(&str, &str); 16] = [
    ("convolution", "conv"),
    ("conv2d", "conv"),
    ("deconv", "convt"),
    ("convtranspose", "convt"),
    ("convtranspose2d", "convt"),
    ("averagepool", "avgpool"),
    ("globalaveragepool", "gap"),
    ("globalmaxpool", "gmp"),
    ("adaptiveavgpool2d", "adaptavg"),
    ("adaptivemaxpool2d", "adaptmax"),
    ("batchnorm", "bn"),
    ("batchnorm2d", "bn"),
    ("dense", "linear"),
    ("fc", "linear"),
    ("resize", "upsample"),
    ("interpolate", "upsample"),
];

/// What to write instead of a first word that is no layer.
fn remedy_for(word: &str) -> String {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return "begin a layer with its word; values for several axes are joined as in conv k3x5".to_owned();
    }
    if let "add" | "sum" | "mul" | "concat" | "cat" = word {
        return "leave it out: the layers of a stack follow one another, branches never meet".to_owned();
    }
    let elsewhere = OTHER_NAMES.iter().find(|(other, _)| *other == word).map(|(_, name)| *name);
    let slip = || {
        let distances = DEFAULT_NAMES.iter().map(|name| (strsim::damerau_levenshtein(word, name), *name));
        let near = distances.filter(|(distance, name)| *distance <= if name.len() > 4 { 2 } else { 1 });
        near.min().map(|(_, name)| name)
    };
    elsewhere
        .or_else(slip)
        .map_or_else(|| format!("write one of {}", DEFAULT_NAMES.join(", ")), |name| format!("did you mean {name}?"))
}

impl From<&Layer> for LayerText {
    fn from(layer: &Layer) -> Self {
        Self { name: layer.name.clone(), enabled: layer.enabled, op: layer.op.clone() }
    }
}
