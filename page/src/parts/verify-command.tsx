import type { JSX } from 'preact';

import { candidateAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import { CopyCommand } from './copy-command.tsx';

/** The command that verifies this run, as the server gives it for this machine; nothing where it cannot say. */
export function VerifyCommand({
  run,
  purpose,
}: {
  readonly run: string;
  readonly purpose: string;
}): JSX.Element | null {
  const baseline = useData(candidateAddress(run, 0));
  if (baseline.state !== 'ready') return null;
  const command = Object.values(baseline.data.commands).find((text) => text.startsWith('fulcrum verify'));
  return command === undefined ? null : <CopyCommand purpose={purpose} command={command} />;
}
