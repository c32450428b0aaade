import { setTimeout as sleep } from 'node:timers/promises';
import { FulcrumError } from '../../../kernel/errors.ts';
import type { PackageFacts } from './package-facts.ts';
import { npmFacts, npmPath, pypiFacts, pypiPath } from './package-facts.ts';
import type { Ecosystem } from './requirement.ts';

/** What a registry knows of a package; why it does not tell, where the package's name is the cause. */
export type RegistryAnswer = PackageFacts | { readonly kind: 'refused'; readonly reason: string };

export interface Registry {
  readonly url: string;
  /** @throws FulcrumError `FULCRUM_E_CHECK_REGISTRY_UNREACHABLE` when it does not answer as a registry does */
  readonly lookUp: (name: string) => Promise<RegistryAnswer>;
  /** Throws like `lookUp` when it cannot be reached at all. */
  readonly reach: () => Promise<void>;
}

export interface RegistryOptions {
  readonly url: string;
  readonly secondsPerRequest: number;
  readonly mostBytes: number;
}

const ATTEMPTS = 3;
const PAUSE_MILLISECONDS = 300;
const REMEMBERED = 2000;

const PROTOCOLS = {
  npm: { path: npmPath, facts: npmFacts },
  pypi: { path: pypiPath, facts: pypiFacts },
} as const;

/** Asks a registry over HTTP and remembers what it said, so that one run judges all candidates by the same answers. */
export function openRegistry(ecosystem: Ecosystem, options: RegistryOptions): Registry {
  const { path, facts } = PROTOCOLS[ecosystem];
  const base = options.url.replace(/\/+$/, '');
  const remembered = new Map<string, Promise<RegistryAnswer>>();

  const ask = async (name: string): Promise<RegistryAnswer> => {
    const response = await request(`${base}${path(name)}`, options);
    if (response.kind !== 'answer') return { kind: 'refused', reason: response.reason };
    const read = facts(response.text);
    if (read === null)
      throw unreachable(base, `its answer about ${name} is none of an ${ecosystem} registry`);
    return read;
  };

  const lookUp: Registry['lookUp'] = (name) => {
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const answer = ask(name);
    remembered.set(name, answer);
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!);
    // Another try may find it again.
    answer.catch(() => remembered.delete(name));
    return answer;
  };

  return { url: base, lookUp, reach: async () => void (await request(`${base}/`, options)) };
}

type Response =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Repeats what may pass by itself: no connection, too many requests, an error of the server. */
async function request(url: string, options: RegistryOptions): Promise<Response> {
  let why = '';
  /** Whether it began to answer, and only this answer cannot be had. */
  let began = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await sleep(PAUSE_MILLISECONDS * 2 ** attempt);
    began = false;
    try {
      const response = await fetch(url, {
        headers: { accept: 'application/json' },
        // Nobody else is asked, whatever a registry says.
        redirect: 'manual',
        signal: AbortSignal.timeout(options.secondsPerRequest * 1000),
      });
      const { status } = response;
      began = status === 200;
      if (status === 200) return await readAnswer(response, options.mostBytes);
      await response.body?.cancel();
      if (status === 404) return { kind: 'refused', reason: 'does not exist in the registry' };
      if (status < 500 && status !== 408 && status !== 429)
        return { kind: 'refused', reason: `cannot be read from the registry (HTTP status ${status})` };
      why = `it answered with HTTP status ${status}`;
    } catch (error) {
      why = error instanceof Error ? describe(error) : String(error);
    }
  }
  if (began) return { kind: 'refused', reason: `has a description that cannot be read in time (${why})` };
  throw unreachable(url, why);
}

async function readAnswer(response: globalThis.Response, mostBytes: number): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) {
      return { kind: 'refused', reason: `has a description of over ${mostBytes} bytes in the registry` };
    }
    chunks.push(chunk);
  }
  return { kind: 'answer', text: Buffer.concat(chunks).toString('utf8') };
}

function describe({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

function unreachable(url: string, why: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_CHECK_REGISTRY_UNREACHABLE',
    domain: 'oracle',
    what: `The package registry does not answer: ${why}`,
    where: url,
    mend: 'See that this machine can reach it, name another one under `registries`, or remove the check',
  });
}
