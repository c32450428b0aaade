import { Unmodelled } from '../unmodelled.ts';

export interface Token {
  readonly kind: 'word' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly start: number;
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const HEADER = /#[ \t]*include[ \t]*<(?:stdint|stdbool|limits)\.h>[ \t]*(?=\n|$)/y;
const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /(?:0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)[uUlL]*(?![\w.])/y;
const SYMBOL = /<<=|>>=|\+\+|--|&&|\|\||[-+*/%&|^<>=!]=|<<|>>|[-+*/%&|^~!<>=?:;,(){}]/y;

/**
 * Splits C into tokens. Of the preprocessor only `#include` of stdint.h, stdbool.h and limits.h is known, which define
 * nothing that a program of the subset could change.
 *
 * @throws Unmodelled at anything else, a backslash and a trigraph among them
 */
export function tokensOf(text: string): readonly Token[] {
  const strange = /\\|\?\?[=/'()!<>-]/.exec(text);
  if (strange !== null) throw new Unmodelled('a backslash or a trigraph', text, strange.index);
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (at < text.length) {
    const skipped = match(SPACE) ?? match(HEADER);
    if (skipped !== null) {
      at += skipped.length;
      continue;
    }
    const token = tokenAt(match);
    if (token === null)
      throw new Unmodelled(`\`${text.slice(at, at + 10)}\` is outside the subset`, text, at);
    tokens.push({ ...token, start: at });
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: 'the end of the file', start: text.length }];
}

function tokenAt(match: (pattern: RegExp) => string | null): Omit<Token, 'start'> | null {
  const word = match(WORD);
  if (word !== null) return { kind: 'word', text: word };
  const number = match(NUMBER);
  if (number !== null) return { kind: 'number', text: number };
  const symbol = match(SYMBOL);
  return symbol === null ? null : { kind: 'symbol', text: symbol };
}
