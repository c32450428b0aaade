import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHECK_KINDS } from '../../src/oracle/checks/library.ts';
import { KINDS } from '../../src/strategies/index.ts';
import type { Option } from './option-table.ts';
import { optionsOf } from './option-table.ts';
import type { SourceFile } from './source-file.ts';
import { docstringOf, readSource } from './source-file.ts';

const SOURCES = join(import.meta.dirname, '../../src');

/** A page for every strategy and every check, and an index of each, by path: what their docstrings and schemas say. */
export function referencePages(): ReadonlyMap<string, string> {
  const strategies = KINDS.toSorted().map(strategyPage);
  const checks = Object.keys(CHECK_KINDS).toSorted().map(checkPage);
  return new Map([
    ...pagesOf('docs/strategies', strategies, STRATEGY_INDEX),
    ...pagesOf('docs/checks', checks, CHECK_INDEX),
  ]);
}

/** Pages in these folders that no strategy or check has any more. */
export function strayPages(root: string, pages: ReadonlyMap<string, string>): readonly string[] {
  return ['docs/strategies', 'docs/checks'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .map((name) => `${folder}/${name}`)
      .filter((path) => !pages.has(path)),
  );
}

interface Page {
  readonly kind: string;
  readonly summary: string;
  readonly text: string;
}

function strategyPage(kind: string): Page {
  const source = readSource(join(SOURCES, 'strategies', `${kind}.ts`));
  const name = `create${kind.split('-').map(capitalised).join('')}Strategy`;
  const described = docstringOf(source, name);
  if (described === null) throw new Error(`${source.path}: ${name} has no docstring`);
  const options = optionsOf(source, 'schema');
  return page(kind, described, [
    ...(options.some(isRequired) ? [] : ['```yaml', `strategy: { kind: ${kind} }`, '```', '']),
    ...optionLines(options),
    'What strategies see and may do, and all of them side by side: [strategies](../guides/strategies.md).',
  ]);
}

function checkPage(kind: string): Page {
  const source = readSource(join(SOURCES, 'oracle/checks', `${kind}.ts`));
  const described = checkDocstring(source, kind);
  return page(kind, described, [
    ...optionLines(optionsOf(source, 'options')),
    `Every check also takes \`name\`, \`slice\` and \`visibility\`. An example, its metrics, its grade and what it cannot`,
    `show: [checks](../guides/checks.md#${kind}).`,
  ]);
}

/** Of the kind, or of the function that makes it for an oracle in TypeScript: whichever says more. */
function checkDocstring(source: SourceFile, kind: string): string {
  const [longest] = [`${kind}Check`, kind]
    .flatMap((name) => docstringOf(source, name) ?? [])
    .filter((text) => !/^The (?:same )?check for an oracle/.test(text))
    .toSorted((left, right) => right.length - left.length);
  if (longest === undefined)
    throw new Error(`${source.path}: neither ${kind}Check nor ${kind} has a docstring`);
  return longest;
}

function page(kind: string, described: string, rest: readonly string[]): Page {
  const [prose, ...tags] = described.replaceAll(/\{@link (\w+)\}/g, '`$1`').split(/^@/m);
  const errors = tags.filter((tag) => tag.startsWith('throws ')).map((tag) => `- ${joined(tag.slice(7))}`);
  return {
    kind,
    summary: summaryOf(joined(prose!.split('\n\n')[0]!)),
    text: [
      GENERATED,
      '',
      `# ${kind}`,
      '',
      prose!.trim(),
      '',
      ...(errors.length === 0 ? [] : ['Errors:', '', ...errors, '']),
      ...rest,
      '',
    ].join('\n'),
  };
}

/** The first sentence, or of a long one what stands before its colon. */
function summaryOf(prose: string): string {
  const [sentence] = prose.split(/(?<=(?<!\bal)\.) /);
  return sentence!.length <= 170 ? sentence! : sentence!.replace(/: .*$/, '.');
}

const GENERATED =
  '<!-- Made by scripts/generate.ts from the docstring and the schema in the source: change those. -->';

function optionLines(options: readonly Option[]): readonly string[] {
  if (options.length === 0) return ['It has no options.', ''];
  const hasMeaning = options.some(({ meaning }) => meaning !== '');
  const head = ['option', 'value', 'default', ...(hasMeaning ? ['means'] : [])];
  const rows = options.map((option) => [
    `\`${option.name}\``,
    option.value,
    isRequired(option) ? 'required' : standardOf(option.standard!),
    ...(hasMeaning ? [option.meaning] : []),
  ]);
  const lines = [head, head.map(() => '---'), ...rows];
  return ['## Options', '', ...lines.map((cells) => `| ${cells.map(escaped).join(' | ')} |`), ''];
}

function isRequired({ standard }: Option): boolean {
  return standard === null;
}

function standardOf(text: string): string {
  if (text === 'left out') return text;
  return text === 'EXACT' ? '`exact`' : `\`${text.replaceAll("'", '')}\``;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}

function pagesOf(folder: string, pages: readonly Page[], head: string): readonly [string, string][] {
  const rows = pages.map(({ kind, summary }) => `- [${kind}](${kind}.md): ${summary}`);
  return [
    [`${folder}/README.md`, [GENERATED, '', head, '', ...rows, ''].join('\n')],
    ...pages.map(({ kind, text }): [string, string] => [`${folder}/${kind}.md`, text]),
  ];
}

const STRATEGY_INDEX = `# Strategies, one by one

What they are for and how they compare: [strategies](../guides/strategies.md).`;

const CHECK_INDEX = `# Checks, one by one

How they are put together, with examples and limits: [checks](../guides/checks.md).`;

function joined(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function capitalised(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
