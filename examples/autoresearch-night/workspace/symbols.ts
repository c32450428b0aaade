/** Every byte the text is made of. */
const ALPHABET = "\n !',-.:;?abcdefghijklmnopqrstuvwxyz";

export const VOCABULARY = ALPHABET.length;

/** Text as places in the alphabet. @throws Error on a character that is not in it */
export function symbolsOf(text: string): readonly number[] {
  return Array.from(text, (character) => {
    const symbol = ALPHABET.indexOf(character);
    if (symbol === -1) throw new Error(`the alphabet has no ${JSON.stringify(character)}`);
    return symbol;
  });
}
