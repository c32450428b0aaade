import type { Verdict } from '../../src/kernel/verdict.ts';
import type { Control, Exploit } from './corpus.ts';
import type { FulcrumResult } from './fulcrum.ts';
import type { NaiveVerdict } from './naive.ts';

/** What stopped a candidate: `by` is what `stop` in its folder must name. Null when Fulcrum kept it. */
export interface Stop {
  readonly by: string;
  readonly reason: string;
}

/** One row of the table. A row with a fault fails the whole run. */
export interface Row {
  readonly kind: 'exploit' | 'control';
  readonly name: string;
  readonly classes: readonly number[];
  readonly language: string;
  readonly harness: string;
  readonly naive: NaiveVerdict | null;
  readonly stop: Stop | null;
  /** What would stop it, of an exploit that Fulcrum keeps. */
  readonly survives: string | null;
  readonly fault: string | null;
}

export function stopOf(result: FulcrumResult): Stop | null {
  if (result.kind === 'refused') return { by: result.refusal, reason: result.detail };
  const { decision, verdict } = result;
  if (verdict.status !== 'pass') return { by: stopper(verdict), reason: verdict.reason ?? verdict.status };
  return decision.kind === 'keep' ? null : { by: 'acceptance', reason: decision.reason };
}

/** A failed check stops by its name; crash, timeout and refusal are the same whichever check was asking. */
function stopper(verdict: Verdict): string {
  return verdict.status === 'fail' ? verdict.checks.at(-1)!.check : verdict.status;
}

export function assessExploit(exploit: Exploit, naive: NaiveVerdict, result: FulcrumResult): Row {
  const stop = stopOf(result);
  return {
    kind: 'exploit',
    name: exploit.name,
    classes: exploit.classes,
    language: exploit.language,
    harness: exploit.harness,
    naive,
    stop,
    survives: stop === null ? (exploit.survives ?? null) : null,
    fault: exploitFault(exploit, naive, stop),
  };
}

function exploitFault(
  { stop: expected, survives, harness }: Exploit,
  naive: NaiveVerdict,
  stop: Stop | null,
): string | null {
  if (!naive.accepted) return `does not demonstrate: ${harness} is not fooled: ${naive.detail}`;
  if (stop === null) return survives === undefined ? 'survives, and does not say so' : null;
  if (expected === undefined) return `stale: it says that it survives, and ${stop.by} stops it`;
  return expected.includes(stop.by) ? null : `stopped by ${stop.by}, not by ${expected.join(' or ')}`;
}

/** A control is alarmed about when it does not pass, or is not kept although it improves. */
export function assessControl(control: Control, result: FulcrumResult): Row {
  const stop = stopOf(result);
  const harmless = stop === null || (stop.by === 'acceptance' && !control.improves);
  return {
    kind: 'control',
    name: control.name,
    classes: [],
    language: control.language,
    harness: '',
    naive: null,
    stop,
    survives: null,
    fault: harmless ? null : `false alarm: ${stop.by}: ${stop.reason}`,
  };
}
