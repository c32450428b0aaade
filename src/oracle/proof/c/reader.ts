import { Unmodelled } from '../unmodelled.ts';
import type { Token } from './tokens.ts';
import { tokensOf } from './tokens.ts';
import type { CType } from './types.ts';
import { QUALIFIERS, isTypeWord, typeOf } from './types.ts';

export type Reader = ReturnType<typeof createReader>;

/** Walks over the tokens of a C file. */
export function createReader(text: string) {
  const tokens = tokensOf(text);
  let position = 0;

  const peek = (ahead = 0): Token => tokens[Math.min(position + ahead, tokens.length - 1)]!;

  function next(): Token {
    const token = peek();
    position += 1;
    return token;
  }

  function refuse(what: string, token: Token = peek()): never {
    throw new Unmodelled(what, text, token.start);
  }

  /** Takes the symbol or word if it comes next. */
  function take(...texts: readonly string[]): Token | null {
    const token = peek();
    return token.kind !== 'number' && token.kind !== 'end' && texts.includes(token.text) ? next() : null;
  }

  function expect(wanted: string): Token {
    return take(wanted) ?? refuse(`\`${peek().text}\` where \`${wanted}\` is expected`);
  }

  function name(): Token {
    const token = next();
    return token.kind === 'word' && !isTypeWord(token.text)
      ? token
      : refuse(`\`${token.text}\` where a name is expected`, token);
  }

  const atType = (): boolean => peek().kind === 'word' && isTypeWord(peek().text);

  /** Declaration specifiers. */
  function type(): CType {
    const start = peek();
    const words: string[] = [];
    while (atType()) words.push(next().text);
    return (
      typeOf(words.filter((word) => !QUALIFIERS.has(word))) ??
      refuse(`\`${words.join(' ') || peek().text}\` is no integer type of the subset`, start)
    );
  }

  return { peek, next, take, expect, name, atType, type, refuse };
}
