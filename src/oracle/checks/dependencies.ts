import { createHash } from 'node:crypto';
import { z } from 'zod';
import { pathMatcher } from '../../workspace/paths.ts';
import type { CheckContext, CheckDefinition, CheckOutcome, JudgedFiles } from '../define.ts';
import type { CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import { npmChange, npmNames } from './dependencies/npm-manifest.ts';
import type { VersionFacts } from './dependencies/package-facts.ts';
import { pythonChange, pythonNames } from './dependencies/python-requirements.ts';
import type { Registry } from './dependencies/registry.ts';
import { openRegistry } from './dependencies/registry.ts';
import type { DependencyProblem, Ecosystem, Requirement } from './dependencies/requirement.ts';
import { resembled } from './dependencies/resemblance.ts';
import { WELL_KNOWN_NAMES } from './dependencies/well-known-names.ts';
import { duration } from './duration.ts';

const names = z.array(z.string().min(1));

const options = z.strictObject({
  registries: z
    .strictObject({ npm: z.url().optional(), pypi: z.url().optional() })
    .refine((given) => given.npm !== undefined || given.pypi !== undefined, 'name one registry at least')
    .default({ npm: 'https://registry.npmjs.org' })
    .describe('Where packages are looked up, by ecosystem; files of one that is left out may not change'),
  minimumAge: duration.default(14 * 86_400_000).describe('As "14d": younger versions are refused'),
  allow: names.nullable().default(null).describe('Globs of the only names that may be added'),
  popular: names
    .default([])
    .describe('Names that no other may resemble, besides well-known and present ones'),
  distinct: names.default([]).describe('Names that may resemble another one'),
  installScripts: names.default([]).describe('Packages that may run a program when they are installed'),
  sources: z
    .array(z.enum(['alias', 'bundled', 'file', 'git', 'overrides', 'url', 'workspace']))
    .default([])
    .describe('Where packages may come from besides the registry'),
  most: z.number().int().positive().default(500).describe('Most packages that one candidate may add'),
  secondsPerRequest: z.number().positive().default(15),
  mostBytes: z
    .number()
    .int()
    .positive()
    .default(64 * 2 ** 20)
    .describe('Longest description of one package'),
  seconds: z.number().positive().default(300).describe('Time for all of a candidate'),
});

type Options = z.infer<typeof options>;

export type DependenciesOptions = CheckPlace & z.input<typeof options>;

/** Every package that a candidate adds exists, is old enough, and is the one it seems to be. */
export const dependenciesCheck = checkKind(options, async (given, place) => {
  const { registries, definition } = soundDependencies(place, given);
  await Promise.all(registries.map(({ reach }) => reach()));
  return definition;
});

/** Files that say what is installed, or from where, and that this check cannot read. */
const UNREAD =
  /(?:^|\/)(?:yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|deno\.lock|pyproject\.toml|setup\.(?:py|cfg)|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock|environment\.ya?ml|go\.(?:mod|sum)|Cargo\.(?:toml|lock)|Gemfile(?:\.lock)?|composer\.(?:json|lock)|\.npmrc|\.yarnrc(?:\.yml)?|bunfig\.toml|pip\.conf|\.pypirc)$/;
const INSTALLED = /(?:^|\/)(?:node_modules|site-packages)\//;
/* Names as npm and PyPI take them; older npm packages have capitals. */
const VALID_NAMES = {
  npm: /^(?=.{1,214}$)(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i,
  pypi: /^(?=.{1,214}$)[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i,
} as const;
const ASKED_AT_ONCE = 8;
const SHOWN = 20;

/** The same check for an oracle in TypeScript. Whether its registries can be reached shows when the first is asked. */
export function dependencies({ name, slice, visibility, ...given }: DependenciesOptions): CheckDefinition {
  return soundDependencies({ name, slice, visibility }, options.parse(given)).definition;
}

/** The check and the registries it will ask. */
function soundDependencies(
  place: CheckPlace,
  given: Options,
): { readonly registries: readonly Registry[]; readonly definition: CheckDefinition } {
  const open = (ecosystem: Ecosystem): Registry | null => {
    const url = given.registries[ecosystem];
    return url === undefined ? null : openRegistry(ecosystem, { ...given, url });
  };
  const registries = { npm: open('npm'), pypi: open('pypi') };

  const run = async ({ files, signal }: CheckContext): Promise<CheckOutcome> => {
    const { requirements, problems } = changeIn(files, given, registries);
    if (requirements.length > given.most)
      return { status: 'fail', reason: `it adds ${requirements.length} packages where ${given.most} may be` };
    const found = [...problems, ...namingProblems(requirements, files, given)];
    const evidence: { name: string; version: string | null; published: string | null; digest: string }[] = [];
    // What is wrong by its name alone is not looked up.
    const asked = found.length === 0 ? requirements : [];
    for (let first = 0; first < asked.length; first += ASKED_AT_ONCE) {
      signal.throwIfAborted();
      const group = asked.slice(first, first + ASKED_AT_ONCE);
      const answers = await Promise.all(
        group.map(async (one) => registries[one.ecosystem]!.lookUp(one.name)),
      );
      for (const [index, requirement] of group.entries()) {
        const { name, version, file } = requirement;
        const answer = answers[index]!;
        if (answer.kind === 'refused') {
          found.push({ file, name, what: answer.reason });
          continue;
        }
        const facts = version === null ? null : (answer.versions.get(version) ?? null);
        if (version !== null && facts === null)
          found.push({ file, name, what: `has no version ${version} in the registry` });
        if (facts !== null) found.push(...versionProblems(requirement, facts, given, registries));
        const published = facts?.published == null ? null : new Date(facts.published).toISOString();
        evidence.push({ name, version, published, digest: digestOf(facts) });
      }
    }
    const metrics = { added: requirements.length, problems: found.length };
    const [worst] = found;
    if (worst === undefined)
      return { status: 'pass', metrics, evidence: { packages: evidence.slice(0, SHOWN) } };
    return {
      status: 'fail',
      reason: `${worst.name.slice(0, 100)} in ${worst.file.slice(0, 200)} ${worst.what.slice(0, 200)}`,
      metrics,
      evidence: {
        problems: found.slice(0, SHOWN).map(({ file, name, what }) => ({
          ...{ file: file.slice(0, 200), name: name.slice(0, 100), what: what.slice(0, 200) },
        })),
      },
    };
  };
  return {
    registries: Object.values(registries).filter((one) => one !== null),
    definition: { ...place, inspects: true, suffices: false, seconds: given.seconds, run },
  };
}

type Registries = { readonly [ecosystem in Ecosystem]: Registry | null };

/** Each package once, as a manifest names it where one does. */
function changeIn(files: JudgedFiles, given: Options, registries: Registries) {
  const npm = npmChange(files, given.sources);
  const python = pythonChange(files);
  const unread = files.changed.filter((path) => UNREAD.test(path));
  const installed = files.changed.filter((path) => INSTALLED.test(path));
  const problems: DependencyProblem[] = [...npm.problems, ...python.problems];
  for (const file of unread)
    problems.push({ file, name: 'it', what: 'changed, and this check cannot read it' });
  if (installed.length > 0)
    problems.push({
      file: installed[0]!,
      name: 'it',
      what: 'is an installed package, which no candidate may change',
    });
  const requirements = new Map<string, Requirement>();
  for (const one of [...npm.requirements, ...python.requirements]) {
    const key = JSON.stringify([one.ecosystem, one.name, one.version, one.locked]);
    if (!requirements.has(key)) requirements.set(key, one);
    if (registries[one.ecosystem] === null)
      problems.push({ ...one, what: `cannot be looked up: no ${one.ecosystem} registry is named` });
  }
  return { requirements: [...requirements.values()], problems };
}

function namingProblems(
  requirements: readonly Requirement[],
  { baseline }: JudgedFiles,
  given: Options,
): readonly DependencyProblem[] {
  if (requirements.length === 0) return [];
  const mayBeAdded = given.allow === null ? null : pathMatcher(given.allow);
  const present: { readonly [ecosystem in Ecosystem]: readonly string[] } = {
    npm: npmNames(baseline),
    pypi: pythonNames(baseline),
  };
  return requirements.flatMap(({ ecosystem, name, direct, file }) => {
    const problem = (what: string): readonly DependencyProblem[] => [{ file, name, what }];
    if (!VALID_NAMES[ecosystem].test(name)) {
      const other = resembled(name, [
        ...WELL_KNOWN_NAMES[ecosystem],
        ...given.popular,
        ...present[ecosystem],
      ]);
      return problem(
        other === null ? 'is no name of a package' : `is no name of a package, and looks like ${other}`,
      );
    }
    if (mayBeAdded !== null && !mayBeAdded(name)) return problem('is not on the list of what may be added');
    if (!direct || given.distinct.includes(name)) return [];
    const known = new Set([...WELL_KNOWN_NAMES[ecosystem], ...given.popular, ...present[ecosystem]]);
    const other = known.has(name) ? null : resembled(name, known);
    return other === null ? [] : problem(`could be mistaken for ${other}`);
  });
}

function versionProblems(
  { ecosystem, name, version, file, locked }: Requirement,
  facts: VersionFacts,
  given: Options,
  registries: Registries,
): readonly DependencyProblem[] {
  const problems: string[] = [];
  if (facts.withdrawn) problems.push('was withdrawn');
  if (facts.published === null) problems.push('does not tell when it was published');
  else if (Date.now() - facts.published < given.minimumAge)
    problems.push(
      `${version} was published on ${new Date(facts.published).toISOString().slice(0, 10)}, which is too young`,
    );
  if (facts.installScript && !given.installScripts.includes(name))
    problems.push('runs a program when it is installed');
  if (locked !== null) {
    if (!locked.integrity.some((hash) => facts.integrity.includes(hash)))
      problems.push('has another hash in the lockfile than in the registry');
    const { resolved } = locked;
    const host = ecosystem === 'npm' ? `${registries.npm!.url}/` : '';
    if (resolved !== null && (resolved !== facts.tarball || !resolved.startsWith(host)))
      problems.push(`is fetched from elsewhere than the registry: ${resolved}`);
  }
  return problems.map((what) => ({ file, name, what }));
}

function digestOf(facts: VersionFacts | null): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
