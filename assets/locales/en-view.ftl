# Texts of the pictures, and of the panels that explain them.

map-input = Input
map-impossible = cannot run
map-not-to-scale = not to scale
map-padding-cut = more padding than drawn
map-more-branches = { $count ->
    [one] + { $count } more branch
   *[other] + { $count } more branches
}
rf-short = RF
cause-later = read, but lost by a later layer

legend-field = what unit { $unit } of { $map } sees
legend-field-flat = what { $map } sees
legend-field-short = what it sees
legend-feeds = the units that it feeds
legend-lost = lost: no unit reads it
legend-later = lost by a later layer
legend-partly = lost in part: see Maps
legend-some = some of these: too small to tell apart
legend-padding = padding

maps-hint = hover over a unit to see its field, click to pin it
preview-hint = preview: click to apply
pixel-at = pixel { $unit }
unit-sees = unit { $unit } of { $map } sees { $seen } of the input
unit-sees-flat = every unit of { $map } sees { $seen } of the input
unit-only-padding = It sees only padding
unit-sees-nothing = unit { $unit } of { $map } sees only padding

inspector-off = Switched off
inspector-off-text = This layer does nothing until it is switched on again
inspector-switch-on = Switch on
inspector-unknown = Unknown: an earlier layer cannot run

section-size = Output size
section-fixes = Ways to keep every pixel
section-fixes-less = Ways to lose less
section-field = Receptive field
section-branches = Branches
branch-whole = sees the whole image
branch-head-size = field
branch-head-jump = stride
branch-head-start = first pixel
branch-head-centre = centre
branch-numbers = field { $rf }, effective stride { $jump }; unit 0 begins at pixel { $start }, its centre is { $centre }
branch-together = Together
branch-offset = centres apart by
branch-largest-only = Behind branches of different strides: the numbers of the largest path
branch-global-text = A branch sees the whole image, whichever unit asks; the field given here is that without it
branches-aligned = Aligned: the branches have equal strides and centres
branches-shifted = Not aligned: equal strides, but the centres lie apart
branches-strides-differ = The field depends on the unit: the branches have different strides
branches-unknown = Whether the branches are aligned is not known
branches-smallest = smallest path
branches-largest = largest path
branches-headline = The receptive field of this layer is that of its largest path
section-branch-units = What single units see
branch-unit = Unit { $unit }
branch-shown = shown path
branch-show = Show this path
branch-show-of = Show the path through { $layer }
section-path = Path to this layer
path-others = Other paths
path-through = through { $layers }
path-past = past { $layers }
path-measures = field { $field }, { $layers ->
    [one] { $layers } layer
   *[other] { $layers } layers
}
path-more = { $count ->
    [one] { $count } more branch: choose a layer nearer to it
   *[other] { $count } more branches: choose a layer nearer to them
}
section-unit = Pinned unit
section-next = The next layer
section-cost = Cost, per image
section-network = The whole network
section-notes = Worth knowing
sizes-without-loss = Input sizes without loss

row-shape = shape
row-output = output
row-output-field = field of an output unit
row-rf = size
row-rf-min = smallest, depending on the unit
row-rf-count = pixels read inside it
row-jump = jump (effective stride)
row-start = first pixel of unit 0
row-share = share of the input
row-unit = unit
row-sees = sees
row-pixels = pixels seen
row-centre = centre
row-padding-share = of its field is padding
row-feeds = units it feeds in the next map
row-next-exact = a next K = { $kernel } would see
row-next-rule = rule of thumb N·K′/N′
row-next-unstrided = the same without the stride
row-params = parameters
row-macs = multiply–adds
row-activations = activations

params-split = { $weights } + { $biases } bias
too-large = too large
unit-px = px
unit-b = B
unit-kib = KiB
unit-mib = MiB
unit-gib = GiB
unit-tib = TiB

loss-dropped = { $count ->
    [one] { $count } of { $of } input pixels is lost
   *[other] { $count } of { $of } input pixels are lost
}
loss-share = { $share } of the input reaches no unit
loss-earlier = Lost by earlier layers: this one reads all it gets
loss-none = Every unit of its input is read
loss-none-padding = Nothing is lost: only padding is cut
loss-none-network = Every pixel of the input reaches the output
loss-none-outputs = Every pixel of the input reaches an output

fix-padding = padding { $n }
fix-stride = stride { $n }
fix-kernel = kernel { $n }
fix-ceil = ceil mode
fix-stride-padding = stride { $stride }, padding { $padding }
fix-input = input { $size }
fix-all-seen = every pixel seen
fix-still-lost = { $count ->
    [one] { $count } pixel still lost
   *[other] { $count } pixels still lost
}

field-whole = Every unit sees all of the input
field-too-large = Too large, or too full of holes, to be listed exactly

depth-covered = The field is already as wide as the input
depth-needed = { $needed ->
    [one] { $needed } more layer like this one sees the whole input; the map is then { $size } wide
   *[other] { $needed } more layers like this one see the whole input; the map is then { $size } wide
}
depth-impossible = { $needed ->
    [one] { $needed } more layer like this one would be needed to see the whole input, but the map is { $size } wide after { $possible }
   *[other] { $needed } more layers like this one would be needed to see the whole input, but the map is { $size } wide after { $possible }
}
depth-none = { $needed ->
    [one] { $needed } more layer like this one would be needed to see the whole input, but the map is only { $size } wide: none can follow
   *[other] { $needed } more layers like this one would be needed to see the whole input, but the map is only { $size } wide: none can follow
}
depth-never = No number of layers like this one would see more

growth-title = Receptive field by layer
growth-input = input size { $size }
growth-summary = Receptive field by layer: { $layers ->
    [one] { $layers } layer
   *[other] { $layers } layers
}, { $rf } pixels at the last

preset-dropped = Dropped pixels: N = 7, K = 3, S = 3
preset-dropped-text = 1 + 4/3 = 2⅓ → 2: a row and a column of the input are never read
preset-stride-one = 5×5, K = 3, S = 1
preset-stride-one-text = The window moves by one: 3×3 positions, every pixel read
preset-stride-two = 5×5, K = 3, S = 2
preset-stride-two-text = The window moves by two: 2×2 positions, and still every pixel is read
preset-growth = Two layers: K, then 2K − 1
preset-growth-text = Two 3×3 kernels on top of each other see 5×5 pixels
preset-keep-then-halve = Padding keeps the size, stride halves it
preset-keep-then-halve-text = With K = 3, padding 1 keeps 8×8; with stride 2 it becomes 4×4
preset-max-pool = Max pooling on a 4×4 map
preset-max-pool-text = Each 2×2 block leaves its largest value
preset-average-pool = Average pooling on a 4×4 map
preset-average-pool-text = Each 2×2 block leaves its mean
preset-channels = 64 channels, 224 → 112
preset-channels-text = Pooling halves the maps and keeps every one of the 64 channels
preset-mnist = MNIST model
preset-mnist-text = 1×28×28 through two convolutions to 6×22×22 = 2904 values, then 100, then 10
preset-flatten = Flatten 16×3×32×32
preset-flatten-text = A batch of 16 stays a batch; each image becomes 3072 values
preset-deep = 1024×1024: how deep until all is seen?
preset-deep-text = Each 3×3 layer adds 2 pixels: after 511 layers the map is 2×2 and a unit sees 1023
preset-vgg16 = VGG-16
preset-vgg16-text = Simonyan and Zisserman 2014: thirteen 3×3 convolutions and five pools; a unit of the last map sees 212 pixels
preset-gridding = Gridding: the same dilation three times
preset-gridding-text = A field of 13×13, but on each axis only 7 of its pixels are ever read
preset-hdc = Its repair: dilations 1, 2, 3
preset-hdc-text = Hybrid dilated convolution: the same field of 13×13, and every pixel of it is read
preset-lenet5 = LeNet-5
preset-lenet5-text = Two pools by averages and three 5×5 convolutions: the last of them sees the whole 32×32 digit
preset-alexnet = AlexNet
preset-alexnet-text = A kernel of 11 with stride 4, then pools that overlap: a unit of the last map sees 195 pixels
preset-c3d = C3D
preset-c3d-text = Time is an axis like the others: 3×3×3 kernels over 16 frames
preset-unet = U-Net, the path without its crossings
preset-unet-text = Four halvings and four doublings without padding: 572×572 becomes 388×388
preset-resnet18 = ResNet-18, the main path
preset-resnet18-text = Seventeen convolutions: a unit of the last map sees 435 pixels, nearly twice the image
preset-resnet50 = ResNet-50, the main path
preset-resnet50-text = Bottlenecks with the stride in their 3×3 convolutions: a field of 427 pixels
preset-wavenet = WaveNet, one block
preset-wavenet-text = Ten causal convolutions with dilations 1, 2, 4, …, 512: each sample sees itself and 1023 before it
preset-mobilenet = MobileNet v1
preset-mobilenet-text = Convolutions of single channels and 1×1 mixtures: a field of 315 pixels for 4.2 million parameters

loss-share-output = { $share } of the input never reaches the output
loss-share-outputs = { $share } of the input reaches none of the outputs
output-told = { $shape } · field { $rf } · { $lost } lost
outputs-more = { $count ->
    [one] and { $count } more output
   *[other] and { $count } more outputs
}
loss-unread = { $lost } of { $map }: { $cause }
field-vector = Taken as one vector: together its values see all of this
pixel-lost = pixel { $unit }: no unit reads it
pixel-lost-later = pixel { $unit }: read, but lost by a later layer
pixel-lost-partly = pixel { $unit }: some of such pixels are lost, see Maps

view-maps = Maps
view-ladder = Ladder
view-nested = Nested
view-blocks = Blocks
view-numbers = Numbers
view-image = Image
view-paths = Paths
view-graph = Graph
view-charts = Charts
view-table = Table
title-maps = Feature maps
title-ladder = Ladder: one axis, every layer
title-nested = Nested fields: what one unit of each layer sees
title-blocks = The network as blocks
title-numbers = The numbers of a layer: its kernel walks over its input
title-image = The image through the layers
title-paths = Paths: how many ways lead from each pixel to one unit
title-graph = The network as a graph
title-charts = Every layer in numbers
title-table = Table of the layers

# The view of nested fields.

nested-column = the column through unit { $unit } of { $map }
nested-column-flat = the column through { $map }
nested-column-pixel = the column through pixel { $unit }
nested-layer = layer
nested-sees = sees
nested-reads = reads
nested-jump = jump
nested-share = of the input
nested-padding = in the padding
nested-input = input { $size }
nested-more = { $count ->
    [one] and { $count } more layer
   *[other] and { $count } more layers
}
nested-cut = Arrows: fields reach so many pixels further into the padding than is drawn
nested-unlisted = { $map }: its field is too large, or too full of holes, to be listed exactly
nested-unknown = unknown
nested-empty = Add a layer to see its field
blocks-depth = depth { $n }
ladder-units = { $count ->
    [one] { $count } unit
   *[other] { $count } units
}
ladder-values = { $count ->
    [one] { $count } value
   *[other] { $count } values
}
ladder-jump = jump { $jump }
ladder-unit = unit { $unit } of { $map }
ladder-every-unit = every unit of { $map }
ladder-sees = { $count ->
    [one] { $who } sees { $count } pixel: { $place }
   *[other] { $who } sees { $count } pixels: { $place }
}
ladder-sees-some = { $who } sees { $count } of the { $of } pixels { $place }
ladder-sees-nothing = { $who } sees only padding
ladder-padding = { $text }, and { $count } of padding
column-place = Place
column-name = Layer
column-setting = Layer text
column-output = Output
column-channels = Channels
column-field = Field
column-field-pixels = Pixels read
column-jump = Jump
column-start = Start
column-centre = Centre
column-unread = Unread units
column-lost = Lost pixels
column-lost-share = Lost share
column-params = Parameters
column-macs = MACs
column-bytes = Bytes
column-place-tip = Place among the layers that are switched on
column-name-tip = The layer's name
column-setting-tip = The layer as it is written
column-output-tip = Channels and size of the layer's map; sorted by how many values it has
column-channels-tip = Channels of the layer's map
column-field-tip = Receptive field: how many pixels of the input a unit sees on each axis; ✓ where that is all of it
column-field-pixels-tip = Pixels that are read inside the field: fewer than its width where it has holes
column-jump-tip = Effective stride: pixels of the input from one unit to the next
column-start-tip = The first pixel that unit 0 sees; negative in the padding
column-centre-tip = The middle of what unit 0 sees
column-unread-tip = Units of the layer's input that it never reads
column-lost-tip = Pixels of the input that reach no unit of this map
column-lost-share-tip = Share of the input that reaches no unit of this map
column-params-tip = Weights and biases of the layer
column-macs-tip = Multiply–adds for one image
column-bytes-tip = Memory of the layer's map for one image, as 32-bit numbers
column-total = Total
column-total-part = Total of the layers that can run
column-more = { $count ->
    [one] … and { $count } more layer
   *[other] … and { $count } more layers
}
chart-field = Receptive field
chart-stride = Effective stride
chart-size = Map size
chart-lost = Lost pixels
chart-params = Parameters
chart-macs = Multiply–adds
chart-unit-size = units
chart-unit-lost = % of the input
chart-unit-params = per layer
chart-unit-macs = per image
chart-thousand = k
chart-million = M
chart-billion = G
chart-trillion = T
chart-peta = P
chart-exa = E
chart-share = { $share } · { $count } of { $of }
chart-vector = a vector
chart-one-field = all units see the same
chart-unknown = unknown
chart-lost-none = No pixel is lost
chart-input-axis = input size { $size } ({ $axis })
chart-ends = { $layer } cannot run: the lines end before it
chart-empty = Add a layer: its numbers are then drawn here, layer by layer
chart-value = { $layer }: { $value }
charts-keys = Left and right arrow keys select a layer
chart-depth = depth: layers on the longest way from the image
chart-depth-short = depth, in layers
chart-path = shown path
chart-others = other branches
chart-smallest = at joins: narrowest to widest path
chart-span = { $value } (narrowest path { $least })
chart-several = { $layers } · each click selects the next
ladder-lost = lost: { $at }
ladder-lost-partly = lost in part: { $at } (see Maps)

# Views of values.

values-working = Working out the numbers…

# The image view.

image-kept = { $channels ->
    [one] 1 channel kept
   *[other] { $channels } channels kept
}, { $from } → { $to }
image-page = channels { $first }–{ $last } of { $of }
image-each-channel = least … greatest of each channel
image-each-around-zero = each channel evenly around zero
image-channel-of = { $map }, channel { $channel }
image-not-yet = No values yet
image-too-large = No values: the maps are too large
image-no-values = No values: nothing is known of this map
image-colors-at = { $map } { $unit }: { $value }
image-value-at = { $map }, channel { $channel }, { $unit }: { $value }
image-feature-at = { $map }, feature { $channel }: { $value }
image-sees = receptive field { $size }
image-channel-value = channel { $channel }: { $value }
image-all-values = all { $of } channels: { $ends }
image-coarse = one pixel for { $units } × { $units } units
# The view of paths.

paths-title = Paths to unit { $unit } of { $map }
paths-title-flat = Paths to a value of { $map }
paths-total = { $count } paths from the image
paths-each = each goes through one tap of every layer
paths-field = the field: { $size }
paths-radius = { $share } of the paths: within { $size }, { $part } of the field’s width
paths-gaps = gridding: no path from { $count } of { $of } pixels in the field ({ $share })
paths-slices = every slice of the first axis is added up
paths-checkerboard = checkerboard: units of { $map } read { $pattern } inputs
paths-scale = paths from a pixel
paths-scale-shared = paths from as many pixels as a point of the picture covers
paths-of-pixel = pixel { $unit }: { $count } paths, { $share }
paths-nothing = There is no unit yet that paths lead to: add a layer
paths-none = No path leads from the image to this unit: it reads nothing but padding
paths-flat = The input is a flat vector: paths are counted from the pixels of an image
paths-kinds = The paths to this unit are not counted: where branches meet they are of more than { $most } kinds. Pin a unit of an earlier layer
paths-taps = The paths to this unit are not counted: that would take more than { $most } steps. Pin a unit of an earlier layer, or make the input smaller
paths-overlay = With paths
legend-paths = paths to the unit: few to many
legend-tint-rf = what units see: least to most
legend-tint-stride = effective stride: least to most
legend-tint-loss = share of the image lost: least to most
legend-tint-cost = multiply-adds: fewest to most
# Numbers.

legend-window = what the kernel lies on
legend-worked-out = the result
numbers-kernel = Kernel
numbers-channel = channel { $at } of { $of }
numbers-filter = filter { $at } of { $of }
numbers-value = value { $at } of { $of }
numbers-position = position { $at } of { $of }: unit { $unit }
numbers-no-layer = Add a layer: its numbers and the kernel over them appear here
numbers-none = No numbers yet
numbers-unknown = The numbers of this layer are not known
numbers-too-many = Too many products to write out
numbers-products = { $count ->
    [one] { $count } product
   *[other] { $count } products and their sum
}
numbers-channel-products = channel { $channel } of { $of }: { $count ->
    [one] { $count } product
   *[other] { $count } products
}
numbers-all-channels = { $count ->
    [one] { $count } channel
   *[other] all { $count } channels
}
numbers-all-channels-bias = { $count ->
    [one] { $count } channel and the bias
   *[other] all { $count } channels and the bias
}
numbers-bias = bias
numbers-scatter = { $count ->
    [one] { $count } unit of the input is spread to here
   *[other] { $count } units of the input are spread to here
}
numbers-max = { $count ->
    [one] the only value
   *[other] the greatest of { $count } values
}
numbers-average = { $count ->
    [one] the only value
   *[other] the mean of { $count } values
}
numbers-average-padding = divided by { $count }: the zeros of the padding count
numbers-average-inside = divided by { $count }: the padding does not count
numbers-interpolated = { $count ->
    [one] the nearest unit alone
   *[other] between { $count } neighbours, the nearer the more
}
numbers-copy = a copy of unit { $unit }, channel { $channel } of { $map }
numbers-copy-value = a copy of value { $channel } of { $map }
numbers-pads = padding: a zero
numbers-branches = { $count ->
    [one] { $count } branch
   *[other] one value of each of { $count } branches
}
numbers-relu = the value, or 0 if it is negative
numbers-sigmoid = squeezed between 0 and 1
numbers-tanh = squeezed between −1 and 1
numbers-gelu = the value times the normal distribution at it
numbers-bn = as in a new layer: mean 0, variance 1, scale 1, shift 0
numbers-dropout = in use dropout changes nothing: it drops values in training only

## The player of the numbers, its choices, and the cells that are edited in place

menu-numbers = Numbers and player
cmd-play = Play or pause
cmd-play-back = One position back
cmd-play-forward = One position on
cmd-play-first = To the first position
cmd-play-last = To the last position
cmd-play-repeat = Play again from the beginning
cmd-speed-half = Half a position per second
cmd-speed-one = One position per second
cmd-speed-two = Two positions per second
cmd-speed-four = Four positions per second
cmd-speed-eight = Eight positions per second
cmd-reveal-all = Show all outputs
cmd-reveal-walk = Show outputs as the kernel comes to them
cmd-reveal-predict = Predict first: outputs stay covered until they are clicked
cmd-cover-all = Cover all outputs
cmd-uncover-all = Uncover all outputs
cmd-next-channel = Next channel that is read
cmd-previous-channel = Previous channel that is read
cmd-next-filter = Next filter
cmd-previous-filter = Previous filter
cmd-edit-cell = Edit a pixel’s value
cmd-edit-kernel = Edit the kernel’s weights

play-pause = Pause
play-bar = Position of the kernel
play-position = { $at } of { $count } { $unit }
play-speed = Speed: { $speed }
play-repeat = Play again from the beginning
play-all = All
play-walk = As it goes
play-predict = Predict
play-cover = Cover
play-uncover = Uncover
play-channel = channel
play-filter = filter
play-of = of { $count }
play-pixel = Pixel { $unit }
play-weight = Weight { $at }
play-only-image = Only the image and the kernels can be edited: these numbers are results
play-no-number = “{ $text }” is no number. Type one such as 1.5, −2 or 1/9; Esc leaves it as it was
play-ragged = Row { $row } of the pasted numbers has another length than the first: make all rows equally long
play-no-room = { $block } numbers do not fit: from this cell on there is room for { $room }. Choose another cell, or paste fewer
play-too-many = { $count } numbers are too many to be kept one by one, { $most } at most: choose an array’s file instead
play-no-values = There are no values to change yet: wait until they are worked out
play-too-large = These numbers take a lot of memory
play-too-large-text = All maps of this network together take { $bytes }. A smaller input takes less.
play-anyway = Work it out anyway
play-no-file = { $path }: there is no such file; choose another one
play-bad-file = { $path }: { $reason }
play-bad-shape = its shape is { $found }, not { $wanted }
play-bad-values = The values chosen for { $what } are not used: { $reason }
play-unknown = No numbers from { $layer } on: this layer cannot run, or is not supported
play-more-problems = { $count ->
    [one] and one more
   *[other] and { $count } more
}
