import { parseSync, type Expression, type VariableDeclarator } from 'oxc-parser';
import { nestsTooDeep } from '../../workspace/nesting.ts';
import { numberAt } from './number-literal.ts';

/** An exported list of numbers, or of lists of numbers, written out in a module. */
export interface NumberTable {
  readonly path: string;
  readonly name: string;
  /** A plain list is a table of one row. */
  readonly rows: readonly (readonly number[])[];
  readonly isList: boolean;
  /** True when every number is whole: such tables hold indexes or counts and stay whole. */
  readonly isWhole: boolean;
  /** Range of the literal in the module's text. */
  readonly start: number;
  readonly end: number;
}

/** The tables that a module exports as `export const name = [...]`; none when it does not parse. */
export function findTables(path: string, text: string): readonly NumberTable[] {
  if (nestsTooDeep(text)) return [];
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return [];
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const { declaration } = statement;
    return declaration?.type === 'VariableDeclaration'
      ? declaration.declarations.flatMap((declarator) => tableOf(path, declarator) ?? [])
      : [];
  });
}

function tableOf(path: string, { id, init }: VariableDeclarator): NumberTable | null {
  const literal = init === null ? null : bare(init);
  if (id.type !== 'Identifier' || literal?.type !== 'ArrayExpression') return null;
  const list = numbersIn(literal);
  const rows = list === null ? rowsIn(literal) : [list];
  if (rows === null || rows.flat().length === 0) return null;
  return {
    path,
    name: id.name,
    rows,
    isList: list !== null,
    isWhole: rows.every((row) => row.every(Number.isInteger)),
    start: literal.start,
    end: literal.end,
  };
}

function rowsIn(literal: Expression): readonly (readonly number[])[] | null {
  if (literal.type !== 'ArrayExpression') return null;
  const rows = literal.elements.map((element) =>
    element === null || element.type === 'SpreadElement' ? null : numbersIn(bare(element)),
  );
  return rows.every((row) => row !== null) ? rows : null;
}

function numbersIn(literal: Expression): readonly number[] | null {
  if (literal.type !== 'ArrayExpression') return null;
  const numbers = literal.elements.map((element) =>
    element === null || element.type === 'SpreadElement' ? null : numberAt(bare(element)),
  );
  return numbers.every((number) => number !== null) ? numbers : null;
}

/** An expression without what only the type checker reads, and without parentheses. */
function bare(expression: Expression): Expression {
  switch (expression.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return bare(expression.expression);
    default:
      return expression;
  }
}

/** The module's text with other numbers in the table, each written so that reading it gives the same double. */
export function withRows(text: string, table: NumberTable, rows: readonly (readonly number[])[]): string {
  const lines = rows.map((row) => `[${row.map(String).join(', ')}]`);
  const literal = table.isList ? lines[0]! : `[\n${lines.map((line) => `  ${line},\n`).join('')}]`;
  return text.slice(0, table.start) + literal + text.slice(table.end);
}
