import type { Draw } from './search.ts';

/** Relative frequency of each kind of change. */
const WEIGHTS = { number: 4, operator: 3, sign: 2, clause: 2, line: 1 };
/** Probability that one more change follows. */
const AGAIN = 0.3;
/** Largest factor by which a number changes. */
const SPREAD = 3;

type Files = { readonly [path: string]: string };

/** The agent's files after a few changes to them, this one included. */
export function edit(files: Files, draw: Draw): Files {
  const changed: { [path: string]: string } = { ...files };
  do {
    const path = pick(Object.keys(files).toSorted(), draw);
    changed[path] = change(changed[path] ?? '', files, draw);
  } while (draw() < AGAIN);
  return changed;
}

function change(text: string, files: Files, draw: Draw): string {
  switch (weighted(WEIGHTS, draw)) {
    case 'number':
      return replaceOne(text, /(?<![\w.'])\d+(\.\d+)?/g, (number) => jitter(number, draw), draw);
    case 'operator':
      return replaceOne(text, /operators\.\w+/g, () => `operators.${pick(operatorsOf(files), draw)}`, draw);
    case 'sign':
      return replaceOne(text, / (<=?|>=?|[-+*/]) /g, (sign) => opposite(sign, draw), draw);
    case 'clause':
      return replaceOne(
        text,
        /^ *return operators\..*$/gm,
        (line) => `${clause(files, draw)}\n${line}`,
        draw,
      );
    default:
      return changeLine(text, draw);
  }
}

function jitter(number: string, draw: Draw): string {
  const factor = SPREAD ** (2 * draw() - 1);
  const value = Number(number) * factor;
  return number.includes('.') ? value.toFixed(3) : String(Math.max(1, Math.round(value)));
}

/** A case of its own before what is done otherwise. */
function clause(files: Files, draw: Draw): string {
  const when = pick(['draw() < 0.1', 'search.stale > 20', 'search.spent > 0.5'], draw);
  return `  if (${when}) return operators.${pick(operatorsOf(files), draw)}(search, 0.1, draw);`;
}

function operatorsOf(files: Files): string[] {
  const names = (files['operators.ts'] ?? '').matchAll(/export function (\w+)/g);
  return [...names].map((match) => match[1] ?? '');
}

function opposite(sign: string, draw: Draw): string {
  const signs = /[<>]/.test(sign) ? [' < ', ' <= ', ' > ', ' >= '] : [' + ', ' - ', ' * ', ' / '];
  return pick(signs, draw);
}

/** Leaves a statement out, or moves it up by one. */
function changeLine(text: string, draw: Draw): string {
  const lines = text.split('\n');
  const statements = lines.flatMap((line, index) => (/^ {2,}.*;$/.test(line) ? [index] : []));
  if (statements.length === 0) return text;
  const at = pick(statements, draw);
  const [line = ''] = lines.splice(at, 1);
  if (draw() < 0.5) lines.splice(at - 1, 0, line);
  return lines.join('\n');
}

function replaceOne(text: string, pattern: RegExp, by: (found: string) => string, draw: Draw): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const one = pick(found, draw);
  return text.slice(0, one.index) + by(one[0]) + text.slice(one.index + one[0].length);
}

function weighted(weights: { readonly [kind: string]: number }, draw: Draw): string | undefined {
  const kinds = Object.entries(weights);
  let rest = draw() * kinds.reduce((sum, [, weight]) => sum + weight, 0);
  return kinds.find(([, weight]) => (rest -= weight) < 0)?.[0];
}

function pick<Item>(items: readonly Item[], draw: Draw): Item {
  return items[Math.floor(draw() * items.length)]!;
}
