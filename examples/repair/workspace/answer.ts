import parse from './minimist.cjs';
import type { CallOutcome, ParserCall } from './describe.ts';
import { describeCall } from './describe.ts';

/** Makes some calls in order and says what came of each. */
export function answer(calls: readonly ParserCall[]): readonly CallOutcome[] {
  return calls.map((call) => describeCall(parse, call));
}
