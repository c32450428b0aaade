import type { Output } from './output.ts';

/** One question asked of a run, and its answer. */
export interface Finding {
  readonly name: string;
  /** Null when it could not be asked. */
  readonly ok: boolean | null;
  readonly detail: string;
  /** Stable, where it speaks against the run and programs may want to tell why. */
  readonly code?: string;
}

/** Says a finding; false when it speaks against the run. */
export function reportFinding(finding: Finding, output: Output): boolean {
  output.both(
    { type: 'verification', ...finding },
    () => `${markOf(finding)}  ${finding.name}: ${finding.detail}`,
  );
  return finding.ok !== false;
}

function markOf({ ok }: Finding): string {
  if (ok === null) return '-     ';
  return ok ? 'ok    ' : 'FAILED';
}
