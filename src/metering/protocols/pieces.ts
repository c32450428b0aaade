/** Characters in one piece of a scripted stream: about what providers send at once. */
const PIECE = 16;

/** The text cut as a stream brings it, never inside a character. */
export function inPieces(text: string): readonly string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / PIECE) }, (_, index) =>
    characters.slice(index * PIECE, (index + 1) * PIECE).join(''),
  );
}
