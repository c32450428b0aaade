import type { CheckContext, Json, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { Family } from '../shared/wrong-share.ts';
import { wrongShare } from '../shared/wrong-share.ts';

type Random = CheckContext['random'];

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');

/** The repository's one function by a reference of the oracle's own; its tests are never run. */
export function suiteOracle(): Oracle {
  return defineOracle({
    checks: [
      {
        name: 'makes slugs of fresh titles',
        slice: 'titles',
        visibility: 'visible',
        run: wrongShare({
          families: [family('words', [' ']), family('punctuation', [' ', ' - ', ', ', '_'])],
          questions: 12,
          unsound: noSlug,
        }),
      },
      {
        name: 'makes slugs of other titles',
        slice: 'others',
        visibility: 'held-out',
        run: wrongShare({
          families: [family('symbols', ['.', '/', ' ', '!? ', '(', ')'])],
          questions: 20,
          unsound: noSlug,
        }),
      },
    ],
  });
}

function family(name: string, separators: readonly string[]): Family {
  return {
    name,
    draw: (random) => {
      const words = Array.from({ length: 1 + random.below(5) }, () => word(random));
      const title = words.join(random.pick(separators)) + (random.chance(0.2) ? random.pick(separators) : '');
      return { args: [title], expected: slug(title) };
    },
  };
}

function word(random: Random): string {
  return Array.from({ length: 1 + random.below(8) }, () => random.pick(LETTERS)).join('');
}

function slug(title: string): string {
  return (title.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');
}

function noSlug(given: Json): string | null {
  return typeof given === 'string' && /^[a-z0-9-]*$/.test(given) ? null : 'the answer is no slug';
}
