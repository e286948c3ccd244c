// What the norm-cube widget says of a choice of axes.

import { h, say } from "./_dom.js";
import { countMeans, kept, nameOf } from "./_norm_cube.js";

const TEXT = {
  means: "{count} means, one for each {each}, each of {size} numbers.",
  oneMean: "One mean, of all {size} numbers.",
  alone: "{count} means of one number each.",
  together:
    "The result of a sample depends on the rest of its batch, so " +
    "evaluation needs running statistics.",
  apart: "Each sample is normalized by itself, in training as in evaluation.",
  and: " and ",
};

const NAMES = {
  batch: "Batch norm",
  layer: "Layer norm",
  instance: "Instance norm",
  group: "Group norm, G = {G}",
  place: "Layer norm of each place, over its channels, as in Transformers",
  unit: "Batch norm of a fully connected layer, each entry a unit",
  single: "No usual name: each number is its own mean and becomes 0",
  all: "No usual name: one mean for the whole batch",
  none: "No usual name",
};

const EACH = {
  N: "sample",
  C: "channel",
  G: "group of channels",
  HW: "place",
  H: "row",
  W: "column",
};

function meansText(shape, axes, groups, size) {
  const own = kept(shape, axes, groups);
  if (!own.length) return say(TEXT.oneMean, { size });
  const count = countMeans(shape, axes, groups);
  if (size === 1) return say(TEXT.alone, { count });
  const keys = own.join(" ").replace("H W", "HW").split(" ");
  const each = keys.map((key) => EACH[key]).join(TEXT.and);
  return say(TEXT.means, { count, each, size });
}

/** The name, the means, and whether samples depend on one another. */
export function sentences(shape, axes, groups, size) {
  const name = say(NAMES[nameOf(shape, axes, groups)], { G: groups });
  const mixed = axes.includes("N") && shape[0] > 1;
  return [
    h("strong", {}, name, ". "),
    h("span", {}, meansText(shape, axes, groups, size), " "),
    h("span", {}, mixed ? TEXT.together : TEXT.apart, " "),
  ];
}
