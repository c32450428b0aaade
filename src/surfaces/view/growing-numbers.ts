type Kind =
  | typeof Int32Array
  | typeof Float64Array
  | typeof Float32Array
  | typeof Uint16Array
  | typeof Uint8Array;

/** A list of numbers of one width that grows at its end and takes no more room than a typed array. */
export interface GrowingNumbers {
  readonly length: () => number;
  readonly push: (value: number) => void;
  readonly set: (index: number, value: number) => void;
  /** 0 beyond the end. */
  readonly at: (index: number) => number;
  readonly values: () => readonly number[];
}

const FIRST_ROOM = 256;

export function createGrowingNumbers(kind: Kind): GrowingNumbers {
  let room = new kind(FIRST_ROOM);
  let length = 0;
  return {
    length: () => length,
    push(value) {
      if (length === room.length) {
        const larger = new kind(length * 2);
        larger.set(room);
        room = larger;
      }
      room[length] = value;
      length += 1;
    },
    set(index, value) {
      if (index < length) room[index] = value;
    },
    at: (index) => (index < length ? room[index]! : 0),
    values: () => Array.from(room.subarray(0, length)),
  };
}
