/**
 * How long a fresh judgement takes from the pool of warm sandboxes when the machine is not saturated, how many are judged
 * a second when it is, and how many when they are screened instead. `node bench/fresh-latency.ts [judgements]`
 */
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JudgeMode } from '../src/kernel/verdict.ts';
import type { JudgingBench } from './judging.ts';
import { openJudging } from './judging.ts';
import { numberArgument } from './number-argument.ts';
import { percentile } from './statistics.ts';

const judgements = numberArgument(1, 100, '[judgements]');
/** Rest between two judgements: the next sandbox has started, and the last one is gone. */
const REST_MILLISECONDS = 250;
const workers = availableParallelism();

for (const { language, aim } of [
  { language: 'node', aim: 6 },
  { language: 'python', aim: 3 },
] as const) {
  const single = await openJudging(1, language);
  await latency(`${language}, screened`, single, 'screened', null);
  await latency(`${language}, fresh from the pool`, single, 'fresh', aim);
  await single.close();
}

const all = await openJudging(workers);
await all.judge('screened');
const rates: { [mode in JudgeMode]: number[] } = { fresh: [], screened: [] };
// Interleaved, so that a busy moment of the machine hits both.
for (const mode of ['fresh', 'screened', 'screened', 'fresh'] as const) {
  rates[mode].push(await throughput(all, mode, mode === 'fresh' ? judgements : 20 * judgements));
}
await all.close();
const fresh = mean(rates.fresh);
const screened = mean(rates.screened);
console.log(`saturated by ${workers} workers: ${fresh.toFixed(1)} fresh judgements a second`);
console.log(
  `screened: ${screened.toFixed(0)} a second, ${(screened / fresh).toFixed(1)} times as many (aim: at least 10)`,
);

async function latency(
  name: string,
  bench: JudgingBench,
  mode: JudgeMode,
  aim: number | null,
): Promise<void> {
  const milliseconds: number[] = [];
  for (let count = 0; count < judgements; count += 1) {
    await sleep(REST_MILLISECONDS);
    const started = performance.now();
    await bench.judge(mode);
    milliseconds.push(performance.now() - started);
  }
  console.log(
    `${name}: p50 ${percentile(milliseconds, 0.5).toFixed(1)} ms, p95 ${percentile(milliseconds, 0.95).toFixed(1)} ms` +
      (aim === null ? '' : ` (aim: p50 at most ${aim})`),
  );
}

/** Judgements a second, as many asked for at once as there are workers. */
async function throughput(bench: JudgingBench, mode: JudgeMode, count: number): Promise<number> {
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (left > 0) {
        left -= 1;
        await bench.judge(mode);
      }
    }),
  );
  return (count * 1000) / (performance.now() - started);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
