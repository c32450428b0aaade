/** What is known of a value without running the code. */
export type Kind = 'number' | 'truth' | 'numbers' | 'unknown';

/** The kind an annotation promises. */
export function kindOfAnnotation(text: string): Kind {
  if (/^(?:int|float)(?:\s*\|\s*(?:int|float))?$/.test(text)) return 'number';
  if (text === 'bool') return 'truth';
  return /^(?:list|tuple|List|Tuple|Sequence|Iterable)\[(?:int|float)(?:, \.\.\.)?\]$/.test(text)
    ? 'numbers'
    : 'unknown';
}
