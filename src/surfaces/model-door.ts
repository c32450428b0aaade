import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../kernel/errors.ts';
import type { Budget, Task } from '../kernel/task.ts';
import type { Backend } from '../metering/backend.ts';
import { costOf } from '../metering/cost.ts';
import { httpBackend } from '../metering/http-backend.ts';
import { startMeter } from '../metering/meter.ts';
import { loadPrices, pricesOf } from '../metering/price-table.ts';
import type { ProtocolName } from '../metering/protocol.ts';
import { LINES_FILE } from '../metering/recording/recording-line.ts';
import { createRunToken } from '../metering/run-token.ts';
import type { ModelProvider } from '../proposers/llm/options.ts';
import { modelNeeds } from '../proposers/metered-models.ts';
import type { ModelDoor } from '../proposers/services.ts';

/** Folder of the run directory with a line for every call of a model. */
const RECORDING = 'models';

interface Upstream {
  readonly protocol: ProtocolName;
  readonly keyVariable: string;
  readonly addressVariable: string;
  /** Null where there is no provider to presume. */
  readonly address: string | null;
}

const UPSTREAMS: { readonly [provider in Exclude<ModelProvider, 'google'>]: Upstream } = {
  anthropic: {
    protocol: 'anthropic-messages',
    keyVariable: 'ANTHROPIC_API_KEY',
    addressVariable: 'ANTHROPIC_BASE_URL',
    address: 'https://api.anthropic.com',
  },
  openai: {
    protocol: 'openai-responses',
    keyVariable: 'OPENAI_API_KEY',
    addressVariable: 'OPENAI_BASE_URL',
    address: 'https://api.openai.com',
  },
  'openai-compatible': {
    protocol: 'openai-chat',
    keyVariable: 'OPENAI_COMPATIBLE_API_KEY',
    addressVariable: 'OPENAI_COMPATIBLE_BASE_URL',
    address: null,
  },
};

/**
 * Hands `use` the metered door to the models that a task's proposers call, null when they call none, and closes it
 * however that ends. Keys and addresses come from the environment; every call is recorded in the run directory and kept
 * to the budget of money, what earlier parts of the run have spent included.
 *
 * @throws FulcrumError naming the variable before anything is judged, when a key or an address is missing
 */
export async function withModelDoor<Result>(
  { proposers }: Pick<Task, 'proposers'>,
  budget: Budget,
  runDirectory: string,
  use: (door: ModelDoor | null) => Promise<Result>,
): Promise<Result> {
  const needs = modelNeeds(proposers);
  if (needs.hasUnmetered && budget.money !== null) throw unmetered();
  if (needs.metered.length === 0) return use(null);
  const directory = join(runDirectory, RECORDING);
  const prices = loadPrices(process.env['FULCRUM_PRICES'] || null);
  const meter = await startMeter({
    backends: backendsFor(needs.metered, process.env),
    prices,
    budget: {
      money: budget.money === null ? null : Math.max(0, budget.money - moneyRecorded(directory)),
      tokens: null,
      calls: null,
      allowUnpriced: false,
    },
    token: createRunToken(),
    record: { directory, bodies: true },
  });
  const price: ModelDoor['price'] = (model, { input, cachedInput, cacheWrite, output }) => {
    const rows = pricesOf(prices, model);
    const usage = { input, cachedInput, cacheWriteShort: cacheWrite, cacheWriteLong: 0, output };
    return rows && costOf(rows, usage);
  };
  try {
    return await use({ url: meter.url, token: meter.token, price });
  } finally {
    await meter.close();
  }
}

function backendsFor(
  providers: readonly ModelProvider[],
  environment: Readonly<Record<string, string | undefined>>,
): Partial<Record<ProtocolName, Backend>> {
  return Object.fromEntries(
    providers.flatMap((provider) => {
      // Its models are never metered: the options say so.
      if (provider === 'google') return [];
      const { protocol, keyVariable, addressVariable, address } = UPSTREAMS[provider];
      const baseUrl = environment[addressVariable]?.trim() || address;
      if (baseUrl === null) throw noAddress(addressVariable);
      // Clients of OpenAI write the version into the address; the protocol's path has it too.
      const origin = baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
      return [[protocol, httpBackend({ baseUrl: origin, keyVariable, environment })]];
    }),
  );
}

/** USD that the calls recorded so far have cost, as they were charged. */
function moneyRecorded(directory: string): number {
  const file = join(directory, LINES_FILE);
  if (!existsSync(file)) return 0;
  const lines = readFileSync(file, 'utf8').split('\n');
  // A process that was killed while it wrote leaves half a line behind, which the recorder drops.
  return lines
    .slice(0, -1)
    .reduce((sum, line) => sum + ((JSON.parse(line) as { money: number | null }).money ?? 0), 0);
}

function noAddress(variable: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MODEL_ADDRESS',
    domain: 'usage',
    what: 'There is no address for the openai-compatible model',
    where: `environment variable ${variable}`,
    mend: `Set ${variable} to one like http://127.0.0.1:8080/v1.`,
  });
}

function unmetered(): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MODEL_UNMETERED',
    domain: 'usage',
    what: 'a budget of money cannot be kept with a model that is not metered',
    where: 'proposers.llm.options.models.metered',
    mend: 'Leave budget.money out, or call every model through the meter.',
  });
}
