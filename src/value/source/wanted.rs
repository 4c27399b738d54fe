//! Shapes that arrays must have, and what is said of those that have another.

use crate::value::ValueProblem;

/// The words of the spatial axes, outermost first.
pub fn axis_words(rank: usize) -> &'static [&'static str] {
    &["planes", "rows", "columns"][3 - rank.min(3)..]
}

/// A shape that would do: what each axis is called, and how long it is.
pub type Wanted = Vec<(&'static str, usize)>;

/// Which of the shapes it is, by its place among them; else a problem that says which axis differs.
pub fn which(what: impl FnOnce() -> String, found: &[usize], wanted: &[Wanted]) -> Result<usize, ValueProblem> {
    let same = |shape: &&Wanted| shape.iter().map(|(_, n)| n).eq(found);
    if let Some(place) = wanted.iter().position(|shape| same(&shape)) {
        return Ok(place);
    }
    let texts: Vec<String> = wanted.iter().map(|shape| text(shape.iter().map(|(_, n)| *n))).collect();
    Err(ValueProblem::Shape {
        what: what(),
        found: text(found.iter().copied()),
        wanted: texts.join(" or "),
        differs: differs(found, wanted),
    })
}

fn differs(found: &[usize], wanted: &[Wanted]) -> String {
    let Some(shape) = wanted.iter().find(|shape| shape.len() == found.len()) else {
        let counts: Vec<String> = wanted.iter().map(|shape| shape.len().to_string()).collect();
        return format!("the number of axes is {}, not {}", found.len(), counts.join(" or "));
    };
    let axes = shape.iter().zip(found).enumerate().filter(|(_, ((_, wanted), found))| wanted != *found);
    let axes: Vec<String> =
        axes.map(|(axis, ((word, wanted), found))| format!("axis {axis} ({word}) is {found}, not {wanted}")).collect();
    axes.join(", ")
}

/// A shape as `NumPy` writes it, without the comma of a single axis: `(3, 3)`.
fn text(sizes: impl Iterator<Item = usize>) -> String {
    let sizes: Vec<String> = sizes.map(|n| n.to_string()).collect();
    format!("({})", sizes.join(", "))
}
