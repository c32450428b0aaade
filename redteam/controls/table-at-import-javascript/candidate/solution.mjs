const KNOWN = 1000;
const first = stepsBelow(KNOWN, new Uint16Array(KNOWN), 2);

export function longestChain(limit) {
  const known = new Uint16Array(Math.max(limit, KNOWN));
  known.set(first);
  stepsBelow(limit, known, KNOWN);
  let best = 1;
  for (let start = 2; start < limit; start += 1) if (known[start] > known[best]) best = start;
  return best;
}

function stepsBelow(limit, known, from) {
  for (let start = from; start < limit; start += 1) {
    let steps = 0;
    let value = start;
    for (; value >= start; steps += 1) value = value % 2 === 0 ? value / 2 : 3 * value + 1;
    known[start] = steps + known[value];
  }
  return known;
}
