import type { Output } from './output.ts';

/** Says once, before anything is judged, what judging without isolation comes to. */
export function warnWithoutSandbox(
  { isolation }: { readonly isolation: 'required' | 'none' },
  output: Output,
): void {
  if (isolation !== 'none') return;
  output.notice(
    'UNSAFE: --unsafe-no-sandbox runs candidates with your own rights; every verdict is marked so.',
  );
}
