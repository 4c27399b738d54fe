//! Layers: every box one below all that it reads, and the lines between boxes as steps from one layer to the next.
//!
//! A line that skips layers passes each of them at a bend. All lines of one box that do so share one row of bends, its
//! *trunk*, from which they branch off above the boxes that read there. Without that the dense blocks of a `DenseNet`,
//! in which every layer reads all before it, would have as many bends as the cube of their layers; with it, the square.

use smallvec::SmallVec;

/// Boxes to lay out, and the lines between them.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Width and height of every box, in points.
    pub sizes: Vec<(f64, f64)>,
    /// From the box that makes a map to one that reads it, which comes later. In ascending order, none twice.
    pub lines: Vec<(usize, usize)>,
}

/// What stands in a layer: a box or a bend of a trunk.
#[derive(Clone, Debug)]
pub struct Vertex {
    pub layer: usize,
    pub width: f64,
    /// The box itself, or the one whose trunk this is.
    pub source: usize,
    pub bends: bool,
    /// The neighbours in the layers above and below.
    pub above: SmallVec<[usize; 2]>,
    pub below: SmallVec<[usize; 2]>,
}

/// The boxes, whose vertices come first and in their order, and the bends, by layers.
#[derive(Clone, Debug, Default)]
pub struct Layered {
    pub vertices: Vec<Vertex>,
    /// How many of the vertices are boxes.
    pub boxes: usize,
    pub layers: usize,
    /// Lines that would need more bends than there may be: they run beside the picture.
    pub far: Vec<(usize, usize)>,
}

/// The room that a bend takes.
const BEND: f64 = 4.0;

/// Bends that there may be: so many, and so many more for every box.
const BENDS: usize = 16_000;
const BENDS_PER_BOX: usize = 4;

impl Layered {
    pub fn of(plan: &Plan) -> Self {
        let boxes = plan.sizes.len();
        let mut layer = vec![0; boxes];
        // Lines are in order of where they begin, and boxes come after what they read.
        for (from, to) in &plan.lines {
            layer[*to] = layer[*to].max(layer[*from] + 1);
        }
        let vertex = |(source, (width, _)): (usize, &(f64, f64))| Vertex {
            layer: layer[source],
            width: *width,
            source,
            bends: false,
            above: SmallVec::new(),
            below: SmallVec::new(),
        };
        let vertices = plan.sizes.iter().enumerate().map(vertex).collect();
        let layers = layer.iter().max().map_or(0, |last| last + 1);
        let mut layered = Self { vertices, boxes, layers, far: Vec::new() };
        let mut most = most_length(&plan.lines, &layer, boxes);
        for lines in plan.lines.chunk_by(|one, other| one.0 == other.0) {
            layered.add_lines(lines, &layer, &mut most);
        }
        layered
    }

    /// The lines that begin at one box.
    fn add_lines(&mut self, lines: &[(usize, usize)], layer: &[usize], most: &mut Longest) {
        let from = lines[0].0;
        let length = |to: usize| layer[to] - layer[from];
        let trunk = lines.iter().map(|(_, to)| length(*to)).filter(|length| most.allows(*length)).max().unwrap_or(0);
        let mut trunk_at = vec![from];
        for step in 1..trunk {
            let bend = self.vertices.len();
            self.vertices.push(Vertex {
                layer: layer[from] + step,
                width: BEND,
                source: from,
                bends: true,
                above: SmallVec::new(),
                below: SmallVec::new(),
            });
            self.link(trunk_at[step - 1], bend);
            trunk_at.push(bend);
        }
        for &(_, to) in lines {
            match trunk_at.get(length(to) - 1) {
                Some(&upper) => self.link(upper, to),
                None => self.far.push((from, to)),
            }
        }
    }

    fn link(&mut self, upper: usize, lower: usize) {
        self.vertices[upper].below.push(lower);
        self.vertices[lower].above.push(upper);
    }
}

/// How many layers a line may go down through bends.
struct Longest(usize);

impl Longest {
    const fn allows(&self, length: usize) -> bool {
        length <= self.0
    }
}

/// The longest trunks are left out where all of them would have too many bends.
fn most_length(lines: &[(usize, usize)], layer: &[usize], boxes: usize) -> Longest {
    let trunks = lines.chunk_by(|one, other| one.0 == other.0);
    let longest = |lines: &[(usize, usize)]| lines.iter().map(|(from, to)| layer[*to] - layer[*from]).max();
    let mut lengths: Vec<usize> = trunks.filter_map(longest).collect();
    lengths.sort_unstable();
    let mut left = BENDS + BENDS_PER_BOX * boxes;
    for length in lengths {
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return Longest(length.saturating_sub(1).max(1)),
        }
    }
    Longest(usize::MAX)
}
