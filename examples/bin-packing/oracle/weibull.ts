import type { Random } from 'fulcrum';
import type { Instance } from './pack.ts';

/**
 * Instances like the published Weibull ones: sizes from a Weibull distribution of shape 3 and scale 45 by inversion,
 * rounded and clipped to 1..100, capacity 100 (FunSearch, supplementary material, online bin packing).
 */
export function weibullInstances(random: Random, count: number, length: number): readonly Instance[] {
  return Array.from({ length: count }, () => ({
    capacity: 100,
    items: Array.from({ length }, () => weibullSize(random.next())),
  }));
}

function weibullSize(uniform: number): number {
  const size = 45 * (-Math.log(1 - uniform)) ** (1 / 3);
  return Math.min(100, Math.max(1, Math.round(size)));
}
