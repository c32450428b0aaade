import { FulcrumError } from '../../kernel/errors.ts';

export const HARNESS_KINDS = ['openevolve', 'harbor', 'command'] as const;

export type HarnessKind = (typeof HARNESS_KINDS)[number];

/** What a command line says of a foreign harness. */
export interface HarnessFlags {
  readonly harness: HarnessKind;
  /** The words that are no options: a task's folder, or a command. */
  readonly words: readonly string[];
  readonly evaluator?: string;
  readonly program?: string;
  readonly workspace?: string;
  readonly editable?: readonly string[];
  readonly exclude?: readonly string[];
  readonly tool?: readonly string[];
  readonly report?: string;
}

type Option = Exclude<keyof HarnessFlags, 'harness' | 'words'>;

const ALLOWED: { readonly [kind in HarnessKind]: readonly Option[] } = {
  openevolve: ['evaluator', 'program', 'workspace', 'exclude', 'tool'],
  harbor: ['workspace', 'editable', 'exclude', 'tool'],
  command: ['workspace', 'editable', 'exclude', 'tool', 'report'],
};
const OPTIONS: readonly Option[] = [
  'evaluator',
  'program',
  'workspace',
  'editable',
  'exclude',
  'tool',
  'report',
];

/** @throws FulcrumError `FULCRUM_E_AUDIT_HARNESS` for an option that this kind of harness has no use for */
export function checkHarnessFlags(flags: HarnessFlags): void {
  const useless = OPTIONS.find((name) => flags[name] !== undefined && !ALLOWED[flags.harness].includes(name));
  if (useless === undefined) return;
  const allowed = ALLOWED[flags.harness].map((name) => `--${name}`).join(', ');
  throw harnessError(
    `--${useless} means nothing to a harness of the kind ${flags.harness}`,
    `--${useless}`,
    `Leave it out; this kind takes ${allowed}`,
  );
}

/** The value of an option that this kind of harness cannot do without. */
export function demanded<Value>(value: Value | undefined, option: string, mend: string): Value {
  if (value !== undefined) return value;
  throw harnessError(`${option} is missing`, option, mend);
}

export function harnessError(what: string, where: string, mend: string): FulcrumError {
  return new FulcrumError({ code: 'FULCRUM_E_AUDIT_HARNESS', domain: 'usage', what, where, mend });
}
