import type { SandboxSkin } from '../kernel/contracts/sandbox.ts';
import type { Random } from '../kernel/random.ts';
import { PLAIN_SKIN } from '../sandbox/bubblewrap-arguments.ts';
import { PLAIN_ROOT } from './subject/inside.ts';

/** What of its surroundings a candidate can read and a second environment changes. */
export const SKIN_PARTS = [
  'host-name',
  'user',
  'paths',
  'processes',
  'variables',
  'zone',
  'locale',
  'clock',
] as const;

export type SkinPart = (typeof SKIN_PARTS)[number];

/** Another look of the same machine: nothing in it makes a sandbox weaker or a right answer another one. */
export interface Skin {
  /** What it changes of the look of every other sandbox. */
  readonly parts: readonly SkinPart[];
  readonly sandbox: SandboxSkin;
  /** Folder of the candidate, of the program that loads it and of Node. */
  readonly root: string;
  readonly variables: { readonly [name: string]: string };
  readonly calendar: Calendar | null;
}

/** A time later than the true one, and than some moment: how much later depends on when it is asked for. */
export interface Calendar {
  readonly laterSeconds: number;
  /** Seconds since 1970. */
  readonly notBefore: number;
}

/** How much later than the true time a calendar is just now. */
export function secondsAhead({ laterSeconds, notBefore }: Calendar, now: number): number {
  return Math.max(0, Math.ceil(notBefore - now)) + laterSeconds;
}

/** Parts that a sandbox still has when nothing isolates it. */
const UNISOLATED_PARTS: ReadonlySet<SkinPart> = new Set(['variables', 'zone', 'locale']);

/** The parts a launcher of this level really changes. */
export function shownParts({ parts }: Skin, level: 'none' | number): readonly SkinPart[] {
  return level === 'none' ? parts.filter((part) => UNISOLATED_PARTS.has(part)) : parts;
}

/** What a candidate may wait for. */
export interface SkinWish {
  /** Names of environment variables. */
  readonly names: readonly string[];
  /** A moment, in seconds since 1970. */
  readonly notBefore: number;
}

/** The same look in which these variables are set and this moment is past, as far as it may change them. */
export function skinFor(skin: Skin, { names, notBefore }: SkinWish): Skin {
  const added = skin.parts.includes('variables') ? names.filter(isHarmlessName) : [];
  const wished = Object.fromEntries(added.map((name) => [name, '1']));
  const { calendar } = skin;
  return {
    ...skin,
    variables: { ...wished, ...skin.variables },
    calendar: calendar === null ? null : { ...calendar, notBefore: Math.max(calendar.notBefore, notBefore) },
  };
}

const DAY = 86_400;
/** Longest a drawn calendar runs ahead of the true time, or of the moment an order names. */
const YEARS = 10 * 365 * DAY;

/** A look drawn anew, in all parts but those to be kept. */
export function drawSkin(random: Random, keep: readonly SkinPart[]): Skin {
  const parts = SKIN_PARTS.filter((part) => !keep.includes(part));
  // Everything is drawn whatever is kept, so that one part says nothing of the next.
  const word = (): string => `${random.pick(WORDS)}${random.below(900) + 100}`;
  const user = word();
  const drawn = {
    hostName: `${random.pick(WORDS)}-${word()}`,
    user: 1001 + random.below(58_000),
    root: `${random.pick(ROOTS)}/${word()}`,
    workingDirectory: `${random.pick(HOMES)}/${user}`,
    startedBefore: 1 + random.below(6),
    idleBeside: random.below(3),
    variables: drawVariables(random, user),
    zone: random.pick(ZONES),
    locale: random.pick(LOCALES),
    laterSeconds: DAY + random.below(YEARS),
  };
  const changes = (part: SkinPart): boolean => parts.includes(part);
  return {
    parts,
    sandbox: {
      hostName: changes('host-name') ? drawn.hostName : PLAIN_SKIN.hostName,
      user: changes('user') ? drawn.user : PLAIN_SKIN.user,
      workingDirectory: changes('paths') ? drawn.workingDirectory : PLAIN_SKIN.workingDirectory,
      startedBefore: changes('processes') ? drawn.startedBefore : 0,
      idleBeside: changes('processes') ? drawn.idleBeside : 0,
    },
    root: changes('paths') ? drawn.root : PLAIN_ROOT,
    variables: {
      ...(changes('variables') ? drawn.variables : {}),
      ...(changes('zone') ? { TZ: drawn.zone } : {}),
      ...(changes('locale') ? { LANG: drawn.locale } : {}),
    },
    calendar: changes('clock') ? { laterSeconds: drawn.laterSeconds, notBefore: 0 } : null,
  };
}

/** Some of the variables that machines of many kinds have. */
function drawVariables(random: Random, user: string): Skin['variables'] {
  const common = Object.entries(VARIABLES).filter(() => random.chance(0.5));
  return { ...Object.fromEntries(common), USER: user, LOGNAME: user };
}

/** Whether no interpreter, linker or library takes orders from a variable of this name. */
function isHarmlessName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]{1,60}$/.test(name) && !TAKEN_NAMES.test(name);
}

const TAKEN_NAMES =
  /^(?:NODE_(?!ENV$)|PYTHON|LD_|GLIBC|GCONV|MALLOC|UV_|BASH|PERL|RUBY|JAVA|GO(?!OGLE)|LC_|(?:PATH|HOME|TMPDIR|TZ|TZDIR|LANG|LANGUAGE|ENV|IFS|PS[0-9]|OLDPWD|PWD|SHELLOPTS|LOCPATH|NLSPATH|POSIXLY_CORRECT)$)/;

const VARIABLES: { readonly [name: string]: string } = {
  SHELL: '/bin/sh',
  TERM: 'xterm',
  NODE_ENV: 'production',
  PORT: '8080',
  AWS_REGION: 'eu-central-1',
  KUBERNETES_SERVICE_HOST: '10.0.0.1',
  DEPLOYMENT: 'production',
  EDITOR: 'vi',
};
const WORDS = ['alder', 'birch', 'cedar', 'hazel', 'larch', 'maple', 'rowan', 'willow'] as const;
const ROOTS = ['/opt', '/srv', '/app', '/workspace', '/var/task', '/mnt'] as const;
const HOMES = ['/home', '/root', '/var/lib', '/export/home'] as const;
const ZONES = [
  'Asia/Tokyo',
  'America/New_York',
  'Australia/Adelaide',
  'Africa/Nairobi',
  'Europe/Berlin',
] as const;
const LOCALES = ['en_US.UTF-8', 'en_GB.UTF-8', 'de_DE.UTF-8', 'fr_FR.UTF-8', 'tr_TR.UTF-8'] as const;
