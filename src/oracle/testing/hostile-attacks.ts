/** Hostile code in Python: the body of `attack()`, which says "harmless" when it got nothing. */
export interface HostileAttack {
  readonly name: string;
  readonly body: string;
  /** What may come of it, whichever kind of subject does it. */
  readonly statuses: readonly string[];
}

/** What the host offers and no candidate may reach. */
export interface HostBait {
  readonly port: number;
  /** Of an abstract socket, without the zero before it. */
  readonly socket: string;
  readonly file: string;
  readonly process: number;
}

const ENDS = ['crash', 'timeout', 'refused', 'fail'];

/** @param mark an argument of every process they leave */
export function hostileAttacks(bait: HostBait, mark: string): readonly HostileAttack[] {
  const sleep = `["sleep", "${mark}"]`;
  return [
    { name: 'tricks that must be refused', body: tricks(bait), statuses: ['pass'] },
    {
      name: 'a fork bomb',
      body: `while True:\n    try:\n        os.fork()\n        subprocess.Popen(${sleep})\n    except OSError: pass`,
      statuses: ENDS,
    },
    {
      name: 'a daemon, forked twice',
      body: `if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: os.execvp("sleep", ${sleep})
    os._exit(0)
os.wait()
return "harmless"`,
      // A subject that waits for whoever holds its child's output never answers.
      statuses: ['pass', 'timeout'],
    },
    {
      name: 'one that ignores signals',
      body: `for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
subprocess.Popen(${sleep})
while True: time.sleep(0.1)`,
      statuses: ['timeout'],
    },
    { name: 'one that stops itself', body: 'os.kill(os.getpid(), signal.SIGSTOP)', statuses: ENDS },
    {
      name: 'one that kills all it can',
      body: 'os.kill(-1, signal.SIGKILL)\nreturn "harmless"',
      statuses: ENDS,
    },
    { name: 'a hog of memory', body: 'kept = []\nwhile True: kept.append(b"x" * 4000000)', statuses: ENDS },
    {
      name: 'a hog of shared memory',
      body: 'kept = []\nwhile True:\n    kept.append(mmap.mmap(-1, 4000000))\n    kept[-1].write(b"x" * 4000000)',
      statuses: ENDS,
    },
    {
      name: 'a hog of disk, under names that are hard to remove',
      body: `for folder in ("/tmp", "/dev/shm", os.getcwd(), os.environ.get("HOME", "/tmp")):
    try:
        os.chdir(folder)
        os.mkfifo("pipe")
        os.symlink("/", "link")
        open("file", "w").close()
        os.link("file", "hard")
        for depth in range(300):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        os.chdir(folder)
        os.chmod("d" * 200, 0)
        with open("full", "wb", buffering=0) as full:
            while True: full.write(b"x" * 1000000)
    except OSError: pass
return "harmless"`,
      statuses: ['pass', ...ENDS],
    },
    {
      name: 'endless output',
      body: 'while True: os.write(1, b"x" * 65536)',
      statuses: ENDS,
    },
    {
      name: 'a child that writes to every channel there is',
      body: `if os.fork() == 0:
    for number in range(3, 64):
        try: os.write(number, b"0 value 1\\n")
        except OSError: pass
    os._exit(0)
os.wait()
return "harmless"`,
      statuses: ['pass', 'refused'],
    },
  ];
}

/** Each is a call that has to fail; the names of those that did not are the answer. */
function tricks({ port, socket, file, process }: HostBait): string {
  return `libc = ctypes.CDLL(None, use_errno=True)
def called(result):
    if result == -1: raise OSError(ctypes.get_errno(), "refused")
def connect(family, place):
    made = socket.socket(family, socket.SOCK_STREAM)
    made.settimeout(0.2)
    made.connect(place)
def inject():
    own, other = os.openpty()
    fcntl.ioctl(other, 0x5412, b"x")
def change_clock(): time.clock_settime(time.CLOCK_REALTIME, 0)
wanted = {
    "loopback": lambda: connect(socket.AF_INET, ("127.0.0.1", ${port})),
    "abstract socket": lambda: connect(socket.AF_UNIX, "\\0${socket}"),
    "file of the host": lambda: open("${file}"),
    "process of the host": lambda: os.kill(${process}, 0),
    "ptrace": lambda: called(libc.ptrace(16, 1, 0, 0)),
    "memory of another process": lambda: called(libc.process_vm_readv(1, 0, 0, 0, 0, 0)),
    "mount": lambda: called(libc.mount(b"none", b"/tmp", b"tmpfs", 0, 0)),
    "namespace": lambda: called(libc.unshare(0x10000000)),
    "change of root": lambda: os.chroot("/tmp"),
    "user 0": lambda: os.setuid(0) if os.getuid() != 0 else called(-1),
    "device": lambda: os.mknod("/tmp/device", 0o60600, os.makedev(8, 0)),
    "settings of the kernel": lambda: open("/proc/sys/kernel/hostname", "w"),
    "trigger of the kernel": lambda: open("/proc/sysrq-trigger", "w").write("h"),
    "terminal": inject,
    "clock": change_clock,
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, -5),
    "affinity": lambda: os.sched_setaffinity(0, {0}),
    "own code": lambda: open("/fulcrum/drivers/x", "w"),
    "system": lambda: open("/usr/x", "w"),
}
got = []
for name, trick in wanted.items():
    try: trick()
    except (OSError, ValueError, AttributeError): continue
    got.append(name)
return "harmless" if not got else ", ".join(got)`;
}
