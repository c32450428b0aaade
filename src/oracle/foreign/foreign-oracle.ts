import type { CheckContext, CheckDefinition, CheckOutcome, Oracle } from '../define.ts';
import { defineOracle } from '../define.ts';
import { oracleFault } from '../fault.ts';
import type { Plain } from '../subject/plain-data.ts';
import type { Message, OracleProgram } from './program.ts';
import { startProgram } from './program.ts';

/** The version of the conversation described in docs/guides/oracle-protocol.md. */
const PROTOCOL = 1;
const SEED_WORDS = 8;

export interface ForeignOracle {
  readonly oracle: Oracle;
  /** Returns when its program is gone. */
  readonly close: () => Promise<void>;
}

/**
 * An oracle written in any language. Its program says which checks it has; running one of them is a conversation with
 * it, one at a time.
 *
 * @param onEnd told when the program has ended, after which nothing can be asked of it
 * @throws FulcrumError `FULCRUM_E_ORACLE_INVALID` when its first message is no hello, `_EXITED` when it does not start
 */
export async function startForeignOracle(
  command: readonly string[],
  onEnd: (error: unknown) => void,
): Promise<ForeignOracle> {
  const program = startProgram(command);
  let closing = false;
  program.ended.catch((error: unknown) => {
    if (!closing) onEnd(error);
  });
  const hello = await program.receive();
  if (hello.type !== 'hello' || hello['protocol'] !== PROTOCOL || !Array.isArray(hello['checks']))
    throw unexpected(program, hello, `a hello of protocol ${PROTOCOL} with a list of checks`);
  let tail: Promise<unknown> = Promise.resolve();
  let count = 0;

  const runnable = (facts: Plain): CheckDefinition => {
    const { name, slice, visibility, grade } = facts as unknown as CheckDefinition;
    return {
      ...{ name, slice, visibility, ...(grade === undefined ? {} : { grade }) },
      run: (context) => {
        count += 1;
        const id = count;
        // A check whose candidate ended is over for the judge before the program has noticed.
        const turn = tail.then(() => converse(program, id, name, context));
        tail = turn.catch(() => undefined);
        return turn;
      },
    };
  };
  return {
    oracle: defineOracle({ checks: hello['checks'].map(runnable) }),
    close: () => {
      closing = true;
      return program.close();
    },
  };
}

async function converse(
  program: OracleProgram,
  id: number,
  check: string,
  context: CheckContext,
): Promise<CheckOutcome> {
  let ended: unknown = null;
  program.send({ type: 'judge', id, check, inputs: context.inputs, seed: seedOf(context) });
  for (;;) {
    const message = await program.receive();
    if (message['id'] !== id) throw unexpected(program, message, `a message about judgement ${id}`);
    if (message.type === 'outcome' || message.type === 'abandoned') {
      if (ended !== null) throw ended;
      if (message.type === 'outcome') return outcomeIn(message);
      throw unexpected(program, message, 'an outcome, for the candidate has not ended');
    }
    if (message.type === 'fault') throw new Error(textIn(program, message, 'message'));
    try {
      program.send({ id, ...(await answerTo(program, message, context)) });
    } catch (error) {
      if (!context.signal.aborted) throw error;
      ended ??= error;
      program.send({ type: 'ended', id });
    }
  }
}

async function answerTo(program: OracleProgram, message: Message, context: CheckContext): Promise<Message> {
  switch (message.type) {
    case 'ask': {
      const args = message['arguments'];
      if (!Array.isArray(args)) throw unexpected(program, message, 'a list of `arguments`');
      const answer = await context.subject.ask(...(args as readonly Plain[]));
      return answer.kind === 'value'
        ? { type: 'answer', kind: 'value', value: answer.value }
        : { type: 'answer', kind: 'threw', message: answer.message };
    }
    case 'artifact': {
      const { exitCode, files } = context.artifact;
      return { type: 'artifact', exitCode, files: files.map(({ path, size }) => ({ path, size })) };
    }
    case 'read': {
      const bytes = context.artifact.bytes(textIn(program, message, 'path'));
      return { type: 'content', base64: bytes === null ? null : Buffer.from(bytes).toString('base64') };
    }
    case 'claimed':
      return { type: 'claim', value: context.artifact.claimed(textIn(program, message, 'metric')) };
    default:
      throw unexpected(program, message, 'ask, artifact, read, claimed, outcome, abandoned or fault');
  }
}

/** The cascade looks at what it is, as at the outcome of any other check. */
function outcomeIn({ status, reason, metrics, evidence, items }: Message): CheckOutcome {
  return { status, reason, metrics, evidence, items } as unknown as CheckOutcome;
}

/** 256 bits, the same for every candidate. */
function seedOf({ random }: CheckContext): string {
  const words = Array.from({ length: SEED_WORDS }, () => random.below(2 ** 32));
  return words.map((word) => word.toString(16).padStart(8, '0')).join('');
}

function textIn(program: OracleProgram, message: Message, field: string): string {
  const value = message[field];
  if (typeof value !== 'string') throw unexpected(program, message, `a text as \`${field}\``);
  return value;
}

function unexpected(program: OracleProgram, message: Message, wanted: string): Error {
  const given = JSON.stringify(message).slice(0, 200);
  return oracleFault('INVALID', `The oracle's program sent ${given} instead of ${wanted}`, program.name);
}
