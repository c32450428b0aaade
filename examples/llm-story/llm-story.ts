/**
 * The knapsack task improved by the proposer `llm`, without a model and without a network: a script stands where the provider
 * would. Its first answer does not apply and is mended in a second turn. Exits with 1 when something it claims does not
 * hold. `node examples/llm-story/llm-story.ts`
 */
import { readFileSync } from 'node:fs';
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

const answer = (before: string): string => `SUMMARY: most value per weight first
pack.py
<<<<<<< SEARCH
    return ${before}
=======
    return value / weight
>>>>>>> REPLACE
`;
const script = defineScript({
  rules: [
    { when: { text: 'the search text does not occur' }, reply: { text: answer('value') } },
    { reply: { text: answer('the_value') } },
  ],
});

const output = createOutput(process.argv.includes('--json'));
const provider = await startScriptedProvider(script, KEY);
process.env['ANTHROPIC_BASE_URL'] = provider.url;
process.env['ANTHROPIC_API_KEY'] = KEY;
const directory = freshRunDirectory(EXAMPLE, 'by-script');
const limited = overrideTask(loadTask(exampleDirectory(EXAMPLE)), {
  control: null,
  pipeline: 1,
  budget: { evaluations: 1, money: 1 },
});
const options = { models: [{ provider: 'anthropic', model: 'claude-opus-5' }], maximumOutputTokens: 1000 };
const proposers = [{ kind: 'llm', weight: 1, options }];
const { state } = await runTask(
  { ...limited, task: Object.freeze({ ...limited.task, proposers }) },
  { directory },
);
await provider.close();

const { candidate, fresh } = state.incumbent!;
const [before, after] = [state.baseline!.fresh, fresh].map((verdict) => metricOf(verdict, 'larger', 'gap')!);
const recorded = readFileSync(join(directory, 'models/calls.ndjson'), 'utf8');
output.text(`${candidate.provenance.summary}: gap ${before} % → ${after} % on larger knapsacks`);
const claims = [
  { claim: 'the change was kept', holds: candidate.provenance.proposer === 'llm' },
  { claim: 'the gap on held-out knapsacks shrank', holds: after! < before! },
  {
    claim: 'what did not apply was mended in the second turn',
    holds: candidate.provenance.model?.turns === 2,
  },
  { claim: 'the money is on record', holds: state.spending.money > 0 && state.spending.money < 1 },
  {
    claim: 'every call is on record, the key is not',
    holds: recorded.split('\n').length === 3 && !recorded.includes(KEY),
  },
];
process.exitCode = printClaims(claims, output) ? 0 : 1;
