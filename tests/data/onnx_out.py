"""Are written ONNX files valid, and do they run with the shapes that `receptive report` gives?

    python onnx_out.py PROGRAM STACKS.json [TEXTS]

PROGRAM is the command line, STACKS.json as stacks_public.json, TEXTS a file with a stack in layer text on each line. Needs
onnx and onnxruntime (1.23 and 1.32 were used). Every network goes through the checker and strict shape inference; those
whose maps are small enough also run on zeros.
"""

import json
import subprocess
import sys
import tempfile

import numpy
import onnx
import onnxruntime

MOST_VALUES = 40_000_000
MOST_WEIGHTS = 160_000_000


def layer_text(layer):
    words = [layer["type"]]
    each = lambda values: "x".join(map(str, values))
    if layer["type"] == "upsample":
        scale = layer["scale"]
        return "upsample x" + (each(scale) if isinstance(scale, list) else str(scale))
    words.append("k" + each(layer["kernel"]))
    words.append("s" + each(layer["stride"]))
    ends = zip(layer["pad_begin"], layer["pad_end"])
    words.append("p" + "x".join(f"{begin}:{end}" for begin, end in ends))
    words.append("d" + each(layer.get("dilation", [1, 1])))
    if "output_padding" in layer and any(layer["output_padding"]):
        words.append("op" + each(layer["output_padding"]))
    if "out_channels" in layer:
        words.append(f"c{layer['out_channels']}")
    if layer.get("groups", 1) != 1:
        words.append(f"g{layer['groups']}")
    if not layer.get("bias", True):
        words.append("nobias")
    if layer.get("ceil_mode"):
        words.append("ceil")
    return " ".join(words)


def stack_text(stack):
    sizes = "x".join(map(str, [stack["in_channels"], *stack["input"]]))
    return f"{sizes}: " + ", ".join(map(layer_text, stack["layers"]))


def shape_of(value):
    return [size.dim_value for size in value.type.tensor_type.shape.dim]


def product(values):
    return int(numpy.prod([float(value) for value in values]))


def check(program, text, path):
    report = json.loads(subprocess.run([program, "report", text, "--format", "json"], capture_output=True, check=True).stdout)
    written = subprocess.run([program, "convert", text, "-o", path], capture_output=True, text=True)
    if written.returncode:
        return "refused: " + written.stderr.strip()
    wanted = [[layer["batch"], layer["channels"], *layer["size"]] for layer in report["layers"] if layer["size"] is not None]
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    told = {value.name: shape_of(value) for value in [*model.graph.value_info, *model.graph.output]}
    assert [told[layer["name"]] for layer in report["layers"] if layer["name"] in told] == wanted, "told shapes"
    if any(imported.domain == "receptive" for imported in model.opset_import):
        return "checked"
    # What inference finds by itself, without being told.
    del model.graph.value_info[:]
    model.graph.output[0].type.tensor_type.ClearField("shape")
    found = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    found = {value.name: shape_of(value) for value in [*found.graph.value_info, *found.graph.output]}
    for name, shape in told.items():
        assert found[name] == shape, f"{name}: told {shape}, inferred {found[name]}"
    weights = sum(product(found[node.output[0]]) for node in model.graph.node if node.op_type == "ConstantOfShape")
    if max(map(product, [*wanted, [0]])) > MOST_VALUES or weights > MOST_WEIGHTS:
        return "checked"
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    (made,) = session.run(None, {given.name: numpy.zeros(given.shape, numpy.float32)})
    assert list(made.shape) == told[session.get_outputs()[0].name], f"ran to {made.shape}"
    assert wanted == [] or list(made.shape) == wanted[-1], f"ran to {made.shape}, report says {wanted[-1]}"
    return "ran"


def main():
    program, stacks, *texts = sys.argv[1:]
    cases = [stack_text(record["stack"]) for record in json.load(open(stacks))]
    for name in texts:
        cases += [line.strip() for line in open(name) if line.strip()]
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        for text in cases:
            try:
                result = check(program, text, f"{folder}/net.onnx")
            except Exception as error:  # Whatever a checker or a runtime throws is the answer.
                result = f"failed: {str(error)[:300]}"
            kind = result.split(":")[0]
            counts[kind] = counts.get(kind, 0) + 1
            if kind in ("failed", "refused"):
                print(f"{text}\n    {result}")
    print(counts)


main()
