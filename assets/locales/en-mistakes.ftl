# What can be wrong with a layer text or a document, and what helps. The command line says the same words.
#
# $word, $layer, $input, $written and $digits are texts as they were written; $what is the kind of a number.

## Numbers

quantity = { $what ->
    [batch] batch
    [channels] number of channels
    [size] size
    [kernel] kernel
    [stride] stride
    [padding] padding
    [dilation] dilation
    [output-padding] output padding
    [output-size] output size
    [groups] number of groups
    [factor] factor
    [outputs] number of outputs
   *[amount] amount
}
quantity-article = { $what ->
    [output-padding] an { quantity }
    [output-size] an { quantity }
    [amount] an { quantity }
   *[other] a { quantity }
}

## Layer text: what is wrong

mistake-and-remedy = { $mistake }; { $remedy }
mistake-empty-text = the text is empty
mistake-empty-layer = the layer is empty
mistake-empty-input = the input is empty
mistake-no-input = the input is missing
mistake-no-colon = a colon is missing before “{ $word }”
mistake-no-sizes = the input “{ $input }” has no sizes
mistake-sizes = the input “{ $input }” has { $count } sizes
mistake-second-layer = a second layer begins here
mistake-layers = more than { $most } layers
mistake-words = more than { $most } words in one layer
mistake-quote = the quotation mark is not closed
mistake-number-missing = “{ $word }”: { quantity-article } is missing
mistake-not-whole = “{ $word }”: “{ $digits }” is no whole number
mistake-too-small = “{ $word }”: { $digits } is too small
mistake-too-large = “{ $word }”: { $digits } is too large
mistake-twice = “{ $word }”: { $setting } is given twice
mistake-padding-twice = the padding is given twice, as “{ $first }” and as “{ $second }”
mistake-nearest-linear = upsample is both nearest and linear
mistake-values = “{ $word }” has { $count } values
mistake-without = “{ $layer }” has no { quantity }
mistake-no-layer = “{ $word }” is no layer
mistake-empty-name = the name is empty
mistake-no-name = “{ $written }” is no name
mistake-not-understood = { $layer } does not understand “{ $word }”

## Layer text: what helps

remedy-stack = write the input, a colon and the layers, as in { $example }
remedy-input = write channels and sizes, as in { $example }, with a batch as in { $batch }
remedy-layer = write a layer such as { $example }
remedy-one-layer = write one layer alone
remedy-fewer-layers = keep to { $most } layers
remedy-fewer-words = end each layer with a comma or the line
remedy-quote = end the name with a second "
remedy-number = write { quantity-article } from { $least } to { $most }
remedy-keep-one = keep one of the two
remedy-one-value = write one value, or one for each of up to { $most } axes
remedy-as = write it as in { $example }
remedy-name = write it as in { $example } or { $other }
remedy-alone = write { $layer } alone, or with name=… or off as in { $layer } name=last off
remedy-layer-first = begin a layer with its word; values for several axes are joined as in { $example }
remedy-no-joins = leave it out: the layers of a stack follow one another, branches never meet
remedy-did-you-mean = did you mean { $layer }?
remedy-layers = write one of { $layers }

## Documents

document-toml = TOML: “{ $message }”; correct it there
document-toml-end = TOML: “{ $message }”; correct it there; perhaps the end of the file is missing
document-entries = it has too many entries; a document never has so many, choose another file
document-layer = layer { $number }: { $reason }
kind-wanted = { $wanted ->
    [list] a list
    [table] a table
    [boolean] true or false
   *[text] text
}
kind-found = { $found ->
    [string] text
    [integer] a whole number
    [float] a number with a fraction
    [boolean] true or false
    [datetime] a date
    [array] a list
    [table] a table
   *[other] something else
}
document-kind = { $key } is { kind-found }, not { kind-wanted }; write it as in { $example }
document-layer-kind = layer { $number } is { kind-found }, not text; write it as in { $example }
document-version = this is no version of the format; write { $example }
document-axis = this is no axis; write a whole number from 0 to { $last }
document-word = “{ $word }” is no { $key }; write { $first } or { $second }
document-value = this is no { $key }; write it as in { $example }
document-unknown-key = { $of } has no key “{ $key }”; write it as in { $example }
document-pin-key = pin has no key “{ $key }”; write it as in { $example }
document-pin-without = pin has no { $key }; write it as in { $example }
document-unit = this is no index of a unit; write one whole number from 0 for each of up to { $most } axes
document-wiring-not-before = layer { $number } reads map { $map }, which is not made before it: put layers after what they read
document-wiring-inputs = layer { $number } reads { $count } maps: a join reads at least one, every other layer exactly one
document-wiring-output = map { $map } leaves the network, but there is no such map: name one that a layer makes
document-wiring-name = two layers are called “{ $name }”: give each a name of its own
document-wiring-image = the image and a layer are both called “{ $name }”: give each a name of its own
document-wiring-lists = there are { $count } layers and { $written } lists of what they read: write one for each layer
document-unwritable = keys that this version does not know cannot be written ({ $error }); take them out of the file

## Python: why there is no network

reason-at-line = line { $line }: { $reason }
python-no-layers = there are no layers of PyTorch; write them as in { $example }
python-bracket = this bracket is not closed; close it
python-too-long = the text is too long to be a network; cut it to the lines with the layers

## Python: what is said about a network that was read
#
# $layer is the name of a module as it was written, $setting one of its arguments.

remarks-title = The network was read, with remarks
remark-input = the text does not say how large the input is; { $input } was taken, change it if it is another
remark-input-unfit = an input of ({ $sizes }) does not fit the layers; { $input } was taken
remark-other-network = another network (layers: { $count }) was left out
remark-outside = layers outside of the network ({ $count }) were left out
remark-as-written = there is no { $example }; the layers were taken in the order of the text
remark-class = { $layer }: what it computes is not known; its layers were taken as a chain, in the order of the text
remark-branch = { $layer }: branches have no place in a chain; it was left out
remark-inputs = { $layer }: { $setting } is { $written }, but { $given } come in; the layer was taken with { $given }
remark-read-as = { $layer }: there is no such layer here; it was read as { $op }
remark-left-out = { $layer }: it changes no size and no field; it was left out
remark-unknown-layer = { $layer }: this layer is not known; all that comes after it is unknown
remark-unknown-setting = { $layer }: { $setting } is not understood; the layer and all that comes after it are unknown
remark-ignored = { $layer }: { $setting } changes no size; it was left out
remark-same-stride = { $layer }: PyTorch has { $setting } only without a stride; the output was taken as ⌈N/S⌉
remark-no-layer = “{ $layer }” is no layer; it was left out
remark-flattened = { $layer }: the map before it was flattened, with a layer that is not written
remark-more = and { $count } more remarks
onnx-of-node = { $node }: { $said }
onnx-size-assumed = the file does not fix the size of { $tensor }: { $size } was taken. Choose another on the card of the input
onnx-channels-assumed = the file does not fix the channels of { $tensor }: { $count } were taken
onnx-other-inputs = of several inputs { $tensor } was taken as the image; these are not followed: { $others }
onnx-unknown = { $op } is not known here ({ $reason }): the node and all that comes after it are unknown
onnx-read-as = { $op } was read as { $simpler }; sizes and fields are the same, values are not
onnx-repeats = { $op } was read as padding with zeros; sizes are the same, but what it repeats of the map is not followed
onnx-reason-op = the op itself
onnx-reason-behind = it comes after an unknown layer
onnx-reason-dimensions = it mixes batch, channels and axes
onnx-reason-computed = its { $what } is computed while the network runs
onnx-reason-setting = its { $what } has no layer here
onnx-damaged = { $part } cannot be read: the file is cut off or damaged, or it is no ONNX model. Export it again
onnx-no-graph = there is no network in the file: export the whole model, not only its weights
onnx-too-many-nodes = the network has more than { $most } nodes: export a part of it
onnx-too-many-layers = more than { $most } nodes depend on the image: export a part of the network
onnx-made-twice = { $tensor } is made twice, the second time by { $node }: every tensor needs a name of its own
onnx-missing = { $node } reads { $tensor }, which no node makes and the file does not hold: export the whole network
onnx-circle = { $node } waits for its own result: a network must not run in a circle
onnx-negative = { $tensor } has a size of { $size }: sizes are numbers from 0 on
onnx-no-image = the network has no image input: it needs an input of batch, channels and one to three axes
onnx-empty-input = the input { $tensor } has a size of 0: every size of an image is at least 1
onnx-input-too-large = the input { $tensor } is larger than the limits ({ $pixels } pixels an axis, { $channels } channels)
onnx-sizes-asked = { $asked } sizes are given for an image of { $axes } axes: give one for each
onnx-no-layers = no node depends on the input { $tensor }: there is no layer to show
onnx-wiring = the layers do not fit together: { $reason }
