import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoreTable } from '../../examples/vm-placement/oracle/place.ts';
import { hostState, HOST_STATES, place } from '../../examples/vm-placement/oracle/place.ts';
import { askRule } from '../../examples/vm-placement/oracle/rule-table.ts';
import type { Trace } from '../../examples/vm-placement/oracle/trace.ts';
import { drawTraces, HOST, SIZES, TRAINING_MIX } from '../../examples/vm-placement/oracle/trace.ts';
import { score as bestFit } from '../../examples/vm-placement/workspace/rule.ts';
import { table as tabulate } from '../../examples/vm-placement/workspace/table.ts';
import { createRandom } from '../../src/kernel/random.ts';
import type { Answer } from '../../src/oracle/define.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';

type Rule = (cores: number, memory: number, freeCores: number, freeMemory: number) => number;

function tableOf(rule: Rule): ScoreTable {
  return SIZES.map(({ cores, memory }) => {
    const row = new Float64Array(HOST_STATES);
    for (let freeCores = cores; freeCores <= HOST.cores; freeCores += 1) {
      for (let freeMemory = memory; freeMemory <= HOST.memory; freeMemory += 1)
        row[hostState(freeCores, freeMemory)] = rule(cores, memory, freeCores, freeMemory);
    }
    return row;
  });
}

/** A second method: at every arrival all machines that are still there are counted again from a plain list. */
function placeNaively(
  trace: Trace,
  rule: Rule,
): { readonly hostHours: number; readonly leastHostHours: number } {
  const placed: {
    readonly host: number;
    readonly size: number;
    readonly from: number;
    readonly until: number;
  }[] = [];
  for (const { size, from, until } of trace) {
    const { cores, memory } = SIZES[size]!;
    const there = placed.filter((machine) => machine.until > from);
    let best: { host: number; score: number; isEmpty: boolean } | null = null;
    for (let host = 0; host <= placed.length; host += 1) {
      const own = there.filter((machine) => machine.host === host);
      const freeCores = HOST.cores - sumOf(own, 'cores');
      const freeMemory = HOST.memory - sumOf(own, 'memory');
      if (freeCores < cores || freeMemory < memory) continue;
      const score = rule(cores, memory, freeCores, freeMemory);
      const isEmpty = own.length === 0;
      const wins = best === null || score > best.score || (score === best.score && best.isEmpty && !isEmpty);
      if (wins) best = { host, score, isEmpty };
    }
    placed.push({ host: best!.host, size, from, until });
  }
  const end = trace.at(-1)!.from;
  const moments = [...new Set(trace.flatMap(({ from, until }) => [from, until]))].filter(
    (time) => time <= end,
  );
  const sorted = moments.toSorted((left, right) => left - right);
  let hostHours = 0;
  let leastHostHours = 0;
  for (const [index, time] of sorted.slice(1).entries()) {
    const since = sorted[index]!;
    const there = placed.filter((machine) => machine.from <= since && machine.until > since);
    hostHours += new Set(there.map(({ host }) => host)).size * (time - since);
    leastHostHours +=
      Math.max(
        Math.ceil(sumOf(there, 'cores') / HOST.cores),
        Math.ceil(sumOf(there, 'memory') / HOST.memory),
      ) *
      (time - since);
  }
  return { hostHours, leastHostHours };
}

function sumOf(machines: readonly { readonly size: number }[], of: 'cores' | 'memory'): number {
  return machines.reduce((sum, { size }) => sum + SIZES[size]![of], 0);
}

describe('placing machines', () => {
  it('counts the host hours that counting everything again gives', () => {
    const arrivals = fc.array(
      fc.record({
        size: fc.integer({ min: 0, max: SIZES.length - 1 }),
        wait: fc.integer({ min: 1, max: 4 }),
        life: fc.integer({ min: 1, max: 40 }),
      }),
      { minLength: 2, maxLength: 30 },
    );
    const weights = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(arrivals, weights, (drawn, [first, second]) => {
        let now = 0;
        const trace = drawn.map(({ size, wait, life }) => {
          now += wait;
          return { size, from: now, until: now + life };
        });
        const rule: Rule = (cores, memory, freeCores, freeMemory) =>
          first * (freeCores - cores) + second * (freeMemory - memory);
        expect(place(trace, tableOf(rule))).toEqual(placeNaively(trace, rule));
      }),
      { numRuns: 300 },
    );
  });

  it('needs two hosts for two machines that fill one each, for as long as both are there', () => {
    const full = SIZES.findIndex(({ cores, memory }) => cores === 8 && memory === 32);
    const trace = [
      { size: full, from: 0, until: 5 },
      { size: full, from: 2, until: 9 },
      { size: 0, from: 10, until: 11 },
    ];
    // 0 to 2 one host, 2 to 5 two, 5 to 9 one, then none up to the last arrival.
    expect(place(trace, tableOf(bestFit))).toEqual({ hostHours: 12, leastHostHours: 12 });
  });

  it('draws as many arrivals an hour as it says, and lives of the mean it says', () => {
    const [trace] = drawTraces(createRandom('trace'), TRAINING_MIX, 1, 20_000);
    const rate = trace!.length / trace!.at(-1)!.from;
    const mean = trace!.reduce((sum, { from, until }) => sum + until - from, 0) / trace!.length;
    // 20 an hour; 0.8 * 4 + 0.2 * 24 = 8 hours, standard deviation 13.9: four standard errors.
    expect(Math.abs(rate - 20)).toBeLessThan(0.57);
    expect(Math.abs(mean - 8)).toBeLessThan(0.4);
  });
});

describe('asking a rule', () => {
  const ask = (answer: (sizes: readonly (readonly [number, number])[]) => unknown): Promise<unknown> =>
    askRule(
      { ask: async (sizes) => ({ kind: 'value', value: answer(sizes as never) }) as Answer },
      createRandom('ask'),
    );

  it('gets the table that the rule is', async () => {
    expect(await ask((sizes) => tabulate(sizes, HOST.cores, HOST.memory))).toEqual({
      kind: 'table',
      table: tableOf(bestFit),
    });
  });

  it.each([
    ['nothing', () => null],
    ['an object', () => ({ length: 3 })],
    ['too few', () => [1, 2, 3]],
    ['one too many', (right: readonly unknown[]) => [...right, 1]],
    ['no number', (right: readonly unknown[]) => right.with(7, NaN)],
    ['a text', (right: readonly unknown[]) => right.with(0, '1')],
  ])('refuses %s', async (_, spoil) => {
    const answer = await ask((sizes) => spoil(tabulate(sizes, HOST.cores, HOST.memory)));
    expect(answer).toMatchObject({ kind: 'refused', outcome: { status: 'fail' } });
  });

  it('refuses a rule that counts', async () => {
    let calls = 0;
    const answer = await ask((sizes) => {
      calls += 1;
      return tabulate(sizes, HOST.cores, HOST.memory).map((score) => score + calls);
    });
    expect(answer).toMatchObject({ outcome: { reason: expect.stringContaining('differently') as string } });
  });
});

describe('the example', () => {
  it('runs and measures all three slices', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'fulcrum-placement-'));
    const task = loadTask(join(import.meta.dirname, '../../examples/vm-placement'));
    const defined = overrideTask(task, { budget: { evaluations: 20, wallSeconds: 6 } });
    const { state } = await runTask(defined, { directory });
    for (const slice of ['train', 'same-mix', 'other-mix']) {
      const excess = metricOf(state.incumbent!.fresh, slice, 'excess')!;
      expect(excess).toBeGreaterThan(0);
      expect(excess).toBeLessThan(40);
    }
    rmSync(directory, { recursive: true });
  });
});
