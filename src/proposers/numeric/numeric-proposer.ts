import type { Proposal, ProposalRequest, Proposer, WorkspaceView } from '../../kernel/contracts/proposer.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import { focusedPaths } from '../focused-paths.ts';
import { boundsOf } from './bounds.ts';
import { nothing, type Draft } from './draft.ts';
import { findTables, withRows, type NumberTable } from './number-table.ts';
import type { Move, NumericOperator, TableContext } from './operator.ts';
import { OPERATORS } from './operators/index.ts';
import { optimise } from './optimise-table.ts';
import { numericOptions, type NumericOptions } from './options.ts';
import { createObjectiveLoader, type PublicObjective } from './public-objective.ts';
import { pointOf, rowsOf } from './table-problem.ts';

const SOURCE_FILE = /\.[cm]?[jt]sx?$/;
const MOVES_TRIED = 64;

/** A table of the parent with the module it stands in. */
interface Found {
  readonly table: NumberTable;
  readonly text: string;
}

/**
 * Changes tables of numbers: exported lists, or lists of lists, written out in an editable module. Where the task names
 * a public objective, tables are optimised by it within an amount of work; without one they are changed blindly. Remembers
 * nothing: a proposal follows from parents and random stream alone. Runs no candidate code.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` on options it does not know.
 */
export function createNumericProposer(source: JsonObject = {}): Proposer<null> {
  const options = numericOptions(source);
  const objectives = createObjectiveLoader();
  return {
    id: 'numeric',
    trusted: true,
    author: { kind: 'program', family: 'fulcrum-numeric' },
    start: () => null,
    observe: (state) => state,
    propose: async (request) => {
      const { files } = request.parents[0]!;
      const objective = options.objective === null ? null : await objectives.load(files, options.objective);
      return propose(request, options, objective);
    },
  };
}

function propose(
  { parents, random, intent, focus }: ProposalRequest<null>,
  options: NumericOptions,
  objective: PublicObjective | null,
): Proposal {
  if (intent === 'ablate') return nothing('a table of numbers has no part to take out');
  const { includes, place } = focusedPaths(focus);
  const found = tablesOf(parents[0]!.files, includes, options.maximumNumbers);
  if (found.length === 0) {
    return nothing(`no editable module${place} exports a table of numbers`);
  }
  const { table, text } = random.pick(found);
  const kind = objective === null ? 'move' : 'optimiser';
  const numbers = table.rows.flat().length;
  const operators = OPERATORS.filter(
    (operator) =>
      operator.kind === kind &&
      operator.intent === (intent === 'start' ? 'start' : 'vary') &&
      numbers <= operator.mostNumbers &&
      options.operators.includes(operator.id),
  );
  if (operators.length === 0) return nothing(`no operator is allowed for a ${intent} of "${table.name}"`);
  const operator = drawOperator(operators, random);
  const context = { table, random, bounds: boundsOf(table, objective) };
  const draft =
    operator.kind === 'move'
      ? move(operator.move, context)
      : optimise(operator.optimiser, context, objective!, options, intent);
  if (draft.kind === 'nothing') return draft;
  return {
    kind: 'edit',
    edits: [{ path: table.path, content: withRows(text, table, draft.rows) }],
    provenance: {
      proposer: 'numeric',
      operator: operator.id,
      summary: `${table.name}: ${numbers} numbers${draft.gained}`,
    },
  };
}

function tablesOf(
  files: WorkspaceView,
  isWanted: (path: string) => boolean,
  maximumNumbers: number,
): readonly Found[] {
  return files
    .editable()
    .filter((path) => SOURCE_FILE.test(path) && isWanted(path))
    .flatMap((path) => {
      const text = files.read(path)!;
      return findTables(path, text).map((table) => ({ table, text }));
    })
    .filter(({ table }) => table.rows.flat().length <= maximumNumbers);
}

/** Blind changes: the first that differs from the parent. */
function move({ id, apply }: Move, context: TableContext): Draft {
  const before = pointOf(context.table.rows);
  for (let tried = 0; tried < MOVES_TRIED; tried += 1) {
    const moved = apply(before, context);
    const isSound = moved.every(Number.isFinite) && moved.some((value, index) => value !== before[index]);
    if (isSound) return { kind: 'rows', rows: rowsOf(context.table, moved), gained: '' };
  }
  return nothing(`${id} changed nothing in ${MOVES_TRIED} attempts`);
}

function drawOperator(operators: readonly NumericOperator[], random: Random): NumericOperator {
  let rest = random.next() * operators.reduce((sum, { weight }) => sum + weight, 0);
  return operators.find(({ weight }) => (rest -= weight) < 0) ?? operators.at(-1)!;
}
