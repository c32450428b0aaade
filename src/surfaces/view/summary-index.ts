/** Finds candidates by what their proposers said of them, in little room: lower case, one after the other in one buffer. */
export interface SummaryIndex {
  /** @param place place of the candidate among all that were added, ascending */
  readonly add: (place: number, summary: string) => void;
  /** Places of those whose text holds every word, ascending; case does not matter. At most `most`. */
  readonly find: (words: readonly string[], most: number) => readonly number[];
}

/** Of one summary, in UTF-16 units. */
const LONGEST = 200;
const FIRST_ROOM = 2 ** 14;

export function createSummaryIndex(): SummaryIndex {
  let text = Buffer.alloc(FIRST_ROOM);
  let end = 0;
  let starts = new Int32Array(256);
  let places = new Int32Array(256);
  let count = 0;

  const reserve = (bytes: number): void => {
    if (end + bytes > text.length) {
      const larger = Buffer.alloc(Math.max(text.length * 2, end + bytes));
      text.copy(larger);
      text = larger;
    }
    if (count < starts.length) return;
    starts = enlarged(starts);
    places = enlarged(places);
  };
  /** The entry that the byte belongs to, by halving. */
  const entryAt = (byte: number): number => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= byte) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const endOf = (entry: number): number => (entry + 1 < count ? starts[entry + 1]! : end);
  const holds = (entry: number, word: Buffer): boolean =>
    text.subarray(starts[entry], endOf(entry)).indexOf(word) !== -1;

  return {
    add(place, summary) {
      const bytes = Buffer.from(`${summary.slice(0, LONGEST).toLowerCase()}\n`);
      reserve(bytes.length);
      text.set(bytes, end);
      starts[count] = end;
      places[count] = place;
      count += 1;
      end += bytes.length;
    },
    find(words, most) {
      const wanted = words
        .filter((word) => word !== '')
        .toSorted((left, right) => right.length - left.length)
        .map((word) => Buffer.from(word.toLowerCase()));
      const first = wanted[0];
      if (first === undefined) return [];
      const found: number[] = [];
      for (let byte = text.indexOf(first); byte !== -1 && byte < end && found.length < most;) {
        const entry = entryAt(byte);
        if (wanted.every((word) => holds(entry, word))) found.push(places[entry]!);
        byte = text.indexOf(first, endOf(entry));
      }
      return found;
    },
  };
}

function enlarged(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
