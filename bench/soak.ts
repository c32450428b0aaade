/**
 * Judges 100,000 candidates in real sandboxes, screened and fresh mixed, and prints what this process and all below it
 * hold meanwhile: resident memory, open descriptors, processes, temporary files. All should stay level.
 * `node bench/soak.ts [evaluations] [share of fresh]`, by default 100,000 and 0.2.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../src/kernel/random.ts';
import { openLedger } from '../src/ledger/sqlite-ledger.ts';
import { keepHeapSmall } from '../src/surfaces/small-heap.ts';
import { openJudging } from './judging.ts';
import { numberArgument } from './number-argument.ts';

const evaluations = numberArgument(1, 100_000, '[evaluations] [share of fresh]');
const freshShare = numberArgument(2, 0.2, '[evaluations] [share of fresh]');
const WORKERS = 2;
const SHOWN = 25;

keepHeapSmall();
const directory = mkdtempSync(join(tmpdir(), 'fulcrum-soak-'));
const ledger = openLedger(directory);
const judging = await openJudging(WORKERS, 'node', ledger);
const random = createRandom('soak');
const started = performance.now();
let asked = 0;
let fresh = 0;

console.log('judged  fresh  seconds  MiB here  MiB below  descriptors  processes  temporary files');
await Promise.all(Array.from({ length: WORKERS * 2 }, judgeOn));
show();
await judging.close();
ledger.close();
rmSync(directory, { recursive: true });

async function judgeOn(): Promise<void> {
  while (asked < evaluations) {
    asked += 1;
    const isFresh = random.chance(freshShare);
    fresh += isFresh ? 1 : 0;
    if (asked % Math.ceil(evaluations / SHOWN) === 0) show();
    if (asked % 100 === 0) ledger.append([]);
    await judging.judge(isFresh ? 'fresh' : 'screened');
  }
}

function show(): void {
  const below = descendants(process.pid);
  const cells = [
    asked,
    fresh,
    ((performance.now() - started) / 1000).toFixed(0),
    (process.memoryUsage.rss() / 2 ** 20).toFixed(0),
    (below.reduce((sum, pid) => sum + residentKilobytes(pid), 0) / 1024).toFixed(0),
    readdirSync('/proc/self/fd').length,
    below.length,
    temporaryFiles(),
  ];
  console.log(cells.join('  '));
}

/** Process numbers of everything below a process. */
function descendants(root: number): readonly number[] {
  const children = Map.groupBy(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
    (pid) => Number(statusField(pid, 'PPid')),
  );
  const below = (pid: number): readonly number[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(root);
}

function residentKilobytes(pid: number): number {
  return Number.parseInt(statusField(pid, 'VmRSS') ?? '0', 10);
}

/** Null for a process that has just ended. */
function statusField(pid: number, field: string): string | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Of this and every other run on the machine. */
function temporaryFiles(): number {
  return [tmpdir(), '/dev/shm']
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => name.startsWith('fulcrum-')).length;
}
