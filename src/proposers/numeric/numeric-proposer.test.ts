import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  ParentView,
  Proposal,
  ProposalIntent,
  ProposalRequest,
} from '../../kernel/contracts/proposer.ts';
import { createRandom } from '../../kernel/random.ts';
import { findTables, withRows } from './number-table.ts';
import { createNumericProposer } from './numeric-proposer.ts';

const PAIRS = `/** Points. */
export const points: [number, number][] = [
  [0.5, -0.25],
  [1e-3, 2],
] as const;
export const name = 'kept';
`;

/** Maximise 3x + 2y under three inequalities: 11 at (3, 1). No gradients, so that they are estimated. */
const PROGRAMME = `
export const bounds: [number, number][] = [[0, 3], [0, 3]];
export function value([[x, y]]: [number, number][]): number { return 3 * x! + 2 * y!; }
export function violations([[x, y]]: [number, number][]): number[] {
  return [x + y - 4, x + 3 * y - 6, x - 3, -x, -y];
}
`;

function request(
  files: Record<string, string>,
  seed: string,
  intent: ProposalIntent = 'vary',
): ProposalRequest<null> {
  const parent: ParentView = {
    candidate: {
      number: 0,
      tree: '',
      parents: [],
      size: 0,
      provenance: { proposer: 'baseline', operator: '', summary: '' },
    },
    files: {
      editable: () => Object.keys(files).filter((path) => !path.startsWith('fixed')),
      read: (path) => files[path] ?? null,
    },
    feedback: { status: 'pass', metrics: {}, reason: null },
  };
  const { signal } = new AbortController();
  return { number: 1, parents: [parent], intent, random: createRandom(seed), state: null, signal };
}

function rowsIn(proposal: Proposal): readonly (readonly number[])[] {
  if (proposal.kind === 'nothing') throw new Error(proposal.reason);
  const [{ path, content }] = proposal.edits as [{ path: string; content: string }];
  return findTables(path, content)[0]!.rows;
}

const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('number tables', () => {
  it('are read from exported literals alone', () => {
    const text = `${PAIRS}
const hidden = [[1, 2]];
export const list = [1, -2, +3];
export const computed = [[1, Math.PI]];
export const spread = [...list, 4];
export const holes = [1, , 2];
export const huge = [1e999];
export const ragged = ([[1], [2, 3]] satisfies number[][]);
`;
    expect(
      findTables('a.ts', text).map(({ name, rows, isList, isWhole }) => ({ name, rows, isList, isWhole })),
    ).toEqual([
      {
        name: 'points',
        rows: [
          [0.5, -0.25],
          [0.001, 2],
        ],
        isList: false,
        isWhole: false,
      },
      { name: 'list', rows: [[1, -2, 3]], isList: true, isWhole: true },
      { name: 'ragged', rows: [[1], [2, 3]], isList: false, isWhole: true },
    ]);
    expect(findTables('a.ts', 'export const a = [1')).toEqual([]);
  });

  it('come back as the same doubles after they were written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(numbers, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const [table] = findTables('a.ts', PAIRS);
          const text = withRows(PAIRS, table!, rows);
          const found = findTables('a.ts', text)[0]!.rows;
          // A sign on zero is the one thing that does not survive, and no oracle can tell.
          expect(found).toEqual(rows.map((row) => row.map((value) => value + 0)));
          expect(text).toContain('/** Points. */\nexport const points: [number, number][] = [');
          expect(text).toContain("] as const;\nexport const name = 'kept';");
        },
      ),
    );
  });
});

describe('without an objective', () => {
  const seeds = fc.string({ minLength: 1, maxLength: 8 });
  const intents = fc.constantFrom<ProposalIntent>('start', 'vary');

  it('changes numbers and nothing else, the same way for the same stream', async () => {
    const proposer = createNumericProposer();
    await fc.assert(
      fc.asyncProperty(seeds, intents, async (seed, intent) => {
        const proposal = await proposer.propose(request({ 'a.ts': PAIRS }, seed, intent));
        const rows = rowsIn(proposal);
        expect(rows.map((row) => row.length)).toEqual([2, 2]);
        expect(rows).not.toEqual([
          [0.5, -0.25],
          [0.001, 2],
        ]);
        expect(await createNumericProposer().propose(request({ 'a.ts': PAIRS }, seed, intent))).toEqual(
          proposal,
        );
      }),
      { numRuns: 200 },
    );
  });

  // Of two rows an exchange draws the same one twice in every other attempt: this stream does so eight times.
  it('goes on trying where one attempt in two must fail', async () => {
    const proposal = await createNumericProposer().propose(request({ 'a.ts': PAIRS }, 'Yk#Kz)'));
    expect(proposal.kind).toBe('edit');
  });

  it('changes tables in the focus alone, and takes nothing out of one', async () => {
    const files = { 'a.ts': PAIRS, 'b.ts': PAIRS };
    for (let seed = 0; seed < 20; seed += 1) {
      const asked = { ...request(files, String(seed)), focus: ['b.*'] };
      const proposal = await createNumericProposer().propose(asked);
      expect(proposal.kind === 'edit' && proposal.edits.map(({ path }) => path)).toEqual(['b.ts']);
    }
    const elsewhere = { ...request(files, 'x'), focus: ['c.ts'] };
    expect(await createNumericProposer().propose(elsewhere)).toMatchObject({
      kind: 'nothing',
      reason: 'no editable module among c.ts exports a table of numbers',
    });
    const ablated = await createNumericProposer().propose(request(files, 'x', 'ablate'));
    expect(ablated).toMatchObject({ kind: 'nothing' });
  });

  it('keeps whole tables whole', async () => {
    const files = { 'a.ts': 'export const counts = [[1, 20], [3, 40], [5, 66]];\n' };
    for (let seed = 0; seed < 60; seed += 1) {
      const proposal = await createNumericProposer().propose(request(files, String(seed)));
      if (proposal.kind === 'edit') expect(rowsIn(proposal).flat().every(Number.isInteger)).toBe(true);
    }
  });

  it('proposes nothing where there is no table, and says so', async () => {
    const proposal = await createNumericProposer().propose(request({ 'a.ts': 'export const a = 1;' }, 's'));
    expect(proposal).toEqual({ kind: 'nothing', reason: 'no editable module exports a table of numbers' });
  });
});

describe('with a public objective', () => {
  const options = { objective: 'fixed-objective.ts' };
  const files = { 'a.ts': 'export const point = [[0.5, 0.25]];\n', 'fixed-objective.ts': PROGRAMME };

  it.each(['polish', 'hop', 'cma-es'])(
    '%s finds the optimum of a linear programme, inside its constraints',
    async (operator) => {
      const proposer = createNumericProposer({ ...options, operators: [operator] });
      const [[x, y]] = rowsIn(await proposer.propose(request(files, 'seed'))) as [[number, number]];
      expect(x).toBeCloseTo(3, 5);
      expect(y).toBeCloseTo(1, 5);
      for (const violation of [x + y - 4, x + 3 * y - 6, x - 3, -x, -y])
        expect(violation).toBeLessThanOrEqual(0);
    },
  );

  it('says what it did and what it gained', async () => {
    const proposal = await createNumericProposer({ ...options, operators: ['restart'] }).propose(
      request(files, 'seed', 'start'),
    );
    expect(proposal).toMatchObject({
      kind: 'edit',
      provenance: { proposer: 'numeric', operator: 'restart', summary: 'point: 2 numbers, value 2 → 11' },
    });
  });

  it('proposes nothing that is no better than the parent', async () => {
    const best = { ...files, 'a.ts': 'export const point = [[2.999999999, 1]];\n' };
    for (const operator of ['polish', 'hop', 'cma-es']) {
      const proposer = createNumericProposer({ ...options, operators: [operator] });
      expect((await proposer.propose(request(best, 'seed'))).kind).toBe('nothing');
    }
  });

  it('is nothing for a parent whose table the objective does not take', async () => {
    const broken = { ...files, 'a.ts': 'export const point = [1, 2];\n' };
    const proposal = await createNumericProposer(options).propose(request(broken, 'seed'));
    expect(proposal).toMatchObject({ kind: 'nothing', reason: expect.stringContaining('"point"') as string });
  });

  it.each([
    ['fixed-missing.ts', 'no such file'],
    ['a.ts', 'candidates may edit it'],
    ['fixed-text.ts', 'does not load'],
    ['fixed-empty.ts', 'no function "value"'],
    ['fixed-bounds.ts', '"bounds"'],
  ])('refuses %s as an objective', async (objective, why) => {
    const others = {
      ...files,
      'fixed-text.ts': 'import "./a.ts"; export const value = () => 1;',
      'fixed-empty.ts': 'export const violations = () => [];',
      'fixed-bounds.ts': 'export const bounds = [[2, 1]]; export const value = () => 1;',
    };
    const asked = createNumericProposer({ objective }).propose(request(others, 'seed'));
    await expect(asked).rejects.toThrow(/^FULCRUM_E_OBJECTIVE_INVALID/);
    await expect(createNumericProposer({ objective }).propose(request(others, 'seed'))).rejects.toThrow(why);
  });
});

describe('options', () => {
  it.each([
    [{ objectve: 'a.ts' }, 'objectve'],
    [{ operators: ['teleport'] }, 'operators'],
    [{ work: 0 }, 'work'],
  ])('%o is refused, naming the field', (options, field) => {
    expect(() => createNumericProposer(options)).toThrow(/^FULCRUM_E_TASK_INVALID/);
    expect(() => createNumericProposer(options)).toThrow(field);
  });
});
