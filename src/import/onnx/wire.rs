//! The fields of a Protocol Buffers message, borrowed from the bytes of the file.
//!
//! The crate `rten-onnx` knows the encoding; the readers that it brings trust what the file says: they reserve as many
//! bytes as a field claims to have, follow messages within messages by recursion, and wait for the end of a number that
//! has none. This reader gives slices of the file, each checked against its length, and every message is a slice of its
//! own, so that nothing is copied and no depth is the file's to choose.

use rten_onnx::protobuf::{ErrorKind, Field, FieldTypes, FieldValue, Fields, ProtobufError, ReadValue};

/// What is left of a message.
pub(super) struct Bytes<'a>(&'a [u8]);

/// Text and bytes as slices of the file.
pub(super) struct Slices<'a>(std::marker::PhantomData<&'a ()>);

impl<'a> FieldTypes for Slices<'a> {
    type String = &'a str;
    type Bytes = &'a [u8];
}

type Read<T> = Result<T, ProtobufError>;

fn error(kind: ErrorKind) -> ProtobufError {
    ProtobufError::new(kind)
}

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Read<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(|| error(ErrorKind::Eof))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| error(ErrorKind::Eof))
    }
}

/// The first number of `bytes`, seven bits to a byte, lowest first, and what is behind it.
fn number(bytes: &[u8]) -> Read<(u64, &[u8])> {
    let mut value = 0_u64;
    for (at, &byte) in bytes.iter().enumerate().take(10) {
        if at == 9 && byte > 1 {
            break;
        }
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte < 0x80 {
            return Ok((value, &bytes[at + 1..]));
        }
    }
    Err(error(if bytes.is_empty() { ErrorKind::Eof } else { ErrorKind::InvalidVarint }))
}

impl<'a> ReadValue for Bytes<'a> {
    type Types = Slices<'a>;

    fn read_i32(&mut self) -> Read<i32> {
        Ok(i32::from_le_bytes(self.array()?))
    }

    fn read_i64(&mut self) -> Read<i64> {
        Ok(i64::from_le_bytes(self.array()?))
    }

    fn read_varint(&mut self) -> Read<u64> {
        let (value, rest) = number(self.0)?;
        self.0 = rest;
        Ok(value)
    }

    fn read_bytes(&mut self, length: usize) -> Read<&'a [u8]> {
        self.take(length)
    }

    fn read_string(&mut self, length: usize) -> Read<&'a str> {
        std::str::from_utf8(self.take(length)?).map_err(|_| error(ErrorKind::InvalidUtf8))
    }

    fn skip(&mut self, length: usize) -> Read<()> {
        self.take(length).map(|_| ())
    }

    /// Always 0: lengths are checked against the slice, and no sum of a place and a length can pass the range.
    fn position(&self) -> u64 {
        0
    }
}

/// One field with its number.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    Number(u64),
    Four([u8; 4]),
    Bytes(&'a [u8]),
    /// What no field of a model has: eight bytes, a group.
    Other,
}

/// Calls `each` with the number and the content of every field of a message.
pub(super) fn fields<'a>(message: &'a [u8], mut each: impl FnMut(u64, Content<'a>) -> Read<()>) -> Read<()> {
    let mut bytes = Bytes(message);
    let mut fields = Fields::new(&mut bytes, None);
    while let Some(mut field) = fields.next()? {
        let number = field.number();
        let content = content_of(&mut field)?;
        drop(field);
        each(number, content)?;
    }
    Ok(())
}

fn content_of<'a, R: ReadValue<Types = Slices<'a>>>(field: &mut Field<'_, R>) -> Read<Content<'a>> {
    Ok(match field.value() {
        FieldValue::Varint(value) => Content::Number(value),
        FieldValue::I32(value) => Content::Four(value.to_le_bytes()),
        FieldValue::Len(_) => Content::Bytes(field.read_bytes()?),
        FieldValue::I64(_) | FieldValue::Sgroup | FieldValue::Egroup => Content::Other,
    })
}

impl<'a> Content<'a> {
    pub fn bytes(self) -> Read<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(error(ErrorKind::FieldTypeMismatch)),
        }
    }

    /// Text. What is no UTF-8 in it is replaced: exporters write anything into names.
    pub fn text(self) -> Read<String> {
        Ok(String::from_utf8_lossy(self.bytes()?).into_owned())
    }

    pub fn int(self) -> Read<i64> {
        match self {
            Self::Number(value) => Ok(value as i64),
            _ => Err(error(ErrorKind::FieldTypeMismatch)),
        }
    }

    pub fn float(self) -> Read<f32> {
        match self {
            Self::Four(bytes) => Ok(f32::from_le_bytes(bytes)),
            _ => Err(error(ErrorKind::FieldTypeMismatch)),
        }
    }

    /// The numbers of a repeated field, packed or not, at most `most` of them together with those already there; of more,
    /// none is of use, and `false` is given.
    pub fn ints(self, into: &mut Vec<i64>, most: usize) -> Read<bool> {
        let Self::Bytes(mut rest) = self else {
            into.push(self.int()?);
            return Ok(into.len() <= most);
        };
        while !rest.is_empty() && into.len() <= most {
            let (value, behind) = number(rest)?;
            into.push(value as i64);
            rest = behind;
        }
        Ok(into.len() <= most)
    }

    /// The same of 32-bit floats.
    pub fn floats(self, into: &mut Vec<f32>, most: usize) -> Read<bool> {
        let Self::Bytes(bytes) = self else {
            into.push(self.float()?);
            return Ok(into.len() <= most);
        };
        if bytes.len() % 4 != 0 {
            return Err(error(ErrorKind::FieldLengthMismatch));
        }
        let values = bytes.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        into.extend(values.take(most + 1));
        Ok(into.len() <= most)
    }
}
