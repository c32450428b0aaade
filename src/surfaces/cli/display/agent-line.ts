import type { TrajectoryEvent } from '../../../proposers/agent/trajectory.ts';
import { sanitise } from './sanitise.ts';

const LONGEST = 200;

/** One line of what an agent at work does, for people who look on. */
export function agentLine(number: number, milliseconds: number, event: TrajectoryEvent): string {
  return `#${number} ${(milliseconds / 1000).toFixed(1)} s  ${sanitise(wordsOf(event), LONGEST)}`;
}

function wordsOf(event: TrajectoryEvent): string {
  switch (event.kind) {
    case 'started':
      return `${event.agent} starts: ${event.argv.join(' ')}`;
    case 'said':
      return `says ${event.text}`;
    case 'thought':
      return `thinks ${event.text}`;
    case 'tool-called':
      return `calls ${event.tool} ${event.input}`;
    case 'tool-ended':
      return `tool ${event.outcome}: ${event.output}`;
    case 'permission':
      return `${event.answer} ${event.tool} (${event.rule}): ${event.detail}`;
    case 'turn-ended':
      return `ends turn ${event.turns ?? ''}`;
    case 'connection':
      return `${event.verdict} connection to ${event.host}:${event.port}${event.reason === null ? '' : `: ${event.reason}`}`;
    case 'mcp-call':
      return `${event.verdict} ${event.server} ${event.tool}${event.reason === null ? '' : `: ${event.reason}`}`;
    case 'limit':
      return `is ended: ${event.limit}`;
    case 'fault':
      return `fault: ${event.text}`;
    case 'ended':
      return `ended: ${event.how}`;
    case 'outcome':
      return event.outcome;
    case 'other':
      return `sends ${event.type}`;
  }
}
