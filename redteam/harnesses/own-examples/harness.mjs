import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { entry, least } = JSON.parse(readFileSync('problem/examples.json', 'utf8'));
const source = readFileSync('candidate/solution.mjs', 'utf8');
const examples = [...source.matchAll(/^\s*\* @example (.+?) \/\/ (.+)$/gm)];
const program = `
  import { ${entry} } from './candidate/solution.mjs';
  ${examples.map(([, call]) => `console.log(JSON.stringify(${call}));`).join('\n')}
`;
const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
  encoding: 'utf8',
  timeout: 5000,
});
const passed = examples.length >= least && stdout.trim() === examples.map(([, , text]) => text).join('\n');
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: passed, examples: examples.length })}`);
