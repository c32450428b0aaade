import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Mutant, Replacement } from './mutant.ts';
import { mutantOf } from './mutant.ts';

const SWAPPED: { readonly [operator: string]: { readonly to: readonly string[]; readonly name: string } } = {
  '==': { to: ['!='], name: 'EqualityOperator' },
  '!=': { to: ['=='], name: 'EqualityOperator' },
  '<': { to: ['<=', '>='], name: 'EqualityOperator' },
  '<=': { to: ['<', '>'], name: 'EqualityOperator' },
  '>': { to: ['>=', '<='], name: 'EqualityOperator' },
  '>=': { to: ['>', '<'], name: 'EqualityOperator' },
  '+': { to: ['-'], name: 'ArithmeticOperator' },
  '-': { to: ['+'], name: 'ArithmeticOperator' },
  '*': { to: ['/'], name: 'ArithmeticOperator' },
  '/': { to: ['*'], name: 'ArithmeticOperator' },
  '//': { to: ['*'], name: 'ArithmeticOperator' },
  '%': { to: ['*'], name: 'ArithmeticOperator' },
  '**': { to: ['*'], name: 'ArithmeticOperator' },
  and: { to: ['or'], name: 'LogicalOperator' },
  or: { to: ['and'], name: 'LogicalOperator' },
  '+=': { to: ['-='], name: 'AssignmentOperator' },
  '-=': { to: ['+='], name: 'AssignmentOperator' },
  '*=': { to: ['/='], name: 'AssignmentOperator' },
  break: { to: ['continue'], name: 'ControlFlow' },
  continue: { to: ['break'], name: 'ControlFlow' },
  True: { to: ['False'], name: 'BooleanLiteral' },
  False: { to: ['True'], name: 'BooleanLiteral' },
};

/** Mutants of a Python file by operators of the kinds that mutmut and Stryker have; none of a file that does not parse. */
export function mutatePython(path: string, text: string): readonly Mutant[] {
  const tree = parser.parse(text);
  const replacements: Replacement[] = [];
  let broken = false;
  tree.iterate({
    enter: ({ node }) => {
      if (node.type.isError) broken = true;
      if (isMainGuard(node, text)) return false;
      replacements.push(...replacementsAt(node, text));
      return true;
    },
  });
  if (broken) return [];
  return replacements
    .map((replacement) => mutantOf(path, text, replacement))
    .filter(({ text: after }) => parses(after));
}

/** What only the main program runs: nobody who imports the file could notice. */
function isMainGuard(node: SyntaxNode, text: string): boolean {
  return node.name === 'IfStatement' && /^if\s+__name__\s*==/.test(text.slice(node.from, node.to));
}

function replacementsAt(node: SyntaxNode, text: string): readonly Replacement[] {
  const source = text.slice(node.from, node.to);
  const place = { start: node.from, end: node.to };
  switch (node.name) {
    case 'Number': {
      const more = /^\d+$/.test(source) ? String(Number(source) + 1) : `(${source} + 1)`;
      return [{ ...place, operator: 'NumberLiteral', replacement: more }];
    }
    case 'String':
      return source.length > 2 && node.parent?.name !== 'ExpressionStatement'
        ? [{ ...place, operator: 'StringLiteral', replacement: "''" }]
        : [];
    case 'ReturnStatement':
      return source === 'return' ? [] : [{ ...place, operator: 'ReturnValue', replacement: 'return None' }];
    case 'IfStatement':
    case 'WhileStatement':
    case 'ConditionalExpression':
      return conditionReplacements(node, text);
    case 'UnaryExpression':
      return /^not\b/.test(source)
        ? [{ ...place, operator: 'UnaryOperator', replacement: `(${source.slice('not'.length).trim()})` }]
        : [];
    default: {
      const swap = Object.hasOwn(SWAPPED, source) && node.firstChild === null ? SWAPPED[source]! : null;
      if (swap === null || node.parent?.name === 'ParamList' || node.parent?.name === 'ArgList') return [];
      return swap.to.map((replacement) => ({ ...place, operator: swap.name, replacement }));
    }
  }
}

/** A condition that always holds, and one that never does. */
function conditionReplacements(node: SyntaxNode, text: string): readonly Replacement[] {
  const keyword = node.getChild(node.name === 'WhileStatement' ? 'while' : 'if');
  const condition = keyword?.nextSibling ?? null;
  if (condition === null || condition.name === 'Body') return [];
  const values = node.name === 'WhileStatement' ? ['False'] : ['True', 'False'];
  return values
    .filter((value) => text.slice(condition.from, condition.to) !== value)
    .map((replacement) => ({
      start: condition.from,
      end: condition.to,
      operator: 'ConditionalExpression',
      replacement,
    }));
}

function parses(text: string): boolean {
  let sound = true;
  parser.parse(text).iterate({
    enter: ({ type }) => {
      if (type.isError) sound = false;
    },
  });
  return sound;
}
