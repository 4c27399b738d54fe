"""Makes `units/*.onnx` and `units.json`: which pixels every unit of small networks depends on, by ONNX Runtime.

    python units.py

One pixel is changed at a time in all channels; a unit depends on it if one of its channels changes. What is measured are
the corners of operators: borders, whole places, old versions, dimensions that are put in. Made with onnx 1.23 and ONNX
Runtime 1.32, whose places of resampling are 32-bit numbers: sizes are such that none lies where that matters.
"""

import json
import pathlib

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
RNG = np.random.default_rng(7)
FAR = 1000.0
SEEN = 0.1


class Network:
    def __init__(self, name, image, opset=13):
        self.name, self.image, self.opset = name, image, opset
        self.nodes, self.initializers, self.measured = [], [], []

    def constant(self, values, kind=np.int64):
        self.initializers.append(numpy_helper.from_array(np.array(values, kind), f"c{len(self.initializers)}"))
        return self.initializers[-1].name

    def weight(self, *shape):
        return self.constant(RNG.uniform(0.5, 1, shape), np.float32)

    def node(self, op, *inputs, measured=True, **settings):
        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], f"n{len(self.nodes)}", **settings))
        if measured:
            self.measured.append(name)
        return name

    def resized(self, data, scales=None, sizes=None, **settings):
        given = ["", self.constant([1, 1, *scales], np.float32)] if scales else ["", "", self.constant([1, self.image[1], *sizes])]
        return self.node("Resize", data, *given, **settings)

    def model(self, outputs, ir=8):
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, self.image)
        made = [helper.make_value_info(name, onnx.TypeProto()) for name in outputs]
        graph = helper.make_graph(self.nodes, self.name, [image], made, self.initializers)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=ir)

    def save(self):
        last = {name for node in self.nodes for name in node.input}
        model = onnx.shape_inference.infer_shapes(self.model([name for name in self.measured if name not in last]))
        del model.graph.value_info[:]
        onnx.checker.check_model(model)
        onnx.save(model, HERE / "units" / f"{self.name}.onnx")

    def expected(self):
        session = ort.InferenceSession(self.model(self.measured).SerializeToString(), providers=["CPUExecutionProvider"])
        run = lambda image: session.run(self.measured, {"image": image.astype(np.float32)})
        image = RNG.uniform(0.5, 1, self.image)
        before = run(image)
        size = self.image[2:]
        sees = [[[] for _ in range(int(np.prod(made.shape[2:])))] for made in before]
        for pixel in range(int(np.prod(size))):
            changed = image.copy()
            changed[(0, slice(None), *np.unravel_index(pixel, size))] += FAR
            for units, old, new in zip(sees, before, run(changed)):
                differ = (np.abs(new - old) > SEEN)[0].any(axis=0).ravel()
                for unit in np.flatnonzero(differ):
                    units[unit].append(pixel)
        layers = [
            {"output": name, "shape": list(made.shape), "sees": units}
            for name, made, units in zip(self.measured, before, sees)
        ]
        return {"file": f"{self.name}.onnx", "image": self.image, "layers": layers}


def nearest_border():
    """Nearest to a place outside is the border."""
    n = Network("nearest_border", [1, 1, 4, 5])
    x = n.resized("image", [4, 1.5], mode="nearest", nearest_mode="floor")
    n.node("Slice", x, n.constant([1, 0]), n.constant([16, 7]), n.constant([2, 3]), n.constant([3, 2]))
    n.resized("image", [0.75, 2], mode="nearest", nearest_mode="ceil", coordinate_transformation_mode="asymmetric")
    return n


def cubic_whole():
    """Where a place is whole, cubic weights of the neighbours are 0."""
    n = Network("cubic_whole", [1, 1, 9, 8])
    x = n.resized("image", [0.6, 0.5], mode="cubic")
    n.resized(x, [2, 1], mode="cubic", coordinate_transformation_mode="asymmetric")
    n.resized("image", [2 / 3, 1.5], mode="cubic", coordinate_transformation_mode="asymmetric")
    n.resized("image", sizes=[5, 3], mode="cubic", coordinate_transformation_mode="align_corners")
    return n


def pytorch_single():
    """A single unit lies at the first one, not in the middle."""
    n = Network("pytorch_single", [1, 1, 5, 6])
    n.resized("image", sizes=[1, 4], mode="linear", coordinate_transformation_mode="pytorch_half_pixel")
    n.resized("image", sizes=[3, 1], mode="nearest", coordinate_transformation_mode="pytorch_half_pixel")
    return n


def centred():
    n = Network("centred", [1, 1, 11, 8], opset=19)
    n.resized("image", [0.4, 0.7], mode="linear", coordinate_transformation_mode="half_pixel_symmetric")
    n.resized("image", [1.25, 0.3], mode="nearest", coordinate_transformation_mode="half_pixel_symmetric")
    return n


def tensorflow():
    n = Network("tensorflow", [1, 1, 7, 6], opset=11)
    nowhere = n.constant([], np.float32)
    for scales, settings in [([2, 0.7], {"nearest_mode": "floor"}), ([0.4, 1.3], {"nearest_mode": "round_prefer_ceil"})]:
        scales = n.constant([1, 1, *scales], np.float32)
        mode = {"mode": "nearest", "coordinate_transformation_mode": "tf_half_pixel_for_nn"}
        n.node("Resize", "image", nowhere, scales, **mode, **settings)
    return n


def old_smaller():
    """Version 10 rounds up where an axis becomes smaller."""
    n = Network("old_smaller", [1, 1, 7, 8], opset=10)
    n.node("Resize", "image", n.constant([1, 1, 0.6, 0.75], np.float32), mode="nearest")
    n.node("Resize", "image", n.constant([1, 1, 1.5, 2], np.float32), mode="nearest")
    return n


def put_in():
    """A dimension of size 1 that is put in for the channels, and grows."""
    n = Network("put_in", [1, 1, 6, 5])
    x = n.node("Reshape", "image", n.constant([1, 1, 1, 6, 5]), measured=False)
    x = n.node("Transpose", x, perm=[0, 2, 1, 3, 4], measured=False)
    x = n.node("Reshape", x, n.constant([1, 1, 6, 5]))
    x = n.node("Conv", x, n.weight(3, 1, 2, 2))
    x = n.node("Slice", x, n.constant([0]), n.constant([3]), n.constant([1]), n.constant([2]))
    n.node("ReduceMax", x, axes=[3])
    return n


def put_around():
    """The axes of a single unit are told apart by their places, when they grow again."""
    n = Network("put_around", [1, 4, 3, 3])
    x = n.node("GlobalAveragePool", "image")
    x = n.node("Reshape", x, n.constant([1, 4, 1, 1, 1]), measured=False)
    x = n.node("Transpose", x, perm=[0, 2, 1, 3, 4], measured=False)
    x = n.node("Reshape", x, n.constant([1, 4, 1, 1]))
    x = n.resized(x, sizes=[1, 2], mode="nearest")
    n.node("ConvTranspose", x, n.weight(4, 2, 3, 1))
    return n


def row():
    """A signal of one channel that becomes a vector."""
    n = Network("row", [1, 1, 9])
    x = n.node("Flatten", n.node("Conv", "image", n.weight(1, 1, 3)))
    n.node("Gemm", x, n.weight(7, 3))
    return n


def few_columns():
    """Four columns of eight channels: no channels that come last, whatever stands before the convolution."""
    n = Network("few_columns", [1, 8, 5, 4])
    x = n.node("Dropout", n.node("LeakyRelu", "image"))
    n.node("ConvTranspose", x, n.weight(8, 2, 2, 2), strides=[2, 1])
    return n


def main():
    (HERE / "units").mkdir(exist_ok=True)
    networks = [
        nearest_border(), cubic_whole(), pytorch_single(), centred(), tensorflow(), old_smaller(), put_in(), put_around(),
        row(), few_columns(),
    ]
    for network in networks:
        network.save()
    records = ",\n".join(json.dumps(network.expected(), separators=(",", ":")) for network in networks)
    (HERE / "units.json").write_text(f"[\n{records}\n]\n")


if __name__ == "__main__":
    main()
