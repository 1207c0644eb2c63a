import type { ExportKind, ExportState } from '@tuanlink/shared/exports';
import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** A file that an operator asked for. */
@Entity('export_job')
export class ExportJobEntity {
  @IdColumn()
  id!: string;

  @Column({ type: 'text' })
  kind!: ExportKind;

  /** Null: from the beginning. */
  @TimeColumn({ name: 'from_at', nullable: true })
  fromAt!: Date | null;

  /** Null: up to the moment it is made. */
  @TimeColumn({ name: 'to_at', nullable: true })
  toAt!: Date | null;

  /** Of the headings in a spreadsheet. */
  @Column({ type: 'text' })
  language!: 'zh-CN' | 'en';

  @Column({ type: 'text' })
  state!: ExportState;

  @FenColumn({ name: 'rows_done', default: 0 })
  rowsDone!: number;

  /** Null until it was counted. */
  @FenColumn({ name: 'rows_total', nullable: true })
  rowsTotal!: number | null;

  /** Under which it is downloaded. */
  @Column({ name: 'file_name', type: 'text', nullable: true })
  fileName!: string | null;

  @FenColumn({ nullable: true })
  bytes!: number | null;

  /** Of the file, hex. */
  @Column({ type: 'text', nullable: true })
  sha256!: string | null;

  /** Why it failed. */
  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @RefColumn({ name: 'requested_by' })
  requestedBy!: string;

  /** The operator's name at that moment. */
  @Column({ name: 'requested_name', type: 'text' })
  requestedName!: string;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  /** When the file is removed. */
  @TimeColumn({ name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}
