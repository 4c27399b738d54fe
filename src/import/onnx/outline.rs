//! A model's file without its weights, which are nearly all of it: they are passed over, not read.

use std::io::{self, BufReader, Read, Seek};

use super::numbers::MOST_VALUES;

/// Values that take more bytes are more than [`MOST_VALUES`], so none of them is of use: a number takes ten at most.
const MOST_BYTES: u64 = 10 * MOST_VALUES as u64;

/// Messages within messages that are looked into; graphs within graphs are in no file deeper than a few.
const MOST_DEPTH: u32 = 64;

/// The messages on the way to the values of a tensor. The numbers of the fields are those of `onnx.proto3`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Message {
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
    SparseTensor,
}

/// What a field holds.
#[derive(Clone, Copy)]
enum Held {
    Message(Message),
    Values,
    Other,
}

impl Message {
    fn holds(self, field: u64) -> Held {
        match (self, field) {
            (Self::Model, 7) | (Self::Attribute, 6 | 11) => Held::Message(Self::Graph),
            (Self::Graph, 1) => Held::Message(Self::Node),
            (Self::Graph, 5) | (Self::Attribute, 5 | 10) | (Self::SparseTensor, 1 | 2) => Held::Message(Self::Tensor),
            (Self::Graph, 15) | (Self::Attribute, 22 | 23) => Held::Message(Self::SparseTensor),
            (Self::Node, 5) => Held::Message(Self::Attribute),
            // As floats, 32-bit and 64-bit numbers, texts, bytes, doubles, and unsigned numbers.
            (Self::Tensor, 4..=7 | 9..=11) => Held::Values,
            _ => Held::Other,
        }
    }
}

/// A file that is read from its first byte to its last, or passed over, and what is taken of it.
struct Outline<R> {
    source: BufReader<R>,
    /// The place of the next byte in the source, 0-based.
    at: u64,
    taken: Vec<u8>,
}

/// Why there is no outline.
enum Trouble {
    Io(io::Error),
    /// Not what a model looks like.
    Unlike,
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Unlike } else { Self::Io(error) }
    }
}

impl<R: Read + Seek> Outline<R> {
    /// Takes the fields of a message that ends before the byte at `end`, but for the values of large tensors.
    fn message(&mut self, message: Message, end: u64, depth: u32) -> Result<(), Trouble> {
        let depth = depth.checked_sub(1).ok_or(Trouble::Unlike)?;
        while self.at < end {
            let start = self.taken.len();
            let key = self.number()?;
            match key & 7 {
                0 => drop(self.number()?),
                1 => self.copy(8)?,
                2 => self.block(message.holds(key >> 3), start, end, depth)?,
                5 => self.copy(4)?,
                _ => return Err(Trouble::Unlike),
            }
        }
        if self.at == end { Ok(()) } else { Err(Trouble::Unlike) }
    }

    /// A field that says its length, of a message that ends at `end`; `start` is where it begins in what is taken.
    fn block(&mut self, held: Held, start: usize, end: u64, depth: u32) -> Result<(), Trouble> {
        let key_end = self.taken.len();
        let length = self.number()?;
        let block_end = self.at.checked_add(length).filter(|&block_end| block_end <= end).ok_or(Trouble::Unlike)?;
        match held {
            Held::Values if length > MOST_BYTES => {
                self.taken.truncate(start);
                self.source.seek_relative(i64::try_from(length).map_err(|_| Trouble::Unlike)?)?;
                self.at = block_end;
            }
            Held::Message(inner) if length > MOST_BYTES => {
                self.taken.truncate(key_end);
                let outer = std::mem::take(&mut self.taken);
                self.message(inner, block_end, depth)?;
                let within = std::mem::replace(&mut self.taken, outer);
                put_number(within.len() as u64, &mut self.taken);
                self.taken.extend(within);
            }
            _ => self.copy(length)?,
        }
        Ok(())
    }

    fn copy(&mut self, length: u64) -> Result<(), Trouble> {
        let copied = (&mut self.source).take(length).read_to_end(&mut self.taken)? as u64;
        self.at += copied;
        if copied == length { Ok(()) } else { Err(Trouble::Unlike) }
    }

    /// A number of seven bits to a byte, lowest first.
    fn number(&mut self) -> Result<u64, Trouble> {
        let mut value = 0;
        for at in 0..10 {
            let mut byte = [0];
            self.source.read_exact(&mut byte)?;
            self.at += 1;
            self.taken.extend(byte);
            value |= u64::from(byte[0] & 0x7f) << (7 * at);
            if byte[0] < 0x80 {
                return Ok(value);
            }
        }
        Err(Trouble::Unlike)
    }
}

fn put_number(mut value: u64, into: &mut Vec<u8>) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

/// The model in `source`, which has `length` bytes, without the values of large tensors: what [`read`](super::read) makes
/// of it is the same. `None` of what does not look like a model; whoever reads the whole file says what is wrong with it.
///
/// # Errors
/// Those of the source.
pub fn outline(source: impl Read + Seek, length: u64) -> io::Result<Option<Vec<u8>>> {
    let mut outline = Outline { source: BufReader::new(source), at: 0, taken: Vec::new() };
    match outline.message(Message::Model, length, MOST_DEPTH) {
        Ok(()) => Ok(Some(outline.taken)),
        Err(Trouble::Unlike) => Ok(None),
        Err(Trouble::Io(error)) => Err(error),
    }
}
