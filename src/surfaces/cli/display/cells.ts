/** Two cells wide in every terminal: East Asian scripts, full-width forms and emoji (Unicode UAX #11, UTS #51). */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/gu;

/** Cells a printable text takes in a terminal; it must hold no control, combining or zero-width characters. */
export function cellsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
