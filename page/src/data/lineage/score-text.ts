/** A score as somebody types it: null where nothing is asked for, undefined where it is none, or none yet, as `1.`. */
export function scoreOfText(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) && !/[.-]$/.test(plain) ? value : undefined;
}
