/**
 * Kills a process, or with a negative number a process group; one that has ended meanwhile is no error. Between looking
 * and killing there is always time to end.
 */
export function killUnlessGone(number: number): void {
  try {
    process.kill(number, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
