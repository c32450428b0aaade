import type { Random } from 'fulcrum';

/** What questions are drawn from. */
export type Chance = Pick<Random, 'next' | 'below' | 'pick' | 'chance'>;

/** Which of these versions are in the range? */
export interface Question {
  readonly versions: readonly string[];
  readonly range: string;
  readonly options: { readonly includePrerelease?: boolean; readonly loose?: boolean };
}

/** A start of the program takes longer than its answers, so that it is asked about many versions at once. */
const VERSIONS = 50;

const TAGS = ['alpha', 'beta', 'rc', '0', '1', 'x-y'];
const COMPARATORS = ['', '=', '<', '<=', '>', '>=', '^', '~', '~>'];

/** Versions, and a range of the grammar in semver's documentation that is about the same numbers. */
export function drawQuestion(random: Chance): Question {
  return {
    versions: Array.from({ length: VERSIONS }, () => drawVersion(random)),
    range: drawRange(random),
    options: {
      ...(random.chance(0.2) ? { includePrerelease: true } : {}),
      ...(random.chance(0.1) ? { loose: true } : {}),
    },
  };
}

/** The same with a character too many, one too few, or one that belongs nowhere: in every version, or in the range. */
export function drawMalformed(random: Chance): Question {
  const question = drawQuestion(random);
  if (random.chance(0.5))
    return { ...question, versions: question.versions.map((version) => damaged(version, random)) };
  return { ...question, range: damaged(question.range, random) };
}

/** The question as the program `semver` takes it. */
export function argumentsOf({ versions, range, options }: Question): readonly string[] {
  const flags = [
    ...(options.includePrerelease ? ['--include-prerelease'] : []),
    ...(options.loose ? ['--loose'] : []),
  ];
  return [...flags, '--range', range, ...versions];
}

function drawVersion(random: Chance): string {
  const numbers = [random.below(4), random.below(4), random.below(4)].join('.');
  const tags = random.chance(0.3) ? `-${drawTags(random)}` : '';
  const build = random.chance(0.1) ? `+${random.pick(TAGS)}` : '';
  return `${random.chance(0.1) ? 'v' : ''}${numbers}${tags}${build}`;
}

function drawTags(random: Chance): string {
  return Array.from({ length: 1 + random.below(3) }, () => random.pick(TAGS)).join('.');
}

function drawRange(random: Chance): string {
  const alternatives = Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => drawAlternative(random));
  return alternatives.join(' || ');
}

function drawAlternative(random: Chance): string {
  const draw = random.next();
  if (draw < 0.05) return random.pick(['', '*', 'x', 'latest']);
  if (draw < 0.2) return `${drawPartial(random)} - ${drawPartial(random)}`;
  return Array.from({ length: 1 + random.below(2) }, () => {
    const space = random.chance(0.1) ? ' ' : '';
    return `${random.pick(COMPARATORS)}${space}${drawPartial(random)}`;
  }).join(' ');
}

/** A version of which the end may be left open, as `1.x`. */
function drawPartial(random: Chance): string {
  if (random.chance(0.5)) return drawVersion(random);
  const open = random.pick(['x', 'X', '*']);
  return random.pick([
    String(random.below(4)),
    `${random.below(4)}.${random.below(4)}`,
    `${random.below(4)}.${open}`,
    `${random.below(4)}.${random.below(4)}.${open}`,
    open,
  ]);
}

function damaged(text: string, random: Chance): string {
  const at = random.below(text.length + 1);
  const insert = random.pick(['', '.', '-', '+', '^', ' ', '01', '99999999999999999999', 'é', '||']);
  return text.slice(0, at) + insert + text.slice(at + (insert === '' ? 1 : 0));
}
