import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';

/** Files that operators asked for, in `<dataDir>/exports`, by id; all processes share the folder. */
@Injectable()
export class KeptFiles {
  private readonly folder: string;

  constructor(config: Config) {
    this.folder = path.join(config.dataDir, 'exports');
  }

  /** An empty folder to work in, also when an earlier try left something. */
  async workFolder(id: string): Promise<string> {
    const folder = path.join(this.folder, `${id}.work`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Takes a finished file out of the work folder, and removes that. */
  async keep(id: string, file: string): Promise<{ bytes: number; sha256: string }> {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    const { size } = await stat(file);
    await rename(file, this.fileOf(id));
    await this.clear(id);
    return { bytes: size, sha256: hash.digest('hex') };
  }

  /** Removes what a try that failed has left. */
  clear(id: string): Promise<void> {
    return rm(path.join(this.folder, `${id}.work`), { recursive: true, force: true });
  }

  /** Removes a file; nothing happens when it is gone. */
  remove(id: string): Promise<void> {
    return rm(this.fileOf(id), { force: true });
  }

  /** The file and its size in bytes; null when it is gone. */
  async open(id: string) {
    try {
      const handle = await open(this.fileOf(id), 'r');
      const { size } = await handle.stat();
      return { stream: handle.createReadStream(), size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  private fileOf(id: string): string {
    return path.join(this.folder, id);
  }
}
