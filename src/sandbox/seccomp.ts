import { AUDIT_ARCHITECTURE, type Architecture, EXAMINED_CALLS, REFUSED_CALLS } from './system-calls.ts';

/* Classic BPF as seccomp runs it: Linux include/uapi/linux/{bpf_common,filter,seccomp}.h. */
const LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const JUMP_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const JUMP_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const RETURN = 0x06; // BPF_RET | BPF_K

const ALLOW = 0x7fff_0000;
const KILL_PROCESS = 0x8000_0000;
const FAIL = 0x0005_0000; // SECCOMP_RET_ERRNO, the error in the low half
const EPERM = 1;
const ENOSYS = 38;

/** Offsets in struct seccomp_data; the arguments are 64 bits wide, their low half first on both architectures. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number): number => 16 + 8 * index;

const X32_BIT = 0x4000_0000;
/** AF_UNIX, AF_INET, AF_INET6. */
const SOCKET_DOMAINS = [1, 2, 10];
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
const CLONE_NEW_NAMESPACE = 0x7e02_0000;
/** TIOCSTI and TIOCLINUX: typing into the caller's terminal. */
const TERMINAL_REQUESTS = [0x5412, 0x541c];

export interface Instruction {
  readonly code: number;
  /** Instructions to skip when the comparison holds, and when it does not. */
  readonly onTrue: number;
  readonly onFalse: number;
  readonly operand: number;
}

const load = (offset: number): Instruction => ({ code: LOAD_WORD, onTrue: 0, onFalse: 0, operand: offset });
const end = (result: number): Instruction => ({ code: RETURN, onTrue: 0, onFalse: 0, operand: result });
/** The next instruction runs when the comparison holds, and is skipped otherwise. */
const when = (code: number, operand: number): Instruction => ({ code, onTrue: 0, onFalse: 1, operand });
const unless = (code: number, operand: number, skip: number): Instruction => ({
  code,
  onTrue: skip,
  onFalse: 0,
  operand,
});

/**
 * The filter as a list of instructions. Everything is allowed but the calls of `system-calls.ts`: they answer EPERM,
 * clone3 answers ENOSYS so that the C library falls back to clone, and another architecture's calls end the process.
 */
export function seccompProgram(architecture: Architecture): readonly Instruction[] {
  const examined = (
    call: keyof typeof EXAMINED_CALLS,
    body: readonly Instruction[],
  ): readonly Instruction[] => [
    { code: JUMP_EQUAL, onTrue: 0, onFalse: body.length, operand: EXAMINED_CALLS[call][architecture] },
    ...body,
  ];
  const socketBody = [
    load(argument(0)),
    ...SOCKET_DOMAINS.flatMap((domain) => [when(JUMP_EQUAL, domain), end(ALLOW)]),
    end(FAIL | EPERM),
  ];
  return [
    load(ARCHITECTURE),
    unless(JUMP_EQUAL, AUDIT_ARCHITECTURE[architecture], 1),
    end(KILL_PROCESS),
    load(NUMBER),
    ...(architecture === 'x64' ? [when(JUMP_AT_LEAST, X32_BIT), end(FAIL | EPERM)] : []),
    ...Object.values(REFUSED_CALLS).flatMap((numbers) => [
      when(JUMP_EQUAL, numbers[architecture]),
      end(FAIL | EPERM),
    ]),
    ...examined('clone3', [end(FAIL | ENOSYS)]),
    ...examined('socket', socketBody),
    ...examined('socketpair', socketBody),
    ...examined('clone', [
      load(argument(0)),
      when(JUMP_ANY_BIT, CLONE_NEW_NAMESPACE),
      end(FAIL | EPERM),
      end(ALLOW),
    ]),
    ...examined('ioctl', [
      load(argument(1)),
      ...TERMINAL_REQUESTS.flatMap((request) => [when(JUMP_EQUAL, request), end(FAIL | EPERM)]),
      end(ALLOW),
    ]),
    end(ALLOW),
  ];
}

/** The program as the kernel's array of struct sock_filter, which bubblewrap reads from a descriptor. */
export function seccompBytes(architecture: Architecture): Buffer {
  const program = seccompProgram(architecture);
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach((instruction, index) => {
    bytes.writeUInt16LE(instruction.code, index * 8);
    bytes.writeUInt8(instruction.onTrue, index * 8 + 2);
    bytes.writeUInt8(instruction.onFalse, index * 8 + 3);
    bytes.writeUInt32LE(instruction.operand >>> 0, index * 8 + 4);
  });
  return bytes;
}
