# Texts of the window's own parts: menus, cards, dialogs, the status line.

## Menus and commands

menu-file = File
menu-edit = Edit
menu-view = View
menu-theme = Theme
menu-language = Language
menu-lessons = Lessons
menu-help = Help

cmd-new = New
cmd-open = Open…
cmd-save = Save
cmd-save-as = Save as…
cmd-export = Export picture…
cmd-export-onnx = Export as ONNX…
cmd-window-picture = Picture of the window…
cmd-quit = Quit
cmd-undo = Undo
cmd-redo = Redo
cmd-cut = Cut layer
cmd-copy = Copy layer
cmd-paste = Paste layers
cmd-duplicate = Duplicate layer
cmd-delete = Delete layer
cmd-move-up = Move layer up
cmd-move-down = Move layer down
cmd-toggle-layer = Layer enabled
cmd-rename = Rename layer
cmd-edit-text = Edit as text…
cmd-path-as-stack = Open this path as a stack
cmd-longest-path = Show the longest path
cmd-zoom-in = Zoom in
cmd-zoom-out = Zoom out
cmd-zoom-fit = Show everything
cmd-layout-equal = Equal cells
cmd-layout-aligned = Aligned with the input
cmd-stack-panel = Layers panel
cmd-inspector = Inspector
cmd-growth = Field by layer
cmd-larger-text = Larger interface
cmd-smaller-text = Smaller interface
cmd-normal-text = Normal interface size
cmd-theme-system = As the system
cmd-theme-light = Light
cmd-theme-dark = Dark
cmd-lang-en = English
cmd-lang-ru = Русский
cmd-keys = Keyboard shortcuts
cmd-about = About receptive

edit-input = change the input
edit-op = change a setting
edit-source = change the values of the image
edit-parameters = change the kernel
edit-rename = rename a layer
edit-enable = enable a layer
edit-disable = disable a layer
edit-insert = add a layer
edit-duplicate = duplicate a layer
edit-remove = delete a layer
edit-move = move a layer
edit-replace = replace the network
edit-preset = open a lesson
edit-insert-many = paste layers

## Top bar and tabs

button-export = Export…
button-language = Language
button-theme = Light or dark
button-presets = Lesson
button-fit = Fit
layout-equal = Equal cells
layout-aligned = Aligned
edge-stack = Edge of the layers panel
edge-inspector = Edge of the inspector
edge-growth = Edge of the strip below the views
drop-here = Let go: a document is opened, a picture or an array becomes the image
document-unnamed = New network

## Cards

card-off = switched off
card-impossible = cannot run
card-unknown = unknown: an earlier layer cannot run
card-menu = Actions on { $layer }
card-reads = reads { $maps }
card-node = node { $node }
card-name = Layer name
badge-drops = loses { $count }
badge-drops-units = loses { $count } units
badge-rf-tip = Receptive field: how many pixels of the input a unit of this layer sees on each axis
badge-drops-tip = Units of its input that this layer never reads
insert-at = Insert layer { $place } here
output = Output
outputs = { $count ->
    [one] { $count } output
   *[other] { $count } outputs
}
output-values = { $shape } · { $values } values
output-none = no output
add-conv = + Conv
add-pool = + Max pool
add-more = Add another layer

ops-conv = Convolution
ops-pool = Pooling
ops-pointwise = Unit by unit
ops-vector = Vector
ops-size = Size

## Settings

setting-channels = channels
setting-size = size
setting-axes = axes
setting-axes-count = { $count ->
    [one] { $count } axis
   *[other] { $count } axes
}
setting-batch = batch
setting-kernel = kernel
setting-stride = stride
setting-padding = padding
setting-padding-mode = padding mode
setting-dilation = dilation
setting-groups = groups
setting-bias = bias
setting-ceil = round up (ceil mode)
setting-count-padding = average counts padding
setting-output-padding = output padding
setting-out = output size
setting-factor = factor
setting-mode = method
setting-features = features
setting-crop = crop
padding-number = number
padding-begin-end = begin and end
padding-same = same
padding-same-lower = same (lower)
padding-valid = valid (none)
begin-end = begin, end
side-begin = begin
side-end = end
mode-nearest = nearest
mode-linear = linear
channels-as-input = as input
channels-as-input-tip = As many channels as come in
link = one value for all axes
link-on = One value for all axes: press for separate values
link-off = Separate values: press for one value for all axes

## Status line

status-params = { $params } parameters
status-macs = { $macs } multiply–adds
status-dropped = { $count ->
    [one] { $count } of { $of } pixels lost ({ $share })
   *[other] { $count } of { $of } pixels lost ({ $share })
}
status-all-seen = every pixel is seen
status-stops = a layer cannot run
status-opened = Opened { $file }
status-saved = Saved { $file }
status-saved-onnx = Saved { $file }: layers and shapes, without learned weights
status-saved-comments = Saved { $file }; documents keep no comments, so those in it are gone
status-paste-failed = Nothing pasted: { $reason }
status-wired = This is an imported network: its layers cannot be changed. Open a path of it as a stack (menu Edit)

## Dialogs

button-open = Open
button-save = Save
button-discard = Do not save
button-cancel = Cancel
button-close = Close
button-apply = Apply
button-replace = Replace
message-title = That did not work
error-open = { $file } was not opened: { $reason }
error-save = { $file } was not saved: { $reason }
unsaved-title = Save the changes?
unsaved-text = Your changes are not saved yet and would be lost
path-open = Open a document
path-save = Save the document
path-picture = Export the picture
path-onnx = Export the network as ONNX
path-window-picture = Save a picture of the window
path-field = File
path-exists = This file exists: press Replace to put the new one in its place
files-document = receptive documents
text-title = The network as text
text-hint = The input, a colon, then one layer per line: conv k3 s2 p1 c64 · maxpool k2 · relu · flatten · linear c10
text-fine = { $layers ->
    [one] { $layers } layer, no errors
   *[other] { $layers } layers, no errors
}
about-version = Version { $version }
about-text = Shows what convolution and pooling layers do to an image: every size, every receptive field, every lost pixel
about-licence = MIT or Apache 2.0 licence
keys-pin = Move the pinned unit
keys-pin-keys = arrows
keys-next-map = Pin in the next map
keys-next-map-keys = Tab
keys-pan = Move the maps
keys-pan-keys = drag, wheel
keys-zoom = Zoom the maps at the pointer
keys-zoom-keys = Ctrl + wheel

## Why something with a file did not work

reason-missing = there is no such file; check the name
reason-folder = this is a folder; name a file in it
reason-unreadable = it cannot be read ({ $error }); check its permissions
reason-empty = it is empty; choose another file
reason-encoding = it is not UTF-8 text; save it as UTF-8, or choose another file
reason-too-large = it has more than { $mib } MiB; a document is never that large, choose another file
reason-missing-key = the key { $key } is missing; add it, as in { $example }
reason-newer = it has version { $found } of the format, and this program reads version { $version }; update receptive
reason-at = line { $line }, column { $column }: { $reason }
reason-no-folder = the folder does not exist; make it first, or choose another
reason-circle = this link leads back to itself; choose another name
reason-read-only = the file is read-only; choose another name, or allow writing
reason-folder-closed = files cannot be made in this folder ({ $error }); choose another folder
reason-write = it cannot be written ({ $error }); the old file, if there was one, is as it was
reason-picture = the picture cannot be drawn ({ $error })
onnx-impossible = { $layer } cannot run. { $reason }
onnx-unwritable = nothing is known of { $layer }, and so of no shape behind it; take it out or put a known layer in its place
onnx-windows = the windows of { $layer } on axis { $axis } (the first is 0) have different sizes, since { $size } units do not divide into { $out }, and ONNX has no such pool; choose an output size that divides { $size }, or use a pool with a kernel and a stride
reason-format = Pictures in the format { $format } are not made. Let the name end in .svg, .png or .pdf

cmd-beside = Put this view beside the others
cmd-together = All views as tabs
cmd-next-axis = Ladder along the next axis
cmd-fold = Fold repeated groups
cmd-scale-linear = Linear scale
cmd-scale-log = Logarithmic scale
blocks-folded = Fold repeats
graph-cmd-kind = Colour the graph by kind of layer
graph-cmd-rf = Colour the graph by receptive field
graph-cmd-stride = Colour the graph by effective stride
graph-cmd-loss = Colour the graph by lost pixels
graph-cmd-cost = Colour the graph by cost
graph-search = Find a layer
graph-search-none = no such layer
graph-search-next = Next found layer
graph-search-previous = Previous found layer
graph-unfold = Unfold { $count } repeats from { $layer } on
graph-fold = Fold { $count } repeats from { $layer } on
graph-overview = Overview of the graph
scale-linear = Linear
scale-log = Logarithmic

cmd-gallery = Gallery…
gallery-title = Lessons and networks
gallery-search = Search: a name, a year, a layer
gallery-nothing = Nothing of that kind is here
table-columns = Columns
table-copy = Copy as
table-copy-tabs = Text with tabs
table-menu = Columns and copies
table-copied = { $rows ->
    [one] Copied { $rows } row as { $format }
   *[other] Copied { $rows } rows as { $format }
}
table-head = Sort by { $column }
table-head-ascending = { $column }: smallest first
table-head-descending = { $column }: largest first
## Sessions, files and themes

habit-restored = Restored the last session
habit-broken = The last session cannot be read; it is kept as { $file }
habit-not-kept = This session is not kept for the next start: { $reason }
habit-recent = Open recent
habit-recent-clear = Clear this list
habit-theme-contrast = High contrast
habit-theme-print = For print
habit-opened-first = Opened { $file }, the first of { $count } files: only one is open at a time
habit-file-picture = this is a picture; open a document first, then drop the picture on the window
habit-file-weights = models of this format are not read; write the layers as text, as in 1x7x7: conv k3 s3
habit-text-open = Apply or cancel the text first
habit-empty-title = No layers yet
habit-empty-text = Add the first layer, take a lesson, or paste layers as text. A file can be dropped here too
habit-empty-conv = Add a convolution
habit-empty-other = Other layer…
habit-empty-lessons = Lessons…
habit-empty-paste = Paste layers
habit-empty-write = Write text…
## Palette, keys, notes, toasts, stage

button-present = Present
cmd-palette = Command palette…
cmd-notes = Notes
cmd-stage = Present on the full screen
cmd-next-layer = Next layer
cmd-previous-layer = Previous layer
cmd-next-region = Next part of the window
cmd-previous-region = Previous part of the window

palette-field = What to do
palette-hint = Type a command, a lesson or a layer
palette-in = { $group }: { $label }
palette-lesson = Open lesson: { $lesson }
palette-go = Go to: { $layer }
palette-none = Nothing has these letters in this order
palette-count = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}

keys-views = Views
keys-window = Window and help
keys-maps = On the maps
keys-stage = While presenting

notes-tab = Notes ({ $count })
notes-none = Nothing to remark: every layer can run, and every pixel is seen
notes-jump = Go to { $layer }
notes-stops = cannot run
notes-lost = lost
notes-holes = holes
notes-unknown = unknown
notes-branches = branches
notes-field = field
notes-padding = padding

toast-close = Close the message
toast-undone = Undone: { $what }
toast-redone = Done again: { $what }
toast-copied = Copied { $name }
toast-cut = Cut { $name }
toast-network = the network

stage-next-lesson = Next lesson
keys-zoom-view = Zoom in and out
stage-exit = Leave the full screen
stage-pin = move the pin
stage-map = next map
stage-layer = layer
stage-view = view
stage-zoom = zoom
stage-lesson = next lesson
stage-leave = leave

## What settings and numbers are

teach-kernel = How many units of its input one unit reads on each axis
teach-kernel-transposed = Over how many units of the output each unit of the input is spread on each axis
teach-stride = How many units the kernel moves from one output unit to the next
teach-stride-transposed = How many units of the output lie between the places of neighbouring units of the input
teach-padding = How many zeros are added at both ends of each axis; a maximum ignores them
teach-padding-transposed = How many units are cut from both ends of what the kernel has spread
teach-begin-end = How many zeros are added at the beginning and at the end of each axis
teach-same = Just enough zeros for the output to be as long as the input divided by the stride; an odd one goes to the end
teach-same-lower = As same, but an odd zero goes to the beginning
teach-same-transposed = Cuts so much that the output is as long as the input times the stride; an odd one is cut at the end
teach-same-lower-transposed = As same, but an odd one is cut at the beginning
teach-valid = No padding: the kernel never leaves the input
teach-valid-transposed = Nothing is cut from what the kernel has spread
teach-dilation = How far apart the units are that the kernel reads; from 2 on it skips some in between
teach-dilation-transposed = How far apart the kernel writes; from 2 on it skips some units in between
teach-channels = How many feature maps come out; W weights are learned for them
teach-groups = Into how many groups the channels are split that do not see each other; with G = C each one is alone (depthwise)
teach-bias = One more learned number for each output channel, added to every sum
teach-output-padding = E more units at the end of the output: it tells apart the inputs that a stride makes equally long
teach-ceil = A last window that is not full counts too, if it begins before the end of the input
teach-count-padding = The sum is divided by the size of the whole window, with the zeros of the padding
teach-factor = How many units each unit becomes on each axis
teach-adaptive = The output has this size: unit u averages, or takes the largest of, these units of the input
teach-features = How many numbers come out; each of them sees the whole input through W weights in all
teach-nearest = Each unit takes the value of the nearest unit of the input
teach-linear = Each unit is mixed from its neighbours in the input, by how near they are
teach-pad = How many zeros are added at the beginning and at the end of each axis
teach-crop = How many units are cut at the beginning and at the end of each axis
teach-size = How many units come out on each axis: one for each place of the kernel
teach-field = How many pixels of the input one unit sees on each axis
teach-jump = By how many pixels of the input the fields of neighbouring units are apart
teach-start = The first pixel that unit 0 sees; a negative one lies in the padding
teach-share = Which part of the input one unit sees: this for each axis, multiplied
teach-centre = The middle of what the unit u sees, in pixels of the input
teach-padding-share = Which part of the field lies outside of the input: all but n pixels
teach-params = How many numbers are learned: the weights and the biases
teach-macs = How many products are added up for one image
teach-lost = Pixels that no unit sees: all but those in the n rows and n columns that are read
## Export of pictures

export-title = Export picture
export-view = View
export-view-all = All views
export-format = Format
export-size = Size
export-size-number = Size as a number
export-size-scale = Scale
export-size-pixels = Width in pixels
export-size-millimetres = Width in mm
export-theme = Colours
export-theme-light = Light
export-theme-dark = Dark
export-theme-contrast = High contrast
export-theme-print = Print, black on white
export-lang = Language
export-heading = Title
export-heading-text = Text of the title
export-legend = Legend
export-indices = Numbers of rows and columns
export-transparent = Transparent ground
export-preview = Preview
export-pixels = { $width } × { $height } px
export-millimetres = { $width } × { $height } mm
export-count = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
export-too-large = too large
export-largest = Largest that fits
export-save = Save…
export-copy-picture = Copy picture
export-copy-svg = Copy SVG
export-copied = Copied
export-drawing = Drawing the picture…
export-saved = { $count ->
    [one] Saved { $count } picture: { $file }
   *[other] Saved { $count } pictures: { $file } and so on
}
export-path-all = Export all views: the view is added to the name
export-exists-all = Some of these files exist: press Replace to put the new ones in their places
export-stdin = standard input
export-scale-range = the scale must be from { $least } to { $most }
export-pixels-range = the width must be from { $least } to { $most } pixels
export-millimetres-range = the width must be from { $least } to { $most } mm
export-too-many-pixels = the picture would have { $width } × { $height } pixels, which is too large for PNG; choose a smaller size or SVG, which has no limit
export-too-large-page = the page would have { $width } × { $height } mm, and PDF has at most { $most } mm; choose a smaller size or SVG, which has no limit
strip-growth = Field by layer
strip-growth-short = Field
menu-drawing = How views are drawn
menu-panels = Panels
menu-size = Size of the interface
view-options = Options of the view

habit-set-aside = The last session stopped two starts; it was set aside as { $file }
habit-no-folder = the system names no folder for it
habit-file-changed = { $file } was changed by somebody else meanwhile: Save asks before it replaces it

# The image view.

image-colours = Colours
image-tool-channel = channel { $channel }
image-cmd-gray = Gray values
image-cmd-viridis = Viridis: blue to yellow
image-cmd-diverging = Blue below zero, red above
image-cmd-range-channel = Colours of each channel from its least to its greatest value
image-cmd-range-map = Same colours for all channels of a map
image-cmd-next-page = Next page of channels
image-cmd-previous-page = Previous page of channels
image-cmd-next-channel = Next channel enlarged
image-cmd-previous-channel = Previous channel enlarged
cmd-paths-overlay = Colour units by their paths to the pinned unit
animate-motion = Motion
animate-none = None
animate-walk = Walk
animate-grow = Grow
animate-time = Frame time, s
animate-every = Every nth
animate-counting = counting the frames…
animate-estimate = { $count ->
    [one] { $count } frame, about { $size }
   *[other] { $count } frames, about { $size }
}
animate-kilobytes = { $size } KB
animate-megabytes = { $size } MB
animate-writing = Writing the animation
animate-progress = { $done } of { $of } frames
animate-cancelled = The animation was not written
animate-saved = Saved { $file }: { $count ->
    [one] { $count } frame
   *[other] { $count } frames
}
animate-colours = Some colours are up to { $error } of 255 beside those of the picture; APNG has them all
animate-path-frames = Export frames: their numbers are added to the name
animate-no-view = this view shows no unit that could move; choose another view
animate-no-growth = the numbers are those of one layer, which does not grow; choose Walk, or another view
animate-still = nothing moves: there would be one picture only; pin a unit of another layer, or choose another motion
animate-too-many = there would be { $frames } frames, and { $most } are the most; draw every { $every }th one
animate-time-range = the time of a frame must be from { $least } to { $most } seconds
animate-transparent = the frames of a GIF need a ground; choose APNG, or let the ground be drawn
# The values of the image and of kernels

source-section = Values
source-from = Shows
source-test-picture = Test picture
source-test-picture-text = The program’s own picture: edges, gradients and waves
source-ramp = Ramp
source-ramp-text = 0, 1, 2, … row by row, channel by channel
source-checkerboard = Checkerboard
source-checkerboard-text = Zeros and ones in turn, in squares of so many pixels
source-impulse = Impulse
source-impulse-text = A single one in the middle of zeros: what a kernel makes of it is the kernel itself, turned around
source-noise = Noise
source-noise-text = Random numbers between 0 and 1, the same for the same seed
source-typed = Typed numbers…
source-picture = Picture file…
source-array = Array file…
source-cell = Square, px
source-seed = Seed
source-another-seed = Another seed
source-change-numbers = Change the numbers…
source-choose-another = Choose another…
source-read-again = Read again
source-read-again-tip = The file may be another one by now
source-reading = The file is being read…
source-fit = Fitted
source-cover = Cover
source-cover-text = Scaled until it covers the input, then cut evenly at both ends
source-contain = Contain
source-contain-text = Scaled until all of it lies inside, black around it
source-stretch = Stretch
source-stretch-text = Scaled to the input’s size, whatever that does to its proportions
source-crop = Crop
source-crop-text = Not scaled: cut evenly at both ends, or black around it
source-size = { $from } → { $to }, { $how }
source-size-same = pixel by pixel
source-size-scaled = scaled, all of it is shown
source-size-stretched = its proportions change
source-size-cut-sides = cut at the sides
source-size-cut-ends = cut above and below
source-size-black-sides = black at the sides
source-size-black-ends = black above and below
source-size-cut = cut on all sides
source-size-black = black around it
source-size-cut-black = cut along one axis, black along the other
source-size-row = its middle row
source-small = Picture
source-as-large = Make the input as large as the picture
source-in-colour = Make the input 3 channels for its colours
source-kernel-section = Weights
source-kernel = Kernel
source-own = Automatic
source-own-text = Ones where one channel makes one; Gabor waves in the first layer; else random numbers, the same at every start
source-as-all = As all filters
source-ones = Ones
source-identity = Identity
source-box = Mean
source-gaussian = Gaussian
source-sharpen = Sharpen
source-sobel-x = Sobel, along the columns
source-sobel-y = Sobel, along the rows
source-laplacian = Laplacian
source-emboss = Emboss
source-gabor = Gabor waves
source-random = Random (He et al.)
source-for = For
source-all-filters = all filters
source-one-filter = one filter
source-filter = Filter
source-filter-number = Filter { $filter }
source-own-filters = Other kernels: filters { $filters }
source-same-for-all = The same for all
source-bias = Bias
source-bias-number = Bias of every filter
source-zeros = Zero
source-one-number = One number for all
source-path-picture = Choose a picture
source-path-array = Choose an array
source-files = Pictures and arrays
source-is-image = { $file } is the image now
source-is-kernel = { $layer } takes its numbers from { $file } now
source-not-used = { $file } is not used: { $reason }
source-no-array = this is a picture; choose an array, a file that ends in .npy
source-name-no-text = its name cannot be written as text; rename the file
source-of-image = its shape is { $found }, but the image is { $wanted }
source-of-kernel = the kernel of { $layer } is { $wanted }
source-of-chosen = its shape is { $found }, not { $wanted }
source-missing = there is no such file
source-broken = { $reason }
source-trouble = { $file }: { $reason }
source-looked-in = Looked for in { $folder }
source-test-instead = Use the test picture
source-own-instead = Use the program’s choice
source-numbers-image = Numbers of the image
source-numbers-kernel = Numbers of the kernel
source-numbers-bias = Numbers of the bias
source-numbers-hint = Type or paste: a row on every line, with spaces, tabs, commas or semicolons between the numbers
source-numbers-wanted = Wanted: { $shapes }
source-numbers-fine = { $rows } × { $columns } numbers
source-numbers-misfit = These are { $rows } rows of { $columns }, but { $shapes } are wanted: add or remove some
source-numbers-resize = Make the input { $size }
source-or = or
source-text-empty = Nothing is written yet
source-text-no-number = Line { $line }: “{ $word }” is no number. Write one such as 1.5, −2 or 1/9
source-text-ragged = Line { $line } has { $found } numbers, the first row { $wanted }: make all rows equally long
source-text-too-many = These are more than { $most } numbers: choose an array’s file instead

scroll-rows = Rows of { $map }
scroll-columns = Columns of { $map }
scroll-kernel-rows = Rows of the kernel of { $map }
scroll-kernel-columns = Columns of the kernel of { $map }
strip-network = Network
cmd-network = The whole network
section-sizes = Input sizes nearby
sizes-now = Now { $size }: { $outcome }
sizes-whole = Nothing is lost at
sizes-least = Least is lost at
sizes-none = No size up to { $count } smaller or larger loses nothing
sizes-set = Input size { $size }
sizes-stop = Cannot run at { $sizes }
sizes-outcome-whole = every pixel reaches the output
sizes-outcome-loses = { $count ->
    [one] { $count } of { $of } pixels does not reach the output
   *[other] { $count } of { $of } pixels do not reach the output
}
sizes-outcome-unknown = what is lost is not known
sizes-along = All axes change by as many pixels; sizes are those of the first one
section-tiles = Tiles of a large image
tiles-stride = total stride
tiles-halo = halo before + behind
tiles-lost = lost outputs, first + last edge
tiles-overlap = overlap of tiles
tiles-smallest = smallest tile
tiles-how = Let tiles begin at multiples of { $stride } pixels and share { $overlap } with the next one; drop { $begin } outputs at a first and { $end } at a last inner edge: what stays is exactly the output of the whole image
tiles-global = Not in tiles: this layer sees the whole image
tiles-unknown = Not in tiles: what this layer sees is not known
tiles-depends = Not in tiles: what this layer does depends on the size of its input
tiles-too-large = Not in tiles: they would be larger than any image
section-borders = Border layers
borders-none = None: every layer still gains pixels
borders-unknown = None that is known: not all layers could be counted
borders-text = These layers add nothing at this input size: by width, what they read already spans the image; by count, no unit sees more pixels than before
borders-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
borders-uncounted = { $count ->
    [one] { $count } more layer could not be counted
   *[other] { $count } more layers could not be counted
}
border-both = by width and count
border-width-only = by width alone
border-width = by width
border-count = by count
section-padding = Padding in what the units see
padding-unknown = Not known exactly for this layer
padding-none = No unit sees padding
padding-least = least
padding-mean = mean
padding-most = most
padding-of-box = Of the box that spans what a unit sees: the branches that meet here see less than all of its rows and columns, and too much to be counted
padding-free = units free of padding
padding-free-of = { $count } of { $of }
padding-picture = The share of every unit: { $least } is dark, { $most } is light
section-centres = Centres of the units on the image
centres-unknown = Not known exactly for this layer
centres-units = units along
centres-offset = offset
centres-stride = stride
centres-half = Half-pixel convention: pixel 0 has its centre at ½
centres-index = Pixel 0 has its centre at 0
centres-copy = Copy the table of all layers
centres-copied = Copied the centres of all layers
section-rules = This layer in other frameworks
section-rules-all = The layers in other frameworks
rules-none = Only convolutions and pools differ between frameworks
rules-rule = rule
rules-size = size
rules-padding = padding
rules-differs = differs from
rules-never = never
rules-text = The last column: from which size of the layer’s input on the rule makes another size than here
rules-agree = Every rule makes the same of { $layers }
rules-spoken = size { $size }, padding { $padding }, differs from { $differs }
rule-torch-floor = PyTorch, floor
rule-torch-ceil = PyTorch, ceil
rule-tensorflow-same = TensorFlow SAME
rule-tensorflow-valid = TensorFlow VALID
rule-caffe-conv = Caffe, floor
rule-caffe-pool = Caffe, ceil
tiles-up-to = Up to { $layer }, behind which everything is seen
