import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import { canonicalJson } from '../../kernel/json.ts';
import type { Visibility } from '../../kernel/verdict.ts';
import { writePlain } from '../subject/plain-data.ts';
import { canAsk } from './askable.ts';
import type { CheckHost } from './check-kind.ts';

export interface GoldenCase {
  readonly arguments: readonly Json[];
  readonly expected: Json;
}

const goldenCase = z.strictObject({ arguments: z.array(z.json()), expected: z.json() });

/** Larger files are refused: all cases are held in memory. */
const MOST_BYTES = 64 * 2 ** 20;
const MEND = 'Write {"arguments": [...], "expected": ...} on each line';

/**
 * The cases of a file of JSON lines.
 *
 * @throws FulcrumError naming the line that is no case, or asks what an earlier one asked
 */
export function readCases(file: string, host: CheckHost): readonly GoldenCase[] {
  const bytes = host.read(file);
  if (bytes.length > MOST_BYTES)
    throw host.invalid(`${file} has more than ${MOST_BYTES} bytes`, 'cases', 'Split it or take a sample');
  const cases: GoldenCase[] = [];
  const lines = new Map<string, number>();
  for (const [index, line] of textOf(bytes, file, host).split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `line ${index + 1} of ${file}`;
    const read = caseIn(line);
    if (typeof read === 'string') throw host.invalid(`${place} is no case: ${read}`, 'cases', MEND);
    if (!canAsk(read.arguments, host.subject)) {
      const what = `${place} cannot be asked of a subject of kind "${host.subject.kind}"`;
      throw host.invalid(what, 'cases', 'Give a command one argument, which its input can say');
    }
    const question = questionOf(read);
    const before = lines.get(question);
    if (before !== undefined)
      throw host.invalid(`${place} asks the same as line ${before}`, 'cases', 'Remove one of them');
    lines.set(question, index + 1);
    cases.push(read);
  }
  if (cases.length === 0)
    throw host.invalid(`${file} holds no case`, 'cases', 'Add cases or remove the check');
  return cases;
}

function textOf(bytes: Uint8Array, file: string, host: CheckHost): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw host.invalid(`${file} is not UTF-8`, 'cases', 'Save it as UTF-8', error);
  }
}

/** The case, or what is wrong with it. */
function caseIn(line: string): GoldenCase | string {
  let value: unknown;
  try {
    value = JSON.parse(line, refuseRounded);
    // Asked and compared as plain data, which has no key `__proto__` and a greatest depth.
    writePlain(value);
  } catch (error) {
    return (error as Error).message;
  }
  const parsed = goldenCase.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue!.path.join('.') || 'it'}: ${issue!.message}`;
  }
  return parsed.data;
}

/** A whole number that a double cannot hold would be compared as another one. */
function refuseRounded(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  if (!Number.isFinite(value) || (/^-?\d+$/.test(source) && BigInt(source) !== BigInt(value)))
    throw new RangeError(`${source} is beyond what a number can hold`);
  return value;
}

function questionOf({ arguments: args }: GoldenCase): string {
  return canonicalJson(args);
}

interface KnownCases {
  readonly check: string;
  readonly visibility: Visibility;
  readonly questions: ReadonlySet<string>;
}

/**
 * Sees that no held-out case of the oracle is visible as well: it would measure what was memorised.
 *
 * @throws FulcrumError naming both checks
 */
export function refuseOverlap(
  cases: readonly GoldenCase[],
  { name: check, visibility }: { readonly name: string; readonly visibility: Visibility },
  host: CheckHost,
): void {
  const known = host.shared('golden', (): KnownCases[] => []);
  const questions = new Set(cases.map(questionOf));
  for (const other of known) {
    if (other.visibility === visibility) continue;
    const common = [...questions].filter((question) => other.questions.has(question)).length;
    if (common === 0) continue;
    const what = `${common} of its cases ${common === 1 ? 'is' : 'are'} also in the ${other.visibility} check "${other.check}"`;
    throw host.invalid(what, 'cases', 'Ask each question in a visible or in a held-out set, never in both');
  }
  known.push({ check, visibility, questions });
}
