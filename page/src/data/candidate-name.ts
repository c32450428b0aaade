/** What a candidate is called where there is little room: `baseline`, `#7`. */
export function candidateName(number: number): string {
  return number === 0 ? 'baseline' : `#${number}`;
}
