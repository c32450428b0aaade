/**
 * The knapsack task improved twice without one of Fulcrum's own proposers: by a Python program in a sandbox, and by a
 * person whose change waits in the inbox. Exits with 1 when something it claims does not hold.
 * `node examples/proposers-story/proposers-story.ts`
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { StoredEntry } from '../../src/kernel/contracts/ledger.ts';
import type { ProposerSource } from '../../src/kernel/task.ts';
import type { RunState } from '../../src/kernel/run-state.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { printClaims } from '../main-job/claim.ts';
import { exampleDirectory, freshRunDirectory } from '../main-job/example-directory.ts';

const EXAMPLE = 'python-knapsack';
const task = loadTask(exampleDirectory(EXAMPLE));
const output = createOutput(process.argv.includes('--json'));

const byProgram = await tell('by-program', 4, {
  kind: 'command',
  weight: 1,
  options: {
    argv: ['/usr/bin/python3', '/fulcrum/tools/suggest.py'],
    tools: { 'suggest.py': join(import.meta.dirname, 'suggest.py') },
  },
});
const byPerson = await tell('by-person', 1, { kind: 'human', weight: 1, options: {} }, proposeByHand);

for (const { name, state } of [byProgram, byPerson])
  output.text(
    `${name}: ${state.incumbent!.candidate.provenance.summary}, gap ${gapOf(state)} % on larger knapsacks`,
  );
const claims = [
  { claim: 'the program found a rule that the oracle kept', holds: wonBy(byProgram.state, 'command') },
  { claim: 'its author is on record as a program', holds: authorOf(byProgram.state) === 'program' },
  { claim: "the person's change was kept", holds: wonBy(byPerson.state, 'human') },
  { claim: 'its author is on record as a person', holds: authorOf(byPerson.state) === 'person' },
  { claim: 'waiting for it cost no evaluation', holds: byPerson.state.incumbent?.candidate.number === 1 },
  ...[byProgram, byPerson].map(({ name, state }) => ({
    claim: `the gap on held-out knapsacks shrank, ${name}`,
    holds: gapOf(state) < metricOf(state.baseline!.fresh, 'larger', 'gap')!,
  })),
];
process.exitCode = printClaims(claims, output) ? 0 : 1;

async function tell(
  name: string,
  evaluations: number,
  proposer: ProposerSource,
  onBaseline: (run: string) => void = () => undefined,
): Promise<{ readonly name: string; readonly state: RunState }> {
  const directory = freshRunDirectory(EXAMPLE, name);
  const limited = overrideTask(task, { control: null, pipeline: 2, budget: { evaluations } });
  const defined = { ...limited, task: Object.freeze({ ...limited.task, proposers: [proposer] }) };
  const onEntry = ({ event }: StoredEntry): void => {
    if (event.type === 'baseline-judged') onBaseline(basename(directory));
  };
  const { state } = await runTask(defined, { directory, onEntry });
  return { name, state };
}

/** What a person does at another terminal: changes a copy of the workspace and proposes it. */
function proposeByHand(run: string): void {
  const copy = mkdtempSync(join(tmpdir(), 'fulcrum-by-hand-'));
  try {
    cpSync(join(exampleDirectory(EXAMPLE), 'workspace'), copy, { recursive: true });
    const file = join(copy, 'pack.py');
    writeFileSync(file, readFileSync(file, 'utf8').replace('return value', 'return value / weight'));
    const program = join(import.meta.dirname, '../../bin/fulcrum');
    const words = ['propose', copy, '--task', exampleDirectory(EXAMPLE), '--name', run];
    const said = ['--base', 'baseline', '--summary', 'most value per weight first', '--author', 'Dantzig'];
    execFileSync(program, [...words, ...said], { stdio: 'ignore' });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function wonBy({ incumbent }: RunState, proposer: string): boolean {
  return incumbent?.candidate.provenance.proposer === proposer;
}

function authorOf({ incumbent }: RunState): string | undefined {
  return incumbent?.candidate.provenance.author?.kind;
}

function gapOf({ incumbent }: RunState): number {
  return metricOf(incumbent!.fresh, 'larger', 'gap')!;
}
