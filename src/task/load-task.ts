import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Document } from 'yaml';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { FulcrumError } from '../kernel/errors.ts';
import type { DefinedTask, Locate } from './define-task.ts';
import { defineTask } from './define-task.ts';
import type { TaskInput } from './schema.ts';

export const TASK_FILE = 'fulcrum.yaml';

/**
 * Reads a task file, or the `fulcrum.yaml` of a folder.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_MISSING`, `FULCRUM_E_TASK_SYNTAX` or `FULCRUM_E_TASK_INVALID` with file and line
 */
export function loadTask(path: string): DefinedTask {
  const file = taskFile(resolve(path));
  const lines = new LineCounter();
  const document = parseDocument(read(file), { lineCounter: lines, uniqueKeys: true });
  const shown = relative(process.cwd(), file) || file;
  const [fault] = document.errors;
  if (fault !== undefined) throw notYaml(fault, `${shown}:${lines.linePos(fault.pos[0]).line}`);
  const locate: Locate = (fields) => {
    for (let depth = fields.length; depth > 0; depth -= 1) {
      const node: unknown = document.getIn(fields.slice(0, depth), true);
      if (isNode(node) && node.range) return `${shown}:${lines.linePos(node.range[0]).line}`;
    }
    return shown;
  };
  return defineTask((valueOf(document, shown) ?? {}) as TaskInput, dirname(file), locate);
}

/** The document as plain data. Aliases without an anchor, or of explosive size, only come to light here. */
function valueOf(document: Document.Parsed, shown: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw notYaml(error as Error, shown);
  }
}

function notYaml(fault: Error, where: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_SYNTAX',
    domain: 'usage',
    what: fault.message.split('\n')[0]!.replace(/ at line.*$/, ''),
    where,
    mend: 'Correct the YAML and run again',
    cause: fault,
  });
}

function taskFile(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, TASK_FILE) : path;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new FulcrumError({
      code: 'FULCRUM_E_TASK_MISSING',
      domain: 'usage',
      what: 'there is no task file',
      where: relative(process.cwd(), file) || file,
      mend: 'Name the folder that holds fulcrum.yaml, or make one with `fulcrum init`',
      cause,
    });
  }
}
