import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** A file as an answer; the browser keeps it under its name, which holds letters, digits, dots and dashes. */
export function fileReply(file: { name: string; type: string; content: Buffer }): StreamableFile {
  const { name, type, content } = file;
  return new StreamableFile(content, { type, disposition: keptAs(name), length: content.length });
}

/** What the browser is told a stream is that it may keep but must not show. */
export const DOWNLOAD_TYPE = 'application/octet-stream';

/** The same for a file that is read while it is sent; `size` in bytes. */
export function streamReply(file: { name: string; stream: Readable; size: number }): StreamableFile {
  const { name, stream, size } = file;
  return new StreamableFile(stream, { type: DOWNLOAD_TYPE, disposition: keptAs(name), length: size });
}

const keptAs = (name: string) => `attachment; filename="${name}"`;
