import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Judge, JudgeRequest } from '../kernel/contracts/judge.ts';
import type { Proposer } from '../kernel/contracts/proposer.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { TelemetryConfiguration } from './configuration.ts';
import { addModelCallSpan } from './model-call-span.ts';
import type { ProposalSpan } from './proposal-span.ts';
import { fail, openProposalSpan } from './proposal-span.ts';
import type { SpanSink } from './span-sink.ts';
import type { Telemetry } from './telemetry.ts';

/** The spans of one run: one for the run, and for each proposal a trace of its own, however many there are. */
export function createRunSpans(
  sink: SpanSink,
  { capturesContent }: Pick<TelemetryConfiguration, 'capturesContent'>,
  task: string,
): Telemetry {
  const { tracer } = sink;
  const run = tracer.startSpan('run', { root: true, attributes: { 'fulcrum.task': task } }, ROOT_CONTEXT);
  const runContext = trace.setSpan(ROOT_CONTEXT, run);
  const open = new Map<number, ProposalSpan>();
  const contextOf = (number: number | null): Context =>
    (number === null ? undefined : open.get(number)?.context()) ?? runContext;
  const settle = (number: number, attributes: Attributes): void => {
    open.get(number)?.settle(attributes);
    open.delete(number);
  };

  return {
    watchProposer: (proposer) =>
      watchedProposer(proposer, (number, parents) => {
        const span = openProposalSpan(tracer, run, { number, parents, proposer }, capturesContent);
        open.set(number, span);
        return span;
      }),
    watchJudge: (judge) =>
      watchedJudge(judge, (request) => startJudgement(tracer, request, contextOf(request.candidate.number))),
    onModelCall: (call) => addModelCallSpan(tracer, call, contextOf(proposalOf(call.holder))),
    onAgentEvent: (number, _, event) => open.get(number)?.onAgentEvent(event),
    onEvent: (event) => {
      const settled = settledBy(event);
      if (settled !== null) settle(settled.number, settled.attributes);
    },
    close: (end) => {
      for (const number of open.keys()) settle(number, { 'fulcrum.decision': 'abandoned' });
      if ('error' in end) fail(run, end.error);
      else run.setAttribute('fulcrum.stop_reason', end.reason);
      run.end();
      return sink.close();
    },
  };
}

function watchedProposer(
  proposer: Proposer,
  begin: (number: number, parents: readonly number[]) => ProposalSpan,
): Proposer {
  return {
    ...proposer,
    propose: async (request) => {
      const span = begin(
        request.number,
        request.parents.map(({ candidate }) => candidate.number),
      );
      try {
        const proposal = await proposer.propose(request);
        span.proposed(proposal);
        return proposal;
      } catch (error) {
        span.failed(error);
        throw error;
      }
    },
  };
}

function watchedJudge(judge: Judge, begin: (request: JudgeRequest) => Span): Judge {
  return {
    ...judge,
    judge: async (request) => {
      const span = begin(request);
      try {
        const reply = await judge.judge(request);
        span.setAttribute('fulcrum.verdict', reply.verdict.status);
        return reply;
      } catch (error) {
        fail(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
  };
}

/** A verdict's figures stay in the ledger: some of them are held out. */
function startJudgement(tracer: Tracer, { candidate, mode, scope }: JudgeRequest, parent: Context): Span {
  const attributes = {
    'fulcrum.candidate.number': candidate.number,
    'fulcrum.judgement.mode': mode,
    'fulcrum.judgement.scope': scope,
  };
  return tracer.startSpan('judge', { attributes }, parent);
}

function proposalOf(holder: string | null): number | null {
  const number = /^proposal (\d{1,15})$/.exec(holder ?? '')?.[1];
  return number === undefined ? null : Number(number);
}

function settledBy(event: RunEvent): { readonly number: number; readonly attributes: Attributes } | null {
  switch (event.type) {
    case 'candidate-decided':
      return { number: event.number, attributes: { 'fulcrum.decision': event.decision.kind } };
    case 'proposal-refused':
      return {
        number: event.number,
        attributes: { 'fulcrum.decision': 'refused', 'fulcrum.refusal': event.kind },
      };
    default:
      return null;
  }
}
