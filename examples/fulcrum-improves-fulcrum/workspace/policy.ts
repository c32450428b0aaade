/** How often each operator is drawn where nothing is known yet; only their ratios count. */
export const WEIGHTS: { readonly [operator: string]: number } = {
  'constant-jitter': 1.5,
  'constant-fine-jitter': 1.5,
  'constant-linked': 0.5,
  'operator-flip': 1,
  negate: 0.5,
  'expression-replace': 2,
  'expression-wrap': 1.5,
  'expression-shrink': 1.5,
  'clause-add': 0.5,
  'clause-drop': 0.5,
  'guard-add': 0.7,
  'guard-drop': 0.5,
  'statement-delete': 0.7,
  'statement-swap': 0.5,
  'statement-copy': 0.5,
  'statement-replace': 0.5,
  'element-delete': 1,
  'element-swap': 1,
  'element-insert': 1,
  'element-change': 4,
};

/**
 * How much more or less often an operator is drawn than by its own weight. At first the rule of Fulcrum's own bandit: the
 * estimated share of proposals that were kept, against that of an operator never tried.
 *
 * @param kept proposals of the operator that were kept, faded
 * @param tried its proposals, faded alike
 */
export function preference(kept: number, tried: number): number {
  return Math.min(8, Math.max(0.25, (50 * (kept + 1)) / (tried + 50)));
}

/** What is left of earlier counts when an operator is tried once more. */
export function fading(): number {
  return 0.98;
}

/**
 * Probability that a mutation is followed by another one.
 *
 * @param _stale proposals since one was kept
 * @param _spent share of the search that is over
 */
export function furtherMutation(_stale: number, _spent: number): number {
  return 0.25;
}
