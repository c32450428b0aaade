import type { Random } from '../../kernel/random.ts';
import { numberText } from './number-text.ts';

/** A number far from `value`; whole numbers mostly stay whole. */
export function coarseChange(value: number, random: Random): string {
  const draw = random.next();
  if (draw < 0.15) return numberText(-value, 15);
  if (draw < 0.35) return String(random.below(12) - 1);
  if (draw < 0.45) return numberText((random.chance(0.2) ? -1 : 1) * 10 ** (random.below(7) - 3), 1);
  if (draw < 0.55 && Number.isInteger(value)) return String(value + (random.chance(0.5) ? 1 : -1));
  const factor = random.chance(0.3) ? 10 : 1 + random.next() * 3;
  const scaled = random.chance(0.5) ? value * factor : value / factor;
  return Number.isInteger(value) && random.chance(0.8) ? String(Math.round(scaled)) : numberText(scaled, 3);
}

/** A number near `value`: a normal step of 5 % of it, whole numbers by at least one. */
export function fineChange(value: number, random: Random): string {
  const step = random.normal() * 0.05 * Math.abs(value);
  if (!Number.isInteger(value)) return numberText(value + step, 4);
  return String(value + Math.sign(step || 1) * Math.max(1, Math.round(Math.abs(step))));
}
