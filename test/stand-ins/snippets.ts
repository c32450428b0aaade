import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** A fenced block of a document. */
export interface Snippet {
  readonly document: string;
  /** Of its first line in the document. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: `run`, `slow`, `file=<path>`, `sketch`. */
  readonly marks: readonly string[];
  readonly text: string;
}

/** Every document for users, by path. */
export function documents(): ReadonlyMap<string, string> {
  const paths = ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT })];
  return new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

/** Its fenced blocks, top to bottom. */
export function snippetsOf(document: string, text: string): readonly Snippet[] {
  const snippets: Snippet[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const opening = /^```(\S*)(.*)$/.exec(lines[at]!);
    if (opening === null) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`${document}:${at + 1}: a block without an end`);
    snippets.push({
      document,
      line: at + 2,
      language: opening[1]!,
      marks: opening[2]!.split(' ').filter((mark) => mark !== ''),
      text: `${lines.slice(at + 1, end).join('\n')}\n`,
    });
    at = end;
  }
  return snippets;
}

/** The words of each command `fulcrum ...` in a shell snippet. */
export function commandsIn({ text }: Snippet): readonly (readonly string[])[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => /^fulcrum(?:\s|$)/.test(line))
    .map((line) => line.replace(/ \| .*$/, ''))
    .map((line) =>
      (line.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).slice(1).map((word) => word.replace(/^['"]|['"]$/g, '')),
    );
}
