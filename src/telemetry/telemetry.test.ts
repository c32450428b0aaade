import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Judge, JudgeReply } from '../kernel/contracts/judge.ts';
import type { Proposal, ProposalRequest, Proposer } from '../kernel/contracts/proposer.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { createRandom } from '../kernel/random.ts';
import { openTelemetry } from './open-telemetry.ts';
import type { AgentActivity, ModelCallFacts, Telemetry } from './telemetry.ts';
import { SILENT } from './telemetry.ts';
import type { Collector, ReceivedSpan } from './testing/collector.ts';
import { startCollector } from './testing/collector.ts';

const SECRET = ['sk', 'ant', 'api03', 'c4n4ry'.repeat(4)].join('-');
const CAPTURE = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' };

afterEach(() => vi.unstubAllEnvs());

interface Opened {
  readonly telemetry: Telemetry;
  readonly collector: Collector;
  readonly said: readonly string[];
}

async function open(
  environment: Readonly<Record<string, string>> = {},
  status: number | null = 200,
): Promise<Opened> {
  const collector = await startCollector(status);
  const all = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...environment };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  const said: string[] = [];
  const telemetry = await openTelemetry({
    version: '1.2.3',
    task: 'tiny',
    say: (notice) => said.push(notice),
  });
  return { telemetry, collector, said };
}

const CANDIDATE = {
  number: 0,
  tree: 'a'.repeat(64),
  parents: [],
  provenance: { proposer: 'baseline', operator: 'none', summary: '' },
  size: 1,
};

function request(number: number): ProposalRequest {
  const files = { editable: () => [], read: () => null };
  const feedback = { status: 'pass', metrics: {}, reason: null } as const;
  return {
    number,
    parents: [{ candidate: CANDIDATE, files, feedback }],
    intent: 'vary',
    random: createRandom('telemetry'),
    state: null,
    signal: new AbortController().signal,
  };
}

const PROPOSED: Proposal = {
  kind: 'edit',
  edits: [],
  provenance: {
    proposer: 'agent',
    operator: 'agent claude',
    summary: `said ${SECRET}`,
    author: { kind: 'model', family: 'claude', context: [], at: null },
    model: {
      name: 'anthropic/claude-opus-5',
      turns: 2,
      promptDigest: 'p',
      answerDigest: null,
      inputTokens: 1300,
      outputTokens: 40,
      money: 0.002,
      taint: ['instruction:override'],
    },
  },
};

/** A proposer by script: does `work` and proposes. */
function scripted(
  work: () => void = () => undefined,
  author: Proposer['author'] = { kind: 'model', family: null },
): Proposer {
  return {
    id: 'agent',
    trusted: false,
    ...(author === undefined ? {} : { author }),
    start: () => null,
    observe: () => null,
    propose: async () => {
      work();
      return PROPOSED;
    },
  };
}

/** A judge by script. */
function judgeSaying(reply: () => JudgeReply): Judge {
  const none = (): never => {
    throw new Error('not asked here');
  };
  return {
    ...{ proveSandbox: none, probeOracle: none, retire: none, seedCommitment: '', attestation: null },
    judge: async () => reply(),
    close: () => Promise.resolve(),
  };
}

const FAILED: JudgeReply = {
  verdict: {
    ...{ status: 'fail', mode: 'fresh', inputs: 'x', checks: [], reason: `because ${SECRET}` },
    sandbox: { level: 1, mechanism: 'bubblewrap', profile: 'p' },
  },
  observed: { milliseconds: 1 },
};

const CALL: ModelCallFacts = {
  call: 3,
  holder: 'proposal 1',
  protocol: 'anthropic-messages',
  model: 'claude-opus-5',
  stream: true,
  outcome: 'answered',
  status: 200,
  code: null,
  usage: { input: 1000, cachedInput: 200, cacheWriteShort: 100, cacheWriteLong: 0, output: 40 },
  money: 0.002,
  attempts: 1,
  requestDigest: 'digest-of-request',
  replyDigest: 'digest-of-reply',
  startedAt: 1_763_700_000_000,
  milliseconds: 250,
};

const ACTIVITIES: readonly AgentActivity[] = [
  { kind: 'tool-called', id: 't1', tool: 'Bash', input: `cat ${SECRET}` },
  { kind: 'permission', tool: 'WebFetch', answer: 'denied', rule: 'fetch' },
  { kind: 'tool-ended', id: 't1', outcome: 'failed', output: 'no such file' },
  { kind: 'tool-called', id: 't2', tool: 'Edit', input: 'a.ts' },
  { kind: 'said', text: `all done, ${SECRET}` },
];

/** One proposal of an agent, from the question to the decision. */
async function runOnce({ telemetry }: Opened): Promise<void> {
  const agent = scripted(() => {
    telemetry.onModelCall(CALL);
    for (const activity of ACTIVITIES) telemetry.onAgentEvent(1, 0, activity);
  });
  await telemetry.watchProposer(agent).propose(request(1));
  const order = { mode: 'fresh', inputs: 'x', scope: 'all' } as const;
  const { signal } = new AbortController();
  await telemetry
    .watchJudge(judgeSaying(() => FAILED))
    .judge({ ...order, candidate: { ...CANDIDATE, number: 1 }, signal });
  const decision = {
    kind: 'discard',
    rule: 'exact',
    reason: `not better ${SECRET}`,
    comparisons: [],
  } as const;
  telemetry.onEvent({ type: 'candidate-decided', number: 1, decision });
  await telemetry.close({ reason: 'budget-evaluations' });
}

function named(collector: Collector, name: string): ReceivedSpan {
  const found = collector.spans().filter((span) => span.name === name);
  expect(found.map((span) => span.name)).toEqual([name]);
  return found[0]!;
}

describe('a run without a collector', () => {
  it('has no telemetry, and its parts are what they were', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', '');
    vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', '');
    const telemetry = await openTelemetry({ version: '1', task: 'tiny', say: expect.unreachable });
    expect(telemetry).toBe(SILENT);
    const proposer = scripted();
    expect(telemetry.watchProposer(proposer)).toBe(proposer);
  });
});

describe('a run with a collector', () => {
  it('sends each proposal as a trace of its own, linked to the run', async () => {
    const opened = await open();
    await runOnce(opened);
    const { collector, said } = opened;
    const [run, proposal] = [named(collector, 'run'), named(collector, 'proposal')];
    const agent = named(collector, 'invoke_agent agent');
    const parentOf = (name: string): string => named(collector, name).parentSpanId;
    expect([run.parentSpanId, proposal.parentSpanId]).toEqual(['', '']);
    expect(proposal.links).toMatchObject([{ traceId: run.traceId, spanId: run.spanId }]);
    expect([agent.parentSpanId, parentOf('judge')]).toEqual([proposal.spanId, proposal.spanId]);
    for (const name of ['chat claude-opus-5', 'execute_tool Bash', 'execute_tool Edit']) {
      expect([name, parentOf(name)]).toEqual([name, agent.spanId]);
    }
    expect(
      new Set(
        collector
          .spans()
          .filter(({ name }) => name !== 'run')
          .map(({ traceId }) => traceId),
      ).size,
    ).toBe(1);
    expect(collector.resource()).toMatchObject({ 'service.name': 'fulcrum', 'service.version': '1.2.3' });
    expect(collector.requests.map(({ path }) => path)).toEqual(['/v1/traces']);
    expect(said).toEqual([]);
  });

  it('names things as the conventions do, cached tokens among those of the input', async () => {
    const opened = await open();
    await runOnce(opened);
    const { collector } = opened;
    expect(named(collector, 'chat claude-opus-5')).toMatchObject({
      // SPAN_KIND_CLIENT of OTLP.
      kind: 3,
      startTimeUnixNano: '1763700000000000000',
      endTimeUnixNano: '1763700000250000000',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'claude-opus-5',
        'gen_ai.request.stream': true,
        'gen_ai.usage.input_tokens': 1300,
        'gen_ai.usage.output_tokens': 40,
        'gen_ai.usage.cache_read.input_tokens': 200,
        'gen_ai.usage.cache_creation.input_tokens': 100,
        'fulcrum.call.request_digest': 'digest-of-request',
      },
    });
    expect(named(collector, 'invoke_agent agent')).toMatchObject({
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'agent',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.usage.input_tokens': 1300,
        'fulcrum.proposal.outcome': 'edit',
        'fulcrum.taint': ['instruction:override'],
      },
      events: [{ name: 'permission', attributes: { tool: 'WebFetch', answer: 'denied', rule: 'fetch' } }],
    });
    expect(named(collector, 'execute_tool Bash')).toMatchObject({
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'Bash',
        'gen_ai.tool.call.id': 't1',
        'error.type': 'failed',
      },
      status: { code: 2 },
    });
    expect(named(collector, 'execute_tool Edit').status.code ?? 0).toBe(0);
    expect(named(collector, 'proposal').attributes).toMatchObject({
      'fulcrum.proposal.number': 1,
      'fulcrum.decision': 'discard',
    });
    expect(named(collector, 'judge').attributes).toMatchObject({
      'fulcrum.candidate.number': 1,
      'fulcrum.verdict': 'fail',
    });
    expect(named(collector, 'run').attributes).toMatchObject({
      'fulcrum.task': 'tiny',
      'fulcrum.stop_reason': 'budget-evaluations',
    });
  });

  it.each([
    ['google-generate', 'generate_content', 'gcp.gemini'],
    ['openai-chat', 'chat', 'openai'],
    ['openai-responses', 'chat', 'openai'],
    ['openai-embeddings', 'embeddings', 'openai'],
  ])('tells what a call by %s was', async (protocol, operation, provider) => {
    const { telemetry, collector } = await open();
    telemetry.onModelCall({
      ...CALL,
      protocol,
      holder: null,
      outcome: 'provider-error',
      code: 'FULCRUM_E_MODEL_ERROR',
      usage: null,
      money: null,
    });
    await telemetry.close({ reason: 'guard' });
    const span = named(collector, `${operation} claude-opus-5`);
    expect(span.attributes).toMatchObject({
      'gen_ai.provider.name': provider,
      'error.type': 'FULCRUM_E_MODEL_ERROR',
    });
    expect(span.attributes).not.toHaveProperty('fulcrum.cost.usd');
    expect([span.status.code, span.parentSpanId]).toEqual([2, named(collector, 'run').spanId]);
  });

  it('calls nobody an agent who is none', async () => {
    const { telemetry, collector } = await open();
    await telemetry.watchProposer(scripted(undefined, { kind: 'program', family: 'x' })).propose(request(1));
    telemetry.onEvent({
      type: 'proposal-refused',
      number: 1,
      kind: 'no-change',
      detail: '',
      parents: [0],
      provenance: null,
      duplicateOf: null,
    });
    await telemetry.close({ reason: 'guard' });
    expect(named(collector, 'propose agent').attributes).not.toHaveProperty('gen_ai.operation.name');
    expect(named(collector, 'proposal').attributes).toMatchObject({
      'fulcrum.decision': 'refused',
      'fulcrum.refusal': 'no-change',
    });
  });

  it('tells a failure by its code, never by its words', async () => {
    const { telemetry, collector } = await open();
    const error = new FulcrumError({
      code: 'FULCRUM_E_MODEL_KEY_REFUSED',
      domain: 'usage',
      what: `the key ${SECRET}`,
      where: 'x',
      mend: 'y',
    });
    const failing = telemetry.watchProposer({ ...scripted(), propose: () => Promise.reject(error) });
    await expect(failing.propose(request(1))).rejects.toBe(error);
    await telemetry.close({ error });
    for (const name of ['run', 'invoke_agent agent']) {
      expect(named(collector, name)).toMatchObject({
        attributes: { 'error.type': 'FULCRUM_E_MODEL_KEY_REFUSED' },
        status: { code: 2 },
      });
    }
    expect(named(collector, 'proposal').attributes).toMatchObject({ 'fulcrum.decision': 'abandoned' });
    expect(collector.bytes()).not.toContain('c4n4ry');
  });

  it('lets no agent make spans without end', async () => {
    const { telemetry, collector } = await open();
    const agent = scripted(() => {
      for (let call = 0; call < 2500; call += 1) {
        telemetry.onAgentEvent(1, 0, { kind: 'tool-called', id: `t${call}`, tool: 'x'.repeat(1000) });
        telemetry.onAgentEvent(1, 0, { kind: 'tool-ended', id: `t${call}`, outcome: 'done', output: '' });
      }
    });
    await telemetry.watchProposer(agent).propose(request(1));
    await telemetry.close({ reason: 'guard' });
    const tools = collector.spans().filter(({ name }) => name.startsWith('execute_tool'));
    expect(tools).toHaveLength(2000);
    expect(tools[0]!.name.length).toBeLessThan(200);
    expect(named(collector, 'invoke_agent agent').attributes).toMatchObject({
      'fulcrum.tools.left_out': 500,
    });
  });
});

describe('words', () => {
  it('of agents and models do not leave', async () => {
    const opened = await open();
    await runOnce(opened);
    for (const words of ['cat ', 'no such file', 'all done', 'not better', 'because', 'c4n4ry']) {
      expect(opened.collector.bytes()).not.toContain(words);
    }
  });

  it('leave where that is asked for, but never a secret', async () => {
    const opened = await open(CAPTURE);
    await runOnce(opened);
    const { collector } = opened;
    const { attributes } = named(collector, 'execute_tool Bash');
    expect(attributes['gen_ai.tool.call.arguments']).toMatch(/^cat /);
    expect(attributes['gen_ai.tool.call.result']).toBe('no such file');
    const spoken: unknown = JSON.parse(
      String(named(collector, 'invoke_agent agent').attributes['gen_ai.output.messages']),
    );
    expect(spoken).toMatchObject([
      { role: 'assistant', parts: [{ type: 'text', content: expect.stringMatching(/^all done/) }] },
    ]);
    expect(collector.bytes()).not.toContain('c4n4ry');
  });
});

describe('a collector', () => {
  it('gets the headers and the name that the environment gives', async () => {
    const opened = await open({
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=abc',
      OTEL_SERVICE_NAME: 'night',
      OTEL_RESOURCE_ATTRIBUTES: 'team=a',
    });
    await runOnce(opened);
    expect(opened.collector.requests[0]!.headers).toMatchObject({ 'x-key': 'abc' });
    expect(opened.collector.resource()).toMatchObject({ 'service.name': 'night', team: 'a' });
  });

  it('gets the proposals that the sampler chooses: none, of a share of nothing', async () => {
    const opened = await open({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
    await runOnce(opened);
    expect(opened.collector.requests).toEqual([]);
    expect(opened.said).toEqual([]);
  });

  it('that never answers is not waited for without end', async () => {
    const opened = await open({ OTEL_EXPORTER_OTLP_TIMEOUT: '200' }, null);
    await runOnce(opened);
    expect(opened.said).toEqual([
      expect.stringMatching(/do not reach .*timed out/i),
      expect.stringMatching(/^7 of 7 spans did not reach/),
    ]);
  });

  it('that refuses is told of once, with how much was lost, and stops nothing', async () => {
    const opened = await open({}, 400);
    await runOnce(opened);
    expect(opened.said).toEqual([
      expect.stringContaining(`spans do not reach the collector at ${new URL(opened.collector.url).host}`),
      expect.stringMatching(/^7 of 7 spans did not reach/),
    ]);
  });
});
