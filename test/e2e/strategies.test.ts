import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { RunEvent } from '../../src/kernel/event.ts';
import { fulcrum, jsonLines, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

const TREE = `strategy: { kind: tree, drafts: 3, stages: ai-scientist, finalists: 2, seeds: 2 }`;

let directory: string;
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('a tree of drafts measures its finalists, repeats itself, and is written as results.tsv', async () => {
  const text = TINY_TASK.replace('strategy: { kind: evolve }', TREE);
  directory = tinyTask({ 'fulcrum.yaml': text });
  const run = await fulcrum(['run', '--json'], directory);
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  const events = jsonLines(run.stdout)
    .filter(({ type }) => type === 'entry')
    .map(({ event }) => event as RunEvent);
  // The first draft that passes and the baseline contend: two looks each, or more from the pipeline.
  expect(events.filter(({ type }) => type === 'candidate-measured').length).toBeGreaterThanOrEqual(4);

  const turns = events.filter((event) => event.type === 'candidate-measured');
  const { number } = turns[0]!.candidate;
  const [shown] = jsonLines((await fulcrum(['show', String(number), '--json'], directory)).stdout);
  const own = turns.filter(({ candidate }) => candidate.number === number);
  expect(
    (shown!['later'] as readonly { readonly kind: string }[]).filter(({ kind }) => kind === 'turn'),
  ).toEqual(own.map((turn) => ({ kind: 'turn', number: turn.number, verdict: turn.verdict })));

  const replay = await fulcrum(['replay', '--json'], directory);
  expect(replay.code).toBe(0);

  const file = join(directory, 'results.tsv');
  expect((await fulcrum(['export', file, '--results-tsv'], directory)).code).toBe(0);
  const [header, baseline, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(header).toBe('commit\tval_bpb\tmemory_gb\tstatus\tdescription');
  expect(baseline).toMatch(/^[0-9a-f]{7}\t\d+\.\d{6}\t\tkeep\tbaseline$/);
  expect(lines).toHaveLength(events.filter(({ type }) => type === 'candidate-decided').length);
});

it('autoresearch repairs what does not pass, from the failing candidate itself', async () => {
  directory = tinyTask({ 'fulcrum.yaml': TINY_TASK.replace('{ kind: evolve }', '{ kind: autoresearch }') });
  const run = await fulcrum(['run', '--json'], directory);
  expect(run.stderr).toBe('');
  const events = jsonLines(run.stdout)
    .filter(({ type }) => type === 'entry')
    .map(({ event }) => event as RunEvent);
  const failed = new Set(
    events.flatMap((event) =>
      event.type === 'candidate-judged' && event.verdict.status !== 'pass' ? [event.judged] : [],
    ),
  );
  const repairs = events.filter(
    (event) => event.type === 'candidate-proposed' && failed.has(event.candidate.parents[0]!),
  );
  expect(repairs).not.toEqual([]);
});
