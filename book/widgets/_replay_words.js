// What the training-replay widget says of a record.

import { h, say, show } from "./_dom.js";
import { acrossSeeds, lowestPlace, startOf } from "./_replay.js";

const TEXT = {
  before:
    "Before training: validation loss {loss}, {right} % right, as many as " +
    "a guess.",
  now:
    "Epoch {epoch} of {epochs}, mean of {seeds} seeds. Loss: training " +
    "{loss}, validation {val_loss} ± {spread}. Right: training {accuracy} " +
    "%, validation {val_accuracy} % ± {val_spread}.",
  lowest: " The lowest validation loss so far is that of epoch {epoch}.",
  rate: " Learning rate at its end: {lr}.",
  source:
    "Recorded: seeds {seeds}, {images} training images, {source}. " +
    "Repeat it with {command}.",
};

// Names of the records; those of CIFAR-10 each have one thing more.
export const RUNS = {
  lenet5_replay: "LeNet-5 on MNIST, with filters and mistakes",
  mnist_cnn: "CNN of 2 conv + 2 FC on MNIST",
  mnist_mlp: "MLP on MNIST",
  cifar10_lecture: "CIFAR-10: 3 conv + 2 FC",
  cifar10_bf16: "CIFAR-10: the same in bf16",
  cifar10_norm: "CIFAR-10: … and batch norm",
  cifar10_onecycle: "CIFAR-10: … and one-cycle",
  cifar10_augment: "CIFAR-10: … and flips and shifts",
  cifar10_residual: "CIFAR-10: a residual network",
};

const percent = (share) => show(Math.round(share * 1e4) / 100);

/** The numbers of an epoch; 0 is before training. */
export function sentence(record, epoch) {
  if (!epoch) {
    const loss = show(startOf(record, "val_loss"));
    const right = percent(startOf(record, "val_accuracy"));
    return say(TEXT.before, { loss, right });
  }
  const { curves, seeds, lr } = record;
  const of = (key, what = "mean") => acrossSeeds(curves[key])[what][epoch - 1];
  const losses = acrossSeeds(curves.val_loss).mean;
  const values = {
    epoch,
    epochs: losses.length,
    seeds: seeds.length,
    loss: show(of("loss")),
    val_loss: show(of("val_loss")),
    spread: show(of("val_loss", "spread")),
    accuracy: percent(of("accuracy")),
    val_accuracy: percent(of("val_accuracy")),
    val_spread: percent(of("val_accuracy", "spread")),
  };
  const lowest = lowestPlace(losses.slice(0, epoch)) + 1;
  return (
    say(TEXT.now, values) +
    say(TEXT.lowest, { epoch: lowest }) +
    say(TEXT.rate, { lr: show(lr[epoch - 1]) })
  );
}

/** Where the numbers are from, the command as code. */
export function sourceLine({ seeds, images, source, command }) {
  const many = images.toLocaleString("en");
  const facts = { seeds: seeds.join(", "), images: many, source };
  const text = say(TEXT.source, { ...facts, command: "\n" });
  const [before, after] = text.split("\n");
  return [before, h("code", {}, command), after];
}
