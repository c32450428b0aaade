import { assign, boolean, compare, conditional, integer, variable } from '../build-expression.ts';
import type { Expression, Statement } from '../program.ts';
import type { CBinding, CNames } from './expressions.ts';
import { createCExpressions, valueOf } from './expressions.ts';
import type { Reader } from './reader.ts';
import type { CType, Typed } from './types.ts';
import { convertTo, promote, truthOf } from './types.ts';

/** One block and the ones around it. */
interface CScope {
  readonly parent: CScope | null;
  readonly names: Map<string, CBinding>;
}

const COMPOUND = ['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='];

/** Reads the body of one function. */
export function createCStatements(reader: Reader, functions: CNames['function'], result: CType | null) {
  let scope: CScope = { parent: null, names: new Map() };
  let declared = 0;
  const { refuse } = reader;
  const expressions = createCExpressions(reader, { binding: lookUp, function: functions });

  function lookUp(name: string): CBinding | undefined {
    for (let at: CScope | null = scope; at !== null; at = at.parent) {
      const binding = at.names.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  function declare(name: string, type: CType, flagged: boolean): CBinding {
    if (scope.names.has(name)) return refuse(`\`${name}\` is declared twice`);
    declared += 1;
    const unique = `${name}#${declared}`;
    const binding = { variable: unique, type, setFlag: flagged ? `${unique}?` : null };
    scope.names.set(name, binding);
    return binding;
  }

  function within<Result>(body: () => Result): Result {
    const outer = scope;
    scope = { parent: outer, names: new Map() };
    const value = body();
    scope = outer;
    return value;
  }

  /** Statements up to the closing brace, the opening one already read. */
  function block(): readonly Statement[] {
    const statements: Statement[] = [];
    while (reader.take('}') === null) statements.push(...statement());
    return statements;
  }

  function statement(): readonly Statement[] {
    if (reader.take(';') !== null) return [];
    if (reader.take('{') !== null) return within(block);
    if (reader.atType()) return declaration();
    const word = reader.take('if', 'while', 'do', 'for', 'switch', 'return', 'break', 'continue', 'goto');
    switch (word?.text) {
      case 'if':
        return ifElse();
      case 'while': {
        const condition = parenthesisedTruth();
        return [{ kind: 'loop', condition, body: within(statement), update: [], testFirst: true }];
      }
      case 'do': {
        const body = within(statement);
        reader.expect('while');
        const condition = parenthesisedTruth();
        reader.expect(';');
        return [{ kind: 'loop', condition, body, update: [], testFirst: false }];
      }
      case 'for':
        return within(forLoop);
      case 'switch':
        return switchBlock();
      case 'return':
        return returned();
      case 'break':
      case 'continue':
        reader.expect(';');
        return [{ kind: word.text }];
      case 'goto':
        return refuse('goto', word);
      default:
        return ended(effects());
    }
  }

  function ended<Value>(value: Value): Value {
    reader.expect(';');
    return value;
  }

  function ifElse(): readonly Statement[] {
    const condition = parenthesisedTruth();
    const whenTrue = within(statement);
    const whenFalse = reader.take('else') === null ? [] : within(statement);
    return [{ kind: 'if', condition, whenTrue, whenFalse }];
  }

  function parenthesisedTruth(): Expression {
    reader.expect('(');
    const condition = truthOf(expressions.read());
    reader.expect(')');
    return condition;
  }

  function returned(): readonly Statement[] {
    if (reader.take(';') !== null)
      return result === null ? [{ kind: 'return', value: null }] : refuse('a return without a value');
    if (result === null) return refuse('a value returned from a function of type void');
    return ended([{ kind: 'return', value: convertTo(expressions.read(), result).expression }]);
  }

  function declaration(): readonly Statement[] {
    if (reader.peek().text === 'static' || reader.peek().text === 'extern')
      return refuse('a static or extern variable, which would be state');
    const type = reader.type();
    const statements: Statement[] = [];
    do {
      const name = reader.name().text;
      if (reader.take('=') === null) {
        const { variable: unique, setFlag } = declare(name, type, true);
        const nothing: Expression = type === 'boolean' ? boolean(false) : integer(0n);
        statements.push(assign(unique, nothing), assign(setFlag!, boolean(false)));
      } else {
        // The name is in scope in its own initialiser (6.2.1), where reading it is undefined: refused as unknown.
        const hidden = lookUp(name);
        if (hidden !== undefined && scope.names.get(name) === undefined)
          refuse(`\`${name}\` hides a variable of a block around it`);
        const value = convertTo(expressions.read(), type);
        statements.push(assign(declare(name, type, false).variable, value.expression));
      }
    } while (reader.take(',') !== null);
    return ended(statements);
  }

  /** Assignments, increments and calls, separated by commas. */
  function effects(): readonly Statement[] {
    const statements: Statement[] = [];
    do statements.push(...effect());
    while (reader.take(',') !== null);
    return statements;
  }

  function effect(): readonly Statement[] {
    const prefix = reader.take('++', '--');
    if (prefix !== null) return stepBy(prefix.text, target());
    if (reader.peek().kind === 'word' && reader.peek(1).text === '(')
      return [{ kind: 'evaluate', value: expressions.callOf(reader.next()).expression }];
    const binding = target();
    const suffix = reader.take('++', '--');
    if (suffix !== null) return stepBy(suffix.text, binding);
    if (reader.take('=') !== null) return store(binding, expressions.read());
    const compound = reader.take(...COMPOUND);
    if (compound === null) return refuse('an expression that is neither assignment nor call');
    return store(
      binding,
      expressions.operate(compound.text.slice(0, -1), valueOf(binding), expressions.read()),
    );
  }

  function target(): CBinding {
    const token = reader.name();
    return lookUp(token.text) ?? refuse(`\`${token.text}\` is no local variable`, token);
  }

  function stepBy(operator: string, binding: CBinding): readonly Statement[] {
    const one: Typed = { type: { bits: 32, signed: true }, expression: integer(1n) };
    return store(binding, expressions.operate(operator[0]!, valueOf(binding), one));
  }

  function store(binding: CBinding, value: Typed): readonly Statement[] {
    const stored = assign(binding.variable, convertTo(value, binding.type).expression);
    return binding.setFlag === null ? [stored] : [stored, assign(binding.setFlag, boolean(true))];
  }

  function forLoop(): readonly Statement[] {
    reader.expect('(');
    let start: readonly Statement[] = [];
    if (reader.atType()) start = declaration();
    else if (reader.take(';') === null) start = ended(effects());
    const condition = reader.peek().text === ';' ? boolean(true) : truthOf(expressions.read());
    reader.expect(';');
    const update = reader.peek().text === ')' ? [] : effects();
    reader.expect(')');
    const body = within(statement);
    return [...start, { kind: 'loop', condition, body, update, testFirst: true }];
  }

  /** Labels in order, each part entered once a label of its own or an earlier one matched. */
  function switchBlock(): readonly Statement[] {
    reader.expect('(');
    const subject = promote(expressions.read());
    reader.expect(')');
    reader.expect('{');
    declared += 1;
    const [value, entered] = [`switch#${declared}`, `entered#${declared}`];
    const body: Statement[] = [];
    while (reader.take('}') === null) {
      const label = reader.take('case', 'default') ?? refuse('a statement before the first case');
      const matches =
        label.text === 'default' ? boolean(true) : compare('===', variable(value), caseLabel(subject.type));
      reader.expect(':');
      body.push(assign(entered, conditional(variable(entered), boolean(true), matches)));
      const whenTrue = within(() => caseBody(label.text === 'default'));
      body.push({ kind: 'if', condition: variable(entered), whenTrue, whenFalse: [] });
    }
    return [assign(value, subject.expression), assign(entered, boolean(false)), { kind: 'breakable', body }];
  }

  function caseLabel(type: CType): Expression {
    return convertTo(expressions.read(), type).expression;
  }

  function caseBody(last: boolean): readonly Statement[] {
    const statements: Statement[] = [];
    while (!['case', 'default', '}'].includes(reader.peek().text)) {
      if (reader.atType()) refuse('a declaration in a case without a block of its own');
      statements.push(...statement());
    }
    if (last && reader.peek().text !== '}') refuse('a default that is not the last case');
    return statements;
  }

  return { declare, block };
}
