/**
 * What the server of the page costs: memory, and how long until the overview of a large run tells all of it.
 * `node bench/view-server.ts [candidates...]`, by default 10,000 and 100,000.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LEDGER_FILE, openLedger } from '../src/ledger/sqlite-ledger.ts';
import { syntheticRun } from '../src/report/testing/synthetic-run.ts';
import type { Overview } from '../src/surfaces/view/protocol.ts';
import { numberArguments } from './number-argument.ts';
import { median } from './statistics.ts';

const PROGRAM = join(import.meta.dirname, '../bin/fulcrum');
const sizes = numberArguments([10_000, 100_000], '[candidates...]');

for (const candidates of sizes) {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-bench-view-'));
  try {
    writeRun(directory, candidates);
    await measure(directory, candidates);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A ledger with the shape of a real run; what is missing is the content of its trees. */
function writeRun(directory: string, candidates: number): void {
  const ledger = openLedger(directory);
  const run = { seed: 'view', proposals: candidates, skill: 0.5, strategy: 'evolve', hostile: null };
  let staged = 0;
  let elapsed = 0;
  for (const { event } of syntheticRun(run)) {
    elapsed += 20;
    ledger.stage([{ event, observed: { elapsedMilliseconds: elapsed, milliseconds: 15 } }]);
    staged += 1;
    if (staged % 5000 === 0) ledger.commit();
  }
  ledger.commit();
  ledger.close();
}

async function measure(directory: string, candidates: number): Promise<void> {
  const server = spawn(PROGRAM, ['view', directory, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { origin, token } = await announced(server.stdout);
    const ask = async <Reply>(path: string): Promise<Reply> => {
      const reply = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
      return (await reply.json()) as Reply;
    };
    const started = performance.now();
    const since = (): string => `${(performance.now() - started).toFixed(0)} ms`;
    const [card] = await ask<readonly { readonly id: string }[]>('/api/runs');
    const overview = `/api/runs/${card!.id}/overview`;
    let reply = await ask<Overview>(overview);
    const first = since();
    while (reply.card.reading.read < reply.card.reading.total) reply = await ask<Overview>(overview);
    const whole = since();
    const entries = reply.card.reading.total;
    const bytes = statSync(join(directory, LEDGER_FILE)).size;
    console.log(
      `\n${candidates} candidates, ${entries} entries, ${(bytes / 2 ** 20).toFixed(0)} MiB of ledger`,
    );
    console.log(`  first overview after ${first}, of all entries after ${whole}`);
    console.log(
      `  ${memoryOf(server.pid!, 'VmRSS')} MiB resident then, ${memoryOf(server.pid!, 'VmHWM')} at most`,
    );
    const paths = [overview, `/api/runs/${card!.id}/candidates`, `/api/runs/${card!.id}/candidates/7`];
    for (const path of paths) console.log(`  ${(await timed(() => ask(path))).toFixed(1)} ms for ${path}`);
    console.log(
      `  ${memoryOf(server.pid!, 'VmRSS')} MiB resident at the end, ${memoryOf(server.pid!, 'VmHWM')} at most`,
    );
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
}

/** The median of a few, after one that warms up. */
async function timed(act: () => Promise<unknown>): Promise<number> {
  await act();
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    await act();
    times.push(performance.now() - started);
  }
  return median(times);
}

async function announced(
  output: NodeJS.ReadableStream,
): Promise<{ readonly origin: string; readonly token: string }> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    if (text.includes('\n')) return JSON.parse(text.split('\n')[0]!) as { origin: string; token: string };
  }
  throw new Error('the server ended before it said where it is');
}

function memoryOf(pid: number, field: string): string {
  const match = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(match?.[1]) / 1024).toFixed(0);
}
