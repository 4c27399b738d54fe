//! Messages in the wire format of Protocol Buffers (<https://protobuf.dev/programming-guides/encoding/>): a field is its
//! number and the kind of its value, then the value. ONNX needs four kinds of values, so this takes the place of a library.

/// A message that is being written, one field after the other.
#[derive(Clone, Default)]
pub(super) struct Message(Vec<u8>);

/// The kinds of values.
const VARINT: u64 = 0;
const DELIMITED: u64 = 2;

impl Message {
    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn key(&mut self, field: u64, kind: u64) {
        self.varint(field << 3 | kind);
    }

    /// A number; a negative one is its two's complement of 64 bits.
    pub fn int(mut self, field: u64, value: i64) -> Self {
        self.key(field, VARINT);
        self.varint(value as u64);
        self
    }

    /// Numbers: in proto2, which ONNX is written in, each is a field of its own.
    pub fn ints(self, field: u64, values: &[i64]) -> Self {
        values.iter().fold(self, |message, value| message.int(field, *value))
    }

    pub fn bytes(mut self, field: u64, bytes: &[u8]) -> Self {
        self.key(field, DELIMITED);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn text(self, field: u64, text: &str) -> Self {
        self.bytes(field, text.as_bytes())
    }

    /// A message inside of this one.
    pub fn message(self, field: u64, inner: &Self) -> Self {
        self.bytes(field, &inner.0)
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}
