import { spawnSync } from 'node:child_process';

// Debian's own first: its shared library is where the loader looks.
const candidates = [
  process.env.PYTHON,
  ...['/usr/bin/python3.11', '/usr/bin/python3.12'],
  ...['python3.11', 'python3.12', 'python3'],
];

// The virtual environment needs venv with ensurepip; Triton's helper process needs the shared library of this very interpreter.
const probe = `
import ctypes, ensurepip, os, sys, sysconfig, venv
assert sys.version_info[:2] in ((3, 11), (3, 12))
directory, name = (sysconfig.get_config_var(key) for key in ("LIBDIR", "INSTSONAME"))
path = os.path.join(directory, name)
ctypes.CDLL(path if os.path.exists(path) else name)
print(sys.executable)
`;

/** An interpreter that the real servers can run on; undefined where there is none. */
export function findPython() {
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    const { status, stdout } = spawnSync(candidate, ['-c', probe], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}
