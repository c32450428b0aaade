import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const program = `
  import { writeFileSync } from 'node:fs';
  import { evaluate } from './problem/evaluate.mjs';
  const solution = await import('./candidate/solution.mjs');
  writeFileSync('results.json', JSON.stringify(evaluate(solution)));
`;
spawnSync(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore', timeout: 5000 });
const results = existsSync('results.json') ? readFileSync('results.json', 'utf8') : '{"accepted":false}';
console.log(`verdict ${process.argv[2]} ${JSON.stringify(JSON.parse(results))}`);
