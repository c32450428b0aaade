import { TINY_TASK, tinyTask } from './command-line.ts';

/** Words that stand only where no proposer may look. A byte of them that reaches one is a leak. */
export const ORACLE_SECRETS = [
  'canary-in-oracle-source',
  'canary-in-oracle-data',
  'canary-in-held-out-reason',
  'canary-in-held-out-evidence',
  'canarymetric',
  'canaryslice',
  'canary-run-seed',
] as const;

const ORACLE = `import { readFileSync } from 'node:fs';
import { defineOracle } from 'fulcrum';
// canary-in-oracle-source
const data = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8'));
const check = (name, slice, visibility, metric) => ({
  name, slice, visibility,
  run: async ({ subject, random }) => {
    let error = 0;
    for (let question = 0; question < 10; question += 1) {
      const input = random.below(1000) + (visibility === 'visible' ? 0 : data.offset);
      const answer = await subject.ask(input);
      if (answer.kind === 'threw' || typeof answer.value !== 'number')
        return visibility === 'visible'
          ? { status: 'fail', reason: 'no number for ' + input }
          : { status: 'fail', reason: 'canary-in-held-out-reason', evidence: 'canary-in-held-out-evidence' };
      error += Math.abs(answer.value - 2 * input);
    }
    return { status: 'pass', metrics: { [metric]: error }, evidence: visibility === 'visible' ? null : 'canary-in-held-out-evidence' };
  },
});
export default defineOracle({ checks: [check('known', 'known', 'visible', 'error'), check('other', 'canaryslice', 'held-out', 'canarymetric')] });
`;

/**
 * A tiny task whose oracle, data, held-out slice and seed are full of words that no proposer may ever be sent. Held-out
 * inputs are 5000 or more, visible ones below 1000.
 *
 * @param proposers as fulcrum.yaml has them
 */
export function secretiveTask(proposers: string, changes: { readonly [path: string]: string } = {}): string {
  const yaml = TINY_TASK.replace('seed: 1', 'seed: canary-run-seed')
    .replace(
      '{ name: unseen, metric: error, tolerance: 0 }',
      '{ name: canaryslice, metric: canarymetric, tolerance: 0 }',
    )
    .replace('{ module: oracle.ts }', '{ module: oracle.ts, data: [cases.json] }');
  return tinyTask({
    'fulcrum.yaml': `${yaml}proposers: ${proposers}\ndescription: Double the input.\n`,
    'oracle.ts': ORACLE,
    'cases.json': JSON.stringify({ offset: 5000, note: 'canary-in-oracle-data' }),
    ...changes,
  });
}
