import { createRequire } from 'node:module';
import type { CallOutcome, PackageCall } from './describe-call.ts';
import { describeCall } from './describe-call.ts';

/** The package whose bugs are put in and mended: CommonJS, beside this file in a candidate. */
const exports: unknown = createRequire(import.meta.url)('./package');

/** Makes some calls in order and says what came of each. */
export function answer(calls: readonly PackageCall[]): readonly CallOutcome[] {
  return calls.map((call) => describeCall(exports, call));
}
