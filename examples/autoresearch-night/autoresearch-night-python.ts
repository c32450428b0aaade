/**
 * The same nights over a GPT in numpy, `python.yaml`. Where the system's Python has no numpy it says so, claims nothing and
 * exits with 0; with 1 when something it claims does not hold.
 *
 * `node examples/autoresearch-night/autoresearch-night-python.ts [candidates a night] [seeds, with commas]`
 */
import { join } from 'node:path';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { tellNights } from './nights.ts';
import { findNumpy } from './numpy.ts';

const [evaluations = '40', seedList = '1,2,3'] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith('--'));
const output = createOutput(process.argv.includes('--json'));
const numpy = findNumpy();
if (numpy.found) {
  const nights = {
    task: loadTask(join(import.meta.dirname, 'python.yaml')),
    evaluations: Number(evaluations),
    seeds: seedList.split(','),
    scratch: join(import.meta.dirname, '.fulcrum/python'),
  };
  process.exitCode = (await tellNights(nights, output)) ? 0 : 1;
} else {
  output.both({ type: 'skipped', reason: numpy.reason }, () => `skipped: ${numpy.reason}`);
}
