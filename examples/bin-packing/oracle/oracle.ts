import { readFileSync } from 'node:fs';
import type { CheckContext, CheckOutcome, Json, Random } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import { illustrateRule } from './illustrate.ts';
import type { Instance, ScoreTable } from './pack.ts';
import { meanExcess } from './pack.ts';
import { askRule } from './rule-table.ts';
import { weibullInstances } from './weibull.ts';

const CAPACITY = 100;

const published = JSON.parse(readFileSync(new URL('../data/binpack.json', import.meta.url), 'utf8')) as {
  readonly W5k: readonly Instance[];
};

/** Packs one kind of instances by the candidate's rule; the oracle counts the bins. */
function packs(
  make: (random: Random) => readonly Instance[],
  evidence: (table: ScoreTable) => Json = () => null,
) {
  return async ({ subject, random, remember }: CheckContext): Promise<CheckOutcome> => {
    const instances = remember('instances', () => make(random));
    const asked = await askRule(subject, random, CAPACITY);
    if (asked.kind === 'refused') return asked.outcome;
    return {
      status: 'pass',
      metrics: { excess: meanExcess(instances, asked.table) },
      evidence: evidence(asked.table),
    };
  };
}

export default defineOracle({
  checks: [
    {
      name: 'packs generated streams',
      slice: 'train',
      visibility: 'visible',
      run: packs((random) => weibullInstances(random, 5, 2000)),
    },
    {
      name: 'packs streams of a thousand',
      slice: 'weibull-1k',
      visibility: 'held-out',
      run: packs((random) => weibullInstances(random, 20, 1000)),
    },
    {
      name: 'packs the published streams',
      slice: 'weibull-5k',
      visibility: 'held-out',
      run: packs(
        () => published.W5k,
        (table) => ({ illustration: illustrateRule(table, CAPACITY) as unknown as Json }),
      ),
    },
    {
      name: 'packs short streams',
      slice: 'weibull-120',
      visibility: 'held-out',
      run: packs((random) => weibullInstances(random, 100, 120)),
    },
  ],
});
