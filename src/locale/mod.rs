//! **Words**: every text that people read, in every language.
//!
//! The texts lie in `assets/locales/*.ftl`, in the Fluent language, which knows that Russian has three plurals. Code asks
//! for them by key; [`Words::get`] is a look-up and may be called in every frame, [`Words::with`] puts a sentence
//! together. What is computed elsewhere as data ([`crate::field::Note`]) becomes a sentence in `notes`.
//!
//! Texts that a program reads (CSV heads, JSON keys, layer text) are not words and are the same in every language.

mod notes;

use std::collections::HashMap;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// Groups of three digits stand apart by this: narrow, and no place to break a line.
const DIGIT_SPACE: char = '\u{202F}';

/// Stands between a number and its unit: no place to break a line.
const UNIT_SPACE: char = '\u{A0}';

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Ru,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Ru];

    /// The word that files and the command line use: `en`, `ru`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The language's name in itself.
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "Русский",
        }
    }

    /// The texts of the language: those of the answers, of mistakes, of the pictures and of the window.
    const fn sources(self) -> [&'static str; 4] {
        macro_rules! texts {
            ($name:literal) => {
                include_str!(concat!("../../assets/locales/", $name, ".ftl"))
            };
        }
        match self {
            Self::En => [texts!("en"), texts!("en-mistakes"), texts!("en-view"), texts!("en-window")],
            Self::Ru => [texts!("ru"), texts!("ru-mistakes"), texts!("ru-view"), texts!("ru-window")],
        }
    }

    fn id(self) -> LanguageIdentifier {
        self.word().parse().unwrap_or_default()
    }

    /// What stands between a number's whole part and its fraction.
    pub const fn decimal_point(self) -> &'static str {
        match self {
            Self::En => ".",
            Self::Ru => ",",
        }
    }
}

/// A value put into a sentence. Whole numbers choose the plural and are written with their digits in groups.
#[derive(Clone, Debug)]
pub struct Arg<'a>(FluentValue<'a>);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self(FluentValue::String(text.into()))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self(FluentValue::String(text.as_str().into()))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self(FluentValue::String(text.into()))
    }
}

impl From<f64> for Arg<'_> {
    fn from(number: f64) -> Self {
        Self(FluentValue::from(number))
    }
}

/// The largest whole number up to which an `f64`, which Fluent counts in, has them all.
const EXACT: u64 = 1 << 53;

macro_rules! whole_number_args {
    ($($number:ty),*) => {$(
        impl From<$number> for Arg<'_> {
            fn from(number: $number) -> Self {
                // Past that the digits are put in as text. The plural is then that of "many".
                let exact = u64::try_from(number).map_or(true, |number| number <= EXACT);
                Self(if exact { FluentValue::from(number) } else { FluentValue::from(grouped(&number.to_string())) })
            }
        }
    )*};
}

whole_number_args!(u32, u64, i64, usize);

/// All texts of one language.
pub struct Words {
    pub lang: Lang,
    bundle: FluentBundle<FluentResource>,
    /// The messages that need no values. Looked up by key, never listed.
    plain: HashMap<String, String>,
}

/// The language alone: a message that prints a `Words` is not about its thousand texts.
impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.lang.word())
    }
}

impl Words {
    /// Reads the texts of a language: a fraction of a millisecond, so once per switch and not in every frame.
    pub fn new(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.id()]);
        // The marks around values are for texts of mixed direction; here they would only be copied into files.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::En => |value, _| written(value, Lang::En),
            Lang::Ru => |value, _| written(value, Lang::Ru),
        }));
        for source in lang.sources() {
            // A text that cannot be read is left out, and a test finds it; the rest still serves.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
                debug_assert!(errors.is_empty(), "{lang:?}: {errors:?}");
                resource
            });
            let added = bundle.add_resource(resource);
            debug_assert!(added.is_ok(), "{lang:?}: {added:?}");
        }
        let plain = lang.sources().into_iter().flat_map(keys).filter_map(|key| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors);
            errors.is_empty().then(|| (key.to_owned(), text.into_owned()))
        });
        let plain = plain.collect();
        Self { lang, bundle, plain }
    }

    /// A text without values. A key that is missing, or whose text needs values, gives the key itself.
    pub fn get(&self, key: &'static str) -> &str {
        let text = self.plain.get(key);
        debug_assert!(text.is_some(), "{:?} has no plain text “{key}”", self.lang);
        text.map_or(key, String::as_str)
    }

    /// A text with values put in: `words.with("pixels", &[("count", 13_u64.into())])`.
    pub fn with(&self, key: &'static str, values: &[(&'static str, Arg<'_>)]) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        debug_assert!(pattern.is_some(), "{:?} has no text “{key}”", self.lang);
        let Some(pattern) = pattern else { return key.to_owned() };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, Arg(value)) in values {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        debug_assert!(errors.is_empty(), "{:?} “{key}”: {errors:?}", self.lang);
        text.into_owned()
    }

    /// A whole number, from 10 000 on with its digits in groups of three.
    pub fn number(&self, n: u64) -> String {
        grouped(&n.to_string())
    }

    /// A number with so many digits behind the decimal point, or comma.
    pub fn decimal(&self, value: f64, digits: usize) -> String {
        decimal(value, digits, self.lang)
    }

    /// A number in at most three figures, from 10 000 on with a word for thousands, millions and so on: `12.8 k`. Whole
    /// numbers below that are exact.
    pub fn short(&self, value: f64) -> String {
        const LARGE: f64 = 10_000.0;
        const GROUPS: [&str; 6] =
            ["chart-thousand", "chart-million", "chart-billion", "chart-trillion", "chart-peta", "chart-exa"];
        if value < LARGE && value.fract() == 0.0 {
            return self.decimal(value, 0);
        }
        // Rounded first: 999 999 is a million and not a thousand thousands.
        let figures = |value: f64| (2 - value.log10().floor() as i32).clamp(-18, 3);
        let factor = 10_f64.powi(figures(value));
        let mut rest = (value * factor).round() / factor;
        let mut group = 0;
        while (rest >= 1000.0 || (group == 0 && rest >= LARGE)) && value >= LARGE && group < GROUPS.len() {
            rest /= 1000.0;
            group += 1;
        }
        let text = format!("{rest:.*}", figures(rest).max(0) as usize);
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let text = text.replace('.', self.lang.decimal_point());
        match group.checked_sub(1) {
            Some(group) => format!("{text}{UNIT_SPACE}{}", self.get(GROUPS[group])),
            None => text,
        }
    }

    /// A share of 1 as a percentage: `26.5 %`. A share that is not quite 0 or 1 is not written as one.
    pub fn percent(&self, share: f64) -> String {
        let percent = share * 100.0;
        let (least, most) = (0.1, 99.9);
        let shown = match share {
            _ if share > 0.0 && percent < least => least,
            _ if share < 1.0 && percent > most => most,
            _ => percent,
        };
        let sign = match share {
            _ if share > 0.0 && percent < least => "<",
            _ if share < 1.0 && percent > most => ">",
            _ => "",
        };
        let digits = usize::from((shown - shown.round()).abs() >= 0.05);
        format!("{sign}{}{UNIT_SPACE}%", self.decimal(shown, digits))
    }
}

/// The keys of the messages in a source, in its order.
fn keys(source: &'static str) -> impl Iterator<Item = &'static str> {
    let begins = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
    source.lines().filter(begins).filter_map(|line| Some(line.split_once('=')?.0.trim_end()))
}

/// A number as a language writes it; `None` leaves other values to Fluent.
fn written(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let value = number.value;
    if value.fract() == 0.0 {
        return Some(grouped(&format!("{value:.0}")));
    }
    let text = decimal(value, 4, lang);
    Some(text.trim_end_matches('0').to_owned())
}

fn decimal(value: f64, digits: usize, lang: Lang) -> String {
    let text = format!("{value:.digits$}");
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}{}{fraction}", grouped(whole), lang.decimal_point()),
        None => grouped(&text),
    }
}

/// Sets the digits of a whole number in groups of three. Four digits are easier to read in one piece.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("−", digits));
    let mut text = String::with_capacity(digits.len() * 2);
    text.push_str(sign);
    for (at, digit) in digits.char_indices() {
        if digits.len() > 4 && at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(DIGIT_SPACE);
        }
        text.push(digit);
    }
    text
}
