import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerSentEvent } from './server-sent-events.ts';
import { createEventReader, writeEvent } from './server-sent-events.ts';

/** Text cut anywhere, inside characters too. */
function readCut(bytes: Uint8Array, cuts: readonly number[], maximum = 1e6): readonly ServerSentEvent[] {
  const reader = createEventReader(maximum);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return places.slice(1).flatMap((end, index) => reader.push(bytes.subarray(places[index], end)));
}

const event = fc.record({
  event: fc.stringMatching(/^[a-z._]{0,12}$/),
  data: fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', '')),
});

describe('reading a stream of events', () => {
  it('gives back what was written, wherever the bytes are cut and whichever line ends are used', () => {
    const cuts = fc.array(fc.nat(), { maxLength: 20 });
    const ends = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), cuts, ends, (events, at, end) => {
        const text = events.map(writeEvent).join('').replaceAll('\n', end);
        // A lone CR at the very end may be half of a line end; the next byte tells.
        const bytes = Buffer.from(`${text}:\n`);
        expect(readCut(bytes, at)).toEqual(events);
      }),
      { numRuns: 300 },
    );
  });

  it('reads the same from any bytes, cut or whole', () => {
    const cuts = fc.array(fc.nat(), { maxLength: 20 });
    const alphabet = fc.constantFrom(...'data: event:x\r\n\n\n'.split(''), 'é', '😀', '\u0000');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 60 }), cuts, (characters, at) => {
        const bytes = Buffer.from(characters.join(''));
        expect(readCut(bytes, at)).toEqual(readCut(bytes, []));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a comment', ': ping\n\ndata: x\n\n', ['x']],
    ['fields without a colon or of other names', 'data\nid: 4\nretry: 5\n\ndata:y\n\n', ['', 'y']],
    ['several lines of data', 'data: a\ndata: b\n\n', ['a\nb']],
    ['an event without an end', 'data: a\n\ndata: half', ['a']],
  ])('knows %s', (_, text, expected) => {
    expect(readCut(Buffer.from(text), []).map(({ data }) => data)).toEqual(expected);
  });

  it('knows whether the stream ended inside an event', () => {
    for (const [text, complete] of [
      ['', true],
      ['data: a\n\n', true],
      ['data: a\n', false],
      ['data: a\n\nda', false],
    ] as const) {
      const reader = createEventReader(100);
      reader.push(Buffer.from(text));
      expect([text, reader.isComplete()]).toEqual([text, complete]);
    }
  });

  it('does not let one event fill the memory', () => {
    const line = Buffer.from('data: 0123456789\n');
    const reader = createEventReader(100);
    expect(() => Array.from({ length: 50 }, () => reader.push(line))).toThrow(RangeError);
    expect(() => createEventReader(100).push(Buffer.from('x'.repeat(101)))).toThrow(RangeError);
  });
});
