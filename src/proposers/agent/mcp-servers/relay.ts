import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/sdk/types.js';
import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
} from '@modelcontextprotocol/sdk/types.js';
import type { DescribedServer } from './described-server.ts';

/** What becomes of one message. */
export interface Relayed {
  readonly toAgent?: JSONRPCMessage;
  readonly toServer?: JSONRPCMessage;
  /** A tool the agent asked for, and whether it may have it. */
  readonly called?: {
    readonly tool: string;
    readonly verdict: 'allowed' | 'refused';
    readonly reason: string | null;
  };
}

/** Between an agent and a server, one conversation long. */
export interface Relay {
  readonly fromAgent: (message: JSONRPCMessage) => Relayed;
  readonly fromServer: (message: JSONRPCMessage) => Relayed;
}

const METHOD_NOT_FOUND = -32_601;
const INVALID_PARAMETERS = -32_602;

/**
 * Lets an agent call the approved tools of a server and nothing else. What the agent reads of server and tools are the
 * words that were approved, whatever the server says now: it is not even asked. Only what a tool answers comes from it.
 *
 * @param tools those the agent may use; null for all that were approved
 */
export function createRelay(approved: DescribedServer, tools: readonly string[] | null): Relay {
  const offered = approved.tools.filter(({ name }) => tools === null || tools.includes(name));
  const asked = new Map<RequestId, string>();

  const fromAgent = (message: JSONRPCMessage): Relayed => {
    if (isJSONRPCNotification(message)) return TO_SERVER.has(message.method) ? { toServer: message } : {};
    if (!isJSONRPCRequest(message)) return {};
    const { id, method } = message;
    switch (method) {
      case 'initialize':
      case 'ping':
        asked.set(id, method);
        return { toServer: message };
      case 'tools/list':
        return { toAgent: { jsonrpc: '2.0', id, result: { tools: [...offered] } } };
      case 'tools/call':
        return call(message);
      default:
        return { toAgent: fault(id, METHOD_NOT_FOUND, 'This method is not offered') };
    }
  };

  const call = (message: JSONRPCRequest): Relayed => {
    const tool = String(message.params?.['name']).slice(0, 200);
    if (!offered.some(({ name }) => name === tool))
      return {
        toAgent: fault(message.id, INVALID_PARAMETERS, 'There is no such tool'),
        called: {
          tool,
          verdict: 'refused',
          reason: 'not among the tools that were approved and are allowed',
        },
      };
    asked.set(message.id, message.method);
    return { toServer: message, called: { tool, verdict: 'allowed', reason: null } };
  };

  const fromServer = (message: JSONRPCMessage): Relayed => {
    if (isJSONRPCNotification(message)) return TO_AGENT.has(message.method) ? { toAgent: message } : {};
    if (isJSONRPCRequest(message))
      return message.method === 'ping'
        ? { toServer: { jsonrpc: '2.0', id: message.id, result: {} } }
        : { toServer: fault(message.id, METHOD_NOT_FOUND, 'Nobody answers this here') };
    const { id } = message;
    const method = id === undefined ? undefined : asked.get(id);
    if (id === undefined || method === undefined) return {};
    asked.delete(id);
    if (method !== 'initialize' || isJSONRPCErrorResponse(message)) return { toAgent: message };
    if (!isJSONRPCResultResponse(message)) return {};
    const { protocolVersion } = message.result;
    return { toAgent: { jsonrpc: '2.0', id, result: { protocolVersion, ...introduction(approved) } } };
  };

  return { fromAgent, fromServer };
}

const TO_SERVER: ReadonlySet<string> = new Set(['notifications/initialized', 'notifications/cancelled']);
const TO_AGENT: ReadonlySet<string> = new Set(['notifications/progress', 'notifications/cancelled']);

function introduction({ server, version, instructions }: DescribedServer): {
  readonly [field: string]: unknown;
} {
  return {
    capabilities: { tools: {} },
    serverInfo: { name: server, version },
    ...(instructions === null ? {} : { instructions }),
  };
}

function fault(id: RequestId, code: number, message: string): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
