//! `receptive check`: rules that a network must keep, for build servers and homework.

use std::fmt::Write as _;

use super::args::{CheckArgs, Size};
use super::unit::Units;
use super::{Answer, CHECK_FAILED, CliError, Streams, source};
use crate::axes::Axes;
use crate::export::report;
use crate::export::report::about::{About, tiles};
use crate::field::Analysis;
use crate::field::border::survey;
use crate::field::centres::Convention;
use crate::locale::Words;
use crate::net::{Graph, MapId};

/// A rule and how it went. `text` says what was found.
struct Verdict {
    /// As on the command line, with its value: the same in every language.
    rule: String,
    kept: bool,
    text: String,
}

pub fn run(args: &CheckArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let source = source::open(&args.source, streams)?;
    let stack = &source.opened.document.stack;
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let words = Words::new(args.lang.lang);
    let sized = named(&Units { stack, lowered: &lowered, analysis: &analysis }, &args.size)?;
    let verdicts = Rules { graph: &lowered.graph, analysis: &analysis, words: &words, sized: &sized }.verdicts(args);

    let mut text = String::new();
    let marks = ["check-passed", "check-failed"].map(|key| words.get(key));
    let width = marks.map(|mark| mark.chars().count()).into_iter().max().unwrap_or(0);
    for Verdict { rule, kept, text: found } in &verdicts {
        let mark = marks[usize::from(!kept)];
        let colon = if found.is_empty() { "" } else { ": " };
        let _ = writeln!(text, "{mark:width$}  {rule}{colon}{found}");
    }
    let code = if verdicts.iter().all(|verdict| verdict.kept) { 0 } else { CHECK_FAILED };
    Ok(Answer { code, ..Answer::fine(text) })
}

/// The maps that sizes are wanted of; `None` for one that is wanted of every output.
fn named(units: &Units<'_>, sizes: &[Size]) -> Result<Vec<Option<MapId>>, CliError> {
    let map = |size: &Size| {
        let Some(layer) = &size.layer else { return Ok(None) };
        let map = units.map_named(layer, "=…");
        map.map(Some).map_err(|reason| CliError::new(format!("--size {layer}=…: {reason}")))
    };
    sizes.iter().map(map).collect()
}

struct Rules<'a> {
    graph: &'a Graph,
    analysis: &'a Analysis,
    words: &'a Words,
    /// For every size that is wanted, the map it is wanted of, or `None` for every output.
    sized: &'a [Option<MapId>],
}

impl Rules<'_> {
    fn verdicts(&self, args: &CheckArgs) -> Vec<Verdict> {
        let mut verdicts = vec![self.runs()];
        verdicts.extend(args.no_dropped.then(|| self.no_dropped()));
        verdicts
            .extend(args.min_rf.map(|limit| self.field("min-rf", limit, "check-range-min", |rf, limit| rf >= limit)));
        verdicts
            .extend(args.max_rf.map(|limit| self.field("max-rf", limit, "check-range-max", |rf, limit| rf <= limit)));
        let totals = self.analysis.totals();
        for (rule, limit, total) in
            [("max-params", args.max_params, totals.params), ("max-macs", args.max_macs, totals.macs)]
        {
            let Some(limit) = limit else { continue };
            // Of a network that does not run to its end there are no totals to speak of.
            let found = total.filter(|_| self.analysis.runs()).map(|total| (self.words.number(total), total <= limit));
            verdicts.push(self.limited(rule, limit, "check-range-max", found));
        }
        verdicts.extend(args.size.iter().zip(self.sized).map(|(wanted, of)| self.size(wanted, *of)));
        verdicts.extend(args.no_border_layers.then(|| self.no_border_layers()));
        verdicts.extend(args.max_halo.map(|limit| self.max_halo(limit)));
        verdicts
    }

    /// The receptive field of every output.
    fn field(&self, rule: &str, limit: u64, key: &'static str, kept: fn(u64, u64) -> bool) -> Verdict {
        let found = |output| {
            let rf = self.analysis.map(output).rf()?;
            Some((self.widths(&rf), rf.iter().all(|&rf| kept(rf, limit))))
        };
        self.of_each(self.analysis.outputs(), format!("{rule} {limit}"), &self.words.number(limit), key, found)
    }

    /// The size of the named map, or of every output.
    fn size(&self, wanted: &Size, of: Option<MapId>) -> Verdict {
        let limit: Vec<String> = wanted.size.iter().map(u64::to_string).collect();
        let found = |map| {
            let shape = self.analysis.map(map).shape.as_ref()?;
            let flat = || self.words.get("check-flat").to_owned();
            let text = if shape.size.is_empty() { flat() } else { shape.size_text() };
            Some((text, shape.size.as_slice() == wanted.size))
        };
        let name = wanted.layer.iter().map(|layer| format!("{layer}="));
        let rule = format!("size {}{}", name.collect::<String>(), limit.join("x"));
        let maps = of.as_ref().map_or(self.analysis.outputs(), std::slice::from_ref);
        self.of_each(maps, rule, &limit.join("×"), "check-size", found)
    }

    /// A rule about several maps: all of them where it is kept, else those for which it is not. Where there is only one it
    /// needs no name. Of a network that does not run to its end there is no output to speak of.
    fn of_each(
        &self,
        maps: &[MapId],
        rule: String,
        limit: &str,
        key: &'static str,
        found: impl Fn(MapId) -> Option<(String, bool)>,
    ) -> Verdict {
        let each = maps.iter().map(|map| {
            let found = found(*map).filter(|_| self.analysis.runs());
            let Verdict { kept, text, .. } = self.verdict(String::new(), limit.to_owned(), key, found);
            let name = self.about().names(std::slice::from_ref(map));
            (kept, if maps.len() == 1 { text } else { format!("{name}: {text}") })
        });
        let each: Vec<(bool, String)> = each.collect();
        let kept = each.iter().all(|(kept, _)| *kept);
        let texts: Vec<&str> = each.iter().filter(|(one, _)| *one == kept).map(|(_, text)| text.as_str()).collect();
        Verdict { rule, kept, text: texts.join("; ") }
    }

    fn runs(&self) -> Verdict {
        let text = report::stopped(self.graph, self.analysis, self.words);
        Verdict { rule: "runs".to_owned(), kept: text.is_none(), text: text.unwrap_or_default() }
    }

    fn no_dropped(&self) -> Verdict {
        let loss = self.analysis.network_loss().filter(|_| self.analysis.runs());
        let (kept, text) = match loss {
            None => (false, self.words.get("check-unknown").to_owned()),
            Some(loss) if loss.count == 0 => (true, String::new()),
            Some(loss) => {
                (false, self.words.note(&crate::field::Note::Dropped { loss: std::sync::Arc::clone(loss) }, self.graph))
            }
        };
        Verdict { rule: "no-dropped".to_owned(), kept, text }
    }

    fn no_border_layers(&self) -> Verdict {
        let survey = survey(self.graph, self.analysis);
        let layers: Vec<MapId> = survey.layers.iter().map(|border| border.map).collect();
        let (kept, text) = match layers.as_slice() {
            [] if survey.uncounted > 0 || !self.analysis.runs() => (false, self.words.get("check-unknown").to_owned()),
            [] => (true, String::new()),
            layers => {
                let layers = self.about().names(layers);
                (false, self.words.with("check-border", &[("layers", layers.into())]))
            }
        };
        Verdict { rule: "no-border-layers".to_owned(), kept, text }
    }

    fn max_halo(&self, limit: u64) -> Verdict {
        if !self.analysis.runs() {
            return self.limited("max-halo", limit, "check-range-max", None);
        }
        match tiles::widest_halo(&self.about()) {
            Ok(halo) => {
                self.limited("max-halo", limit, "check-range-max", Some((self.words.number(halo), halo <= limit)))
            }
            Err(reason) => Verdict { rule: format!("max-halo {limit}"), kept: false, text: reason },
        }
    }

    fn about(&self) -> About<'_> {
        let Self { graph, analysis, words, .. } = *self;
        About { graph, analysis, words, convention: Convention::Index }
    }

    fn limited(&self, rule: &str, limit: u64, key: &'static str, found: Option<(String, bool)>) -> Verdict {
        self.verdict(format!("{rule} {limit}"), self.words.number(limit), key, found)
    }

    /// `found` is the value as text and whether it is within the rule; `key` is the sentence for one that is not.
    fn verdict(&self, rule: String, limit: String, key: &'static str, found: Option<(String, bool)>) -> Verdict {
        match found {
            None => Verdict { rule, kept: false, text: self.words.get("check-unknown").to_owned() },
            Some((value, true)) => Verdict { rule, kept: true, text: value },
            Some((value, false)) => {
                let text = self.words.with(key, &[("value", value.into()), ("limit", limit.into())]);
                Verdict { rule, kept: false, text }
            }
        }
    }

    fn widths(&self, rf: &Axes<u64>) -> String {
        let widths: Vec<String> = rf.iter().map(|&rf| self.words.number(rf)).collect();
        widths.join("×")
    }
}
