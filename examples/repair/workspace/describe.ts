/** One call of the parser as data. A function cannot cross to the sandbox. */
export interface ParserCall {
  readonly args: readonly unknown[];
  readonly options: { readonly [name: string]: unknown } | null;
  /** The call has an `unknown` function, which says `false` to whatever it is asked about. */
  readonly refusesUnknown: boolean;
}

/** What a call came to: the arguments it found, what it asked `unknown` about, and which prototypes it changed. */
export interface CallOutcome {
  readonly parsed: unknown;
  readonly asked: readonly unknown[];
  readonly polluted: readonly string[];
}

export type Parser = (args: readonly unknown[], options?: object) => unknown;

/** Makes one call and says what came of it, as plain data. What it did to prototypes is undone. */
export function describeCall(parse: Parser, { args, options, refusesUnknown }: ParserCall): CallOutcome {
  const asked: unknown[] = [];
  const unknown = (argument: unknown): boolean => {
    asked.push(argument);
    return false;
  };
  const given = options === null ? undefined : { ...options };
  const before = prototypeKeys();
  let parsed: unknown;
  try {
    parsed = plain(parse([...args], refusesUnknown ? { ...given, unknown } : given), 0);
  } catch (error) {
    parsed = `threw ${error instanceof Error ? error.name : 'something'}`;
  }
  return { parsed, asked, polluted: restorePrototypes(before) };
}

const PROTOTYPES = { Object, Array, String, Number, Boolean, Function };

/** Names of everything on the prototypes that a program may spoil. */
export function prototypeKeys(): ReadonlySet<string> {
  const keys = Object.entries(PROTOTYPES).flatMap(([name, { prototype }]) =>
    Object.getOwnPropertyNames(prototype).map((key) => `${name}.${key}`),
  );
  return new Set(keys);
}

/** Takes away what was added since, and names it. */
export function restorePrototypes(before: ReadonlySet<string>): readonly string[] {
  const polluted: string[] = [];
  for (const [name, { prototype }] of Object.entries(PROTOTYPES)) {
    for (const key of Object.getOwnPropertyNames(prototype)) {
      if (before.has(`${name}.${key}`)) continue;
      polluted.push(`${name}.${key}`);
      delete (prototype as { [key: string]: unknown })[key];
    }
  }
  return polluted;
}

const DEEPEST = 8;

/** A copy that can cross the channel; what cannot is named. */
export function plain(value: unknown, depth: number): unknown {
  if (value === undefined) return { undefined: true };
  if (typeof value === 'function') return { function: true };
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return { deeper: true };
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, depth + 1)]));
}
