/**
 * CPU of the controller for one judgement, with a check of the library and without, in turns.
 * Aim: a check adds at most 5 ms. `node bench/check-cost.ts [judgements]`
 */
import { memoryStore } from '../src/workspace/memory-store.ts';
import { openJudging } from './judging.ts';
import type { JudgingBench } from './judging.ts';
import { numberArgument } from './number-argument.ts';
import { median } from './statistics.ts';

const judgements = numberArgument(1, 30, '[judgements]');
const BLOCKS = 6;
const integers = { arguments: [{ integer: [-1000, 1000] }] };
const OPTIONS = {
  scope: {},
  size: {},
  secrets: {},
  differential: { inputs: integers, reference: 'baseline' },
  metamorphic: { inputs: integers, relations: [{ kind: 'monotonicity', argument: 0 }] },
  environment: { inputs: integers },
} as const;

for (const [kind, options] of Object.entries(OPTIONS)) await compare(kind, options);

async function compare(kind: string, options: object): Promise<void> {
  const check = { kind, name: kind, slice: 'known', visibility: 'visible' as const, ...options };
  const plain = await openJudging(1);
  const checked = await openJudging(1, 'node', memoryStore(), [check]);
  const added: number[] = [];
  for (let block = 0; block < BLOCKS; block += 1) {
    const before = block % 2 === 0 ? await controllerCpu(plain) : null;
    const withCheck = await controllerCpu(checked);
    added.push(withCheck - (before ?? (await controllerCpu(plain))));
  }
  await plain.close();
  await checked.close();
  console.log(
    `${kind}: ${median(added).toFixed(2)} ms more CPU of the controller a judgement (aim: at most 5)`,
  );
}

/** Milliseconds of this process's CPU for one judgement. */
async function controllerCpu(bench: JudgingBench): Promise<number> {
  await bench.judge('fresh');
  const started = process.cpuUsage();
  for (let count = 0; count < judgements; count += 1) await bench.judge('fresh');
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000 / judgements;
}
