import { closeSync, readFileSync, readdirSync } from 'node:fs';

const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes descriptors above 2 that the caller left open across exec: they would be passed on into every sandbox. Node
 * marks all of its own close-on-exec. Without /proc nothing is known and nothing is closed.
 */
export function closeInheritedDescriptors(): void {
  for (const descriptor of inheritableDescriptors()) closeSync(descriptor);
}

/** Descriptors above 2 of this process that a child would inherit. */
export function inheritableDescriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fd')
      .map(Number)
      .filter((descriptor) => descriptor > 2 && isInheritable(descriptor));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function isInheritable(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'));
    return flags !== null && (Number.parseInt(flags[1]!, 8) & CLOSE_ON_EXEC) === 0;
  } catch (error) {
    // The descriptor of the listing itself is gone by now.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
