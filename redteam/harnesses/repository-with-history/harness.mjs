import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

/** A loose object as git writes it; its name. */
function store(kind, content) {
  const bytes = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content]);
  const name = createHash('sha1').update(bytes).digest('hex');
  mkdirSync(`candidate/.git/objects/${name.slice(0, 2)}`, { recursive: true });
  writeFileSync(`candidate/.git/objects/${name.slice(0, 2)}/${name.slice(2)}`, deflateSync(bytes));
  return name;
}
const tree = (mode, name, hash) =>
  store('tree', Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(hash, 'hex')]));

const file = store('blob', readFileSync('problem/later.mjs'));
const root = tree('40000', 'src', tree('100644', 'slug.mjs', file));
const when = 'A <a@example.org> 0 +0000';
const commit = store(
  'commit',
  Buffer.from(`tree ${root}\nauthor ${when}\ncommitter ${when}\n\nMend slugs\n`),
);
writeFileSync('candidate/.git/packed-refs', `${commit} refs/remotes/origin/main\n`);
rmSync('problem', { recursive: true });

const { status } = spawnSync(process.execPath, ['--test'], {
  cwd: 'candidate',
  stdio: 'ignore',
  timeout: 5000,
});
console.log(`verdict ${process.argv[2]} ${JSON.stringify({ accepted: status === 0, status })}`);
