/** Why an edit cannot be made as it was asked for. */
export interface EditFault {
  /** The file it was meant for; null where none is named. */
  readonly path: string | null;
  readonly what: string;
  /** What would do instead, with the lines it is about. Holds text of the candidate. */
  readonly hint: string;
}

/** Faults in one text for people, capped. */
export function faultText(faults: readonly EditFault[], characters = 1000): string {
  const text = faults.map(({ path, what }) => (path === null ? what : `${path}: ${what}`)).join('; ');
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
}
