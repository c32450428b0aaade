import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelCall } from '../backend.ts';
import type { CallRecord } from '../call-record.ts';
import type { Protocol } from '../protocol.ts';
import { redactSecrets, secretsIn } from '../../kernel/redact-secrets.ts';
import { parseJson } from '../plain-fields.ts';
import type { BrokenReply, RecordedReply } from './recording-line.ts';
import { BEGUN_FILE, enterLostCalls } from './begun-calls.ts';
import { BODIES_FOLDER, LINES_FILE, recordingLine } from './recording-line.ts';
import { replayKey } from './replay-key.ts';
import { streamedText } from './said.ts';

export interface RecordingOptions {
  /** Made when it is missing; a recording that lies there is continued. */
  readonly directory: string;
  /** Keep requests and replies too, without secrets. Without them the recording cannot be replayed. */
  readonly bodies: boolean;
}

/** What reached a backend and what came back. */
export interface Exchange {
  readonly call: Pick<ModelCall, 'protocol' | 'request' | 'body'>;
  readonly reply: ReplyToRecord;
}

export type ReplyToRecord =
  | {
      readonly kind: 'body';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Buffer;
      readonly broken: BrokenReply;
    }
  | Exclude<RecordedReply, { readonly kind: 'body' }>;

export interface Recorder {
  readonly keepsBodies: boolean;
  /** Notes a call before it is made, as it is to be recorded if this process is killed before it ends. */
  readonly begin: (ifLost: CallRecord) => void;
  /** Durable as far as the system is when it returns. */
  readonly write: (record: CallRecord, exchange: Exchange | null) => void;
  readonly close: () => void;
}

/** Appends one line a call to `calls.ndjson`; bodies lie beside, by their digest. Nothing written holds a secret. */
export function openRecorder({ directory, bodies }: RecordingOptions, secrets: readonly string[]): Recorder {
  mkdirSync(join(directory, BODIES_FOLDER), { recursive: true });
  const { file, lines } = openLines(directory);
  const part = 1 + partsIn(lines);
  const begun = openSync(join(directory, BEGUN_FILE), 'a', 0o600);

  const keep = (text: string): string => {
    const digest = createHash('sha256').update(text).digest('hex');
    const path = join(directory, BODIES_FOLDER, digest);
    if (!existsSync(path)) {
      writeFileSync(`${path}.part`, text, { mode: 0o600 });
      renameSync(`${path}.part`, path);
    }
    return digest;
  };

  const replayOf = ({ call, reply }: Exchange): object => ({
    key: replayKey(call),
    request: bodies ? keep(redactSecrets(call.body, secrets).text) : null,
    reply: reply.kind === 'body' ? recordedBody(reply, call.protocol) : reply,
  });

  const recordedBody = (
    reply: Extract<ReplyToRecord, { kind: 'body' }>,
    protocol: Protocol,
  ): RecordedReply => {
    if (!bodies) return { kind: 'withheld', reason: 'bodies are not recorded' };
    const written = reply.bytes.toString();
    if (!Buffer.from(written).equals(reply.bytes))
      return { kind: 'withheld', reason: 'the reply is no UTF-8' };
    const clean = redactSecrets(written, secrets).text;
    // A secret that was cut into pieces is found by no search through the bytes.
    if (secretsIn(streamedText(clean, protocol), secrets).length > 0) {
      return { kind: 'withheld', reason: 'a secret is spread over several events' };
    }
    const { status, headers, broken } = reply;
    return { kind: 'body', status, headers, body: keep(clean), broken };
  };

  return {
    keepsBodies: bodies,
    begin: (ifLost) => {
      const line = JSON.stringify({ ...ifLost, part, replay: null });
      writeSync(begun, `${redactSecrets(line, secrets).text}\n`);
    },
    write: (record, exchange) => {
      const line = JSON.stringify({ ...record, part, replay: exchange === null ? null : replayOf(exchange) });
      writeSync(file, `${redactSecrets(line, secrets).text}\n`);
    },
    close: () => {
      closeSync(begun);
      closeSync(file);
    },
  };
}

/** USD that the calls recorded in a folder have cost, as they were charged; those that were lost with their process too. */
export function moneyRecorded(directory: string): number {
  if (!existsSync(join(directory, LINES_FILE))) return 0;
  const { file, lines } = openLines(directory);
  closeSync(file);
  const money = z.object({ money: z.number().nullable() });
  return lines
    .split('\n')
    .slice(0, -1)
    .reduce((sum, line) => sum + (money.safeParse(parseJson(line)).data?.money ?? 0), 0);
}

/** The recording as it was left, made whole. */
function openLines(directory: string): { readonly file: number; readonly lines: string } {
  const file = openSync(join(directory, LINES_FILE), 'a+', 0o600);
  const lines = dropTornLine(file);
  return { file, lines: lines + enterLostCalls(directory, lines, file) };
}

/** What stands in whole lines. A process that was killed while it wrote leaves half a line behind. */
function dropTornLine(file: number): string {
  const present = readFileSync(file);
  const end = present.lastIndexOf(0x0a) + 1;
  if (end < present.length) ftruncateSync(file, end);
  return present.toString('utf8', 0, end);
}

/** How often a recording has been written to. */
function partsIn(lines: string): number {
  const last = lines.slice(lines.lastIndexOf('\n', lines.length - 2) + 1);
  return last === '' ? 0 : (recordingLine.safeParse(parseJson(last)).data?.part ?? 0);
}
