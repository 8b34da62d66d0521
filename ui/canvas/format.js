/** Numbers as they are written on the canvas: three significant digits, a true minus sign. */

const MINUS = "\u2212";

/**
 * @param {number} value
 * @param {number} [digits] significant digits
 * @returns {string} e.g. 0.8123 → "0.812", -12 → "−12", 1234567 → "1.23e6"
 */
export function short(value, digits = 3) {
  if (Number.isNaN(value)) return "?"; // not known yet, or the numbers overflowed
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size === 0) return "0";
  let text;
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
    text = `${Number(mantissa)}e${Number(exponent)}`;
  } else if (size >= 10 ** digits) {
    text = String(Math.round(size));
  } else {
    text = String(Number(size.toPrecision(digits)));
  }
  return (value < 0 ? MINUS : "") + text.replace("-", MINUS);
}

/** As many of three significant digits as `room` characters hold; the full value is a hover away. */
export function fitted(value, room) {
  for (let digits = 3; digits > 1; digits -= 1) {
    const text = short(value, digits);
    if (text.length <= room) return text;
  }
  return short(value, 1);
}

/** The value in full: what a float32 can tell apart. */
export function full(value) {
  return short(value, 7);
}

/**
 * Reads what a person types: "0,5", "−2" and "1e-3" are numbers, "" and "abc" are not.
 * @returns {number} NaN where the text is no finite number
 */
export function parse(text) {
  const plain = text.trim().replace(MINUS, "-").replace(",", ".");
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return NaN;
  const value = Number(plain);
  return Number.isFinite(value) ? value : NaN;
}

/** "2 × 0.8 = 1.6", with ≈ once a shown number is rounded. */
export function product(activation, weight) {
  const exact = [activation, weight, activation * weight].every(
    (value) => Math.abs(rounded(value) - value) <= 1e-6 * Math.abs(value),
  );
  return `${short(activation)} × ${short(weight)} ${exact ? "=" : "≈"} ${short(activation * weight)}`;
}

function rounded(value) {
  return Number(value.toPrecision(3));
}
