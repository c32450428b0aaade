import { spawnSync } from 'node:child_process';
import { isFulcrumError } from '../../src/kernel/errors.ts';
import { systemPython } from '../../src/oracle/subject/system-python.ts';

export type Numpy =
  | { readonly found: true; readonly python: string }
  | { readonly found: false; readonly reason: string };

/** Whether the Python that candidates run on has numpy among the packages they see. */
export function findNumpy(find: () => string = systemPython): Numpy {
  const python = pythonOrNull(find);
  if (python === null) return { found: false, reason: 'there is no Python 3 for candidates to run on' };
  const { status, stderr } = spawnSync(python, ['-s', '-B', '-c', 'from numpy import array'], {
    encoding: 'utf8',
  });
  if (status === 0) return { found: true, python };
  if (stderr.includes("No module named 'numpy'")) return { found: false, reason: 'numpy is not installed' };
  throw new Error(`${python} cannot import numpy: ${stderr.trim()}`);
}

function pythonOrNull(find: () => string): string | null {
  try {
    return find();
  } catch (error) {
    if (isFulcrumError(error) && error.facts.code === 'FULCRUM_E_SUBJECT_TOOL_MISSING') return null;
    throw error;
  }
}
