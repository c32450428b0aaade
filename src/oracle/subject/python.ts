import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import type { PythonSubjectSource } from '../../kernel/task.ts';
import type { SubjectDriver } from './driver.ts';
import { INSIDE, candidateMount } from './inside.ts';
import { systemPython } from './system-python.ts';

const SOURCE = 'python-driver.py';
/** Saves each sandbox the two milliseconds that compiling takes. */
const COMPILED = 'python-driver.pyc';

/** Little is looked for at the start and nothing is written; without `site` no installed package is found. */
const FLAGS = ['-s', '-B'] as const;
const WITHOUT_PACKAGES = '-S';

/**
 * Candidates that are a function in a Python module.
 *
 * @throws FulcrumError `FULCRUM_E_SUBJECT_TOOL_MISSING` when the system has no Python 3
 */
export function pythonDriver(source: PythonSubjectSource): SubjectDriver {
  const python = systemPython();
  const flags = source.packages ? FLAGS : [...FLAGS, WITHOUT_PACKAGES];
  return {
    files: [SOURCE],
    prepare: (directory) => compile(python, join(directory, SOURCE), join(directory, COMPILED)),
    program: (files, candidate, inside = INSIDE) => ({
      mounts: [{ host: files.drivers, inside: inside.drivers }, candidateMount(files, candidate, inside)],
      command: [python, ...flags, `${inside.drivers}/${COMPILED}`, inside.candidates],
      // Sets of texts are then walked in the same order every time; isolated mode would not read the variable.
      environment: { TZ: 'UTC', PYTHONHASHSEED: '0' },
    }),
    loadPayload: (directory) => ({ directory, module: source.module, export: source.export }),
  };
}

function compile(python: string, source: string, target: string): void {
  const program = 'import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], doraise=True)';
  const { status, stderr } = spawnSync(python, ['-I', '-S', '-B', '-c', program, source, target], {
    encoding: 'utf8',
  });
  if (status !== 0) throw broken(python, stderr);
  chmodSync(target, 0o644);
}

function broken(python: string, printed: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SUBJECT_TOOL_MISSING',
    domain: 'sandbox',
    what: `Python cannot compile the program that loads candidates: ${printed.trim()}`,
    where: python,
    mend: 'Install the package `python3` of the system with its standard library, version 3.11 or newer',
  });
}
