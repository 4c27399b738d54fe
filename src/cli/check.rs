//! `receptive check`: rules that a network must keep, for build servers and homework.

use std::fmt::Write as _;

use super::args::CheckArgs;
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
    let graph = source.opened.document.stack.lower().graph;
    let analysis = Analysis::of(&graph);
    let words = Words::new(args.lang.lang);
    let verdicts = Rules { graph: &graph, analysis: &analysis, words: &words }.verdicts(args);

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

struct Rules<'a> {
    graph: &'a Graph,
    analysis: &'a Analysis,
    words: &'a Words,
}

impl Rules<'_> {
    fn verdicts(&self, args: &CheckArgs) -> Vec<Verdict> {
        let mut verdicts = vec![self.runs()];
        verdicts.extend(args.no_dropped.then(|| self.no_dropped()));
        let output = self.analysis.map(self.analysis.output());
        // Of a network that does not run to its end there is no output to speak of.
        let runs = self.analysis.runs();
        let rf = output.rf().filter(|_| runs);
        let range = |rule: &str, limit: u64, key, kept: fn(u64, u64) -> bool| {
            let found = rf.as_ref().map(|rf| (self.widths(rf), rf.iter().all(|&rf| kept(rf, limit))));
            self.limited(rule, limit, key, found)
        };
        verdicts.extend(args.min_rf.map(|limit| range("min-rf", limit, "check-range-min", |rf, limit| rf >= limit)));
        verdicts.extend(args.max_rf.map(|limit| range("max-rf", limit, "check-range-max", |rf, limit| rf <= limit)));
        let totals = self.analysis.totals();
        for (rule, limit, total) in
            [("max-params", args.max_params, totals.params), ("max-macs", args.max_macs, totals.macs)]
        {
            let Some(limit) = limit else { continue };
            let found = total.filter(|_| runs).map(|total| (self.words.number(total), total <= limit));
            verdicts.push(self.limited(rule, limit, "check-range-max", found));
        }
        if let Some(wanted) = &args.size {
            let limit: Vec<String> = wanted.0.iter().map(u64::to_string).collect();
            let found = output.shape.as_ref().filter(|_| runs).map(|shape| {
                let text =
                    if shape.size.is_empty() { self.words.get("check-flat").to_owned() } else { shape.size_text() };
                (text, shape.size.as_slice() == wanted.0)
            });
            verdicts.push(self.verdict(format!("size {}", limit.join("x")), limit.join("×"), "check-size", found));
        }
        verdicts.extend(args.no_border_layers.then(|| self.no_border_layers()));
        verdicts.extend(args.max_halo.map(|limit| self.max_halo(limit)));
        verdicts
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
        let Self { graph, analysis, words } = *self;
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
