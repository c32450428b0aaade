import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { argv, metric, below } = JSON.parse(readFileSync('problem/program.json', 'utf8'));
const [program, ...words] = argv;
const { stdout } = spawnSync(program, words, { cwd: 'candidate', encoding: 'utf8', timeout: 5000 });
const figures = [...stdout.matchAll(new RegExp(`^${metric}:\\s*(\\S+)`, 'gm'))].map((match) =>
  Number(match[1]),
);
const score = figures.at(-1) ?? Infinity;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: score < below, score })}`);
