import { stripVTControlCharacters } from 'node:util';
import { cellsOf } from './cells.ts';

/**
 * Text that others wrote, made harmless for a terminal: one line, no escape sequences, no control, bidirectional,
 * zero-width or combining characters, at most `limit` cells wide (an ellipsis marks what was cut).
 */
export function sanitise(text: string, limit: number): string {
  return fit(printable(text), limit);
}

/** Printable characters of a text and single spaces; reads no more of a long text than a screen could show. */
export function printable(text: string): string {
  return stripVTControlCharacters(text.slice(0, LONGEST).normalize('NFC'))
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{C}\p{M}\u034f\u115f\u1160\u3164\uffa0]/gu, '')
    .trim();
}

const LONGEST = 16_384;

/** Cuts a printable text to a width in cells. */
export function fit(text: string, limit: number): string {
  let width = 0;
  let shown = '';
  for (const character of text) {
    const cells = cellsOf(character);
    if (width + cells > limit) return cutToMakeRoom(shown, limit);
    width += cells;
    shown += character;
  }
  return shown;
}

function cutToMakeRoom(shown: string, limit: number): string {
  if (limit < 1) return '';
  const characters = [...shown];
  while (cellsOf(characters.join('')) > limit - 1) characters.pop();
  return `${characters.join('')}…`;
}
