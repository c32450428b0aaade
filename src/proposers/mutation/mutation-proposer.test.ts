import * as fc from 'fast-check';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import type {
  ParentView,
  Proposal,
  ProposalIntent,
  ProposalRequest,
} from '../../kernel/contracts/proposer.ts';
import { createRandom } from '../../kernel/random.ts';
import { OPERATOR_SEPARATOR, type BanditState } from './bandit.ts';
import { createMutationProposer } from './mutation-proposer.ts';
import { createParser } from './python/parser.ts';

const RULE = `/** Which bin wins. */
export interface Bin { free: number }

/** Highest wins. */
export function score(item: number, bin: Bin, urgent: boolean): number {
  const left: number = bin.free - item; /* what stays free */
  if (left > 50 && !urgent) {
    return -left * 0.03;
  }
  let sum = 0;
  for (const step of [1, 2, 3]) sum += step * left;
  sum -= 2;
  return sum === 0 ? 100 : -sum;
}
`;
const TABLE = `/** Pairs. */\nexport const pairs: [number, number][] = [[0, 1], [1, 2], [0, 1]];\n`;

function parent(files: Record<string, string>, editable = Object.keys(files).toSorted()): ParentView {
  const candidate = {
    number: 0,
    tree: '',
    parents: [],
    size: 0,
    provenance: { proposer: 'baseline', operator: '', summary: '' },
  };
  return {
    candidate,
    files: { editable: () => editable, read: (path) => files[path] ?? null },
    feedback: { status: 'pass', metrics: {}, reason: null },
  };
}

function request(
  parents: readonly ParentView[],
  seed: string,
  intent: ProposalIntent = 'vary',
): ProposalRequest<BanditState> {
  return {
    number: 1,
    parents,
    intent,
    random: createRandom(seed),
    state: {},
    signal: new AbortController().signal,
  };
}

function textOf(proposal: Proposal): string | null {
  return proposal.kind === 'edit' ? proposal.edits[0]!.content : null;
}

const seeds = fc.string({ minLength: 1, maxLength: 10 });
const intents = fc.constantFrom<ProposalIntent>('start', 'vary');

describe('proposals', () => {
  const proposer = createMutationProposer();

  test('parse, differ from the parent and touch one editable file alone', async () => {
    const view = parent({ 'rule.ts': RULE, 'table.ts': TABLE, 'judge.ts': 'export const fixed = 1;' }, [
      'rule.ts',
      'table.ts',
    ]);
    await fc.assert(
      fc.asyncProperty(seeds, intents, async (seed, intent) => {
        const proposal = await proposer.propose(request([view], seed, intent));
        if (proposal.kind === 'nothing') return;
        expect(proposal.edits).toHaveLength(1);
        const [{ path, content }] = proposal.edits as [{ path: string; content: string }];
        expect(['rule.ts', 'table.ts']).toContain(path);
        expect(content).not.toBe(view.files.read(path));
        expect(parseSync(path, content).errors).toEqual([]);
        expect(proposal.provenance.summary.length).toBeLessThanOrEqual(105);
        expect(proposal.provenance.summary).not.toContain('\n');
      }),
      { numRuns: 300 },
    );
  });

  test('keep types and comments outside of what they change', async () => {
    const view = parent({ 'rule.ts': RULE });
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const text = textOf(await proposer.propose(request([view], seed)));
        for (const kept of [
          '/** Which bin wins. */\nexport interface Bin { free: number }',
          '/** Highest wins. */\nexport function score(item: number, bin: Bin, urgent: boolean): number {',
          'const left: number = ',
          '; /* what stays free */',
        ]) {
          expect(text).toContain(kept);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('follow from parents and random stream alone, whatever was proposed before', async () => {
    const view = parent({ 'rule.ts': RULE });
    await fc.assert(
      fc.asyncProperty(seeds, intents, async (seed, intent) => {
        const warm = await proposer.propose(request([view], seed, intent));
        const cold = await createMutationProposer().propose(request([view], seed, intent));
        expect(warm).toEqual(cold);
      }),
      { numRuns: 60 },
    );
  });

  test('are rarely nothing', async () => {
    const view = parent({ 'rule.ts': RULE });
    const kinds = await Promise.all(
      Array.from(
        { length: 100 },
        async (_, index) => (await proposer.propose(request([view], `${index}`))).kind,
      ),
    );
    expect(kinds.filter((kind) => kind === 'nothing')).toHaveLength(0);
  });

  test('never let a file grow past the cap, and a larger one not at all', async () => {
    const view = parent({ 'rule.ts': RULE });
    for (const maximumBytes of [64, RULE.length + 10]) {
      const capped = createMutationProposer({ maximumBytes });
      for (let index = 0; index < 100; index += 1) {
        const text = textOf(await capped.propose(request([view], `${index}`)));
        expect(text?.length ?? 0).toBeLessThanOrEqual(Math.max(maximumBytes, RULE.length));
      }
    }
  });

  test('that ablate take one thing out and add nothing', async () => {
    const view = parent({ 'rule.ts': RULE });
    const operators = new Set<string>();
    for (let seed = 0; seed < 150; seed += 1) {
      const proposal = await proposer.propose(request([view], `ablate ${seed}`, 'ablate'));
      if (proposal.kind === 'nothing') throw new Error(proposal.reason);
      operators.add(proposal.provenance.operator);
      expect(textOf(proposal)!.length).toBeLessThan(RULE.length);
    }
    expect([...operators].toSorted()).toEqual(
      ['clause-drop', 'element-delete', 'expression-shrink', 'guard-drop', 'statement-delete'].filter((id) =>
        operators.has(id),
      ),
    );
    expect(operators.size).toBeGreaterThanOrEqual(4);
    const jitter = createMutationProposer({ operators: ['constant-jitter'] });
    expect(await jitter.propose(request([view], 'none', 'ablate'))).toMatchObject({ kind: 'nothing' });
  });

  test('that repair are one step', async () => {
    const long = createMutationProposer({ furtherMutation: 0.9 });
    const view = parent({ 'rule.ts': RULE });
    for (let seed = 0; seed < 50; seed += 1) {
      const proposal = await long.propose(request([view], `repair ${seed}`, 'repair'));
      if (proposal.kind === 'edit') expect(proposal.provenance.operator).not.toContain(OPERATOR_SEPARATOR);
    }
  });

  test('change only files in the focus that was asked for', async () => {
    const files = parent({ 'challenger/a.ts': TABLE, 'solver/b.ts': TABLE, 'solver/c.md': 'no code' });
    const changed = new Set<string>();
    for (let seed = 0; seed < 30; seed += 1) {
      const asked = { ...request([files], `focus ${seed}`), focus: ['solver/**'] };
      const proposal = await createMutationProposer().propose(asked);
      if (proposal.kind === 'edit') for (const { path } of proposal.edits) changed.add(path);
    }
    expect([...changed]).toEqual(['solver/b.ts']);
    const elsewhere = { ...request([files], 'elsewhere'), focus: ['docs/**'] };
    expect(await createMutationProposer().propose(elsewhere)).toMatchObject({
      kind: 'nothing',
      reason: expect.stringContaining('docs/**'),
    });
  });

  test('are nothing where nothing can be edited', async () => {
    const outcome = await proposer.propose(request([parent({ 'notes.md': '# Notes' })], 'seed'));
    expect(outcome.kind).toBe('nothing');
    const broken = await proposer.propose(request([parent({ 'rule.ts': 'export const = ;' })], 'seed'));
    expect(broken.kind).toBe('nothing');
  });
});

describe('a start', () => {
  test('replaces the whole body of a function and nothing else', async () => {
    const proposal = await createMutationProposer().propose(
      request([parent({ 'rule.ts': RULE })], 'seed', 'start'),
    );
    const head = RULE.slice(0, RULE.indexOf('  const left'));
    expect(textOf(proposal)).toMatch(/ {2}return [^\n]*;\n}\n$/);
    expect(textOf(proposal)!.startsWith(head)).toBe(true);
    expect(textOf(proposal)).not.toContain('for (');
  });

  test('replaces what an arrow function answers', async () => {
    const view = parent({ 'rule.js': 'export const twice = (x) => x * 2;\n' });
    const text = textOf(await createMutationProposer().propose(request([view], 'seed', 'start')))!;
    expect(text).toMatch(/^export const twice = \(x\) => .*;\n$/);
  });
});

describe('a mate', () => {
  test('gives the body of its function of the same name, or a part of it', async () => {
    const view = parent({ 'rule.ts': 'export const f = (x: number): number => x;\n' });
    const mate = parent({ 'rule.ts': 'export const f = (x: number): number => x * 41 + 1;\n' });
    const proposer = createMutationProposer({ furtherMutation: 0 });
    const made = new Set<string>();
    for (let index = 0; index < 60; index += 1)
      made.add(textOf(await proposer.propose(request([view, mate], `${index}`)))!);
    const bodies = ['x * 41 + 1', 'x * 41', '41', '1'].map(
      (body) => `export const f = (x: number): number => ${body};\n`,
    );
    expect([...made].toSorted()).toEqual(bodies.toSorted());
  });
});

describe('Python', () => {
  const packer = `def score(item: float, room: float) -> float:
    """Highest wins."""
    left = room - item
    if left > 50:
        return -left * 0.03
    return 100 - left
`;
  const parser = createParser(1);

  test('is changed by operators of the same names, one file a proposal', async () => {
    const view = parent({ 'rule.ts': RULE, 'score.py': packer, 'notes.txt': 'a < b' });
    const changed = { 'rule.ts': 0, 'score.py': 0 };
    await fc.assert(
      fc.asyncProperty(seeds, intents, async (seed, intent) => {
        const proposal = await createMutationProposer().propose(request([view], seed, intent));
        if (proposal.kind === 'nothing') return;
        const [{ path, content }] = proposal.edits as [{ path: keyof typeof changed; content: string }];
        changed[path] += 1;
        expect(content).not.toBe(view.files.read(path));
        if (path === 'score.py') expect(parser.accepts(path, content)).toBe(true);
      }),
      { numRuns: 200 },
    );
    expect(changed['rule.ts']).toBeGreaterThan(40);
    expect(changed['score.py']).toBeGreaterThan(40);
  });

  test('keeps head and docstring of a function that starts afresh', async () => {
    const view = parent({ 'score.py': packer });
    const text = textOf(await createMutationProposer().propose(request([view], 'seed', 'start')))!;
    expect(text).toMatch(
      /^def score\(item: float, room: float\) -> float:\n    """Highest wins\."""\n    return [^\n]+\n$/,
    );
  });

  test('has the operators a task names, and no others', async () => {
    const view = parent({ 'score.py': packer });
    const proposer = createMutationProposer({ operators: ['operator-flip'], furtherMutation: 0 });
    const made = new Set<string>();
    for (let index = 0; index < 60; index += 1)
      made.add(textOf(await proposer.propose(request([view], `${index}`)))!);
    const flips = [
      ...['+', '*', '/', '//', '%'].map((sign) => ['room - item', `room ${sign} item`]),
      ...['<', '<=', '>='].map((sign) => ['left > 50', `left ${sign} 50`]),
      ...['+', '-', '/', '//', '%'].map((sign) => ['-left * 0.03', `-left ${sign} 0.03`]),
      ...['+', '*', '/', '//', '%'].map((sign) => ['100 - left', `100 ${sign} left`]),
    ];
    expect([...made].toSorted()).toEqual(
      flips.map(([before, after]) => packer.replace(before!, after!)).toSorted(),
    );
  });

  test('is left alone where it has a syntax error', async () => {
    const view = parent({ 'score.py': 'def score(:\n  return 1\n' });
    expect((await createMutationProposer().propose(request([view], 'seed'))).kind).toBe('nothing');
  });
});

describe('options', () => {
  test.each([
    [{ speed: 9 }, 'speed'],
    [{ operators: ['teleport'] }, 'operators'],
    [{ maximumBytes: 'many' }, 'maximumBytes'],
  ])('%o is refused, naming the field', (options, field) => {
    expect(() => createMutationProposer(options)).toThrow(/^FULCRUM_E_TASK_INVALID/);
    expect(() => createMutationProposer(options)).toThrow(field);
  });

  test('only the operators allowed are used', async () => {
    const proposer = createMutationProposer({ operators: ['negate'] });
    for (let index = 0; index < 30; index += 1) {
      const proposal = await proposer.propose(request([parent({ 'rule.ts': RULE })], `${index}`));
      expect(proposal.kind === 'edit' && new Set(proposal.provenance.operator.split(' + '))).toEqual(
        new Set(['negate']),
      );
    }
  });
});
