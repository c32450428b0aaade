import { join } from 'node:path';
import { FulcrumError } from '../kernel/errors.ts';
import type { Budget, Task } from '../kernel/task.ts';
import type { Backend } from '../metering/backend.ts';
import type { CallRecord } from '../metering/call-record.ts';
import { costOf } from '../metering/cost.ts';
import { httpBackend } from '../metering/http-backend.ts';
import type { Meter } from '../metering/meter.ts';
import { startMeter } from '../metering/meter.ts';
import { loadPrices, pricesOf } from '../metering/price-table.ts';
import type { ProtocolName } from '../metering/protocol.ts';
import { moneyRecorded } from '../metering/recording/recorder.ts';
import { createRunToken } from '../metering/run-token.ts';
import { inputTokens } from '../metering/token-usage.ts';
import type { ModelProvider } from '../proposers/llm/options.ts';
import type { ModelNeeds } from '../proposers/metered-models.ts';
import { modelNeeds } from '../proposers/metered-models.ts';
import type { ModelDoor } from '../proposers/services.ts';

/** Folder of the run directory with a line for every call of a model. */
export const RECORDING = 'models';

interface Upstream {
  readonly protocol: ProtocolName;
  readonly keyVariable: string;
  readonly addressVariable: string;
  /** Null where there is no provider to presume. */
  readonly address: string | null;
}

const UPSTREAMS: { readonly [provider in ModelProvider]: Upstream } = {
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
  google: {
    protocol: 'google-generate',
    keyVariable: 'GOOGLE_GENERATIVE_AI_API_KEY',
    addressVariable: 'GOOGLE_GENERATIVE_AI_BASE_URL',
    address: 'https://generativelanguage.googleapis.com',
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
 * @param recordedRun directory of the run whose recorded replies are given in place of models, what the budget did not
 *   allow then included; no key is needed
 * @throws FulcrumError naming the variable before anything is judged, when a key or an address is missing
 */
export async function withModelDoor<Result>(
  { proposers }: Pick<Task, 'proposers'>,
  budget: Budget,
  runDirectory: string,
  recordedRun: string | null,
  use: (door: ModelDoor | null) => Promise<Result>,
  onCall: (call: CallRecord) => void = () => undefined,
): Promise<Result> {
  const needs = modelNeeds(proposers);
  if (needs.hasUnmetered && recordedRun !== null) throw unrecorded();
  if (needs.hasUnmetered && budget.money !== null) throw unmetered();
  if (needs.metered.length === 0 && needs.embedding === null) return use(null);
  const directory = join(runDirectory, RECORDING);
  const prices = loadPrices(process.env['FULCRUM_PRICES'] || null);
  const meter = await startMeter({
    backends: recordedRun === null ? backendsFor(needs, process.env) : {},
    replay: recordedRun === null ? null : join(recordedRun, RECORDING),
    prices,
    budget: {
      money:
        budget.money === null || recordedRun !== null
          ? null
          : Math.max(0, budget.money - moneyRecorded(directory)),
      tokens: null,
      calls: null,
      allowUnpriced: false,
    },
    token: createRunToken(),
    record: { directory, bodies: true },
    onCall,
  });
  const price: ModelDoor['price'] = (model, { input, cachedInput, cacheWrite, output }) => {
    const rows = pricesOf(prices, model);
    const usage = { input, cachedInput, cacheWriteShort: cacheWrite, cacheWriteLong: 0, output };
    return rows && costOf(rows, usage);
  };
  try {
    return await use({ url: meter.url, token: meter.token, price, issue: issueFrom(meter) });
  } finally {
    await meter.close();
  }
}

/** Tokens of proposals, in the words of those who ask for them. */
function issueFrom(meter: Meter): NonNullable<ModelDoor['issue']> {
  return ({ label, money, tokens, calls, onExhausted }) => {
    let told = false;
    const { token, close } = meter.issueToken({
      label,
      budget: { money, tokens, calls, allowUnpriced: false },
      onRefused: ({ by, message }) => {
        if (told) return;
        told = true;
        onExhausted(by, message);
      },
    });
    return {
      token,
      close: async () => {
        const { tokens: used, ...spent } = await close();
        return { ...spent, inputTokens: inputTokens(used), outputTokens: used.output };
      },
    };
  };
}

function backendsFor(
  { metered, embedding }: Pick<ModelNeeds, 'metered' | 'embedding'>,
  environment: Environment,
): Partial<Record<ProtocolName, Backend>> {
  const words = metered.map((provider) => [UPSTREAMS[provider].protocol, backendTo(provider, environment)]);
  if (embedding === null) return Object.fromEntries(words);
  return { ...Object.fromEntries(words), 'openai-embeddings': backendTo(embedding, environment) };
}

type Environment = Readonly<Record<string, string | undefined>>;

function backendTo(provider: ModelProvider, environment: Environment): Backend {
  const { keyVariable, addressVariable, address } = UPSTREAMS[provider];
  const baseUrl = environment[addressVariable]?.trim() || address;
  if (baseUrl === null) throw noAddress(addressVariable);
  // Clients write the version into the address; the protocol's path has it too.
  const origin = baseUrl.replace(/\/+$/, '').replace(/\/v1(?:beta)?$/, '');
  return httpBackend({ baseUrl: origin, keyVariable, environment });
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

function unrecorded(): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_RERUN_UNMETERED',
    domain: 'usage',
    what: 'the run called models that are not metered, so no recording has their answers',
    where: 'proposers.llm.options.models.metered',
    mend: 'Only runs whose models are all metered can be made again; `fulcrum replay` checks this one as far as it goes.',
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
