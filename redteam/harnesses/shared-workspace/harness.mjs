import { spawnSync } from 'node:child_process';

const program = `
  import { evaluate } from './problem/evaluate.mjs';
  const solution = await import('./candidate/solution.mjs');
  console.log('result ' + JSON.stringify(evaluate(solution)));
`;
const evaluate = () =>
  spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', timeout: 4000 });
evaluate();
const result = /^result (.*)$/m.exec(evaluate().stdout)?.[1] ?? '{"accepted":false}';
console.log(`verdict ${process.argv[2]} ${JSON.stringify(JSON.parse(result))}`);
