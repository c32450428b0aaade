import type { AgentOptions, AgentTool } from './options.ts';

export type ToolPolicy = AgentOptions['tools'];

/** How the policy answers a wish to use a tool, and the rule that decided. */
export interface ToolAnswer {
  readonly answer: 'allowed' | 'denied';
  readonly rule: string;
}

/**
 * What the policy says of a tool: a denial outweighs a permission, and what no rule names is denied.
 *
 * @param tool null for one that no word of the policy stands for
 */
export function answerTool({ allow, deny }: ToolPolicy, tool: AgentTool | null): ToolAnswer {
  if (tool === null) return { answer: 'denied', rule: 'no word of tools.allow stands for it' };
  if (deny.includes(tool)) return { answer: 'denied', rule: `tools.deny has ${tool}` };
  if (allow.includes(tool)) return { answer: 'allowed', rule: `tools.allow has ${tool}` };
  return { answer: 'denied', rule: `tools.allow has no ${tool}` };
}

export function allowsTool(policy: ToolPolicy, tool: AgentTool): boolean {
  return answerTool(policy, tool).answer === 'allowed';
}
