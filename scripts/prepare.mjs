/**
 * What `npm ci` does last: builds the page. Where the tools for that were left out, it says so and succeeds: such an
 * installation runs everything but `fulcrum view`. Plain JavaScript, as the Node that starts it may be an older one.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const lacking = whatIsLacking();
if (lacking === null) {
  const build = join(import.meta.dirname, 'build-page.ts');
  process.exitCode = spawnSync(process.execPath, [build], { stdio: 'inherit' }).status ?? 1;
} else {
  console.log(`The page of fulcrum view is not built: ${lacking}.`);
}

/** @returns {string | null} */
function whatIsLacking() {
  try {
    import.meta.resolve('vite');
  } catch {
    return 'the development dependencies are left out';
  }
  return process.features.typescript ? null : `Node ${process.versions.node} does not run TypeScript`;
}
