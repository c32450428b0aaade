export type Scale = (value: number) => number;

/** Maps [from, to] linearly onto [start, end]; a domain of no width maps to the middle. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** The step nearest to the range's `count`-th part among 1, 2 and 5 times a power of ten. */
export function tickStep(from: number, to: number, count: number): number {
  const raw = Math.max(to - from, Number.MIN_VALUE) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((multiple) => raw <= multiple * power * 1.0001) ?? 10;
  return factor * power;
}

/** Multiples of a round step inside [from, to], about `count` of them. */
export function ticks(from: number, to: number, count: number): readonly number[] {
  const step = tickStep(from, to, count);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** Decimals that ticks of this step need, and none more. */
export function tickDecimals(step: number): number {
  return Math.min(8, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}
