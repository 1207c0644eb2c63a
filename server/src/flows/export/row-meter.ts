import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** Lets CSV with a header pass and measures it on the way: rows, bytes, SHA-256. */
export class RowMeter extends Transform {
  bytes = 0;
  private lines = 0;
  private quoted = false;
  private readonly hash = createHash('sha256');

  /** @param tell is told how many rows passed since it was told last */
  constructor(private readonly tell: (rows: number) => void = () => {}) {
    super();
  }

  /** Rows below the header so far. */
  get rows(): number {
    return Math.max(0, this.lines - 1);
  }

  /** Hex; only once, at the end. */
  sha256(): string {
    return this.hash.digest('hex');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const before = this.rows;
    this.hash.update(chunk);
    this.bytes += chunk.length;
    for (const byte of chunk) {
      if (byte === QUOTE) this.quoted = !this.quoted;
      else if (byte === NEWLINE && !this.quoted) this.lines += 1;
    }
    this.tell(this.rows - before);
    done(null, chunk);
  }
}
