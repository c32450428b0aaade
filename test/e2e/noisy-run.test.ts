import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { Decision } from '../../src/kernel/decision.ts';
import { fulcrum, fulcrumHere, jsonLines, startFulcrum, tinyTask } from '../stand-ins/command-line.ts';

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

/** What is shipped is off by 3 for every input: one constant mends it, most other changes are worse. */
const TASK = `name: noisy
workspace: { editable: [double.ts] }
subject: { kind: node, module: double.ts, export: double }
oracle: { module: oracle.ts }
objective: { metric: error, slice: known, direction: minimize }
slices: { visible: [known], heldOut: [{ name: unseen, metric: error, items: fixed, reads: 30, answer: { kind: ladder, step: 0.5 } }] }
strategy: { kind: greedy }
acceptance: { rule: two-stage, screenPairs: 10, maximumPairs: 40, remeasureEvery: 2 }
budget: { evaluations: 3 }
seed: 1
pipeline: 2
`;

/** Noise that no seed repeats, of the size of a small gain; the held-out items are told without. */
const ORACLE = `import { defineOracle } from 'fulcrum';
const check = (name, visibility, noise) => ({
  name, slice: name, visibility,
  run: async ({ subject, random }) => {
    let error = 0;
    for (let question = 0; question < 4; question += 1) {
      const input = random.below(1000);
      const answer = await subject.ask(input);
      if (answer.kind === 'threw' || typeof answer.value !== 'number') return { status: 'fail', reason: 'no number' };
      error += Math.abs(answer.value - 2 * input);
    }
    return { status: 'pass', metrics: { error: error + noise * (Math.random() - 0.5) } };
  },
});
export default defineOracle({ checks: [check('known', 'visible', 4), check('unseen', 'held-out', 0)] });
`;

const SOURCE = `export function double(input: number): number {
  return input * 2 + 3;
}
`;

it(
  'a noisy task runs under a tested rule, survives a kill, and is verified and replayed',
  { timeout: 90_000 },
  async () => {
    const home = tinyTask({ 'fulcrum.yaml': TASK, 'oracle.ts': ORACLE, 'workspace/double.ts': SOURCE });
    homes.push(home);
    const run = startFulcrum(['run', '--json', '--no-control'], home);
    await run.said('"candidate-decided"');
    run.child.kill('SIGKILL');
    await run.ended;

    const resumed = await fulcrum(['resume', '--no-control', '--display', 'none'], home);
    expect(resumed.stderr).toBe('');
    expect(resumed.code).toBe(0);

    const [status] = jsonLines((await fulcrumHere(['status', '--json'], home)).stdout);
    expect(status).toMatchObject({ noise: { pairs: 10, deterministic: false }, remeasured: { pairs: 10 } });
    const { reads, left } = (status!['heldOut'] as Record<string, { reads: number; left: number }>)[
      'unseen'
    ]!;
    expect(reads).toBeGreaterThanOrEqual(1);
    expect(reads + left).toBe(30);

    const log = jsonLines((await fulcrumHere(['log', '--json'], home)).stdout);
    const types = log.map(({ event }) => (event as { readonly type: string }).type);
    expect(types.filter((type) => type === 'noise-measured')).toHaveLength(1);
    expect(types.filter((type) => type === 'incumbent-remeasured').length).toBeGreaterThanOrEqual(1);

    // The held-out figures are told without noise: nothing was kept that is not better.
    const kept = log.flatMap(({ event }) => {
      const { type, decision } = event as { readonly type: string; readonly decision?: Decision };
      return type === 'candidate-decided' && decision!.kind === 'keep' ? [decision!] : [];
    });
    expect(kept.length).toBeGreaterThanOrEqual(1);
    for (const { comparisons } of kept) {
      const unseen = comparisons.filter(
        ({ slice, against }) => slice === 'unseen' && against === 'incumbent',
      );
      expect(unseen.length).toBeGreaterThanOrEqual(1);
      expect(unseen.every(({ gain }) => gain! > 0)).toBe(true);
    }

    // No figure comes out the same twice: the pairs are what is judged again.
    const verified = await fulcrumHere(['verify', '--json'], home);
    expect(verified.code).toBe(0);
    const again = jsonLines(verified.stdout).find(({ name }) => name === 'winner, judged again');
    expect(again).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/pairs won, \d+ lost, e-value/) as string,
    });
    expect((await fulcrumHere(['replay'], home)).code).toBe(0);
  },
);
