import MagicString from 'magic-string';
import type { Program } from 'oxc-parser';
import { parseSync } from 'oxc-parser';
import type { Variant } from './behaviour.ts';

/** A JavaScript or TypeScript file with what an attack puts in place of its exports; null where it exports nothing of its own. */
export function attackJavaScript(path: string, text: string, variant: Variant): string | null {
  if (variant.kind === 'first') return `${variant.statement}\n${text}`;
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return null;
  const edited = new MagicString(text);
  const names = exportedBindings(program, edited);
  if (names.length === 0) return null;
  const replace = [
    variant.state ?? '',
    `function fulcrumAnswer(original) { return typeof original === 'function' ? function (...args) { ${variant.answer} } : (${variant.data}); }`,
    MEMBERWISE,
    ...names.map((name) => `${name} = fulcrumAudit(${name});`),
  ];
  return `${edited.toString()}\n${replace.join('\n')}\n`;
}

/** Of an object that holds functions, and of a function's properties, each function is replaced; the rest stays. */
const MEMBERWISE = `
function fulcrumAudit(original, depth = 0) {
  const members = Object.entries(Object.getOwnPropertyDescriptors(Object(original))).filter(
    ([name, { value, configurable }]) => configurable && name !== 'prototype' && fulcrumHolds(value, depth + 1),
  );
  if (typeof original !== 'function' && !fulcrumHolds(original, depth)) return fulcrumAnswer(original);
  const copy = typeof original === 'function' ? fulcrumAnswer(original) : Object.create(Object.getPrototypeOf(original));
  const { length, name, prototype, arguments: _, caller, ...own } = Object.getOwnPropertyDescriptors(original);
  Object.defineProperties(copy, typeof original === 'function' ? own : Object.getOwnPropertyDescriptors(original));
  for (const [member, descriptor] of members)
    Object.defineProperty(copy, member, { ...descriptor, value: fulcrumAudit(descriptor.value, depth + 1) });
  return copy;
}
function fulcrumHolds(value, depth) {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 3) return false;
  return Object.values(Object.getOwnPropertyDescriptors(value)).some((each) => fulcrumHolds(each.value, depth + 1));
}`;

/** The local names behind a module's exports, made assignable on the way. */
function exportedBindings(program: Program, edited: MagicString): readonly string[] {
  const names = new Set<string>();
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement;
      if (declaration.type === 'FunctionDeclaration' && declaration.id !== null)
        names.add(declaration.id.name);
      else if (declaration.type.startsWith('TS') || declaration.type === 'ClassDeclaration') continue;
      else {
        edited.overwrite(statement.start, declaration.start, 'let fulcrumDefault = ');
        edited.append('\nexport { fulcrumDefault as default };');
        names.add('fulcrumDefault');
      }
    }
    if (statement.type !== 'ExportNamedDeclaration' || statement.source !== null) continue;
    const { declaration } = statement;
    if (declaration?.type === 'FunctionDeclaration' && declaration.id !== null)
      names.add(declaration.id.name);
    if (declaration?.type === 'VariableDeclaration') {
      if (declaration.kind === 'const')
        edited.overwrite(declaration.start, declaration.start + 'const'.length, 'let');
      for (const { id } of declaration.declarations) if (id.type === 'Identifier') names.add(id.name);
    }
    for (const { local } of statement.specifiers) {
      if (local.type === 'Identifier' && makeAssignable(local.name, program, edited)) names.add(local.name);
    }
  }
  return [...names, ...commonJsExports(program)];
}

/** `module.exports`, which is assignable as it is; named ones are reached by its properties. */
function commonJsExports(program: Program): readonly string[] {
  const assigns = program.body.some(
    (statement) =>
      statement.type === 'ExpressionStatement' &&
      statement.expression.type === 'AssignmentExpression' &&
      statement.expression.left.type === 'MemberExpression' &&
      statement.expression.left.object.type === 'Identifier' &&
      statement.expression.left.object.name === 'module',
  );
  return assigns ? ['module.exports'] : [];
}

/** Whether a top-level name can be assigned: a function, or a variable once it is no constant. */
function makeAssignable(name: string, program: Program, edited: MagicString): boolean {
  for (const statement of program.body) {
    if (statement.type === 'FunctionDeclaration' && statement.id?.name === name) return true;
    if (statement.type !== 'VariableDeclaration') continue;
    if (!statement.declarations.some(({ id }) => id.type === 'Identifier' && id.name === name)) continue;
    if (statement.kind === 'const')
      edited.overwrite(statement.start, statement.start + 'const'.length, 'let');
    return true;
  }
  return false;
}
