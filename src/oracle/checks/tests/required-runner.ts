import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../../kernel/errors.ts';
import { INSIDE } from '../../subject/inside.ts';
import { requireProgram } from '../required-tool.ts';
import type { TestRunner } from './runner.ts';

/** Name of the folder of packages among the tools: packages find each other by it. */
const PACKAGES = 'node_modules';

interface Tools {
  readonly tools: { readonly [name: string]: string };
  readonly links: { readonly [path: string]: string };
}

/** Tools and links with the folder of packages among them. */
export function sandboxTools({
  tools,
  links,
  packages,
}: Tools & { readonly packages: string | null }): Tools {
  if (packages === null) return { tools, links };
  return {
    tools: { ...tools, [PACKAGES]: packages },
    links: { node_modules: `${INSIDE.tools}/${PACKAGES}`, ...links },
  };
}

/**
 * Sees that what runs the suite is there, before anything is judged.
 *
 * @throws FulcrumError `FULCRUM_E_CHECK_TOOL_MISSING`
 */
export function requireRunner(
  runner: TestRunner,
  facts: {
    readonly check: string;
    readonly program: string;
    readonly tools: Tools['tools'];
    readonly packages: string | null;
  },
): void {
  const { check, packages } = facts;
  for (const [name, path] of Object.entries(facts.tools))
    if (!existsSync(path)) throw missing(check, `The tool ${name} does not exist`, path, 'Correct its path');
  const program = onHost(facts.program, facts.tools);
  requireProgram(
    program,
    check,
    'Install it, or name its place as `program`; `tools` shows more of this machine',
  );
  if (runner.package !== null && (packages === null || !existsSync(join(packages, runner.package))))
    throw missing(
      check,
      `The package ${runner.package} is not there`,
      packages ?? 'packages',
      `Install it, and name the folder node_modules as \`packages\``,
    );
  if (runner.module !== null) requireModule(runner.module, program, check);
}

/** Where a program of the sandbox lies on this machine. */
function onHost(program: string, tools: Tools['tools']): string {
  for (const [name, path] of Object.entries(tools)) {
    const shown = `${INSIDE.tools}/${name}`;
    if (program === shown || program.startsWith(`${shown}/`)) return path + program.slice(shown.length);
  }
  return program;
}

function requireModule(module: string, program: string, check: string): void {
  const { status } = spawnSync(program, ['-c', `import ${module}`], {
    stdio: 'ignore',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
  });
  if (status === 0) return;
  const mend = `Install it for that Python, or show another one by \`tools\` and name it as \`program\``;
  throw missing(check, `Python cannot import ${module}`, program, mend);
}

function missing(check: string, what: string, place: string, mend: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_CHECK_TOOL_MISSING',
    domain: 'usage',
    what,
    where: `oracle.checks, check "${check}", ${place}`,
    mend,
  });
}
