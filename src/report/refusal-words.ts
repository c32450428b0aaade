import type { RefusalKind } from '../kernel/event.ts';

/** Why a proposal never became a candidate, in words. */
export const REFUSAL_WORDS: { readonly [kind in RefusalKind]: string } = {
  'nothing-proposed': 'The proposer had nothing to suggest',
  'over-budget': 'The budget of money allowed no further call of a model',
  'no-change': 'The edit changed nothing',
  'protected-path': 'It touched a protected file',
  'invalid-edit': 'The edit could not be applied',
  'too-large': 'A file was too large',
  duplicate: 'It equals an earlier candidate',
};
