//! Changes of bytes that know nothing of what the bytes mean.

use crate::dice::Dice;

/// No input grows longer than this.
pub const LONGEST: usize = 1 << 20;

/// A part of `length` bytes at most: where it begins and ends.
fn part(dice: &mut Dice, length: usize, most: usize) -> std::ops::Range<usize> {
    let start = dice.roll(length + 1);
    let end = (start + dice.few(most)).min(length);
    start..end
}

/// Changes bytes once. `other` is another input to cut a piece from.
pub fn change(dice: &mut Dice, bytes: &mut Vec<u8>, other: &[u8]) {
    let length = bytes.len();
    match dice.roll(9) {
        0 => flip(dice, bytes),
        1 => {
            let at = dice.roll(length + 1);
            bytes.splice(at..at, (0..dice.few(8)).map(|_| dice.bits() as u8).collect::<Vec<_>>());
        }
        2 => {
            bytes.drain(part(dice, length, 64));
        }
        3 => {
            let copied = bytes[part(dice, length, 400)].to_vec();
            let (at, times) = (dice.roll(length + 1), dice.few(20));
            if length + copied.len() * times <= LONGEST {
                bytes.splice(at..at, copied.repeat(times));
            }
        }
        4 => bytes.truncate(dice.roll(length + 1)),
        5 => {
            let piece = other[part(dice, other.len(), 2000)].to_vec();
            bytes.splice(part(dice, length, 200), piece);
        }
        // The head of one and the tail of another.
        6 => {
            bytes.truncate(dice.roll(length + 1));
            bytes.extend_from_slice(&other[dice.roll(other.len() + 1)..]);
        }
        // A number of seven bits to a byte, where a length or a size may stand.
        7 => {
            let mut number = Vec::new();
            crate::proto::push_number(&mut number, dice.edge() as u64);
            let at = dice.roll(length + 1);
            bytes.splice(at..(at + 1).min(length), number);
        }
        _ => {
            let at = dice.roll(length + 1);
            bytes.splice(at..(at + 8).min(length), dice.edge().to_le_bytes());
        }
    }
    bytes.truncate(LONGEST);
}

fn flip(dice: &mut Dice, bytes: &mut [u8]) {
    for _ in 0..dice.few(8) {
        if let Some(byte) = {
            let at = dice.roll(bytes.len());
            bytes.get_mut(at)
        } {
            *byte ^= 1 << dice.roll(8);
        }
    }
}
