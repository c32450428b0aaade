import type { AgentEvent, AgentReading } from './adapter.ts';

const LONGEST_STRAY_LINE = 500;
const LONGEST_NAME = 100;

/** A reading of nothing but events. */
export function seen(...events: readonly AgentEvent[]): AgentReading {
  return { events, replies: [], finished: false };
}

/** A message no adapter has a name for: what it calls itself, and `within` what it came. */
export function unnamed(message: unknown, within = ''): AgentReading {
  const { type = null } = Object(message) as { readonly type?: unknown };
  const own = typeof type === 'string' ? type.slice(0, LONGEST_NAME) : 'message';
  return seen({ kind: 'other', type: within === '' ? own : `${within}/${own}` });
}

/** A line that is none of the agent's protocol, such as a warning of a library; an empty one is nothing. */
export function strayLine(line: string): AgentReading {
  return line.trim() === ''
    ? seen()
    : seen({ kind: 'fault', text: `printed ${line.slice(0, LONGEST_STRAY_LINE)}` });
}
