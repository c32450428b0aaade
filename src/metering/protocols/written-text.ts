/** Puts together what a stream brings in pieces, each part of the reply for itself: parts may come side by side. */
export interface WrittenText {
  readonly add: (part: string, piece: string) => void;
  readonly whole: () => string;
}

export function createWrittenText(): WrittenText {
  const parts = new Map<string, string[]>();
  return {
    add: (part, piece) => {
      const pieces = parts.get(part);
      if (pieces === undefined) parts.set(part, [piece]);
      else pieces.push(piece);
    },
    whole: () => Array.from(parts.values(), (pieces) => pieces.join('')).join('\n'),
  };
}
