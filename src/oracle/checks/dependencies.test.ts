import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { PASSING_ORACLE } from '../testing/check-fixture.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

type Files = { readonly [path: string]: string };

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const NOW = new Date().toISOString();

/** A registry over real HTTP, whose answers are scripted: npm packuments and PyPI projects by their path. */
const registry = {
  url: '',
  asked: [] as string[],
  /** Statuses answered before anything else. */
  failing: [] as number[],
};
const server = createServer((request, response) => {
  const path = decodeURIComponent(request.url!.slice(1));
  registry.asked.push(path);
  const status = registry.failing.shift() ?? null;
  const body = status === null ? answers()[path] : undefined;
  response.statusCode = status ?? (body === undefined ? (path === '' ? 200 : 404) : 200);
  response.end(body === undefined ? '{}' : typeof body === 'string' ? body : JSON.stringify(body));
});

function answers(): { readonly [path: string]: object | string } {
  const npm = (
    name: string,
    versions: { readonly [version: string]: string },
    manifest: object = {},
  ): object => ({
    name,
    time: versions,
    versions: Object.fromEntries(
      Object.keys(versions).map((version) => [
        version,
        { ...manifest, dist: { integrity: `sha512-${name}-${version}`, tarball: tarball(name, version) } },
      ]),
    ),
  });
  return {
    sound: npm('sound', { '1.0.0': LONG_AGO, '2.0.0': NOW }),
    '@scope/sound': npm('@scope/sound', { '1.0.0': LONG_AGO }),
    lodahs: npm('lodahs', { '1.0.0': LONG_AGO }),
    runs: npm('runs', { '1.0.0': LONG_AGO }, { scripts: { postinstall: 'node steal.js' } }),
    timeless: { ...npm('timeless', { '1.0.0': LONG_AGO }), time: {} },
    nonsense: '<html>',
    huge: JSON.stringify({ name: 'huge', readme: 'x'.repeat(200_000) }),
    'pypi/sound-wheels/json': {
      releases: {
        '1.0': [{ upload_time_iso_8601: LONG_AGO, digests: { sha256: 'aa' } }],
        '1.1': [
          { upload_time_iso_8601: LONG_AGO, digests: { sha256: 'bb' } },
          { upload_time_iso_8601: NOW, digests: { sha256: 'cc' } },
        ],
        '1.2': [{ upload_time_iso_8601: LONG_AGO, yanked: true, digests: { sha256: 'dd' } }],
      },
    },
  };
}

function tarball(name: string, version: string): string {
  return `${registry.url}/${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
}

let launcher: LauncherHandle;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  registry.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(async () => {
  await launcher.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  registry.asked = [];
  registry.failing = [];
});

function withDependencies(options: JsonObject, baseline: Files): Promise<JudgeFixture> {
  const place = { slice: 'train', visibility: 'visible' } as const;
  return openJudge({
    launcher,
    oracle: PASSING_ORACLE,
    baseline,
    task: {
      subject: { kind: 'files' },
      oracle: {
        checks: [
          {
            kind: 'dependencies',
            name: 'dependencies',
            ...place,
            options: {
              registries: { npm: registry.url, pypi: registry.url },
              mostBytes: 100_000,
              ...options,
            },
          },
          { kind: 'module', name: 'module', ...place, options: { module: 'oracle.ts' } },
        ],
        data: [],
      },
    },
  });
}

interface Locked {
  readonly [name: string]: object;
}

/** A manifest and its lockfile: what the lockfile says of a package is right unless given otherwise. */
function project(
  dependencies: { readonly [name: string]: string },
  locked: Locked = {},
  manifest: object = {},
): Files {
  const entries = Object.keys(dependencies).map((name) => {
    const own = { version: '1.0.0', resolved: tarball(name, '1.0.0'), integrity: `sha512-${name}-1.0.0` };
    return [`node_modules/${name}`, { ...own, ...locked[name] }];
  });
  return {
    'package.json': JSON.stringify({ name: 'project', dependencies, ...manifest }),
    'package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: { '': { name: 'project', dependencies, ...manifest }, ...Object.fromEntries(entries) },
    }),
  };
}

describe('npm', () => {
  const OLD = { express: '^4.0.0', 'my-own-tool': '1.0.0' };
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withDependencies({}, project(OLD));
  });
  afterAll(() => fixture.close());

  test('what exists, is old enough and is what the lockfile says passes; nothing else is asked', async () => {
    const { verdict } = await fixture.askFiles(project({ ...OLD, sound: '^1.0.0', '@scope/sound': '1.0.0' }));
    expect(verdict.reason).toBeNull();
    expect(verdict.checks[0]).toMatchObject({
      metrics: { added: 2, problems: 0 },
      evidence: {
        packages: [{ name: 'sound', version: '1.0.0', published: LONG_AGO }, { name: '@scope/sound' }],
      },
    });
    expect(registry.asked).toEqual(['sound', '@scope/sound']);
  });

  test('a candidate that adds nothing asks nothing', async () => {
    const { verdict } = await fixture.askFiles({ ...project(OLD), 'code.js': '' });
    expect(verdict.checks[0]!.metrics).toEqual({ added: 0, problems: 0 });
    expect(registry.asked).toEqual([]);
  });

  test.each<[string, () => Files, RegExp]>([
    [
      'an invented name',
      () => project({ ...OLD, 'no-such-thing': '1.0.0' }),
      /no-such-thing .* does not exist/,
    ],
    [
      'a version that is not there',
      () => project({ ...OLD, sound: '1.0.0' }, { sound: { version: '9.0.0' } }),
      /is 1\.0\.0 here and 9\.0\.0/,
    ],
    [
      'an invented version',
      () => project({ ...OLD, sound: '*' }, { sound: { version: '9.0.0' } }),
      /has no version 9\.0\.0/,
    ],
    [
      'a young version',
      () =>
        project(
          { ...OLD, sound: '^2.0.0' },
          {
            sound: { version: '2.0.0', resolved: tarball('sound', '2.0.0'), integrity: 'sha512-sound-2.0.0' },
          },
        ),
      /too young/,
    ],
    [
      'a name like a well-known one',
      () => project({ ...OLD, lodahs: '1.0.0' }),
      /could be mistaken for lodash/,
    ],
    [
      'a name like one of the baseline',
      () => project({ ...OLD, my_owntool: '1.0.0' }),
      /could be mistaken for my-own-tool/,
    ],
    ['a name in another script', () => project({ ...OLD, 'l\u043edash': '1.0.0' }), /looks like lodash/],
    ['an install script', () => project({ ...OLD, runs: '1.0.0' }), /runs a program when it is installed/],
    [
      'another hash',
      () => project({ ...OLD, sound: '1.0.0' }, { sound: { integrity: 'sha512-other' } }),
      /another hash/,
    ],
    [
      'no hash',
      () => project({ ...OLD, sound: '1.0.0' }, { sound: { integrity: undefined } }),
      /has no integrity/,
    ],
    [
      'another host',
      () =>
        project({ ...OLD, sound: '1.0.0' }, { sound: { resolved: 'https://evil.example/sound-1.0.0.tgz' } }),
      /fetched from elsewhere/,
    ],
    [
      'another hash of an old package',
      () => project(OLD, { express: { integrity: 'sha512-other' } }),
      /express .* does not exist/,
    ],
    ['git', () => project({ ...OLD, sound: 'github:evil/sound' }), /comes from elsewhere \(git\)/],
    ['a bare repository', () => project({ ...OLD, sound: 'evil/sound' }), /comes from elsewhere \(git\)/],
    [
      'a tarball',
      () => project({ ...OLD, sound: 'https://evil.example/a.tgz' }),
      /comes from elsewhere \(url\)/,
    ],
    ['a file', () => project({ ...OLD, sound: 'file:../sound' }), /comes from elsewhere \(file\)/],
    ['an alias', () => project({ ...OLD, sound: 'npm:evil@1.0.0' }), /comes from elsewhere \(alias\)/],
    [
      'an alias in the lockfile alone',
      () => project({ ...OLD, sound: '1.0.0' }, { sound: { name: 'evil' } }),
      /comes from elsewhere \(alias\)/,
    ],
    [
      'a script of its own',
      () => project(OLD, {}, { scripts: { postinstall: 'sh steal' } }),
      /scripts\.postinstall .* would run/,
    ],
    [
      'overrides',
      () => project(OLD, {}, { overrides: { express: 'npm:evil@1' } }),
      /overrides .* what other packages get/,
    ],
    [
      'no lockfile any more',
      () => ({ 'package.json': project(OLD)['package.json']! }),
      /lockfile .* was taken away/,
    ],
    [
      'a lockfile that disagrees',
      () => ({ ...project(OLD), 'package.json': project({ express: '^4.0.0' })['package.json']! }),
      /differs from package\.json/,
    ],
    [
      'an old lockfile',
      () => ({ ...project(OLD), 'package-lock.json': '{"dependencies": {}}' }),
      /lockfileVersion 2 or 3/,
    ],
    ['a broken manifest', () => ({ ...project(OLD), 'package.json': '{' }), /is no JSON object/],
    ['a strange group', () => project(OLD, {}, { devDependencies: ['sound'] }), /is no object of texts/],
    [
      'another registry',
      () => ({ ...project(OLD), '.npmrc': 'registry=https://evil.example' }),
      /cannot read it/,
    ],
    ['a lockfile of another tool', () => ({ ...project(OLD), 'yarn.lock': '' }), /cannot read it/],
    [
      'an installed package',
      () => ({ ...project(OLD), 'node_modules/express/index.js': 'steal()' }),
      /is an installed package/,
    ],
    ['no date', () => project({ ...OLD, timeless: '1.0.0' }), /does not tell when/],
    ['a huge description', () => project({ ...OLD, huge: '1.0.0' }), /over 100000 bytes/],
    ['a path as a name', () => project({ ...OLD, '../../secrets': '1.0.0' }), /is no name of a package/],
    [
      'a name that means something to JavaScript',
      () => project(JSON.parse('{"__proto__": "1.0.0"}') as Files),
      /./,
    ],
  ])('%s is refused', async (_, files, reason) => {
    const { verdict } = await fixture.askFiles(files());
    expect(verdict.status).toBe('fail');
    expect(verdict.reason).toMatch(reason);
  });

  test('a registry that stumbles is asked again; one that stays down stops the run', async () => {
    registry.failing = [503, 429];
    const files = project({ ...OLD, sound: '1.0.0' });
    const fresh = await withDependencies({}, project(OLD)).catch(() => null);
    expect(fresh).not.toBeNull();
    registry.failing = [500, 500];
    expect((await fresh!.askFiles(files)).verdict.status).toBe('pass');
    registry.failing = [500, 500, 500];
    await expect(fresh!.askFiles(project({ ...OLD, unasked: '1.0.0' }))).rejects.toThrow(
      /REGISTRY_UNREACHABLE.*500/,
    );
    await expect(fresh!.askFiles(project({ ...OLD, nonsense: '1.0.0' }))).rejects.toThrow(
      /none of an npm registry/,
    );
    await fresh!.close();
  });
});

test('without a lockfile one exact version is needed', async () => {
  const manifest = (dependencies: object): Files => ({ 'package.json': JSON.stringify({ dependencies }) });
  const fixture = await withDependencies({}, manifest({}));
  expect((await fixture.askFiles(manifest({ sound: '1.0.0' }))).verdict.status).toBe('pass');
  expect((await fixture.askFiles(manifest({ sound: '^1.0.0' }))).verdict.reason).toContain(
    'no exact version',
  );
  await fixture.close();
});

test('the task says what else may be', async () => {
  const options = {
    ...{ minimumAge: '0d', distinct: ['lodahs'], installScripts: ['runs'], sources: ['git'] },
    allow: ['lod*', 'runs', 'sound'],
  };
  const fixture = await withDependencies(options, project({}));
  const locked = {
    sound: { version: '2.0.0', resolved: tarball('sound', '2.0.0'), integrity: 'sha512-sound-2.0.0' },
  };
  const { verdict } = await fixture.askFiles(
    project({ lodahs: '1.0.0', runs: '1.0.0', sound: '2.0.0' }, locked),
  );
  expect(verdict.reason).toBeNull();
  const other = await fixture.askFiles(project({ '@scope/sound': '1.0.0' }));
  expect(other.verdict.reason).toContain('not on the list');
  await fixture.close();
});

describe('Python', () => {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withDependencies({}, { 'requirements.txt': 'flask==3.0.0\n' });
  });
  afterAll(() => fixture.close());

  test.each([
    ['Sound.Wheels==1.0', null],
    ['sound_wheels[extra] == 1.0 ; python_version > "3.8" # why', null],
    ['sound-wheels==1.0 \\\n    --hash=sha256:aa', null],
    ['sound-wheels==1.0 --hash=sha256:ff', /another hash/],
    ['sound-wheels==1.1', /too young/],
    ['sound-wheels==1.2', /was withdrawn/],
    ['sound-wheels==1.3', /has no version 1\.3/],
    ['sound-wheels', /is not pinned/],
    ['sound-wheels>=1.0', /is not pinned/],
    ['invented==1.0', /does not exist/],
    ['reqeusts==1.0', /could be mistaken for requests/],
    ['--extra-index-url https://evil.example', /is an option/],
    ['-e ./local', /is an option/],
    ['thing @ https://evil.example/thing.whl', /comes from elsewhere/],
    ['git+https://evil.example/thing', /comes from elsewhere/],
    ['-r ../outside.txt', /outside the workspace/],
    ['-r more.txt', /invented in more\.txt/],
  ])('%s', async (line, reason) => {
    const { verdict } = await fixture.askFiles({
      'requirements.txt': `flask==3.0.0\n${line}\n`,
      'more.txt': 'invented==1.0\n',
    });
    if (reason === null) expect(verdict.reason).toBeNull();
    else expect(verdict.reason).toMatch(reason);
  });

  test('a project file that cannot be read may not change', async () => {
    const { verdict } = await fixture.askFiles({
      'requirements.txt': 'flask==3.0.0\n',
      'pyproject.toml': '',
    });
    expect(verdict.reason).toContain('cannot read it');
  });
});

test('what is wrong with it is told before anything is judged', async () => {
  const unreachable = withDependencies({ registries: { npm: 'http://127.0.0.1:9' } }, project({}));
  await expect(unreachable).rejects.toThrow(/FULCRUM_E_CHECK_REGISTRY_UNREACHABLE/);
  await expect(withDependencies({ minimumAge: 'old' }, project({}))).rejects.toThrow(/minimumAge/);
  await expect(withDependencies({ registries: {} }, project({}))).rejects.toThrow(/name one registry/);
});
