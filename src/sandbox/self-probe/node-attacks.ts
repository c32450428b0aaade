import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { SandboxLauncher, SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import type { AttackReport, Targets } from './attack.ts';
import { pidNamespace } from '../process-identity.ts';
import type { LauncherSecrets } from './prove.ts';
import { TEMPORARY_BYTES } from './shell-attacks.ts';

const ANSWER_MILLISECONDS = 20_000;
const ANSWER_BYTES = 64 * 1024;
const TREE = '/probe';

/** Attacks made with Node from inside a sandbox, on canaries laid out on the host for it. */
export async function attackFromNode(
  launcher: Pick<SandboxLauncher, 'launch'>,
  secrets: LauncherSecrets,
): Promise<readonly AttackReport[]> {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-canary-'));
  const abstractSocket = `fulcrum-${randomBytes(8).toString('hex')}`;
  const servers = [createServer(), createServer()] as const;
  let contacts = 0;
  for (const server of servers) {
    server.on('connection', (socket) => {
      contacts += 1;
      socket.destroy();
    });
  }
  const callersFile = join(process.cwd(), `.fulcrum-canary-${randomBytes(8).toString('hex')}`);
  try {
    const file = join(directory, 'canary');
    writeFileSync(file, secrets.canary);
    const files = writeIfAllowed(callersFile, secrets.canary) ? [file, callersFile] : [file];
    const port = await listen(servers[0], { host: '127.0.0.1', port: 0 });
    await listen(servers[1], { path: `\0${abstractSocket}` });
    const nonce = randomBytes(8).toString('hex');
    const targets: Targets = {
      ...{ files, port, abstractSocket, nonce, tree: TREE },
      ...{ canary: secrets.canary, launcher: secrets.process, pidNamespace: pidNamespace() },
    };
    const reports = await ask(launcher, targets);
    return [
      ...reports,
      {
        name: 'contacts seen by the host',
        attempted: true,
        succeeded: contacts > 0,
        detail: String(contacts),
      },
    ];
  } finally {
    for (const server of servers) server.close();
    rmSync(directory, { recursive: true, force: true });
    rmSync(callersFile, { force: true });
  }
}

async function ask(
  launcher: Pick<SandboxLauncher, 'launch'>,
  targets: Targets,
): Promise<readonly AttackReport[]> {
  const control = { name: 'honest control', succeeded: false };
  const sandbox = await launcher.launch(nodeOrder());
  sandbox.channel.send(JSON.stringify(targets));
  const received = await sandbox.channel.receive({
    milliseconds: ANSWER_MILLISECONDS,
    maximumBytes: ANSWER_BYTES,
  });
  const { cause, code, stderr } = received.kind === 'timeout' ? await sandbox.kill() : await sandbox.exited;
  if (received.kind !== 'line') {
    const detail = `no answer: ${received.kind}, ${cause} ${code}, ${stderr.trim()}`;
    return [{ ...control, attempted: false, detail }];
  }
  const { nonce, reports } = JSON.parse(received.text) as { nonce: string; reports: readonly AttackReport[] };
  return [{ ...control, attempted: nonce === targets.nonce, detail: 'a question was answered' }, ...reports];
}

function nodeOrder(): SandboxOrder {
  const program = `attack-program${extname(import.meta.filename)}`;
  return {
    mounts: [
      { host: process.execPath, inside: '/node' },
      { host: import.meta.dirname, inside: TREE },
    ],
    command: ['/node', '--no-warnings', `${TREE}/${program}`],
    environment: {},
    memoryBytes: 512 * 1024 * 1024,
    processes: 64,
    temporaryBytes: TEMPORARY_BYTES,
    outputBytes: 64 * 1024,
  };
}

function writeIfAllowed(path: string, content: string): boolean {
  try {
    writeFileSync(path, content);
    return true;
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function listen(server: Server, where: { host: string; port: number } | { path: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
