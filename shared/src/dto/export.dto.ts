import { IsIn, IsISO8601, IsOptional } from 'class-validator';
import { type ExportKind, exportKinds, type ExportState, exportTransitions } from '../exports.js';
import { statesOf } from '../states.js';
import { PageQuery } from './common.dto.js';

/** What is to be exported. */
export class CreateExportBody {
  /** `shop`: everything, for the owner alone. */
  @IsIn(exportKinds)
  kind!: ExportKind;

  /** What happened from this moment on; absent: from the beginning. Not with `shop`. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  from?: string;

  /** What happened before this moment; absent: up to now. Not with `shop`. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  to?: string;
}

export class ExportsQuery extends PageQuery {
  @IsOptional()
  @IsIn(statesOf(exportTransitions))
  state?: ExportState;
}
