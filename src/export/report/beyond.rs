//! The part of the JSON report that takes more than one layer to tell: branches, paths, padding, tiles.

use num_rational::Ratio;
use serde_json::{Value, json};

use super::json::{decimal, list};
use super::name_of;
use crate::axes::Axes;
use crate::field::branches::{Alignment, Branch, Extremes, Meeting, extremes};
use crate::field::padding::{PaddingShare, Share, count, free_units, shares};
use crate::field::tiling::{last_local, tiling};
use crate::field::{Analysis, Field, Spans};
use crate::net::{Graph, MapId};

/// What is found for all maps in one pass.
pub struct Beyond<'a> {
    graph: &'a Graph,
    analysis: &'a Analysis,
    paths: Vec<Option<Extremes>>,
    shares: Vec<Option<PaddingShare>>,
    free: Vec<Option<Axes<Spans>>>,
}

impl<'a> Beyond<'a> {
    pub fn of(graph: &'a Graph, analysis: &'a Analysis) -> Self {
        Self {
            graph,
            analysis,
            paths: extremes(graph, analysis),
            shares: shares(graph, analysis),
            free: free_units(graph, analysis),
        }
    }

    /// Adds the keys of one map to those of its layer.
    pub fn add_to(&self, layer: &mut Value, map: MapId) {
        let paths = self.paths[map.index()].as_ref();
        let width = |&n: &u64| n.into();
        layer["paths"] = paths.map_or(
            Value::Null,
            |paths| json!({ "smallest": list(&paths.smallest, width), "largest": list(&paths.largest, width) }),
        );
        layer["branches"] = self.branches(map);
        layer["border"] = self.analysis.covered().binary_search(&map).is_ok().into();
        layer["padding_share"] = self.padding(map);
    }

    fn branches(&self, map: MapId) -> Value {
        let Some(meeting) = Meeting::of(self.graph, self.analysis, map) else { return Value::Null };
        let branches = meeting.branches.iter().enumerate().map(|(at, branch)| self.branch(&meeting, at, branch));
        Value::Array(branches.collect())
    }

    fn branch(&self, meeting: &Meeting, at: usize, branch: &Branch) -> Value {
        let field = |value: &dyn Fn(&Field) -> Value| branch.field.as_ref().map(|field| list(field, value));
        let fraction = |value: Option<Ratio<i64>>| value.map(decimal).into();
        let offsets = list(&meeting.alignment, |how| match how {
            Some(Alignment::Aligned) => vec![0].into(),
            Some(Alignment::Shifted(shift)) => {
                Value::Array(shift.offsets.iter().map(|kind| fraction(kind[at])).collect())
            }
            Some(Alignment::StridesDiffer) | None => Value::Null,
        });
        json!({
            "map": name_of(self.graph, branch.map),
            "rf": field(&|field| field.rf().into()),
            "jump": field(&|field| fraction(field.jump())),
            "start": field(&|field| field.start().into()),
            "centre": field(&|field| fraction(field.centre(0))),
            "offset": offsets,
            "global": list(&branch.global, |&global| global.into()),
        })
    }

    fn padding(&self, map: MapId) -> Value {
        let Some(share) = &self.shares[map.index()] else { return Value::Null };
        let free = self.free[map.index()].as_ref();
        let end = |end: fn(&Spans) -> Option<i64>| free.map(|free| list(free, |set| end(set).into()));
        let mut told = json!({
            "least": number(share.least),
            "mean": share.mean.map(number),
            "most": number(share.most),
            "free": free.and_then(count),
            "free_first": end(|set| Some(set.hull()?.first)),
            "free_last": end(|set| Some(set.hull()?.last)),
        });
        // Of nearly every layer the shares are of what the units see, and nothing is to be said.
        if share.of_box {
            told["of_box"] = true.into();
        }
        told
    }

    /// How to cut the image into tiles; null where that cannot be done.
    pub fn tiling(&self) -> Value {
        let Some(map) = last_local(self.graph, self.analysis) else { return Value::Null };
        let Ok(axes) = tiling(self.graph, self.analysis, map) else { return Value::Null };
        json!({
            "map": name_of(self.graph, map),
            "total_stride": list(&axes, |axis| axis.total_stride.into()),
            "halo_begin": list(&axes, |axis| axis.halo_begin.into()),
            "halo_end": list(&axes, |axis| axis.halo_end.into()),
            "lost_begin": list(&axes, |axis| axis.lost_begin.into()),
            "lost_end": list(&axes, |axis| axis.lost_end.into()),
            "overlap": list(&axes, |axis| axis.overlap.into()),
            "smallest": list(&axes, |axis| axis.smallest.into()),
        })
    }
}

fn number(share: Share) -> f64 {
    *share.numer() as f64 / *share.denom() as f64
}
