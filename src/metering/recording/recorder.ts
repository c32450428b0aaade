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
import type { CallRecord } from '../call-record.ts';
import type { ProtocolName } from '../protocol.ts';
import { PROTOCOLS } from '../protocols/index.ts';
import { redactSecrets, secretsIn } from '../../kernel/redact-secrets.ts';
import { createEventReader } from '../server-sent-events.ts';
import type { BrokenReply, RecordedReply } from './recording-line.ts';
import { BODIES_FOLDER, LINES_FILE } from './recording-line.ts';
import { replayKey } from './replay-key.ts';

export interface RecordingOptions {
  /** Made when it is missing; a recording that lies there is continued. */
  readonly directory: string;
  /** Keep requests and replies too, without secrets. Without them the recording cannot be replayed. */
  readonly bodies: boolean;
}

/** What reached a backend and what came back. */
export interface Exchange {
  readonly protocol: ProtocolName;
  readonly request: string;
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
  /** Durable as far as the system is when it returns. */
  readonly write: (record: CallRecord, exchange: Exchange | null) => void;
  readonly close: () => void;
}

/** Appends one line a call to `calls.ndjson`; bodies lie beside, by their digest. Nothing written holds a secret. */
export function openRecorder({ directory, bodies }: RecordingOptions, secrets: readonly string[]): Recorder {
  mkdirSync(join(directory, BODIES_FOLDER), { recursive: true });
  const file = openSync(join(directory, LINES_FILE), 'a+', 0o600);
  dropTornLine(file);

  const keep = (text: string): string => {
    const digest = createHash('sha256').update(text).digest('hex');
    const path = join(directory, BODIES_FOLDER, digest);
    if (!existsSync(path)) {
      writeFileSync(`${path}.part`, text, { mode: 0o600 });
      renameSync(`${path}.part`, path);
    }
    return digest;
  };

  const replayOf = ({ protocol, request, reply }: Exchange): object => ({
    key: replayKey(protocol, request),
    request: bodies ? keep(redactSecrets(request, secrets).text) : null,
    reply: reply.kind === 'body' ? recordedBody(reply, protocol) : reply,
  });

  const recordedBody = (
    reply: Extract<ReplyToRecord, { kind: 'body' }>,
    protocol: ProtocolName,
  ): RecordedReply => {
    if (!bodies) return { kind: 'withheld', reason: 'bodies are not recorded' };
    const written = reply.bytes.toString();
    if (!Buffer.from(written).equals(reply.bytes))
      return { kind: 'withheld', reason: 'the reply is no UTF-8' };
    const clean = redactSecrets(written, secrets).text;
    if (secretsIn(writtenIn(clean, protocol), secrets).length > 0) {
      return { kind: 'withheld', reason: 'a secret is spread over several events' };
    }
    const { status, headers, broken } = reply;
    return { kind: 'body', status, headers, body: keep(clean), broken };
  };

  return {
    keepsBodies: bodies,
    write: (record, exchange) => {
      const line = JSON.stringify({ ...record, replay: exchange === null ? null : replayOf(exchange) });
      writeSync(file, `${redactSecrets(line, secrets).text}\n`);
    },
    close: () => closeSync(file),
  };
}

/** What a streamed reply says when its pieces are put together: what no search through the bytes would find. */
function writtenIn(stream: string, protocol: ProtocolName): string {
  const reader = PROTOCOLS[protocol].openStream();
  for (const event of createEventReader(Infinity).push(Buffer.from(stream))) reader.take(event);
  return reader.facts().text;
}

/** A process that was killed while it wrote leaves half a line behind. */
function dropTornLine(file: number): void {
  const present = readFileSync(file);
  const end = present.lastIndexOf(0x0a) + 1;
  if (end < present.length) ftruncateSync(file, end);
}
