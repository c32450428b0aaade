import type { CandidateSet } from './candidate-set.ts';

/** Along the descent: to the parent, to a child, or to the sibling born before or after. */
export type Step = 'parent' | 'child' | 'older' | 'younger';

/** Where a step leads; the place itself where it leads nowhere. To the child on the winner's way, else the one most was made of. */
export function stepFrom(set: CandidateSet, place: number, step: Step): number {
  switch (step) {
    case 'parent':
      return orStay(set.parent[place]!, place);
    case 'child':
      return orStay(chosenChild(set, place), place);
    case 'older':
      return orStay(set.olderSibling[place]!, place);
    case 'younger':
      return orStay(youngerSibling(set, place), place);
  }
}

function orStay(found: number, place: number): number {
  return found === -1 ? place : found;
}

function chosenChild(set: CandidateSet, place: number): number {
  let best = -1;
  for (let child = set.lastChild[place]!; child !== -1; child = set.olderSibling[child]!) {
    if (set.onPath[child] === 1) return child;
    if (best === -1 || set.children[child]! >= set.children[best]!) best = child;
  }
  return best;
}

function youngerSibling(set: CandidateSet, place: number): number {
  const parent = set.parent[place]!;
  if (parent === -1) return -1;
  let younger = -1;
  for (let child = set.lastChild[parent]!; child !== -1; child = set.olderSibling[child]!) {
    if (child === place) return younger;
    younger = child;
  }
  return -1;
}
