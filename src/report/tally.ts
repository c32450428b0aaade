/** Cases of one kind: how many there were, and a few of them. */
export interface TallyGroup<Label, Example> {
  readonly label: Label;
  readonly count: number;
  readonly examples: readonly Example[];
}

export interface Tally<Label, Example> {
  /** Largest first. */
  readonly groups: readonly TallyGroup<Label, Example>[];
  /** Cases of kinds that came when the groups had run out. */
  readonly ungrouped: number;
}

export interface TallyRecorder<Label, Example> {
  readonly add: (key: string, label: Label, example: Example) => void;
  readonly tally: () => Tally<Label, Example>;
}

/** Counts cases by kind in bounded memory. Examples are the first ones whose `aspect` no other example of the group shows. */
export function createTally<Label, Example>(options: {
  readonly groups: number;
  readonly examples: number;
  readonly aspect: (example: Example) => string;
}): TallyRecorder<Label, Example> {
  const groups = new Map<string, { label: Label; count: number; examples: Example[] }>();
  let ungrouped = 0;
  return {
    add(key, label, example) {
      const known = groups.get(key);
      if (known === undefined && groups.size === options.groups) {
        ungrouped += 1;
        return;
      }
      const group = known ?? { label, count: 0, examples: [] };
      groups.set(key, group);
      group.count += 1;
      if (group.examples.length === options.examples) return;
      const aspect = options.aspect(example);
      if (group.examples.every((other) => options.aspect(other) !== aspect)) group.examples.push(example);
    },
    tally: () => ({
      groups: [...groups.values()]
        .map((group) => ({ ...group, examples: [...group.examples] }))
        .toSorted((left, right) => right.count - left.count),
      ungrouped,
    }),
  };
}
