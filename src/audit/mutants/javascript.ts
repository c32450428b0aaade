import { parseSync } from 'oxc-parser';
import type { Mutant } from './mutant.ts';
import { mutantOf } from './mutant.ts';

/** Every mutant that StrykerJS's instrumenter makes of a JavaScript or TypeScript file, as a file of its own. */
export async function mutateJavaScript(path: string, text: string): Promise<readonly Mutant[]> {
  // It brings a compiler along, which nothing else of an audit needs.
  const { Instrumenter } = await import('@stryker-mutator/instrumenter');
  const file = { name: path, mutate: true, content: text };
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants } = await new Instrumenter(SILENT).instrument([file], options);
  return mutants.flatMap(({ mutatorName, location, replacement }) => {
    const place = {
      start: offsetOf(text, location.start),
      end: offsetOf(text, location.end),
      operator: mutatorName,
    };
    // In parentheses where it can have them, so that precedence does not change what was meant.
    const forms = [`(${replacement})`, replacement].map((form) =>
      mutantOf(path, text, { ...place, replacement: form }),
    );
    const mutant = forms.find((form) => parseSync(path, form.text).errors.length === 0);
    return mutant === undefined
      ? []
      : [{ ...mutant, change: mutantOf(path, text, { ...place, replacement }).change }];
  });
}

function offsetOf(
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
): number {
  const above = text.split('\n').slice(0, line);
  return above.reduce((sum, { length }) => sum + length + 1, 0) + column;
}

const isOff = (): boolean => false;
const ignore = (): void => undefined;

const SILENT = {
  isTraceEnabled: isOff,
  isDebugEnabled: isOff,
  isInfoEnabled: isOff,
  isWarnEnabled: isOff,
  isErrorEnabled: isOff,
  isFatalEnabled: isOff,
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
};
