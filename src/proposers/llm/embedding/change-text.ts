import type { FileEdit, WorkspaceView } from '../../../kernel/contracts/proposer.ts';
import { redactSecrets } from '../../../kernel/redact-secrets.ts';
import { fairShare } from '../prompt/build-prompt.ts';

/**
 * What a change makes of the files it touches, in the order of their paths, for an embedding: without secrets, and of a
 * file that is too long the part around what changed.
 *
 * @param characters of all files together, at most
 */
export function changeText(
  edits: readonly FileEdit[],
  parent: WorkspaceView,
  characters: number,
  secrets: readonly string[],
): string {
  const files = edits
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    .map(({ path, content }) => ({ path, before: parent.read(path) ?? '', after: content ?? '' }));
  const share = fairShare(
    files.map(({ after }) => after.length),
    characters,
  );
  const parts = files.map(({ path, before, after }) => `${path}\n${aroundChange(before, after, share)}`);
  return redactSecrets(parts.join('\n\n').toWellFormed(), secrets).text;
}

function aroundChange(before: string, after: string, length: number): string {
  if (after.length <= length) return after;
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first += 1;
  let same = 0;
  while (same < shorter - first && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  const middle = (first + after.length - same) / 2;
  const start = Math.round(Math.min(Math.max(0, middle - length / 2), after.length - length));
  return after.slice(start, start + length);
}
