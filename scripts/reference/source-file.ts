import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Comment, Expression, Program } from 'oxc-parser';
import { parseSync } from 'oxc-parser';

/** A module of ours as data: nothing of it is run. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
}

/** @throws Error when it does not parse */
export function readSource(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  return { path, text, program, comments };
}

/** The docstring of an exported function or constant, without its stars, or null. */
export function docstringOf({ program, comments, text }: SourceFile, name: string): string | null {
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || !declares(statement.declaration, name)) continue;
    const comment = comments.findLast(({ end }) => end <= statement.start);
    if (comment === undefined || text.slice(comment.end, statement.start).trim() !== '') return null;
    if (!comment.value.startsWith('*')) return null;
    return comment.value
      .slice(1)
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
      .join('\n')
      .trim();
  }
  return null;
}

function declares(declaration: unknown, name: string): boolean {
  const { id, declarations = [] } = (declaration ?? {}) as {
    readonly id?: { readonly name?: string } | null;
    readonly declarations?: readonly { readonly id: { readonly name?: string } }[];
  };
  return id?.name === name || declarations.some((one) => one.id.name === name);
}

/** What a constant is set to, in this module or in the one of ours it is imported from. */
export function constant(
  source: SourceFile,
  name: string,
): { readonly value: Expression; readonly source: SourceFile } | null {
  for (const statement of source.program.body) {
    if (statement.type === 'ImportDeclaration') {
      const isNamed = statement.specifiers.some(({ local }) => local.name === name);
      const from = statement.source.value;
      if (isNamed && from.startsWith('.'))
        return constant(readSource(resolve(dirname(source.path), from)), name);
      continue;
    }
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declared?.type !== 'VariableDeclaration') continue;
    const found = declared.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name);
    if (found?.init) return { value: found.init, source };
  }
  return null;
}
