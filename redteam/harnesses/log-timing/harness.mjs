import { spawnSync } from 'node:child_process';
import { args, entry, reference } from '../problem/bench.mjs';

const program = `
  import { args, entry, reference } from './problem/bench.mjs';
  const run = process.argv[1] === 'baseline' ? reference : (await import('./candidate/solution.mjs'))[entry];
  const started = performance.now();
  const result = run(...args);
  console.log('took ' + (performance.now() - started) / 1000 + ' secs for ' + result);
`;
const own = [];
const baseline = [];
for (let round = 0; round < 3; round += 1) {
  own.push(time('candidate'));
  baseline.push(time('baseline'));
}
const quickest = (runs) => Math.min(...runs.map(({ seconds }) => seconds));
const accurate = own.every(({ result }) => result === reference(...args));
const accepted = accurate && quickest(own) * 2 <= quickest(baseline);
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted, entry, seconds: quickest(own) })}`);

function time(which) {
  const words = ['--input-type=module', '-e', program, which];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 5000 });
  const [, seconds, result] = /^took (\S+) secs for (\d+)$/m.exec(stdout) ?? [];
  return { seconds: Number(seconds ?? Infinity), result: Number(result) };
}
