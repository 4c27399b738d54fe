//! The layers that only imported networks have: joins, slices, resampling and the ops of other programs.

use num_rational::Ratio;

use super::super::mistake::Quantity;
use super::{Settings, TextError};
use crate::axes::PerAxis;
use crate::net::{Anchor, Cut, Ends, Filter, Join, MAX_SETTING, Op, Resize, Resized, Round, UnitOp};

impl Settings<'_> {
    /// The layer of such a word; `None` of every other one.
    pub(super) fn imported(&mut self, word: &str, example: &'static str) -> Result<Option<Op>, TextError> {
        Ok(Some(match word {
            "slice" => self.slice()?,
            "resize" => self.resize(example)?,
            "depthtospace" | "spacetodepth" => {
                let block = self.numbers("x", Quantity::Factor, 1)?;
                let block = block.ok_or_else(|| self.missing(Quantity::Factor, example))?;
                if word == "depthtospace" { Op::DepthToSpace(block) } else { Op::SpaceToDepth(block) }
            }
            "unit" if !self.words.is_empty() => Op::Unit(UnitOp {
                name: self.foreign_name(),
                channels: self.number("c", Quantity::Channels)?,
                global: self.flag("global"),
            }),
            "add" if self.reader.joins => Op::Join(Join::Add),
            "mul" if self.reader.joins => Op::Join(Join::Mul),
            "concat" if self.reader.joins => Op::Join(Join::Concat),
            "max" if self.reader.joins => Op::Join(Join::Max),
            // What an import did not know: `unknown PixelShuffle`.
            _ if self.layer.is("unknown") && !self.words.is_empty() => Op::Unsupported(self.foreign_name()),
            _ => return Ok(None),
        }))
    }

    /// Ratios such as `3/2`, per axis.
    fn ratios(&mut self, letters: &'static str) -> Result<Option<PerAxis<Ratio<u64>>>, TextError> {
        let Some((word, value)) = self.take(letters)? else { return Ok(None) };
        let read = |digits: &str| self.reader.number(word, digits, 1, MAX_SETTING, Quantity::Factor);
        self.per_axis(word, value, |text| {
            let (over, under) = text.split_once('/').unwrap_or((text, "1"));
            Ok(Ratio::new(read(over)?, read(under)?))
        })
        .map(Some)
    }

    fn resize(&mut self, example: &'static str) -> Result<Op, TextError> {
        let to = match self.numbers("o", Quantity::OutputSize, 1)? {
            Some(size) => Resized::Size(size),
            None => Resized::Scale(self.ratios("x")?.ok_or_else(|| self.missing(Quantity::Factor, example))?),
        };
        let filters = [
            ("linear", Filter::Linear),
            ("cubic", Filter::Cubic),
            ("floor", Filter::Nearest(Round::Floor)),
            ("ceil", Filter::Nearest(Round::Ceil)),
            ("prefer-ceil", Filter::Nearest(Round::PreferCeil)),
        ];
        let filter = filters.into_iter().find(|(word, _)| self.flag(word)).map(|(_, filter)| filter);
        let anchors = [
            ("asymmetric", Anchor::Asymmetric),
            ("corners", Anchor::Corners),
            ("pytorch", Anchor::PytorchHalfPixel),
            ("centred", Anchor::Centred),
            ("tensorflow", Anchor::TensorflowHalfPixel),
        ];
        let anchor = anchors.into_iter().find(|(word, _)| self.flag(word)).map(|(_, anchor)| anchor);
        Ok(Op::Resize(Resize {
            to,
            filter: filter.unwrap_or(Filter::Nearest(Round::PreferFloor)),
            anchor: anchor.unwrap_or(Anchor::HalfPixel),
        }))
    }

    fn slice(&mut self) -> Result<Op, TextError> {
        let step = self.numbers("s", Quantity::Stride, 1)?.unwrap_or(PerAxis::All(1));
        let ends = self.ends()?.unwrap_or(PerAxis::All(Ends::both(0)));
        let cut = |ends: Ends, step| Cut { begin: ends.begin, end: ends.end, step };
        Ok(Op::Slice(match (ends, step) {
            (PerAxis::Each(ends), step) => {
                PerAxis::Each(ends.iter().enumerate().map(|(axis, ends)| cut(*ends, step.at(axis))).collect())
            }
            (PerAxis::All(ends), step) => step.map(|step| cut(ends, step)),
        }))
    }

    /// The name of another program's op, which may stand in quotation marks.
    fn foreign_name(&mut self) -> String {
        let raw = self.words.remove(0).raw;
        serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned())
    }
}
