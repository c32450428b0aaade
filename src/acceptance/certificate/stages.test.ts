import { describe, expect, test } from 'vitest';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { RunEvent } from '../../kernel/event.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { candidateWith, verdictWith } from '../../kernel/testing/fixtures.ts';
import { amdahl, createStageClock, stageTable } from './stages.ts';

describe('Amdahl’s law', () => {
  test('in its best-known figures', () => {
    expect(amdahl(0.5, 2)).toBeCloseTo(4 / 3, 12);
    expect(amdahl(0.95, 20)).toBeCloseTo(1 / (0.05 + 0.95 / 20), 12);
    expect(amdahl(0.95, 1e12)).toBeCloseTo(20, 6);
    expect(amdahl(0, 100)).toBe(1);
  });

  test('the share of a stage is the elasticity of the whole’s speed to the stage’s', () => {
    const step = 1e-6;
    for (const share of [0.1, 0.4, 0.9]) {
      const slope = Math.log(amdahl(share, Math.exp(step))) / step;
      expect(slope).toBeCloseTo(share, 5);
    }
  });
});

describe('the table of stages', () => {
  test('names the longest first and counts the time nobody claims as the loop’s own', () => {
    const { stages, busyMilliseconds } = stageTable(
      new Map([
        ['a', 200],
        ['b', 500],
      ]),
      1000,
    );
    expect(stages.map(({ name, share }) => [name, share])).toEqual([
      ['b', 0.5],
      ['loop and ledger', 0.3],
      ['a', 0.2],
    ]);
    expect(busyMilliseconds).toBe(1000);
    expect(stages[0]).toMatchObject({ whenGone: 2 });
    expect(stages[0]!.whenHalved).toBeCloseTo(4 / 3, 12);
  });

  test('counts work side by side in full', () => {
    const { stages, busyMilliseconds, elapsedMilliseconds } = stageTable(
      new Map([
        ['a', 3000],
        ['b', 1000],
      ]),
      1000,
    );
    expect({ busyMilliseconds, elapsedMilliseconds }).toEqual({
      busyMilliseconds: 4000,
      elapsedMilliseconds: 1000,
    });
    expect(stages.map(({ share }) => share)).toEqual([0.75, 0.25]);
  });

  test('reads what was observed beside the entries, builds apart from questions', () => {
    const clock = createStageClock();
    const add = (event: RunEvent, observed: JsonObject): void =>
      clock.observe({ event, observed } as StoredEntry);
    add({ type: 'candidate-proposed', candidate: candidateWith({ number: 1 }) }, { proposing: 40 });
    const judged = { type: 'candidate-judged', number: 1, judged: 1 } as const;
    add({ ...judged, verdict: verdictWith({ mode: 'screened' }) }, { milliseconds: 30, building: 10 });
    add({ ...judged, verdict: verdictWith({}) }, { milliseconds: 5, elapsedMilliseconds: 50 });
    add({ ...judged, verdict: verdictWith({}) }, { milliseconds: 'many', elapsedMilliseconds: 75 });
    const { stages, elapsedMilliseconds } = clock.table();
    expect(elapsedMilliseconds).toBe(75);
    expect(Object.fromEntries(stages.map(({ name, milliseconds }) => [name, milliseconds]))).toEqual({
      'propose: mutation': 40,
      'oracle: screening': 20,
      build: 10,
      'oracle: fresh sandboxes': 5,
    });
  });
});
