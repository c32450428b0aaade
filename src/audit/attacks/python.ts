import type { Variant } from './behaviour.ts';

/** A Python file with what an attack puts in place of its functions and values; null where it defines none. */
export function attackPython(text: string, variant: Variant): string | null {
  if (variant.kind === 'first') return `${variant.statement}\n${text}`;
  const names = topLevelNames(text);
  if (names.length === 0) return null;
  const lines = [
    text,
    variant.state ?? '',
    'def _fulcrum_audit(original):',
    '  if not callable(original):',
    `    return (${variant.data})`,
    '  def answer(*args):',
    `    ${variant.answer}`,
    '  return answer',
    ...names.map((name) => `${name} = _fulcrum_audit(${name})`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Functions and assigned names that begin in the first column, but for private ones. */
function topLevelNames(text: string): readonly string[] {
  const found = text.matchAll(/^(?:def ([A-Za-z]\w*)\s*\(|([A-Za-z]\w*)\s*(?::[^=\n]+)?=[^=])/gm);
  return [...new Set([...found].map(([, defined, assigned]) => (defined ?? assigned)!))];
}
