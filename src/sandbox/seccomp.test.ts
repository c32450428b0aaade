import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seccompBytes } from './seccomp.ts';
import { type Architecture, AUDIT_ARCHITECTURE, EXAMINED_CALLS, REFUSED_CALLS } from './system-calls.ts';

const ALLOW = 0x7fff0000;
const REFUSED = 0x00050001;
const MISSING = 0x00050026;
const KILL = 0x80000000;

/** Runs the bytes as the kernel would: a classic BPF machine with the four instructions that the filter uses. */
function run(
  architecture: Architecture,
  call: { number: number; architecture?: number; arguments?: readonly bigint[] },
): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number, 0);
  data.writeUInt32LE(call.architecture ?? AUDIT_ARCHITECTURE[architecture], 4);
  call.arguments?.forEach((value, index) => data.writeBigUInt64LE(value, 16 + 8 * index));
  const program = seccompBytes(architecture);
  let accumulator = 0;
  for (let counter = 0; ; counter += 1) {
    const operand = program.readUInt32LE(counter * 8 + 4);
    const jump = (holds: boolean): number => program.readUInt8(counter * 8 + (holds ? 2 : 3));
    switch (program.readUInt16LE(counter * 8)) {
      case 0x20:
        accumulator = data.readUInt32LE(operand);
        break;
      case 0x15:
        counter += jump(accumulator === operand);
        break;
      case 0x35:
        counter += jump(accumulator >= operand);
        break;
      case 0x45:
        counter += jump((accumulator & operand) !== 0);
        break;
      case 0x06:
        return operand;
      default:
        throw new Error('unknown instruction');
    }
  }
}

describe.each(['x64', 'arm64'] as const)('on %s', (architecture) => {
  test('refuses what is listed and nothing near it', () => {
    const refused: Set<number> = new Set(
      Object.values(REFUSED_CALLS).map((numbers) => numbers[architecture]),
    );
    for (let number = 0; number < 600; number += 1) {
      if (Object.values(EXAMINED_CALLS).some((numbers) => numbers[architecture] === number)) continue;
      expect([number, run(architecture, { number })]).toEqual([
        number,
        refused.has(number) ? REFUSED : ALLOW,
      ]);
    }
  });

  test('allows Unix and internet sockets only', () => {
    for (const call of ['socket', 'socketpair'] as const) {
      const number = EXAMINED_CALLS[call][architecture];
      const allowed = Array.from({ length: 64 }, (_, domain) => domain).filter(
        (domain) => run(architecture, { number, arguments: [BigInt(domain)] }) === ALLOW,
      );
      expect(allowed).toEqual([1, 2, 10]);
      // The kernel takes an int: high bits do not make another domain of it, and must not hide AF_VSOCK (40).
      expect(run(architecture, { number, arguments: [0x1_0000_0028n] })).toBe(REFUSED);
    }
  });

  test('allows threads and processes, no namespaces', () => {
    const { clone, clone3 } = EXAMINED_CALLS;
    const threadFlags = 0x3d0f00n; // what glibc's pthread_create passes
    expect(run(architecture, { number: clone[architecture], arguments: [threadFlags] })).toBe(ALLOW);
    expect(run(architecture, { number: clone[architecture], arguments: [17n] })).toBe(ALLOW);
    for (const flag of [
      0x20000n,
      0x2000000n,
      0x4000000n,
      0x8000000n,
      0x10000000n,
      0x20000000n,
      0x40000000n,
    ]) {
      expect(run(architecture, { number: clone[architecture], arguments: [flag | 17n] })).toBe(REFUSED);
    }
    expect(run(architecture, { number: clone3[architecture] })).toBe(MISSING);
  });

  test('refuses typing into terminals', () => {
    const number = EXAMINED_CALLS.ioctl[architecture];
    expect(run(architecture, { number, arguments: [0n, 0x5412n] })).toBe(REFUSED);
    expect(run(architecture, { number, arguments: [0n, 0x541cn] })).toBe(REFUSED);
    expect(run(architecture, { number, arguments: [0n, 0x5401n] })).toBe(ALLOW); // TCGETS
  });

  test('ends a process that speaks for another architecture', () => {
    expect(run(architecture, { number: 0, architecture: 0x40000003 })).toBe(KILL); // i386
  });
});

test('refuses the x32 calls', () => {
  expect(run('x64', { number: 0x40000000 })).toBe(REFUSED);
  expect(run('x64', { number: 0x40000000 + 101 })).toBe(REFUSED);
});

describe.each([
  ['x64', '/usr/include/x86_64-linux-gnu/asm/unistd_64.h'],
  ['arm64', '/usr/include/asm-generic/unistd.h'],
] as const)('numbers of %s', (architecture, header) => {
  test.skipIf(!existsSync(header))('are those of the kernel headers', () => {
    const text = readFileSync(header, 'utf8');
    const calls = { ...REFUSED_CALLS, ...EXAMINED_CALLS };
    let compared = 0;
    for (const [name, numbers] of Object.entries(calls)) {
      const line = new RegExp(`^#define __NR_${name}\\s+(\\d+)$`, 'm').exec(text);
      if (line === null) continue; // newer than the headers
      expect([name, numbers[architecture]]).toEqual([name, Number(line[1])]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(Object.keys(calls).length - 3);
  });
});
