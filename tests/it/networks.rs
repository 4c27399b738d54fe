//! Networks with branches, as publications draw them, in few lines.

use receptive::import::layer_text::read_stack;
use receptive::net::{Join, Op, Shape, Stack, WiredLayer};

/// A network as it is written down: each step gives the map that it makes.
pub struct Plan {
    layers: Vec<WiredLayer>,
}

impl Plan {
    pub const fn new() -> Self {
        Self { layers: Vec::new() }
    }

    /// A layer from its text behind a map.
    pub fn then(&mut self, text: &str, input: usize) -> usize {
        let op = read_stack(&format!("1x8x8: {text}")).expect("layer text").layers()[0].op.clone();
        self.push(op, &[input])
    }

    /// Several layers, one after another.
    pub fn all(&mut self, texts: &str, input: usize) -> usize {
        texts.split(", ").fold(input, |map, text| self.then(text, map))
    }

    pub fn join(&mut self, join: Join, inputs: &[usize]) -> usize {
        self.push(Op::Join(join), inputs)
    }

    fn push(&mut self, op: Op, inputs: &[usize]) -> usize {
        let name = Some(format!("{}{}", op.word(), self.layers.len() + 1));
        self.layers.push(WiredLayer { name, node: String::new(), op, inputs: inputs.iter().copied().collect() });
        self.layers.len()
    }

    pub fn stack(self, channels: u64, side: u64) -> Stack {
        Stack::wired(Shape::image(channels, [side, side]), self.layers, Vec::new()).expect("a network")
    }
}

/// ResNet-50, with an activation behind every convolution but the last of a block.
pub fn resnet50() -> Stack {
    resnet([3, 4, 6, 3])
}

/// A residual network of so many bottlenecks in each stage: `[3, 8, 36, 3]` for ResNet-152.
pub fn resnet(blocks: [usize; 4]) -> Stack {
    let mut plan = Plan::new();
    let mut map = plan.all("conv k7 s2 p3 c64, relu, maxpool k3 s2 p1", 0);
    for (stage, (blocks, width)) in blocks.into_iter().zip([64, 128, 256, 512]).enumerate() {
        for block in 0..blocks {
            let stride = if block == 0 && stage > 0 { 2 } else { 1 };
            let main = format!("conv k1 c{width}, relu, conv k3 s{stride} p1 c{width}, relu, conv k1 c{}", width * 4);
            let main = plan.all(&main, map);
            let short = if block == 0 { plan.then(&format!("conv k1 s{stride} c{}", width * 4), map) } else { map };
            let sum = plan.join(Join::Add, &[main, short]);
            map = plan.then("relu", sum);
        }
    }
    plan.all("gap, flatten, linear c1000", map);
    plan.stack(3, 224)
}

/// Three modules of `GoogLeNet`.
pub fn inception() -> Stack {
    let mut plan = Plan::new();
    let mut map = plan.all("conv k7 s2 p3 c64, relu, maxpool k3 s2 p1", 0);
    for _ in 0..3 {
        let branches = [
            "conv k1 c64, relu",
            "conv k1 c96, relu, conv k3 p1 c128, relu",
            "conv k1 c16, relu, conv k5 p2 c32, relu",
            "maxpool k3 s1 p1, conv k1 c32, relu",
        ];
        let ends = branches.map(|branch| plan.all(branch, map));
        map = plan.join(Join::Concat, &ends);
    }
    plan.all("gap, flatten, linear c1000", map);
    plan.stack(3, 224)
}

/// A U-Net of four levels with padding.
pub fn unet() -> Stack {
    let mut plan = Plan::new();
    let (mut map, mut skips) = (0, Vec::new());
    for width in [64, 128, 256, 512] {
        map = plan.all(&format!("conv k3 p1 c{width}, relu, conv k3 p1 c{width}, relu"), map);
        skips.push(map);
        map = plan.then("maxpool k2", map);
    }
    map = plan.all("conv k3 p1 c1024, relu, conv k3 p1 c1024, relu", map);
    for width in [512, 256, 128, 64] {
        let up = plan.then(&format!("convt k2 s2 c{width}"), map);
        let joined = plan.join(Join::Concat, &[skips.pop().expect("a level"), up]);
        map = plan.all(&format!("conv k3 p1 c{width}, relu, conv k3 p1 c{width}, relu"), joined);
    }
    plan.then("conv k1 c2", map);
    plan.stack(3, 256)
}

/// DenseNet-121: every layer of a block reads all before it.
pub fn densenet121() -> Stack {
    let mut plan = Plan::new();
    let mut map = plan.all("conv k7 s2 p3 c64, bn, relu, maxpool k3 s2 p1", 0);
    let mut channels = 64;
    for (block, layers) in [6, 12, 24, 16].into_iter().enumerate() {
        let mut made = vec![map];
        for layer in 0..layers {
            let read = if layer == 0 { map } else { plan.join(Join::Concat, &made) };
            made.push(plan.all("bn, relu, conv k1 c128, bn, relu, conv k3 p1 c32", read));
        }
        map = plan.join(Join::Concat, &made);
        channels += 32 * layers;
        if block < 3 {
            channels /= 2;
            map = plan.all(&format!("bn, relu, conv k1 c{channels}, avgpool k2"), map);
        }
    }
    plan.all("bn, relu, gap, flatten, linear c1000", map);
    plan.stack(3, 224)
}

/// Residual blocks of two convolutions, about so many maps.
pub fn residual(maps: usize) -> Stack {
    let mut plan = Plan::new();
    let mut map = plan.then("conv k3 p1 c8", 0);
    while map + 4 <= maps {
        let main = plan.all(if map.is_multiple_of(3) { "conv k3 p1, conv k3 p1" } else { "conv k1, conv k3 p1" }, map);
        let sum = plan.join(Join::Add, &[main, map]);
        map = plan.then("maxpool k3 s1 p1", sum);
    }
    plan.stack(3, 64)
}

/// So many convolutions, one after another.
pub fn chain(layers: usize) -> Stack {
    let mut plan = Plan::new();
    (0..layers).fold(0, |map, _| plan.then("conv k3 p1", map));
    plan.stack(1, 32)
}
