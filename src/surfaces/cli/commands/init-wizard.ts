import { cancel, intro, outro, select, text } from '@clack/prompts';
import { FulcrumError } from '../../../kernel/errors.ts';
import type { InitOptions } from './init.ts';
import type { OracleKind } from './init-template.ts';

/** Asks what a task needs, for people at a terminal. */
export async function askInit(directory: string, examples: readonly string[]): Promise<InitOptions> {
  intro('fulcrum init');
  const kind = await answered(
    select({
      message: 'What would you like to improve?',
      options: [
        { value: 'own', label: 'a function of my own', hint: 'with an oracle of my own' },
        ...examples.map((name) => ({ value: name, label: `the example ${name}` })),
      ],
    }),
  );
  const chosen = kind === 'own' ? await askOwn(directory) : { directory, example: kind, own: null };
  outro('Written. `fulcrum run` starts it.');
  return chosen;
}

async function askOwn(directory: string): Promise<InitOptions> {
  const name = await answered(
    text({ message: 'What is the task called?', placeholder: 'faster rounding', validate: required }),
  );
  const module = await answered(
    text({ message: 'Which module holds the function?', placeholder: 'src/round.ts', validate: required }),
  );
  const exported = await answered(
    text({ message: 'Which export is it?', placeholder: 'round', validate: required }),
  );
  const oracle = await chosenOracle();
  return { directory, example: null, own: { name, module, export: exported, oracle } };
}

async function chosenOracle(): Promise<OracleKind> {
  const kind = await answered(
    select({
      message: 'How is it judged?',
      options: [
        { value: 'answers', label: 'by answers that are known' },
        { value: 'cost', label: 'by what an answer costs', hint: 'which the oracle works out' },
      ],
    }),
  );
  return kind === 'cost' ? 'cost' : 'answers';
}

function required(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? 'An answer is needed' : undefined;
}

async function answered(question: Promise<string | symbol>): Promise<string> {
  const answer = await question;
  if (typeof answer === 'string') return answer;
  cancel('Nothing was written.');
  throw new FulcrumError({
    code: 'FULCRUM_E_INIT_CANCELLED',
    domain: 'usage',
    what: 'the questions were cancelled',
    where: 'fulcrum init',
    mend: 'Run it again, or give --example or --module',
  });
}
