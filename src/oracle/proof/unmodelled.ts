/** Thrown by a front end at the first construct that is not in the subset. */
export class Unmodelled extends Error {
  constructor(what: string, text: string, offset: number) {
    const line = text.slice(0, offset).split('\n').length;
    super(`line ${line}: ${what}`);
  }
}
