/** Signs taken for others, in fonts and at a glance. Cyrillic and Greek ones are written by their code points. */
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  [/\u0430/g, 'a'],
  [/\u0441/g, 'c'],
  [/[\u0435\u0451]/g, 'e'],
  [/[\u043e\u03bf0]/g, 'o'],
  [/\u0440/g, 'p'],
  [/\u0445/g, 'x'],
  [/\u0443/g, 'y'],
  [/[\u0456i1|]/g, 'l'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];
const SHORTEST = 5;
const LONG = 10;

/**
 * The known name that another one could be mistaken for, or null: it differs in separators, scope or signs that look
 * alike, by one edit (two from ten letters on), an exchange of neighbours counting as one.
 */
export function resembled(name: string, known: Iterable<string>): string | null {
  const own = skeleton(name);
  for (const other of known) {
    if (other === name) continue;
    const theirs = skeleton(other);
    if (own === theirs) return other;
    const length = Math.min(own.length, theirs.length);
    if (length < SHORTEST) continue;
    if (distance(own, theirs) <= (length >= LONG ? 2 : 1)) return other;
  }
  return null;
}

function skeleton(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[@/_.-]/g, '');
  return LOOKALIKES.reduce((text, [signs, letter]) => text.replaceAll(signs, letter), plain);
}

/** Optimal string alignment distance (Damerau 1964). At least 3 when the lengths alone say so. */
export function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let line = 1; line <= left.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[line - 1] === right[column - 1];
      let least = Math.min(row[column]! + 1, next[column - 1]! + 1, row[column - 1]! + (same ? 0 : 1));
      if (
        line > 1 &&
        column > 1 &&
        left[line - 1] === right[column - 2] &&
        left[line - 2] === right[column - 1]
      )
        least = Math.min(least, before[column - 2]! + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row[right.length]!;
}
