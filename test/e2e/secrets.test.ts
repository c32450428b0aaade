import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import type { Script } from '../../src/metering/scripted/script.ts';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { fulcrum, TINY_SOURCE, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

afterEach(() => vi.unstubAllEnvs());

/** Built from pieces, so that no scanner takes this file for a leak. */
const joined = (...parts: readonly string[]): string => parts.join('');

/** Keys of providers: one with the shape of a key, and some that only those who hold them know to be keys. */
const KEYS = {
  ANTHROPIC_API_KEY: joined('sk-', 'ant-api03-', 'canaryAnthropic'.repeat(4)),
  OPENAI_API_KEY: 'canary/openai+key==0123456789',
  OPENAI_COMPATIBLE_API_KEY: 'canary "compatible" 0123456789 \\ key',
  GOOGLE_GENERATIVE_AI_API_KEY: 'canary-google-0123456789',
  SOME_OTHER_TOKEN: 'canary-of-another-program-0123456789',
};

/** A key that stands in the code to be improved, and one that a model writes. */
const IN_WORKSPACE = joined('gh', 'p_', 'canaryWorkspace'.repeat(3));
const BY_MODEL = joined('AK', 'IA', 'CANARYMODELKEY22');

const TASK = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 16').replace('evolve', 'greedy')}
proposers:
  - kind: llm
    models:
      - { provider: anthropic, model: claude-opus-5 }
    stream: true
  - kind: llm
    models:
      - { provider: openai, model: gpt-5.2 }
  - { kind: command, argv: [python3, hostile.py], host: true }
  - { kind: mutation, weight: 0.5 }
`;

/** Says what it should not, in turn: on standard error, as its reason, its summary and its change. */
const HOSTILE = `import base64, json, os, sys, urllib.parse
request = json.load(sys.stdin)
keys = [os.environ[name] for name in (${Object.keys(KEYS)
  .map((name) => `'${name}'`)
  .join(', ')})]
text = ' '.join(keys + [urllib.parse.quote(key, safe='') for key in keys] + [json.dumps(key) for key in keys] + [base64.b64encode(key.encode()).decode() for key in keys])
turn = request['number'] % 4
if turn == 0:
    sys.exit(text)
if turn == 1:
    print(json.dumps({'nothing': text}))
else:
    source = request['parents'][0]['files']['double.ts']
    comment = text if turn == 2 else str(request['seed'])
    print(json.dumps({'edits': [{'path': 'double.ts', 'content': source + '// ' + comment.replace(chr(10), ' ') + chr(10)}], 'summary': text, 'operator': text}))
`;

const whole = (body: string, said = ''): string => `SUMMARY: ${said}
double.ts
\`\`\`ts
export function double(input: number): number {
  ${body}
}
\`\`\`
`;

/** What a provider says in turn, its own key among it. */
function scriptOf(key: string): Script {
  return defineScript({
    rules: [
      { when: { call: 1 }, reply: { error: { status: 400, message: `bad key ${key}` } } },
      { when: { call: 2 }, reply: { text: whole(`throw new Error('${BY_MODEL}');`, BY_MODEL) } },
      { when: { call: 3 }, reply: { body: `${key} ${BY_MODEL}` } },
      { when: { call: 4 }, reply: { text: `nothing to apply, ${BY_MODEL} ${key}` } },
      { when: { call: 5 }, reply: { text: whole('return input * 2;', key), cutAfterEvents: 4 } },
      { when: { call: 6 }, reply: { text: whole(`return input * 2 + 6; // ${key}`, key) } },
      { reply: { text: whole(`return input * 2; // ${BY_MODEL}`, BY_MODEL) } },
    ],
  });
}

/** The forms in which a secret is still one. Base64 of a longer text holds one of three middles. */
function formsOf(secret: string): readonly string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    return bytes.toString('base64').slice(offset === 0 ? 0 : 4, -4);
  });
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function leaksIn(
  where: string,
  bytes: string,
  secrets: { readonly [name: string]: string },
): readonly string[] {
  const held = Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).flatMap((form) => (bytes.includes(form) ? [{ name, at: bytes.indexOf(form) }] : [])),
  );
  const token = bytes.search(/fulcrum-run-[\w-]{20}/);
  if (token !== -1) held.push({ name: 'token', at: token });
  return held.map(({ name, at }) => `${name} in ${where}: …${bytes.slice(Math.max(0, at - 60), at + 90)}`);
}

/** All that a ledger holds but the files of candidates themselves. */
function withoutBlobs(run: string): string {
  const database = new DatabaseSync(join(run, 'ledger.sqlite'), { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables
      .map(({ name }) => String(name))
      .filter((name) => name !== 'blobs')
      .map((name) => JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all()))
      .join('\n');
  } finally {
    database.close();
  }
}

it('no secret is in any byte that a run writes or says', async () => {
  for (const [name, key] of Object.entries(KEYS)) vi.stubEnv(name, key);
  const providers = [];
  for (const name of ['ANTHROPIC', 'OPENAI'] as const) {
    const key = KEYS[`${name}_API_KEY`];
    const provider = await startScriptedProvider(scriptOf(key), key);
    onTestFinished(() => provider.close());
    vi.stubEnv(`${name}_BASE_URL`, provider.url);
    providers.push(provider);
  }
  const directory = tinyTask({
    'fulcrum.yaml': TASK,
    'hostile.py': HOSTILE,
    'workspace/double.ts': `${TINY_SOURCE}// ${IN_WORKSPACE}\n`,
  });
  onTestFinished(() => rmSync(directory, { recursive: true }));

  const spoken: string[] = [];
  const say = async (...parameters: readonly string[]): Promise<number | null> => {
    const ended = await fulcrum(parameters, directory);
    spoken.push(`$ ${parameters.join(' ')}\n${ended.stdout}${ended.stderr}`);
    return ended.code;
  };
  expect(await say('run', '--json', '--no-control')).not.toBe(1);
  for (const command of ['log --json', 'status', 'report --json', 'explain 1', 'best']) {
    await say(...command.split(' '));
  }

  const run = join(directory, '.fulcrum/main');
  // Every kind of answer was given.
  for (const { received } of providers) expect(received.length).toBeGreaterThanOrEqual(6);
  const shaped = { ...KEYS, workspace: IN_WORKSPACE, model: BY_MODEL };
  const leaks = filesBelow(join(directory, '.fulcrum')).flatMap((path) => {
    // The files of candidates are in the ledger as they are: a key that stands in them already, too.
    const secrets = path.includes('ledger.sqlite') ? KEYS : shaped;
    return leaksIn(path.slice(run.length), readFileSync(path, 'latin1'), secrets);
  });
  leaks.push(...leaksIn('ledger', withoutBlobs(run), shaped));
  for (const text of spoken) leaks.push(...leaksIn(text.slice(0, 20), text, KEYS));
  expect(leaks).toEqual([]);
}, 60_000);
