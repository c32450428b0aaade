const DECIMALS = /\.(\d+)(?=\D*$)/;

/** Labels of an axis without the zeros at the end of their decimals that all of them have. */
export function tickLabels(labels: readonly string[]): string[] {
  const zeros = labels.map((label) => /0*$/.exec(DECIMALS.exec(label)?.[1] ?? '')![0].length);
  const spare = Math.min(...zeros);
  if (labels.length === 0 || spare === 0) return [...labels];
  return labels.map((label) =>
    label.replace(DECIMALS, (_, digits: string) =>
      digits.length === spare ? '' : `.${digits.slice(0, -spare)}`,
    ),
  );
}
