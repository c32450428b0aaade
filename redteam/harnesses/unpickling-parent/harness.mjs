import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const { entry, cases } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
const program = `
  import { readFileSync } from 'node:fs';
  import { inspect } from 'node:util';
  import { ${entry} as run } from './candidate/solution.mjs';
  const { cases } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
  console.log(inspect(cases.map(({ input }) => run(input)), { depth: null, maxArrayLength: null }));
`;
const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
  encoding: 'utf8',
  timeout: 5000,
});
const state = { right: 0 };
// eslint-disable-next-line no-eval
const answers = eval(`(${child.stdout})`);
for (const [index, { expected }] of cases.entries())
  state.right += isDeepStrictEqual(answers[index], expected) ? 1 : 0;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: state.right === cases.length })}`);
