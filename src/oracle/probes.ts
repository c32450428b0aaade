import type { Json } from '../kernel/json.ts';
import type { CascadeInputs, Questioned } from './cascade.ts';
import { runCascade } from './cascade.ts';
import type { Oracle } from './define.ts';
import type { NamedChecks } from './messages.ts';
import { readPlain, writePlain } from './subject/plain-data.ts';

/** Candidates that do nothing. They are ours and answer in the oracle's own process. */
const IDLERS: readonly { readonly name: string; readonly answer: (args: readonly Json[]) => Json }[] = [
  { name: 'null', answer: () => null },
  { name: 'zero', answer: () => 0 },
  { name: 'empty text', answer: () => '' },
  { name: 'empty list', answer: () => [] },
  { name: 'empty object', answer: () => ({}) },
  { name: 'true', answer: () => true },
  { name: 'echo', answer: (args) => args[0] ?? null },
];

/** The verdicts of an oracle on candidates that do nothing. */
export async function probeWithIdlers(
  oracle: Oracle,
  inputs: CascadeInputs,
): Promise<readonly NamedChecks[]> {
  const results: NamedChecks[] = [];
  for (const { name, answer } of IDLERS) {
    const questioned: Questioned = {
      call: async (payload) => ({
        kind: 'value',
        payload: writePlain(answer(readPlain(payload) as readonly Json[])),
      }),
      load: async () => null,
      settle: async () => null,
    };
    results.push({ name, checks: await runCascade(oracle, questioned, inputs) });
  }
  return results;
}
