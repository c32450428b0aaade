import { spawnSync } from 'node:child_process';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { FulcrumError, isFulcrumError } from '../../kernel/errors.ts';
import type { AgentMount } from './adapter.ts';

/** Agents that are looked for on this machine; others are named with their program. */
const SOUGHT_AGENTS = ['claude', 'codex'] as const;

export type SoughtAgent = (typeof SOUGHT_AGENTS)[number];

interface Sought {
  readonly title: string;
  /** The npm package, and how it names that with the program for one platform. */
  readonly package: string;
  /** Lowest version that was driven end to end; from `below` on nothing is promised. */
  readonly from: string;
  readonly below: string;
}

const SOUGHT: { readonly [name in SoughtAgent]: Sought } = {
  claude: { title: 'Claude Code', package: '@anthropic-ai/claude-code', from: '2.1.266', below: '3.0.0' },
  codex: { title: 'Codex', package: '@openai/codex', from: '0.152.0', below: '1.0.0' },
};

/** An agent of this machine, ready to be shown to a sandbox. */
export interface FoundAgent {
  /** The program itself, behind links and launchers. */
  readonly program: string;
  readonly version: string;
  readonly mounts: readonly AgentMount[];
  /** How it is started inside. */
  readonly argv: readonly [string];
}

const INSIDE = '/fulcrum/agent';
const VERSION_MILLISECONDS = 20_000;

/** Looking once is enough: what a run works with does not change under it. */
const found = new Map<string, FoundAgent>();

/**
 * The agent's program on the search path and its version.
 *
 * @throws FulcrumError `FULCRUM_E_AGENT_MISSING` where it is not installed, or only its launcher is;
 *   `FULCRUM_E_AGENT_VERSION` where its version is not supported or not told
 */
export function findAgent(name: SoughtAgent, searchPath = process.env['PATH'] ?? ''): FoundAgent {
  const key = `${name} ${searchPath}`;
  const known = found.get(key) ?? lookFor(name, searchPath);
  found.set(key, known);
  return known;
}

/** What was found of one agent. */
export interface AgentFinding {
  readonly name: SoughtAgent;
  readonly title: string;
  readonly found: FoundAgent | null;
  /** Why it cannot be used, and how to mend that; null where it can. */
  readonly fault: string | null;
}

/** Looks for every agent there is a way to find. */
export function inspectAgents(searchPath = process.env['PATH'] ?? ''): readonly AgentFinding[] {
  return SOUGHT_AGENTS.map((name) => {
    const { title } = SOUGHT[name];
    try {
      return { name, title, found: findAgent(name, searchPath), fault: null };
    } catch (error) {
      if (!isFulcrumError(error)) throw error;
      return { name, title, found: null, fault: error.message };
    }
  });
}

function lookFor(name: SoughtAgent, searchPath: string): FoundAgent {
  const launcher = onPath(name, searchPath);
  if (launcher === null) throw missing(name, 'it is not on the search path', name);
  const program = isNative(launcher) ? launcher : nativeProgram(name, launcher);
  if (program === null)
    throw missing(name, 'its launcher is there, the program for this platform is not', launcher);
  const version = versionOf(program);
  const { title, from, below } = SOUGHT[name];
  if (version === null || isBefore(version, from) || !isBefore(version, below)) {
    throw new FulcrumError({
      code: 'FULCRUM_E_AGENT_VERSION',
      domain: 'usage',
      what: version === null ? `${title} does not tell its version` : `${title} ${version} is not supported`,
      where: program,
      mend: `Install a version from ${from} on and below ${below}: npm install -g ${SOUGHT[name].package}`,
    });
  }
  return { program, version, ...shown(name, program) };
}

function onPath(name: string, searchPath: string): string | null {
  const folders = searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  const path = folders.map((folder) => join(folder, name)).find(isExecutable);
  return path === undefined ? null : realpathSync(path);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether it is a program of the system itself and not a script that would start one: by its first bytes, ELF's. */
function isNative(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return readSync(file, bytes) === 4 && bytes.toString('latin1') === '\u007fELF';
  } finally {
    closeSync(file);
  }
}

/** The program of this platform, in a package beside that of the launcher; null where it is not installed. */
function nativeProgram(name: SoughtAgent, launcher: string): string | null {
  const { resolve } = createRequire(launcher);
  const platform = `${SOUGHT[name].package}-${process.platform}-${process.arch}`;
  for (const installed of [platform, `${platform}-musl`]) {
    try {
      const program = programIn(name, dirname(resolve(`${installed}/package.json`)));
      if (program !== null) return program;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return null;
}

function programIn(name: SoughtAgent, folder: string): string | null {
  const vendor = join(folder, 'vendor');
  const candidates =
    name === 'claude'
      ? [join(folder, 'claude')]
      : existsSync(vendor)
        ? readdirSync(vendor).map((target) => join(vendor, target, 'bin/codex'))
        : [];
  return candidates.find((path) => isExecutable(path) && isNative(path)) ?? null;
}

/** The program, or the folder it came in with others that it starts. */
function shown(name: SoughtAgent, program: string): Pick<FoundAgent, 'mounts' | 'argv'> {
  const folder = dirname(dirname(program));
  const inside = `${INSIDE}/${name}`;
  return existsSync(join(folder, 'codex-package.json'))
    ? { mounts: [{ host: folder, inside }], argv: [`${inside}/bin/${name}`] }
    : { mounts: [{ host: program, inside }], argv: [inside] };
}

/** Asked in an empty environment: it has no business with that of whoever looks. */
function versionOf(program: string): string | null {
  const { stdout } = spawnSync(program, ['--version'], {
    env: {},
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: VERSION_MILLISECONDS,
  });
  return /(?<![\d.])\d+\.\d+\.\d+/.exec(stdout ?? '')?.[0] ?? null;
}

function isBefore(version: string, other: string): boolean {
  const [left, right] = [version, other].map((text) => text.split('.').map(Number));
  const place = left!.findIndex((number, index) => number !== right![index]);
  return place >= 0 && left![place]! < right![place]!;
}

function missing(name: SoughtAgent, why: string, where: string): FulcrumError {
  const { title, package: packageName } = SOUGHT[name];
  return new FulcrumError({
    code: 'FULCRUM_E_AGENT_MISSING',
    domain: 'usage',
    what: `${title} is not installed: ${why}`,
    where,
    mend: `Install it: npm install -g ${packageName}`,
  });
}
