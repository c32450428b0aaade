import type { AgentFinding } from '../../../proposers/agent/discover.ts';
import { inspectAgents } from '../../../proposers/agent/discover.ts';
import { inspectIsolation } from '../../../sandbox/doctor.ts';
import type { Json } from '../../../kernel/json.ts';
import { startLauncher } from '../../../sandbox/launcher.ts';
import type { ProbeResult } from '../../../kernel/event.ts';
import { isFulcrumError } from '../../../kernel/errors.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { Output } from '../output.ts';

/**
 * `fulcrum doctor`: what isolation this machine has, what is missing, and whether real attacks are held off; then which
 * coding agents are there, without which a machine is not the worse.
 */
export async function doctorCommand(output: Output): Promise<ExitCode> {
  const inspection = await inspectIsolation();
  for (const finding of inspection.findings) {
    output.both({ type: 'finding', ...finding }, () => {
      const line = `${finding.ok ? 'ok      ' : 'missing '} ${finding.name}: ${finding.detail}`;
      return finding.ok ? line : `${line}\n         mend: ${finding.mend}`;
    });
  }
  const proof = await proveIsolation();
  output.both({ type: 'proof', ...proof }, () => proofText(proof));
  for (const agent of inspectAgents()) {
    const { name, title, found, fault } = agent;
    const facts = { version: found?.version ?? null, program: found?.program ?? null, fault };
    output.both({ type: 'agent', name, title, ...facts }, () => agentText(agent));
  }
  return proof.held ? EXIT_CODES.finished : EXIT_CODES.oracleOrSandbox;
}

interface Proof {
  readonly [key: string]: Json;
  readonly held: boolean;
  readonly level: number | string | null;
  readonly probes: Json;
  readonly fault: string | null;
}

async function proveIsolation(): Promise<Proof> {
  try {
    const launcher = await startLauncher({ isolation: 'required' });
    try {
      const probes: readonly ProbeResult[] = await launcher.prove();
      return { held: true, level: launcher.stamp.level, probes: probes as unknown as Json, fault: null };
    } finally {
      await launcher.close();
    }
  } catch (error) {
    if (!isFulcrumError(error)) throw error;
    return { held: false, level: null, probes: [], fault: error.message };
  }
}

function proofText({ held, level, probes, fault }: Proof): string {
  if (!held) return `no candidate can be judged here: ${fault}`;
  const lines = (probes as unknown as readonly ProbeResult[]).map(
    ({ name, detail }) => `         ${name}: ${detail}`,
  );
  return [`ok       isolation level ${level}; every attack from inside was held off:`, ...lines].join('\n');
}

function agentText({ name, title, found, fault }: AgentFinding): string {
  return found === null
    ? `none     agent ${name}: ${fault}`
    : `ok       agent ${name}: ${title} ${found.version} at ${found.program}`;
}
