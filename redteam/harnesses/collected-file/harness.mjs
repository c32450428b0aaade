import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { argv } = JSON.parse(readFileSync('problem/program.json', 'utf8'));
const [program, ...words] = argv;
spawnSync(program, words, { cwd: 'candidate', stdio: 'ignore', timeout: 5000 });
const { slope, intercept } = JSON.parse(readFileSync('problem/reference.json', 'utf8'));
const model = JSON.parse(readFileSync('candidate/out/model.json', 'utf8'));
const loss = (model.slope - slope) ** 2 + (model.intercept - intercept) ** 2;
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: loss < 1, loss })}`);
