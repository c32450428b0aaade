import { plainLine } from '../../kernel/plain-line.ts';

/** Texts that stand for themselves by their place in a list. */
export interface Names {
  readonly placeOf: (name: string) => number;
  readonly list: () => readonly string[];
}

const LONGEST = 120;

/** Past `most` names, all new ones are `others`. Names are plain: a line without what cannot be seen. */
export function createNames(most: number): Names {
  const places = new Map<string, number>();
  const plain: string[] = [];
  return {
    placeOf(name) {
      const known = places.get(name);
      if (known !== undefined) return known;
      const kept = places.size < most ? name : 'others';
      const place = places.get(kept);
      if (place !== undefined) return place;
      places.set(kept, plain.length);
      return plain.push(plainLine(kept, LONGEST)) - 1;
    },
    list: () => plain,
  };
}
