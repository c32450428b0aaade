/**
 * Looks at all points of all tasks and writes what `tasks.ts` reads: mean, deviation, optimum and expected best draws of
 * each. `node examples/self-modifying-agent/oracle/write-surveys.ts`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { surveyOf } from './enumerate.ts';
import { landscapeOf, TASK_NAMES } from './tasks.ts';

const rows = TASK_NAMES.map((name) => {
  const { mean, deviation, optimum, drawn } = surveyOf(landscapeOf(name));
  return JSON.stringify([mean, deviation, optimum, ...drawn].map((value) => Number(value.toPrecision(10))));
});
mkdirSync(new URL('../data/', import.meta.url), { recursive: true });
writeFileSync(new URL('../data/surveys.json', import.meta.url), `[\n${rows.join(',\n')}\n]\n`);
