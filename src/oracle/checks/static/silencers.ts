import type { JudgedFiles, TreeFiles } from '../../define.ts';

/** How code tells the common tools to keep quiet; most of them then leave the finding out of their report. */
const USUAL = [
  'eslint-disable',
  'oxlint-disable',
  'biome-ignore',
  '@ts-ignore',
  '@ts-expect-error',
  '@ts-nocheck',
  'NOLINT',
  'noqa',
  'type: ignore',
  'pylint: disable',
  'nosec',
  'nosemgrep',
  'GCC diagnostic ignored',
  'clang diagnostic ignored',
  'cppcheck-suppress',
  'nolint',
];

/**
 * Texts that the changed files hold more often than their baselines did, as `text in path`.
 *
 * @param texts null for the usual ones
 */
export function newSilencers(
  { candidate, baseline, changed }: JudgedFiles,
  texts: readonly string[] | null,
): readonly string[] {
  return (texts ?? USUAL).flatMap((text) => {
    const more = changed.filter((path) => countIn(candidate, path, text) > countIn(baseline, path, text));
    return more.map((path) => `${text} in ${path.slice(0, 200)}`);
  });
}

function countIn(tree: TreeFiles, path: string, text: string): number {
  return (tree.text(path) ?? '').split(text).length - 1;
}
