import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Refusal } from '../refusal.js';
import { FileStorage } from './file-storage.js';

/** Longest side of a stored picture; larger ones are made smaller. */
const SIDE_MAX_PX = 1_600;
/** Pixels a file may claim: beyond it is a bomb, not a photograph. */
const PIXELS_MAX = 50_000_000;
const TIMEOUT_SECONDS = 10;
const QUALITY = 82;
/** Formats that are read. SVG is not: it is a program, not a picture. */
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff']);

/** Checks pictures by their content and keeps them as WebP without anything a camera writes into them. */
@Injectable()
export class Pictures {
  constructor(private readonly files: FileStorage) {}

  /**
   * Stores a picture; its address within the shop.
   * @throws Refusal `upload.unreadable` when the content is not a picture, whatever its name says
   */
  async store(content: Buffer): Promise<{ url: string }> {
    const webp = await toWebp(content);
    const name = `${createHash('sha256').update(webp).digest('hex')}.webp`;
    await this.files.put(name, webp);
    return { url: `/files/${name}` };
  }
}

async function toWebp(content: Buffer): Promise<Buffer> {
  // Loaded at the first upload: it is large, and most processes never need it.
  const { default: sharp } = await import('sharp');
  // One picture at a time, and nothing kept of it: uploads are rare, and the memory is the API's.
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    const options = { limitInputPixels: PIXELS_MAX, failOn: 'error', animated: false } as const;
    const { format } = await sharp(content, options).metadata();
    if (format === undefined || !FORMATS.has(format)) throw new Refusal('upload.unreadable');
    return await sharp(content, options)
      .rotate()
      .resize({ width: SIDE_MAX_PX, height: SIDE_MAX_PX, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .toBuffer();
  } catch {
    throw new Refusal('upload.unreadable');
  }
}
