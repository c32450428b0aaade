import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import type { Backend, BackendReply, ModelCall } from '../backend.ts';
import { BackendFailure } from '../backend.ts';
import { parseJson } from '../plain-fields.ts';
import type { BrokenReply, RecordedReply, RecordingLine } from './recording-line.ts';
import { BODIES_FOLDER, LINES_FILE, recordingLine } from './recording-line.ts';
import { replayKey } from './replay-key.ts';

/**
 * Answers as a recording did: the n-th time a request comes it gets the n-th reply that it got, byte for byte, errors
 * and cut replies too. A request that was never made is not answered.
 *
 * @throws FulcrumError `FULCRUM_E_RECORDING_MISSING` or `FULCRUM_E_RECORDING_INVALID` with file and line
 */
export function recordedBackend(directory: string): Backend {
  const waiting = new Map<string, { readonly reply: RecordedReply; readonly attempts: number }[]>();
  for (const { replay, attempts } of readLines(directory)) {
    if (replay === null) continue;
    const list = waiting.get(replay.key) ?? [];
    list.push({ reply: replay.reply, attempts });
    waiting.set(replay.key, list);
  }
  return {
    name: 'recording',
    kind: 'recorded',
    secrets: [],
    send: async (call) => {
      const next = waiting.get(replayKey(call.protocol.name, call.body))?.shift();
      if (next === undefined) throw missing(call, 'it was not made then, or not as often');
      const { reply, attempts } = next;
      switch (reply.kind) {
        case 'failure':
          throw new BackendFailure({
            kind: reply.failure,
            code: reply.code as `FULCRUM_E_${string}`,
            message: reply.message,
            reached: reply.reached,
            attempts,
          });
        case 'withheld':
          throw missing(call, reply.reason);
        case 'body':
          return bodyReply(directory, reply, attempts);
      }
    },
    close: () => {},
  };
}

function bodyReply(
  directory: string,
  { status, headers, body, broken }: Extract<RecordedReply, { kind: 'body' }>,
  attempts: number,
): BackendReply {
  const bytes = readFileSync(join(directory, BODIES_FOLDER, body));
  return { status, headers, body: recordedBytes(bytes, broken, attempts), attempts };
}

async function* recordedBytes(
  bytes: Uint8Array,
  broken: BrokenReply,
  attempts: number,
): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
  if (broken === null) return;
  const { failure, message } = broken;
  const code = broken.code as `FULCRUM_E_${string}`;
  throw new BackendFailure({ kind: failure, code, message, reached: true, attempts });
}

function missing({ request }: ModelCall, reason: string): BackendFailure {
  return new BackendFailure({
    kind: 'unmatched',
    code: 'FULCRUM_E_REPLAY_MISS',
    message: `the recording has no reply for this call to ${JSON.stringify(request.model)}: ${reason}`,
    reached: false,
    attempts: 1,
  });
}

function readLines(directory: string): readonly RecordingLine[] {
  const file = join(directory, LINES_FILE);
  if (!existsSync(file)) {
    throw fault(
      'FULCRUM_E_RECORDING_MISSING',
      'There is no recording',
      directory,
      'Name a folder that a meter has recorded into.',
    );
  }
  const lines = readFileSync(file, 'utf8').split('\n');
  // What follows the last line end is nothing, or what a killed process left.
  return lines.slice(0, -1).map((line, index) => {
    const parsed = recordingLine.safeParse(parseJson(line));
    if (parsed.success) return parsed.data;
    throw fault(
      'FULCRUM_E_RECORDING_INVALID',
      'This line is no call',
      `${file}:${index + 1}`,
      'Record again.',
    );
  });
}

function fault(code: `FULCRUM_E_${string}`, what: string, where: string, mend: string): FulcrumError {
  return new FulcrumError({ code, domain: 'usage', what, where, mend });
}
