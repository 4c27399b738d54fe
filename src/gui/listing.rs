//! What the table shows, worked out once per network, language, choice of columns and order: no frame writes a number.

use super::derived::Net;
use crate::locale::Words;
use crate::net::MapId;
use crate::scene::columns::{self, Column, Reader, Sheet, Sort};
use crate::scene::view::Subject;

/// The table's texts, and the order of its rows.
#[derive(Debug)]
pub struct Listing {
    /// What is written, by map.
    pub sheet: Sheet,
    /// The map of each row.
    pub order: Vec<MapId>,
    pub sort: Option<Sort>,
    /// By map.
    rows: Vec<Row>,
    /// The sums at the foot, one per column that has one.
    pub totals: Vec<Option<String>>,
}

/// What of a row is not written in its cells.
#[derive(Debug)]
pub struct Row {
    /// The row's place in the order.
    place: usize,
    /// Why nothing is known of the map.
    pub why: Option<String>,
    /// Its units see all of the image.
    pub covers: bool,
    /// Some of the image, or of the layer's input, is lost.
    loses: Vec<Column>,
}

impl Row {
    /// True of a cell that tells of a loss.
    pub fn tells_loss(&self, column: Column) -> bool {
        self.loses.contains(&column)
    }
}

impl Listing {
    /// The table with these columns. A sort by a column that is not shown is none.
    pub fn of(net: &Net, words: &Words, columns: &[Column], sort: Option<Sort>) -> Self {
        let (graph, analysis) = (&net.lowered.graph, &net.analysis);
        let subject = Subject::new(graph, analysis, words);
        let sort = sort.filter(|sort| columns.contains(&sort.by));
        let order = columns::order(&subject, sort);
        let mut places = vec![0; order.len()];
        for (place, map) in order.iter().enumerate() {
            places[map.index()] = place;
        }
        let row = |(map, place): (MapId, usize)| Row {
            place,
            why: columns::why_unknown(&subject, map),
            covers: columns::covers_input(&subject, map),
            loses: columns.iter().copied().filter(|column| column.tells_loss(&subject, map)).collect(),
        };
        Self {
            sheet: Sheet::of(&subject, columns, graph.maps(), Reader::Person),
            sort,
            rows: graph.maps().zip(places).map(row).collect(),
            totals: columns.iter().map(|column| column.total(&net.totals, &subject)).collect(),
            order,
        }
    }

    pub fn row(&self, map: MapId) -> &Row {
        &self.rows[map.index()]
    }

    /// The place of a map's row, counted from the top.
    pub fn place(&self, map: MapId) -> usize {
        self.row(map).place
    }

    /// The texts of a map's row.
    pub fn cells(&self, map: MapId) -> &[String] {
        &self.sheet.rows[map.index()]
    }

    /// The column in which a row says why nothing is known of its map.
    pub fn column_of_why(&self) -> usize {
        self.sheet.columns.iter().position(|column| !column.is_given()).unwrap_or(self.sheet.columns.len())
    }

    /// A row as one sentence, for those who hear it.
    pub fn spoken(&self, map: MapId) -> String {
        let row = self.row(map);
        let cells = self.sheet.columns.iter().zip(&self.sheet.head).zip(self.cells(map));
        let known = cells.filter(|((column, _), text)| !text.is_empty() && (row.why.is_none() || column.is_given()));
        let parts = known.map(|((column, head), text)| match column {
            Column::Name => text.clone(),
            _ => format!("{head} {text}"),
        });
        parts.chain(row.why.clone()).collect::<Vec<_>>().join(", ")
    }
}
