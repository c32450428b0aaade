import type { Attributes, Context, Tracer } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { nameOf } from './content.ts';
import type { ModelCallFacts } from './telemetry.ts';

/** One call of a model, which is over: `chat claude-opus-5`, by the conventions' inference span. */
export function addModelCallSpan(tracer: Tracer, call: ModelCallFacts, parent: Context): void {
  const { operation } = protocolFacts(call.protocol);
  const model = call.model === null ? null : nameOf(call.model);
  const span = tracer.startSpan(
    model === null ? operation : `${operation} ${model}`,
    { kind: SpanKind.CLIENT, startTime: call.startedAt, attributes: attributesOf(call, model) },
    parent,
  );
  if (!ANSWERED.has(call.outcome)) {
    span.setAttribute('error.type', call.code ?? call.outcome);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(call.startedAt + call.milliseconds);
}

/** A model that declines has answered. */
const ANSWERED: ReadonlySet<string> = new Set(['answered', 'refused-by-model']);

interface ProtocolFacts {
  readonly operation: string;
  readonly provider: string;
}

/** Names by the conventions; whoever else speaks a protocol is told apart by the model's name. */
function protocolFacts(protocol: string): ProtocolFacts {
  if (protocol.startsWith('anthropic')) return { operation: 'chat', provider: 'anthropic' };
  if (protocol.startsWith('google')) return { operation: 'generate_content', provider: 'gcp.gemini' };
  const operation = protocol.endsWith('embeddings') ? 'embeddings' : 'chat';
  return { operation, provider: 'openai' };
}

function attributesOf(call: ModelCallFacts, model: string | null): Attributes {
  const { operation, provider } = protocolFacts(call.protocol);
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': provider,
    ...(model === null ? {} : { 'gen_ai.request.model': model }),
    ...(call.stream ? { 'gen_ai.request.stream': true } : {}),
    ...usageAttributes(call),
    'http.response.status_code': call.status,
    'fulcrum.call.number': call.call,
    'fulcrum.call.outcome': call.outcome,
    'fulcrum.call.attempts': call.attempts,
    ...(call.money === null ? {} : { 'fulcrum.cost.usd': call.money }),
    // The words themselves lie in the recording of the run, under these names.
    ...(call.requestDigest === null ? {} : { 'fulcrum.call.request_digest': call.requestDigest }),
    ...(call.replyDigest === null ? {} : { 'fulcrum.call.reply_digest': call.replyDigest }),
  };
}

/** The conventions count cached tokens within those of the input. */
function usageAttributes({ usage }: ModelCallFacts): Attributes {
  if (usage === null) return {};
  const written = usage.cacheWriteShort + usage.cacheWriteLong;
  return {
    'gen_ai.usage.input_tokens': usage.input + usage.cachedInput + written,
    'gen_ai.usage.output_tokens': usage.output,
    'gen_ai.usage.cache_read.input_tokens': usage.cachedInput,
    'gen_ai.usage.cache_creation.input_tokens': written,
  };
}
