import MagicString from 'magic-string';

/** Replaces the text in [start, end); an empty range inserts. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made. Ranges are of the original text and must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const changed = new MagicString(text);
  for (const edit of edits) {
    if (edit.start === edit.end) changed.appendLeft(edit.start, edit.text);
    else if (edit.text === '') changed.remove(edit.start, edit.end);
    else changed.update(edit.start, edit.end, edit.text);
  }
  return changed.toString();
}
