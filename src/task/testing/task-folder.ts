import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export const TASK_TEXT = `name: example
workspace:
  editable: [rule.ts]
subject:
  kind: node
  module: rule.ts
objective:
  metric: cost
  slice: train
  direction: minimize
slices:
  visible: [train]
  heldOut:
    - name: unseen
budget:
  evaluations: 10
`;

/** The files of a small task that is in order. */
export const TASK_FILES: { readonly [path: string]: string } = {
  'fulcrum.yaml': TASK_TEXT,
  'workspace/rule.ts': 'export default () => 1;\n',
  'workspace/lib/helper.ts': '',
  'oracle.ts': 'export default {};\n',
};

/** A folder with these files, removed when the test ends; null leaves one of the task's files out. */
export function taskFolder(files: { readonly [path: string]: string | null } = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-task-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, content] of Object.entries({ ...TASK_FILES, ...files })) {
    if (content === null) continue;
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}
