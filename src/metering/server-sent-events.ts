/** One event of a `text/event-stream` (WHATWG HTML, section 9.2). */
export interface ServerSentEvent {
  /** Empty when the stream names none. */
  readonly event: string;
  readonly data: string;
}

export interface EventReader {
  /** The events that these bytes complete, wherever the network has cut them. */
  readonly push: (bytes: Uint8Array) => readonly ServerSentEvent[];
  /** True when nothing of an event is left over: the stream did not end in the middle of one. */
  readonly isComplete: () => boolean;
}

/**
 * Reads events from bytes cut anywhere, also inside a character or between CR and LF. Fields other than `event` and
 * `data` are passed over. An event without its closing blank line is never given out.
 *
 * @throws RangeError when one event is longer than `maximumLength` UTF-16 units: a stream may not fill the memory.
 */
export function createEventReader(maximumLength: number): EventReader {
  const decoder = new TextDecoder();
  let rest = '';
  let event = '';
  let data: string[] = [];
  let held = 0;

  const takeLine = (line: string, complete: ServerSentEvent[]): void => {
    if (line === '') {
      if (data.length > 0) complete.push({ event, data: data.join('\n') });
      event = '';
      data = [];
      held = 0;
      return;
    }
    held += line.length;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
  };

  return {
    push: (bytes) => {
      const complete: ServerSentEvent[] = [];
      const text = rest + decoder.decode(bytes, { stream: true });
      let start = 0;
      const ends = /\r\n|\n|\r(?!$)/g;
      for (let match = ends.exec(text); match !== null; match = ends.exec(text)) {
        takeLine(text.slice(start, match.index), complete);
        start = ends.lastIndex;
      }
      rest = text.slice(start);
      if (held + rest.length > maximumLength) {
        throw new RangeError(`one event of the stream is longer than ${maximumLength} characters`);
      }
      return complete;
    },
    isComplete: () => data.length === 0 && event === '' && rest.replace(/\r$/, '') === '',
  };
}

/** An event as it goes over the wire. */
export function writeEvent({ event, data }: ServerSentEvent): string {
  const lines = data.split('\n').map((line) => `data: ${line}\n`);
  return `${event === '' ? '' : `event: ${event}\n`}${lines.join('')}\n`;
}
