import type { ToolKind } from '@agentclientprotocol/sdk';
import { z } from 'zod';
import type { AgentEvent } from '../adapter.ts';
import type { AcpMessage } from './acp-messages.ts';

const text = z.string().nullish().catch(undefined);
const chunkUpdate = z.object({
  sessionUpdate: z.enum(['agent_message_chunk', 'agent_thought_chunk']),
  content: z.object({ type: z.literal('text'), text: z.string() }),
  messageId: text,
});

const toolUpdate = z.object({
  sessionUpdate: z.enum(['tool_call', 'tool_call_update']),
  toolCallId: z.string(),
  title: text,
  name: text,
  kind: text,
  status: text,
  rawInput: z.unknown().optional(),
  rawOutput: z.unknown().optional(),
  content: z.array(z.unknown()).nullish().catch(undefined),
});

const otherUpdate = z.object({ sessionUpdate: z.string() });

const notice = z.object({ update: z.unknown().optional() });

/** What is known of a tool's use; the agent tells it bit by bit. */
export interface AcpCall {
  readonly id: string;
  /** Of the program, or as a person is told. */
  readonly tool: string;
  readonly kind: ToolKind | null;
  /** JSON text. */
  readonly input: string;
}

export interface AcpEvents {
  /** What a notice tells; what may go on in the next one is held back. */
  readonly take: (message: Extract<AcpMessage, { kind: 'notice' }>) => readonly AgentEvent[];
  /** What was held back. */
  readonly rest: () => readonly AgentEvent[];
  readonly call: (id: string) => AcpCall | null;
  /** Notes the answer to a call that permission was asked for; after a denial, its failure is no failure of its own. */
  readonly answer: (id: string, answer: 'allowed' | 'denied') => void;
}

type Chunks = { readonly kind: 'said' | 'thought'; readonly message: string | null; text: string };
type Call = AcpCall & { readonly told: boolean; readonly answer: 'allowed' | 'denied' | null };
type ToolUpdate = z.infer<typeof toolUpdate>;

/**
 * Puts together what an agent says in pieces.
 *
 * @param judge says of a use that was not asked about what is to be noted
 */
export function createAcpEvents(judge: (call: AcpCall) => AgentEvent): AcpEvents {
  const calls = new Map<string, Call>();
  let chunks: Chunks | null = null;

  const endChunks = (): readonly AgentEvent[] => {
    if (chunks === null) return [];
    const { kind, text: whole } = chunks;
    chunks = null;
    return [{ kind, text: whole }];
  };
  const tell = (call: Call): readonly AgentEvent[] => {
    if (call.told) return [];
    calls.set(call.id, { ...call, told: true });
    return [{ kind: 'tool-called', id: call.id, tool: call.tool, input: call.input }];
  };
  const rest = (): readonly AgentEvent[] => [...endChunks(), ...[...calls.values()].flatMap(tell)];

  const takeChunk = (kind: Chunks['kind'], message: string | null, piece: string): readonly AgentEvent[] => {
    if (chunks !== null && chunks.kind === kind && chunks.message === message) {
      chunks.text += piece;
      return [];
    }
    const before = rest();
    chunks = { kind, message, text: piece };
    return before;
  };

  const takeTool = (news: ToolUpdate): readonly AgentEvent[] => {
    const before = endChunks();
    const call = joined(calls.get(news.toolCallId), news);
    calls.set(call.id, call);
    if (news.status !== 'completed' && news.status !== 'failed') return before;
    const told = tell(call);
    calls.delete(call.id);
    const outcome = news.status === 'completed' ? 'done' : call.answer === 'denied' ? 'denied' : 'failed';
    const unasked = call.answer === null ? [judge(call)] : [];
    return [
      ...before,
      ...told,
      ...unasked,
      { kind: 'tool-ended', id: call.id, outcome, output: outputOf(news) },
    ];
  };

  return {
    take: ({ method, params }) => {
      const update = method === 'session/update' ? notice.safeParse(params).data?.update : undefined;
      const tool = toolUpdate.safeParse(update).data;
      if (tool !== undefined) return takeTool(tool);
      const chunk = chunkUpdate.safeParse(update).data;
      if (chunk !== undefined) {
        const kind = chunk.sessionUpdate === 'agent_message_chunk' ? 'said' : 'thought';
        return takeChunk(kind, chunk.messageId ?? null, chunk.content.text);
      }
      const type = otherUpdate.safeParse(update).data?.sessionUpdate ?? method;
      return [...rest(), { kind: 'other', type: type.slice(0, 100) }];
    },
    rest,
    call: (id) => calls.get(id) ?? null,
    answer: (id, answer) => {
      const call = calls.get(id);
      if (call !== undefined) calls.set(id, { ...call, answer });
    },
  };
}

function joined(known: Call | undefined, { toolCallId: id, ...news }: ToolUpdate): Call {
  const kind = (news.kind as ToolKind | null | undefined) ?? known?.kind ?? null;
  return {
    id,
    tool: news.name ?? known?.tool ?? news.title ?? kind ?? 'unknown',
    kind,
    input: news.rawInput === undefined ? (known?.input ?? 'null') : JSON.stringify(news.rawInput),
    told: known?.told ?? false,
    answer: known?.answer ?? null,
  };
}

function outputOf({ rawOutput, content }: ToolUpdate): string {
  if (typeof rawOutput === 'string') return rawOutput;
  if (rawOutput !== undefined && rawOutput !== null) return JSON.stringify(rawOutput);
  return content === undefined || content === null ? '' : JSON.stringify(content);
}
