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
cmd-zoom-in = Zoom in
cmd-zoom-out = Zoom out
cmd-zoom-fit = Show everything
cmd-layout-equal = Equal cells
cmd-layout-aligned = Aligned with the input
cmd-stack-panel = Layers panel
cmd-inspector = Inspector
cmd-growth = Growth strip
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
edge-growth = Edge of the growth strip
drop-here = Let go to open the file
document-unnamed = New network

## Cards

card-off = switched off
card-impossible = cannot run
card-unknown = unknown: an earlier layer cannot run
card-menu = Actions on { $layer }
card-name = Layer name
badge-drops = loses { $count }
badge-rf-tip = Receptive field: how many pixels of the input a unit of this layer sees on each axis
badge-drops-tip = Units of its input that this layer never reads
insert-at = Insert layer { $place } here
output = Output
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
setting-output-padding = extra output
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
status-saved-comments = Saved { $file }; documents keep no comments, so those in it are gone
status-paste-failed = Nothing pasted: { $reason }

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
reason-format = Pictures in the format { $format } are not made. Let the name end in .svg, .png or .pdf

cmd-beside = Put this view beside the others
cmd-together = All views as tabs
cmd-next-axis = Ladder along the next axis
cmd-fold = Fold repeated groups
cmd-scale-linear = Linear scale
cmd-scale-log = Logarithmic scale
blocks-folded = Fold repeats
scale-linear = Linear
scale-log = Logarithmic

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
