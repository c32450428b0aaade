import type { Answer, CommandRun, Json } from 'fulcrum';
import { sortingOracle } from '../sorting-oracle.ts';

/** The program reads a count and the numbers, and prints the numbers: plain text, read here digit by digit. */
export default sortingOracle(async ({ subject }, [values]) => {
  const list = values as readonly number[];
  const answer = await subject.ask(`${list.length}\n${list.join(' ')}\n`);
  if (answer.kind === 'threw') return answer;
  const { exitCode, stdout } = answer.value as unknown as CommandRun;
  return exitCode === 0 ? { kind: 'value', value: readNumbers(stdout as string) } : ended(exitCode);
});

function readNumbers(text: string): Json {
  if (!/^(?:-?\d{1,10}\s+)*$/.test(text)) return null;
  return text.split(/\s+/).filter(Boolean).map(Number);
}

function ended(exitCode: number): Answer {
  return { kind: 'threw', message: `it ended with exit code ${exitCode}` };
}
