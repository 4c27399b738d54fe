# Texts of the answers: remarks, ops, reports.
#
# $axis is one of row, column, slice, position; $count chooses the plural.

## Axes and indices

axis-rows = rows
axis-columns = columns
axis-slices = slices
axis-positions = positions

axis-noun = { $axis ->
    [row] { $count ->
        [one] row
       *[other] rows
    }
    [column] { $count ->
        [one] column
       *[other] columns
    }
    [slice] { $count ->
        [one] slice
       *[other] slices
    }
   *[position] { $count ->
        [one] position
       *[other] positions
    }
}
axis-count = { $count } { axis-noun }
axis-at = { axis-noun } { $indices }
indices-cut = { $first }, …, { $last } ({ $count } in all)
list = { $first } and { $last }

## Remarks

note-unsupported = The operation { $op } is not supported: nothing is known about what follows it
note-unread-tail = { $count ->
    [one] { axis-count } at the end is never read: the next window would not fit
   *[other] { axis-count } at the end are never read: the next window would not fit
}
note-unread-stride = { $count ->
    [one] { axis-count } between the windows is never read: the stride { $stride } is larger than the window { $span }
   *[other] { axis-count } between the windows are never read: the stride { $stride } is larger than the window { $span }
}
note-unread-dilation = { $count ->
    [one] { axis-count } between the taps is never read: the dilation { $dilation } steps over it
   *[other] { axis-count } between the taps are never read: the dilation { $dilation } steps over them
}
note-unread-tail-stride = { $count ->
    [one] { axis-count } is never read
   *[other] { axis-count } are never read: some lie between the windows, others beyond the last one
}
note-unread-tail-dilation = { $count ->
    [one] { axis-count } is never read
   *[other] { axis-count } are never read: some lie between the taps, others beyond the last window
}
note-unread-edge = { $count ->
    [one] { axis-count } at the edge is lost: all that it feeds is cut off
   *[other] { axis-count } at the edge are lost: all that they feed is cut off
}
note-unread-crop = { $count ->
    [one] { axis-count } is cut off by this layer
   *[other] { axis-count } are cut off by this layer
}
note-padding-tail = { $axis ->
    [row] The division leaves a remainder, but only padding is cut: no row is lost
    [column] The division leaves a remainder, but only padding is cut: no column is lost
    [slice] The division leaves a remainder, but only padding is cut: no slice is lost
   *[position] The division leaves a remainder, but only padding is cut: no position is lost
}
note-dropped = { $outputs ->
    [one] { $count ->
        [one] { $count } of { $of } input pixels ({ $share }) reaches no output
       *[other] { $count } of { $of } input pixels ({ $share }) reach no output
    }
   *[other] { $count ->
        [one] { $count } of { $of } input pixels ({ $share }) reaches none of the { $outputs } outputs
       *[other] { $count } of { $of } input pixels ({ $share }) reach none of the { $outputs } outputs
    }
}
note-dropped-at = { note-dropped }: { $places }
note-field-covers-input = From this layer on, the receptive field is at least as large as the input
note-gridding = The field has holes: it spans { axis-count }, but reads only { $read } of them
note-unaligned = Branches with different effective strides meet here: which pixels a unit sees depends on the unit, and the receptive field given here is that of the largest path
note-unaligned-offset = The centres of the branches that meet here lie apart, in pixels: { $offsets }. The receptive field given here spans all branches
note-border-layers = The receptive field of what this layer reads is already as large as the input: this layer cannot widen the view{ $count ->
        [1] {""}
       *[other] {" "}(the first of { $count } such layers)
    }
note-padding-share = The units of this layer see more padding than pixels: { $share } of the receptive field on average
note-padding-share-box = The box that spans what a unit of this layer sees holds more padding than pixels: { $share } of it on average
note-global-branch = Through a global branch, this layer also sees the whole input: the numbers describe the local part
note-too-large = The exact field has too many parts to be listed: sizes and costs are exact, the rest is left open

## Why a layer cannot run, and what helps

impossible-kernel = The window spans { axis-count }, but the map with its padding has only { $padded }: take a smaller kernel or dilation, or add { $missing } to the padding at each end
impossible-zero = A setting is 0: kernel, stride, dilation, factor, output size, groups and channels must be at least 1
impossible-rank = A setting has { $written } values, but the map has { $axes ->
    [one] { $axes } axis
   *[other] { $axes } axes
}: write one value, or one for each axis
impossible-groups = { $channels ->
    [one] { $channels } channel
   *[other] { $channels } channels
} cannot be split into { $groups } equal groups: take a number of groups that divides the channels of the input and of the output
impossible-needs-axes = This layer needs a feature map, but gets a flat vector: move it before the flatten layer
impossible-needs-flat = This layer needs a flat vector, but gets a feature map: put a flatten layer before it
impossible-crop = Cutting { $cut } from { axis-count } leaves nothing: cut less
impossible-not-divisible = { $count } is not a multiple of the block of { $by } on this axis: choose an input whose size is
impossible-output-padding = The output padding { $added } must be smaller than the stride or the dilation: make it smaller
impossible-empty-input = The input is empty: its sizes, channels and batch must be at least 1
impossible-shapes-differ = The branches that meet differ in shape, { $first } and { $other }: make them equal
impossible-too-large = A size or a setting here is too large to compute with: make it smaller

## Causes of a loss, in tables

cause-tail = beyond the last window
cause-padding-tail = only padding is cut
cause-holes = gaps
cause-tail-and-holes = gaps and the end
cause-crop = cut off

## Ops

op-conv = Convolution
op-convt = Transposed convolution
op-maxpool = Max pool
op-avgpool = Average pool
op-adaptavg = Adaptive average pool
op-adaptmax = Adaptive max pool
op-gap = Global average pool
op-gmp = Global max pool
op-upsample = Upsampling, nearest
op-upsample-linear = Upsampling, linear
op-relu = ReLU
op-sigmoid = Sigmoid
op-tanh = Tanh
op-gelu = GELU
op-bn = Batch normalization
op-dropout = Dropout
op-flatten = Flatten
op-linear = Fully connected
op-pad = Padding
op-crop = Crop
op-add = Sum
op-mul = Product
op-concat = Concatenation
op-max = Maximum of branches
op-lppool = Norm pool
op-slice = Slice
op-resize = Resampling
op-depthtospace = Depth to space
op-spacetodepth = Space to depth
op-unsupported = Not supported: { $name }

## Reports

report-input = input
report-impossible = cannot run
report-unknown = unknown
report-totals = { $layers ->
    [one] { $layers } layer
   *[other] { $layers } layers
}, { $params } parameters, { $macs } multiply-adds (MACs) for one image
report-totals-part = { $layers ->
    [one] { $layers } layer
   *[other] { $layers } layers
}; those that are known have { $params } parameters and { $macs } multiply-adds (MACs) for one image
report-legend =
    Field: pixels from the first to the last that a unit sees, on each axis.
    Stride: pixels from one unit to the next. Start: the first pixel of unit 0; negative in the padding.
    Lost pixels: those of the input that no unit of the layer depends on.
report-paths = Receptive field at { $map }: { $largest } through the largest path, { $smallest } through the smallest
report-padding = Padding in what the units of { $map } see: { $share } on average; { $free } of { $of } units see none
report-padding-box = Padding in the boxes that span what the units of { $map } see: { $share } on average; { $free } of { $of } units see none
report-tiling = Large inputs in tiles, up to { $map }: tiles begin at multiples of { $stride } pixels, are multiples of it long and share { $overlap } pixels with the next; at inner edges the first { $begin } and the last { $end } outputs are thrown away
report-remarks = Remarks
report-no-loss = Every pixel of the input reaches the output
report-no-loss-outputs = Every pixel of the input reaches an output
report-outputs = Outputs
report-output-sees = receptive field { $rf }; every pixel of the input reaches it
report-output-loses = receptive field { $rf }; { $count ->
    [one] { $count } of { $of } input pixels ({ $share }) does not reach it
   *[other] { $count } of { $of } input pixels ({ $share }) do not reach it
}
report-output-unknown = receptive field { $rf }; the pixels that do not reach it are not known
report-does-not-run = The network does not run to the end: see the remarks
report-stopped = The network does not run to its end; what follows is about what is known
about-unknown = Not known exactly: { $layers }
about-alike = Layers that change none of this are left out
about-box = * Of the box that spans what a unit sees: the branches that meet here see less than all of its rows and columns, and too much to be counted
about-output = Output { $layer }
report-unit = Unit ({ $unit }) of { $map } sees
report-unit-flat = Every unit of { $map } sees
report-unit-places = { $places }: { $count }
report-unit-clipped = { $places }: { $count }; with the padding { $whole }
report-unit-within = parts of { $places }
report-unit-all = the whole vector
report-unit-feeds = and feeds
report-unit-padding = nothing but padding
count-pixels = { $count ->
    [one] { $count } pixel
   *[other] { $count } pixels
}
count-units = { $count ->
    [one] { $count } unit
   *[other] { $count } units
}

## Checks

check-passed = ok
check-failed = FAILED
check-runs = { $layer }: { $reason }
check-runs-unsupported = { $layer } is not supported: { $op }
check-unknown = not known
check-range-min = { $value }, which is less than { $limit }
check-range-max = { $value }, which is more than { $limit }
check-size = { $value } instead of { $limit }
check-flat = a flat vector
check-border = nothing is added at this input size by { $layers }
compare-sum = Sum
compare-same = The networks are the same
