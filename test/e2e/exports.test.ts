import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasBrowser, sharedBrowser } from '../../page/testing/browser.ts';
import { builtPage } from '../../page/testing/built-page.ts';
import { writeCopy } from '../../src/surfaces/exports/copy/write-copy.ts';
import {
  fulcrum,
  fulcrumHere,
  jsonLines,
  TINY_SOURCE,
  TINY_TASK,
  tinyTask,
} from '../stand-ins/command-line.ts';
import { makeFolder, removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

const HOSTILE = '</script><img src=x onerror=alert(1)><script>alert(2)</script><!--<script>';

let directory: string;
let run: string;
beforeAll(async () => {
  // Under this seed a candidate is kept early.
  const task = TINY_TASK.replace('evaluations: 40', 'evaluations: 12').replace('seed: 1', 'seed: 6');
  directory = tinyTask({
    'fulcrum.yaml': `${task}description: ${JSON.stringify(HOSTILE)}\n`,
    'workspace/double.ts': `// ${HOSTILE}\n${TINY_SOURCE}`,
  });
  const ended = await fulcrum(['run', '--json', '--no-control'], directory);
  expect(ended.stderr).toBe('');
  run = join(directory, '.fulcrum', 'main');
}, 60_000);

describe('fulcrum report', () => {
  it('writes every form that is named, and no other', async () => {
    const named = {
      junit: 'j.xml',
      sarif: 's.sarif',
      csv: 'c.csv',
      jsonl: 'c.jsonl',
      'results-tsv': 'r.tsv',
    };
    const flags = Object.entries({ ...named, markdown: 'm.md' }).flatMap(([flag, file]) => [
      `--${flag}`,
      file,
    ]);
    const before = readFileSync(join(run, 'report.html'), 'utf8');
    writeFileSync(join(run, 'report.html'), 'untouched');
    const ended = await fulcrumHere(['report', '--json', ...flags], directory);
    expect(ended.stderr).toBe('');
    expect(jsonLines(ended.stdout).map(({ format }) => format)).toEqual([
      ...['markdown', 'junit', 'sarif', 'csv', 'jsonl', 'results-tsv'],
    ]);
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toBe('untouched');
    writeFileSync(join(run, 'report.html'), before);
    const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
    const rows = read('c.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { outcome: string });
    const judged = rows.filter(({ outcome }) => outcome !== 'refused').length;
    expect(judged).toBe(13);
    expect(read('c.csv').split('\r\n')).toHaveLength(rows.length + 2);
    expect(read('r.tsv').trimEnd().split('\n')).toHaveLength(judged + 1);
    expect(read('j.xml')).toMatch(/<testsuites name="tiny" tests="\d+" failures="0"/);
    expect(JSON.parse(read('s.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(read('m.md')).toMatch(/^## `tiny`\n\n\*\*error fell from /);
    expect(read('m.md')).toContain('\n```diff\ndiff --git a/double.ts b/double.ts\n');
  });

  it('annotates a job of GitHub Actions and adds to its summary', async () => {
    const summary = join(directory, 'summary.md');
    writeFileSync(summary, 'an earlier step\n');
    const environment = { ...process.env, GITHUB_STEP_SUMMARY: summary };
    const program = resolve(import.meta.dirname, '../../bin/fulcrum');
    const said = execFileSync(program, ['report', '--github'], {
      cwd: directory,
      env: environment,
      encoding: 'utf8',
    });
    expect(said).toMatch(/^::notice file=fulcrum\.yaml,line=1,title=Fulcrum::error fell from /);
    expect(
      said
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('::')),
    ).toBe(true);
    expect(readFileSync(summary, 'utf8')).toMatch(/^an earlier step\n## `tiny`\n/);
  });

  it('refuses two voices on one output, and a file that cannot be written', async () => {
    const mixed = await fulcrum(['report', '--csv', '-', '--markdown', '-'], directory);
    expect([mixed.code, mixed.stdout]).toEqual([2, '']);
    expect(mixed.stderr).toContain('FULCRUM_E_REPORT_TARGETS');
    for (const target of [
      ['--csv', 'no/such/folder.csv'],
      ['--bundle', 'fulcrum.yaml'],
      ['--bundle', 'fulcrum.yaml/below'],
    ]) {
      const nowhere = await fulcrumHere(['report', ...target], directory);
      expect([nowhere.code, nowhere.stderr]).toEqual([
        2,
        expect.stringContaining('FULCRUM_E_EXPORT_UNWRITABLE'),
      ]);
    }
  });
});

describe.skipIf(!hasBrowser)(
  'a copy of the page, opened from disk (skipped: Chromium is not installed)',
  () => {
    let page: string;
    let kept: string;
    beforeAll(async () => {
      page = builtPage();
      const rows = await fulcrum(['report', '--csv', '-'], directory);
      kept = /^(\d+),.*,kept,/m.exec(rows.stdout)![1]!;
    }, 60_000);

    /** Opens a file; whatever is asked of another place, fails or is executed ends in `wrong`. */
    async function open(file: string): Promise<{ readonly view: Page; readonly wrong: readonly string[] }> {
      const view = await (await sharedBrowser()).newPage();
      onTestFinished(() => view.close());
      const wrong: string[] = [];
      view.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
      view.on('pageerror', (error) => wrong.push(error.message));
      view.on('dialog', (dialog) => wrong.push(`dialog ${dialog.message()}`));
      view.on('request', (request) => {
        if (!/^(?:file|data|blob):/.test(request.url())) wrong.push(request.url());
      });
      await view.goto(pathToFileURL(file).href);
      return { view, wrong };
    }

    async function showsCandidate(view: Page): Promise<void> {
      await view.getByText('What judges this run').waitFor();
      expect(await view.locator('body').innerText()).toContain(HOSTILE);
      expect(view.url()).toMatch(/#\/run\/main\/overview$/);
      await follow(view, `#/run/main/candidate/${kept}`);
      await view.getByRole('heading', { name: `Candidate ${kept}` }).waitFor();
      await view.getByText('return input', { exact: false }).first().waitFor();
      expect(await view.locator('body').innerText()).toContain(`fulcrum explain ${kept} --task .`);
    }

    async function saysWhatItLacks(view: Page): Promise<void> {
      await follow(view, '#/run/main/ledger');
      await view.getByText('sandbox-proved').first().waitFor();
      await follow(view, '#/run/main/approvals');
      await view.getByText('Approvals: not in a copy').waitFor();
      await follow(view, '#/run/main/candidate/9999');
      await view.getByText('Not in this copy').waitFor();
    }

    it('as one file, asks for nothing, executes nothing of a candidate and names no path of this machine', async () => {
      const file = join(directory, 'copy.html');
      const written = await writeCopy('one-file', [run], file, page);
      expect(written.candidates).toEqual({ full: written.candidates.all, all: written.candidates.all });
      const html = readFileSync(file, 'utf8');
      const packs = Array.from(html.matchAll(/id="fulcrum-pack-[^"]*">([^<]*)</g), ([, pack]) =>
        gunzipSync(Buffer.from(pack!, 'base64')).toString(),
      );
      expect(packs).toHaveLength(2);
      expect([html, ...packs].map((text) => text.includes(directory))).toEqual([false, false, false]);
      const policy = /content="(default-src[^"]*)"/.exec(html)![1]!.replaceAll('&apos;', '');
      expect(policy).toMatch(
        /^default-src none; script-src sha256-\S+ sha256-\S+; style-src sha256-\S+; img-src data:; base-uri none; form-action none$/,
      );
      const { view, wrong } = await open(file);
      await showsCandidate(view);
      await saysWhatItLacks(view);
      expect(wrong).toEqual([]);
    });

    it('as a folder, loads candidates when they are looked at', async () => {
      const folder = join(directory, 'copy');
      await writeCopy('bundle', [run], folder, page);
      expect(readdirSync(folder).toSorted()).toEqual(
        ['data', 'icon.svg', 'index.html', 'page.css', 'page.js', 'theme.js'].toSorted(),
      );
      const { view, wrong } = await open(join(folder, 'index.html'));
      await showsCandidate(view);
      expect(wrong).toEqual([]);
      await expect(writeCopy('bundle', [run], folder, page)).rejects.toThrow('FULCRUM_E_TARGET_NOT_EMPTY');
    });
  },
);

it('a copy without a built page says how to build it', async () => {
  const copy = writeCopy('one-file', [run], join(directory, 'x.html'), join(directory, 'nowhere'));
  await expect(copy).rejects.toThrow(/FULCRUM_E_PAGE_NOT_BUILT.*npm run build:page/s);
});

/** Goes to an address within the page. */
async function follow(view: Page, hash: string): Promise<void> {
  await view.goto(view.url().replace(/#.*/, '') + hash);
}

it('a copy of a damaged run is not made', async () => {
  const damaged = makeFolder('fulcrum-damaged-');
  writeFileSync(join(damaged, 'ledger.sqlite'), 'no database');
  const page = makeFolder('fulcrum-page-');
  mkdirSync(join(page, 'single'));
  for (const file of ['single/page.js', 'single/page.css', 'theme.js', 'icon.svg'])
    writeFileSync(join(page, file), '');
  const target = join(damaged, 'copy.html');
  await expect(writeCopy('one-file', [damaged], target, page)).rejects.toThrow('FULCRUM_E_LEDGER_DAMAGED');
  expect(existsSync(target)).toBe(false);
});
