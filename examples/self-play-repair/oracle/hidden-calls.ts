import type { Random } from 'fulcrum';
import type { PackageCall } from '../workspace/describe-call.ts';

/**
 * Calls that no test makes: each is a call of the tests with one to three of its parts changed, by material from
 * other calls where there is any.
 */
export function drawHiddenCalls(
  recorded: readonly PackageCall[],
  count: number,
  random: Random,
): readonly PackageCall[] {
  const material = recorded.flatMap(({ args }) => parts(args));
  return Array.from({ length: count }, () => {
    const { member, args } = random.pick(recorded);
    let changed = args;
    for (let change = 0; change <= random.below(3); change += 1)
      changed = vary(changed, material, random) as readonly unknown[];
    // Without arguments a call says nothing.
    return { member, args: changed.length === 0 ? args : changed };
  });
}

/** Every text, number and boolean in some data. */
function parts(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(parts);
  if (typeof value !== 'object' || value === null) return value === null ? [] : [value];
  return isMarker(value) ? [] : Object.values(value).flatMap(parts);
}

function isMarker(value: object): boolean {
  return '$' in value;
}

function vary(value: unknown, material: readonly unknown[], random: Random): unknown {
  if (typeof value === 'string') return varyText(value, material, random);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return random.pick([0, 1, -1, value + 1, value - 1]);
  if (Array.isArray(value)) return varyList(value, material, random);
  if (typeof value === 'object' && value !== null && !isMarker(value))
    return varyObject(value, material, random);
  return value;
}

/** What texts of tests seldom hold, and parsers of any kind stumble over. */
const UNUSUAL = ['~', '~~', '/', '//', '%', '%2', '-', '--', '.', ' ', '=', '@', '0', '00', 'A', 'é'];

function varyText(text: string, material: readonly unknown[], random: Random): unknown {
  const other = String(random.pick(material));
  const at = random.below(text.length + 1);
  const piece = random.chance(0.3)
    ? random.pick(UNUSUAL)
    : other.slice(random.below(other.length + 1)).slice(0, 1 + random.below(4));
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.below(3));
    case 1:
      return text.slice(0, at) + piece + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(Math.max(0, at - 3));
    default:
      return other;
  }
}

function varyList(list: readonly unknown[], material: readonly unknown[], random: Random): unknown {
  const at = random.below(list.length + 1);
  const draw = random.below(5);
  if (draw === 0 && list.length > 1) return list.toSpliced(at, 1);
  if (draw === 1) return list.toSpliced(at, 0, random.pick(list.length === 0 ? material : list));
  if (list.length === 0) return list;
  const chosen = random.below(list.length);
  return list.with(chosen, vary(list[chosen], material, random));
}

function varyObject(value: object, material: readonly unknown[], random: Random): unknown {
  const entries = Object.entries(value);
  if (entries.length === 0) return value;
  const chosen = random.below(entries.length);
  const [key, item] = entries[chosen]!;
  const draw = random.below(5);
  if (draw === 0) return Object.fromEntries(entries.toSpliced(chosen, 1));
  const changed =
    draw === 1 ? [String(varyText(key, material, random)), item] : [key, vary(item, material, random)];
  return Object.fromEntries(entries.with(chosen, changed as [string, unknown]));
}
