import type { Certificate } from '../../kernel/certificate.ts';
import type { Chapter, ChapterTable } from '../../report/certificate/chapter.ts';
import { certificateChapters } from '../../report/certificate/chapters.ts';
import { printable } from './display/sanitise.ts';
import { formatKeyValues, formatTable } from './display/tables.ts';
import type { Output } from './output.ts';

/** Keeps whose evidence is shown on a terminal. */
const KEEPS_ON_SCREEN = 10;
const KEEPS_IN_MARKDOWN = 100;

/** A certificate for a terminal. */
export function certificateText(certificate: Certificate, output: Pick<Output, 'width' | 'paint'>): string {
  return certificateChapters(certificate, KEEPS_ON_SCREEN)
    .flatMap((chapter) => ['', ...chapterLines(chapter, output)])
    .join('\n');
}

function chapterLines(
  { title, sentences, table }: Chapter,
  output: Pick<Output, 'width' | 'paint'>,
): readonly string[] {
  return [output.paint('strong', title), ...sentences.map(printable), ...tableLines(table, output)];
}

function tableLines(table: ChapterTable | null, output: Pick<Output, 'width' | 'paint'>): readonly string[] {
  if (table === null) return [];
  if (!table.prose) return formatTable(table.columns, table.rows, output);
  const pairs = table.rows.map(([name, ...rest]) => [name!, rest.join(': ')] as const);
  return formatKeyValues(pairs, output);
}

/** A certificate to be put beside a pull request or into a paper. */
export function certificateMarkdown(certificate: Certificate): string {
  const { task, version, head } = certificate;
  const chapters = certificateChapters(certificate, KEEPS_IN_MARKDOWN).flatMap(chapterMarkdown);
  const origin = `Recomputed by Fulcrum from the ledger of a run of version ${version}, up to entry ${head.sequence}, \`${head.hash}\`.`;
  return [`# Certificate: ${inline(task)}`, '', origin, ...chapters, ''].join('\n');
}

function chapterMarkdown({ title, sentences, table }: Chapter): readonly string[] {
  const paragraphs = sentences.flatMap((sentence) => ['', inline(sentence)]);
  return ['', `## ${title}`, ...paragraphs, ...(table === null ? [] : ['', ...tableMarkdown(table)])];
}

function tableMarkdown({ columns, rows }: ChapterTable): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...rows.map((row) => line(row.map(inline))),
  ];
}

/** Text of others that is to stay text: no line breaks, no markup, no end of a cell. Code of our own stays code. */
function inline(text: string): string {
  return printable(text).replace(/[\\|*_<>[\]#]/g, (mark) => `\\${mark}`);
}
