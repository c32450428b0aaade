import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

/** What a field is beside its text. */
interface Look {
  readonly class: string;
  readonly inputMode?: 'decimal' | 'numeric';
  readonly placeholder?: string;
  readonly 'aria-label'?: string;
}

/**
 * A field for a value that is also changed from elsewhere. What somebody types stands, however often the page is drawn
 * anew, until they leave the field or press Enter.
 */
export function TypedField(props: {
  readonly look: Look;
  readonly value: string;
  /** Told at every key. */
  readonly typed?: (text: string) => void;
  /** Told on Enter and on leaving the field, where the text is another. */
  readonly done?: (text: string) => void;
  /** Whether a text still stands for the value; every one does where this is left out. */
  readonly standsForValue?: (text: string) => boolean;
}): JSX.Element {
  const { look, value, typed, done, standsForValue } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const isStanding = draft !== null && (standsForValue === undefined || standsForValue(draft));
  return (
    <input
      {...look}
      type="text"
      value={isStanding ? draft : value}
      onInput={({ currentTarget }) => {
        setDraft(currentTarget.value);
        typed?.(currentTarget.value);
      }}
      onChange={({ currentTarget }) => {
        done?.(currentTarget.value);
        setDraft(null);
      }}
      onBlur={() => setDraft(null)}
    />
  );
}
