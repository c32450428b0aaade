import type { Context, Span, Tracer } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { nameOf, wordsOf } from './content.ts';
import type { AgentActivity } from './telemetry.ts';

/** Follows the tools that one agent says it uses. */
export interface ToolSpans {
  readonly take: (event: AgentActivity) => void;
  /** Ends what the agent left open. Returns how many calls were too many to be told. */
  readonly close: () => number;
}

/** An agent is not trusted: what it prints without end makes no spans without end. */
const MOST_SPANS = 2000;

/** Spans by the conventions' execute-tool span, below the agent's. */
export function createToolSpans(tracer: Tracer, agent: Context, capturesContent: boolean): ToolSpans {
  const open = new Map<string, Span>();
  let begun = 0;
  const begin = (id: string, event: AgentActivity): void => {
    begun += 1;
    if (begun > MOST_SPANS) return;
    const tool = nameOf(event.tool ?? 'unknown');
    const attributes = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool,
      'gen_ai.tool.call.id': id,
      ...(capturesContent ? { 'gen_ai.tool.call.arguments': wordsOf(event.input ?? '') } : {}),
    };
    open.get(id)?.end();
    open.set(id, tracer.startSpan(`execute_tool ${tool}`, { kind: SpanKind.INTERNAL, attributes }, agent));
  };
  const end = (id: string, { outcome = 'done', output = '' }: AgentActivity): void => {
    const span = open.get(id);
    if (span === undefined) return;
    open.delete(id);
    if (capturesContent) span.setAttribute('gen_ai.tool.call.result', wordsOf(output));
    if (outcome !== 'done') {
      span.setAttribute('error.type', nameOf(outcome));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  };
  return {
    take: (event) => {
      const id = nameOf(event.id ?? '');
      if (event.kind === 'tool-called') begin(id, event);
      else if (event.kind === 'tool-ended') end(id, event);
    },
    close: () => {
      for (const span of open.values()) span.end();
      open.clear();
      return Math.max(0, begun - MOST_SPANS);
    },
  };
}
