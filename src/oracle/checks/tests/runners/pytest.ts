import { readPrivateReport } from '../private-report.ts';
import type { TestRunner } from '../runner.ts';
import { SUPPORT } from '../runner.ts';

/** pytest, all in one process. Plugins that are installed beside it are loaded when the task's arguments name them. */
export const pytestRunner: TestRunner = {
  program: 'python3',
  package: null,
  module: 'pytest',
  report: 'descriptor',
  tests: ['**/test_*.py', '**/*_test.py', '**/{test,tests}/**'],
  configuration: [
    '**/conftest.py',
    '**/{pytest,.pytest}.{ini,toml}',
    '**/{pyproject.toml,tox.ini,setup.cfg,setup.py}',
    // Plugins are found by what a distribution says of itself, in any folder that is searched.
    '**/*.{dist-info,egg-info,egg,pth}{,/**}',
    '**/{sitecustomize,usercustomize}.py',
    '**/__pycache__/**',
  ],
  support: ['run_pytest.py'],
  arguments: (files, extra) => [
    `${SUPPORT}/run_pytest.py`,
    '--rootdir=.',
    '-p',
    'no:cacheprovider',
    ...extra,
    ...files,
  ],
  environment: { PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1', PYTHONDONTWRITEBYTECODE: '1' },
  read: readPrivateReport,
};
