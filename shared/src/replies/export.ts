import type { ExportKind, ExportState } from '../exports.js';

/** A file that an operator asked for, and how far it is. */
export interface ExportReply {
  id: string;
  kind: ExportKind;
  /** Null: from the beginning. */
  from: string | null;
  /** Null: up to the moment it was made. */
  to: string | null;
  state: ExportState;
  rowsDone: number;
  /** Null until it was counted. */
  rowsTotal: number | null;
  /** Under this name it is downloaded; null until it is done. */
  fileName: string | null;
  bytes: number | null;
  /** Of the file, hex. */
  sha256: string | null;
  /** Why it failed. */
  error: string | null;
  requestedBy: { id: string; name: string };
  createdAt: string;
  finishedAt: string | null;
  /** When the file is removed. */
  expiresAt: string | null;
}
