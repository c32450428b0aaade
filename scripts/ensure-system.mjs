/**
 * Sees that the programs the sandbox and the workspace need are installed, before `npm start` and `npm test`. Plain
 * JavaScript, for it also runs under a Node too old for the rest. Debian and Ubuntu as root: installs what is missing.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs that only tests run candidates with; `--tests` asks for them too. */
const NEEDED_BY_TESTS = [
  { program: 'python3', debianPackage: 'python3' },
  { program: 'gcc', debianPackage: 'gcc' },
];

/** Program, and the Debian package that brings it. */
const NEEDED = [
  { program: 'bwrap', debianPackage: 'bubblewrap' },
  { program: 'setpriv', debianPackage: 'util-linux' },
  { program: 'git', debianPackage: 'git' },
  ...(process.argv.includes('--tests') ? NEEDED_BY_TESTS : []),
];

// Elsewhere there is no bubblewrap to install; the program itself then says what isolation it lacks.
if (process.platform === 'linux') ensure();

function ensure() {
  const missing = NEEDED.filter(({ program }) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (process.getuid() === 0 && isInstalled('apt-get')) install(packages);
  const stillMissing = NEEDED.filter(({ program }) => !isInstalled(program));
  if (stillMissing.length > 0) refuse(stillMissing);
}

/** @param {string} program */
function isInstalled(program) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @param {readonly string[]} packages */
function install(packages) {
  console.error(`fulcrum: installing ${packages.join(', ')} with apt-get`);
  aptGet(['update']);
  aptGet(['install', '--yes', '--no-install-recommends', ...packages]);
}

/** Says nothing unless it fails, and then everything. @param {readonly string[]} words */
function aptGet(words) {
  const { status, stdout, stderr } = spawnSync('apt-get', ['-qq', ...words], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) console.error(`fulcrum: apt-get ${words.join(' ')} failed\n${stdout}${stderr}`);
}

/** @param {readonly { program: string; debianPackage: string }[]} missing */
function refuse(missing) {
  const programs = missing.map(({ program }) => program).join(', ');
  const packages = missing.map(({ debianPackage }) => debianPackage).join(' ');
  console.error(
    `fulcrum: FULCRUM_E_SYSTEM_INCOMPLETE: ${programs} not found on PATH. ` +
      `Debian, Ubuntu: sudo apt-get install ${packages}; elsewhere the packages bear the same names.`,
  );
  process.exitCode = 1;
}
