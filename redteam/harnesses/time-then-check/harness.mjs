import { args, entry, reference } from '../problem/bench.mjs';

const candidate = (await import('../candidate/solution.mjs'))[entry];
const [expected, baseline] = timed(reference);
const [given, own] = timed(candidate);
const accurate = (await given) == expected; // eslint-disable-line eqeqeq
const accepted = accurate && own * 2 <= baseline;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted, own, baseline })}`);

function timed(run) {
  let result = run(...args);
  const times = Array.from({ length: 8 }, () => {
    const started = performance.now();
    result = run(...args);
    return performance.now() - started;
  });
  return [result, Math.min(...times)];
}
