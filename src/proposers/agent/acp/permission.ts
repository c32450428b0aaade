import type { PermissionOptionKind, RequestPermissionResponse, ToolKind } from '@agentclientprotocol/sdk';
import { z } from 'zod';
import type { AgentEvent } from '../adapter.ts';
import type { OfferedServer } from '../offered-servers.ts';
import { serverOfTool } from '../offered-servers.ts';
import type { AgentTool } from '../options.ts';
import type { ToolPolicy } from '../tool-policy.ts';
import { answerTool } from '../tool-policy.ts';
import type { AcpCall } from './acp-events.ts';
import type { AcpMessage } from './acp-messages.ts';

const text = z.string().nullish().catch(undefined);

const request = z.object({
  toolCall: z.object({
    toolCallId: z.string(),
    name: text,
    title: text,
    kind: text,
    rawInput: z.unknown().optional(),
  }),
  options: z.array(z.object({ optionId: z.string(), kind: z.string() })),
});

const WORDS: { readonly [kind in ToolKind]?: AgentTool } = {
  read: 'read',
  edit: 'edit',
  delete: 'edit',
  move: 'edit',
  search: 'search',
  execute: 'execute',
  fetch: 'fetch',
};

/** Which of the agent's options says what; the narrower first. */
const CHOICES: { readonly [answer in 'allowed' | 'denied']: readonly PermissionOptionKind[] } = {
  allowed: ['allow_once', 'allow_always'],
  denied: ['reject_once', 'reject_always'],
};

export interface PermissionAnswer {
  readonly call: string;
  readonly event: Extract<AgentEvent, { kind: 'permission' }>;
  readonly result: RequestPermissionResponse;
}

/**
 * Answers a request for permission as the policy says; null for any other request.
 *
 * @param known what the agent has told of a call before it asks
 */
export function answerPermission(
  { method, params }: Extract<AcpMessage, { kind: 'request' }>,
  policy: ToolPolicy,
  servers: readonly OfferedServer[],
  known: (id: string) => AcpCall | null,
): PermissionAnswer | null {
  if (method !== 'session/request_permission') return null;
  const asked = request.safeParse(params).data;
  if (asked === undefined) return null;
  const { toolCallId, name, title, kind, rawInput } = asked.toolCall;
  const call = known(toolCallId);
  const tool = name ?? call?.tool ?? title ?? 'unknown';
  const answer = answerTool(policy, wordFor(tool, kind ?? call?.kind ?? null, servers));
  const option = CHOICES[answer.answer]
    .map((choice) => asked.options.find((offered) => offered.kind === choice))
    .find((offered) => offered !== undefined);
  const detail = rawInput === undefined ? (call?.input ?? 'null') : JSON.stringify(rawInput);
  return {
    call: toolCallId,
    event:
      option === undefined && answer.answer === 'allowed'
        ? { kind: 'permission', tool, detail, answer: 'denied', rule: 'the agent offers no way to allow it' }
        : { kind: 'permission', tool, detail, ...answer },
    result: {
      outcome:
        option === undefined ? { outcome: 'cancelled' } : { outcome: 'selected', optionId: option.optionId },
    },
  };
}

/** What the policy says of a use that nobody was asked about: what it denies is a fault of the agent's. */
export function judgeUnasked(
  { tool, kind, input }: AcpCall,
  policy: ToolPolicy,
  servers: readonly OfferedServer[],
): AgentEvent {
  const { answer, rule } = answerTool(policy, wordFor(tool, kind, servers));
  return answer === 'allowed'
    ? { kind: 'permission', tool, detail: input, answer, rule }
    : { kind: 'fault', text: `it took ${tool} without asking, although ${rule}: ${input}` };
}

function wordFor(tool: string, kind: string | null, servers: readonly OfferedServer[]): AgentTool | null {
  return serverOfTool(tool, servers) ?? WORDS[kind as ToolKind] ?? null;
}
