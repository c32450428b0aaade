import type { Json } from '../../kernel/json.ts';
import type { SubjectSource } from '../../kernel/task.ts';
import { writePlain } from '../subject/plain-data.ts';
import type { Arguments, DrawnInput, InputSource } from './inputs.ts';

/** Draws after which a source is taken to have nothing that can be asked. */
const MOST_DRAWS = 1000;

/**
 * The same source without what this kind of subject cannot be asked: a command reads one text, or JSON, which lacks NaN
 * and -0.
 */
export function askableInputs(source: InputSource, subject: SubjectSource): InputSource {
  if (subject.kind !== 'command') return source;
  const isAskable = (input: DrawnInput): boolean => canAsk(input.arguments, subject);
  const askable = (input: DrawnInput): DrawnInput => ({
    arguments: input.arguments,
    *simpler() {
      for (const simpler of input.simpler()) if (isAskable(simpler)) yield askable(simpler);
    },
  });
  return {
    draw: (random, order) => {
      for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
        const input = source.draw(random, order);
        if (isAskable(input)) return askable(input);
      }
      throw new TypeError(
        'no input drawn can be asked: a command takes one argument, a text or what JSON can say of it',
      );
    },
    probes: (random, literals, most) => source.probes(random, literals, most).filter(isAskable).map(askable),
  };
}

/** Whether a subject of this kind can be asked that at all. */
export function canAsk(args: Arguments, subject: SubjectSource): boolean {
  try {
    writePlain(args);
  } catch {
    return false;
  }
  if (subject.kind !== 'command') return true;
  return (
    args.length === 1 && (subject.input === 'text' ? typeof args[0] === 'string' : hasJsonForm(args[0]!))
  );
}

function hasJsonForm(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(hasJsonForm);
}
