import { FulcrumError } from '../../../kernel/errors.ts';
import type { Json } from '../../../kernel/json.ts';
import { forAllProtocols } from '../../../metering/backend.ts';
import type { CallRecord } from '../../../metering/call-record.ts';
import type { MeterUsage } from '../../../metering/meter.ts';
import { startMeter } from '../../../metering/meter.ts';
import { loadPrices } from '../../../metering/price-table.ts';
import { createRunToken } from '../../../metering/run-token.ts';
import { loadScript } from '../../../metering/scripted/script.ts';
import { scriptedBackend } from '../../../metering/scripted/scripted-backend.ts';
import { inputTokens } from '../../../metering/token-usage.ts';
import { sanitise } from '../display/sanitise.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { awaitInterrupt } from '../interruption.ts';
import type { Output } from '../output.ts';

export interface MeterCommandOptions {
  /** Rules that reply in place of a model. */
  readonly script: string | null;
  /** Folder of a recording that replies in place of a model. */
  readonly replay: string | null;
  readonly record: string | null;
  readonly prices: string | null;
  /** USD. */
  readonly budget: number | null;
  readonly port: number;
}

/** `fulcrum meter`: the metering proxy by hand, in front of a script or a recording, until it is interrupted. */
export async function meterCommand(options: MeterCommandOptions, output: Output): Promise<ExitCode> {
  const { script, replay, record, port } = options;
  if ((script === null) === (replay === null)) throw oneOfTwo();
  const backend = script === null ? null : scriptedBackend(loadScript(script));
  const meter = await startMeter({
    backends: backend === null ? {} : forAllProtocols(backend),
    replay,
    prices: loadPrices(options.prices),
    budget: { money: options.budget, tokens: null, calls: null, allowUnpriced: false },
    token: createRunToken(),
    record: record === null ? null : { directory: record, bodies: true },
    port,
    onCall: (call) =>
      output.both({ type: 'call', ...(call as unknown as { [key: string]: Json }) }, () => callText(call)),
  });
  const interrupt = awaitInterrupt();
  output.both({ type: 'meter', url: meter.url, token: meter.token }, () =>
    addressText(meter.url, meter.token),
  );
  await interrupt.promise;
  await meter.close();
  const usage = meter.usage();
  output.both({ type: 'usage', ...(usage as unknown as { [key: string]: Json }) }, () => usageText(usage));
  return EXIT_CODES.finished;
}

function oneOfTwo(): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_METER_OPTION',
    domain: 'usage',
    what: 'The meter needs one thing that replies',
    where: '--script, --replay',
    mend: 'Give --script with a file of rules, or --replay with the folder of a recording, and not both.',
  });
}

function addressText(url: string, token: string): string {
  return [
    `meter at ${url}, until interrupted`,
    `  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=${token}`,
    `  OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=${token}`,
    `  GOOGLE_GEMINI_BASE_URL=${url} GEMINI_API_KEY=${token}`,
  ].join('\n');
}

function callText({ call, protocol, model, outcome, status, money, message }: CallRecord): string {
  const cost = money === null ? 'unpriced' : `USD ${money.toFixed(6)}`;
  const said = message === null ? '' : `: ${sanitise(message, 300)}`;
  return `call ${call}: ${protocol} ${sanitise(model ?? '-', 60)} ${outcome} ${status}, ${cost}${said}`;
}

function usageText({ calls, tokens, money, unpricedCalls, boundCalls }: MeterUsage): string {
  const parts = [
    `${calls} calls, ${inputTokens(tokens)} tokens in, ${tokens.output} out, USD ${money.toFixed(6)}`,
    ...(unpricedCalls > 0 ? [`${unpricedCalls} calls have no price and are not in it`] : []),
    ...(boundCalls > 0 ? [`${boundCalls} calls are counted with the most they can have cost`] : []),
  ];
  return parts.join('; ');
}
