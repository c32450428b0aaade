import type {
  InitializeRequest,
  McpServer,
  NewSessionRequest,
  PromptRequest,
} from '@agentclientprotocol/sdk';
import type { AgentAdapter, AgentErrand, AgentEvent, AgentReading, AgentSession } from '../adapter.ts';
import { jsonLine } from '../json-line.ts';
import type { OfferedServer } from '../offered-servers.ts';
import { offeredServers } from '../offered-servers.ts';
import type { AgentOptions } from '../options.ts';
import { providersOf } from '../options.ts';
import { seen, strayLine, unnamed } from '../reading.ts';
import { createAcpEvents } from './acp-events.ts';
import type { AcpMessage } from './acp-messages.ts';
import { readAcpMessage, writeError, writeRequest, writeResult } from './acp-messages.ts';
import { doorEnvironment } from './door-environment.ts';
import { modelSetting } from './model-setting.ts';
import { answerPermission, judgeUnasked } from './permission.ts';

/** What is asked of the agent, in this order; each number is that of its request. */
const ASKED = { initialize: 0, session: 1, model: 2, prompt: 3 } as const;
const PROTOCOL_VERSION = 1;
const NO_SUCH_METHOD = -32_601;

/**
 * Any agent that speaks the Agent Client Protocol, version 1, on its standard streams. It is offered no files and no
 * terminal of ours: it works among its own.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` for options it cannot keep to
 */
export function acpAdapter(options: AgentOptions): AgentAdapter {
  const offered = offeredServers(options);
  return {
    kind: 'acp',
    family: null,
    mounts: () => [],
    open: (errand) => openSession(errand, options, offered),
  };
}

function openSession(
  errand: AgentErrand,
  options: AgentOptions,
  offered: readonly OfferedServer[],
): AgentSession {
  return {
    start: {
      argv: options.argv!,
      environment: errand.door === null ? {} : doorEnvironment(errand.door, providersOf(options)),
      files: {},
      input: [writeRequest(ASKED.initialize, 'initialize', hello())],
      closesInput: false,
    },
    read: talk(errand, options, offered),
  };
}

function talk(
  { prompt, workspace }: AgentErrand,
  { tools, model }: AgentOptions,
  offered: readonly OfferedServer[],
): AgentSession['read'] {
  const told = createAcpEvents((call) => judgeUnasked(call, tools, offered));
  let session = '';

  const next = (request: number, method: string, parameters: object): AgentReading => ({
    events: told.rest(),
    replies: [writeRequest(request, method, parameters)],
    finished: false,
  });
  const last = (...events: readonly AgentEvent[]): AgentReading => ({
    events: [...told.rest(), ...events],
    replies: [],
    finished: true,
  });
  const fail = (text: string): AgentReading => last({ kind: 'fault', text });
  const ask = (): AgentReading => {
    const request: PromptRequest = { sessionId: session, prompt: [{ type: 'text', text: prompt }] };
    return next(ASKED.prompt, 'session/prompt', request);
  };

  const answered = (message: Extract<AcpMessage, { kind: 'answer' }>): AgentReading => {
    switch (message.id) {
      case ASKED.initialize: {
        const { protocolVersion } = message.result;
        if (protocolVersion !== PROTOCOL_VERSION)
          return fail(
            `it speaks version ${protocolVersion} of the Agent Client Protocol, not ${PROTOCOL_VERSION}`,
          );
        const request: NewSessionRequest = { cwd: workspace, mcpServers: offered.map(described) };
        return next(ASKED.session, 'session/new', request);
      }
      case ASKED.session: {
        session = message.result.sessionId ?? '';
        if (model === null) return ask();
        const setting = modelSetting(message.result.configOptions ?? [], model);
        if (setting.kind === 'unknown') return fail(setting.reason);
        return next(ASKED.model, 'session/set_config_option', { sessionId: session, ...setting.parameters });
      }
      case ASKED.model:
        return ask();
      case ASKED.prompt: {
        const reason = message.result.stopReason ?? 'no reason';
        const faults: AgentEvent[] =
          reason === 'end_turn' ? [] : [{ kind: 'fault', text: `stopped: ${reason}` }];
        return last(...faults, { kind: 'turn-ended', turns: null });
      }
      default:
        return unnamed(message, 'answer');
    }
  };

  const asked = (message: Extract<AcpMessage, { kind: 'request' }>): AgentReading => {
    const permission = answerPermission(message, tools, offered, told.call);
    if (permission !== null) {
      const { call, event, result } = permission;
      const before = told.rest();
      told.answer(call, event.answer);
      return {
        events: [...before, event],
        replies: [writeResult(message.id, result)],
        finished: false,
      };
    }
    const detail = JSON.stringify(message.params ?? null);
    const rule = 'nothing of the host is offered to agents';
    return {
      events: [...told.rest(), { kind: 'permission', tool: message.method, detail, answer: 'denied', rule }],
      replies: [writeError(message.id, NO_SUCH_METHOD, `${message.method}: ${rule}`)],
      finished: false,
    };
  };

  return (line) => {
    const value = jsonLine(line);
    if (value === undefined) return strayLine(line);
    const message = readAcpMessage(value);
    switch (message.kind) {
      case 'answer':
        return answered(message);
      case 'failure':
        return fail(`refused what it was asked (${message.code}): ${message.message}`);
      case 'request':
        return asked(message);
      case 'notice':
        return seen(...told.take(message));
      case 'none':
        return unnamed(value);
    }
  };
}

function hello(): InitializeRequest {
  return {
    protocolVersion: PROTOCOL_VERSION,
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
    clientInfo: { name: 'fulcrum', version: '1' },
  };
}

function described({ name, argv: [command, ...args] }: OfferedServer): McpServer {
  return { name, command, args: [...args], env: [] };
}
