import { styleText } from 'node:util';

/** What a piece of terminal text stands for; its colour follows from it. */
export type Ink = 'strong' | 'faint' | 'run' | 'control' | 'good' | 'warning' | 'bad';

/** Colours a text, or returns it as it is. */
export type Paint = (ink: Ink, text: string) => string;

const STYLES = {
  strong: 'bold',
  faint: 'gray',
  run: 'cyan',
  control: 'yellow',
  good: 'green',
  warning: 'magenta',
  bad: 'red',
} as const;

export function createPaint(color: boolean): Paint {
  if (!color) return (_, text) => text;
  return (ink, text) => (text === '' ? '' : styleText(STYLES[ink], text, { validateStream: false }));
}

/** Whether to colour: never with NO_COLOR (no-color.org), always with FORCE_COLOR, else on a terminal that is not dumb. */
export function wantsColor(
  stream: { readonly isTTY?: boolean },
  environment: { readonly [name: string]: string | undefined },
): boolean {
  if (environment['NO_COLOR']) return false;
  if (environment['FORCE_COLOR']) return environment['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}
