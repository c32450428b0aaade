import { styleText } from 'node:util';
import { isFulcrumError } from '../../kernel/errors.ts';
import type { Json } from '../../kernel/json.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import { environmentSecrets } from '../environment-secrets.ts';
import type { Paint } from './display/paint.ts';
import { createPaint, wantsColor } from './display/paint.ts';
import { sanitise } from './display/sanitise.ts';

/** Where a command speaks: people read text, programs one JSON value a line. Never both on one stream. */
export interface Output {
  readonly json: boolean;
  readonly color: boolean;
  readonly paint: Paint;
  /** Columns that lines should fit. */
  readonly width: number;
  /** For programs: one line of standard output with --json, nothing otherwise. */
  readonly data: (value: Json) => void;
  /** For people: a line of standard output, nothing with --json. */
  readonly text: (line: string) => void;
  /** For people, beside the result: a line of standard error. */
  readonly notice: (line: string) => void;
  /** The whole answer in both forms. */
  readonly both: (value: Json, text: () => string) => void;
}

/** Where the words of a command go: the streams of a process, or something that collects them. */
export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

interface Stream {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function createOutput(json: boolean, { stdout, stderr }: Streams = process): Output {
  const color = wantsColor(stdout, process.env);
  const data = (value: Json): void => void stdout.write(`${JSON.stringify(value)}\n`);
  const text = (line: string): void => void stdout.write(`${line}\n`);
  return {
    json,
    color,
    paint: createPaint(color),
    width: stdout.columns ?? 120,
    data: (value) => json && data(value),
    text: (line) => !json && text(line),
    notice: (line) => void stderr.write(`${line}\n`),
    both: (value, render) => (json ? data(value) : text(render())),
  };
}

/** Says what went wrong, where and how to mend it; the stack only for faults of Fulcrum itself. */
export function reportError(output: Output, error: unknown): void {
  const known = environmentSecrets(process.env);
  const clean = (text: string): string => redactSecrets(text, known).text;
  if (!isFulcrumError(error)) {
    const stack = clean(error instanceof Error ? (error.stack ?? error.message) : String(error));
    output.data({ type: 'error', code: 'FULCRUM_E_INTERNAL', what: stack });
    output.notice(
      `${mark(output)} FULCRUM_E_INTERNAL: this is a fault of Fulcrum itself\n${sanitise(stack, 4000)}`,
    );
    return;
  }
  const { code, domain, mend } = error.facts;
  const [what, where] = [clean(error.facts.what), clean(error.facts.where)];
  output.data({ type: 'error', code, domain, what, where, mend });
  output.notice(
    `${mark(output)} ${sanitise(what, 2000)}\n  where  ${sanitise(where, 500)}\n  mend   ${sanitise(mend, 500)}\n  code   ${code}`,
  );
}

function mark({ color }: Output): string {
  return color ? styleText(['red', 'bold'], 'error') : 'error';
}
