import { z } from 'zod';
import type { AgentEvent, AgentReading, AgentSession } from '../adapter.ts';
import { jsonLine } from '../json-line.ts';
import { seen, strayLine, unnamed } from '../reading.ts';
import type { ToolPolicy } from '../tool-policy.ts';
import { answerTool } from '../tool-policy.ts';

const text = z.string().catch('');
const failure = z.object({ message: text });

const item = z.discriminatedUnion('type', [
  z.object({ type: z.literal('agent_message'), text }),
  z.object({ type: z.literal('reasoning'), text }),
  z.object({
    type: z.literal('command_execution'),
    id: text,
    command: text,
    aggregated_output: text,
    status: text,
  }),
  z.object({ type: z.literal('file_change'), id: text, changes: z.unknown().optional(), status: text }),
  z.object({
    type: z.literal('mcp_tool_call'),
    id: text,
    server: text,
    tool: text,
    arguments: z.unknown().optional(),
    result: z.unknown().optional(),
    error: failure.nullable().catch(null),
    status: text,
  }),
  z.object({ type: z.literal('error'), message: text }),
]);

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('item.started'), item: z.unknown().optional() }),
  z.object({ type: z.literal('item.completed'), item: z.unknown().optional() }),
  z.object({ type: z.literal('turn.completed') }),
  z.object({ type: z.literal('turn.failed'), error: failure }),
  z.object({ type: z.literal('error'), message: text }),
]);

type Item = z.infer<typeof item>;

/** Reads what `codex exec --json` prints. It asks for no permission: what it may use was decided before its start. */
export function readCodex(policy: ToolPolicy): AgentSession['read'] {
  return (line): AgentReading => {
    const value = jsonLine(line);
    if (value === undefined) return strayLine(line);
    const known = message.safeParse(value).data;
    if (known === undefined) return unnamed(value);
    switch (known.type) {
      case 'item.started':
      case 'item.completed': {
        const found = item.safeParse(known.item).data;
        if (found === undefined) return unnamed(known.item, known.type);
        return seen(...(known.type === 'item.started' ? begun(found, policy) : completed(found)));
      }
      case 'error':
        return seen({ kind: 'fault', text: known.message });
      case 'turn.failed':
        return ended({ kind: 'fault', text: known.error.message });
      case 'turn.completed':
        return ended();
    }
  };
}

function ended(...faults: readonly AgentEvent[]): AgentReading {
  return { events: [...faults, { kind: 'turn-ended', turns: null }], replies: [], finished: true };
}

function begun(known: Item, policy: ToolPolicy): readonly AgentEvent[] {
  switch (known.type) {
    case 'agent_message':
    case 'reasoning':
    case 'error':
      return [];
    case 'command_execution': {
      const { id, command } = known;
      return [
        { kind: 'tool-called', id, tool: 'shell', input: command },
        { kind: 'permission', tool: 'shell', detail: command, ...answerTool(policy, 'execute') },
      ];
    }
    case 'file_change': {
      const input = JSON.stringify(known.changes ?? null);
      return [
        { kind: 'tool-called', id: known.id, tool: 'apply_patch', input },
        { kind: 'permission', tool: 'apply_patch', detail: input, ...answerTool(policy, 'edit') },
      ];
    }
    case 'mcp_tool_call': {
      const [tool, input] = [`${known.server}/${known.tool}`, JSON.stringify(known.arguments ?? null)];
      return [
        { kind: 'tool-called', id: known.id, tool, input },
        { kind: 'permission', tool, detail: input, ...answerTool(policy, `mcp:${known.server}`) },
      ];
    }
  }
}

function completed(known: Item): readonly AgentEvent[] {
  switch (known.type) {
    case 'agent_message':
      return [{ kind: 'said', text: known.text }];
    case 'reasoning':
      return [{ kind: 'thought', text: known.text }];
    case 'error':
      return [{ kind: 'fault', text: known.message }];
    case 'command_execution':
      return [toolEnded(known, known.aggregated_output)];
    case 'file_change':
      return [toolEnded(known, '')];
    case 'mcp_tool_call':
      return [toolEnded(known, known.error?.message ?? JSON.stringify(known.result ?? null))];
  }
}

/** Of a command, `failed` is said of every exit code but 0. */
function toolEnded(
  { id, status }: { readonly id: string; readonly status: string },
  output: string,
): AgentEvent {
  const outcome = status === 'completed' ? 'done' : status === 'declined' ? 'denied' : 'failed';
  return { kind: 'tool-ended', id, outcome, output };
}
