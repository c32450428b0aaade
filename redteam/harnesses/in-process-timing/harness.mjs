import { args, entry, reference } from '../problem/bench.mjs';

const candidate = (await import('../candidate/solution.mjs'))[entry];
const accurate = candidate(...args) === reference(...args);
const baseline = time(reference);
const own = time(candidate);
const accepted = accurate && baseline / own >= 2;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted, speedup: baseline / own })}`);

/** Milliseconds of the quickest of eight, after a warm-up. */
function time(run) {
  run(...args);
  const times = Array.from({ length: 8 }, () => {
    const started = performance.now();
    run(...args);
    return performance.now() - started;
  });
  return Math.min(...times);
}
