import type { SourceTree } from './source-tree.ts';

/** Reads texts of one language. */
export interface Parser<Tree extends SourceTree> {
  /** Null when the text has a syntax error. */
  readonly parse: (path: string, text: string) => Tree | null;
  /** True when the text has no syntax error. */
  readonly accepts: (path: string, text: string) => boolean;
}

/** What reading a text gives; the tree is built when it is first asked for. */
export interface ReadText<Tree> {
  readonly valid: boolean;
  readonly tree: () => Tree;
}

/**
 * A parser that remembers the last `capacity` texts, so that a parent, or a child that becomes one, is read once. The
 * tree itself is built when it is first looked at: checking that a child parses costs no tree.
 */
export function rememberTexts<Tree extends SourceTree>(
  capacity: number,
  read: (path: string, text: string) => ReadText<Tree>,
): Parser<Tree> {
  const recent = new Map<string, ReadText<Tree>>();
  const look = (path: string, text: string): ReadText<Tree> => {
    const key = `${path}\0${text}`;
    const known = recent.get(key) ?? once(read(path, text));
    recent.delete(key);
    recent.set(key, known);
    if (recent.size > capacity) recent.delete(recent.keys().next().value!);
    return known;
  };
  return {
    parse: (path, text) => {
      const { valid, tree } = look(path, text);
      return valid ? tree() : null;
    },
    accepts: (path, text) => look(path, text).valid,
  };
}

function once<Tree>({ valid, tree }: ReadText<Tree>): ReadText<Tree> {
  let built: Tree | null = null;
  return { valid, tree: () => (built ??= tree()) };
}
