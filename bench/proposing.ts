/**
 * What proposers that take their time cost the judges: `node bench/proposing.ts`
 *
 * A scripted backend behind the real meter answers after 300 ms, or after 100 to 500; the proposer is the real `llm`. The
 * judge is a stand-in with two places that takes 40 ms and judges nothing. Prints how much of the judges' time was used,
 * and how long a candidate that was ready waited while a judge was free, in the mean: that must be nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judge } from '../src/kernel/contracts/judge.ts';
import type { Proposer } from '../src/kernel/contracts/proposer.ts';
import { sideBySide } from '../src/kernel/side-by-side.ts';
import { openLedger } from '../src/ledger/sqlite-ledger.ts';
import { runLoop } from '../src/loop/loop.ts';
import { startMeter } from '../src/metering/meter.ts';
import { loadPrices } from '../src/metering/price-table.ts';
import { createRunToken } from '../src/metering/run-token.ts';
import { defineScript } from '../src/metering/scripted/script.ts';
import { scriptedBackend } from '../src/metering/scripted/scripted-backend.ts';
import { createLlmProposer } from '../src/proposers/llm/llm-proposer.ts';
import { controllerRun } from './controller-run.ts';
import { hashJudge } from './hash-judge.ts';

const PLACES = 2;
const JUDGE_MILLISECONDS = 40;
const EVALUATIONS = 60;

const answer = (number: number): string => `SUMMARY: number ${number}
rule.ts
\`\`\`ts
export function score(item: number, space: number): number {
  return space * ${number} - item;
}
\`\`\`
`;

/** Replies by the number of the call, so that each candidate is new. */
function scriptWith(delay: (call: number) => number): ReturnType<typeof defineScript> {
  return defineScript({
    rules: Array.from({ length: 4 * EVALUATIONS }, (_, index) => ({
      when: { call: index + 1 },
      reply: { text: answer(index + 2), delayMilliseconds: delay(index + 1) },
    })),
  });
}

interface Waits {
  readonly proposed: Map<number, number>;
  busy: number;
  idleWaits: number;
}

/** Two places, 40 ms each; first come, first served. */
function slowJudge(waits: Waits): Judge {
  const judge = hashJudge();
  const place = sideBySide(PLACES);
  return {
    ...judge,
    judge: (request) => {
      const since = waits.proposed.get(request.candidate.number);
      if (since !== undefined && request.inputs === 'screening') waits.idleWaits += performance.now() - since;
      waits.proposed.delete(request.candidate.number);
      return place(async () => {
        const begun = performance.now();
        await new Promise((resolve) => setTimeout(resolve, JUDGE_MILLISECONDS));
        waits.busy += performance.now() - begun;
        return judge.judge(request);
      });
    },
  };
}

/** Notes when each proposal was ready for a judge. */
function watched(proposer: Proposer, waits: Waits): Proposer {
  return {
    ...proposer,
    propose: async (request) => {
      const proposal = await proposer.propose(request);
      if (proposal.kind === 'edit') waits.proposed.set(request.number, performance.now());
      return proposal;
    },
  };
}

async function measure(
  pipeline: number,
  share: number,
  delay: (call: number) => number,
): Promise<{ readonly used: number; readonly waited: number; readonly perSecond: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-bench-'));
  const ledger = openLedger(directory);
  const backend = scriptedBackend(scriptWith(delay));
  const meter = await startMeter({
    backends: { 'anthropic-messages': backend },
    prices: loadPrices(null),
    budget: { money: null, tokens: null, calls: null, allowUnpriced: true },
    token: createRunToken(),
  });
  try {
    const waits: Waits = { proposed: new Map(), busy: 0, idleWaits: 0 };
    const parts = controllerRun({ ledger, strategy: { kind: 'greedy' }, evaluations: EVALUATIONS });
    const models = { url: meter.url, token: meter.token, price: () => null };
    const llm = createLlmProposer(
      { models: [{ provider: 'anthropic', model: 'scripted' }] },
      { models, runDirectory: '.' },
    );
    const proposers = [parts.proposers[0]!, llm as unknown as Proposer];
    const sources = [
      { ...parts.task.proposers[0]!, weight: 1 - share },
      { kind: 'llm', weight: share, options: {} },
    ];
    const begun = performance.now();
    const { state } = await runLoop({
      ...parts,
      task: { ...parts.task, pipeline, proposers: sources },
      proposers: proposers.map((proposer) => watched(proposer, waits)),
      judge: slowJudge(waits),
    });
    const wall = performance.now() - begun;
    return {
      used: waits.busy / (wall * PLACES),
      waited: waits.idleWaits / state.spending.evaluations,
      perSecond: (state.spending.evaluations * 1000) / wall,
    };
  } finally {
    await meter.close();
    ledger.close();
    rmSync(directory, { recursive: true });
  }
}

const SOURCES = [
  { name: 'mutation alone', share: 0, delay: () => 0 },
  { name: 'half llm, 300 ms', share: 0.5, delay: () => 300 },
  { name: 'llm, 300 ms', share: 1, delay: () => 300 },
  { name: 'llm, 100 to 500 ms', share: 1, delay: (call: number) => 100 + ((call * 7) % 5) * 100 },
];

for (const { name, share, delay } of SOURCES) {
  for (const pipeline of [4, 8, 16]) {
    const { used, waited, perSecond } = await measure(pipeline, share, delay);
    const figures = [
      `${(100 * used).toFixed(0).padStart(3)} % of the judges' time`,
      `${perSecond.toFixed(1).padStart(5)} candidates/s`,
      `a ready candidate waited ${waited.toFixed(1)} ms`,
    ];
    process.stdout.write(
      `${name.padEnd(20)} pipeline ${String(pipeline).padStart(2)}: ${figures.join(', ')}\n`,
    );
  }
}
