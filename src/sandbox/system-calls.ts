/** Processor architectures the filter is written for, by Node's `process.arch`. */
export type Architecture = 'x64' | 'arm64';

/** AUDIT_ARCH values (Linux include/uapi/linux/audit.h): ELF machine | 64 bit | little endian. */
export const AUDIT_ARCHITECTURE: { readonly [architecture in Architecture]: number } = {
  x64: 0xc000_003e,
  arm64: 0xc000_00b7,
};

/** System calls by number: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux. */
type Numbers = { readonly [architecture in Architecture]: number };

const same = (number: number): Numbers => ({ x64: number, arm64: number });

/**
 * Refused whatever the arguments: ways to reach other processes, the kernel's keys and programs, file systems and
 * namespaces, and rings that would carry calls past this filter. The affinity is the oracle's to set.
 */
export const REFUSED_CALLS = {
  io_uring_setup: same(425),
  io_uring_enter: same(426),
  io_uring_register: same(427),
  ptrace: { x64: 101, arm64: 117 },
  process_vm_readv: { x64: 310, arm64: 270 },
  process_vm_writev: { x64: 311, arm64: 271 },
  kcmp: { x64: 312, arm64: 272 },
  pidfd_getfd: same(438),
  bpf: { x64: 321, arm64: 280 },
  perf_event_open: { x64: 298, arm64: 241 },
  add_key: { x64: 248, arm64: 217 },
  request_key: { x64: 249, arm64: 218 },
  keyctl: { x64: 250, arm64: 219 },
  userfaultfd: { x64: 323, arm64: 282 },
  mount: { x64: 165, arm64: 40 },
  umount2: { x64: 166, arm64: 39 },
  pivot_root: { x64: 155, arm64: 41 },
  chroot: { x64: 161, arm64: 51 },
  open_tree: same(428),
  move_mount: same(429),
  fsopen: same(430),
  fsconfig: same(431),
  fsmount: same(432),
  fspick: same(433),
  mount_setattr: same(442),
  open_tree_attr: same(467),
  unshare: { x64: 272, arm64: 97 },
  setns: { x64: 308, arm64: 268 },
  kexec_load: { x64: 246, arm64: 104 },
  kexec_file_load: { x64: 320, arm64: 294 },
  init_module: { x64: 175, arm64: 105 },
  delete_module: { x64: 176, arm64: 106 },
  finit_module: { x64: 313, arm64: 273 },
  name_to_handle_at: { x64: 303, arm64: 264 },
  open_by_handle_at: { x64: 304, arm64: 265 },
  sched_setaffinity: { x64: 203, arm64: 122 },
} as const satisfies { readonly [name: string]: Numbers };

/** Looked at with their arguments. */
export const EXAMINED_CALLS = {
  socket: { x64: 41, arm64: 198 },
  socketpair: { x64: 53, arm64: 199 },
  clone: { x64: 56, arm64: 220 },
  clone3: same(435),
  ioctl: { x64: 16, arm64: 29 },
} as const satisfies { readonly [name: string]: Numbers };
