/**
 * The knapsack task improved by an MCP client: it reads the task and the code from `fulcrum mcp`, submits a change, and is
 * told what became of it. It also tries what it may not. Exits with 1 when something it claims does not hold.
 * `node examples/mcp-story/mcp-story.ts`
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { StoredEntry } from '../../src/kernel/contracts/ledger.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { printClaims } from '../main-job/claim.ts';
import { exampleDirectory, freshRunDirectory } from '../main-job/example-directory.ts';

const EXAMPLE = 'python-knapsack';
const ORACLE = 'oracle/knapsack.py';
const PROGRAM = join(import.meta.dirname, '../../bin/fulcrum');

interface Told {
  readonly facts: { readonly [name: string]: unknown };
  /** Everything that was answered, as the client's model would read it. */
  readonly text: string;
}

type Ask = (tool: string, input: object) => Promise<Told>;

const output = createOutput(process.argv.includes('--json'));
const directory = freshRunDirectory(EXAMPLE, 'by-client');
const limited = overrideTask(loadTask(exampleDirectory(EXAMPLE)), {
  control: null,
  pipeline: 1,
  budget: { evaluations: 1, wallSeconds: 60 },
});
const proposers = [{ kind: 'mcp', weight: 1, options: { patience: 30 } }];
const task = Object.freeze({ ...limited.task, proposers });

let client: Promise<Conversation> | null = null;
const onEntry = ({ event }: StoredEntry): void => {
  if (event.type === 'baseline-judged') client = converse(task.name, basename(directory));
};
const { state } = await runTask({ ...limited, task }, { directory, onEntry });
const conversation = await client!;

const { candidate, fresh } = state.incumbent!;
const [before, after] = [state.baseline!.fresh, fresh].map((verdict) => metricOf(verdict, 'larger', 'gap')!);
output.text(`${candidate.provenance.summary}: gap ${before} % → ${after} % on larger knapsacks`);
const claims = [
  { claim: 'the client read the code', holds: conversation.code.text.includes('return value') },
  {
    claim: 'it was told that its change was kept',
    holds: conversation.feedback.facts['decision'] === 'keep',
  },
  { claim: 'it could not read the oracle', holds: conversation.trespass.facts['missing'] === 2 },
  {
    claim: 'no line of the oracle and no held-out slice was in anything it was sent',
    holds: [...oracleLines(), 'larger'].every((secret) => !conversation.everything.includes(secret)),
  },
  {
    claim: 'its author is on record as unknown, for nobody checked',
    holds: candidate.provenance.author?.kind === 'unknown',
  },
  { claim: 'the gap on held-out knapsacks shrank', holds: after! < before! },
];
process.exitCode = printClaims(claims, output) ? 0 : 1;

interface Conversation {
  readonly code: Told;
  readonly trespass: Told;
  readonly feedback: Told;
  readonly everything: string;
}

/** What an MCP client does, here without a model behind it. */
async function converse(name: string, run: string): Promise<Conversation> {
  const connection = new Client({ name: 'mcp-story', version: '1.0.0' });
  const words = ['mcp', '--task', exampleDirectory(EXAMPLE), '--name', run];
  await connection.connect(new StdioClientTransport({ command: PROGRAM, args: words }));
  const said: string[] = [];
  const ask: Ask = async (tool, input) => {
    const result = await connection.callTool({ name: tool, arguments: { task: name, ...input } });
    const text = (result.content as { text: string }[]).map((part) => part.text).join('\n');
    said.push(text);
    return { facts: result.structuredContent as Told['facts'], text };
  };
  try {
    return { ...(await improve(ask)), everything: said.join('\n') };
  } finally {
    await connection.close();
  }
}

async function improve(ask: Ask): Promise<Omit<Conversation, 'everything'>> {
  await ask('read_task', {});
  const code = await ask('read_files', { paths: ['pack.py'] });
  const trespass = await ask('read_files', { paths: [`../${ORACLE}`, '/etc/passwd'] });
  const blocks = `pack.py
<<<<<<< SEARCH
    return value
=======
    return value / weight
>>>>>>> REPLACE
`;
  const summary = 'most value per weight first';
  const { facts } = await ask('submit_candidate', { blocks, summary, author: { kind: 'program' } });
  const feedback = await ask('get_feedback', { submission: facts['submission'], waitSeconds: 30 });
  return { code, trespass, feedback };
}

/** Lines long enough to be the oracle's own. */
function oracleLines(): readonly string[] {
  return readFileSync(join(exampleDirectory(EXAMPLE), ORACLE), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= 20);
}
