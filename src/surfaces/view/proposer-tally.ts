export interface ProposerTally {
  readonly name: string;
  readonly proposed: number;
  readonly kept: number;
}

const MOST = 40;
const OTHERS = 'others';

/** Counts proposals and keeps by proposer; past a fixed number of names, the rest count as one. */
export function createProposerTally(): {
  readonly add: (name: string, kept: boolean) => void;
  /** Most proposals first. */
  readonly tallies: () => readonly ProposerTally[];
} {
  const tallies = new Map<string, ProposerTally>();
  return {
    add(given, kept) {
      const name = tallies.has(given) || tallies.size < MOST ? given : OTHERS;
      const before = tallies.get(name) ?? { name, proposed: 0, kept: 0 };
      tallies.set(name, { name, proposed: before.proposed + 1, kept: before.kept + Number(kept) });
    },
    tallies: () => [...tallies.values()].toSorted((left, right) => right.proposed - left.proposed),
  };
}
