import type { CandidateRecord } from './ranking.ts';

/** Results from 0 to 1, added up. */
export type Evidence = { readonly successes: number; readonly trials: number };

/** A candidate with what was ever seen of it and of all that came from it. */
export type CladeNode = {
  readonly candidate: CandidateRecord;
  /** Nearest ancestor in the tree; null for the root. */
  readonly parent: number | null;
  /** Its result when it was first judged. */
  readonly first: number;
  /** Its own evidence, the first result included. */
  readonly own: Evidence;
  /** All evidence of its descendants, those included that were forgotten for want of room. */
  readonly below: Evidence;
};

/** Ancestors before their descendants; the root is the baseline. */
export type CladeTree = readonly CladeNode[];

const nothing: Evidence = { successes: 0, trials: 0 };

/** A leaf with its first result. */
export function leaf(candidate: CandidateRecord, parent: number | null, first: number): CladeNode {
  return { candidate, parent, first, own: { successes: first, trials: 1 }, below: nothing };
}

export function meanOf({ successes, trials }: Evidence): number {
  return trials === 0 ? 0 : successes / trials;
}

export function sumOf(left: Evidence, right: Evidence): Evidence {
  return { successes: left.successes + right.successes, trials: left.trials + right.trials };
}

/** The tree with a new leaf under its parent, or under the root where that one was forgotten. */
export function grow(tree: CladeTree, candidate: CandidateRecord, first: number): CladeTree {
  const wanted = candidate.parents[0];
  const known = tree.some((node) => node.candidate.number === wanted);
  const parent = known ? wanted! : tree[0]!.candidate.number;
  const newcomer = leaf(candidate, parent, first);
  return [...addTo(tree, ancestorsFrom(tree, parent), newcomer.own), newcomer];
}

/** The tree with more evidence of one of its candidates. */
export function addEvidence(tree: CladeTree, number: number, seen: Evidence): CladeTree {
  const node = tree.find(({ candidate }) => candidate.number === number);
  if (node === undefined) return tree;
  const grown = addTo(tree, ancestorsFrom(tree, node.parent), seen);
  return grown.map((one) => (one.candidate.number === number ? { ...one, own: sumOf(one.own, seen) } : one));
}

/** The tree where a candidate's first result is another; its later ones stand. */
export function correctFirst(tree: CladeTree, number: number, first: number): CladeTree {
  const node = tree.find(({ candidate }) => candidate.number === number);
  if (node === undefined) return tree;
  const corrected = addEvidence(tree, number, { successes: first - node.first, trials: 0 });
  return corrected.map((one) => (one.candidate.number === number ? { ...one, first } : one));
}

/** The tree without a candidate that should not have been in it, nor its evidence in its ancestors' clades. */
export function prune(tree: CladeTree, number: number): CladeTree {
  const node = tree.find(({ candidate }) => candidate.number === number);
  if (node === undefined) return tree;
  const { successes, trials } = node.own;
  const ancestors = ancestorsFrom(tree, node.parent);
  return unlink(addTo(tree, ancestors, { successes: -successes, trials: -trials }), node);
}

/** The tree without its least successful leaf. What was seen of it stays in the clades of its ancestors. */
export function forgetWorstLeaf(tree: CladeTree): CladeTree {
  const parents = new Set(tree.map(({ parent }) => parent));
  const leaves = tree.filter(({ candidate, parent }) => parent !== null && !parents.has(candidate.number));
  const [first, ...others] = leaves;
  const worst = others.reduce((least, one) => (meanOf(one.own) <= meanOf(least.own) ? one : least), first!);
  return unlink(tree, worst);
}

/** Its children become those of its parent. */
function unlink(tree: CladeTree, { candidate, parent }: CladeNode): CladeTree {
  return tree
    .filter((node) => node.candidate.number !== candidate.number)
    .map((node) => (node.parent === candidate.number ? { ...node, parent } : node));
}

function addTo(tree: CladeTree, numbers: ReadonlySet<number>, seen: Evidence): CladeTree {
  return tree.map((node) =>
    numbers.has(node.candidate.number) ? { ...node, below: sumOf(node.below, seen) } : node,
  );
}

/** A candidate and all its ancestors. */
function ancestorsFrom(tree: CladeTree, start: number | null): ReadonlySet<number> {
  const numbers = new Set<number>();
  let next = start;
  // Ancestors come first, so that one pass from the end meets them in order.
  for (let index = tree.length - 1; index >= 0 && next !== null; index -= 1) {
    const { candidate, parent } = tree[index]!;
    if (candidate.number !== next) continue;
    numbers.add(candidate.number);
    next = parent;
  }
  return numbers;
}
