/** Of the summary of a proposal, in characters. */
export const LONGEST_SUMMARY = 160;

/** What stands in the first line `SUMMARY: …`, plain or in Markdown; null without one. Anything at all may stand there. */
export function statedSummary(text: string): string | null {
  return /^\W{0,4}SUMMARY\W{0,4}:\W{0,4}(\S.*)$/im.exec(text)?.[1] ?? null;
}
