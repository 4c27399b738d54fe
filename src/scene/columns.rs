//! What tables of the layers say: the columns, and for each of them the one rule by which a layer is written and sorted.
//! The window, pictures and reports all print these.

use std::cmp::Ordering;

use num_rational::Ratio;

use super::view::Subject;
use crate::axes::Axes;
use crate::field::{Cost, Field, Loss, MapAnswer, Status};
use crate::net::MapId;

/// A column of a table of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// The layer's place among those that are switched on, 1-based; 0 of the image.
    Place,
    Name,
    /// The layer text.
    Setting,
    /// The shape of the layer's map.
    Output,
    Channels,
    /// The width of the field; where units are of different kinds, from the least to the largest.
    Field,
    /// Pixels that are read inside the field.
    FieldPixels,
    /// The effective stride.
    Jump,
    /// The first pixel that unit 0 sees.
    Start,
    /// The middle of what unit 0 sees.
    Centre,
    /// Units of the layer's inputs that it never reads.
    Unread,
    /// Pixels of the image that reach no unit of the map, with their share.
    Lost,
    LostShare,
    Params,
    Macs,
    /// Bytes of the layer's map, for one image.
    Bytes,
}

/// Who reads a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Digits in groups, signs as they are printed.
    Person,
    /// Bare digits and a decimal point; what is not known is empty.
    Program,
}

impl Column {
    /// Every column with the word that is kept in settings, in the order in which they stand.
    pub const WORDS: [(&str, Self); 16] = [
        ("place", Self::Place),
        ("name", Self::Name),
        ("setting", Self::Setting),
        ("output", Self::Output),
        ("channels", Self::Channels),
        ("field", Self::Field),
        ("field-pixels", Self::FieldPixels),
        ("jump", Self::Jump),
        ("start", Self::Start),
        ("centre", Self::Centre),
        ("unread", Self::Unread),
        ("lost", Self::Lost),
        ("lost-share", Self::LostShare),
        ("params", Self::Params),
        ("macs", Self::Macs),
        ("bytes", Self::Bytes),
    ];

    /// The columns of reports, and those of the window until others are chosen.
    pub const FIRST: [Self; 9] = [
        Self::Name,
        Self::Setting,
        Self::Output,
        Self::Field,
        Self::Jump,
        Self::Start,
        Self::Lost,
        Self::Params,
        Self::Macs,
    ];

    /// The word that is kept in settings.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// The locale's key of its head.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Place => "column-place",
            Self::Name => "column-name",
            Self::Setting => "column-setting",
            Self::Output => "column-output",
            Self::Channels => "column-channels",
            Self::Field => "column-field",
            Self::FieldPixels => "column-field-pixels",
            Self::Jump => "column-jump",
            Self::Start => "column-start",
            Self::Centre => "column-centre",
            Self::Unread => "column-unread",
            Self::Lost => "column-lost",
            Self::LostShare => "column-lost-share",
            Self::Params => "column-params",
            Self::Macs => "column-macs",
            Self::Bytes => "column-bytes",
        }
    }

    /// The locale's key of what it tells, in a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Place => "column-place-tip",
            Self::Name => "column-name-tip",
            Self::Setting => "column-setting-tip",
            Self::Output => "column-output-tip",
            Self::Channels => "column-channels-tip",
            Self::Field => "column-field-tip",
            Self::FieldPixels => "column-field-pixels-tip",
            Self::Jump => "column-jump-tip",
            Self::Start => "column-start-tip",
            Self::Centre => "column-centre-tip",
            Self::Unread => "column-unread-tip",
            Self::Lost => "column-lost-tip",
            Self::LostShare => "column-lost-share-tip",
            Self::Params => "column-params-tip",
            Self::Macs => "column-macs-tip",
            Self::Bytes => "column-bytes-tip",
        }
    }

    /// True of texts, which stand at the left; numbers stand at the right.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Name | Self::Setting)
    }

    /// True of what a layer has whether it can run or not.
    pub const fn is_given(self) -> bool {
        matches!(self, Self::Place | Self::Name | Self::Setting)
    }

    /// True where the column tells of a loss.
    pub fn tells_loss(self, subject: &Subject<'_>, map: MapId) -> bool {
        match self {
            Self::Unread => unread(subject, map) != Some(0),
            Self::Lost | Self::LostShare => subject.analysis.loss(map).is_some_and(|loss| loss.count > 0),
            _ => false,
        }
    }

    /// What the column says of a map.
    pub fn text(self, subject: &Subject<'_>, map: MapId, reader: Reader) -> String {
        let Subject { graph, analysis, words, .. } = subject;
        let answer = analysis.map(map);
        let node = graph.node(map);
        let pen = Pen { subject, reader };
        match self {
            Self::Place => map.index().to_string(),
            Self::Name => one_line(node.map_or_else(|| words.get("report-input"), |node| &node.name)),
            Self::Setting => node.map(|node| one_line(&node.op.to_string())).unwrap_or_default(),
            Self::Output => match (&answer.shape, reader) {
                (Some(shape), Reader::Person) => shape.to_string().replace('x', "×"),
                (Some(shape), Reader::Program) => shape.to_string(),
                (None, _) => pen.unknown(),
            },
            Self::Channels => pen.number(answer.shape.as_ref().map(|shape| shape.channels)),
            Self::Field => pen.per_axis(answer, |field| match (field.rf_min(), field.rf()) {
                (least, most) if least == most => pen.digits(most),
                (least, most) => format!("{}{}{}", pen.digits(least), pen.to(), pen.digits(most)),
            }),
            Self::FieldPixels => pen.per_axis(answer, |field| pen.digits(field.rf_count())),
            Self::Jump => pen.per_axis(answer, |field| field.jump().map_or_else(|| pen.none(), |n| pen.fraction(n))),
            Self::Start => pen.per_axis(answer, |field| field.start().map_or_else(|| pen.none(), |n| pen.signed(n))),
            Self::Centre => {
                pen.per_axis(answer, |field| field.centre(0).map_or_else(|| pen.none(), |n| pen.fraction(n)))
            }
            Self::Unread => pen.number(unread(subject, map)),
            Self::Lost | Self::LostShare => self.lost(answer.loss.as_deref(), pen),
            Self::Params => pen.number(answer.cost.params),
            Self::Macs => pen.number(answer.cost.macs),
            Self::Bytes => pen.number(answer.cost.activation_bytes),
        }
    }

    /// What the columns of losses say of one.
    fn lost(self, loss: Option<&Loss>, pen: Pen<'_>) -> String {
        let words = pen.subject.words;
        match (loss, pen.reader, self) {
            (Some(loss), Reader::Person, Self::LostShare) => words.percent(loss.share()),
            (Some(loss), Reader::Program, Self::LostShare) => loss.share().to_string(),
            (Some(loss), Reader::Person, _) if loss.count > 0 => {
                format!("{} ({})", words.number(loss.count), words.percent(loss.share()))
            }
            (loss, _, _) => pen.number(loss.map(|loss| loss.count)),
        }
    }

    /// What the column says of all layers together; `None` of columns that have no sum. What is lost to a network with
    /// several outputs stands in no row of theirs: it is what is lost to each of them.
    pub fn total(self, totals: &Cost, subject: &Subject<'_>) -> Option<String> {
        let pen = Pen { subject, reader: Reader::Person };
        let Subject { analysis, .. } = subject;
        let several = analysis.outputs().len() > 1 && analysis.runs();
        if let (true, Self::Lost | Self::LostShare) = (several, self) {
            return Some(self.lost(analysis.network_loss().map(|loss| &**loss), pen));
        }
        Some(pen.number(match self {
            Self::Params => totals.params,
            Self::Macs => totals.macs,
            Self::Bytes => totals.activation_bytes,
            _ => return None,
        }))
    }

    /// What a map is sorted by; `None` where that is not known.
    fn key(self, subject: &Subject<'_>, map: MapId) -> Option<Key> {
        let Subject { graph, analysis, .. } = subject;
        let answer = analysis.map(map);
        let known = answer.shape.as_ref();
        let per_axis = |value: fn(&Field) -> Option<Ratio<i64>>| {
            let axes = answer.field.as_deref()?.iter().map(|field| value(field).map(wide));
            axes.collect::<Option<Vec<_>>>().map(Key::Numbers)
        };
        let field = |value: fn(&Field) -> u64| {
            Some(Key::Numbers(answer.field.as_deref()?.iter().map(|field| i128::from(value(field)).into()).collect()))
        };
        let one = |n: u64| Key::Numbers(vec![i128::from(n).into()]);
        match self {
            Self::Place => Some(one(map.index() as u64)),
            Self::Name => Some(Key::Text(graph.node(map).map(|node| natural(&node.name)).unwrap_or_default())),
            Self::Setting => {
                Some(Key::Text(graph.node(map).map(|node| natural(&node.op.to_string())).unwrap_or_default()))
            }
            Self::Output => known?.values().map(one),
            Self::Channels => Some(one(known?.channels)),
            Self::Field => field(Field::rf),
            Self::FieldPixels => field(Field::rf_count),
            Self::Jump => per_axis(Field::jump),
            Self::Start => per_axis(|field| field.start().map(Ratio::from)),
            Self::Centre => per_axis(|field| field.centre(0)),
            Self::Unread => known.and_then(|_| unread(subject, map)).map(one),
            Self::Lost | Self::LostShare => answer.loss.as_ref().map(|loss| one(loss.count)),
            Self::Params => known.and(answer.cost.params).map(one),
            Self::Macs => known.and(answer.cost.macs).map(one),
            Self::Bytes => known.and(answer.cost.activation_bytes).map(one),
        }
    }
}

/// Units of all inputs of a layer that it never reads; 0 of the image.
fn unread(subject: &Subject<'_>, map: MapId) -> Option<u64> {
    subject.analysis.unread(map).try_fold(0_u64, |sum, unread| sum.checked_add(unread.count?))
}

/// Writes numbers for a reader.
#[derive(Clone, Copy)]
struct Pen<'a> {
    subject: &'a Subject<'a>,
    reader: Reader,
}

impl Pen<'_> {
    fn choose(self, person: &str, program: &str) -> String {
        if self.reader == Reader::Person { person.to_owned() } else { program.to_owned() }
    }

    fn unknown(self) -> String {
        self.choose("?", "")
    }

    /// Where every unit sees the same, or unit 0 nothing.
    fn none(self) -> String {
        self.choose("–", "")
    }

    fn to(self) -> String {
        self.choose("–", "-")
    }

    fn digits(self, n: u64) -> String {
        if self.reader == Reader::Person { self.subject.words.number(n) } else { n.to_string() }
    }

    fn number(self, n: Option<u64>) -> String {
        n.map_or_else(|| self.unknown(), |n| self.digits(n))
    }

    fn signed(self, n: i64) -> String {
        let digits = self.digits(n.unsigned_abs());
        if n < 0 { self.choose("−", "-") + &digits } else { digits }
    }

    fn fraction(self, value: Ratio<i64>) -> String {
        match (value.is_integer(), self.reader) {
            (true, _) => self.signed(*value.numer()),
            (false, Reader::Person) => format!("{}/{}", self.signed(*value.numer()), self.signed(*value.denom())),
            (false, Reader::Program) => (*value.numer() as f64 / *value.denom() as f64).to_string(),
        }
    }

    /// One text where all axes are alike.
    fn per_axis(self, answer: &MapAnswer, text: impl Fn(&Field) -> String) -> String {
        let axes: Option<Axes<String>> = answer.field.as_deref().map(|field| field.map(text));
        axes.map_or_else(|| self.unknown(), |axes| axes.alike_text(&self.choose("×", "x")))
    }
}

/// Why nothing is known of a map, in full; `None` of a map with a shape.
pub fn why_unknown(subject: &Subject<'_>, map: MapId) -> Option<String> {
    let Subject { graph, analysis, words, .. } = subject;
    let answer = analysis.map(map);
    if answer.shape.is_some() {
        return None;
    }
    let why = answer.impossible.as_ref().map(|why| words.impossible(why, graph.input.size.rank()));
    Some(why.unwrap_or_else(|| words.get("report-unknown").to_owned()))
}

/// True of a map whose units see as much as the image has on every axis.
pub fn covers_input(subject: &Subject<'_>, map: MapId) -> bool {
    let rf = subject.analysis.map(map).rf();
    map != MapId::INPUT
        && rf.is_some_and(|rf| rf.iter().zip(subject.graph.input.size.iter()).all(|(rf, size)| rf >= size))
}

/// The cells of a map. Where nothing is known of it, the first of those that would tell says so, and the others are
/// empty.
fn cells(subject: &Subject<'_>, map: MapId, columns: &[Column], reader: Reader) -> Vec<String> {
    let answer = subject.analysis.map(map);
    if answer.shape.is_some() {
        return columns.iter().map(|column| column.text(subject, map, reader)).collect();
    }
    let key = if answer.status == Status::Impossible { "report-impossible" } else { "report-unknown" };
    let mut why = Some(subject.words.get(key).to_owned());
    let mut cell = |column: &Column| {
        if column.is_given() { column.text(subject, map, reader) } else { why.take().unwrap_or_default() }
    };
    columns.iter().map(&mut cell).collect()
}

/// A table of texts, not yet escaped for any format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub columns: Vec<Column>,
    pub head: Vec<String>,
    /// One text per column each.
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    /// A table of these maps.
    pub fn of(
        subject: &Subject<'_>,
        columns: &[Column],
        maps: impl IntoIterator<Item = MapId>,
        reader: Reader,
    ) -> Self {
        Self {
            columns: columns.to_vec(),
            head: columns.iter().map(|column| subject.words.get(column.title()).to_owned()).collect(),
            rows: maps.into_iter().map(|map| cells(subject, map, columns, reader)).collect(),
        }
    }
}

/// The order of a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub by: Column,
    pub descending: bool,
}

/// All maps in the order of a table's rows; without a sort, in that of the graph. Maps that are alike keep that order,
/// and those of which nothing is known come last either way.
pub fn order(subject: &Subject<'_>, sort: Option<Sort>) -> Vec<MapId> {
    let Some(Sort { by, descending }) = sort else { return subject.graph.maps().collect() };
    let mut keyed: Vec<(Option<Key>, MapId)> = subject.graph.maps().map(|map| (by.key(subject, map), map)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    keyed.into_iter().map(|(_, map)| map).collect()
}

/// What rows are sorted by: exact numbers, one per axis, or a text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Numbers(Vec<Ratio<i128>>),
    Text(Vec<(String, u128)>),
}

fn wide(value: Ratio<i64>) -> Ratio<i128> {
    Ratio::new_raw((*value.numer()).into(), (*value.denom()).into())
}

/// A text as words and numbers in turn, so that `conv2` comes before `conv10`.
fn natural(text: &str) -> Vec<(String, u128)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(word);
        let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (digits, behind) = behind.split_at(digits);
        parts.push((word.to_lowercase(), digits.parse().unwrap_or_default()));
        rest = behind;
    }
    parts
}

/// A name without line ends and without what would steer a terminal.
pub fn one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
