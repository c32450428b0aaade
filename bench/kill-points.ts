/**
 * Kills a run of a small task with SIGKILL at random points, resumes it, and checks after each kill that the ledger is
 * sound, that everything acknowledged is in it and that no process is left; at the end of each run, that it came out as
 * an undisturbed one. The victim is the controller, or what helps it: the launcher, the oracle processes or the sandboxed
 * programs. Moments that strike nobody are not counted.
 * `node bench/kill-points.ts [points] [seed] [controller|launcher|oracle|subject]`
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../src/kernel/random.ts';
import { LEDGER_FILE, readLedger } from '../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../src/ledger/verify.ts';
import { killUnlessGone } from '../src/sandbox/kill-unless-gone.ts';
import { fulcrum, jsonLines, startFulcrum, tinyTask } from '../test/stand-ins/command-line.ts';
import { descendantsNamed, descendantsOf, stillRunning } from '../test/stand-ins/leftovers.ts';
import { numberArgument } from './number-argument.ts';

const points = numberArgument(1, 300, '[points] [seed] [controller|launcher|oracle|subject]');
const seed = process.argv[3] ?? '1';
const HELPERS = {
  launcher: 'launcher-process',
  oracle: 'oracle-process',
  subject: '/node-driver.js',
} as const;
const victim = process.argv[4] ?? 'controller';
if (victim !== 'controller' && !Object.hasOwn(HELPERS, victim))
  throw new Error(`there is no victim ${victim}`);
/** Nobody can tell who killed a candidate: it counts as one that crashed, and the search goes on from there. */
const endsAlike = victim !== 'subject';
const random = createRandom(`kill points ${seed}`);

// The first run compiles what the later ones load.
await expectCode(fulcrum(['run', '--json', '--no-control'], tinyTask()), 0);
const undisturbed = tinyTask();
const started = performance.now();
await expectCode(fulcrum(['run', '--json', '--no-control'], undisturbed), 0);
const span = performance.now() - started;
const expected = replayHead(undisturbed);

/** Moments that struck nobody, one after the other, before this gives up. */
const MOST_MISSES = 50;

let kills = 0;
let misses = 0;
let runs = 0;
let mostAcknowledged = 0;
while (kills < points) {
  const directory = tinyTask();
  let acknowledged = 0;
  for (let hasEnded = false; !hasEnded && kills < points;) {
    const moment = await killOnce(directory);
    hasEnded = moment.hasEnded;
    acknowledged = Math.max(acknowledged, moment.acknowledged);
    if (acknowledged > 0) checkLedger(directory, acknowledged);
    kills += Number(moment.hit);
    misses = moment.hit ? 0 : misses + 1;
    if (misses === MOST_MISSES) throw new Error(`${misses} moments on end struck no ${victim}`);
  }
  mostAcknowledged = Math.max(mostAcknowledged, acknowledged);
  await expectCode(fulcrum([modeOf(directory), '--json', '--no-control'], directory), 0);
  if (endsAlike && replayHead(directory) !== expected) throw new Error(`${directory} came out differently`);
  runs += 1;
}
console.log(
  `${kills} kills of the ${victim}, over ${runs} runs of ${Math.round(span)} ms (seed ${seed}): every ledger sound, up to ${mostAcknowledged} ` +
    `acknowledged entries kept, no process left, every run came to its end${endsAlike ? ', the undisturbed one’s' : ''}`,
);

interface Moment {
  readonly hit: boolean;
  /** The run came to its end, before the moment or in spite of it. */
  readonly hasEnded: boolean;
  /** The last entry that was acknowledged; 0 for none. */
  readonly acknowledged: number;
}

/** Kills at a random moment of a run's or resume's life. */
async function killOnce(directory: string): Promise<Moment> {
  const run = startFulcrum([modeOf(directory), '--json', '--no-control'], directory);
  const ended = await Promise.race([run.ended, pause(random.next() * span * 1.1)]);
  const processes = ended === undefined ? descendantsOf(run.child.pid!) : [];
  const hit = ended === undefined && strike(run.child);
  const { stdout, code, stderr } = await run.ended;
  if (victim !== 'controller' && code !== 0 && code !== 5) throw new Error(`ended with ${code}: ${stderr}`);
  const left = await stillRunning(processes);
  if (left.length > 0) throw new Error(`processes ${left.join(', ')} outlived the controller`);
  const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1);
  const sequences = jsonLines(whole).flatMap(({ sequence }) =>
    typeof sequence === 'number' ? [sequence] : [],
  );
  return { hit, hasEnded: code === 0, acknowledged: Math.max(0, ...sequences) };
}

/** All processes of the victim's kind; false where a run has none of them yet, or no more. */
function strike(controller: ChildProcess): boolean {
  if (victim === 'controller') return controller.kill('SIGKILL');
  const program = HELPERS[victim as keyof typeof HELPERS];
  const victims = descendantsNamed(controller.pid!, program);
  for (const pid of victims) killUnlessGone(pid);
  return victims.length > 0;
}

/** A kill may come before the first entry: then there is nothing to resume. */
function modeOf(directory: string): 'run' | 'resume' {
  const run = join(directory, '.fulcrum/main');
  if (!existsSync(join(run, LEDGER_FILE))) return 'run';
  const ledger = readLedger(run);
  const mode = ledger.head() === null ? 'run' : 'resume';
  ledger.close();
  return mode;
}

function checkLedger(directory: string, acknowledged: number): void {
  const { sound, faults } = verifyLedger(join(directory, '.fulcrum/main'));
  if (faults.length > 0) throw new Error(`${directory}: ${JSON.stringify(faults)}`);
  if (sound < acknowledged)
    throw new Error(`${directory}: ${acknowledged} entries acknowledged, ${sound} there`);
}

function replayHead(directory: string): string {
  const ledger = readLedger(join(directory, '.fulcrum/main'));
  const { replay } = ledger.head()!;
  ledger.close();
  return replay;
}

async function expectCode(ending: ReturnType<typeof fulcrum>, code: number): Promise<void> {
  const ended = await ending;
  if (ended.code !== code) throw new Error(`ended with ${ended.code}: ${ended.stderr}`);
}

function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}
