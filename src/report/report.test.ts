import { describe, expect, it } from 'vitest';
import type { Random } from '../kernel/random.ts';
import { foldHistory } from './fold-history.ts';
import type { ReportInput } from './input.ts';
import { renderReport } from './report.ts';
import { syntheticRun } from './testing/synthetic-run.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>*{display:none}</style>',
  '</title></svg></pre></code><iframe src="https://example.org">',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  '&#x3c;script&#x3e;',
  '<a href="javascript:alert(1)">x</a>',
  '\u001b]0;owned\u0007\u001b[2J',
  '\u202egnp.exe\u2066',
  'a\u0000b\u200b',
  '\ud800',
  '${alert(1)}',
  'z'.repeat(5000),
];

function hostileText(random: Random): string {
  return Array.from({ length: 3 }, () => random.pick(HOSTILE)).join(' ');
}

function inputOf(hostile: ((random: Random) => string) | null, proposals = 1000): ReportInput {
  const main = foldHistory(syntheticRun({ seed: 'm', proposals, skill: 0.2, strategy: 'evolve', hostile }));
  const control = foldHistory(
    syntheticRun({ seed: 'c', proposals, skill: 0.02, strategy: 'random', hostile }),
  );
  const text = hostile === null ? 'return -(bin - item);\n' : `${HOSTILE.join('\n')}\n`.repeat(40);
  return {
    main,
    control,
    certificate: null,
    figures: [
      {
        kind: 'heat-map',
        title: 'Priority',
        caption: hostile === null ? 'of bins' : HOSTILE.join(' '),
        x: { label: 'item', start: 0, step: 1 },
        y: { label: 'bin', start: 0, step: 1 },
        unit: '',
        scale: 'sequential',
        shared: true,
        panels: ['before', 'after'].map((label) => ({
          label,
          rows: [
            [1, 2],
            [null, -Infinity],
          ],
        })),
      },
    ],
    commands: { 'run again': 'fulcrum run', verify: 'fulcrum verify' },
    environment: { node: '24', note: hostile === null ? 'none' : HOSTILE[0]! },
    editableFiles: () => ['priority.ts'],
    readFile: (tree) => (tree === 'tree-0' ? 'return 0;\n' : text),
  };
}

const TAGS = new Set(
  (
    '!doctype html head meta title style body main footer header section figure figcaption h1 h2 h3 h4 p b strong em i small ' +
    'span code pre bdi mark time ul ol li dl dt dd div table thead tbody tr th td details summary ' +
    'svg g rect line path circle text'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'lang charset http-equiv content name class id colspan viewbox width height role aria-label x y x1 x2 y1 y2 cx cy r d fill ' +
    'transform text-anchor shape-rendering'
  ).split(' '),
);

/** Reads a page as a browser's tokenizer would, and fails on anything but the report's own tags and attributes. */
function assertOnlyOwnMarkup(page: string): void {
  const withoutStyle = page.replace(/<style>[^<]*<\/style>/, '');
  for (const piece of withoutStyle.split('<').slice(1)) {
    const tag = /^\/?([!a-z][a-z0-9]*)((?:\s+[a-zA-Z0-9-]+(?:="[^"<>]*")?)*)\s*\/?>[^>]*$/.exec(piece);
    expect(tag, `not a tag of the report: <${piece.slice(0, 80)}`).not.toBeNull();
    expect(TAGS, piece.slice(0, 80)).toContain(tag![1]);
    if (tag![1] === '!doctype') continue;
    for (const [, name] of tag![2]!.matchAll(/\s+([a-zA-Z0-9-]+)/g)) {
      if (!tag![2]!.includes(`${name}="`)) continue;
      expect(ATTRIBUTES, piece.slice(0, 80)).toContain(name!.toLowerCase());
    }
  }
}

describe('report', () => {
  it('shows what hostile candidates wrote as text, and nothing of it as markup', () => {
    const page = renderReport(inputOf(hostileText));
    assertOnlyOwnMarkup(page);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('\\u{202e}gnp.exe');
    expect(page).not.toMatch(/(?![\n\t])[\p{C}\u2028\u2029]/u);
  });

  it('stays under 2 MB at 1,000 candidates, hostile or not', () => {
    expect(renderReport(inputOf(hostileText)).length).toBeLessThan(2_000_000);
    expect(renderReport(inputOf(null)).length).toBeLessThan(400_000);
  });

  it('asks for nothing from outside and forbids it', () => {
    const page = renderReport(inputOf(null));
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(page).not.toMatch(/https?:|src=|url\(|@import|<script|<link/);
  });

  it('says the result in one sentence, from baseline to winner, seen and held out', () => {
    const input = inputOf(null);
    const headline = /<h1>([\s\S]*?)<\/h1>/
      .exec(renderReport(input))![1]!
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ');
    const winner = input.main.state.incumbent!.screened.checks.at(-1)!.metrics['excess']!;
    expect(headline).toMatch(/^Excess fell from 5\.37% to/);
    expect(headline).toContain(`${winner.toFixed(2)}%`);
    expect(headline).toContain('on held-out questions');
  });

  it('claims no gain where less code is all that was won', () => {
    const input = inputOf(null);
    const baseline = input.main.baseline!;
    const smaller = { ...baseline, number: 5, size: baseline.size - 3 };
    const page = renderReport({
      ...input,
      main: { ...input.main, keeps: { first: [smaller], omitted: 0, last: [] } },
    });
    expect(page).toMatch(/Excess\s+stays at[\s\S]*with\s+3\s+bytes\s+less code/);
    expect(page).not.toContain('Excess fell');
    const larger = { ...baseline, number: 5, size: baseline.size + 3 };
    const grown = renderReport({
      ...input,
      main: { ...input.main, keeps: { first: [larger], omitted: 0, last: [] } },
    });
    expect(/<h1>([\s\S]*?)<\/h1>/.exec(grown)![1]).not.toContain('code');
  });

  it('prints what stands behind a figure beside each of them', () => {
    const page = renderReport(inputOf(null));
    const mark = /<small class="grade-mark">(?:separate-process|held-out)<\/small>/;
    const rowsOf = (id: string, tag: string): readonly string[] => {
      const section = page.split(`<section id="${id}">`)[1]!.split('</section>')[0]!;
      return section.split(`<${tag}`).slice(1);
    };
    const cells = rowsOf('keeps', 'td class="number"').filter((cell) => /^>-?\d[\d.,]*%/.test(cell));
    const comparisons = rowsOf('keeps', 'li>').filter((item) => item.includes('→'));
    const steps = rowsOf('lineage', 'span class="number"');
    const cases = rowsOf('refusals', 'span class="number"');
    for (const figures of [cells, comparisons, steps, cases]) {
      expect(figures.length).toBeGreaterThan(5);
      for (const figure of figures) expect(figure.slice(0, 250)).toMatch(mark);
    }
    expect(/<h1>[\s\S]*<\/h1>/.exec(page)![0].match(new RegExp(mark, 'g'))).toHaveLength(2);
    expect(
      page.match(/<dd>.*?<small>.*?<\/small><small>(?:separate-process|held-out)<\/small>/g),
    ).toHaveLength(4);
  });

  it('tells noise, measurements in between and held-out readings left, where there are any', () => {
    const input = inputOf(null, 20);
    expect(renderReport(input)).not.toContain('id="noise"');
    const { state } = input.main;
    const level = { count: 40, median: 5, scale: 1 };
    const tally = { pairs: 20, wins: 12, losses: 8, ties: 0, mean: 0.25, level };
    const noise = {
      ...{ ...tally, deviation: 1.5, eValue: 0.4, threshold: 20, deterministic: false },
      ...{ acrossInputs: 2, effect: 0.75, repeats: 130 },
    };
    const seen = { eValue: 0.9, standing: 'unclear', drift: 4.5, drifted: true } as const;
    const slices = [
      { ...state.task!.slices.heldOut[0]!, items: 'fixed', reads: 30 } as const,
      { ...state.task!.slices.heldOut[0]!, name: 'last', final: true },
    ];
    const noisy = {
      ...state,
      task: { ...state.task!, slices: { visible: ['train'], heldOut: slices } },
      noise,
      remeasured: { ...tally, ...seen, decided: 50, incumbent: 7 },
      remeasurementFindings: { drifted: 1, notBetter: 1 },
      heldOut: { weibull: { reads: 12, items: 400 } },
    };
    const page = renderReport({ ...input, main: { ...input.main, state: noisy } });
    assertOnlyOwnMarkup(page);
    const section = page.split('<section id="noise">')[1]!.split('</section>')[0]!;
    for (const told of [
      'deviation 1.5 of 20 paired differences',
      'a gain of 0.75 takes 130 pairs',
      '#7 is not seen to beat the baseline, 12 pairs won, 8 lost',
      'the machine drifted: the baseline is now at 5, 4.5 robust standard errors',
      'the machine had drifted 1 time<',
      '12 readings, 18 left; 400 items asked',
      '0 readings, 1 left; 0 items asked',
    ])
      expect(section).toContain(told);
  });

  it('is the same for the same input', () => {
    expect(renderReport(inputOf(null, 200))).toBe(renderReport(inputOf(null, 200)));
  });

  it('holds no accidental values', () => {
    for (const proposals of [0, 1, 50, 1000]) {
      expect(renderReport(inputOf(null, proposals))).not.toMatch(/undefined|NaN|\[object|null/);
    }
  });

  it('says so when nothing was kept and when nothing was judged', () => {
    const idle = { ...inputOf(null, 0), control: null };
    expect(renderReport(idle)).toContain('Nothing was kept: the baseline stands at');
    expect(renderReport({ ...idle, main: foldHistory([]) })).toContain('There is nothing to report yet');
  });
});
