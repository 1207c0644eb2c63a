import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FileStorage } from './file-storage.js';

const NAME = /^[0-9a-f]{64}\.webp$/;

/** Files in `<dataDir>/files`. Several processes may share the folder. */
export class DiskStorage extends FileStorage {
  private readonly folder: string;

  constructor(dataDir: string) {
    super();
    this.folder = path.join(dataDir, 'files');
  }

  async put(name: string, content: Buffer): Promise<void> {
    const file = this.fileOf(name);
    if (file === null) throw new RangeError(`${name} is not the name of a picture`);
    await mkdir(this.folder, { recursive: true });
    // A reader must never see half a file.
    const temporary = `${file}.${randomBytes(6).toString('hex')}.part`;
    await writeFile(temporary, content, { mode: 0o644 });
    await rename(temporary, file);
  }

  async open(name: string) {
    const file = this.fileOf(name);
    const handle = file && (await openIfThere(file));
    if (!handle) return null;
    const { size } = await handle.stat();
    return { stream: handle.createReadStream(), size };
  }

  async *list() {
    await mkdir(this.folder, { recursive: true });
    const names = await readdir(this.folder);
    yield* names.filter((name) => NAME.test(name)).sort();
  }

  private fileOf(name: string): string | null {
    return NAME.test(name) ? path.join(this.folder, name) : null;
  }
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
