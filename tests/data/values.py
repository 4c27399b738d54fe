"""Makes values.json: small layers with their inputs, weights and what ONNX Runtime computes.

    python values.py > values.json          (needs numpy, onnx, onnxruntime)

Only cases in which ONNX and PyTorch agree are here. Arrays are flat, in C order, beside their shapes.
"""
import json, sys
import numpy as np, onnx, onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

rng = np.random.default_rng(1)
cases = []

def array(a):
    return {"shape": list(a.shape), "data": [float(str(v)) for v in a.ravel()]}

def case(stack, op, shape, weights=(), layout=None, **attributes):
    """`stack` in layer text; the ONNX op on an input of this shape with weights of these shapes."""
    x = rng.normal(size=shape).round(2).astype(np.float32)
    tensors = [rng.normal(size=s).round(2).astype(np.float32) for s in weights]
    names = [f"w{i}" for i in range(len(tensors))]
    inputs = ["x"] + names
    inits = [numpy_helper.from_array(t, n) for t, n in zip(tensors, names)]
    if op == "Resize":
        inits.append(numpy_helper.from_array(np.array(attributes.pop("scales"), np.float32), "scales"))
        inputs = ["x", "", "scales"]
    node = helper.make_node(op, inputs, ["y"], **attributes)
    graph = helper.make_graph([node], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, list(shape))],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], inits)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    model.ir_version = 9
    y = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]
    one = {"stack": stack, "input": array(x), "output": array(y)}
    if tensors:
        one["kernel"] = array(tensors[0])
        one["bias"] = array(tensors[1]) if len(tensors) > 1 else None
    cases.append(one)

def conv(stack, shape, out, kernel, groups=1, **attributes):
    case(stack, "Conv", shape, [(out, shape[1] // groups, *kernel), (out,)], group=groups, **attributes)

def convt(stack, shape, out, kernel, groups=1, **attributes):
    case(stack, "ConvTranspose", shape, [(shape[1], out // groups, *kernel), (out,)], group=groups, **attributes)

conv("3x6x7: conv k3 c4", (1, 3, 6, 7), 4, (3, 3))
conv("3x6x7: conv k3x2 s2x1 p1:0x0:1 c4", (1, 3, 6, 7), 4, (3, 2), strides=[2, 1], pads=[1, 0, 0, 1])
conv("4x9x9: conv k3 d2 p2 c6 g2", (1, 4, 9, 9), 6, (3, 3), 2, dilations=[2, 2], pads=[2] * 4)
conv("4x8x8: conv k3 s2 p1 g4", (1, 4, 8, 8), 4, (3, 3), 4, strides=[2, 2], pads=[1] * 4)
conv("4x8x8: conv k3 p4 c8 g4", (1, 4, 8, 8), 8, (3, 3), 4, pads=[4] * 4)
conv("5x7x7: conv k1 c3", (1, 5, 7, 7), 3, (1, 1))
conv("2@3x5x5: conv k3 p1 c2", (2, 3, 5, 5), 2, (3, 3), pads=[1] * 4)
conv("3x7x7: conv k3 s2 psame c2", (1, 3, 7, 7), 2, (3, 3), strides=[2, 2], auto_pad="SAME_UPPER")
conv("3x8x8: conv k3 s2 psame-lower c2", (1, 3, 8, 8), 2, (3, 3), strides=[2, 2], auto_pad="SAME_LOWER")
conv("2x12: conv k4 s3 p2:1 c3", (1, 2, 12), 3, (4,), strides=[3], pads=[2, 1])
conv("1x40: conv k3 d9 p9 c2", (1, 1, 40), 2, (3,), dilations=[9], pads=[9, 9])
conv("2x4x5x6: conv k3 s1x2x1 p1 c3", (1, 2, 4, 5, 6), 3, (3, 3, 3), strides=[1, 2, 1], pads=[1] * 6)
conv("2x5x5x5: conv k2 d2 p3:0x0:0x1:1 c2", (1, 2, 5, 5, 5), 2, (2, 2, 2), dilations=[2] * 3, pads=[3, 0, 1, 0, 0, 1])
conv("20x17x17: conv k5 s2 p2 c24", (1, 20, 17, 17), 24, (5, 5), strides=[2, 2], pads=[2] * 4)
convt("3x4x5: convt k3 s2 c2", (1, 3, 4, 5), 2, (3, 3), strides=[2, 2])
convt("4x4x4: convt k4x3 s2x3 p1x0 op1x0 c6 g2", (1, 4, 4, 4), 6, (4, 3), 2, strides=[2, 3], pads=[1, 0, 1, 0], output_padding=[1, 0])
convt("2x5x5: convt k3 d2 p1 c2", (1, 2, 5, 5), 2, (3, 3), dilations=[2, 2], pads=[1] * 4)
convt("2x6: convt k5 s3 p2 op2 c2", (1, 2, 6), 2, (5,), strides=[3], pads=[2, 2], output_padding=[2])
convt("2x3x3x3: convt k2 s2 c2", (1, 2, 3, 3, 3), 2, (2, 2, 2), strides=[2] * 3)
case("3x7x7: maxpool k2", "MaxPool", (1, 3, 7, 7), kernel_shape=[2, 2], strides=[2, 2])
case("3x7x8: maxpool k3 s2 p1", "MaxPool", (1, 3, 7, 8), kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
case("2x8x8: maxpool k3 s2 ceil", "MaxPool", (1, 2, 8, 8), kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
case("2x9x9: maxpool k2 s1 d3", "MaxPool", (1, 2, 9, 9), kernel_shape=[2, 2], strides=[1, 1], dilations=[3, 3])
case("2x4x5x6: maxpool k2x3x2 s1", "MaxPool", (1, 2, 4, 5, 6), kernel_shape=[2, 3, 2], strides=[1] * 3)
case("3x6x6: avgpool k2", "AveragePool", (1, 3, 6, 6), kernel_shape=[2, 2], strides=[2, 2])
case("2x7x7: avgpool k3 s2 p1", "AveragePool", (1, 2, 7, 7), kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4, count_include_pad=1)
case("2x7x7: avgpool k3 s2 p1 nocountpad", "AveragePool", (1, 2, 7, 7), kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
case("2x8x8: avgpool k3 s2 ceil nocountpad", "AveragePool", (1, 2, 8, 8), kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
case("2x11: avgpool k4 s3 p1 nocountpad", "AveragePool", (1, 2, 11), kernel_shape=[4], strides=[3], pads=[1, 1])
case("3x5x4: gap", "GlobalAveragePool", (1, 3, 5, 4))
case("3x5x4: gmp", "GlobalMaxPool", (1, 3, 5, 4))
case("2x3x4: upsample x3 nearest", "Resize", (1, 2, 3, 4), scales=[1, 1, 3, 3], mode="nearest",
     coordinate_transformation_mode="asymmetric", nearest_mode="floor")
case("2x3x4: upsample x2 linear", "Resize", (1, 2, 3, 4), scales=[1, 1, 2, 2], mode="linear", coordinate_transformation_mode="half_pixel")
case("2x5: upsample x3 linear", "Resize", (1, 2, 5), scales=[1, 1, 3], mode="linear", coordinate_transformation_mode="half_pixel")
case("2x3x3: gelu", "Gelu", (1, 2, 3, 3))
case("2x3x3: relu", "Relu", (1, 2, 3, 3))
case("2x3x3: sigmoid", "Sigmoid", (1, 2, 3, 3))
case("2x3x3: tanh", "Tanh", (1, 2, 3, 3))
case("2x3x3: flatten", "Flatten", (1, 2, 3, 3))
case("3@1x10: flatten, linear c7", "Gemm", (3, 10), [(7, 10), (7,)], transB=1)
sys.stdout.write("[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases) + "\n]\n")
