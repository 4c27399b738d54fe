"""Makes the small networks of this folder and `expected.json`: what ONNX Runtime says of them.

    python networks.py

Sizes are those of the tensors that ONNX Runtime computes. What a unit sees is measured: one row (column) of the image
is changed at a time, and every tensor that changes depends on it. All weights are positive, so nothing cancels out. The
fields are described in `tests/data/README.md`. Made with onnx 1.23 and ONNX Runtime 1.32.
"""

import json
import pathlib

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
FLOAT = TensorProto.FLOAT


class Network:
    def __init__(self, name, size, channels=1, opset=17, axes_open=(), channels_last=False, ir=8, listed=False):
        self.name, self.size, self.channels, self.opset, self.ir = name, list(size), channels, opset, ir
        self.channels_last, self.axes_open, self.listed = channels_last, axes_open, listed
        self.nodes, self.initializers, self.measured, self.outputs, self.hidden = [], [], {}, [], []
        self.globals, self.shapes_only, self.values = set(), set(), 0

    def constant(self, array, name=None):
        self.values += 1
        name = name or f"c{self.values}"
        self.initializers.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def weight(self, *shape):
        self.values += 1
        rng = np.random.default_rng(self.values)
        return self.constant(rng.uniform(0.1, 0.4, shape).astype(np.float32), f"w{self.values}")

    def ints(self, *values):
        return self.constant(np.array(values, np.int64))

    def node(self, op, inputs, outputs=None, measure=(2, 3), domain="", hidden=False, **settings):
        """`measure`: the axes of the output that are those of the image; None: it is not measured."""
        inputs = [inputs] if isinstance(inputs, str) else inputs
        outputs = outputs or [f"t{len(self.nodes)}"]
        outputs = [outputs] if isinstance(outputs, str) else outputs
        node = helper.make_node(op, inputs, outputs, f"n{len(self.nodes)}", domain=domain, **settings)
        self.nodes.append(node)
        if hidden:
            self.hidden.append(node.name)
        elif measure:
            for output in outputs:
                self.measured[output] = measure[: len(self.size)]
        return outputs[0]

    def conv(self, data, to, kernel, of=None, groups=1, measure=(2, 3), **settings):
        kernel = [kernel] * len(self.size) if isinstance(kernel, int) else kernel
        of = of or self.channels
        for key in ("strides", "dilations"):
            if key in settings and isinstance(settings[key], int):
                settings[key] = [settings[key]] * len(self.size)
        if isinstance(settings.get("pads"), int):
            settings["pads"] = [settings["pads"]] * 2 * len(self.size)
        return self.node("Conv", [data, self.weight(to, of // groups, *kernel)], group=groups, measure=measure, **settings)

    def input_shape(self, size):
        size = list(size)
        return [1, *size, self.channels] if self.channels_last else [1, self.channels, *size]

    def model(self, all_outputs=False, without_hidden=False):
        shape = self.input_shape(self.size)
        for axis in self.axes_open:
            shape[axis] = f"open{axis}"
        inputs = [helper.make_tensor_value_info("image", FLOAT, shape)]
        if self.listed:
            inputs += [helper.make_tensor_value_info(t.name, t.data_type, list(t.dims)) for t in self.initializers]
        names = list(self.measured) if all_outputs else self.outputs or [self.nodes[-1].output[0]]
        outputs = [helper.make_value_info(name, onnx.TypeProto()) for name in names]
        nodes = [node for node in self.nodes if not (without_hidden and node.name in self.hidden)]
        graph = helper.make_graph(nodes, self.name, inputs, outputs, self.initializers)
        opsets = [helper.make_opsetid("", self.opset), helper.make_opsetid("example", 1)]
        return helper.make_model(graph, ir_version=self.ir, opset_imports=opsets)

    def probe(self):
        model = self.model(all_outputs=True, without_hidden=True)
        inferred = onnx.shape_inference.infer_shapes(self.model(without_hidden=True))
        known = {info.name: info for info in [*inferred.graph.value_info, *inferred.graph.output]}
        for output in model.graph.output:
            kind = known[output.name].type.tensor_type.elem_type if output.name in known else FLOAT
            output.CopyFrom(helper.make_tensor_value_info(output.name, kind or FLOAT, None))
        options = ort.SessionOptions()
        options.log_severity_level = 3
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = ort.InferenceSession(model.SerializeToString(), options)
        return lambda image: dict(zip(self.measured, session.run(list(self.measured), {"image": image})))

    def expected(self):
        run = self.probe()
        image = np.random.default_rng(7).uniform(0.5, 1.0, self.input_shape(self.size)).astype(np.float32)
        base = run(image)
        first = 1 if self.channels_last else 2
        layers = [self.answers(name, base[name].shape) for name in self.measured]
        for axis in range(len(self.size)):
            seen = {name: [] for name in self.measured}
            for at in range(self.size[axis]):
                changed = image.copy()
                index = [slice(None)] * changed.ndim
                index[first + axis] = at
                changed[tuple(index)] += 40.0
                found = run(changed)
                for name, axes in self.measured.items():
                    difference = (found[name] != base[name]) & np.isfinite(base[name])
                    others = tuple(i for i in range(difference.ndim) if i != axes[axis])
                    seen[name].append(difference.any(axis=others))
            for layer in layers:
                if layer["output"] not in self.globals | self.shapes_only:
                    measure(layer, np.array(seen[layer["output"]]).T)
        return {"file": f"{self.name}.onnx", "native": self.size, "layers": layers}

    def answers(self, name, shape):
        layer = {"output": name, "out": [int(shape[axis]) for axis in self.measured[name]]}
        if name in self.globals:
            layer["through_global"] = True
        return layer

    def save(self):
        onnx.save(self.model(), HERE / f"{self.name}.onnx")


def measure(layer, seen):
    """Adds the answers of one axis. `seen[unit, pixel]`: whether the unit depends on the pixel."""
    units, pixels = seen.shape
    layer.setdefault("dropped", []).append(int((~seen.any(axis=0)).sum()))
    sets = [np.flatnonzero(seen[unit]) for unit in range(units)]
    # Units in the middle, which no border touches.
    inner = [u for u in range(units) if len(sets[u]) and sets[u][0] > 0 and sets[u][-1] < pixels - 1]
    inner = inner[1:-1]
    answer = dict.fromkeys(["rf", "rf_min", "rf_count", "stride", "start"])
    found = period(sets, inner)
    if found:
        length, shift = found
        spans = [int(sets[u][-1] - sets[u][0]) + 1 for u in inner]
        anchor = next((u for u in inner if u % length == 0), None)
        answer = {
            "rf": max(spans),
            "rf_min": min(spans),
            "rf_count": max(len(sets[u]) for u in inner),
            "stride": shift / length,
            "start": None if anchor is None else int(sets[anchor][0]) - anchor // length * shift,
        }
    for key, value in answer.items():
        layer.setdefault(key, []).append(value)


def period(sets, inner):
    """After how many units the sets are the same again, and by how much they have moved."""
    if not inner or inner != list(range(inner[0], inner[-1] + 1)):
        return None
    for length in range(1, len(inner) // 2 + 1):
        pairs = [(sets[u], sets[u + length]) for u in inner[:-length]]
        shift = int(pairs[0][1][0] - pairs[0][0][0])
        if all(len(a) == len(b) and (a + shift == b).all() for a, b in pairs):
            return length, shift
    return None


def chain():
    n = Network("chain", [65, 70], 3)
    x = n.node("Relu", n.conv("image", 4, 3, strides=2, pads=1))
    x = n.node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
    x = n.node("AveragePool", x, kernel_shape=[2, 3], strides=[1, 1], pads=[0, 1, 1, 1], count_include_pad=1)
    x = n.node("LRN", x, size=3)
    x = n.conv(x, 5, [3, 2], 4, dilations=[2, 1])
    x = n.node("LpPool", x, kernel_shape=[2, 2])
    x = n.node("GlobalAveragePool", x, measure=None)
    x = n.node("Flatten", x, measure=None)
    x = n.node("Gemm", [x, n.weight(6, 5), n.weight(6)], transB=1, measure=None)
    n.node("Softmax", x, measure=None)
    return n


def residual():
    n = Network("residual", [64, 48], 2)
    x = n.conv("image", 4, 3, pads=1)
    scale = [n.weight(8) for _ in range(4)]
    y = n.node("Relu", n.conv(x, 8, 3, 4, strides=2, pads=1))
    y = n.node("BatchNormalization", [n.conv(y, 8, 3, 8, pads=1), *scale])
    x = n.node("Add", [n.conv(x, 8, 1, 4, strides=2), y])
    y = n.conv(x, 8, 3, 8, pads=1)
    n.node("Relu", n.node("Sum", [y, x]))
    return n


def inception():
    n = Network("inception", [60, 61])
    x = n.conv("image", 3, 3)
    a = n.conv(x, 2, 1, 3)
    b = n.conv(n.conv(x, 2, [1, 7], 3, pads=[0, 3, 0, 3]), 2, [7, 1], 2, pads=[3, 0, 3, 0])
    c = n.node("AveragePool", x, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    x = n.node("Concat", [a, b, n.conv(c, 1, 1, 3)], axis=1)
    n.node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2])
    return n


def unet():
    n = Network("unet", [64, 64])
    a = n.node("Relu", n.conv("image", 2, 3, pads=1))
    b = n.node("Relu", n.conv(n.node("MaxPool", a, kernel_shape=[2, 2], strides=[2, 2]), 4, 3, 2, pads=1))
    c = n.conv(n.node("MaxPool", b, kernel_shape=[2, 2], strides=[2, 2]), 4, 3, 4, pads=1)
    c = n.node("ConvTranspose", [c, n.weight(4, 4, 2, 2)], strides=[2, 2])
    b = n.conv(n.node("Concat", [b, c], axis=1), 2, 3, 8, pads=1)
    b = n.node("Resize", [b, "", n.constant(np.array([1, 1, 2, 2], np.float32))], mode="nearest",
               coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    n.conv(n.node("Concat", [a, b], axis=1), 1, 1, 4)
    return n


def dilated():
    n = Network("dilated", [64, 64])
    x = "image"
    for at, dilation in enumerate([1, 2, 4, 8]):
        x = n.conv(x, 1, 3, 1, pads=dilation, dilations=dilation)
    n.node("MaxPool", x, kernel_shape=[2, 2], dilations=[3, 3])
    return n


def squeeze_excite():
    n = Network("squeeze_excite", [40, 40], 2)
    x = n.conv("image", 4, 3, pads=1)
    s = n.node("GlobalAveragePool", x, measure=None)
    s = n.node("Flatten", s, measure=None)
    s = n.node("Relu", n.node("Gemm", [s, n.weight(2, 4)], transB=1, measure=None), measure=None)
    s = n.node("Sigmoid", n.node("MatMul", [s, n.weight(2, 4)], measure=None), measure=None)
    s = n.node("Unsqueeze", [s, n.ints(2, 3)], measure=None)
    x = n.node("Mul", [x, s], "scaled")
    n.globals.add(x)
    n.globals.add(n.conv(x, 3, 3, 4, strides=2))
    return n


def shuffle():
    n = Network("shuffle", [32, 34], 6)
    x = n.conv("image", 6, 1, groups=3)
    shape = n.node("Shape", x, measure=None)
    parts = [n.node("Gather", [shape, n.constant(np.int64(at))], measure=None) for at in range(4)]
    parts = [n.node("Unsqueeze", [part, n.ints(0)], measure=None) for part in parts]
    each = n.node("Div", [parts[1], n.ints(3)], measure=None)
    split = n.node("Concat", [parts[0], n.ints(3), each, *parts[2:]], axis=0, measure=None)
    y = n.node("Reshape", [x, split], measure=(3, 4))
    y = n.node("Transpose", y, perm=[0, 2, 1, 3, 4], measure=(3, 4))
    y = n.node("Reshape", [y, shape])
    y = n.conv(y, 6, 3, 6, groups=6, pads=1)
    a, b = "half_a", "half_b"
    n.node("Split", [y, n.ints(2, 4)], [a, b], axis=1)
    n.node("Concat", [n.conv(a, 2, 3, 2, pads=1), b], axis=1)
    return n


def same(name, size):
    n = Network(name, size)
    x = n.conv("image", 1, 3, strides=2, auto_pad="SAME_UPPER")
    x = n.node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_LOWER")
    x = n.conv(x, 1, 2, auto_pad="SAME_LOWER")
    n.conv(x, 1, 3, auto_pad="VALID")
    return n


def dynamic():
    n = Network("dynamic", [224, 224], 3, axes_open=(0, 2, 3))
    a = n.conv("image", 2, 3, strides=4, pads=1)
    b = n.conv(a, 2, 3, 2, strides=2, pads=1)
    shape = n.node("Shape", a, measure=None)
    hw = n.node("Slice", [shape, n.ints(2), n.ints(4), n.ints(0)], measure=None)
    old = n.node("Slice", [n.node("Shape", b, measure=None), n.ints(0), n.ints(2), n.ints(0)], measure=None)
    sizes = n.node("Concat", [n.node("Cast", old, to=TensorProto.INT64, measure=None), hw], axis=0, measure=None)
    up = n.node("Resize", [b, "", "", sizes], mode="nearest")
    n.node("Add", [a, up])
    return n


def unaligned():
    n = Network("unaligned", [63, 63])
    a = n.conv("image", 1, 2, strides=2)
    b = n.conv("image", 1, 3, strides=2)
    c = n.node("MaxPool", "image", kernel_shape=[5, 5], strides=[2, 2], pads=[1, 1, 2, 2])
    c = n.node("Add", [n.node("Mul", [a, b]), c])
    n.node("Max", [c, a])
    return n


def unsupported():
    n = Network("unsupported", [32, 32])
    x = n.conv("image", 2, 3, pads=1)
    y = n.node("Strange", x, "strange", domain="example", hidden=True)
    n.node("Relu", y, "behind", hidden=True)
    n.node("MaxPool", x, "known", kernel_shape=[2, 2], strides=[2, 2])
    n.outputs = ["known", "behind"]
    return n


def opset7():
    """Settings that became inputs later, and weights that are listed as inputs too."""
    n = Network("opset7", [40, 40], 2, opset=7, ir=3, listed=True)
    x = n.node("Pad", "image", pads=[0, 0, 1, 2, 0, 0, 3, 0], mode="constant")
    x = n.conv(x, 4, 3)
    x = n.node("Clip", x, min=0.0, max=1e6)
    x = n.node("Slice", x, axes=[2, 3], starts=[1, -38], ends=[2147483647, -1])
    x = n.node("Upsample", x, scales=[1.0, 1.0, 2.0, 3.0], mode="nearest")
    x = n.node("Dropout", x)
    n.node("Split", x, ["s0", "s1"], axis=2, split=[38, 44])
    y = n.node("AveragePool", "s1", kernel_shape=[2, 2], strides=[2, 2])
    m = n.node("ReduceMean", y, axes=[2, 3], keepdims=0, measure=None)
    m = n.node("Unsqueeze", m, axes=[2, 3], measure=None)
    m = n.node("Squeeze", m, axes=[2, 3], measure=None)
    n.node("Gemm", [m, n.weight(4, 3), n.weight(3)], measure=None)
    return n


def opset9():
    n = Network("opset9", [30, 32], opset=9)
    x = n.conv("image", 1, 3, pads=1)
    x = n.node("Upsample", [x, n.constant(np.array([1, 1, 2, 2], np.float32))], mode="nearest")
    x = n.node("Upsample", [x, n.constant(np.array([1, 1, 2, 2], np.float32))], mode="linear")
    n.conv(x, 1, 2, 1, strides=2)
    return n


def opset10():
    n = Network("opset10", [30, 32], opset=10)
    x = n.conv("image", 1, 3, pads=1)
    x = n.node("Resize", [x, n.constant(np.array([1, 1, 0.5, 2], np.float32))], mode="nearest")
    n.node("Slice", [x, n.ints(0, 2), n.ints(2**63 - 1, -2), n.ints(2, 3), n.ints(2, 3)])
    return n


def focus():
    n = Network("focus", [48, 52], 3)
    end = 2**63 - 1
    parts = []
    for i in range(2):
        for j in range(2):
            parts.append(n.node("Slice", ["image", n.ints(i, j), n.ints(end, end), n.ints(2, 3), n.ints(2, 2)]))
    x = n.node("Concat", parts, axis=1)
    x = n.conv(x, 4, 3, 12, pads=1)
    n.node("Mul", [x, n.node("Sigmoid", x)])
    return n


def depth_to_space():
    n = Network("depth_to_space", [24, 28], 4)
    x = n.conv("image", 8, 3, pads=1)
    x = n.node("DepthToSpace", x, blocksize=2, mode="CRD")
    x = n.conv(x, 2, 3, 2)
    x = n.node("Pad", [x, n.ints(0, 0, 0, 0, 0, 0, 2, 2)])
    x = n.node("SpaceToDepth", x, blocksize=2)
    # Pixel shuffle as exporters write it.
    x = n.node("Reshape", [x, n.ints(1, 2, 2, 2, 24, 28)], measure=(4, 5))
    x = n.node("Transpose", x, perm=[0, 1, 4, 2, 5, 3], measure=(2, 4))
    x = n.node("Reshape", [x, n.ints(1, 2, 48, 56)])
    # Patches as channels.
    x = n.node("Reshape", [x, n.ints(1, 2, 12, 4, 14, 4)], measure=(2, 4))
    x = n.node("Transpose", x, perm=[0, 3, 5, 1, 2, 4], measure=(4, 5))
    n.node("Reshape", [x, n.ints(1, 32, 12, 14)])
    return n


def transposed():
    n = Network("transposed", [20, 22], 2)
    x = n.node("ConvTranspose", ["image", n.weight(2, 1, 3, 3)], strides=[2, 2], pads=[1, 1, 1, 1],
               output_padding=[1, 1], group=2)
    x = n.node("ConvTranspose", [x, n.weight(2, 2, 3, 2)], strides=[3, 2], dilations=[2, 1])
    n.node("ConvTranspose", ["image", n.weight(2, 1, 4, 4)], "upper", strides=[2, 2], auto_pad="SAME_UPPER")
    n.node("ConvTranspose", ["image", n.weight(2, 1, 3, 3)], "odd_upper", strides=[2, 2], auto_pad="SAME_UPPER")
    n.node("ConvTranspose", ["image", n.weight(2, 1, 3, 3)], "odd_lower", strides=[2, 2], auto_pad="SAME_LOWER")
    n.node("ConvTranspose", ["image", n.weight(2, 1, 3, 3)], "asked", strides=[2, 2], output_shape=[40, 44])
    n.node("ConvTranspose", ["image", n.weight(2, 1, 3, 3)], "valid", strides=[2, 2], auto_pad="VALID")
    n.outputs = [x, "upper", "odd_upper", "odd_lower", "asked", "valid"]
    return n


def pads():
    n = Network("pads", [40, 40], 2, opset=18)
    x = n.node("Pad", ["image", n.ints(3, 1), "", n.ints(2)], mode="constant")
    x = n.node("Pad", [x, n.ints(0, 0, -1, 0, 0, 0, -2, -3)])
    x = n.conv(x, 2, 3)
    n.node("Pad", [x, n.ints(0, 1, 0, 0, 0, 2, 0, 0)])
    zeros = n.constant(np.zeros((1, 2, 39, 3), np.float32))
    n.node("Concat", [zeros, x], "behind_zeros", axis=3)
    n.node("Gather", [x, n.ints(1, 3, 5, 7)], "rows", axis=2)
    n.node("Gather", [x, n.constant(np.int64(1))], "channel", axis=1, measure=(1, 2))
    n.outputs = ["behind_zeros", "rows", "channel"]
    return n


def resized():
    n = Network("resized", [36, 36], opset=18)
    x = n.conv("image", 1, 3, pads=1)
    half = n.constant(np.array([0.5, 1.5], np.float32))
    n.node("Resize", [x, "", half], "nearest", axes=[2, 3], mode="nearest")
    n.node("Resize", [x, "", half], "linear", axes=[2, 3], mode="linear")
    n.node("Resize", [x, "", n.constant(np.array([1, 1, 3, 2], np.float32))], "linear_whole", mode="linear")
    n.node("Resize", [x, "", "", n.ints(1, 1, 72, 54)], "asymmetric", mode="linear",
           coordinate_transformation_mode="asymmetric")
    n.node("Resize", [x, "", half], "corners", axes=[2, 3], mode="linear",
           coordinate_transformation_mode="align_corners")
    n.node("Resize", [x, "", half], "cubic", axes=[2, 3], mode="cubic")
    n.outputs = ["nearest", "linear", "linear_whole", "asymmetric", "corners", "cubic"]
    n.shapes_only |= {"corners", "cubic"}
    return n


def reduced():
    n = Network("reduced", [40, 40], 2)
    x = n.conv("image", 4, 3, pads=1)
    a = n.node("ReduceMax", x, axes=[1], keepdims=1)
    b = n.node("ReduceMean", x, axes=[1], keepdims=1)
    a = n.conv(n.node("Concat", [a, b], axis=1), 1, 7, 2, pads=3)
    x = n.node("Mul", [x, n.node("Softplus", a)])
    rows = n.node("ReduceMean", x, "rows", axes=[3], keepdims=1)
    n.shapes_only.add(rows)
    n.node("Expand", [rows, n.ints(1, 1, 40, 40)], "wide")
    n.shapes_only.add("wide")
    return n


def channels_last():
    n = Network("channels_last", [32, 36], 3, channels_last=True)
    x = n.node("Transpose", "image", perm=[0, 3, 1, 2])
    x = n.conv(x, 4, 4, 3, strides=4)
    y = n.conv(x, 4, 3, 4, groups=4, pads=1)
    y = n.node("Transpose", y, perm=[0, 2, 3, 1], measure=(1, 2))
    y = n.node("LayerNormalization", [y, n.weight(4), n.weight(4)], axis=-1, measure=(1, 2))
    y = n.node("Add", [n.node("MatMul", [y, n.weight(4, 8)], measure=(1, 2)), n.weight(8)], measure=(1, 2))
    y = n.node("Erf", y, measure=(1, 2))
    y = n.node("MatMul", [y, n.weight(8, 4)], measure=(1, 2))
    y = n.node("Transpose", y, perm=[0, 3, 1, 2])
    x = n.node("Add", [x, y])
    # The units in one row, and back.
    y = n.node("Reshape", [x, n.ints(0, 4, -1)], measure=None)
    y = n.node("Transpose", y, perm=[0, 2, 1], measure=None)
    y = n.node("MatMul", [y, n.weight(4, 2)], measure=None)
    y = n.node("Transpose", y, perm=[0, 2, 1], measure=None)
    y = n.node("Reshape", [y, n.ints(1, 2, 8, 9)])
    n.conv(y, 1, 2, 2)
    return n


def group_norm():
    n = Network("group_norm", [24, 24], 2)
    x = n.conv("image", 4, 3, pads=1)
    y = n.node("Reshape", [x, n.ints(0, 2, -1)], measure=None)
    y = n.node("InstanceNormalization", [y, n.weight(2), n.weight(2)], measure=None)
    y = n.node("Reshape", [y, n.node("Shape", x, measure=None)], "back")
    y = n.node("Mul", [y, n.weight(4, 1, 1)], "scaled")
    n.globals |= {"back", "scaled", n.conv(y, 2, 3, 4)}
    return n


def signals():
    n = Network("signals", [128], 2)
    x = n.conv("image", 4, 8, strides=4, pads=[2, 2])
    x = n.node("MaxPool", x, kernel_shape=[2], strides=[2])
    n.node("ConvTranspose", [x, n.weight(4, 2, 4)], strides=[2], pads=[1, 1])
    return n


def volumes():
    n = Network("volumes", [16, 18, 20])
    x = n.conv("image", 1, [3, 3, 1], strides=[1, 2, 1], measure=(2, 3, 4))
    n.node("AveragePool", x, kernel_shape=[2, 2, 2], strides=[2, 1, 2], measure=(2, 3, 4))
    return n


def attention():
    """What no layer here says: a product of two maps. What comes before it is known."""
    n = Network("attention", [16, 16], 2)
    x = n.conv("image", 4, 3, pads=1)
    t = n.node("Reshape", [x, n.ints(1, 4, 256)], measure=None)
    q = n.node("Transpose", t, perm=[0, 2, 1], measure=None)
    a = n.node("Softmax", n.node("MatMul", [q, t], "scores", measure=None), axis=-1, measure=None)
    n.node("MatMul", [t, a], measure=None)
    return n


def made_weights():
    """Weights that nodes make, and constants that are nodes."""
    n = Network("made_weights", [20, 20], 2)
    shape = n.node("Constant", [], measure=None, value=numpy_helper.from_array(np.array([3, 2, 3, 3], np.int64)))
    value = numpy_helper.from_array(np.array([0.2], np.float32))
    weights = n.node("ConstantOfShape", shape, measure=None, value=value)
    x = n.node("Conv", ["image", weights], strides=[2, 1])
    w = n.node("Transpose", n.weight(3, 3, 3, 2), perm=[3, 2, 0, 1], measure=None)
    n.node("Conv", [x, w])
    return n


def main():
    networks = [
        chain(), residual(), inception(), unet(), dilated(), squeeze_excite(), shuffle(), same("same_even", [64, 64]),
        same("same_odd", [61, 63]), dynamic(), unaligned(), unsupported(), opset7(), opset9(), opset10(), focus(),
        depth_to_space(), transposed(), pads(), resized(), reduced(), channels_last(), group_norm(), signals(),
        volumes(), attention(), made_weights(),
    ]
    expected = []
    for network in networks:
        network.save()
        expected.append(network.expected())
    records = ",\n".join(json.dumps(record) for record in expected)
    (HERE / "expected.json").write_text(f"[\n{records}\n]\n")


if __name__ == "__main__":
    main()
