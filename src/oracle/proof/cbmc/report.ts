import { z } from 'zod';
import { ASSERTION } from './harness.ts';

/** What a run of CBMC comes to. */
export type CbmcReport =
  | { readonly kind: 'proved' }
  /** Inputs as CBMC writes them, in the order of the parameters. */
  | { readonly kind: 'refuted'; readonly property: string; readonly inputs: readonly string[] }
  | { readonly kind: 'unusable'; readonly reason: string };

const STEP = z.looseObject({
  stepType: z.string().optional(),
  lhs: z.string().optional(),
  value: z.looseObject({ data: z.string().optional() }).optional(),
});

const PROPERTY = z.looseObject({
  property: z.string(),
  description: z.string(),
  status: z.string(),
  trace: z.array(STEP).optional(),
});

const MESSAGE = z.looseObject({
  messageType: z.string().optional(),
  messageText: z.string().optional(),
  result: z.array(PROPERTY).optional(),
  cProverStatus: z.string().optional(),
});

/**
 * Reads what `cbmc --json-ui --trace` prints: a list of messages, one with the `result` of each property, the last with
 * `cProverStatus` (CBMC 5 and 6). Anything unexpected is unusable, never a proof.
 *
 * @param count of the parameters
 */
export function readCbmcReport(output: string, count: number): CbmcReport {
  const unusable = (reason: string): CbmcReport => ({ kind: 'unusable', reason: `CBMC: ${reason}` });
  const messages = parse(output);
  if (messages === null) return unusable('its output is no list of messages');
  const error = messages.find(({ messageType }) => messageType === 'ERROR');
  if (error !== undefined) return unusable((error.messageText ?? 'an error without a text').slice(0, 200));
  // Without its body a function may do anything, and CBMC takes it for one that only returns something.
  const bodiless = messages.find(({ messageText }) => messageText?.includes('no body for') === true);
  if (bodiless !== undefined) return unusable(bodiless.messageText!.slice(0, 200));
  const properties = messages.flatMap(({ result }) => result ?? []);
  const status = messages.findLast(({ cProverStatus }) => cProverStatus !== undefined)?.cProverStatus;
  const asked = properties.filter(({ description }) => description === ASSERTION);
  if (asked.length !== 1) return unusable('it does not say what became of the assertion');
  const failed = properties.filter((property) => property.status !== 'SUCCESS');
  if (status === 'success' && failed.length === 0) return { kind: 'proved' };
  if (status !== 'failure' || failed.length === 0)
    return unusable(`it ended with the status ${String(status)}`);

  const shown = failed.find((property) => property === asked[0]) ?? failed[0]!;
  if (shown.status !== 'FAILURE') return unusable(`the property ${shown.property} is ${shown.status}`);
  const inputs = Array.from({ length: count }, (_input, index) => {
    const steps = (shown.trace ?? []).filter(
      ({ stepType, lhs }) => stepType === 'assignment' && lhs === `fulcrum_input${index}`,
    );
    return steps.at(-1)?.value?.data;
  });
  if (!inputs.every((input) => input !== undefined)) return unusable('its trace lacks an input');
  return { kind: 'refuted', property: `${shown.property}: ${shown.description}`, inputs };
}

function parse(output: string): readonly z.infer<typeof MESSAGE>[] | null {
  try {
    const read = z.array(MESSAGE).safeParse(JSON.parse(output));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
