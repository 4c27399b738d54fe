//! Changes of models that leave the lengths right, so that they reach what is behind the reader of messages.

use crate::bytes;
use crate::dice::Dice;
use crate::proto::push_number;

/// Deeper than a model without graphs in its nodes, and no deeper than recursion may go.
const DEEPEST: usize = 12;

/// What a field holds.
#[derive(Clone)]
enum Content {
    Number(u64),
    Bytes(Vec<u8>),
    /// Four or eight bytes as they are.
    Fixed(Vec<u8>),
}

#[derive(Clone)]
struct Field {
    number: u64,
    content: Content,
}

/// The fields of a message; `None` if it is none.
fn fields(mut message: &[u8]) -> Option<Vec<Field>> {
    let mut found = Vec::new();
    while !message.is_empty() {
        let key = number(&mut message)?;
        let content = match key & 7 {
            0 => Content::Number(number(&mut message)?),
            1 => Content::Fixed(taken(&mut message, 8)?),
            2 => {
                let length = number(&mut message)?;
                Content::Bytes(taken(&mut message, usize::try_from(length).ok()?)?)
            }
            5 => Content::Fixed(taken(&mut message, 4)?),
            _ => return None,
        };
        found.push(Field { number: key >> 3, content });
    }
    Some(found)
}

fn taken(message: &mut &[u8], length: usize) -> Option<Vec<u8>> {
    let (taken, rest) = message.split_at_checked(length)?;
    *message = rest;
    Some(taken.to_vec())
}

fn number(message: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for at in 0..10 {
        let (&byte, rest) = message.split_first()?;
        *message = rest;
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn written(fields: &[Field]) -> Vec<u8> {
    let mut message = Vec::new();
    for Field { number, content } in fields {
        let (kind, bytes) = match content {
            Content::Number(_) => (0, &Vec::new()),
            Content::Bytes(bytes) => (2, bytes),
            Content::Fixed(bytes) => (if bytes.len() == 8 { 1 } else { 5 }, bytes),
        };
        push_number(&mut message, number << 3 | kind);
        match content {
            Content::Number(value) => push_number(&mut message, *value),
            Content::Bytes(_) => push_number(&mut message, bytes.len() as u64),
            Content::Fixed(_) => {}
        }
        message.extend_from_slice(bytes);
    }
    message
}

/// Changes one field of a message, or of one within it. `words` are texts that stand in models.
pub fn change(dice: &mut Dice, message: &mut Vec<u8>, words: &[String], depth: usize) {
    let Some(mut all) = fields(message).filter(|fields| !fields.is_empty() && depth < DEEPEST) else {
        bytes::change(dice, message, b"\x08\x01");
        return;
    };
    let (at, other) = (dice.roll(all.len()), dice.roll(all.len()));
    match dice.roll(24) {
        0 => {
            all.remove(at);
        }
        1 => all.insert(other, all[at].clone()),
        2 => all.swap(at, other),
        3 if depth > 0 => all[at].number = 1 + dice.roll(20) as u64,
        4 if all.len() < 3000 => {
            let copied: Vec<Field> = all[at..(at + dice.few(12)).min(all.len())].to_vec();
            for _ in 0..dice.few(60) {
                all.splice(other..other, copied.iter().cloned());
            }
        }
        _ => change_content(dice, &mut all[at].content, words, depth),
    }
    *message = written(&all);
}

fn change_content(dice: &mut Dice, content: &mut Content, words: &[String], depth: usize) {
    match content {
        Content::Number(value) => *value = dice.edge() as u64,
        Content::Fixed(bytes) => {
            let float = *dice.of(&[0.0, -1.0, 0.5, 2.0, 1e30, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE]);
            bytes.splice(..4, float.to_le_bytes());
        }
        // A name is a message only by chance.
        Content::Bytes(bytes) if is_text(bytes) => *bytes = dice.of(words).clone().into_bytes(),
        Content::Bytes(bytes) => change(dice, bytes, words, depth + 1),
    }
}

fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ')
}

/// All texts of a model: names, ops, tensors.
pub fn words(message: &[u8], into: &mut Vec<String>, depth: usize) {
    for Field { content, .. } in fields(message).unwrap_or_default() {
        match content {
            Content::Bytes(bytes) if is_text(&bytes) => into.extend(String::from_utf8(bytes)),
            Content::Bytes(bytes) if depth < DEEPEST => words(&bytes, into, depth + 1),
            _ => {}
        }
    }
}
