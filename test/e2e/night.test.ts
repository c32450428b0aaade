import { afterEach, expect, it, vi } from 'vitest';
import { TINY_TASK } from '../stand-ins/command-line.ts';
import { changeable, expectAccounted, spendNight } from '../stand-ins/night.ts';

afterEach(() => vi.unstubAllEnvs());

const PROPOSALS = 200;
const PIPELINE = 8;

const TASK = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 116, money: 50').replace('pipeline: 4', `pipeline: ${PIPELINE}`)}
proposers:
  - { kind: llm, models: [{ provider: anthropic, model: night-anthropic }], stream: true, repairs: 1 }
  - { kind: llm, models: [{ provider: openai, model: night-openai }], stream: true, repairs: 1 }
  - { kind: llm, models: [{ provider: openai-compatible, model: night-other }], stream: false, repairs: 1 }
  - { kind: mutation, weight: 0.5 }
  - kind: agent
    weight: 0.2
    agent: program
    argv: [node, /fulcrum/tools/agent.mjs]
    programs: { agent.mjs: agent.mjs }
    providers: [anthropic]
    limits: { seconds: 20 }
`;

/** Asks the model and writes what it says, whatever that is, where the code was. */
const AGENT = `
import { writeFileSync } from 'node:fs';
const reply = await fetch(process.env.FULCRUM_DOOR_URL + '/v1/messages', {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-api-key': process.env.FULCRUM_DOOR_TOKEN },
  body: JSON.stringify({ model: 'night-anthropic', max_tokens: 50, messages: [{ role: 'user', content: 'a factor' }] }),
});
if (!reply.ok) process.exit(1);
const said = (await reply.json()).content[0].text;
const code = said.split('\\n').filter((line) => /^(export|  return|})/.test(line));
if (code.length > 0) writeFileSync('double.ts', code.join('\\n') + '\\n');
`;

const answer = (number: number): string => `SUMMARY: number ${number}
double.ts
\`\`\`ts
export function double(input: number): number {
  return input * 2 + ${10_000 - number};
}
\`\`\`
`;

it('a night of models, agents and mutation ends unattended, and every proposal and every cent is accounted for', async () => {
  const night = await spendNight({
    task: TASK,
    files: { 'agent.mjs': AGENT },
    models: ['night-anthropic', 'night-openai', 'night-other'],
    providers: [
      changeable('ANTHROPIC', 'anthropic-messages', answer, 0),
      changeable('OPENAI', 'openai-responses', answer, 1000),
      changeable('OPENAI_COMPATIBLE', 'openai-chat', answer, 2000),
    ],
    killedAt: 90,
  });
  await expectAccounted(night);
  const { events } = night;
  const makers = events.flatMap((event) =>
    event.type === 'candidate-proposed' ? [event.candidate.provenance.proposer] : [],
  );
  expect(new Set(makers)).toEqual(new Set(['llm', 'mutation', 'agent']));
  const refusals = events.flatMap((event) => (event.type === 'proposal-refused' ? [event] : []));
  expect(makers.length + refusals.length).toBeGreaterThanOrEqual(PROPOSALS);
  const kinds = new Set(refusals.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['nothing-proposed', 'duplicate', 'protected-path']));
  const reasons = refusals.map(({ detail }) => detail).join('\n');
  for (const reason of [/declined to answer/, /MODEL_CUT/, /MODEL_REPLY_MALFORMED/, /oracle\.ts is not/]) {
    expect(reasons).toMatch(reason);
  }
}, 90_000);
