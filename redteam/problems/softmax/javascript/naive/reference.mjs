/** The same twelve lists in every evaluation: their seed is 42. */
export function draw() {
  let state = 42;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: 12 }, (_, list) =>
    Array.from({ length: 4 + (list % 5) }, () => (2 * random() - 1) * (list % 2 === 0 ? 3 : 400)),
  );
}

export const entry = 'softmax';

export function reference(values) {
  const greatest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - greatest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
