import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '../kernel/json.ts';
import type { Backend, ModelCall } from './backend.ts';
import { costBound } from './cost.ts';
import type { CallFailure } from './failure.ts';
import { CLIENT_CLOSED } from './failure.ts';
import { boundInput } from './input-bound.ts';
import type { MeterContext } from './meter-context.ts';
import { objectOf, parseJson } from './plain-fields.ts';
import type { PriceRow } from './price-table.ts';
import { pricesOf } from './price-table.ts';
import type { ModelRequest, Protocol } from './protocol.ts';
import { MalformedRequest } from './protocol.ts';
import { readRequestBody } from './read-body.ts';
import type { CallBound } from './spending.ts';
import type { TokenHolder } from './token-holder.ts';

/** A call that may be made, as far as it is not for the budget to say. */
export interface LetIn {
  readonly call: ModelCall;
  readonly backend: Backend;
  readonly rows: readonly PriceRow[] | null;
  readonly bound: CallBound;
  readonly holder: TokenHolder;
}

export interface TurnedAway {
  readonly failure: CallFailure;
  readonly request: ModelRequest | null;
}

/** Reads a request, and turns away what is no request of this run. */
export async function letIn(
  protocol: Protocol,
  incoming: IncomingMessage,
  holder: TokenHolder | null,
  context: MeterContext,
): Promise<LetIn | TurnedAway> {
  const turnAway = (failure: CallFailure): TurnedAway => ({ failure, request: null });
  if (holder === null) return turnAway(UNAUTHORIZED);
  const backend = context.backends[protocol.name];
  if (backend === undefined) return turnAway(NO_BACKEND);
  const bytes = await readRequestBody(incoming, context.maximumRequestBytes).catch(
    () => 'broken-off' as const,
  );
  if (bytes === 'broken-off') return turnAway(BROKEN_OFF);
  if (bytes === null) return turnAway(tooLarge(context.maximumRequestBytes));
  const body = objectOf(parseJson(bytes.toString()));
  if (body === null) return turnAway(malformed('the body is no JSON object'));
  try {
    return { ...prepareCall(protocol, body, incoming, holder.label, backend, context), holder };
  } catch (error) {
    if (error instanceof MalformedRequest) return turnAway(malformed(error.message));
    // Nested deeper than the stack.
    if (error instanceof RangeError) return turnAway(malformed('the body is nested too deeply'));
    throw error;
  }
}

function prepareCall(
  protocol: Protocol,
  received: JsonObject,
  incoming: IncomingMessage,
  label: string | null,
  backend: Backend,
  context: MeterContext,
): Omit<LetIn, 'holder'> {
  const asked = protocol.readRequest(received, incoming.url ?? '');
  const limit = asked.outputLimit === null ? context.outputLimit : null;
  const request = { ...asked, outputLimit: asked.outputLimit ?? limit };
  // Written anew: a name that stands twice, or a text that is no UTF-8, could mean one thing here and another there.
  const body = JSON.stringify(protocol.prepare(received, limit));
  const rows = pricesOf(context.prices, request.model);
  const headers = passedHeaders(incoming);
  return {
    call: { holder: label, protocol, request, query: queryOf(incoming), headers, body },
    backend,
    rows,
    bound: boundOf(request, rows, boundInput(body, context.bytesPerToken)),
  };
}

function boundOf(request: ModelRequest, rows: readonly PriceRow[] | null, input: number): CallBound {
  const longest = rows?.[0]?.maximumOutputTokens ?? null;
  const output = request.outputLimit ?? longest;
  const money = rows === null || output === null ? null : costBound(rows, input, output);
  const unpriced = [
    ...request.openEnded.map((reason) => `it ${reason}`),
    ...(rows === null ? [`the price table has no ${JSON.stringify(request.model)}`] : []),
    ...(output === null ? ['nothing limits its output'] : []),
    ...(rows !== null && output !== null && money === null ? ['no price holds for an input this long'] : []),
  ];
  return { money, tokens: input + (output ?? 0), unpriced };
}

/** Headers of a request that change what a provider does with it. */
const PASSED_ON: readonly string[] = ['anthropic-version', 'anthropic-beta', 'openai-beta'];

function passedHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function queryOf({ url = '' }: IncomingMessage): string {
  return /[?&]beta=true(?:&|$)/.test(url) ? '?beta=true' : '';
}

const UNAUTHORIZED: CallFailure = {
  outcome: 'unauthorized',
  status: 401,
  kind: 'authentication',
  code: 'FULCRUM_E_METER_TOKEN',
  message: 'this is no token of the run; give the token that the meter was started with as the API key',
};

const NO_BACKEND: CallFailure = {
  outcome: 'malformed-request',
  status: 404,
  kind: 'not-found',
  code: 'FULCRUM_E_METER_NO_BACKEND',
  message: 'the meter was given no model for this protocol',
};

const BROKEN_OFF: CallFailure = {
  outcome: 'agent-gone',
  status: CLIENT_CLOSED,
  kind: 'invalid-request',
  code: 'FULCRUM_E_AGENT_GONE',
  message: 'the agent hung up before its request ended',
};

function malformed(message: string): CallFailure {
  return {
    outcome: 'malformed-request',
    status: 400,
    kind: 'invalid-request',
    code: 'FULCRUM_E_METER_REQUEST',
    message,
  };
}

function tooLarge(limit: number): CallFailure {
  return {
    outcome: 'malformed-request',
    status: 413,
    kind: 'too-large',
    code: 'FULCRUM_E_METER_REQUEST_TOO_LARGE',
    message: `the request is longer than ${limit} bytes`,
  };
}
