import type { JSX } from 'preact';

/** One of a few, chosen by click or arrow keys. Short labels: they stand side by side. */
export function Tabs<Name extends string>(props: {
  readonly label: string;
  readonly choices: readonly { readonly name: Name; readonly title: string }[];
  readonly chosen: Name;
  readonly choose: (name: Name) => void;
}): JSX.Element {
  const place = props.choices.findIndex(({ name }) => name === props.chosen);
  const step = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = props.choices[place + by];
    if (by === 0 || next === undefined) return;
    event.preventDefault();
    const list = event.currentTarget as HTMLElement;
    list.querySelectorAll<HTMLButtonElement>('button')[place + by]?.focus();
    props.choose(next.name);
  };
  return (
    <div class="tabs" role="radiogroup" aria-label={props.label} onKeyDown={step}>
      {props.choices.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={name === props.chosen}
          tabIndex={name === props.chosen ? 0 : -1}
          onClick={() => props.choose(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
