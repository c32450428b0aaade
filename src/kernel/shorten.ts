/** A text that is too long ends in an ellipsis instead; whole characters, `maximum` UTF-16 units at most. */
export function shorten(text: string, maximum: number): string {
  return text.length <= maximum ? text : `${text.slice(0, maximum - 1).toWellFormed()}…`;
}
