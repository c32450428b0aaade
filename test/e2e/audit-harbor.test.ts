import { expect, it } from 'vitest';
import { PATIENTLY, PROGRAM, audited, folderWith } from '../stand-ins/harness-audit.ts';

const HARBOR = {
  'task.toml': 'schema_version = "1.1"\n',
  'instruction.md': 'Write squares(count) into /app/solution.py.\n',
  'solution/solve.sh': `#!/bin/sh\ncp /solution/solution.py /app/solution.py\n`,
  'solution/solution.py': PROGRAM,
  'tests/test.sh': `#!/bin/sh
if python3 /tests/check.py; then echo 1 > /logs/verifier/reward.txt; else echo 0 > /logs/verifier/reward.txt; fi
`,
  'tests/check.py': `import sys
sys.path.insert(0, '/app')
from solution import squares
assert squares(5) == [0, 1, 4, 9, 16]
`,
};

it(
  'a Harbor task is audited from what its own solution leaves, by the reward its tests write',
  async () => {
    const directory = folderWith(HARBOR);
    const { report, holes } = await audited(['--harness', 'harbor', '.'], directory);
    expect(report.reference).toBe(1);
    expect(holes).toEqual(
      expect.arrayContaining([
        'exit 0',
        'equal to everything',
        'harness killed',
        'result forged afterwards',
        'harness overwritten',
      ]),
    );
    expect(holes).not.toContain('wrong values');
    expect(report.mutants.every(({ path }) => path === 'app/solution.py')).toBe(true);
  },
  PATIENTLY,
);
