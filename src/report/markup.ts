import { visibleText } from './text.ts';

/** Text that is HTML already. Only {@link html} and {@link joined} make it. */
export interface Markup {
  readonly markup: string;
}

export type Content = string | number | Markup | readonly Markup[] | null;

/**
 * HTML with every interpolated text escaped, so that whatever a candidate wrote is shown and never interpreted. The
 * indentation of the template itself is dropped.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const fixed = strings.map((text) => text.replace(/\n\s+/g, '\n'));
  let markup = fixed[0]!;
  for (const [index, value] of values.entries()) markup += render(value) + fixed[index + 1]!;
  return { markup };
}

export function joined(parts: readonly Markup[], separator = ''): Markup {
  return { markup: parts.map((part) => part.markup).join(separator) };
}

function render(value: Content): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escape(value);
  return 'markup' in value ? value.markup : joined(value).markup;
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
