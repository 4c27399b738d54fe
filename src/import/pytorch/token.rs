//! Python text in tokens. Line ends inside brackets, after a backslash and in comments are none; texts are read to the
//! end of their line, or of the whole text if they are in three quotation marks, even where nothing closes them.

/// The most tokens of one text: a network of ten thousand layers has a few hundred thousand.
pub const MAX_TOKENS: usize = 1 << 21;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Name,
    Number,
    /// With its quotation marks.
    Text,
    Sign(char),
    LineEnd,
}

/// A token: the bytes from `start` to `end`, in the 1-based `line`.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    pub start: u32,
    pub end: u32,
    pub line: u32,
}

/// The text has more than [`MAX_TOKENS`] tokens.
#[derive(Debug)]
pub struct TooLong {
    pub line: usize,
}

/// Cuts a text of less than 4 GiB into tokens; the last one is a line end.
pub fn tokens(text: &str) -> Result<Vec<Token>, TooLong> {
    let mut cutter = Cutter { text, at: 0, line: 1, depth: 0, tokens: Vec::new() };
    while let Some(c) = cutter.peek() {
        cutter.cut(c);
        if cutter.tokens.len() >= MAX_TOKENS {
            return Err(TooLong { line: cutter.line as usize });
        }
    }
    cutter.push(Kind::LineEnd, text.len(), text.len());
    Ok(cutter.tokens)
}

struct Cutter<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    /// Open brackets.
    depth: usize,
    tokens: Vec<Token>,
}

impl Cutter<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.tokens.push(Token { kind, start: start as u32, end: end as u32, line: self.line });
    }

    /// Goes on to the first character that is none of these, and gives where it began.
    fn run(&mut self, part: impl Fn(char) -> bool) -> usize {
        let start = self.at;
        let rest = &self.text[start..];
        self.at = rest.find(|c| !part(c)).map_or(self.text.len(), |length| start + length);
        start
    }

    fn cut(&mut self, c: char) {
        match c {
            '\n' => {
                if self.depth == 0 && self.tokens.last().is_some_and(|token| token.kind != Kind::LineEnd) {
                    self.push(Kind::LineEnd, self.at, self.at);
                }
                self.at += 1;
                self.line += 1;
            }
            '#' => {
                self.run(|c| c != '\n');
            }
            '\\' => {
                // A line that goes on in the next one.
                self.at += 1;
                self.run(|c| c == '\r');
                if self.peek() == Some('\n') {
                    self.at += 1;
                    self.line += 1;
                }
            }
            '"' | '\'' => self.text_from(c),
            c if c.is_whitespace() => self.at += c.len_utf8(),
            c if c.is_ascii_digit() => self.number(),
            c if c.is_alphanumeric() || c == '_' => self.name(),
            _ => {
                match c {
                    '(' | '[' | '{' => self.depth += 1,
                    ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                self.push(Kind::Sign(c), self.at, self.at + c.len_utf8());
                self.at += c.len_utf8();
            }
        }
    }

    fn number(&mut self) {
        let start = self.run(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
        // `1e-05`; of `0x1e-5` nobody writes a layer.
        let exponent = self.text[start..self.at].ends_with(['e', 'E']);
        if exponent && self.peek().is_some_and(|c| c == '-' || c == '+') {
            self.at += 1;
            self.run(|c| c.is_ascii_digit());
        }
        self.push(Kind::Number, start, self.at);
    }

    fn name(&mut self) {
        let start = self.run(|c| c.is_alphanumeric() || c == '_');
        let word = &self.text[start..self.at];
        let prefix = word.len() <= 2 && word.bytes().all(|b| b"rRbBuUfF".contains(&b));
        match self.peek() {
            Some(quote @ ('"' | '\'')) if prefix => self.text_from(quote),
            _ => self.push(Kind::Name, start, self.at),
        }
    }

    /// A text that begins with this quotation mark.
    fn text_from(&mut self, quote: char) {
        let triple = [quote; 3].iter().collect::<String>();
        let long = self.text[self.at..].starts_with(&triple);
        let close = if long { triple.as_str() } else { &triple[..1] };
        let (start, line) = (self.at, self.line);
        let mut at = start + close.len();
        let bytes = self.text.as_bytes();
        let end = loop {
            match bytes.get(at) {
                None => break at,
                Some(b'\\') => {
                    self.line += u32::from(bytes.get(at + 1) == Some(&b'\n'));
                    at += 2;
                }
                Some(b'\n') if !long => break at,
                Some(_) if self.text.as_bytes()[at..].starts_with(close.as_bytes()) => break at,
                Some(byte) => {
                    self.line += u32::from(*byte == b'\n');
                    at += 1;
                }
            }
        };
        let end = end.min(bytes.len());
        let mut after = if bytes[end..].starts_with(close.as_bytes()) { end + close.len() } else { end };
        // A backslash may have skipped the first byte of a longer character.
        while !self.text.is_char_boundary(after) {
            after += 1;
        }
        self.tokens.push(Token { kind: Kind::Text, start: start as u32, end: after as u32, line });
        self.at = after;
    }
}
