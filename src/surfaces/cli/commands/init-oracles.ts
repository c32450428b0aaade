/** Two cases to be replaced, with as many arguments as the function takes. */
export function answersCases(parameters: number): string {
  const lines = [0, 1].map((value) => {
    const args = Array.from({ length: parameters }, () => value);
    return `  { "arguments": [${args.join(', ')}], "expected": ${value} }`;
  });
  return `[\n${lines.join(',\n')}\n]\n`;
}

/** An oracle that knows what the function should answer. */
export const ANSWERS_ORACLE = `import { readFileSync } from 'node:fs';
import type { CheckContext, CheckOutcome } from 'fulcrum';
import { defineOracle } from 'fulcrum';

/** What the function must answer. Write at least a dozen: every second one is held out of the search. */
interface Case {
  readonly arguments: readonly number[];
  readonly expected: number;
}

const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as readonly Case[];

/** The mean distance from the expected answers, measured here: the candidate only answers. */
function distance(chosen: readonly Case[]) {
  return async ({ subject }: CheckContext): Promise<CheckOutcome> => {
    if (chosen.length === 0) throw new Error('oracle/cases.json holds too few cases');
    let total = 0;
    for (const { arguments: parameters, expected } of chosen) {
      const answer = await subject.ask(...parameters);
      const asked = JSON.stringify(parameters);
      if (answer.kind === 'threw') return { status: 'fail', reason: 'it throws', evidence: { asked } };
      if (typeof answer.value !== 'number' || !Number.isFinite(answer.value)) {
        const evidence = { asked, answer: String(answer.value) };
        return { status: 'fail', reason: 'an answer is not a finite number', evidence };
      }
      total += Math.abs(answer.value - expected);
    }
    return { status: 'pass', metrics: { error: total / chosen.length } };
  };
}

const seen = cases.filter((_, at) => at % 2 === 0);
const unseen = cases.filter((_, at) => at % 2 === 1);

export default defineOracle({
  checks: [
    { name: 'known answers', slice: 'cases', visibility: 'visible', run: distance(seen) },
    { name: 'unseen answers', slice: 'unseen', visibility: 'held-out', run: distance(unseen) },
  ],
});
`;

/** An oracle that draws questions and works out what an answer costs. */
export const COST_ORACLE = `import type { CheckContext, CheckOutcome, Json, Random } from 'fulcrum';
import { defineOracle } from 'fulcrum';

/** Questions in one judgement: more make the figure steadier and the run slower. */
const QUESTIONS = 20;

/** The arguments of one question, made from \`random\` alone, so that nobody knows them beforehand. */
function draw(random: Random): readonly Json[] {
  throw new Error('write draw() in oracle/oracle.ts, for example: return [random.below(100)]');
}

/** What this answer costs, the less the better; or a text that says what is wrong with it, and the candidate fails. */
function cost(question: readonly Json[], answer: Json): number | string {
  throw new Error('write cost() in oracle/oracle.ts: work it out from question and answer');
}

/** The mean cost over questions drawn now, worked out here: the candidate only answers. */
async function meanCost({ subject, random }: CheckContext): Promise<CheckOutcome> {
  let total = 0;
  for (let asked = 0; asked < QUESTIONS; asked += 1) {
    const question = draw(random);
    const answer = await subject.ask(...question);
    if (answer.kind === 'threw') return { status: 'fail', reason: 'it throws' };
    const found = cost(question, answer.value);
    if (typeof found === 'string') return { status: 'fail', reason: found };
    total += found;
  }
  return { status: 'pass', metrics: { cost: total / QUESTIONS } };
}

export default defineOracle({
  checks: [
    { name: 'cost', slice: 'drawn', visibility: 'visible', run: meanCost },
    { name: 'cost of other questions', slice: 'unseen', visibility: 'held-out', run: meanCost },
  ],
});
`;
