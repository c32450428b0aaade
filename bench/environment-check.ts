/**
 * What the check `environment` adds to a judgement: blocks of judgements with and without it, interleaved.
 * Aim: at most 2.5 times a plain one. `node bench/environment-check.ts [judgements]`
 */
import { memoryStore } from '../src/workspace/memory-store.ts';
import { openJudging } from './judging.ts';
import type { JudgingBench, Language } from './judging.ts';
import { numberArgument } from './number-argument.ts';
import { median } from './statistics.ts';

const judgements = numberArgument(1, 20, '[judgements]');
const BLOCKS = 8;
const CHECK = {
  kind: 'environment',
  name: 'environment',
  slice: 'known',
  visibility: 'visible' as const,
  inputs: { arguments: [{ integer: [-1_000_000, 1_000_000] }] },
};

for (const language of ['node', 'python'] as const) await compare(language);

async function compare(language: Language): Promise<void> {
  const plain = await openJudging(1, language);
  const changed = await openJudging(1, language, memoryStore(), [CHECK]);
  const milliseconds: { readonly [kind in 'plain' | 'changed']: number[] } = { plain: [], changed: [] };
  for (let block = 0; block < BLOCKS; block += 1) {
    // Interleaved, so that a busy moment of the machine hits both.
    const kinds = block % 2 === 0 ? (['plain', 'changed'] as const) : (['changed', 'plain'] as const);
    for (const kind of kinds) milliseconds[kind].push(await perJudgement(kind === 'plain' ? plain : changed));
  }
  await plain.close();
  await changed.close();
  const ratios = milliseconds.plain.map((time, block) => milliseconds.changed[block]! / time);
  console.log(
    `${language}, one after the other: plain ${median(milliseconds.plain).toFixed(1)} ms, with another environment ` +
      `${median(milliseconds.changed).toFixed(1)} ms, ${median(ratios).toFixed(2)} times (aim: at most 2.5)`,
  );
}

/** Without rest between them: what a sandbox costs that is started beforehand is in it. */
async function perJudgement(bench: JudgingBench): Promise<number> {
  await bench.judge('fresh');
  const started = performance.now();
  for (let count = 0; count < judgements; count += 1) await bench.judge('fresh');
  return (performance.now() - started) / judgements;
}
