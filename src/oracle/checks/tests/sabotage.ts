import { parser as pythonParser } from '@lezer/python';
import MagicString from 'magic-string';
import { Visitor, parseSync } from 'oxc-parser';

/**
 * A file of code that does nothing any more. In JavaScript, TypeScript and Python every function stays and its body goes,
 * so that a suite which only calls and never looks does not notice; of any other language, and of a file without
 * functions, nothing is left but what makes it a file of its language.
 */
export function sabotaged(path: string, text: string): string {
  if (/\.[cm]?[jt]sx?$/.test(path)) return withoutBodies(path, text) ?? '';
  if (path.endsWith('.py')) return withoutPythonBodies(text) ?? '';
  if (path.endsWith('.go')) return `${/^package \w+/m.exec(text)?.[0] ?? ''}\n`;
  return '';
}

/** Whether it is code at all: what a suite need not notice is left alone. */
export function isCode(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|c|cc|cpp|h|hpp|cs|swift|scala|ex|exs|lua|pl|pm|sh)$/.test(
    path,
  );
}

interface Body {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Null when it has no function, or cannot be parsed. */
function withoutBodies(path: string, text: string): string | null {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return null;
  const changed = new MagicString(text);
  let reached = 0;
  let count = 0;
  const empty = (body: Body | null): void => {
    // Inside of a body that is gone already.
    if (body === null || body.start < reached) return;
    changed.overwrite(body.start, body.end, body.type === 'BlockStatement' ? '{}' : '(undefined)');
    reached = body.end;
    count += 1;
  };
  new Visitor({
    FunctionDeclaration: ({ body }) => empty(body),
    FunctionExpression: ({ body }) => empty(body),
    ArrowFunctionExpression: ({ body }) => empty(body),
  }).visit(program);
  return count === 0 ? null : changed.toString();
}

/** Null when it has no function, or cannot be parsed. */
function withoutPythonBodies(text: string): string | null {
  const changed = new MagicString(text);
  let count = 0;
  let broken = false;
  pythonParser.parse(text).iterate({
    enter: ({ type, node }) => {
      if (type.isError) broken = true;
      if (type.name !== 'FunctionDefinition') return true;
      const body = node.getChild('Body');
      if (body === null) return true;
      const written = text.slice(body.from, body.to);
      changed.overwrite(body.from, body.to, `: return None${/\n[ \t]*$/.exec(written)?.[0] ?? ''}`);
      count += 1;
      return false;
    },
  });
  return broken || count === 0 ? null : changed.toString();
}
