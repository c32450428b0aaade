/**
 * Shows what would act instead of being read: control characters, escape sequences, bidirectional and zero-width
 * characters (the "Trojan Source" attack, Boucher & Anderson 2021), private and unassigned ones and lone surrogates, as
 * `\u{1b}`. Line breaks and tabs stay.
 */
export function visibleText(text: string): string {
  return text.replace(
    /(?![\n\t])(?:[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5)/gu,
    (character) => {
      return `\\u{${character.codePointAt(0)!.toString(16)}}`;
    },
  );
}

/**
 * The visible form of a text, or its beginning with a mark and how much was left out; counted after making it visible, so
 * that hostile characters do not multiply its length. Never splits a surrogate pair.
 */
export function capped(text: string, limit: number): string {
  const beginning = visibleText(text.slice(0, limit));
  if (text.length <= limit && beginning.length <= limit) return beginning;
  const end = /[\ud800-\udbff]/.test(beginning[limit - 1] ?? '') ? limit - 1 : limit;
  return `${beginning.slice(0, end)}… (cut from ${text.length} characters)`;
}

/** Caps several texts by what they may have together. */
export function createAllowance(total: number): (text: string) => string {
  let left = total;
  return (text) => {
    if (text === '') return '';
    const shown = left > 0 ? capped(text, left) : '…';
    left -= shown.length;
    return shown;
  };
}
