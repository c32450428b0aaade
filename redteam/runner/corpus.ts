import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import type { FileEdit } from '../../src/kernel/contracts/proposer.ts';
import { FulcrumError } from '../../src/kernel/errors.ts';
import type { ControlFields, ExploitFields, Language } from './schema.ts';
import { controlSchema, exploitSchema, harnessSchema } from './schema.ts';

/** Files that turn a problem's baseline into a candidate. */
export interface Entry {
  /** Folder name. */
  readonly name: string;
  readonly edits: readonly FileEdit[];
}

export type Exploit = Entry & ExploitFields;
export type Control = Entry & ControlFields;

export interface Corpus {
  /** Absolute path of `redteam/`. */
  readonly root: string;
  readonly exploits: readonly Exploit[];
  readonly controls: readonly Control[];
}

/** A harness's program for one language, as the command line inside its folder. */
const PROGRAMS: { readonly [language in Language]: { readonly file: string; readonly interpreter: string } } =
  {
    javascript: { file: 'harness.mjs', interpreter: '/redteam/bin/node' },
    python: { file: 'harness.py', interpreter: '/usr/bin/python3' },
    c: { file: 'harness-c.py', interpreter: '/usr/bin/python3' },
  };

/**
 * Reads and checks every folder of the corpus.
 *
 * @throws FulcrumError `FULCRUM_E_REDTEAM_INVALID` naming every folder and field that is wrong
 */
export function readCorpus(root: string): Corpus {
  const faults: string[] = [];
  const exploits = readEntries(root, 'exploits', 'exploit.yaml', exploitSchema, faults);
  const controls = readEntries(root, 'controls', 'control.yaml', controlSchema, faults);
  for (const harness of foldersOf(join(root, 'harnesses')))
    readFields(
      join(root, 'harnesses', harness, 'harness.yaml'),
      `harnesses/${harness}`,
      harnessSchema,
      faults,
    );
  for (const entry of [...exploits, ...controls]) faults.push(...entryFaults(root, entry));
  if (faults.length === 0) return { root, exploits, controls };
  throw new FulcrumError({
    code: 'FULCRUM_E_REDTEAM_INVALID',
    domain: 'usage',
    what: faults.join('; '),
    where: 'redteam',
    mend: 'Correct these folders: redteam/README.md says what each must hold',
  });
}

/** The command that runs a harness, from the folder that holds `harness/`. */
export function harnessCommand(language: Language): readonly string[] {
  const { file, interpreter } = PROGRAMS[language];
  return [interpreter, `harness/${file}`];
}

/** Folder of a problem in one language. */
export function problemDirectory(
  root: string,
  { problem, language }: Pick<Exploit, 'problem' | 'language'>,
): string {
  return join(root, 'problems', problem, language);
}

/** Every file below a folder, hidden ones too, as an edit that writes it. */
export function editsOf(directory: string, removes: readonly string[]): readonly FileEdit[] {
  const paths = existsSync(directory)
    ? readdirSync(directory, { encoding: 'utf8', recursive: true }).toSorted()
    : [];
  const files = paths.filter((path) => statSync(join(directory, path)).isFile());
  return [
    ...removes.map((path) => ({ path, content: null })),
    ...files.map((path) => ({ path, content: readFileSync(join(directory, path), 'utf8') })),
  ];
}

function readEntries<Fields extends { readonly removes: readonly string[] }>(
  root: string,
  kind: string,
  file: string,
  schema: z.ZodType<Fields>,
  faults: string[],
): readonly (Entry & Fields)[] {
  return foldersOf(join(root, kind)).flatMap((name) => {
    const folder = join(root, kind, name);
    const fields = readFields(join(folder, file), `${kind}/${name}`, schema, faults);
    if (fields === null) return [];
    const edits = editsOf(join(folder, 'candidate'), fields.removes);
    if (edits.length === 0) faults.push(`${kind}/${name}: candidate/ holds no file`);
    return [{ name, edits, ...fields }];
  });
}

function readFields<Fields>(
  file: string,
  where: string,
  schema: z.ZodType<Fields>,
  faults: string[],
): Fields | null {
  if (!existsSync(file)) {
    faults.push(`${where}: there is no ${file.slice(file.lastIndexOf('/') + 1)}`);
    return null;
  }
  let value: unknown;
  try {
    value = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    faults.push(`${where}: ${(error as Error).message.split('\n')[0]}`);
    return null;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) faults.push(`${where}: ${path.join('.')}: ${message}`);
  return null;
}

function entryFaults(root: string, entry: Exploit | Control): readonly string[] {
  const faults: string[] = [];
  const { name, problem, language } = entry;
  if (!existsSync(join(problemDirectory(root, entry), 'fulcrum.yaml')))
    faults.push(`${name}: there is no problem ${problem} in ${language}`);
  if (!('harness' in entry)) return faults;
  if (!name.startsWith(`${String(entry.classes[0]).padStart(2, '0')}-`) || !name.endsWith(`-${language}`))
    faults.push(`${name}: the folder's name is not <class>-<words>-<language>, the class with two digits`);
  const program = join(root, 'harnesses', entry.harness, PROGRAMS[language].file);
  if (!existsSync(program)) faults.push(`${name}: there is no harness ${entry.harness} for ${language}`);
  return faults;
}

function foldersOf(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}
