import { join } from 'node:path';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import type { ModelDoor, ProposerServices } from '../proposers/services.ts';

type LentLauncher = Pick<SandboxLauncher, 'launch'> & { readonly scratch: string };

/** Proposers are made, and their options checked, before there are sandboxes; these come when `lend` is called. */
export function proposerServices(directories: Omit<ProposerServices, 'sandboxes' | 'models'>): {
  readonly services: ProposerServices;
  readonly lend: (launcher: LentLauncher, models: ModelDoor | null) => void;
} {
  let lent: LentLauncher | null = null;
  let door: ModelDoor | null = null;
  const launcher = (): LentLauncher => {
    if (lent === null) throw new TypeError('a proposer started a sandbox although nothing is proposed here');
    return lent;
  };
  return {
    services: {
      ...directories,
      sandboxes: {
        launch: (order) => launcher().launch(order),
        scratch: () => join(launcher().scratch, 'proposers'),
      },
      get models() {
        return door;
      },
    },
    lend: (launched, models) => {
      lent = launched;
      door = models;
    },
  };
}
