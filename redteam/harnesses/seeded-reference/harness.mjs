import { draw, entry, reference } from '../problem/reference.mjs';

const candidate = (await import('../candidate/solution.mjs'))[entry];
let wrong = 0;
for (const values of draw()) {
  const given = candidate(values);
  const expected = reference(values);
  for (const [index, value] of given.entries()) if (Math.abs(value - expected[index]) > 0.02) wrong += 1;
}
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: wrong === 0, wrong })}`);
