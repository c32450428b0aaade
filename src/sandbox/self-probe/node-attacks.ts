import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:net';
import { extname, join } from 'node:path';
import type { SandboxLauncher, SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import type { AttackReport, Targets } from './attack.ts';
import { pidNamespace } from '../process-identity.ts';
import type { LauncherSecrets } from './prove.ts';
import { TEMPORARY_BYTES } from './shell-attacks.ts';

const ANSWER_MILLISECONDS = 20_000;
const ANSWER_BYTES = 64 * 1024;
const TREE = '/probe';
const CANARY_PREFIX = '.fulcrum-canary-';
/** No proof takes this long. */
const STALE_MILLISECONDS = 120_000;

/** Attacks made with Node from inside a sandbox, on canaries laid out on the host for it. */
export async function attackFromNode(
  launcher: Pick<SandboxLauncher, 'launch'>,
  secrets: LauncherSecrets,
): Promise<readonly AttackReport[]> {
  const abstractSocket = `fulcrum-${randomBytes(8).toString('hex')}`;
  const servers = [createServer(), createServer()] as const;
  let contacts = 0;
  for (const server of servers) {
    server.on('connection', (socket) => {
      contacts += 1;
      socket.destroy();
    });
  }
  sweepCanaries(process.cwd());
  const name = `${CANARY_PREFIX}${randomBytes(8).toString('hex')}`;
  const file = join(secrets.directory, name);
  const callersFile = join(process.cwd(), name);
  const written: string[] = [];
  try {
    writeFileSync(file, secrets.canary);
    written.push(file);
    if (writeIfAllowed(callersFile, secrets.canary)) written.push(callersFile);
    const port = await listen(servers[0], { host: '127.0.0.1', port: 0 });
    await listen(servers[1], { path: `\0${abstractSocket}` });
    const nonce = randomBytes(8).toString('hex');
    const targets: Targets = {
      ...{ files: written, port, abstractSocket, nonce, tree: TREE },
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
    for (const path of written) rmSync(path, { force: true });
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

/** Removes what processes left that were killed while they proved their sandbox. */
function sweepCanaries(folder: string): void {
  for (const name of namesIn(folder)) {
    if (!name.startsWith(CANARY_PREFIX)) continue;
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && Date.now() - stat.mtimeMs > STALE_MILLISECONDS) rmSync(path, { force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // Whoever may not look into the caller's folder may not write there either.
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return [];
    throw error;
  }
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
