import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { FulcrumError } from '../../../kernel/errors.ts';
import { TASK_FILE } from '../../../task/load-task.ts';
import { RUNS_FOLDER } from '../../run-directory.ts';
import { taskFileSchema } from '../../../task/task-file-schema.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { findOwnFunction } from './init-function.ts';
import type { OwnTask } from './init-template.ts';
import { templateFiles } from './init-template.ts';

const EXAMPLES = new URL('../../../../examples/', import.meta.url);

export interface InitOptions {
  readonly directory: string;
  /** Name of an example to copy. */
  readonly example: string | null;
  /** A task for code of the user's own. */
  readonly own: OwnTask | null;
}

/** `fulcrum init`: an example to look at, or a task for one's own function, by flags or by a few questions. */
export async function initCommand(options: InitOptions, output: Output): Promise<ExitCode> {
  const chosen = options.example === null && options.own === null ? await askOrRefuse(options) : options;
  const directory = resolve(chosen.directory);
  if (existsSync(join(directory, TASK_FILE))) throw exists(directory);
  if (chosen.example !== null) copyExample(chosen.example, directory);
  else writeOwn(chosen.own!, directory);
  addSchema(directory);
  output.both({ type: 'initialised', directory }, () => nextStep(chosen, directory));
  return EXIT_CODES.finished;
}

function nextStep({ own, directory: shown }: InitOptions, directory: string): string {
  const first = own === null ? '' : `${TO_WRITE[own.oracle]}, then `;
  return `Made ${join(directory, TASK_FILE)}. Next: ${first}fulcrum run ${shown}`;
}

const TO_WRITE = {
  answers: 'write known answers into oracle/cases.json',
  cost: 'write draw() and cost() in oracle/oracle.ts',
} satisfies { readonly [kind in OwnTask['oracle']]: string };

/** Names of the examples that come with Fulcrum. */
export function exampleNames(): readonly string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/${TASK_FILE}`, EXAMPLES)))
    .map((entry) => entry.name);
}

async function askOrRefuse(options: InitOptions): Promise<InitOptions> {
  if (process.stdin.isTTY && process.stdout.isTTY) {
    const { askInit } = await import('./init-wizard.ts');
    return askInit(options.directory, exampleNames());
  }
  throw new FulcrumError({
    code: 'FULCRUM_E_INIT_INCOMPLETE',
    domain: 'usage',
    what: 'nobody is at the terminal to answer questions',
    where: 'fulcrum init',
    mend: `Give --example (${exampleNames().join(', ')}) or --module with --export`,
  });
}

function copyExample(name: string, directory: string): void {
  if (!exampleNames().includes(name)) {
    throw new FulcrumError({
      code: 'FULCRUM_E_EXAMPLE_MISSING',
      domain: 'usage',
      what: `there is no example "${name}"`,
      where: '--example',
      mend: `Choose one of: ${exampleNames().join(', ')}`,
    });
  }
  const source = new URL(`${name}/`, EXAMPLES).pathname;
  cpSync(source, directory, { recursive: true, filter: (path) => basename(path) !== RUNS_FOLDER });
}

function writeOwn(own: OwnTask, directory: string): void {
  const found = findOwnFunction(directory, own.module, own.export);
  mkdirSync(join(directory, 'oracle'), { recursive: true });
  for (const { path, content } of templateFiles(own, found)) {
    if (!existsSync(join(directory, path))) writeFileSync(join(directory, path), content);
  }
}

const SCHEMA_FILE = 'fulcrum.schema.json';

/** Lets editors check the task file and say what its fields mean. */
function addSchema(directory: string): void {
  const file = join(directory, TASK_FILE);
  writeFileSync(join(directory, SCHEMA_FILE), taskFileSchema());
  const hint = `# yaml-language-server: $schema=./${SCHEMA_FILE}\n`;
  writeFileSync(file, hint + readFileSync(file, 'utf8'));
}

function exists(directory: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_EXISTS',
    domain: 'usage',
    what: 'there is a task here already',
    where: join(directory, TASK_FILE),
    mend: 'Name another folder',
  });
}
