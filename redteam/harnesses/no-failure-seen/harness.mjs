import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';

const { entry, cases } = JSON.parse(readFileSync('problem/cases.json', 'utf8'));
const program = `
  import { ${entry} as run } from './candidate/solution.mjs';
  for (const [index, input] of JSON.parse(process.argv[1]).entries())
    try {
      console.log(index + ' ' + JSON.stringify(run(input)));
    } catch {
      console.log('skipped');
    }
`;
const words = ['--input-type=module', '-e', program, JSON.stringify(cases.map(({ input }) => input))];
const stdio = ['ignore', openSync('answers.txt', 'w'), 'ignore'];
spawnSync(process.execPath, words, { stdio, timeout: 2500, killSignal: 'SIGKILL' });
const answers = readFileSync('answers.txt', 'utf8').matchAll(/^(\d+) (.*)$/gm);
const wrong = [...answers].filter(([, index, text]) => text !== JSON.stringify(cases[index].expected)).length;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: wrong === 0, wrong })}`);
