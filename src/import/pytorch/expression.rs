//! Python expressions, as far as networks are written with them: numbers and their sums, texts, names, tuples, lists,
//! dictionaries and calls. Everything else is [`Value::Unknown`], and reading goes on behind it.

use super::token::{Kind, Token};

/// How deep brackets may be nested; what lies deeper is passed over.
const MAX_DEPTH: usize = 64;

#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    Whole(i64),
    Real(f64),
    /// As it is written between the quotation marks.
    Text(&'t str),
    /// The last part of a name with dots: `ReLU` of `nn.ReLU`.
    Name(&'t str),
    /// A tuple or a list; of a dictionary, its pairs.
    Sequence(Vec<Value<'t>>),
    Call(Box<Call<'t>>),
    Starred(Box<Value<'t>>),
    Unknown,
}

/// `nn.Conv2d(1, 3, 5)`, or what is printed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Call<'t> {
    /// The last part of the name.
    pub name: &'t str,
    pub line: usize,
    pub arguments: Vec<Argument<'t>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Argument<'t> {
    pub key: Key<'t>,
    pub value: Value<'t>,
    pub line: usize,
    /// As it is written.
    pub written: &'t str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key<'t> {
    /// By its place.
    None,
    /// `stride=2`.
    Keyword(&'t str),
    /// `(0): ReLU()`, as networks are printed: so many times.
    Entry(&'t str, u64),
}

impl Call<'_> {
    /// True of a call as it is printed of a module that holds others.
    pub fn is_printed(&self) -> bool {
        self.arguments.iter().any(|argument| matches!(argument.key, Key::Entry(..)))
    }
}

/// Reads expressions from tokens.
pub struct Reader<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    /// The next token.
    pub at: usize,
    /// The line of the first bracket that nothing closes.
    pub open: Option<usize>,
    depth: usize,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str, tokens: &'t [Token]) -> Self {
        Self { text, tokens, at: 0, open: None, depth: 0 }
    }

    pub fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    pub fn word(&self, token: Token) -> &'t str {
        &self.text[token.start as usize..token.end as usize]
    }

    pub fn is_sign(&self, at: usize, sign: char) -> bool {
        self.token(at).is_some_and(|token| token.kind == Kind::Sign(sign))
    }

    fn is_name(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.kind == Kind::Name)
    }

    fn take(&mut self, sign: char) -> bool {
        let there = self.is_sign(self.at, sign);
        self.at += usize::from(there);
        there
    }

    fn line(&self) -> usize {
        let token = self.token(self.at).or_else(|| self.tokens.last().copied());
        token.map_or(1, |token| token.line as usize)
    }

    /// True where the last part of a name is called.
    pub fn calls_at(&self, at: usize) -> bool {
        self.is_name(at) && self.is_sign(at + 1, '(')
    }

    /// The end of `(0):`, `(conv1):` or `(0-3):` if one begins here, and what stands between the brackets.
    pub fn entry_at(&self, at: usize) -> Option<(usize, &'t str)> {
        const MOST_TOKENS: usize = 8;
        if !self.is_sign(at, '(') {
            return None;
        }
        let close = (at + 2..at + 2 + MOST_TOKENS).find(|&at| self.is_sign(at, ')'))?;
        let part = |token: &Token| matches!(token.kind, Kind::Name | Kind::Number | Kind::Sign('-' | '.'));
        if !self.is_sign(close + 1, ':') || !self.tokens[at + 1..close].iter().all(part) {
            return None;
        }
        let key = &self.text[self.tokens[at].end as usize..self.tokens[close].start as usize];
        Some((close + 2, key.trim()))
    }

    /// Reads the call whose name, or the last part of it, is the next token.
    pub fn call(&mut self) -> Call<'t> {
        let name = self.token(self.at).map_or("", |token| self.word(token));
        let line = self.line();
        self.at += 1;
        Call { name, line, arguments: self.arguments() }
    }

    /// What stands in the brackets that begin here.
    fn arguments(&mut self) -> Vec<Argument<'t>> {
        if self.depth >= MAX_DEPTH {
            self.pass_over();
            return Vec::new();
        }
        let opened = self.line();
        self.at += 1;
        self.depth += 1;
        let mut arguments = Vec::new();
        loop {
            match self.token(self.at).map(|token| token.kind) {
                None | Some(Kind::LineEnd) => {
                    self.open.get_or_insert(opened);
                    break;
                }
                Some(Kind::Sign(')' | ']' | '}')) => {
                    self.at += 1;
                    break;
                }
                Some(Kind::Sign(',')) => self.at += 1,
                Some(_) => {
                    let argument = self.argument();
                    arguments.push(argument);
                }
            }
        }
        self.depth -= 1;
        arguments
    }

    fn argument(&mut self) -> Argument<'t> {
        let (start, line) = (self.at, self.line());
        let (key, mut value) = if let Some((end, key)) = self.entry_at(self.at) {
            self.at = end;
            let times = self.times();
            (Key::Entry(key, times), self.value())
        } else if self.is_name(self.at) && self.is_sign(self.at + 1, '=') && !self.is_sign(self.at + 2, '=') {
            let key = self.word(self.tokens[self.at]);
            self.at += 2;
            (Key::Keyword(key), self.value())
        } else {
            (Key::None, self.value())
        };
        let ended = matches!(key, Key::Entry(..)) || self.entry_at(self.at).is_some();
        if !ended && !self.at_delimiter() {
            self.pass_to_delimiter();
            value = Value::Unknown;
        }
        Argument { key, value, line, written: self.written(start) }
    }

    /// The text from a token up to the next one that is not read yet.
    pub fn written(&self, start: usize) -> &'t str {
        let last = self.at.max(start + 1) - 1;
        match (self.token(start), self.token(last)) {
            (Some(first), Some(last)) => &self.text[first.start as usize..last.end.max(first.end) as usize],
            _ => "",
        }
    }

    /// `4 x` before a module that is printed once for four of them.
    fn times(&mut self) -> u64 {
        let number = self.token(self.at).filter(|token| token.kind == Kind::Number);
        let x = self.token(self.at + 1).is_some_and(|token| token.kind == Kind::Name && self.word(token) == "x");
        let times = number.filter(|_| x).and_then(|token| self.word(token).parse().ok());
        self.at += if times.is_some() { 2 } else { 0 };
        times.unwrap_or(1)
    }

    fn at_delimiter(&self) -> bool {
        let kind = self.token(self.at).map(|token| token.kind);
        matches!(kind, None | Some(Kind::LineEnd | Kind::Sign(',' | ')' | ']' | '}')))
    }

    /// Goes on to the next comma or closing bracket that belongs to no bracket opened on the way.
    fn pass_to_delimiter(&mut self) {
        while let Some(token) = self.token(self.at) {
            match token.kind {
                Kind::Sign('(' | '[' | '{') => self.pass_over(),
                Kind::Sign(',' | ')' | ']' | '}') | Kind::LineEnd => return,
                _ => self.at += 1,
            }
        }
    }

    /// Passes over the bracket that opens here and all that is in it.
    fn pass_over(&mut self) {
        let opened = self.line();
        let mut depth = 0_usize;
        while let Some(token) = self.token(self.at) {
            match token.kind {
                Kind::Sign('(' | '[' | '{') => depth += 1,
                Kind::Sign(')' | ']' | '}') => depth -= 1,
                Kind::LineEnd => break,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
        self.open.get_or_insert(opened);
    }

    /// Reads one value; with stars before it, what it is a list of.
    fn value(&mut self) -> Value<'t> {
        let mut stars = 0;
        while self.take('*') {
            stars += 1;
        }
        let value = self.sum();
        match stars {
            0 => value,
            1 => Value::Starred(Box::new(value)),
            _ => Value::Unknown,
        }
    }

    fn sum(&mut self) -> Value<'t> {
        let mut sum = self.product();
        loop {
            let minus = self.is_sign(self.at, '-');
            if !minus && !self.is_sign(self.at, '+') {
                return sum;
            }
            self.at += 1;
            let next = self.product();
            sum = match (sum, next) {
                (Value::Whole(a), Value::Whole(b)) => whole(if minus { a.checked_sub(b) } else { a.checked_add(b) }),
                _ => Value::Unknown,
            };
        }
    }

    fn product(&mut self) -> Value<'t> {
        let mut product = self.signed();
        loop {
            let times = self.is_sign(self.at, '*') && !self.is_sign(self.at + 1, '*');
            let divided = self.is_sign(self.at, '/') && self.is_sign(self.at + 1, '/');
            if !times && !divided {
                return product;
            }
            self.at += if times { 1 } else { 2 };
            let next = self.signed();
            product = match (product, next) {
                (Value::Whole(a), Value::Whole(b)) if times => whole(a.checked_mul(b)),
                (Value::Whole(a), Value::Whole(b)) if b > 0 => whole(a.checked_div_euclid(b)),
                _ => Value::Unknown,
            };
        }
    }

    fn signed(&mut self) -> Value<'t> {
        let mut minus = false;
        while self.is_sign(self.at, '-') || self.is_sign(self.at, '+') {
            minus ^= self.is_sign(self.at, '-');
            self.at += 1;
        }
        match self.primary() {
            Value::Whole(n) if minus => whole(n.checked_neg()),
            Value::Real(n) if minus => Value::Real(-n),
            _ if minus => Value::Unknown,
            value => value,
        }
    }

    fn primary(&mut self) -> Value<'t> {
        let Some(token) = self.token(self.at) else { return Value::Unknown };
        let word = self.word(token);
        let value = match token.kind {
            Kind::Number => {
                self.at += 1;
                return number(word);
            }
            Kind::Text => {
                self.at += 1;
                return Value::Text(unquoted(word));
            }
            Kind::Name if self.is_sign(self.at + 1, '(') => Value::Call(Box::new(self.call())),
            Kind::Name => {
                self.at += 1;
                Value::Name(word)
            }
            Kind::Sign(open @ ('(' | '[' | '{')) => self.sequence(open),
            Kind::Sign(_) | Kind::LineEnd => return Value::Unknown,
        };
        self.trailers(value)
    }

    /// What follows a value: parts of a name, and calls of methods, which are passed over (`.to(device)`).
    fn trailers(&mut self, mut value: Value<'t>) -> Value<'t> {
        loop {
            if self.is_sign(self.at, '.') && self.is_name(self.at + 1) {
                self.at += 1;
                let called = self.is_sign(self.at + 1, '(');
                value = match value {
                    Value::Name(_) if called => Value::Call(Box::new(self.call())),
                    Value::Name(_) => {
                        self.at += 1;
                        Value::Name(self.word(self.tokens[self.at - 1]))
                    }
                    value if called => {
                        self.at += 1;
                        self.pass_over();
                        value
                    }
                    _ => {
                        self.at += 1;
                        Value::Unknown
                    }
                };
            } else if self.is_sign(self.at, '(') && self.entry_at(self.at).is_none() {
                self.pass_over();
            } else if self.is_sign(self.at, '[') {
                self.pass_over();
                value = Value::Unknown;
            } else {
                return value;
            }
        }
    }

    /// What begins with a bracket: a tuple, a list, the pairs of a dictionary, or a value in brackets.
    fn sequence(&mut self, open: char) -> Value<'t> {
        if self.depth >= MAX_DEPTH {
            self.pass_over();
            return Value::Unknown;
        }
        let opened = self.line();
        self.at += 1;
        self.depth += 1;
        let (mut values, mut commas) = (Vec::new(), 0);
        loop {
            match self.token(self.at).map(|token| token.kind) {
                None | Some(Kind::LineEnd) => {
                    self.open.get_or_insert(opened);
                    break;
                }
                Some(Kind::Sign(')' | ']' | '}')) => {
                    self.at += 1;
                    break;
                }
                Some(Kind::Sign(',')) => {
                    self.at += 1;
                    commas += 1;
                }
                Some(_) => {
                    let value = self.item();
                    values.push(value);
                }
            }
        }
        self.depth -= 1;
        match (open, values.len(), commas) {
            ('(', 1, 0) => values.remove(0),
            _ => Value::Sequence(values),
        }
    }

    /// One value of a sequence, or a pair of a dictionary.
    fn item(&mut self) -> Value<'t> {
        let mut value = self.value();
        if self.take(':') {
            value = Value::Sequence(vec![value, self.value()]);
        }
        if !self.at_delimiter() {
            self.pass_to_delimiter();
            value = Value::Unknown;
        }
        value
    }
}

/// What stands between the quotation marks; the last ones may be missing.
fn unquoted(text: &str) -> &str {
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| text.starts_with(quotes)).unwrap_or_default();
    let text = &text[quotes.len()..];
    text.strip_suffix(quotes).unwrap_or(text)
}

fn whole(n: Option<i64>) -> Value<'static> {
    n.map_or(Value::Unknown, Value::Whole)
}

fn number(word: &str) -> Value<'static> {
    let digits = word.replace('_', "");
    if let Ok(n) = digits.parse() {
        return Value::Whole(n);
    }
    digits.parse().map_or(Value::Unknown, Value::Real)
}
