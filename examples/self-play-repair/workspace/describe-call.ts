import { createHash } from 'node:crypto';
import { plain, prototypeKeys, restorePrototypes } from '../../repair/workspace/describe.ts';

/** One call as data: of the package itself where `member` is null, else of its member. */
export interface PackageCall {
  readonly member: string | null;
  readonly args: readonly unknown[];
}

/** What a call came to: its value, what it told the functions it was given, and which prototypes it changed. */
export interface CallOutcome {
  readonly returned: unknown;
  readonly heard: unknown;
  readonly polluted: readonly string[];
}

/** What cannot cross the channel, by name: `{ $: 'function' }` becomes a function that listens and says false. */
export type Marker = { readonly $: 'undefined' | 'function' };

type Exports = { readonly [member: string]: (...args: unknown[]) => unknown };

/** Makes one call and says what came of it, as plain data. What it did to prototypes is undone. */
export function describeCall(exports: unknown, { member, args }: PackageCall): CallOutcome {
  const heard: unknown[] = [];
  const tell = onceEach((value) => brief(value, LONGEST_TOLD));
  const listen = (...told: unknown[]): boolean => {
    heard.push(told.map(tell));
    return false;
  };
  const given = args.map((value) => revived(value, listen));
  const before = prototypeKeys();
  let returned: unknown;
  try {
    const called = (member === null ? exports : (exports as Exports)[member]) as Exports[string];
    returned = plain(called(...given), 0);
  } catch (error) {
    returned = `threw ${error instanceof Error ? error.name : 'something'}`;
  }
  return { returned, heard: brief(heard, LONGEST_HEARD), polluted: restorePrototypes(before) };
}

function revived(value: unknown, listen: (...told: unknown[]) => boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => revived(item, listen));
  const marker = (value as Partial<Marker>).$;
  if (marker !== undefined) return marker === 'function' ? listen : undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revived(item, listen)]));
}

/** A listener is told the same large object many times: as it was the first time. */
function onceEach(describe: (value: unknown) => unknown): (value: unknown) => unknown {
  const known = new Map<unknown, unknown>();
  return (value) => {
    if (!known.has(value)) known.set(value, describe(value));
    return known.get(value);
  };
}

/** In characters of JSON. */
const LONGEST_TOLD = 200;
const LONGEST_HEARD = 1000;

/** A copy, or its digest where that is shorter. */
function brief(value: unknown, longest: number): unknown {
  const copy = plain(value, 0);
  const text = JSON.stringify(copy);
  if (text.length <= longest) return copy;
  return { digest: createHash('sha256').update(text).digest('hex') };
}
