// One sentence for each slip; none of them says the right number.

import { say } from "./_dom.js";
import { product } from "./_ledger_count.js";
import { grouped, shapeText } from "./_ledger_read.js";

const TEXT = {
  shape: {
    far: "Not right, and no slip that we know.",
    channels: "The number of channels is not right.",
    sizes: "Height and width are not right, and no slip that we know.",
    no_channels: "The channels are forgotten: channels, height, width.",
    channels_last: "Right, but channels come first here.",
    multiplied: "That is how many numbers come out. How are they arranged?",
    three_numbers: "Three numbers are wanted: channels, height, width.",
    one_number: "After flatten there is one number: how many there are.",
    not_flat: "Right so far: now multiply. Flatten gives one long row.",
    // channels
    input_channels: "{C} are the channels that go in. Each filter gives one.",
    one_group: "{G} groups give their channels one after another: count all.",
    map_a_slice:
      "A filter gives one map, not one for each of the {C} channels: " +
      "its slices are added.",
    one_map: "All {C} channels count.",
    // height and width
    padding_once: "The padding is counted once; it is on both sides.",
    no_padding: "The padding of {P} is forgotten.",
    rounded_up: "The division is rounded down, not up.",
    rounded_down: "This pooling rounds up: one more window at the border.",
    no_plus_one: "The first place counts too: add 1.",
    no_stride: "The stride of {S} is forgotten.",
    no_dilation: "The dilation of {D} is forgotten: the kernel has gaps.",
    span_too_long: "A dilated kernel has {D} from tap to tap: K − 1 steps.",
    unchanged: "That is the size that goes in.",
    stride_only: "Divided by the stride only; the kernel needs room as well.",
    one_place: "It is not pooled down to one place.",
    // one number
    inputs: "That is how many numbers go in. Each unit gives one.",
    summed: "Added; they must be multiplied.",
    one_side: "One of the three factors is missing.",
  },
  params: {
    no_bias: "The biases are forgotten, one for each {unit}.",
    bias_too: "This layer has no bias.",
    one_bias: "There is not one bias but one for each {unit}.",
    bias_a_slice: "A slice has no bias of its own; a filter has one.",
    bias_an_input: "The biases belong to the units, not to the inputs.",
    one_slice: "A filter has a slice for each channel that it sees: {seen}.",
    no_groups: "In {G} groups a filter sees only {seen} of {C} channels.",
    one_group: "That is one of the {G} groups.",
    one_filter: "That is one filter; there are {O}.",
    every_place: "Weights are counted for every place. All places share them.",
    summed: "Added; every unit has a weight for every input.",
    window: "Pooling has a window, but no weights in it.",
    window_a_channel: "Pooling has a window, but no weights in it.",
    as_conv: "Pooling is no convolution: it has no weights.",
    one_a_channel: "A channel has two: a scale and a shift.",
    running: "Running mean and variance are kept, not learned.",
    one_pair: "There are two for each channel.",
    no_weights: "There is nothing to learn in this layer.",
  },
  macs: {
    one_place: "That is one place; the filters go to {places}.",
    one_filter: "That is one filter; there are {O}.",
    one_slice: "Each filter adds over all channels that it sees: {seen}.",
    with_bias: "Biases are not counted here.",
    input_places: "Count the places of the output, not of the input.",
    no_groups: "In {G} groups a filter sees only {seen} of {C} channels.",
    one_group: "That is one of the {G} groups.",
    doubled: "A multiplication and its addition are one, not two.",
    outputs_only:
      "That is how many numbers come out. What does each of them cost?",
    comparisons: "Pooling multiplies nothing; it is not counted.",
    scaled: "Normalization is not counted here.",
    not_counted: "This layer has no multiply-adds in our count.",
    own_shape: "That follows from your output; have a look at that first.",
  },
  number: {
    times: "Exactly {ratio} times too many.",
    high: "Too many, and no slip that we know.",
    low: "Too few, and no slip that we know.",
  },
};

/** A sentence on `slip` in a cell of a row; `guess` is what was typed. */
export function hint(cell, slip, { layer, input, right }, guess) {
  const [G, O] = [layer.groups, layer.channels];
  const one = (pair) => (pair ? shapeText([...new Set(pair)]) : "");
  return say(TEXT[cell][slip] ?? TEXT.number[slip], {
    C: input[0],
    G,
    O,
    P: one(layer.padding),
    S: one(layer.stride),
    D: one(layer.dilation),
    seen: input[0] / (G ?? 1),
    unit: layer.kind === "linear" ? "unit" : "filter",
    places: grouped(product(right.shape.slice(1))),
    ratio: grouped(Math.round(guess / right[cell])),
  });
}
