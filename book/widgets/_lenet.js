// LeNet-5 in plain JavaScript, as cnnlab.models.lenet5 with the weights of
// cnnlab/weights; tests/vectors/lenet.json holds it to PyTorch.
//
// A volume is {C, H, W, data}: C maps of H rows and W columns, one after the
// other. A vector has H = W = 1.

// What the card of the weights asks for.
export const BLACK = -0.1;
export const WHITE = 1.175;

const SHAPES = {
  "block1.conv": [6, 1, 5, 5],
  "block2.conv": [16, 6, 5, 5],
  fc1: [120, 400],
  fc2: [84, 120],
  fc3: [10, 84],
};

/** The tensors of a safetensors file, by name: {shape, data}. */
export function readTensors(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const text = new TextDecoder().decode(new Uint8Array(buffer, 8, length));
  const { __metadata__, ...entries } = JSON.parse(text);
  const tensors = {};
  for (const [name, entry] of Object.entries(entries)) {
    if (entry.dtype !== "F32")
      throw new Error(`"${name}" is ${entry.dtype}; it must be F32`);
    const [start, end] = entry.data_offsets.map((at) => 8 + length + at);
    const data = new Float32Array(buffer.slice(start, end));
    tensors[name] = { shape: entry.shape, data };
  }
  return tensors;
}

/** {"block1.conv": {shape, weight, bias}, ...}, or an error that says why. */
export function readLenet(buffer) {
  const tensors = readTensors(buffer);
  const layers = {};
  for (const [name, shape] of Object.entries(SHAPES)) {
    const weight = tensors[`${name}.weight`];
    if (String(weight?.shape) !== String(shape))
      throw new Error(
        `"${name}.weight" is [${weight?.shape}]; it must be [${shape}]`,
      );
    const bias = tensors[`${name}.bias`].data;
    layers[name] = { shape, weight: weight.data, bias };
  }
  return layers;
}

const volume = (C, H, W) => ({ C, H, W, data: new Float32Array(C * H * W) });

/** Adds one kernel over one map, shifted by `padding`, to `sums`. */
function addMap(sums, x, c, kernel, K, padding, H, W) {
  for (let u = 0; u < K; u++) {
    for (let v = 0; v < K; v++) {
      const w = kernel[u * K + v];
      for (let i = 0; i < H; i++) {
        const row = i + u - padding;
        if (row < 0 || row >= x.H) continue;
        const from = (c * x.H + row) * x.W;
        for (let j = 0; j < W; j++) {
          const col = j + v - padding;
          if (col >= 0 && col < x.W) sums[i * W + j] += w * x.data[from + col];
        }
      }
    }
  }
}

/** Stride 1; every output map sums its kernels over all input maps. */
export function convolve(x, { shape, weight, bias }, padding) {
  const [C_out, C_in, K] = shape;
  const H = x.H + 2 * padding - K + 1;
  const W = x.W + 2 * padding - K + 1;
  const y = volume(C_out, H, W);
  for (let o = 0; o < C_out; o++) {
    const sums = new Float64Array(H * W).fill(bias[o]);
    for (let c = 0; c < C_in; c++) {
      const at = (o * C_in + c) * K * K;
      addMap(sums, x, c, weight.subarray(at, at + K * K), K, padding, H, W);
    }
    y.data.set(sums, o * H * W);
  }
  return y;
}

export const relu = (x) => ({
  ...x,
  data: x.data.map((v) => (v > 0 ? v : 0)),
});

/** The largest of each 2x2 block. */
export function pool({ C, H, W, data }) {
  const y = volume(C, H >> 1, W >> 1);
  let at = 0;
  for (let c = 0; c < C; c++) {
    for (let i = 0; i < y.H; i++) {
      for (let j = 0; j < y.W; j++) {
        const k = (c * H + 2 * i) * W + 2 * j;
        const upper = Math.max(data[k], data[k + 1]);
        y.data[at++] = Math.max(upper, data[k + W], data[k + W + 1]);
      }
    }
  }
  return y;
}

export function linear(x, { shape: [n_out, n_in], weight, bias }) {
  const y = volume(n_out, 1, 1);
  for (let o = 0; o < n_out; o++) {
    let sum = bias[o];
    for (let i = 0; i < n_in; i++) sum += weight[o * n_in + i] * x.data[i];
    y.data[o] = sum;
  }
  return y;
}

export function softmax(scores) {
  const most = Math.max(...scores);
  const powers = Array.from(scores, (z) => Math.exp(z - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / sum);
}

/**
 * What each layer makes of `ink` (28 x 28 numbers from 0 to 1). Layers with
 * weights are given before their ReLU; the last, fc3, are the ten scores.
 */
export function lenet(layers, ink) {
  const input = { C: 1, H: 28, W: 28, data: new Float32Array(28 * 28) };
  input.data.set(Array.from(ink, (v) => v * (WHITE - BLACK) + BLACK));
  const conv1 = convolve(input, layers["block1.conv"], 2);
  const pool1 = pool(relu(conv1));
  const conv2 = convolve(pool1, layers["block2.conv"], 0);
  const pool2 = pool(relu(conv2));
  const fc1 = linear(pool2, layers.fc1);
  const fc2 = linear(relu(fc1), layers.fc2);
  const fc3 = linear(relu(fc2), layers.fc3);
  return { input, conv1, pool1, conv2, pool2, fc1, fc2, fc3 };
}
