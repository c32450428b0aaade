import type { JSX } from 'preact';

/** One of a list, in a small field. */
export function Select(props: {
  readonly label: string;
  readonly choices: readonly { readonly name: string; readonly title: string }[];
  readonly chosen: string;
  readonly choose: (name: string) => void;
}): JSX.Element {
  return (
    <span class="pick">
      <select
        class="field field-small"
        aria-label={props.label}
        value={props.chosen}
        onChange={(event) => props.choose(event.currentTarget.value)}
      >
        {props.choices.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </span>
  );
}
