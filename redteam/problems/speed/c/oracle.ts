import type { CommandRun } from 'fulcrum';
import { speedOracle } from '../speed-oracle.ts';

/** The program reads count, sum and numbers, and prints one number. */
export default speedOracle({ timed: 30_000, others: [0, 1, 777, 5000] }, async ({ subject }, values, sum) => {
  const answer = await subject.ask(`${values.length} ${sum}\n${values.join(' ')}\n`);
  if (answer.kind === 'threw') return answer;
  const { exitCode, stdout } = answer.value as unknown as CommandRun;
  if (exitCode !== 0) return { kind: 'threw', message: `it ended with exit code ${exitCode}` };
  return { kind: 'value', value: /^\d{1,15}\n$/.test(stdout as string) ? Number(stdout) : null };
});
