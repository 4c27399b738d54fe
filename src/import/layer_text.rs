//! Layer text: `conv k3 s2 p1 c64`, and whole stacks: `1x28x28: conv k5 c3, relu`.
//!
//! Layers are separated by commas, semicolons or line ends; `#` starts a comment. Words are read in any case and, after
//! the layer's first word, in any order.

mod imported;

use std::ops::Range;

use super::mistake::{Problem, Quantity, Remedy, quoted};
use super::slip::remedy_for;
use crate::axes::{Axes, MAX_AXES, PerAxis};
use crate::net::{
    Conv, ConvTransposed, DEFAULT_NAMES, Ends, IMPORTED_NAMES, Interpolation, Linear, MAX_BATCH, MAX_CHANNELS,
    MAX_LAYERS, MAX_SETTING, MAX_SIZE, NewLayer, Op, Padding, Parameters, Pointwise, Pool, PoolKind, Shape, Stack,
    Window,
};

/// The most words of one layer: several times as many as a layer has settings.
pub const MAX_WORDS: usize = 64;

/// What is wrong with a layer text, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}; {remedy}")]
pub struct TextError {
    /// 1-based line in the text.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// The bytes of the text that the error is about.
    pub range: Range<usize>,
    pub problem: Problem,
    pub remedy: Remedy,
}

/// Reads a whole stack: the input, a colon, the layers.
pub fn read_stack(text: &str) -> Result<Stack, TextError> {
    let reader = Reader { text, joins: false };
    let mut items = reader.items();
    let Some(head) = items.next().transpose()? else {
        return Err(reader.error(text.len()..text.len(), Problem::EmptyText, Remedy::WriteStack));
    };
    let range = head.range();
    let Some((input, rest)) = reader.input_of(head)? else {
        return Err(reader.error(range, Problem::NoInput, Remedy::WriteStack));
    };
    let mut stack = Stack::new(input);
    let first = (!rest.is_empty()).then_some(Ok(Item { words: rest }));
    for item in first.into_iter().chain(items) {
        let item = item?;
        if stack.layers().len() == MAX_LAYERS {
            return Err(reader.too_many_layers(&item));
        }
        let NewLayer { name, enabled, op, .. } = reader.layer(item)?;
        stack.push(name, enabled, op);
    }
    Ok(stack)
}

/// Reads layers without an input, as pasted into a stack: `conv k3, relu`.
pub fn read_layers(text: &str) -> Result<Vec<NewLayer>, TextError> {
    let reader = Reader { text, joins: false };
    let mut layers = Vec::new();
    for item in reader.items() {
        let item = item?;
        if layers.len() == MAX_LAYERS {
            return Err(reader.too_many_layers(&item));
        }
        layers.push(reader.layer(item)?);
    }
    Ok(layers)
}

/// Reads one layer: `conv k3 s2`.
pub fn read_layer(text: &str) -> Result<NewLayer, TextError> {
    one_layer(Reader { text, joins: false })
}

/// Reads one layer of an imported network, which may be a join.
pub fn read_wired_layer(text: &str) -> Result<NewLayer, TextError> {
    one_layer(Reader { text, joins: true })
}

fn one_layer(reader: Reader<'_>) -> Result<NewLayer, TextError> {
    let text = reader.text;
    let mut items = reader.items();
    let Some(item) = items.next().transpose()? else {
        return Err(reader.error(0..text.len(), Problem::EmptyLayer, Remedy::WriteLayer));
    };
    match items.next().transpose()? {
        None => reader.layer(item),
        Some(second) => Err(reader.error(second.range(), Problem::SecondLayer, Remedy::OneLayer)),
    }
}

/// Reads an input: `1x28x28`, `16@3x32x32`.
pub fn read_shape(text: &str) -> Result<Shape, TextError> {
    let raw = text.trim();
    Reader { text, joins: false }.shape(Word { raw, at: text.len() - text.trim_start().len() })
}

/// A word as written, and the byte at which it begins. Case is dealt with where a word is understood: a copy of every
/// word would take many times the room of the text.
#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    raw: &'a str,
    at: usize,
}

impl Word<'_> {
    fn range(self) -> Range<usize> {
        self.at..self.at + self.raw.len()
    }

    fn quoted(self) -> String {
        quoted(self.raw)
    }

    fn is(self, word: &str) -> bool {
        self.raw.eq_ignore_ascii_case(word)
    }
}

/// What follows `prefix`, which is in lower case, at the head of a text in any case.
fn strip<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The same, with an equals sign between the two left out.
fn strip_setting<'t>(text: &'t str, letters: &str) -> Option<&'t str> {
    let rest = strip(text, letters)?;
    Some(rest.strip_prefix('=').unwrap_or(rest))
}

/// What stands between the values of several axes.
const BETWEEN_AXES: [char; 3] = ['x', 'X', '×'];

/// The words of one layer; never empty.
#[derive(Clone, Debug)]
struct Item<'a> {
    words: Vec<Word<'a>>,
}

impl Item<'_> {
    fn range(&self) -> Range<usize> {
        self.words[0].at..self.words[self.words.len() - 1].range().end
    }
}

/// The layers of a text, one at a time, so that only one is held in words.
struct Items<'a> {
    reader: Reader<'a>,
    /// The byte from which on nothing was read yet.
    at: usize,
}

impl<'a> Items<'a> {
    /// The words up to the end of the layer. Separators inside a quoted name do not count.
    fn read(&mut self) -> Result<Vec<Word<'a>>, TextError> {
        let text = self.reader.text;
        // Whatever goes wrong, nothing is read behind it.
        let from = std::mem::replace(&mut self.at, text.len());
        let mut words: Vec<Word<'a>> = Vec::new();
        let mut start: Option<usize> = None;
        let mut quote: Option<usize> = None;
        let mut escaped = false;
        let mut comment = false;
        let end_word = |start: &mut Option<usize>, end: usize, words: &mut Vec<Word<'a>>| {
            let Some(at) = start.take() else { return Ok(()) };
            let word = Word { raw: &text[at..end], at };
            if words.len() == MAX_WORDS {
                return Err(self.reader.error(word.range(), Problem::TooManyWords, Remedy::FewerWords));
            }
            words.push(word);
            Ok(())
        };
        for (at, c) in text[from..].char_indices().map(|(at, c)| (from + at, c)) {
            if quote.is_some() {
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
                    end_word(&mut start, at, &mut words)?;
                    comment = c == '#';
                    if c != '#' && !words.is_empty() {
                        self.at = at + c.len_utf8();
                        return Ok(words);
                    }
                }
                c if c.is_whitespace() => end_word(&mut start, at, &mut words)?,
                _ => {
                    start.get_or_insert(at);
                }
            }
        }
        if let Some(open) = quote {
            let end = text[open..].find('\n').map_or(text.len(), |n| open + n);
            return Err(self.reader.error(open..end, Problem::OpenQuote, Remedy::CloseQuote));
        }
        end_word(&mut start, text.len(), &mut words)?;
        Ok(words)
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Result<Item<'a>, TextError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            Ok(words) => (!words.is_empty()).then_some(Ok(Item { words })),
            Err(error) => Some(Err(error)),
        }
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    /// Layers may be joins.
    joins: bool,
}

impl<'a> Reader<'a> {
    fn error(self, range: Range<usize>, problem: Problem, remedy: Remedy) -> TextError {
        let before = &self.text[..range.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let (line, column) = (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1);
        TextError { line, column, range, problem, remedy }
    }

    fn too_many_layers(self, item: &Item<'_>) -> TextError {
        self.error(item.range(), Problem::TooManyLayers, Remedy::FewerLayers)
    }

    fn items(self) -> Items<'a> {
        Items { reader: self, at: 0 }
    }

    /// The input at the head of a stack and the words that follow its colon; `None` where there is no such head.
    fn input_of(self, item: Item<'a>) -> Result<Option<(Shape, Vec<Word<'a>>)>, TextError> {
        let mut words = item.words;
        let first = words[0];
        // `x7x7` is an input gone wrong, `conv` is none.
        if !first.raw.starts_with(|c: char| c.is_ascii_digit() || c == '@' || BETWEEN_AXES.contains(&c)) {
            return Ok(None);
        }
        let (raw, rest) = first.raw.split_once(':').map_or((first.raw, None), |(raw, rest)| (raw, Some(rest)));
        let shape = self.shape(Word { raw, at: first.at })?;
        words.remove(0);
        match rest {
            Some("") => {}
            // `1x7x7:conv k3`, without a space.
            Some(rest) => words.insert(0, Word { raw: rest, at: first.range().end - rest.len() }),
            None => match words.first_mut() {
                Some(word) if word.raw == ":" => {
                    words.remove(0);
                }
                Some(word) if word.raw.starts_with(':') => {
                    word.raw = &word.raw[1..];
                    word.at += 1;
                }
                Some(word) => {
                    let problem = Problem::NoColon { before: word.quoted() };
                    return Err(self.error(word.range(), problem, Remedy::WriteStack));
                }
                None => {}
            },
        }
        Ok(Some((shape, words)))
    }

    fn shape(self, word: Word<'_>) -> Result<Shape, TextError> {
        let (batch, sizes) = word.raw.split_once('@').map_or((None, word.raw), |(b, s)| (Some(b), s));
        let batch = match batch {
            Some(digits) => self.number(word, digits, 1, MAX_BATCH, Quantity::Batch)?,
            None => 1,
        };
        let (channels, sizes) = sizes.split_once(BETWEEN_AXES).map_or((sizes, None), |(c, s)| (c, Some(s)));
        let count = sizes.map_or(0, |sizes| sizes.split(BETWEEN_AXES).count());
        let Some(sizes) = sizes.filter(|_| count <= MAX_AXES) else {
            let problem = match count {
                0 if word.raw.is_empty() => Problem::EmptyInput,
                0 => Problem::InputWithoutSizes { input: word.quoted() },
                count => Problem::InputSizes { input: word.quoted(), count },
            };
            return Err(self.error(word.range(), problem, Remedy::WriteInput));
        };
        let channels = self.number(word, channels, 1, MAX_CHANNELS, Quantity::Channels)?;
        let sizes = sizes.split(BETWEEN_AXES);
        let size: Result<Axes<u64>, TextError> =
            sizes.map(|digits| self.number(word, digits, 1, MAX_SIZE, Quantity::Size)).collect();
        Ok(Shape { batch, channels, size: size? })
    }

    fn number(self, word: Word<'_>, digits: &str, least: u64, most: u64, what: Quantity) -> Result<u64, TextError> {
        let written = || word.quoted();
        let problem = if digits.is_empty() {
            Problem::NumberMissing { word: written(), what }
        } else if !digits.bytes().all(|b| b.is_ascii_digit()) {
            Problem::NotWhole { word: written(), digits: quoted(digits) }
        } else {
            match digits.parse::<u64>() {
                Ok(value) if (least..=most).contains(&value) => return Ok(value),
                Ok(value) if value < least => Problem::TooSmall { word: written(), number: value.to_string() },
                _ => Problem::TooLarge { word: written(), number: quoted(digits) },
            }
        };
        Err(self.error(word.range(), problem, Remedy::Number { what, least, most }))
    }

    fn layer(self, item: Item<'a>) -> Result<NewLayer, TextError> {
        let mut words = item.words;
        let layer = words.remove(0);
        let mut settings = Settings { reader: self, layer, words };
        let (name, enabled) = settings.name_and_state()?;
        let op = settings.op()?;
        settings.finish(&op)?;
        Ok(NewLayer { name, enabled, op, parameters: Parameters::default() })
    }
}

/// The words of one layer after its first; each is taken out as it is understood, and what is left is an error.
struct Settings<'a> {
    reader: Reader<'a>,
    layer: Word<'a>,
    words: Vec<Word<'a>>,
}

impl<'a> Settings<'a> {
    /// Takes out the word that begins with `letters` and goes on with a number (or `=`), and gives what follows.
    fn take(&mut self, letters: &'static str) -> Result<Option<(Word<'a>, &'a str)>, TextError> {
        let value_of = |word: &Word<'a>| {
            strip_setting(word.raw, letters).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let mut found = None;
        let mut at = 0;
        while at < self.words.len() {
            match value_of(&self.words[at]) {
                Some(value) if found.is_none() => found = Some((self.words.remove(at), value)),
                Some(_) => {
                    let word = self.words[at];
                    let problem = Problem::Twice { word: word.quoted(), setting: letters };
                    return Err(self.reader.error(word.range(), problem, Remedy::KeepOne));
                }
                None => at += 1,
            }
        }
        // `k-3` and `k` are a setting gone wrong, `ceil` is a word of its own.
        let broken = |word: &Word<'a>| {
            let rest = strip_setting(word.raw, letters)?;
            let mut first = rest.chars();
            let is_value = first.next().is_none_or(|c| {
                !c.is_alphabetic() || ("xX".contains(c) && first.next().is_none_or(|c| !c.is_alphabetic()))
            });
            is_value.then_some((*word, rest))
        };
        Ok(found.or_else(|| self.words.iter().find_map(broken)))
    }

    fn flag(&mut self, flag: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| !word.is(flag));
        self.words.len() < before
    }

    fn per_axis<T: Copy>(
        &self,
        word: Word<'a>,
        value: &str,
        mut one: impl FnMut(&str) -> Result<T, TextError>,
    ) -> Result<PerAxis<T>, TextError> {
        let values = value.split(BETWEEN_AXES);
        // Not before they are counted: a word may be as long as the text.
        let count = values.clone().count();
        if count > MAX_AXES {
            let values = values.map(&mut one).find_map(Result::err);
            let problem = Problem::TooManyValues { word: word.quoted(), count };
            return Err(values.unwrap_or_else(|| self.reader.error(word.range(), problem, Remedy::OneValue)));
        }
        let values: Axes<T> = values.map(&mut one).collect::<Result<_, _>>()?;
        Ok(if count == 1 { PerAxis::All(values[0]) } else { PerAxis::Each(values) })
    }

    fn numbers(
        &mut self,
        letters: &'static str,
        what: Quantity,
        least: u64,
    ) -> Result<Option<PerAxis<u64>>, TextError> {
        let Some((word, value)) = self.take(letters)? else { return Ok(None) };
        self.per_axis(word, value, |digits| self.reader.number(word, digits, least, MAX_SETTING, what)).map(Some)
    }

    fn number(&mut self, letters: &'static str, what: Quantity) -> Result<Option<u64>, TextError> {
        let Some((word, value)) = self.take(letters)? else { return Ok(None) };
        self.reader.number(word, value, 1, MAX_CHANNELS, what).map(Some)
    }

    fn ends(&mut self) -> Result<Option<PerAxis<Ends>>, TextError> {
        let Some((word, value)) = self.take("p")? else { return Ok(None) };
        let read = |digits: &str| self.reader.number(word, digits, 0, MAX_SETTING, Quantity::Padding);
        self.per_axis(word, value, |text| match text.split_once(':') {
            Some((begin, end)) => Ok(Ends { begin: read(begin)?, end: read(end)? }),
            None => read(text).map(Ends::both),
        })
        .map(Some)
    }

    fn missing(&self, what: Quantity, example: &'static str) -> TextError {
        let problem = Problem::Without { layer: self.layer.quoted(), what };
        self.reader.error(self.layer.range(), problem, Remedy::As(example))
    }

    fn window(&mut self, stride_is_kernel: bool, example: &'static str) -> Result<Window, TextError> {
        let kernel = self.numbers("k", Quantity::Kernel, 1)?;
        let kernel = kernel.ok_or_else(|| self.missing(Quantity::Kernel, example))?;
        let stride = self.numbers("s", Quantity::Stride, 1)?;
        let dilation = self.numbers("d", Quantity::Dilation, 1)?;
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
        let value = |word: &Word<'a>| strip(word.raw, "p").map(|rest| rest.trim_start_matches('='));
        let named = |word: &Word<'a>| {
            let value = value(word)?;
            let words = [
                ("same", Padding::Same),
                ("same-upper", Padding::Same),
                ("same-lower", Padding::SameLower),
                ("valid", Padding::NONE),
            ];
            words.into_iter().find(|(word, _)| value.eq_ignore_ascii_case(word)).map(|(_, padding)| padding)
        };
        let given = |word: &&Word<'a>| {
            let number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
            named(word).is_some() || value(word).is_some_and(number)
        };
        let Some((at, padding)) = self.words.iter().enumerate().find_map(|(at, word)| Some((at, named(word)?))) else {
            return Ok(self.ends()?.map_or(Padding::NONE, Padding::Explicit));
        };
        let mut all = self.words.iter().filter(given);
        if let (Some(first), Some(second)) = (all.next(), all.next()) {
            let problem = Problem::PaddingTwice { first: first.quoted(), second: second.quoted() };
            return Err(self.reader.error(second.range(), problem, Remedy::KeepOne));
        }
        self.words.remove(at);
        Ok(padding)
    }

    fn name_and_state(&mut self) -> Result<(Option<String>, bool), TextError> {
        let enabled = !self.flag("off");
        let is_name = |word: &Word<'a>| strip(word.raw, "name=").is_some();
        let Some(at) = self.words.iter().position(is_name) else {
            return Ok((None, enabled));
        };
        let word = self.words.remove(at);
        if let Some(second) = self.words.iter().find(|word| is_name(word)) {
            let problem = Problem::Twice { word: second.quoted(), setting: "name" };
            return Err(self.reader.error(second.range(), problem, Remedy::KeepOne));
        }
        let written = &word.raw["name=".len()..];
        let name = if written.starts_with('"') { serde_json::from_str(written).ok() } else { Some(written.to_owned()) };
        if let Some(name) = name.filter(|name: &String| !name.trim().is_empty()) {
            return Ok((Some(name), enabled));
        }
        let problem = Problem::NoName { written: quoted(written) };
        Err(self.reader.error(word.range(), problem, Remedy::AsName))
    }

    fn pool(&mut self, kind: PoolKind, example: &'static str) -> Result<Op, TextError> {
        let window = self.window(true, example)?;
        Ok(Op::Pool(Pool { kind, window, ceil: self.flag("ceil"), count_padding: !self.flag("nocountpad") }))
    }

    fn adaptive(&mut self, kind: PoolKind, example: &'static str) -> Result<Op, TextError> {
        let out = self.numbers("o", Quantity::OutputSize, 1)?;
        Ok(Op::AdaptivePool { kind, out: out.ok_or_else(|| self.missing(Quantity::OutputSize, example))? })
    }

    fn op(&mut self) -> Result<Op, TextError> {
        let word = DEFAULT_NAMES.into_iter().chain(IMPORTED_NAMES).find(|name| self.layer.is(name)).unwrap_or_default();
        let example = example_of(word).unwrap_or(word);
        Ok(match word {
            "conv" => Op::Conv(Conv {
                window: self.window(false, example)?,
                channels: self.number("c", Quantity::Channels)?,
                groups: self.number("g", Quantity::Groups)?.unwrap_or(1),
                bias: !self.flag("nobias"),
            }),
            "convt" => {
                // Before the window: `op1` must not be mistaken for a setting of its own.
                let output_padding = self.numbers("op", Quantity::OutputPadding, 0)?.unwrap_or(PerAxis::All(0));
                Op::ConvTransposed(ConvTransposed {
                    output_padding,
                    window: self.window(false, example)?,
                    channels: self.number("c", Quantity::Channels)?,
                    groups: self.number("g", Quantity::Groups)?.unwrap_or(1),
                    bias: !self.flag("nobias"),
                })
            }
            "maxpool" => self.pool(PoolKind::Max, example)?,
            "avgpool" => self.pool(PoolKind::Average, example)?,
            "lppool" => self.pool(PoolKind::Lp, example)?,
            "adaptavg" => self.adaptive(PoolKind::Average, example)?,
            "adaptmax" => self.adaptive(PoolKind::Max, example)?,
            "gap" => Op::GlobalPool(PoolKind::Average),
            "gmp" => Op::GlobalPool(PoolKind::Max),
            "upsample" => {
                let factor = self.numbers("x", Quantity::Factor, 1)?;
                let factor = factor.ok_or_else(|| self.missing(Quantity::Factor, example))?;
                let linear = self.flag("linear");
                let nearest = self.flag("nearest");
                if linear && nearest {
                    let problem = Problem::NearestAndLinear;
                    return Err(self.reader.error(self.layer.range(), problem, Remedy::KeepOne));
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
            "linear" => {
                let channels = self.number("c", Quantity::Outputs)?;
                let channels = channels.ok_or_else(|| self.missing(Quantity::Outputs, example))?;
                Op::Linear(Linear { channels, bias: !self.flag("nobias") })
            }
            "pad" => Op::Pad(self.ends()?.ok_or_else(|| self.missing(Quantity::Amount, example))?),
            "crop" => Op::Crop(self.ends()?.ok_or_else(|| self.missing(Quantity::Amount, example))?),
            _ => {
                if let Some(op) = self.imported(word, example)? {
                    op
                } else {
                    let problem = Problem::NoLayer { word: self.layer.quoted() };
                    return Err(self.reader.error(self.layer.range(), problem, remedy_for(self.layer.raw)));
                }
            }
        })
    }

    /// Complains of the first word that nothing understood.
    fn finish(self, op: &Op) -> Result<(), TextError> {
        let Some(word) = self.words.first() else { return Ok(()) };
        let problem = Problem::NotUnderstood { layer: op.word(), word: word.quoted() };
        let remedy = example_of(op.word()).map_or(Remedy::Alone(op.word()), Remedy::As);
        Err(self.reader.error(word.range(), problem, remedy))
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
        "lppool" => "lppool k3 s2 p1 ceil",
        "slice" => "slice p1:0 s2",
        "resize" => "resize x3/2 linear",
        "depthtospace" => "depthtospace x2",
        "spacetodepth" => "spacetodepth x2",
        "linear" => "linear c100 nobias",
        "pad" => "pad p1:0x1:0",
        "crop" => "crop p1",
        _ => return None,
    })
}
