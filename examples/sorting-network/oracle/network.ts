export type Network = readonly (readonly [number, number])[];

/** Reads a candidate's answer: pairs of wires, the lower one first. Null when it is anything else. */
export function readNetwork(value: unknown, wires: number): Network | null {
  if (!Array.isArray(value) || value.length > 1000) return null;
  const isWire = (wire: unknown): boolean =>
    Number.isInteger(wire) && (wire as number) >= 0 && (wire as number) < wires;
  const sound = value.every(
    (pair: unknown) => Array.isArray(pair) && pair.length === 2 && pair.every(isWire) && pair[0] < pair[1],
  );
  return sound ? (value as Network) : null;
}

/** What comes out when the inputs go in. */
export function applyNetwork(network: Network, inputs: readonly number[]): readonly number[] {
  const wires = [...inputs];
  for (const [low, high] of network) {
    if (wires[low]! > wires[high]!) [wires[low], wires[high]] = [wires[high]!, wires[low]!];
  }
  return wires;
}

/** The first of some inputs that the network leaves unsorted, or null when it sorts them all. */
export function firstUnsorted(
  network: Network,
  inputs: Iterable<readonly number[]>,
): readonly number[] | null {
  for (const input of inputs) {
    const output = applyNetwork(network, input);
    if (output.some((value, wire) => wire > 0 && output[wire - 1]! > value)) return input;
  }
  return null;
}

/**
 * All 2^n inputs of zeros and ones. A network that sorts these sorts everything (zero-one principle: Knuth, The Art of
 * Computer Programming, volume 3, section 5.3.4, theorem Z), so passing them is a proof.
 */
export function* zeroOneInputs(wires: number): Generator<readonly number[]> {
  for (let code = 0; code < 2 ** wires; code += 1) {
    yield Array.from({ length: wires }, (_, wire) => (code >> wire) & 1);
  }
}
