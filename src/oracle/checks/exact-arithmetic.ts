/**
 * A rational number: the numerator over a denominator above zero, not necessarily reduced. Every finite double is one
 * whose denominator is a power of two (IEEE 754), so that nothing is lost on the way here.
 */
export interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const view = new DataView(new ArrayBuffer(8));
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
const FRACTION = /^(-?\d+)\/([1-9]\d*)$/;

/**
 * The exact value of a finite double, an integer, or a text such as `0.1`, `1e-9` or `2/3`.
 *
 * @throws RangeError for NaN, an infinity or any other text
 */
export function exact(value: number | bigint | string): Exact {
  if (typeof value === 'bigint') return { numerator: value, denominator: 1n };
  return typeof value === 'string' ? exactText(value) : exactDouble(value);
}

/** Sign, 11 bits of exponent, 52 of fraction. */
function exactDouble(value: number): Exact {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no rational number`);
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  let mantissa = (BigInt(high & 0xfffff) << 32n) | BigInt(view.getUint32(4));
  if (biased > 0) mantissa |= 1n << 52n;
  const exponent = Math.max(1, biased) - 1075;
  const numerator = value < 0 ? -mantissa : mantissa;
  return exponent >= 0
    ? { numerator: numerator << BigInt(exponent), denominator: 1n }
    : { numerator, denominator: 1n << BigInt(-exponent) };
}

function exactText(text: string): Exact {
  const fraction = FRACTION.exec(text);
  if (fraction !== null) return { numerator: BigInt(fraction[1]!), denominator: BigInt(fraction[2]!) };
  const decimal = DECIMAL.exec(text);
  if (decimal === null) throw new RangeError(`"${text}" is neither a decimal number nor a fraction`);
  const [, minus, whole, places = '', exponent = '0'] = decimal;
  const digits = BigInt(`${minus}${whole}${places}`);
  const shift = Number(exponent) - places.length;
  return shift >= 0
    ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-shift) };
}

export function add(left: Exact, right: Exact): Exact {
  const [a, b, denominator] = aligned(left, right);
  return { numerator: a + b, denominator };
}

export function subtract(left: Exact, right: Exact): Exact {
  const [a, b, denominator] = aligned(left, right);
  return { numerator: a - b, denominator };
}

export function multiply(left: Exact, right: Exact): Exact {
  return {
    numerator: left.numerator * right.numerator,
    denominator: left.denominator * right.denominator,
  };
}

/** @throws RangeError when `right` is zero */
export function divide(left: Exact, right: Exact): Exact {
  if (right.numerator === 0n) throw new RangeError('a division by zero');
  const [numerator, denominator] = [left.numerator * right.denominator, left.denominator * right.numerator];
  return denominator > 0n ? { numerator, denominator } : { numerator: -numerator, denominator: -denominator };
}

/** Negative, zero or positive, as `left` is less than, equal to or greater than `right`. */
export function compare(left: Exact, right: Exact): number {
  const [a, b] = aligned(left, right);
  return a < b ? -1 : Number(a > b);
}

export function sum(values: Iterable<Exact>): Exact {
  let total = exact(0n);
  for (const value of values) total = add(total, value);
  return total;
}

/** @throws RangeError when the lists are not of one length */
export function dot(left: readonly Exact[], right: readonly Exact[]): Exact {
  if (left.length !== right.length) throw new RangeError('a dot product needs two lists of one length');
  return sum(left.map((value, index) => multiply(value, right[index]!)));
}

/** @throws RangeError when the points are not of one dimension */
export function squaredDistance(left: readonly Exact[], right: readonly Exact[]): Exact {
  if (left.length !== right.length) throw new RangeError('a distance needs two points of one dimension');
  const across = left.map((value, index) => subtract(value, right[index]!));
  return dot(across, across);
}

/**
 * Two numbers `places` binary places apart or equal, with low <= sqrt(value) <= high.
 *
 * @throws RangeError for a negative value
 */
export function squareRootBounds(value: Exact, places = 80): { readonly low: Exact; readonly high: Exact } {
  if (value.numerator < 0n) throw new RangeError('the square root of a negative number');
  const denominator = 1n << BigInt(places);
  const scaled = (value.numerator * denominator * denominator) / value.denominator;
  const numerator = integerSquareRoot(scaled);
  const low = { numerator, denominator };
  const isRoot = numerator * numerator * value.denominator === value.numerator * denominator * denominator;
  return { low, high: isRoot ? low : { numerator: numerator + 1n, denominator } };
}

/** The greatest integer whose square is not above `value` (Newton's iteration from above). */
function integerSquareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** The smallest double above zero is 2^-1074, and every other one a multiple of it. */
const SMALLEST_PLACES = 1074;

/** The double next to it, ties to even (IEEE 754); an infinity beyond the greatest one. */
export function nearestDouble({ numerator, denominator }: Exact): number {
  if (numerator === 0n) return 0;
  const magnitude = numerator < 0n ? -numerator : numerator;
  // Places after the binary point: so many that the quotient has 53 bits, or one more.
  const wanted = 53 - (bitLength(magnitude) - bitLength(denominator));
  const tooLong = quotient(magnitude, denominator, wanted).floor >= 1n << 53n;
  const places = Math.min(tooLong ? wanted - 1 : wanted, SMALLEST_PLACES);
  const rounded = scaledDouble(quotient(magnitude, denominator, places).rounded, places);
  return numerator < 0n ? -rounded : rounded;
}

function quotient(magnitude: bigint, denominator: bigint, places: number) {
  const over = places >= 0 ? magnitude << BigInt(places) : magnitude;
  const under = places >= 0 ? denominator : denominator << BigInt(-places);
  const floor = over / under;
  const rest = 2n * (over - floor * under);
  const up = rest > under || (rest === under && (floor & 1n) === 1n);
  return { floor, rounded: up ? floor + 1n : floor };
}

/** `whole` over 2 to the power of `places`: both steps are exact, and one is enough below 2^1023. */
function scaledDouble(whole: bigint, places: number): number {
  const half = Math.trunc(places / 2);
  return (Number(whole) / 2 ** half) * 2 ** (half - places);
}

function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return 4 * digits.length - Math.clz32(Number.parseInt(digits[0]!, 16)) + 28;
}

/** Both numerators over one denominator. One of two powers of two divides the other, so that sums of doubles stay short. */
function aligned(left: Exact, right: Exact): readonly [bigint, bigint, bigint] {
  const [a, b] = [left.denominator, right.denominator];
  if (a === b) return [left.numerator, right.numerator, a];
  if (a % b === 0n) return [left.numerator, right.numerator * (a / b), a];
  if (b % a === 0n) return [left.numerator * (b / a), right.numerator, b];
  return [left.numerator * b, right.numerator * a, a * b];
}
