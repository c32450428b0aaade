/** A text without what a reader cannot see. */
export interface PlainText {
  readonly text: string;
  /** Kinds of characters taken out; empty when there were none. */
  readonly hidden: readonly HiddenKind[];
}

export type HiddenKind = 'terminal-sequence' | 'control' | 'direction' | 'invisible' | 'tag';

const ESCAPE = '\u001b';
const BELL = '\u0007';
const TERMINATOR = '\u009c';
/** ECMA-48: control sequences, and the strings that OSC, DCS, SOS, PM and APC begin; the first of each pair in 7 bits. */
const SEQUENCE = `(?:${ESCAPE}\\[|\u009b)[0-?]{0,64}[ -/]{0,16}[@-~]`;
const STRING_START = `(?:${ESCAPE}[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])`;
const STRING = `${STRING_START}[^${BELL}${ESCAPE}${TERMINATOR}\\n]{0,4096}(?:${BELL}|${ESCAPE}\\\\|${TERMINATOR})`;

/** The longer ones first: what is left of a broken sequence is a control character. */
const HIDDEN: readonly (readonly [HiddenKind, RegExp])[] = [
  ['terminal-sequence', new RegExp(`${SEQUENCE}|${STRING}`, 'gu')],
  ['control', /(?![\t\n])\p{Cc}/gu],
  // Unicode Standard Annex 9: the characters of "Trojan Source" (Boucher & Anderson 2021).
  ['direction', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu],
  // They can spell whole sentences that only a tokenizer sees.
  ['tag', /[\u{e0000}-\u{e0fff}]/gu],
  // Unicode's own list of what is drawn as nothing, but for the two that choose between text and emoji.
  ['invisible', /(?!\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}|\u2028|\u2029/gu],
];

/** Line ends become line feeds; tabs stay; halves of characters become replacement characters. */
export function plainText(source: string): PlainText {
  const hidden = new Set<HiddenKind>();
  let text = source.toWellFormed().replaceAll('\r\n', '\n');
  for (const [kind, pattern] of HIDDEN) {
    text = text.replace(pattern, () => {
      hidden.add(kind);
      return '';
    });
  }
  return { text, hidden: [...hidden] };
}
