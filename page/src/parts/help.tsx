import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { boundKeys } from '../data/keys.ts';

/** What parts of the page answer to by themselves, once they have the focus. */
const FIXED = [
  { key: '← →', does: 'Along a focused chart, or between choices' },
  { key: 'Esc', does: 'Whole chart again' },
];

/** All keys that do something on the view that is shown. */
export function Help({ close }: { readonly close: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const keys = boundKeys();
  const going = keys.filter(({ key }) => key.startsWith('g '));
  const others = keys.filter(({ key }) => !key.startsWith('g '));
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-label="Keyboard"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="help-body">
        <header>
          <h2>Keyboard</h2>
          <button type="button" class="button button-small" onClick={() => dialog.current?.close()}>
            Close <kbd>Esc</kbd>
          </button>
        </header>
        <div class="help-columns">
          <KeyList title="Go to" keys={going} />
          <KeyList title="Here" keys={[...others, ...FIXED]} />
        </div>
      </div>
    </dialog>
  );
}

function KeyList(props: {
  readonly title: string;
  readonly keys: readonly { readonly key: string; readonly does: string }[];
}): JSX.Element {
  return (
    <section>
      <h3>{props.title}</h3>
      <dl>
        {props.keys.map(({ key, does }) => (
          <div key={key}>
            <dt>{does}</dt>
            <dd>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
