//! Numbers that somebody types or pastes into the cells of the image or of a kernel, and the edits that they come to.

use crate::axes::Axes;
use crate::locale::Lang;
use crate::net::{Edit, Kernel, Lowered, MapId, Matrix, Op, Source, Stack};
use crate::value::Values;

/// The most numbers of one image, or of one filter, that are taken into a document one by one. A larger one is a file.
const MOST_TYPED: usize = 1 << 16;

/// A cell whose value can be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A unit of the image, of the channel that is shown, 0-based.
    Pixel(Axes<i64>),
    /// An element of the kernel of the layer that makes a map: its index in the layer's weights, outermost axis first.
    Weight { map: MapId, at: Vec<usize> },
}

/// Why numbers were not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// This is no number.
    NotANumber(String),
    /// The rows are not equally long: this one, 1-based, has another length than the first.
    Ragged { row: usize },
    /// The block has more rows and columns than there is room for.
    NoRoom { rows: usize, columns: usize, room: [usize; 2] },
    /// So many numbers are no typing.
    TooMany { count: usize, most: usize },
    /// The values are not there: they are still being worked out, or cannot be.
    NoValues,
}

/// A number as people write it: with a point or a comma, as a fraction `1/9`, or `nan` and `inf` if that is meant.
pub fn number(text: &str) -> Result<f32, Refusal> {
    let refused = || Refusal::NotANumber(text.trim().to_owned());
    let plain = text.trim().replace('\u{2212}', "-").replace('∞', "inf");
    if let Some((above, below)) = plain.split_once('/') {
        let part = |text: &str| finite(text).filter(|value| value.is_finite());
        let (above, below) = part(above).zip(part(below)).filter(|(_, below)| *below != 0.0).ok_or_else(refused)?;
        return Some(above / below).filter(|value| value.is_finite()).ok_or_else(refused);
    }
    finite(&plain).ok_or_else(refused)
}

/// A number that is finite, unless something else is spelled out.
fn finite(text: &str) -> Option<f32> {
    let text = text.trim();
    let value: f32 = text.replacen(',', ".", usize::from(!text.contains('.'))).parse().ok()?;
    let spelled = text.contains(['n', 'N']);
    (value.is_finite() || spelled).then_some(value)
}

/// A value as it is given to be changed.
pub fn text_of(value: f32, lang: Lang) -> String {
    let text = value.to_string();
    if lang == Lang::Ru { text.replace('.', ",") } else { text }
}

/// Rows of numbers, as from a spreadsheet: tabs, spaces or semicolons between them. Where there are none of these, commas
/// part numbers if they are not decimal ones. `None` if the text is anything else than numbers.
pub fn block(text: &str, lang: Lang) -> Option<Result<Vec<Vec<f32>>, Refusal>> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ';' | '[' | ']');
    let lines: Vec<&str> = text.lines().map(|line| line.trim_matches(is_gap)).filter(|line| !line.is_empty()).collect();
    let spaced = lines.iter().any(|line| line.contains(is_gap));
    let many_commas = lines.iter().any(|line| line.matches(',').count() > 1);
    let by_commas = !spaced && (many_commas || lang == Lang::En);
    let mut rows = Vec::new();
    for line in lines {
        let words = line.split(|c| is_gap(c) || by_commas && c == ',').map(|word| word.trim_end_matches(','));
        let row: Option<Vec<f32>> = words.filter(|word| !word.is_empty()).map(|word| number(word).ok()).collect();
        rows.push(row.filter(|row| !row.is_empty())?);
    }
    let columns = rows.first()?.len();
    let ragged = rows.iter().position(|row| row.len() != columns);
    Some(ragged.map_or(Ok(rows), |at| Err(Refusal::Ragged { row: at + 1 })))
}

/// What cells are read from and what their edits are made for.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub stack: &'a Stack,
    pub lowered: &'a Lowered,
    pub values: Option<&'a Values>,
    /// The channel of the image that is shown, 0-based.
    pub channel: usize,
}

impl Ground<'_> {
    /// The value of a cell.
    pub fn value(&self, cell: &Cell) -> Option<f32> {
        let sheet = self.sheet(cell)?;
        sheet.data.get(sheet.place(&sheet.at)?).copied()
    }

    /// The cell behind one in reading order, within its channel.
    pub fn next(&self, cell: &Cell) -> Option<Cell> {
        let sheet = self.sheet(cell)?;
        let mut at = sheet.at.clone();
        for axis in (sheet.first_axis()..at.len()).rev() {
            at[axis] += 1;
            if at[axis] < sheet.shape[axis] {
                return Some(sheet.cell(cell, &at));
            }
            at[axis] = 0;
        }
        None
    }

    /// The edit that puts rows of numbers at a cell and to the right of it and below.
    pub fn edit(&self, cell: &Cell, rows: &[Vec<f32>]) -> Result<Edit, Refusal> {
        let mut sheet = self.sheet(cell).ok_or(Refusal::NoValues)?;
        if sheet.data.len() > MOST_TYPED {
            return Err(Refusal::TooMany { count: sheet.data.len(), most: MOST_TYPED });
        }
        sheet.write(rows)?;
        match cell {
            Cell::Pixel(_) => sheet.matrix().map(|matrix| Edit::SetSource(Source::Typed(matrix))),
            Cell::Weight { map, at } => self.edit_of_kernel(*map, at, &sheet),
        }
        .ok_or(Refusal::NoValues)
    }

    fn edit_of_kernel(&self, map: MapId, at: &[usize], sheet: &Sheet) -> Option<Edit> {
        let layer = self.stack.layer((*self.lowered.layer_of_map.get(map.index())?)?)?;
        let wiring = self.wiring(map)?;
        let kernel = Kernel::Typed(sheet.matrix()?);
        let mut parameters = layer.parameters.clone();
        if wiring.filters == 1 {
            parameters.filters.remove(&0);
            parameters.kernel = Some(kernel);
        } else {
            parameters.filters.insert(wiring.filter(at)? as u64, kernel);
        }
        Some(Edit::SetParameters(layer.id, parameters))
    }

    /// The numbers that a cell stands among.
    fn sheet(&self, cell: &Cell) -> Option<Sheet> {
        match cell {
            Cell::Pixel(at) => {
                let image = self.values?.map(MapId::INPUT)?;
                let shape = image.shape().get(1..)?.to_vec();
                let count = shape.iter().product();
                let at: Vec<usize> =
                    std::iter::once(self.channel).chain(at.iter().map(|&index| index as usize)).collect();
                let data = image.as_slice()?.get(..count)?.to_vec();
                Some(Sheet { shape, at, data })
            }
            Cell::Weight { map, at } => self.filter_of(*map, at),
        }
    }

    /// The window of a filter in each channel it reads: `[read, taps…]`; of a linear layer `[features read]`.
    fn filter_of(&self, map: MapId, at: &[usize]) -> Option<Sheet> {
        let kernel = &self.values?.weights(map)?.kernel;
        let wiring = self.wiring(map)?;
        let inside = at.len() == kernel.ndim() && at.iter().zip(kernel.shape()).all(|(index, n)| index < n);
        if !inside {
            return None;
        }
        let taps: Vec<usize> = kernel.shape().iter().copied().skip(wiring.channel_axes()).collect();
        let window: usize = taps.iter().product();
        let weights = kernel.as_slice()?;
        let mut data = Vec::with_capacity(wiring.read * window);
        let filter = wiring.filter(at)?;
        for channel in 0..wiring.read {
            let begin = wiring.window(filter, channel) * window;
            data.extend_from_slice(weights.get(begin..begin + window)?);
        }
        let linear = wiring.kind == Kind::Linear;
        let lead = |value: usize| (!linear).then_some(value);
        let tap = at.iter().copied().skip(wiring.channel_axes());
        Some(Sheet {
            shape: lead(wiring.read).into_iter().chain(taps).collect(),
            at: lead(wiring.channel(at)?).into_iter().chain(tap).collect(),
            data,
        })
    }

    fn wiring(&self, map: MapId) -> Option<Wiring> {
        let shape = self.values?.weights(map)?.kernel.shape().to_vec();
        let [first, second] = [*shape.first()?, *shape.get(1)?];
        Some(match &self.lowered.graph.node(map)?.op {
            Op::Conv(_) => Wiring { kind: Kind::Conv, filters: first, read: second, in_group: 0 },
            Op::ConvTransposed(conv) => {
                let groups = usize::try_from(conv.groups).ok().filter(|groups| *groups > 0)?;
                Wiring { kind: Kind::Transposed, filters: second * groups, read: first / groups, in_group: second }
            }
            Op::Linear(_) => Wiring { kind: Kind::Linear, filters: first, read: 1, in_group: 0 },
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Conv,
    Transposed,
    Linear,
}

/// How the filters of a layer lie in its weights.
struct Wiring {
    kind: Kind,
    filters: usize,
    /// The channels that each filter reads.
    read: usize,
    /// The filters of one group of a transposed convolution.
    in_group: usize,
}

impl Wiring {
    /// How many axes of the weights are not taps.
    fn channel_axes(&self) -> usize {
        if self.kind == Kind::Linear { 1 } else { 2 }
    }

    /// The filter that an element belongs to.
    fn filter(&self, at: &[usize]) -> Option<usize> {
        let (first, second) = (*at.first()?, *at.get(1)?);
        Some(match self.kind {
            Kind::Conv | Kind::Linear => first,
            Kind::Transposed => first / self.read.max(1) * self.in_group + second,
        })
    }

    /// The channel of those that its filter reads.
    fn channel(&self, at: &[usize]) -> Option<usize> {
        Some(match self.kind {
            Kind::Conv => *at.get(1)?,
            Kind::Transposed => *at.first()? % self.read.max(1),
            Kind::Linear => 0,
        })
    }

    /// Which of the windows in the weights' memory is that of a filter and a channel that it reads.
    fn window(&self, filter: usize, channel: usize) -> usize {
        match self.kind {
            Kind::Conv | Kind::Linear => filter * self.read + channel,
            Kind::Transposed => {
                let group = self.in_group.max(1);
                (filter / group * self.read + channel) * self.in_group + filter % group
            }
        }
    }
}

/// Numbers in memory's order, and the place of one of them.
struct Sheet {
    /// The channels, then the axes; of a flat vector its features alone.
    shape: Vec<usize>,
    at: Vec<usize>,
    data: Vec<f32>,
}

impl Sheet {
    /// Where rows and columns begin; a flat vector has nothing else.
    fn first_axis(&self) -> usize {
        usize::from(self.shape.len() > 1)
    }

    fn place(&self, at: &[usize]) -> Option<usize> {
        let inside = at.len() == self.shape.len() && at.iter().zip(&self.shape).all(|(index, n)| index < n);
        inside.then(|| at.iter().zip(&self.shape).fold(0, |place, (index, n)| place * n + index))
    }

    fn write(&mut self, rows: &[Vec<f32>]) -> Result<(), Refusal> {
        let columns = rows.first().map_or(0, Vec::len);
        let last = self.shape.len().wrapping_sub(1);
        let left = |axis: usize| self.shape[axis].saturating_sub(self.at[axis]);
        let has_rows = self.shape.len() > self.first_axis() + 1;
        self.place(&self.at).ok_or(Refusal::NoValues)?;
        let room = [if has_rows { left(last - 1) } else { 1 }, left(last)];
        if rows.len() > room[0] || columns > room[1] {
            return Err(Refusal::NoRoom { rows: rows.len(), columns, room });
        }
        for (down, row) in rows.iter().enumerate() {
            let mut at = self.at.clone();
            if down > 0 {
                at[last - 1] += down;
            }
            let begin = self.place(&at).ok_or(Refusal::NoValues)?;
            self.data[begin..begin + row.len()].copy_from_slice(row);
        }
        Ok(())
    }

    /// Without the channels if there is only one.
    fn matrix(&self) -> Option<Matrix> {
        let skipped = usize::from(self.shape.len() > 1 && self.shape[0] == 1);
        Matrix::new(self.shape[skipped..].to_vec(), self.data.clone())
    }

    /// The cell of the same kind at another place of the same channel.
    fn cell(&self, like: &Cell, at: &[usize]) -> Cell {
        match like {
            Cell::Pixel(before) => {
                let axes = at.iter().skip(at.len() - before.rank());
                Cell::Pixel(axes.map(|&index| index as i64).collect())
            }
            Cell::Weight { map, at: before } => {
                let taps = at.len() - self.first_axis();
                let lead = before.iter().take(before.len() - taps);
                let tap = at.iter().skip(self.first_axis());
                Cell::Weight { map: *map, at: lead.chain(tap).copied().collect() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [("2", 2.0), (" -1.5 ", -1.5), ("1,5", 1.5), ("−3", -3.0), ("1/4", 0.25), ("1e3", 1000.0)]
        {
            assert_eq!(number(text), Ok(value), "{text}");
        }
        assert!(number("nan").is_ok_and(f32::is_nan));
        assert_eq!(number("-inf"), Ok(f32::NEG_INFINITY));
        for text in ["", "x", "1 2", "1e999", "1/0", "1,2,3", "1/x"] {
            assert_eq!(number(text), Err(Refusal::NotANumber(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_block_is_numbers_and_nothing_else() {
        let rows = Some(Ok(vec![vec![1.0, 2.0], vec![3.0, 4.5]]));
        assert_eq!(block("1\t2\n3\t4.5\n", Lang::En), rows);
        assert_eq!(block("1 2\r\n3 4,5", Lang::Ru), rows);
        assert_eq!(block("1,2\n3,4.5", Lang::En), rows);
        assert_eq!(block("[[1, 2], \n [3, 4.5]]", Lang::En), rows);
        assert_eq!(block("1,5", Lang::Ru), Some(Ok(vec![vec![1.5]])));
        assert_eq!(block("1 2\n3", Lang::En), Some(Err(Refusal::Ragged { row: 2 })));
        for text in ["", "conv k3", "1x7x7: conv k3", "1 2 x"] {
            assert_eq!(block(text, Lang::En), None, "{text}");
        }
    }
}
