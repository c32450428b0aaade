import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { startCollector } from '../../src/telemetry/testing/collector.ts';
import type { Ended } from '../stand-ins/command-line.ts';
import { fulcrum, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

afterEach(() => vi.unstubAllEnvs());

const KEY = ['AI', 'za', 'c4n4ry7'.repeat(5)].join('');

const TASK = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 1').replace('evolve', 'greedy').replace('pipeline: 4', 'pipeline: 1')}
proposers:
  - kind: llm
    models: [{ provider: google, model: gemini-scripted }]
    stream: true
`;

const ANSWER = `SUMMARY: doubles outright
double.ts
<<<<<<< SEARCH
  return input + input * 0.5 + 3;
=======
  return input * 2;
>>>>>>> REPLACE
`;
const SCRIPT = defineScript({
  rules: [
    { when: { text: 'input + input * 0.5 + 3' }, reply: { text: ANSWER, usage: { input: 900, output: 60 } } },
    { reply: { text: 'I have nothing better.', usage: { input: 900, output: 6 } } },
  ],
});

/** A run of the real program with Google's protocol at its meter. */
async function runWith(
  environment: Readonly<Record<string, string>>,
): Promise<Ended & { readonly directory: string }> {
  const provider = await startScriptedProvider(SCRIPT, KEY);
  onTestFinished(() => provider.close());
  const given = {
    GOOGLE_GENERATIVE_AI_BASE_URL: `${provider.url}/v1beta`,
    GOOGLE_GENERATIVE_AI_API_KEY: KEY,
    ...environment,
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  const directory = tinyTask({ 'fulcrum.yaml': TASK });
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return { directory, ...(await fulcrum(['run', '--display', 'none', '--no-control'], directory)) };
}

it(
  'a run through Google’s protocol is metered and told to a collector, from the model’s call to the verdict',
  { timeout: 60_000 },
  async () => {
    const collector = await startCollector();
    const { directory, code, stderr } = await runWith({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('spans')]);

    const lines = readFileSync(join(directory, '.fulcrum/main/models/calls.ndjson'), 'utf8')
      .trim()
      .split('\n');
    const calls = lines.map((line) => JSON.parse(line) as { readonly [field: string]: unknown });
    expect(calls[0]).toMatchObject({
      protocol: 'google-generate',
      model: 'gemini-scripted',
      holder: 'proposal 1',
      outcome: 'answered',
      stream: true,
      usage: { input: 900, output: 60 },
    });

    const spans = collector.spans();
    const ofFirst = (name: string): (typeof spans)[number] => {
      const whole = spans.find(
        (span) => span.attributes['fulcrum.proposal.number'] === 1 && span.name === 'proposal',
      )!;
      return spans.find((span) => span.name === name && span.traceId === whole.traceId)!;
    };
    expect(ofFirst('proposal').attributes).toMatchObject({ 'fulcrum.decision': 'keep' });
    expect(ofFirst('invoke_agent llm').attributes).toMatchObject({
      'gen_ai.provider.name': 'gcp.gemini',
      'gen_ai.usage.input_tokens': 900,
    });
    const call = ofFirst('generate_content gemini-scripted');
    expect(call.parentSpanId).toBe(ofFirst('invoke_agent llm').spanId);
    expect(call.attributes).toMatchObject({
      'gen_ai.usage.output_tokens': 60,
      'fulcrum.call.request_digest': calls[0]!['requestDigest'],
    });
    expect(ofFirst('judge')).toMatchObject({
      parentSpanId: ofFirst('proposal').spanId,
      attributes: { 'fulcrum.verdict': 'pass', 'fulcrum.candidate.number': 1 },
    });
    expect(spans.find(({ name }) => name === 'run')!.attributes).toMatchObject({ 'fulcrum.task': 'tiny' });
    for (const words of ['c4n4ry', 'input * 2', 'doubles outright', directory, 'fulcrum-run-']) {
      expect(collector.bytes()).not.toContain(words);
    }
  },
);

it(
  'a collector that refuses everything is told of, and the run is what it would have been',
  { timeout: 60_000 },
  async () => {
    const collector = await startCollector(403);
    const { code, stderr } = await runWith({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    expect(code).toBe(0);
    expect(stderr.match(/do not reach the collector/g)).toHaveLength(1);
  },
);

it('an address that is none is an error before anything runs', { timeout: 60_000 }, async () => {
  const { code, stderr } = await runWith({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' });
  expect([code, stderr]).toEqual([2, expect.stringContaining('FULCRUM_E_TELEMETRY_ADDRESS')]);
  expect(stderr).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
});
