//! Rows of numbers as text: read with the line of the first mistake, and written.

use crate::gui::typed;
use crate::locale::{Lang, Words};
use crate::net::Matrix;

/// The most numbers that a text gives. More are a file.
pub const MOST_NUMBERS: usize = 1 << 16;

/// Numbers in rows of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    pub columns: usize,
    pub numbers: Vec<f32>,
}

/// What is wrong with a text. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    Empty,
    NoNumber { line: usize, word: String },
    Ragged { line: usize, found: usize, wanted: usize },
    TooMany,
}

impl Rows {
    pub fn count(&self) -> usize {
        self.numbers.len() / self.columns.max(1)
    }

    /// The numbers in the first of these shapes that they fill: the last axis lies along the rows, the axis before it
    /// counts them. A list may stand in a row or in a column.
    pub fn shaped(&self, shapes: &[Vec<usize>]) -> Option<Matrix> {
        let fills = |shape: &&Vec<usize>| {
            let Some((&last, outer)) = shape.split_last() else { return false };
            let outer: usize = outer.iter().product();
            (self.columns == last && self.count() == outer)
                || (shape.len() == 1 && self.columns == 1 && self.count() == last)
        };
        Matrix::new(shapes.iter().find(fills)?.clone(), self.numbers.clone())
    }
}

/// Reads rows of numbers: a row a line; spaces, tabs or semicolons between them, or commas where there are none of these
/// and commas are no decimal ones. Empty lines only part blocks of rows for the eye, brackets are left out.
pub fn read(text: &str, lang: Lang) -> Result<Rows, Mistake> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ';' | '[' | ']');
    let lines = || text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_matches(|c| is_gap(c) || c == ',')));
    let spaced = lines().any(|(_, line)| line.contains(is_gap));
    let many = lines().any(|(_, line)| line.matches(',').count() > 1);
    let by_commas = !spaced && (many || lang == Lang::En);
    let mut rows = Rows { columns: 0, numbers: Vec::new() };
    for (line, row) in lines().filter(|(_, line)| !line.is_empty()) {
        let before = rows.numbers.len();
        for word in row.split(|c| is_gap(c) || (by_commas && c == ',')).map(|word| word.trim_end_matches(',')) {
            if word.is_empty() {
                continue;
            }
            let number = typed::number(word);
            rows.numbers.push(number.map_err(|_| Mistake::NoNumber { line, word: excerpt(word) })?);
            if rows.numbers.len() > MOST_NUMBERS {
                return Err(Mistake::TooMany);
            }
        }
        let found = rows.numbers.len() - before;
        if rows.columns == 0 {
            rows.columns = found;
        } else if rows.columns != found {
            return Err(Mistake::Ragged { line, found, wanted: rows.columns });
        }
    }
    if rows.numbers.is_empty() { Err(Mistake::Empty) } else { Ok(rows) }
}

/// The beginning of a word: a message is one line.
fn excerpt(word: &str) -> String {
    const MOST: usize = 24;
    if word.chars().count() <= MOST { word.to_owned() } else { word.chars().take(MOST).chain(['…']).collect() }
}

/// Numbers of a shape as text: a row a line, an empty line between blocks of rows, columns under each other.
pub fn write(shape: &[usize], numbers: &[f32], lang: Lang) -> String {
    let Some(&columns) = shape.last().filter(|columns| **columns > 0) else { return String::new() };
    let rows = shape.len().checked_sub(2).map_or(1, |at| shape[at]).max(1);
    let words: Vec<String> = numbers.iter().map(|number| typed::text_of(*number, lang)).collect();
    let width = words.iter().map(|word| word.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (at, row) in words.chunks(columns).enumerate() {
        if at > 0 && at % rows == 0 {
            text.push('\n');
        }
        let row: Vec<String> = row.iter().map(|word| format!("{word:>width$}")).collect();
        text.push_str(row.join(" ").trim_end());
        text.push('\n');
    }
    text
}

/// What is wrong, where, and what to do.
pub fn told(words: &Words, mistake: &Mistake) -> String {
    let with = |key, values: &[(&'static str, usize)]| {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value as u64).into())).collect();
        words.with(key, &values)
    };
    match mistake {
        Mistake::Empty => words.get("source-text-empty").to_owned(),
        Mistake::NoNumber { line, word } => {
            let line = ("line", (*line as u64).into());
            words.with("source-text-no-number", &[line, ("word", word.as_str().into())])
        }
        Mistake::Ragged { line, found, wanted } => {
            with("source-text-ragged", &[("line", *line), ("found", *found), ("wanted", *wanted)])
        }
        Mistake::TooMany => with("source-text-too-many", &[("most", MOST_NUMBERS)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_parted() {
        let expected = Rows { columns: 2, numbers: vec![1.0, 2.5, 3.0, 4.0] };
        for text in
            ["1 2.5\n3 4", "1\t2.5\r\n3\t4\n", "1, 2.5\n\n3, 4", "1;2.5\n3;4", "1,2.5\n3,4", "[[1, 2.5],\n[3, 4]]"]
        {
            assert_eq!(read(text, Lang::En), Ok(expected.clone()), "{text}");
        }
        for text in ["1 2,5\n3 4", "1;2,5\n3;4"] {
            assert_eq!(read(text, Lang::Ru), Ok(expected.clone()), "{text}");
        }
    }

    #[test]
    fn the_first_mistake_is_told_with_its_line() {
        assert_eq!(read(" \n", Lang::En), Err(Mistake::Empty));
        let no_number = Mistake::NoNumber { line: 3, word: "x".to_owned() };
        assert_eq!(read("1 2\n\n3 x\n4", Lang::En), Err(no_number));
        assert_eq!(read("1 2\n3", Lang::En), Err(Mistake::Ragged { line: 2, found: 1, wanted: 2 }));
        assert_eq!(read(&"1 ".repeat(MOST_NUMBERS + 1), Lang::En), Err(Mistake::TooMany));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let numbers: Vec<f32> = (0..8).map(|at| at as f32 - 3.25).collect();
        for lang in [Lang::En, Lang::Ru] {
            let text = write(&[2, 2, 2], &numbers, lang);
            let read = read(&text, lang).expect("it was written");
            let matrix = read.shaped(&[vec![2, 2], vec![2, 2, 2]]).expect("it fills the second one");
            assert_eq!((matrix.shape(), matrix.data()), (&[2, 2, 2][..], &numbers[..]), "{text}");
        }
    }
}
