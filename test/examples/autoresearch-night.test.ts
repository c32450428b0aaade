import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { armTask, spendNight } from '../../examples/autoresearch-night/arms.ts';
import { measureAgain } from '../../examples/autoresearch-night/measure-again.ts';
import { bitsPerByte } from '../../examples/autoresearch-night/oracle/bits-per-byte.ts';
import { pairedGain } from '../../examples/autoresearch-night/paired-gain.ts';
import { answer } from '../../examples/autoresearch-night/workspace/answer.ts';
import { symbolsOf, VOCABULARY } from '../../examples/autoresearch-night/workspace/symbols.ts';
import { loadTask } from '../../src/task/load-task.ts';

const example = new URL('../../examples/autoresearch-night/', import.meta.url);
const heldOut = readFileSync(new URL('data/held-out.txt', example), 'utf8');
const training = readFileSync(new URL('workspace/training.txt', example), 'utf8');

describe('bits per byte', () => {
  it('are those of a uniform guess and of a certain one', () => {
    expect(
      bitsPerByte(
        [
          [1, 1, 1, 1],
          [2, 2, 2, 2],
        ],
        [0, 3],
        4,
      ),
    ).toEqual({ bits: 2 });
    expect(bitsPerByte([[0, 1]], [1], 2)).toEqual({ bits: 0 });
    // (log2 2 + log2 8) / 2, whatever the rows sum up to.
    expect(
      bitsPerByte(
        [
          [4, 4],
          [1, 7],
        ],
        [0, 0],
        2,
      ),
    ).toEqual({ bits: 2 });
  });

  it.each([
    ['too few rows', [[1, 1]]],
    ['a short row', [[1, 1], [1]]],
    [
      'a weight below 0',
      [
        [1, 1],
        [2, -1],
      ],
    ],
    [
      'no number',
      [
        [1, 1],
        [Number.NaN, 1],
      ],
    ],
    [
      'no probability for what came',
      [
        [1, 1],
        [0, 1],
      ],
    ],
    [
      'nothing at all',
      [
        [1, 1],
        [0, 0],
      ],
    ],
    ['no list', 'certain'],
  ])('are refused for %s', (_name, table) => {
    expect(bitsPerByte(table, [0, 0], 2)).toHaveProperty('fault');
  });
});

describe('the training', () => {
  const places = Array.from({ length: 200 }, (_, index) => 20 + index * 60);
  const symbols = symbolsOf(heldOut);
  const contexts = places.map((place) => symbols.slice(place - 16, place));
  const truth = places.map((place) => symbols[place]!);
  const bits = (seed: number, positions: number): number => {
    const result = bitsPerByte(answer({ seed, positions, contexts }), truth, VOCABULARY);
    if ('fault' in result) throw new Error(result.fault);
    return result.bits;
  };

  it('knows nothing without a position to learn from, and more the more there are', () => {
    expect(bits(1, 0)).toBeCloseTo(Math.log2(VOCABULARY), 10);
    expect(bits(1, 500)).toBeLessThan(bits(1, 0));
    expect(bits(1, 8000)).toBeLessThan(bits(1, 500) - 0.3);
  });

  it('comes out the same with the same seed and otherwise with another', () => {
    expect(bits(7, 500)).toBe(bits(7, 500));
    expect(bits(7, 500)).not.toBe(bits(8, 500));
  });
});

it('asks about a passage that is not in the text to learn from', () => {
  const windows = Array.from({ length: Math.floor(heldOut.length / 500) }, (_, index) =>
    heldOut.slice(index * 500, index * 500 + 60),
  );
  expect(windows.filter((window) => training.includes(window))).toEqual([]);
});

it('calls a step a gain or a loss only beyond two standard errors', () => {
  // Differences 1, 1, 1, 3: mean 1.5, deviation 1, standard error 0.5.
  expect(pairedGain([3, 3, 3, 5], [2, 2, 2, 2])).toMatchObject({ mean: 1.5, deviation: 1, verdict: 'gain' });
  // Differences 1, -1, 1, 3: mean 1, deviation sqrt(8 / 3), standard error 0.82.
  expect(pairedGain([3, 1, 3, 5], [2, 2, 2, 2]).verdict).toBe('noise');
  expect(pairedGain([2, 2, 2, 2], [3, 3, 3, 5]).verdict).toBe('loss');
});

it('spends a night, measures what it kept again and leaves the table of the original', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'fulcrum-night-'));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  const defined = loadTask(fileURLToPath(example));
  const { strategy } = defined.task;
  const acceptance = { rule: 'greedy', minimumGain: 0, simplicity: true } as const;
  const arm = { name: 'greedy', strategy, acceptance };
  const task = armTask(defined, arm, '1', 6);
  const night = await spendNight(task, arm, scratch);
  expect(night.state.spending.evaluations).toBe(6);
  expect(night.trainings).toBeGreaterThanOrEqual(6);
  const [header, ...rows] = readFileSync(join(night.directory, 'results.tsv'), 'utf8').trimEnd().split('\n');
  expect(header).toBe('commit\tval_bpb\tmemory_gb\tstatus\tdescription');
  expect(rows).toHaveLength(7);
  expect(rows.filter((row) => row.split('\t')[3] === 'keep')).toHaveLength(night.kept.length);
  const [first, second] = await measureAgain(task, night.directory, [night.kept[0]!, night.kept[0]!], 2);
  expect(first).toEqual(second);
  expect(first![0]).not.toBe(first![1]);
}, 60_000);
