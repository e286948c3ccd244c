// What a reader types into a ledger: a shape, a number, or a product.

const TOKEN = /\s*(\d+|[*·×x+()/\-\u2212])/iy;
const THOUSANDS = /(\d)[,_'\u2009\u202f\u00a0 ](?=\d{3}(?!\d))/g;

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    found.push(match[1].toLowerCase());
  }
  return found;
}

const isTimes = (token) => ["*", "·", "×", "x"].includes(token);
const isMinus = (token) => token === "-" || token === "\u2212";

/** Sum of products of numbers and brackets; NaN where it is none. */
function calculate(rest) {
  const atom = () => {
    const token = rest.shift();
    if (token !== "(") return /^\d+$/.test(token) ? Number(token) : NaN;
    const value = sum();
    return rest.shift() === ")" ? value : NaN;
  };
  const times = () => {
    let value = atom();
    while (isTimes(rest[0]) || rest[0] === "/") {
      value = rest.shift() === "/" ? value / atom() : value * atom();
    }
    return value;
  };
  const sum = () => {
    let value = times();
    while (rest[0] === "+" || isMinus(rest[0])) {
      value = rest.shift() === "+" ? value + times() : value - times();
    }
    return value;
  };
  const value = sum();
  return rest.length ? NaN : value;
}

/** "10·(75 + 1)" or "768,000" -> a whole number, else NaN. */
export function readNumber(text) {
  const found = tokens(text.trim().replace(THOUSANDS, "$1"));
  const value = found?.length ? calculate(found) : NaN;
  return Number.isInteger(value) && value >= 0 ? value : NaN;
}

/** "6×28×28", "(6, 28, 28)", "400" or "16·5·5" -> numbers, else null. */
export function readShape(text) {
  const plain = text.trim().replace(/\s*([*·+/x×,;()-])\s*/gi, "$1");
  const bare = /^[([].*[x×,;\s].*[)\]]$/i.test(plain)
    ? plain.slice(1, -1)
    : plain;
  const numbers = bare.split(/[x×,;\s]/i).map(readNumber);
  return numbers.some(Number.isNaN) ? null : numbers;
}

/** 768000 -> "768,000". */
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/** [6, 28, 28] -> "6×28×28". */
export const shapeText = (shape) => shape.join("×");
