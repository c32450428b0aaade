import type { JSX } from 'preact';

import type { Json } from '../../../src/kernel/json.ts';

const FIELDS = 40;
const CHARACTERS = 6000;
const DEPTH = 4;

/** What a check shows for its result, as a counterexample: names and values, whatever they are, as text. */
export function Evidence({ value }: { readonly value: Json }): JSX.Element | null {
  if (value === null) return null;
  return (
    <div class="evidence">
      <Value value={value} depth={0} />
    </div>
  );
}

function Value({ value, depth }: { readonly value: Json; readonly depth: number }): JSX.Element {
  if (typeof value !== 'object' || value === null || depth >= DEPTH || isShort(value))
    return <pre class="evidence-text">{shown(value)}</pre>;
  const fields: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item as Json])
    : Object.entries(value as { readonly [name: string]: Json });
  return (
    <dl class="evidence-fields">
      {fields.slice(0, FIELDS).map(([name, inner]) => (
        <div key={name}>
          <dt>
            <bdi>{name}</bdi>
          </dt>
          <dd>
            <Value value={inner} depth={depth + 1} />
          </dd>
        </div>
      ))}
      {fields.length > FIELDS ? <p class="muted">{fields.length - FIELDS} more</p> : null}
    </dl>
  );
}

/** Lists and objects of one line stay on it, but for objects at the top. */
function isShort(value: object): boolean {
  return Array.isArray(value) && JSON.stringify(value).length <= 120;
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  return text.length <= CHARACTERS
    ? text
    : `${text.slice(0, CHARACTERS)}… (cut from ${text.length} characters)`;
}
