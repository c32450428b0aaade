import type { Exact } from '../checks/exact-arithmetic.ts';
import { add, compare, exact } from '../checks/exact-arithmetic.ts';
import type { Domain, Inputs } from './problem.ts';
import { reduced } from './rational.ts';

const SAMPLES = 200;

/**
 * Inputs to try before a solver is asked: the corners of every parameter first, then ones spread over all magnitudes.
 * Always the same ones; what they miss, the solver does not.
 */
export function* sampleInputs(domains: readonly Domain[]): Generator<readonly Inputs[string][]> {
  const corners = domains.map(cornersOf);
  const draw = xorshift();
  for (let index = 0; index < SAMPLES; index += 1) {
    yield domains.map((domain, position) => {
      const own = corners[position]!;
      // The first parameter runs through its corners fastest, each other one at a pace of its own.
      if (index < 100) return own[Math.floor(index / (position * 3 + 1)) % own.length]!;
      if (domain.kind === 'boolean') return draw() % 2n === 0n;
      if (domain.kind === 'real') return drawReal(domain, draw) ?? own[index % own.length]!;
      const width = domain.high - domain.low + 1n;
      return domain.low + ((draw() >> (draw() % 60n)) % width);
    });
  }
}

function cornersOf(domain: Domain): readonly Inputs[string][] {
  if (domain.kind === 'boolean') return [false, true];
  if (domain.kind === 'real') return realCornersOf(domain);
  const { low, high } = domain;
  const near = [0n, 1n, -1n, 2n, -2n, 3n, 7n, 31n, 32n, 100n, low, high, low + 1n, high - 1n];
  const middle = (low + high) / 2n;
  return [...new Set([...near, middle])].filter((value) => value >= low && value <= high);
}

type RealDomain = Domain & { readonly kind: 'real' };

function realCornersOf(domain: RealDomain): readonly Exact[] {
  const near = ['0', '1', '-1', '1/2', '-1/2', '2', '-2', '1/3', '3', '10', '-10', '1/10', '100'].map(exact);
  const { low, high } = domain;
  const edges = [low, high].filter((edge) => edge !== null);
  const inside = [...near, ...edges].filter((value) => isWithin(value, domain));
  // Bounds may leave out all that is near zero, but one of them is there then.
  return inside.map(reduced);
}

/** A fraction, from zero or from a bound; null when it lies outside. */
function drawReal(domain: RealDomain, draw: () => bigint): Exact | null {
  const magnitude = BigInt.asUintN(32, draw()) >> (BigInt.asUintN(8, draw()) % 32n);
  const [sign, denominator] = [draw() % 2n === 0n ? -1n : 1n, 1n + (BigInt.asUintN(32, draw()) % 1000n)];
  const offset = { numerator: sign * magnitude, denominator };
  const value = reduced(add(domain.low ?? domain.high ?? exact(0n), offset));
  return isWithin(value, domain) ? value : null;
}

function isWithin(value: Exact, { low, high }: RealDomain): boolean {
  return (low === null || compare(value, low) >= 0) && (high === null || compare(value, high) <= 0);
}

/** Marsaglia's xorshift64 (Journal of Statistical Software 8(14), 2003). */
function xorshift(): () => bigint {
  let state = 88172645463325252n;
  return () => {
    state ^= BigInt.asUintN(64, state << 13n);
    state ^= state >> 7n;
    state ^= BigInt.asUintN(64, state << 17n);
    return state;
  };
}
