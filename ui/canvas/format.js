/**
 * How numbers are written and read. nncore/explain/numbers.py does the same and says the rule; tests/numbers.json holds
 * both to it.
 */

const MINUS = "\u2212";
const DIGITS = 3;
const EXACT = 1e-12;
const [SMALLEST, LARGEST] = [1e-4, 1e6];
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number with up to that many significant digits; zeros at the end are left out when the text is exact.
 * @param {number} value
 * @param {number} [digits]
 * @returns {string} e.g. 0.8123 → "0.812", −12 → "−12", 1234567 → "1.23 × 10⁶"
 */
export function write(value, digits = DIGITS) {
  if (!Number.isFinite(value) || value === 0) return special(value);
  const { kept, exponent } = rounded(value, digits);
  const exact = Math.abs(Number(`${kept}e${exponent + 1 - kept.length}`) - Math.abs(value)) <= EXACT * Math.abs(value);
  return placed(value, exact ? kept.replace(/0+$/, "") : kept, exponent);
}

/**
 * The same with the zeros at the end, for numbers that change on the spot: 0.500, 12.0, 1.00 × 10⁻⁵.
 * @param {number} value @param {number} [digits]
 */
export function steady(value, digits = DIGITS) {
  if (!Number.isFinite(value) || value === 0) return special(value);
  const { kept, exponent } = rounded(value, digits);
  return placed(value, kept.padEnd(digits, "0"), exponent);
}

/** @param {number} value zero, or no finite number */
function special(value) {
  return value === 0 ? "0" : Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : `${MINUS}∞`;
}

/** @param {number} value */
function hasPower(value) {
  return Math.abs(value) < SMALLEST || Math.abs(value) >= LARGEST;
}

/**
 * The digits that name a number, rounded half away from zero, but none from before the decimal point.
 * @param {number} value @param {number} digits
 * @returns {{kept: string, exponent: number}} exponent: the power of ten of the first digit
 */
function rounded(value, digits) {
  const [mantissa, power] = Math.abs(value).toExponential().split("e");
  const all = mantissa.replace(".", "");
  const exponent = Number(power);
  const count = hasPower(value) ? digits : Math.max(digits, exponent + 1);
  const kept = all.slice(0, count);
  if (all.length <= count || all[count] < "5") return { kept, exponent };
  const up = String(BigInt(kept) + 1n);
  return up.length > count ? { kept: up.slice(0, count), exponent: exponent + 1 } : { kept: up, exponent };
}

/** @param {number} value @param {string} digits @param {number} exponent */
function placed(value, digits, exponent) {
  const sign = value < 0 ? MINUS : "";
  if (hasPower(value)) {
    const power = `10${String(exponent)
      .replace("-", "⁻")
      .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)])}`;
    return sign + (digits === "1" ? power : `${pointed(digits, 1)} × ${power}`);
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  return sign + pointed(digits.padEnd(exponent + 1, "0"), exponent + 1);
}

/** @param {string} digits @param {number} before how many stand before the decimal point */
function pointed(digits, before) {
  return digits.length > before ? `${digits.slice(0, before)}.${digits.slice(before)}` : digits;
}

/**
 * A number of the canvas, which comes as a float32: the decimal that it stands for, not what float32 makes of it.
 * @param {number} value NaN where it isn't known yet
 * @param {number} [digits]
 */
export function short(value, digits = DIGITS) {
  return Number.isNaN(value) ? "?" : write(decimal(value), digits);
}

/**
 * With the fewest digits that tell it from every other float32: 0.1 for 0.10000000149.
 * @param {number} value
 */
export function decimal(value) {
  if (Math.fround(value) !== value) return value;
  for (let digits = 6; digits < 9; digits += 1) {
    const near = Number(value.toPrecision(digits));
    if (Math.fround(near) === value) return near;
  }
  return Number(value.toPrecision(9));
}

/**
 * As many of three digits as `room` characters hold; the full value is a hover away.
 * @param {number} value @param {number} room
 */
export function fitted(value, room) {
  let text = short(value);
  for (let digits = DIGITS - 1; digits > 0 && text.length > room; digits -= 1) text = short(value, digits);
  return text.length > room ? text.replaceAll(" ", "") : text;
}

/** The value in full: what a float32 can tell apart. @param {number} value */
export function full(value) {
  return short(value, 7);
}

const MANTISSA = [
  String.raw`[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+`,
  String.raw`[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*`,
  String.raw`[0-9]{1,3}(?:\s[0-9]{3})+(?:[.,][0-9]*)?`,
].join("|");
const POWER = String.raw`10(?:\^([+-]?[0-9]+)|(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))`;
const NUMBER = new RegExp(
  String.raw`^([+-]?)\s*(?:(${MANTISSA})(?:[eE]([+-]?[0-9]+)|\s*[×x*·]\s*${POWER})?|${POWER})$`,
);

/**
 * The number that a person typed, in every form that we write and the usual others: "0,5", "−2", "1e-3",
 * "1.2 × 10⁻³", "1,234,567". A single comma is a decimal one.
 * @param {string} text
 * @returns {number} NaN where the text is no finite number
 */
export function parse(text) {
  const found = NUMBER.exec(text.trim().replaceAll(MINUS, "-"));
  if (!found) return NaN;
  const [, sign, mantissa = "1", ...powers] = found;
  const power = powers.find(Boolean) ?? "0";
  const value = Number(`${sign}${plain(mantissa)}e${plainPower(power)}`);
  return Number.isFinite(value) ? value : NaN;
}

/** Digits with a decimal point at most. @param {string} mantissa */
function plain(mantissa) {
  const grouped = mantissa.split(",").length > 2 || mantissa.includes(".");
  return mantissa.replace(/\s/g, "").replaceAll(",", grouped ? "" : ".");
}

/** @param {string} power */
function plainPower(power) {
  return power.replace("⁻", "-").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)));
}

/**
 * "2 × 0.8 = 1.6", with ≈ once a shown number is rounded.
 * @param {number} activation @param {number} weight float32, as the canvas holds them
 */
export function product(activation, weight) {
  const values = [decimal(activation), decimal(weight)];
  values.push(values[0] * values[1]);
  const texts = values.map((value) => short(value));
  const exact = values.every((value, i) => Math.abs(parse(texts[i]) - value) <= EXACT * Math.abs(value));
  return `${texts[0]} × ${texts[1]} ${exact ? "=" : "≈"} ${texts[2]}`;
}
