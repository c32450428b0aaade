import { z } from 'zod';
import type { AgentEvent, AgentReading, AgentSession } from '../adapter.ts';
import { jsonLine } from '../json-line.ts';
import { seen, strayLine, unnamed } from '../reading.ts';
import type { OfferedServer } from '../offered-servers.ts';
import type { ToolPolicy } from '../tool-policy.ts';
import { answerTool } from '../tool-policy.ts';
import { policyWord } from './claude-tools.ts';

const text = z.string().catch('');

const called = z.object({ type: z.literal('tool_use'), id: text, name: text, input: z.unknown().optional() });
const part = z.union([
  z.object({ type: z.literal('text'), text }),
  z.object({ type: z.literal('thinking'), thinking: text }),
  called,
]);

const result = z.object({
  type: z.literal('tool_result'),
  tool_use_id: text,
  content: z.unknown().optional(),
  is_error: z.boolean().catch(false),
});

const rejection = z.object({
  id: z.string(),
  permission_decision: z.object({ decision: z.literal('reject') }),
});

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('assistant'), message: z.object({ content: z.array(z.unknown()) }) }),
  z.object({
    type: z.literal('user'),
    message: z.object({ content: z.array(z.unknown()).catch([]) }),
    tool_result_meta: z.array(z.unknown()).catch([]),
  }),
  z.object({
    type: z.literal('result'),
    subtype: text,
    is_error: z.boolean().catch(false),
    num_turns: z.number().nullable().catch(null),
    result: text,
    errors: z.array(z.string()).catch([]),
  }),
  z.object({ type: z.literal('system'), subtype: text }),
]);

const denial = z.object({ subtype: z.literal('permission_denied'), tool_use_id: text });

type Called = z.infer<typeof called>;

/** Says of a tool that it was not offered; the words are Claude Code's. */
const NOT_OFFERED = 'No such tool available';

/** Reads what `claude --output-format stream-json` prints. */
export function readClaude(policy: ToolPolicy, servers: readonly OfferedServer[]): AgentSession['read'] {
  const running = new Map<string, Called>();
  const denied = new Set<string>();

  const permission = (id: string): AgentEvent => {
    const call = running.get(id);
    const { rule, answer: expected } = answerTool(policy, policyWord(call?.name ?? '', servers));
    return {
      kind: 'permission',
      tool: call?.name ?? 'unknown',
      detail: JSON.stringify(call?.input ?? null),
      answer: denied.has(id) ? 'denied' : 'allowed',
      // Claude Code refuses some uses of a tool that it may use, and says so in the result.
      rule: denied.has(id) && expected === 'allowed' ? 'a rule of Claude Code' : rule,
    };
  };

  const said = (content: unknown): readonly AgentEvent[] => {
    const known = part.safeParse(content).data;
    if (known === undefined) return [{ kind: 'other', type: 'assistant' }];
    switch (known.type) {
      case 'text':
        return [{ kind: 'said', text: known.text }];
      case 'thinking':
        return [{ kind: 'thought', text: known.thinking }];
      case 'tool_use':
        running.set(known.id, known);
        return [
          { kind: 'tool-called', id: known.id, tool: known.name, input: JSON.stringify(known.input ?? null) },
        ];
    }
  };

  const ended = (content: unknown, refused: ReadonlySet<string>): readonly AgentEvent[] => {
    const known = result.safeParse(content).data;
    if (known === undefined) return [];
    const { tool_use_id: id, is_error: failed } = known;
    const output = outputText(known.content);
    if (refused.has(id) || (failed && output.includes(NOT_OFFERED))) denied.add(id);
    const decided = permission(id);
    const outcome = denied.has(id) ? 'denied' : failed ? 'failed' : 'done';
    running.delete(id);
    denied.delete(id);
    return [decided, { kind: 'tool-ended', id, outcome, output }];
  };

  return (line): AgentReading => {
    const value = jsonLine(line);
    if (value === undefined) return strayLine(line);
    const known = message.safeParse(value).data;
    if (known === undefined) return unnamed(value);
    switch (known.type) {
      case 'assistant':
        return seen(...known.message.content.flatMap(said));
      case 'user': {
        const refusals = known.tool_result_meta.map((meta) => rejection.safeParse(meta).data?.id);
        const refused = new Set(refusals.filter((id) => id !== undefined));
        return seen(...known.message.content.flatMap((content) => ended(content, refused)));
      }
      case 'system': {
        const refusal = denial.safeParse(value).data;
        if (refusal === undefined) return unnamed({ type: known.subtype }, 'system');
        denied.add(refusal.tool_use_id);
        return seen();
      }
      case 'result': {
        // An error of the model's comes as a success with an error.
        const parts = [known.subtype === 'success' ? '' : known.subtype, ...known.errors, known.result];
        const fault = parts.filter((words) => words !== '').join(': ');
        const faults: AgentEvent[] = known.is_error ? [{ kind: 'fault', text: fault }] : [];
        return {
          events: [...faults, { kind: 'turn-ended', turns: known.num_turns }],
          replies: [],
          finished: true,
        };
      }
    }
  };
}

/** A result is a text or a list of parts, of which some have text. */
function outputText(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = z.array(z.object({ text })).safeParse(content).data ?? [];
  return parts.map((piece) => piece.text).join('\n');
}
