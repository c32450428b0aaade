import type { Layer } from './layers.ts';

/** The layer table as Markdown, aligned as oxfmt would. */
export function writeLayerTable(layers: readonly Layer[]): string {
  const rows = [
    ['folder', 'imports', 'outside `src/`'],
    ...layers.map((layer) => [`\`${layer.name}\``, importsOf(layer, layers), reachOf(layer)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function importsOf({ imports }: Layer, layers: readonly Layer[]): string {
  if (imports.length === 0) return 'nothing';
  return imports.length === layers.length - 1 ? 'all of the above' : imports.join(', ');
}

function reachOf({ reach, deterministic }: Layer): string {
  const outside = { nothing: 'nothing', packages: 'packages only', everything: 'packages, Node' }[reach];
  return deterministic ? `${outside}; no clock, no chance` : outside;
}

/**
 * The text with what stands between `<!-- name:start -->` and `<!-- name:end -->` replaced.
 *
 * @throws Error when the markers are missing.
 */
export function replaceBetweenMarkers(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The markers ${start} and ${end} are missing.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
