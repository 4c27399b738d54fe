//! Changes of texts by their words, numbers and signs.

use crate::bytes::LONGEST;
use crate::dice::Dice;

/// Brackets, signs and endings that mean something to one reader or another.
const SIGNS: [&str; 32] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "=",
    "\n",
    "\"",
    "'",
    "\"\"\"",
    "#",
    "\\",
    "->",
    "*",
    "-",
    ".",
    "@",
    "|",
    "x",
    "k",
    "\t",
    "\r\n",
    "\u{feff}",
    "é",
    "\u{1f600}",
    "\0",
    "0x",
    "1e9",
    "∕",
];

/// A text cut into words, numbers, blanks and single signs.
pub fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        _ if c.is_ascii_digit() => 0,
        _ if c.is_alphabetic() || c == '_' => 1,
        ' ' => 2,
        _ => 3,
    };
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let now = kind(c);
        if before.is_some_and(|before| before != now || now == 3) {
            found.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    found.push(&text[start..]);
    found
}

/// Changes a text once. `other` is another text to take words from.
pub fn change(dice: &mut Dice, text: &str, other: &str) -> String {
    let mut all: Vec<String> = tokens(text).into_iter().map(str::to_owned).collect();
    let others = tokens(other);
    let (at, second) = (dice.roll(all.len()), dice.roll(all.len()));
    let end = (at + dice.few(12)).min(all.len());
    match dice.roll(14) {
        0 => all.swap(at, second),
        1 => {
            all.drain(at..end);
        }
        2 => {
            let copied = all[at..end].to_vec();
            let times = if dice.roll(20) == 0 { dice.few(3000) } else { dice.few(8) };
            let length: usize = copied.iter().map(String::len).sum();
            if text.len() + length * times <= LONGEST {
                all.splice(second..second, copied.iter().cloned().cycle().take(copied.len() * times));
            }
        }
        3 | 4 | 12 | 13 => change_number(dice, &mut all),
        5 => (*dice.of(&SIGNS)).clone_into(&mut all[at]),
        6 => all.insert(at, (*dice.of(&SIGNS)).to_owned()),
        7 => (*dice.of(&others)).clone_into(&mut all[at]),
        8 => {
            let start = dice.roll(others.len());
            let end = (start + dice.few(60)).min(others.len());
            all.splice(at..at, others[start..end].iter().map(|&word| word.to_owned()));
        }
        9 => nest(dice, &mut all, at, end),
        10 => all.truncate(at),
        _ => {
            all.truncate(at);
            all.extend(others[dice.roll(others.len())..].iter().map(|&word| word.to_owned()));
        }
    }
    all.concat()
}

/// Puts an edge in place of a number.
fn change_number(dice: &mut Dice, all: &mut [String]) {
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let numbers: Vec<usize> = (0..all.len()).filter(|&at| is_number(&all[at])).collect();
    if !numbers.is_empty() {
        all[*dice.of(&numbers)] = dice.edge().to_string();
    }
}

/// Puts a part into many brackets.
fn nest(dice: &mut Dice, all: &mut Vec<String>, at: usize, end: usize) {
    let (open, close) =
        *dice.of(&[("(", ")"), ("[", "]"), ("{", "}"), ("nn.Sequential(", ")"), ("{a=", "}"), ("", ")")]);
    let depth = if dice.roll(6) == 0 { dice.few(60_000) } else { dice.few(200) };
    let closed = if dice.roll(4) == 0 { dice.roll(depth) } else { depth };
    all.insert(end, close.repeat(closed));
    all.insert(at, open.repeat(depth));
}
