import type { Program, ProgramFunction } from '../program.ts';
import { FAILURES } from '../program.ts';
import { Unmodelled } from '../unmodelled.ts';
import type { CFunction } from './expressions.ts';
import { createReader } from './reader.ts';
import { createCStatements } from './statements.ts';
import type { CType } from './types.ts';

/**
 * Translates the function of this name in a C file, with what it calls. Functions are defined before they are called,
 * so that none can reach itself.
 *
 * @throws Unmodelled when the file is not in the subset or defines no such function
 */
export function translateC(text: string, name: string): Program {
  const reader = createReader(text);
  const known = new Map<string, CFunction>();
  const functions = new Map<string, ProgramFunction>();

  while (reader.peek().kind !== 'end') {
    const result = reader.take('void') !== null ? null : reader.type();
    const token = reader.name();
    if (known.has(token.text)) reader.refuse(`\`${token.text}\` is defined twice`, token);
    const declared = parameterList();
    const own = { name: token.text, parameters: declared.map(({ type }) => type), result };
    const statements = createCStatements(
      reader,
      (called, at) =>
        called === token.text
          ? reader.refuse(`\`${called}\` calls itself: recursion`, at)
          : known.get(called),
      result,
    );
    const parameters = declared.map((parameter) => {
      const { variable, type } = statements.declare(parameter.name, parameter.type, false);
      return { variable, type };
    });
    reader.expect('{');
    const body = statements.block();
    // Only a value that is used must have been returned, and the entry's is (6.9.1).
    const failure = token.text === name ? FAILURES.noReturn : FAILURES.noValue;
    const end = result === null ? [] : [{ kind: 'fail', failure } as const];
    functions.set(token.text, { parameters, body: [...body, ...end] });
    known.set(token.text, own);
  }

  function parameterList(): readonly { readonly name: string; readonly type: CType }[] {
    reader.expect('(');
    if (reader.take('void') !== null || reader.peek().text === ')') {
      reader.expect(')');
      return [];
    }
    const parameters: { readonly name: string; readonly type: CType }[] = [];
    do {
      const type = reader.type();
      parameters.push({ type, name: reader.name().text });
    } while (reader.take(',') !== null);
    reader.expect(')');
    return parameters;
  }

  if (!known.has(name)) throw new Unmodelled(`the file defines no function \`${name}\``, text, 0);
  return { numbers: 'integer', entry: name, functions: Object.fromEntries(functions) };
}
