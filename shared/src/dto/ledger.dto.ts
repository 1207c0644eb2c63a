import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageQuery, readDigits } from './common.dto.js';

/** Which sealed blocks are read. */
export class LedgerBlocksQuery extends PageQuery {
  /** Number of the newest block wanted; absent: the newest there is. */
  @IsOptional()
  @Transform(readDigits)
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  through?: number;
}
