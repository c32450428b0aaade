/** Predicts the next symbol from those before it: a probability for each of the vocabulary. */
export type Model = (context: readonly number[]) => readonly number[];

export interface Training {
  /** The text as symbols, whole numbers from 0. */
  readonly text: readonly number[];
  readonly vocabulary: number;
  /** A position in the text to learn from; -1 when all that may be had were had. */
  readonly draw: () => number;
  /** A float in [0, 1). */
  readonly random: () => number;
}

const CONTEXT = 2;
const EMBEDDING = 4;
const HIDDEN = 8;
const RATE = 0.02;
const SPREAD = 0.5;

/** A network of one hidden layer over embeddings of the last symbols, by plain stochastic gradient descent. */
export function train({ text, vocabulary, draw, random }: Training): Model {
  const weights = (count: number): number[] => Array.from({ length: count }, () => (random() - 0.5) * SPREAD);
  const inputs = CONTEXT * EMBEDDING;
  const embedding = weights(vocabulary * EMBEDDING);
  const first = weights(inputs * HIDDEN);
  const second = weights(HIDDEN * vocabulary);
  const bias = weights(vocabulary);
  const input = Array.from({ length: inputs }, () => 0);
  const hidden = Array.from({ length: HIDDEN }, () => 0);
  const slope = Array.from({ length: HIDDEN }, () => 0);

  const forward = (symbols: readonly number[], end: number): number[] => {
    for (let place = 0; place < CONTEXT; place += 1) {
      const symbol = symbols[end - 1 - place] ?? 0;
      for (let index = 0; index < EMBEDDING; index += 1)
        input[place * EMBEDDING + index] = embedding[symbol * EMBEDDING + index]!;
    }
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      let sum = 0;
      for (let index = 0; index < inputs; index += 1) sum += first[unit * inputs + index]! * input[index]!;
      hidden[unit] = Math.tanh(sum);
    }
    const output: number[] = [];
    let total = 0;
    for (let symbol = 0; symbol < vocabulary; symbol += 1) {
      let sum = bias[symbol]!;
      for (let unit = 0; unit < HIDDEN; unit += 1) sum += second[symbol * HIDDEN + unit]! * hidden[unit]!;
      output.push(Math.exp(sum));
      total += output[symbol]!;
    }
    return output.map((value) => value / total);
  };

  let step = 0;
  for (let position = draw(); position >= 0; position = draw()) {
    const output = forward(text, position);
    const rate = RATE;
    slope.fill(0);
    for (let symbol = 0; symbol < vocabulary; symbol += 1) {
      const error = output[symbol]! - (symbol === text[position] ? 1 : 0);
      bias[symbol]! -= rate * error;
      for (let unit = 0; unit < HIDDEN; unit += 1) {
        slope[unit]! += error * second[symbol * HIDDEN + unit]!;
        second[symbol * HIDDEN + unit]! -= rate * error * hidden[unit]!;
      }
    }
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      const error = slope[unit]! * (1 - hidden[unit]! ** 2);
      for (let index = 0; index < inputs; index += 1) {
        const place = Math.floor(index / EMBEDDING);
        const symbol = text[position - 1 - place] ?? 0;
        const at = symbol * EMBEDDING + (index % EMBEDDING);
        embedding[at]! -= rate * error * first[unit * inputs + index]!;
        first[unit * inputs + index]! -= rate * error * input[index]!;
      }
    }
    step += 1;
  }

  return (context) =>
    step === 0 ? Array.from({ length: vocabulary }, () => 1) : forward(context, context.length);
}
