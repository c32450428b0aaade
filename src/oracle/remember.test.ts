import { expect, test } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import { inputMemory, lendableRandom } from './remember.ts';
import { writePlain } from './subject/plain-data.ts';

test('a value is made once, and again after 64 others', () => {
  const { recall } = inputMemory();
  let made = 0;
  const make = (): number => (made += 1);
  recall('kept', make);
  recall('gone', make);
  for (let other = 0; other < 63; other += 1) {
    recall(`other ${other}`, () => 0);
    expect(recall('kept', make)).toBe(1);
  }
  expect(recall('gone', make)).toBe(3);
});

test('plain data comes back frozen to the bottom, instances untouched', () => {
  const { recall } = inputMemory();
  const value = recall('value', () => ({ list: [{ number: 1 }], map: new Map() }));
  expect([value, value.list, value.list[0]].every((part) => Object.isFrozen(part))).toBe(true);
  expect(Object.isFrozen(value.map)).toBe(false);
});

test('a value that holds itself is frozen too', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  expect(Object.isFrozen(inputMemory().recall('cycle', () => cycle))).toBe(true);
});

test('a promise is refused', () => {
  expect(() => inputMemory().recall('later', async () => 1)).toThrow(/not with a promise/);
});

test('recalled and other values are encoded as writePlain does, and the latter follow their changes', () => {
  const { recall, encode } = inputMemory();
  const recalled = recall('value', () => ({ list: [1, NaN, { '#': 'x' }] }));
  expect(encode(recalled)).toBe(writePlain(recalled));
  expect(encode(recalled)).toBe(writePlain(recalled));
  const changing = [1];
  expect(encode(changing)).toBe('[1]');
  changing.push(2);
  expect(encode(changing)).toBe('[1,2]');
});

test('a borrowed stream is drawn from inside, the own one goes on where it stopped', () => {
  const { random, borrow } = lendableRandom(createRandom('own'));
  const own = createRandom('own');
  const other = createRandom('other');
  expect(random.next()).toBe(own.next());
  expect(borrow(createRandom('other'), () => [random.next(), random.below(10)])).toEqual([
    other.next(),
    other.below(10),
  ]);
  expect(() =>
    borrow(createRandom('other'), () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(random.normal()).toBe(own.normal());
});
