import { visibleText } from '../../report/text.ts';

/** Text of anybody's as a code span: no markup, mention, reference or link in it acts. One line; '' stays ''. */
export function codeSpan(text: string): string {
  const line = visibleText(text).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return '';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/**
 * A sentence as Markdown that shows just what it says. On GitHub a mention or a reference would act even from escaped
 * text, so the signs they begin with become code.
 */
export function prose(text: string): string {
  return visibleText(text)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]{}<>|~!&$^]|:(?=\S)/g, String.raw`\$&`)
    .replaceAll(/\b(www)\./gi, String.raw`$1\.`)
    .replace(/^(\d+)(?=[.)](?:\s|$))|^(?=[-+=])/, '$1\\')
    .replaceAll(/[@#]+/g, '`$&`');
}

/** A code span that may stand in a table's cell, where a bar would end it. */
export function codeCell(text: string): string {
  // A bar after a backslash would be read as two escapes of which neither is the bar's.
  return codeSpan(text.replaceAll(/\\+(?=\|)/g, '$& ')).replaceAll('|', String.raw`\|`);
}

/** A block of text that nothing in it can close. */
export function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}`;
}

/** A table; cells are Markdown. */
export function markdownTable(
  columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
