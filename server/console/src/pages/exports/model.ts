import { exportKinds, type ExportKind } from '@tuanlink/shared/exports';
import type { ExportReply } from '@tuanlink/shared/replies';
import type { OperatorRole } from '@tuanlink/shared/states';
import { filePath } from '../../api/file-path';

/** What an operator of this role may ask for; the whole shop is for the owner alone. */
export function kindsFor(role: OperatorRole): ExportKind[] {
  return exportKinds.filter((kind) => kind !== 'shop' || role === 'owner');
}

/** Whether an export is still on its way, so that the list has to be read again. */
export function isOpen({ state }: Pick<ExportReply, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}

/** How far an export is, in whole per cent; 100 only when all rows are done. */
export function percentOf({ state, rowsDone, rowsTotal }: ExportReply): number {
  if (state === 'done' || state === 'expired') return 100;
  return rowsTotal ? Math.min(99, Math.floor((rowsDone / rowsTotal) * 1e2)) : 0;
}

/** Where the browser fetches the file, by the session's cookie; null when it may not or cannot. */
export function fileAddress({ id, kind, state }: ExportReply, role: OperatorRole): string | null {
  const may = kind !== 'shop' || role === 'owner';
  return may && state === 'done' ? filePath('console.export.file', { params: { id } }) : null;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A size as people read it: 512 B, 12 KB, 3.4 MB. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 || size >= 10 ? Math.round(size) : Math.round(size * 10) / 10;
  return `${rounded} ${UNITS[unit]}`;
}
