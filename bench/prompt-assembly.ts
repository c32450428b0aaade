/**
 * What it takes to put a prompt together in a run of many candidates: from the parents, any four of all, their files and
 * the judge's feedback on them to the text, with twelve lessons and twelve entries of memory.
 * `node bench/prompt-assembly.ts [candidates]`, by default 100,000, beside 100.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate } from '../src/kernel/candidate.ts';
import type { Ledger } from '../src/kernel/contracts/ledger.ts';
import type { Proposer } from '../src/kernel/contracts/proposer.ts';
import type { NamedMemory } from '../src/kernel/memory.ts';
import { createRandom } from '../src/kernel/random.ts';
import { openLedger } from '../src/ledger/sqlite-ledger.ts';
import { takeTurn } from '../src/loop/3-propose.ts';
import { runLoop } from '../src/loop/loop.ts';
import { memoryDigest, memoryEntry } from '../src/memory/memory-entry.ts';
import type { Lesson } from '../src/proposers/llm/lessons.ts';
import { buildPrompt } from '../src/proposers/llm/prompt/build-prompt.ts';
import { keepHeapSmall } from '../src/surfaces/small-heap.ts';
import { controllerRun } from './controller-run.ts';
import { numberArgument } from './number-argument.ts';
import { median, percentile } from './statistics.ts';

const largest = numberArgument(1, 100_000, '[candidates]');
const PROMPTS = 1000;
const PARENTS = 4;

const LESSONS: readonly Lesson[] = Array.from({ length: 12 }, (_, number) => {
  return { number, summary: 'y'.repeat(160), outcome: 'discard', reason: 'x'.repeat(300), score: number };
});

const MEMORY: readonly NamedMemory[] = Array.from({ length: 12 }, (_, index) => {
  const entry = memoryEntry(`note ${index} `.repeat(60), { kind: 'person', name: 'bench' }, null);
  return { digest: memoryDigest(entry), entry };
});

keepHeapSmall();
console.log('candidates  median ms  p99 ms  characters');
for (const candidates of [100, largest]) await measure(candidates);

async function measure(candidates: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-prompts-'));
  const ledger = openLedger(directory);
  const parts = controllerRun({ ledger, strategy: { kind: 'evolve' }, evaluations: candidates });
  const { decided } = (await runLoop(parts)).state;
  const characters: number[] = [];
  const asked = { ...parts, proposers: [assembler(characters)] };
  const random = createRandom('parents');
  const times: number[] = [];
  for (let prompt = 1; prompt <= PROMPTS; prompt += 1) {
    const parents = Array.from({ length: PARENTS }, () => anyOf(ledger, decided, random.below));
    const strategy = {
      ...parts.strategy,
      select: () => ({ kind: 'propose', parents, intent: 'vary' }) as const,
    };
    const state = { strategy: null, proposers: [null] };
    const started = performance.now();
    const turn = takeTurn({ ...asked, strategy }, decided + prompt, state);
    if (turn.kind === 'propose') await turn.propose(new AbortController().signal);
    times.push(performance.now() - started);
  }
  const figures = [median(times).toFixed(3), percentile(times, 0.99).toFixed(3), median(characters)];
  console.log([candidates, ...figures].join('  '));
  ledger.close();
  rmSync(directory, { recursive: true });
}

function anyOf(ledger: Ledger, decided: number, below: (bound: number) => number): Candidate {
  for (;;) {
    for (const { event } of ledger.entriesOf(1 + below(decided))) {
      if (event.type === 'candidate-proposed') return event.candidate;
    }
  }
}

/** Puts the prompt together and asks nobody. */
function assembler(characters: number[]): Proposer {
  return {
    id: 'assembler',
    trusted: false,
    start: () => null,
    observe: (state) => state,
    propose: (request) => {
      const options = { style: 'full', promptCharacters: 120_000 } as const;
      const { text } = buildPrompt(request, LESSONS, options, request.random, MEMORY);
      characters.push(text.length);
      return Promise.resolve({ kind: 'nothing', reason: 'only the prompt is wanted' });
    },
  };
}
