import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { TINY_TASK } from '../stand-ins/command-line.ts';
import type { NightProvider } from '../stand-ins/night.ts';
import { changeable, expectAccounted, priceOf, spendNight } from '../stand-ins/night.ts';
import type { RealAgent } from './real-agents.ts';
import { REAL_AGENTS } from './real-agents.ts';

afterEach(() => vi.unstubAllEnvs());

const MODELS = { claude: 'claude-opus-5-5', codex: 'gpt-5.5' } as const;
const USAGE = { input: 1000, output: 50 };

/** The model behind the agent: it has the agent write a new function, then says what it did. */
function behind(agent: RealAgent): NightProvider {
  const writes = Array.from({ length: 200 }, (_, index) => {
    const line = `export function double(input: number): number { return input * 2 + ${5000 - index}; }`;
    const command = `echo '${line}' > double.ts && echo it is written`;
    const { name, input } = agent.shell(command);
    return { when: { call: index + 1 }, reply: { toolCalls: [{ name, input }], usage: USAGE } };
  });
  const says = {
    when: { text: 'it is written' },
    reply: { text: 'SUMMARY: another constant', usage: USAGE },
  };
  return {
    variable: agent.name === 'claude' ? 'ANTHROPIC' : 'OPENAI',
    protocol: agent.name === 'claude' ? 'anthropic-messages' : 'openai-responses',
    script: defineScript({ rules: [says, ...writes] }),
    billOf: () => priceOf(USAGE),
  };
}

const answer = (number: number): string => `SUMMARY: number ${number}
double.ts
\`\`\`ts
export function double(input: number): number {
  return input * 2 + ${10_000 - number};
}
\`\`\`
`;

const taskWith = (
  name: keyof typeof MODELS,
): string => `${TINY_TASK.replace('evaluations: 40', 'evaluations: 140, money: 50').replace('pipeline: 4', 'pipeline: 8')}
proposers:
  - { kind: agent, weight: 0.1, agent: ${name}, model: ${MODELS[name]}, limits: { seconds: 60 } }
  - { kind: llm, models: [{ provider: openai-compatible, model: night-other }], stream: true, repairs: 1 }
  - { kind: mutation }
`;

describe.each(REAL_AGENTS.filter(({ name }) => name in MODELS))('$name', (agent) => {
  it.skipIf(agent.missing !== null)(
    `spends a night of 200 proposals unattended${agent.missing === null ? '' : `: skipped: ${agent.missing}`}`,
    async () => {
      const name = agent.name as keyof typeof MODELS;
      const night = await spendNight({
        task: taskWith(name),
        files: {},
        models: [MODELS[name], 'night-other'],
        providers: [behind(agent), changeable('OPENAI_COMPATIBLE', 'openai-chat', answer, 0)],
        killedAt: 90,
      });
      await expectAccounted(night);
      const ends = night.events.filter(
        ({ type }) => type === 'candidate-decided' || type === 'proposal-refused',
      );
      expect(ends.length).toBeGreaterThanOrEqual(200);
      const byAgent = night.events.filter(
        (event) => event.type === 'candidate-proposed' && event.candidate.provenance.proposer === 'agent',
      );
      expect(byAgent.length).toBeGreaterThan(3);
      expect(byAgent[0]).toMatchObject({ candidate: { provenance: { summary: 'another constant' } } });
    },
    240_000,
  );
});
