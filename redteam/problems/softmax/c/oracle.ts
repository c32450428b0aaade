import type { CommandRun, Json } from 'fulcrum';
import { softmaxOracle } from '../softmax-oracle.ts';

/** The program reads a count and the numbers, and prints the shares: plain text, read here number by number. */
export default softmaxOracle(async ({ subject }, values) => {
  const answer = await subject.ask(`${values.length}\n${values.join(' ')}\n`);
  if (answer.kind === 'threw') return answer;
  const { exitCode, stdout } = answer.value as unknown as CommandRun;
  if (exitCode !== 0) return { kind: 'threw', message: `it ended with exit code ${exitCode}` };
  return { kind: 'value', value: readNumbers(stdout as string) };
});

function readNumbers(text: string): Json {
  const words = text.split(/\s+/).filter(Boolean);
  return words.every((word) => /^\d(?:\.\d{1,20})?(?:e[+-]\d{1,3})?$/.test(word)) ? words.map(Number) : null;
}
