import { afterAll, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeldOutAnswer } from '../../kernel/task.ts';
import type { CheckResult } from '../../kernel/verdict.ts';
import { createRandom } from '../../kernel/random.ts';
import type { HeldOutOrder } from './keeping.ts';
import { openReading } from './reading.ts';
import type { ReadingRecord } from './reading-record.ts';
import { openReadingRecord } from './reading-record.ts';

/*
 * The boosting attack of Blum and Hardt (2015, section 4): labels are coin flips, so that nothing can be learned and every
 * honest error is 1/2. The attacker submits random sign vectors, keeps those that changed the answer, which alone can say
 * something of them, turned round where their error is above 1/2, and submits their majority. Of k vectors on n labels with
 * exact answers each is right with probability 1/2 + 1 / sqrt(2 pi n), so that their majority errs with about
 * Phi(-sqrt(2 k / (pi n))), whatever the labels mean.
 */
const ITEMS = 400;
const SUBMISSIONS = 200;

const folder = mkdtempSync(join(tmpdir(), 'fulcrum-attack-'));
const records: ReadingRecord[] = [];
afterAll(() => {
  for (const record of records) record.close();
  rmSync(folder, { recursive: true, force: true });
});

type Bits = readonly number[];

/** The answers of a real record to whoever asks, for a visible and a held-out figure that are the same coin flips. */
function opponent(name: string, answer: HeldOutAnswer | undefined, reads?: number) {
  const random = createRandom(`labels ${name}`);
  const bits = (): Bits => Array.from({ length: ITEMS }, () => Number(random.chance(0.5)));
  const labels = { train: bits(), hidden: bits() };
  const order: HeldOutOrder = {
    file: join(folder, name),
    slices: [
      {
        ...{ name: 'hidden', metric: 'error', direction: 'minimize', tolerance: 0, items: 'fixed' },
        ...(answer && { answer }),
        ...(reads !== undefined && { reads }),
      },
    ],
    recorded: {},
    baseline: 'baseline',
  };
  const record = openReadingRecord(order.file);
  records.push(record);
  let count = 0;
  return {
    bits,
    trueError: (guess: Bits) => meanOf(lossesOf(guess, labels.hidden)),
    submit: (guess: Bits): number => {
      count += 1;
      const judged = { tree: `tree ${count}`, inputs: `decision-${count}` };
      const reading = openReading(order, record, 'seed', judged);
      const items = lossesOf(guess, labels.hidden);
      reading.enter('hidden');
      reading.note('hidden', items);
      const train = checkOf('train', meanOf(lossesOf(guess, labels.train)));
      const released = reading.release([train, checkOf('hidden', meanOf(items))]);
      return released[1]!.metrics['error']!;
    },
  };
}

interface Attack {
  readonly best: Bits;
  /** Submissions that changed the answer. */
  readonly told: number;
}

function attack({ bits, submit }: ReturnType<typeof opponent>): Attack {
  let before: number | null = null;
  let told = 0;
  const kept = Array.from({ length: SUBMISSIONS }, bits).flatMap((guess) => {
    const error = submit(guess);
    const isNew = error !== before;
    before = error;
    if (!isNew) return [];
    told += 1;
    if (error === 0.5) return [];
    return [error < 0.5 ? guess : guess.map((bit) => 1 - bit)];
  });
  const best = bits().map((tie, item) => {
    const votes = kept.reduce((sum, guess) => sum + 2 * guess[item]! - 1, 0);
    return votes === 0 ? tie : Number(votes > 0);
  });
  return { best, told };
}

function lossesOf(guess: Bits, labels: Bits): Bits {
  return guess.map((bit, item) => Number(bit !== labels[item]));
}

function meanOf(values: Bits): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function checkOf(slice: string, error: number): CheckResult {
  return {
    check: slice,
    slice,
    visibility: slice === 'train' ? 'visible' : 'held-out',
    grade: 'held-out',
    status: 'pass',
    metrics: { error },
    reason: null,
    evidence: null,
    questions: ITEMS,
    transcript: '',
  };
}

/** Four standard errors of an error rate over the items: what chance alone does. */
const CHANCE = (4 * 0.5) / Math.sqrt(ITEMS);

it('beats exact answers: coin flips are told to be well predicted', () => {
  const exact = opponent('exact', undefined);
  // Phi(-sqrt(2 * 200 / (pi * 400))) = .286.
  const told = exact.submit(attack(exact).best);
  expect(told).toBeLessThan(0.286 + CHANCE);
  expect(told).toBeGreaterThan(0.286 - CHANCE);
});

it('learns nothing from the ladder', () => {
  const ladder = opponent('ladder', { kind: 'ladder', step: null });
  const { best, told } = attack(ladder);
  expect(ladder.submit(best)).toBeGreaterThan(0.5 - CHANCE);
  expect(ladder.trueError(best)).toBeGreaterThan(0.5 - CHANCE);
  // Without its step it would tell every record: H(200) = 5.88 of 200 on average, with a deviation of 2.06.
  expect(told).toBeLessThan(5.88 + 4 * 2.06);
});

it('learns of the visible items only from thresholdout', () => {
  const answer = { kind: 'thresholdout', against: 'train', threshold: 0.12, noise: 0.01 } as const;
  const thresholdout = opponent('thresholdout', answer, SUBMISSIONS);
  const { best } = attack(thresholdout);
  expect(thresholdout.trueError(best)).toBeGreaterThan(0.5 - CHANCE);
  // It has learned the visible labels by heart, and is told so: the answer is the held-out figure, near one half.
  expect(thresholdout.submit(best)).toBeGreaterThan(0.5 - CHANCE);
});
