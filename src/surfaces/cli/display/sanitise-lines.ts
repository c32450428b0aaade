import { stripVTControlCharacters } from 'node:util';

/**
 * Text of several lines that others wrote, made harmless for a terminal: line breaks, spaces and tabs stay, escape
 * sequences, control, bidirectional and zero-width characters go.
 */
export function sanitiseLines(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, '');
}
