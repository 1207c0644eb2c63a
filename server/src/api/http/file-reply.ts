import { StreamableFile } from '@nestjs/common';

/** A file as an answer; the browser keeps it under its name, which holds letters, digits, dots and dashes. */
export function fileReply(file: { name: string; type: string; content: Buffer }): StreamableFile {
  const { name, type, content } = file;
  const disposition = `attachment; filename="${name}"`;
  return new StreamableFile(content, { type, disposition, length: content.length });
}
