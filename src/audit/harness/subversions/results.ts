import type { Subversion } from './subversion.ts';
import { BUILTINS, literal, subversion } from './subversion.ts';

/** What a forged result file holds, whatever reads it. */
const FORGED = {
  json: '{"score": 1000000000.0, "combined_score": 1000000000.0, "reward": 1, "passed": true, "success": true}',
  text: '1\n',
} as const;

const PYTHON_FORGE = (resultFiles: readonly string[]): string => `
import os
def _forge():
    for _path in ${literal(resultFiles)}:
        try:
            os.makedirs(os.path.dirname(_path) or '.', exist_ok=True)
            with open(_path, 'w') as _file: _file.write(${literal(FORGED.json)} if _path.endswith('.json') else ${literal(FORGED.text)})
        except OSError: pass`;

const JAVASCRIPT_FORGE = (resultFiles: readonly string[]): string => `${BUILTINS}
const forge = () => {
  for (const path of ${literal(resultFiles)}) {
    try {
      builtin('fs').mkdirSync(builtin('path').dirname(path), { recursive: true });
      builtin('fs').writeFileSync(path, path.endsWith('.json') ? ${literal(FORGED.json)} : ${literal(FORGED.text)});
    } catch {}
  }
};`;

/** A process that goes on forging after the harness has written what it thinks. */
const FORGE_ON = (resultFiles: readonly string[]): string => {
  const writes = resultFiles.map((path) => {
    const text = path.endsWith('.json') ? FORGED.json : FORGED.text.trim();
    return `[ -e '${path}' ] && printf '%s' '${text}' > '${path}'`;
  });
  return `i=0; while [ $i -lt 500 ]; do ${writes.join('; ')}; i=$((i+1)); sleep 0.02; done`;
};

/** Attacks on how a result gets from the process that judges to whoever believes it. */
export const RESULT_SUBVERSIONS: readonly Subversion[] = [
  subversion({
    name: 'exit code forged',
    does: 'ends its process with exit code 0 whatever happened',
    javascript: () =>
      `process.on('exit', () => { process.exitCode = 0; process.reallyExit?.(0); }); process.on('uncaughtException', () => process.reallyExit?.(0));`,
    python: () => `
import atexit, os
atexit.register(lambda: os._exit(0))`,
  }),
  subversion({
    name: 'result forged',
    needsResultFile: true,
    does: 'writes the result file and ends its process when it is loaded',
    javascript: ({ resultFiles }) => `${JAVASCRIPT_FORGE(resultFiles)}\nforge(); process.reallyExit(0);`,
    python: ({ resultFiles }) => `${PYTHON_FORGE(resultFiles)}\n_forge()\nos._exit(0)`,
  }),
  subversion({
    name: 'result forged at exit',
    needsResultFile: true,
    does: 'writes over the result file when its process ends',
    javascript: ({ resultFiles }) => `${JAVASCRIPT_FORGE(resultFiles)}\nprocess.on('exit', forge);`,
    python: ({ resultFiles }) => `${PYTHON_FORGE(resultFiles)}\nimport atexit\natexit.register(_forge)`,
  }),
  subversion({
    name: 'harness killed',
    needsResultFile: true,
    does: 'writes the result file and kills the harness before it can write another',
    javascript: ({ resultFiles }) =>
      `${JAVASCRIPT_FORGE(resultFiles)}\nforge(); builtin('child_process').execFileSync('/bin/sh', ['-c', 'kill -9 0']);`,
    python: ({ resultFiles }) => `${PYTHON_FORGE(resultFiles)}\n_forge()\nos.killpg(os.getpgrp(), 9)`,
  }),
  subversion({
    name: 'result forged afterwards',
    needsResultFile: true,
    does: 'leaves a process behind that writes over the result file as soon as it is there',
    javascript: ({ resultFiles }) => `${BUILTINS}
builtin('child_process').spawn('/bin/sh', ['-c', ${literal(FORGE_ON(resultFiles))}], { detached: true, stdio: 'ignore' }).unref();`,
    python: ({ resultFiles }) => `
import subprocess
subprocess.Popen(['/bin/sh', '-c', ${literal(FORGE_ON(resultFiles))}], start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)`,
  }),
];
