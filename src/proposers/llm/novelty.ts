import type { FileEdit, WorkspaceView } from '../../kernel/contracts/proposer.ts';

/** Tokens in a row that are compared as one. */
const SHINGLE = 4;

/**
 * How like two texts are, from 0 to 1: the Jaccard index of the bags of their token shingles (Broder 1997, "On the
 * resemblance and containment of documents", counted with multiplicity). White space within a line is no token, its
 * indentation is; comments are tokens.
 */
export function likeness(left: string, right: string): number {
  const [a, b] = [shinglesOf(left), shinglesOf(right)];
  let shared = 0;
  let all = 0;
  for (const shingle of new Set([...a.keys(), ...b.keys()])) {
    const [here, there] = [a.get(shingle) ?? 0, b.get(shingle) ?? 0];
    shared += Math.min(here, there);
    all += Math.max(here, there);
  }
  return all === 0 ? 1 : shared / all;
}

/** How like the edited files are to the same files of a parent, all together: the least of them. */
export function likenessToParent(edits: readonly FileEdit[], parent: WorkspaceView): number {
  return Math.min(
    ...edits.map(({ path, content }) => {
      const before = parent.read(path);
      return before === null || content === null ? Number(before === content) : likeness(before, content);
    }),
  );
}

function shinglesOf(text: string): ReadonlyMap<string, number> {
  const tokens = [...'^'.repeat(SHINGLE - 1), ...(text.match(/^[ \t]+|\w+|[^\s\w]/gm) ?? []), '$'];
  const counts = new Map<string, number>();
  for (let at = 0; at + SHINGLE <= tokens.length; at += 1) {
    const shingle = tokens.slice(at, at + SHINGLE).join('\0');
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}
