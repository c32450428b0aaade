import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import { candidateWith, STAMP } from '../kernel/testing/fixtures.ts';
import type { ChainHead } from './chain.ts';
import { emptyChain, GENESIS, link } from './chain.ts';

const refused = (number: number): RunEvent => {
  return {
    type: 'proposal-refused',
    number,
    kind: 'no-change',
    detail: '',
    parents: [],
    provenance: null,
    duplicateOf: null,
  };
};

const interruption = fc.constantFrom<RunEvent>(
  { type: 'run-resumed', budget: { evaluations: 1, wallSeconds: null, work: null, money: null } },
  { type: 'run-finished', reason: 'stop-requested', detail: 'a person' },
  { type: 'seed-revealed', oracleSeed: 'x' },
  { type: 'sandbox-proved', sandbox: STAMP, probes: [] },
);
const event = fc.oneof(
  fc.nat(5).map(refused),
  fc.nat(5).map((number): RunEvent => ({ type: 'candidate-proposed', candidate: candidateWith({ number }) })),
);
const at = fc.integer({ min: 0, max: 10 }).map((second) => new Date(second * 1000).toISOString());
const observed = fc.record({ milliseconds: fc.nat(5) });

function chain(entries: readonly (LedgerEntry & { readonly at: string })[]): ChainHead {
  return entries.reduce((head: ChainHead, { at: time, ...entry }) => link(head, entry, time), emptyChain);
}

test('a hash is SHA-256 over the hash before, sequence, time, event and observations', () => {
  const text = `["${GENESIS}",1,"2026",{"oracleSeed":"x","type":"seed-revealed"},{"a":1,"b":2}]`;
  const entry = link(
    emptyChain,
    { event: { type: 'seed-revealed', oracleSeed: 'x' }, observed: { b: 2, a: 1 } },
    '2026',
  );
  expect(entry.hash).toBe(createHash('sha256').update(text).digest('hex'));
  expect(entry.replay).toBe(GENESIS);
  const next = link(entry, { event: { type: 'oracle-proved', probes: [] }, observed: {} }, '2027');
  const replayed = `["${GENESIS}",{"probes":[],"type":"oracle-proved"}]`;
  expect(next).toMatchObject({ sequence: 2, previous: entry.hash });
  expect(next.replay).toBe(createHash('sha256').update(replayed).digest('hex'));
});

test('runs with the same events replay alike, whatever the clock, the observations and the interruptions', () => {
  const entry = fc.record({ event, observed, at });
  const other = fc.record({ observed, at });
  const pause = fc.record({ event: interruption, observed, at });
  fc.assert(
    fc.property(fc.array(fc.tuple(entry, other, fc.option(pause)), { minLength: 1 }), (entries) => {
      const left = chain(entries.map(([first]) => first));
      const right = chain(
        entries.flatMap(([first, second, pauses]) => [...(pauses ? [pauses] : []), { ...first, ...second }]),
      );
      expect(right.replay).toBe(left.replay);
    }),
  );
});

test('runs with other events, or in another order, replay and hash differently', () => {
  const list = fc.array(fc.record({ event, observed, at }), { maxLength: 6 });
  fc.assert(
    fc.property(list, list, (left, right) => {
      const text = (entries: typeof left, whole: boolean): string =>
        JSON.stringify(whole ? entries : entries.map((entry) => entry.event));
      expect(chain(left).replay === chain(right).replay).toBe(text(left, false) === text(right, false));
      expect(chain(left).hash === chain(right).hash).toBe(text(left, true) === text(right, true));
    }),
    { numRuns: 300 },
  );
});
