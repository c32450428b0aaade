/**
 * The knapsack task improved by an agent at work in a sandbox, without a model and without a network: a script stands where
 * the provider would. The agent also tries to reach another host. Exits with 1 when something it claims does not hold.
 * `node examples/agents-story/agents-story.ts`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricOf } from '../../src/kernel/verdict.ts';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { printClaims } from '../main-job/claim.ts';
import { exampleDirectory, freshRunDirectory } from '../main-job/example-directory.ts';

const EXAMPLE = 'python-knapsack';
const KEY = 'the-key-of-nobody';

const script = defineScript({
  rules: [
    {
      when: { text: 'return value\n' },
      reply: { text: 'value / weight', usage: { input: 400, output: 8 } },
    },
    { reply: { text: 'value', usage: { input: 400, output: 4 } } },
  ],
});

const output = createOutput(process.argv.includes('--json'));
const provider = await startScriptedProvider(script, KEY);
process.env['ANTHROPIC_BASE_URL'] = provider.url;
process.env['ANTHROPIC_API_KEY'] = KEY;
const directory = freshRunDirectory(EXAMPLE, 'by-agent');
const limited = overrideTask(loadTask(exampleDirectory(EXAMPLE)), {
  control: null,
  pipeline: 1,
  budget: { evaluations: 1, money: 1 },
});
const options = {
  agent: 'program',
  argv: ['node', '/fulcrum/tools/agent.mjs'],
  programs: { 'agent.mjs': '../agents-story/agent.mjs' },
  providers: ['anthropic'],
  network: { hosts: ['registry.npmjs.org:443'] },
  limits: { seconds: 60, turns: 3 },
};
const proposers = [{ kind: 'agent', weight: 1, options }];
const { state } = await runTask(
  { ...limited, task: Object.freeze({ ...limited.task, proposers }) },
  { directory },
);
await provider.close();

const { candidate, fresh } = state.incumbent!;
const [before, after] = [state.baseline!.fresh, fresh].map((verdict) => metricOf(verdict, 'larger', 'gap')!);
const trajectory = readFileSync(join(directory, 'agents/1.jsonl'), 'utf8');
output.text(`${candidate.provenance.summary}: gap ${before} % → ${after} % on larger knapsacks`);
const claims = [
  { claim: 'the change was kept', holds: candidate.provenance.summary === 'rank by value / weight' },
  { claim: 'the gap on held-out knapsacks shrank', holds: after! < before! },
  {
    claim: 'the meter counted its one call and what it cost',
    holds: candidate.provenance.model?.turns === 1 && state.spending.money > 0,
  },
  {
    claim: 'another host was refused, and that is on record',
    holds: trajectory.includes('"host":"example.org","port":443,"verdict":"refused"'),
  },
  { claim: 'the real key is nowhere', holds: !everyFile(directory).some((text) => text.includes(KEY)) },
];
process.exitCode = printClaims(claims, output) ? 0 : 1;

function everyFile(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
}
