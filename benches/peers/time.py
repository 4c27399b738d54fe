"""Times in ONNX Runtime what benches/values.rs times here, on as many threads.

    python benches/peers/time.py            (needs numpy, onnx, onnxruntime)

Prints the shortest and the median of 30 runs of each, in milliseconds. RAYON_NUM_THREADS sets the threads, as it does
there. Weights are given before the clock runs, in both; layers are the same ones, classifier included.
"""
import os, statistics, time
import numpy as np, onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

def session(nodes, shape, tensors):
    graph = helper.make_graph(nodes, "g",
        [helper.make_tensor_value_info("x0", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(nodes[-1].output[0], TensorProto.FLOAT, None)],
        [numpy_helper.from_array(t, n) for n, t in tensors.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    options = ort.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("RAYON_NUM_THREADS", os.cpu_count()))
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

def show(name, nodes, shape, tensors=None):
    run, x = session(nodes, shape, tensors or {}), np.random.rand(*shape).astype(np.float32)
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        run.run(None, {"x0": x})
        times.append(time.perf_counter() - begun)
    print(f"{name:14} {1000 * min(times):8.2f} {1000 * statistics.median(times):8.2f} ms", flush=True)

def weights(*shape):
    return np.random.normal(scale=0.05, size=shape).astype(np.float32)

def conv(name, shape, made, kernel, groups=1, **settings):
    tensors = {"w": weights(made, shape[1] // groups, kernel, kernel), "b": weights(made)}
    show(name, [helper.make_node("Conv", ["x0", "w", "b"], ["x1"], group=groups, **settings)], shape, tensors)

def pool(name, op, kernel, stride):
    show(name, [helper.make_node(op, ["x0"], ["x1"], kernel_shape=[kernel] * 2, strides=[stride] * 2)], [1, 64, 224, 224])

conv("conv 3x3", [1, 64, 112, 112], 64, 3, pads=[1] * 4)
conv("conv 7x7 s2", [1, 3, 224, 224], 64, 7, pads=[3] * 4, strides=[2, 2])
conv("depthwise 3x3", [1, 64, 112, 112], 64, 3, 64, pads=[1] * 4)
pool("max 2x2", "MaxPool", 2, 2)
pool("max 3x3 s2", "MaxPool", 3, 2)
pool("average 2x2", "AveragePool", 2, 2)
show("relu", [helper.make_node("Relu", ["x0"], ["x1"])], [1, 64, 224, 224])

nodes, tensors, read = [], {}, 3
def add(op, *names, **settings):
    nodes.append(helper.make_node(op, [f"x{len(nodes)}", *names], [f"x{len(nodes) + 1}"], **settings))
for made in [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0]:
    if made == 0:
        add("MaxPool", kernel_shape=[2, 2], strides=[2, 2])
        continue
    name = f"w{len(nodes)}"
    tensors |= {name: weights(made, read, 3, 3), name + "b": weights(made)}
    add("Conv", name, name + "b", pads=[1] * 4)
    add("Relu")
    read = made
add("Flatten")
read = 25088
for made in [4096, 4096, 1000]:
    name = f"w{len(nodes)}"
    tensors |= {name: weights(made, read), name + "b": weights(made)}
    add("Gemm", name, name + "b", transB=1)
    if made != 1000:
        add("Relu")
    read = made
show("VGG-16", nodes, [1, 3, 224, 224], tensors)
