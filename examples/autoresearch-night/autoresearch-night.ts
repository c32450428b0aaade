/**
 * A night of autoresearch in miniature, five times under each of two rules: greedy, which keeps whatever scored better
 * once, and two-stage, which keeps under a stated error. In the morning every kept step is measured again, on 40 seeds and
 * a passage that no decision has seen. Exits with 1 when something it claims does not hold.
 *
 * `node examples/autoresearch-night/autoresearch-night.ts [candidates a night] [seeds, with commas]`
 */
import { join } from 'node:path';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { tellNights } from './nights.ts';

const [evaluations = '40', seedList = '1,2,3,4,5'] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith('--'));
const nights = {
  task: loadTask(import.meta.dirname),
  evaluations: Number(evaluations),
  seeds: seedList.split(','),
  scratch: join(import.meta.dirname, '.fulcrum'),
};
process.exitCode = (await tellNights(nights, createOutput(process.argv.includes('--json')))) ? 0 : 1;
