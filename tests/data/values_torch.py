"""Makes values_torch.json: the border cases of single layers with what PyTorch computes.

    python3 values_torch.py > values_torch.json          (needs torch; made with 1.13)

Here are the cases in which frameworks differ, or that ONNX has no operator for. Arrays are flat, in C order, beside
their shapes.
"""
import json, sys
import torch
from torch import nn

torch.manual_seed(1)
cases = []

def array(a):
    return {"shape": list(a.shape), "data": [float(str(v)) for v in a.detach().numpy().ravel()]}

def case(stack, layer, shape):
    """`stack` in layer text; the layer of PyTorch on an input of this shape."""
    x = (torch.randn(shape) * 100).round() / 100
    for weights in layer.parameters():
        weights.data = (torch.randn(weights.shape) * 100).round() / 100
    one = {"stack": stack, "input": array(x), "output": array(layer.eval()(x))}
    weights = [array(w) for w in layer.parameters()]
    if weights and not isinstance(layer, nn.BatchNorm2d):
        one["kernel"], one["bias"] = weights
    cases.append(one)

# Ceiled pools: a last window that would begin in the padding is left out; what lies behind the padding never counts.
for n in range(4, 10):
    case(f"1x{n}x{n}: avgpool k3 s2 p1 ceil", nn.AvgPool2d(3, 2, 1, ceil_mode=True), (1, 1, n, n))
    case(f"1x{n}x{n}: avgpool k3 s2 p1 ceil nocountpad",
         nn.AvgPool2d(3, 2, 1, ceil_mode=True, count_include_pad=False), (1, 1, n, n))
    case(f"1x{n}x{n}: maxpool k3 s2 p1 ceil", nn.MaxPool2d(3, 2, 1, ceil_mode=True), (1, 1, n, n))
    case(f"1x{n}: avgpool k4 s3 p2 ceil", nn.AvgPool1d(4, 3, 2, ceil_mode=True), (1, 1, n))
case("1x5x5: maxpool k2 s4 p1 ceil", nn.MaxPool2d(2, 4, 1, ceil_mode=True), (1, 1, 5, 5))
case("1x9x9: maxpool k3 s2 p1 d2 ceil", nn.MaxPool2d(3, 2, 1, 2, ceil_mode=True), (1, 1, 9, 9))
case("2x7x7: maxpool k3 s2 p1 ceil", nn.MaxPool2d(3, 2, 1, ceil_mode=True), (1, 2, 7, 7))
case("1x4x5x6: avgpool k2x3x2 s2 p1 ceil", nn.AvgPool3d((2, 3, 2), 2, 1, ceil_mode=True), (1, 1, 4, 5, 6))
# Adaptive pools, where the windows overlap and differ in size.
for n, m in [(7, 3), (10, 4), (5, 7), (8, 8), (3, 1)]:
    case(f"2x{n}x{n}: adaptavg o{m}", nn.AdaptiveAvgPool2d(m), (1, 2, n, n))
    case(f"2x{n}x{n}: adaptmax o{m}", nn.AdaptiveMaxPool2d(m), (1, 2, n, n))
case("1x11: adaptavg o4", nn.AdaptiveAvgPool1d(4), (1, 1, 11))
# Linear upsampling looks past the border nowhere: it repeats the edge.
case("2x3x5: upsample x2 linear", nn.Upsample(scale_factor=2, mode="bilinear"), (1, 2, 3, 5))
case("1x4: upsample x4 linear", nn.Upsample(scale_factor=4, mode="linear"), (1, 1, 4))
case("1x3x3: upsample x3 nearest", nn.Upsample(scale_factor=3, mode="nearest"), (1, 1, 3, 3))
case("1x2x3x2: upsample x2 linear", nn.Upsample(scale_factor=2, mode="trilinear"), (1, 1, 2, 3, 2))
# Transposed convolution with output padding and dilation, groups.
case("4x5x5: convt k3 s2 p1 op1 c6 g2", nn.ConvTranspose2d(4, 6, 3, 2, 1, 1, groups=2), (1, 4, 5, 5))
case("2x4x4: convt k3 s3 d2 p2 op2 c3", nn.ConvTranspose2d(2, 3, 3, 3, 2, 2, dilation=2), (1, 2, 4, 4))
case("2x3x4x3: convt k3 s2 p1 op1 c2", nn.ConvTranspose3d(2, 2, 3, 2, 1, 1), (1, 2, 3, 4, 3))
case("2x9: conv k3 s2 p1 d2 c3", nn.Conv1d(2, 3, 3, 2, 1, 2), (1, 2, 9))
case("6x8x8: conv k3 s2 p1 c4 g2", nn.Conv2d(6, 4, 3, 2, 1, groups=2), (1, 6, 8, 8))
case("3x4x4: gelu", nn.GELU(), (1, 3, 4, 4))
case("3x4x4: bn", nn.BatchNorm2d(3, affine=False), (1, 3, 4, 4))
sys.stdout.write("[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases) + "\n]\n")
