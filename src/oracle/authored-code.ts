import type { AuthoredCode } from '../kernel/authorship.ts';
import type { JudgeRequest } from '../kernel/contracts/judge.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { Task } from '../kernel/task.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { listFiles } from '../workspace/tree.ts';
import type { OracleProvenance } from './independence.ts';

/** Who wrote the checks of a task's oracle, as far as it says. */
export function oracleProvenance(
  { oracle }: Task,
  audit: OracleProvenance['audit'] = { kind: 'none', reason: null },
): OracleProvenance {
  const checks = 'checks' in oracle ? oracle.checks : [];
  const authors = checks.flatMap(({ name, author }) =>
    author === undefined ? [] : [[name, author] as const],
  );
  return { author: oracle.author ?? null, authors: Object.fromEntries(authors), audit };
}

/**
 * Tells whose work a candidate is and names its code: its tree and each of its editable files. Where no author of a check
 * is named, none can be independent of it, and nothing is looked up.
 */
export function codeAuthorship(
  store: BlobStore,
  { workspace }: Task,
  { author, authors }: OracleProvenance,
): (candidate: JudgeRequest['candidate']) => AuthoredCode {
  const isNamed = author !== null || Object.keys(authors).length > 0;
  const isEditable = pathMatcher(workspace.editable);
  return ({ tree, provenance }) => {
    if (!isNamed) return { author: null, code: [tree] };
    const files = [...listFiles(store, tree)].filter(({ path }) => isEditable(path));
    return { author: provenance?.author ?? null, code: [tree, ...files.map(({ hash }) => hash)] };
  };
}
