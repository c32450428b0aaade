import { visibleText } from '../../report/text.ts';

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Any text as the content of an XML 1.0 element or attribute; characters that XML has no form for are spelled out. */
export function xmlText(text: string): string {
  return visibleText(text).replaceAll(/[&<>"'\n\t]/g, (character) => ENTITIES[character]!);
}

/** An opening tag's attributes, those that are null left out. */
export function xmlAttributes(attributes: { readonly [name: string]: string | number | null }): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');
}
