import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { parse, parseAllDocuments } from 'yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { emptyRunState, foldRun } from '../src/kernel/run-state.ts';
import { metricOf } from '../src/kernel/verdict.ts';
import { readLedger } from '../src/ledger/sqlite-ledger.ts';
import { createStrategy } from '../src/strategies/index.ts';
import { buildProgram } from '../src/surfaces/cli/program.ts';
import { taskFileSchema } from '../src/task/task-file-schema.ts';
import { TINY_TASK } from './stand-ins/command-line.ts';
import type { Snippet } from './stand-ins/snippets.ts';
import { commandsIn, documents, ROOT, snippetsOf } from './stand-ins/snippets.ts';

const DOCUMENTS = documents();
const SNIPPETS = [...DOCUMENTS].flatMap(([path, text]) => snippetsOf(path, text));

function of(...languages: readonly string[]): readonly Snippet[] {
  return SNIPPETS.filter(({ language, marks }) => languages.includes(language) && !marks.includes('sketch'));
}

function place({ document, line }: Snippet): string {
  return `${document}:${line}`;
}

/** With `npm run test:snippets` whatever is marked `slow` runs too. */
const IS_THOROUGH = process.env['FULCRUM_SLOW_SNIPPETS'] === '1';

describe('snippets', () => {
  it('in YAML are what a task file takes', () => {
    const schema = z.fromJSONSchema(JSON.parse(taskFileSchema()));
    const task = parse(TINY_TASK) as object;
    const faults = of('yaml').flatMap((snippet) => {
      const value: unknown = parseAllDocuments(snippet.text).map((document) => document.toJS())[0];
      // A list of kinds shows checks, or proposers.
      const forms = Array.isArray(value)
        ? [{ oracle: { checks: value } }, { proposers: value }]
        : [value as object];
      const tried = forms.map((form) => schema.safeParse({ ...task, ...form }));
      return tried.some(({ success }) => success)
        ? []
        : [`${place(snippet)}: ${z.prettifyError(tried[0]!.error!)}`];
    });
    expect(faults).toEqual([]);
  });

  it('of strategies name options that there are', () => {
    const named = of('yaml').flatMap((snippet) => {
      const value = parse(snippet.text) as { readonly strategy?: { readonly kind: string } } | null;
      return value?.strategy === undefined ? [] : [{ snippet, strategy: value.strategy }];
    });
    expect(named.length).toBeGreaterThan(10);
    for (const { snippet, strategy } of named) {
      const { kind, ...options } = strategy;
      expect(() => createStrategy({ kind, options }), place(snippet)).not.toThrow();
    }
  });

  it('in JSON are JSON', () => {
    for (const snippet of of('json')) {
      const values = snippet.marks.includes('lines') ? snippet.text.trim().split('\n') : [snippet.text];
      for (const value of values) expect(() => JSON.parse(value), place(snippet)).not.toThrow();
    }
  });

  it('in TypeScript are accepted by the compiler', { timeout: 60_000 }, () => {
    // Inside the repository, so that `fulcrum` is what a user imports.
    const folder = join(ROOT, 'node_modules/.cache/fulcrum-snippets');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const files = of('ts').map((snippet) => {
      const name = `${snippet.document.replaceAll(/[/.]/g, '-')}-${snippet.line}.ts`;
      writeFileSync(join(folder, name), `${snippet.text}export {};\n`);
      return name;
    });
    expect(files.length).toBeGreaterThan(3);
    const configuration = {
      extends: '../../../tsconfig.json',
      // What a snippet declares is for its reader.
      compilerOptions: { noUnusedLocals: false },
      include: [],
      files,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
    const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder, '--noEmit'], {
      encoding: 'utf8',
      cwd: folder,
    });
    // The sources themselves are checked elsewhere.
    expect(stdout.split('\n').filter((line) => /^\S+-md-\d+\.ts/.test(line))).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('for the shell name commands and options that there are', () => {
    const program = buildProgram(async () => {});
    const faults = of('sh').flatMap((snippet) =>
      commandsIn(snippet).flatMap((words) => {
        const fault = commandFault(program, words);
        return fault === null ? [] : [`${place(snippet)}: fulcrum ${words.join(' ')}: ${fault}`];
      }),
    );
    expect(faults).toEqual([]);
    expect(commandFault(program, ['run', '--nothing'])).toBe('no option --nothing');
    expect(commandFault(program, ['nothing'])).toBe('no command nothing');
  });
});

function commandFault(program: Command, words: readonly string[]): string | null {
  let [command, rest] = [program, words];
  for (;;) {
    const sub = command.commands.find((one) => one.name() === rest[0]);
    if (sub === undefined) break;
    [command, rest] = [sub, rest.slice(1)];
  }
  if (command === program && rest[0] !== undefined && !rest[0].startsWith('-'))
    return `no command ${rest[0]}`;
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  const unknown = own
    .filter((word) => word.startsWith('--'))
    .find((word) => !command.options.some(({ long }) => long === word.split('=')[0]));
  return unknown === undefined ? null : `no option ${unknown}`;
}

it('documents link to files and headings that there are', () => {
  const broken = [...DOCUMENTS].flatMap(([path, text]) =>
    [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !leadsSomewhere(path, target))
      .map((target) => `${path}: ${target}`),
  );
  expect(broken).toEqual([]);
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file, heading] = target.split('#');
  const path = file === '' ? from : join(dirname(from), file!);
  if (!existsSync(join(ROOT, path))) return false;
  const text = DOCUMENTS.get(path);
  return heading === undefined || text === undefined || headingsOf(text).includes(heading);
}

/** As GitHub names them. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it('every guide and every page is in the index', () => {
  const index = DOCUMENTS.get('docs/README.md')!;
  const missing = [...DOCUMENTS.keys()]
    .filter((path) => /^docs\/(?:guides\/)?[^/]+\.md$/.test(path) && path !== 'docs/README.md')
    .filter((path) => !index.includes(`(${path.slice('docs/'.length)})`));
  expect(missing).toEqual([]);
});

it('the quickstart leads to a kept and verified improvement', { timeout: 300_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), 'fulcrum-quickstart-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  let folder = home;
  for (const { language, marks, text } of snippetsOf('quickstart', DOCUMENTS.get('docs/quickstart.md')!)) {
    const file = marks.find((mark) => mark.startsWith('file='))?.slice('file='.length);
    if (file !== undefined) writeFileSync(join(folder, file), text);
    if (language !== 'sh' || !marks.includes('run') || (marks.includes('slow') && !IS_THOROUGH)) continue;
    folder = runShell(text, folder);
  }
  const ledger = readLedger(join(home, 'jobs/.fulcrum/main'));
  const { baseline, incumbent } = [...ledger.entries()].reduce(
    (state, { event }) => foldRun(state, event),
    emptyRunState,
  );
  ledger.close();
  const [before, after] = [baseline!, incumbent!].map(({ fresh }) => metricOf(fresh, 'unseen', 'cost')!);
  expect(after!).toBeLessThan(before! / 2);
  expect(existsSync(join(home, 'improved/order.ts'))).toBe(true);
});

/** Runs the lines of a snippet in one shell, with a smaller budget, and returns the folder it ends in. */
function runShell(text: string, folder: string): string {
  const shorter = text.replace(/^fulcrum run$/m, 'fulcrum run --evaluations 60');
  const script = `set -eu\n${shorter}\npwd >&3\n`;
  const end = mkdtempSync(join(tmpdir(), 'fulcrum-shell-'));
  try {
    execFileSync('sh', ['-c', `exec 3>"${end}/folder"\n${script}`], {
      cwd: folder,
      env: { ...process.env, PATH: `${join(ROOT, 'bin')}${delimiter}${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return execFileSync('cat', [`${end}/folder`], { encoding: 'utf8' }).trim();
  } finally {
    rmSync(end, { recursive: true });
  }
}
