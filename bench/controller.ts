/**
 * What the controller itself costs, with an evaluator that costs nothing: CPU an iteration at growing numbers of
 * candidates, memory, storage, and how long a stopped run takes to open again.
 * `node bench/controller.ts [candidates] [strategy]`, by default 100,000 with each strategy.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyRunState } from '../src/kernel/run-state.ts';
import { LEDGER_FILE, openLedger } from '../src/ledger/sqlite-ledger.ts';
import { prepareRun } from '../src/loop/1-prepare.ts';
import { runLoop } from '../src/loop/loop.ts';
import { runDirectory } from '../src/surfaces/run-directory.ts';
import { keepHeapSmall } from '../src/surfaces/small-heap.ts';
import { controllerRun } from './controller-run.ts';
import { numberArgument } from './number-argument.ts';
import { median } from './statistics.ts';

const candidates = numberArgument(1, 100_000, '[candidates] [strategy]');
const strategies = process.argv[3] === undefined ? ['random', 'greedy', 'evolve'] : [process.argv[3]];
/** Iterations measured from each mark on. */
const WINDOW = 1000;
const SLICE = 100;
const marks = [100, 1000, 10_000, 100_000].filter((mark) => mark <= candidates);

keepHeapSmall();
for (const kind of strategies) await measure(kind);

async function measure(kind: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-bench-'));
  const directory = runDirectory(folder);
  const windows = createWindows();
  const ledger = openLedger(directory);
  const started = performance.now();
  const outcome = await runLoop(
    controllerRun({ ledger, strategy: { kind }, evaluations: candidates + WINDOW, onTurn: windows.turn }),
  );
  const seconds = (performance.now() - started) / 1000;
  ledger.close();
  const { evaluations } = outcome.state.spending;
  const resident = process.memoryUsage.rss() / 2 ** 20;
  const bytes = statSync(join(directory, LEDGER_FILE)).size;
  console.log(`\n${kind}: ${evaluations} candidates, ${outcome.reason}`);
  for (const mark of marks) console.log(`  at ${mark}: ${windows.at(mark)} ms CPU an iteration`);
  console.log(`  ${((seconds * 1000) / evaluations).toFixed(2)} ms of wall time an iteration over all`);
  console.log(`  ${(((bytes / evaluations) * 1000) / 2 ** 20).toFixed(1)} MiB on disk for 1,000 iterations`);
  console.log(`  ${resident.toFixed(0)} MiB resident at the end`);
  console.log(`  ${reopen(directory, kind).toFixed(0)} ms to open the run again and go on`);
  console.log(`  ${status(folder).toFixed(0)} ms for \`fulcrum status\``);
  rmSync(join(directory, 'snapshots'), { recursive: true });
  console.log(`  ${status(folder).toFixed(0)} ms for \`fulcrum status\` without snapshots, for comparison`);
  rmSync(folder, { recursive: true });
}

/** CPU in slices from each mark on, taken before every decision; their median is not moved by a busy neighbour. */
function createWindows() {
  const slices = new Map<number, number[]>(marks.map((mark) => [mark, []]));
  let turns = 0;
  let cpu = process.cpuUsage();
  return {
    turn: () => {
      turns += 1;
      const mark = marks.findLast((start) => turns > start && turns <= start + WINDOW);
      if (mark !== undefined && (turns - mark) % SLICE === 0) {
        const { user, system } = process.cpuUsage(cpu);
        slices.get(mark)!.push((user + system) / 1000 / SLICE);
      }
      if (turns % SLICE === marks[0]! % SLICE) cpu = process.cpuUsage();
    },
    at: (mark: number) => median(slices.get(mark)!).toFixed(2),
  };
}

/** The median of a few, each a process of its own. */
function status(folder: string): number {
  const program = join(import.meta.dirname, '../bin/fulcrum');
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    const { status: code } = spawnSync(program, ['status', '--task', folder], { stdio: 'ignore' });
    if (code !== 0) throw new Error(`status ended with ${code}`);
    return performance.now() - started;
  });
  return median(times);
}

function reopen(directory: string, kind: string): number {
  const ledger = openLedger(directory);
  const started = performance.now();
  const { journal } = prepareRun(controllerRun({ ledger, strategy: { kind }, evaluations: candidates * 2 }));
  const milliseconds = performance.now() - started;
  if (journal.state() === emptyRunState) throw new Error('the run was not found again');
  ledger.close();
  return milliseconds;
}
