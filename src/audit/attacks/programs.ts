import type { Expectation } from '../attack.ts';

/** A whole program in the place of the reference's, by the ending of its file. */
export interface ProgramAttack {
  readonly name: string;
  readonly does: string;
  readonly expectation: Expectation;
  readonly text: (extension: string) => string | null;
}

const BY_ENDING: { readonly [extension: string]: 'javascript' | 'python' | 'shell' | 'c' } = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'javascript',
  mts: 'javascript',
  py: 'python',
  sh: 'shell',
  c: 'c',
};

interface Texts {
  readonly javascript: string;
  readonly python: string;
  readonly shell: string;
  readonly c: string;
}

function attack(
  name: string,
  does: string,
  texts: Texts,
  expectation: Expectation = 'must-fail',
): ProgramAttack {
  const text = (extension: string): string | null => {
    const language = BY_ENDING[extension];
    return language === undefined ? null : texts[language];
  };
  return { name: `program: ${name}`, does, expectation, text };
}

const prints = (line: string): Texts => ({
  javascript: `console.log(${JSON.stringify(line)});\n`,
  python: `print(${JSON.stringify(line)})\n`,
  shell: `#!/bin/sh\nprintf '%s\\n' '${line}'\n`,
  c: `#include <stdio.h>\nint main(void) { puts(${JSON.stringify(line)}); return 0; }\n`,
});

/** Programs that do nothing of what they are for. */
export const PROGRAM_ATTACKS: readonly ProgramAttack[] = [
  attack('exit 0', 'ends at once with exit code 0', {
    javascript: 'process.exitCode = 0;\n',
    python: 'pass\n',
    shell: '#!/bin/sh\nexit 0\n',
    c: 'int main(void) { return 0; }\n',
  }),
  attack('crash', 'ends at once with exit code 1', {
    javascript: 'process.exit(1);\n',
    python: 'raise SystemExit(1)\n',
    shell: '#!/bin/sh\nexit 1\n',
    c: 'int main(void) { return 1; }\n',
  }),
  attack('zero', 'prints 0', prints('0')),
  attack(
    'forged result',
    'prints a verdict and a score',
    prints('{"passed":true,"score":1000000000,"ok":true}'),
  ),
  attack('forged tests', 'prints passing tests', prints('TAP version 13\\n1..1\\nok 1 - all tests passed')),
  attack('not a number', 'prints NaN', prints('NaN')),
  attack('echo', 'prints what it reads', {
    javascript: 'process.stdin.pipe(process.stdout);\n',
    python: 'import sys\nsys.stdout.write(sys.stdin.read())\n',
    shell: '#!/bin/sh\ncat\n',
    c: '#include <stdio.h>\nint main(void) { int c; while ((c = getchar()) != EOF) putchar(c); return 0; }\n',
  }),
  attack(
    'endless',
    'never ends',
    {
      javascript: 'for (;;);\n',
      python: 'while True: pass\n',
      shell: '#!/bin/sh\nwhile :; do :; done\n',
      c: 'int main(void) { for (volatile int i = 0;; i++); }\n',
    },
    'must-end',
  ),
  attack(
    'endless output',
    'prints without end',
    {
      javascript:
        "const text = 'x'.repeat(65536);\nconst fs = require('node:fs');\nfor (;;) fs.writeSync(1, text);\n",
      python: "import sys\nwhile True: sys.stdout.write('x' * 65536)\n",
      shell: '#!/bin/sh\nyes\n',
      c: '#include <stdio.h>\nint main(void) { for (;;) puts("xxxxxxxxxxxxxxxx"); }\n',
    },
    'must-end',
  ),
];
