import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Proposal, Proposer } from '../kernel/contracts/proposer.ts';
import { isFulcrumError } from '../kernel/errors.ts';
import { nameOf, wordsOf } from './content.ts';
import type { AgentActivity } from './telemetry.ts';
import { createToolSpans } from './tool-spans.ts';

/** One proposal from the question to the decision: a trace of its own, linked to the run. */
export interface ProposalSpan {
  /** Where what is done for it belongs: below the proposer while it works, below the whole proposal after that. */
  readonly context: () => Context;
  readonly onAgentEvent: (event: AgentActivity) => void;
  readonly proposed: (proposal: Proposal) => void;
  readonly failed: (error: unknown) => void;
  /** Ends it, with what became of it. */
  readonly settle: (attributes: Attributes) => void;
}

interface ProposalFacts {
  readonly number: number;
  readonly parents: readonly number[];
  readonly proposer: Pick<Proposer, 'id' | 'author'>;
}

export function openProposalSpan(
  tracer: Tracer,
  run: Span,
  { number, parents, proposer }: ProposalFacts,
  capturesContent: boolean,
): ProposalSpan {
  const attributes = { 'fulcrum.proposal.number': number, 'fulcrum.proposer': proposer.id };
  const whole = tracer.startSpan(
    'proposal',
    {
      root: true,
      links: [{ context: run.spanContext() }],
      attributes: {
        ...attributes,
        'fulcrum.proposal.parents': [...parents],
        'fulcrum.run.trace_id': run.spanContext().traceId,
      },
    },
    ROOT_CONTEXT,
  );
  const wholeContext = trace.setSpan(ROOT_CONTEXT, whole);
  const work = tracer.startSpan(...startOfWork(proposer, attributes), wholeContext);
  const workContext = trace.setSpan(ROOT_CONTEXT, work);
  const tools = createToolSpans(tracer, workContext, capturesContent);
  let working = true;
  let lastWords: string | null = null;

  const endWork = (): void => {
    if (!working) return;
    working = false;
    const leftOut = tools.close();
    if (leftOut > 0) work.setAttribute('fulcrum.tools.left_out', leftOut);
    if (capturesContent && lastWords !== null) work.setAttribute('gen_ai.output.messages', said(lastWords));
    work.end();
  };

  return {
    context: () => (working ? workContext : wholeContext),
    onAgentEvent: (event) => {
      if (!working) return;
      tools.take(event);
      if (event.kind === 'said') lastWords = event.text ?? null;
      const told = eventAttributes(event);
      if (told !== null) work.addEvent(event.kind, told);
    },
    proposed: (proposal) => {
      work.setAttributes(resultOf(proposal, capturesContent));
      endWork();
    },
    failed: (error) => {
      fail(work, error);
      endWork();
    },
    settle: (told) => {
      endWork();
      whole.setAttributes(told);
      whole.end();
    },
  };
}

/** By its code where it has one: a message may quote what was said to a model. */
export function fail(span: Span, error: unknown): void {
  const type = isFulcrumError(error) ? error.facts.code : error instanceof Error ? error.name : '_OTHER';
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Only what a model is part of is an agent to the conventions; a mutation operator is none. */
function startOfWork(
  { id, author }: ProposalFacts['proposer'],
  attributes: Attributes,
): [name: string, options: { readonly kind: SpanKind; readonly attributes: Attributes }] {
  const kind = SpanKind.INTERNAL;
  if (author?.kind !== 'model') return [`propose ${id}`, { kind, attributes }];
  const agent = {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': id,
    'gen_ai.provider.name': providerOf(author.family),
  };
  return [`invoke_agent ${id}`, { kind, attributes: { ...attributes, ...agent } }];
}

/** The conventions' name for whose model it is; `fulcrum` while nobody can say. */
function providerOf(family: string | null): string {
  switch (family) {
    case 'claude':
      return 'anthropic';
    case 'gpt':
      return 'openai';
    case 'gemini':
      return 'gcp.gemini';
    default:
      return 'fulcrum';
  }
}

function resultOf({ kind, provenance }: Proposal, capturesContent: boolean): Attributes {
  const model = provenance?.model;
  const author = provenance?.author;
  return {
    'fulcrum.proposal.outcome': kind,
    ...(provenance === undefined ? {} : { 'fulcrum.operator': nameOf(provenance.operator) }),
    ...(author?.kind === 'model' ? { 'gen_ai.provider.name': providerOf(author.family) } : {}),
    ...(capturesContent && provenance !== undefined
      ? { 'fulcrum.proposal.summary': wordsOf(provenance.summary) }
      : {}),
    ...(model === undefined
      ? {}
      : {
          'gen_ai.request.model': nameOf(model.name),
          ...(model.inputTokens === null ? {} : { 'gen_ai.usage.input_tokens': model.inputTokens }),
          ...(model.outputTokens === null ? {} : { 'gen_ai.usage.output_tokens': model.outputTokens }),
          ...(model.money === null ? {} : { 'fulcrum.cost.usd': model.money }),
          'fulcrum.turns': model.turns,
          'fulcrum.taint': [...model.taint],
        }),
  };
}

/** What happened at one moment rather than over a time; the words of it are left out. */
function eventAttributes({ kind, ...event }: AgentActivity): Attributes | null {
  switch (kind) {
    case 'permission':
      return { tool: nameOf(event.tool ?? ''), answer: event.answer ?? '', rule: nameOf(event.rule ?? '') };
    case 'connection':
      return { host: nameOf(event.host ?? ''), port: event.port ?? 0, verdict: event.verdict ?? '' };
    case 'limit':
      return { limit: nameOf(event.limit ?? '') };
    default:
      return null;
  }
}

/** In the form of the conventions' output messages. */
function said(words: string): string {
  const part = { type: 'text', content: wordsOf(words) };
  return JSON.stringify([{ role: 'assistant', parts: [part], finish_reason: 'stop' }]);
}
