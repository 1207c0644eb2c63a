import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { REASON_MAX } from '../limits.js';
import { PAGE_LIMIT_MAX } from '../paging.js';

/** A whole number as people write it; any other text (`0x1f`, ` 5`, `1e1`) stays a text, which is refused. */
export function readDigits({ value }: { value: unknown }): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** `?cursor=&limit=` of every list. `limit` 1–100, 20 when absent; `cursor` comes from the page before. */
export class PageQuery {
  @IsOptional()
  @IsString()
  @Length(1, 200)
  cursor?: string;

  @IsOptional()
  @Transform(readDigits)
  @IsInt()
  @Min(1)
  @Max(PAGE_LIMIT_MAX)
  limit?: number;
}

/** A body that carries nothing; `{}` and no body at all are both fine. */
export class EmptyBody {}

/** A reason given by a person, shown to the one it concerns. 1–500 characters. */
export class ReasonBody {
  @IsString()
  @Length(1, REASON_MAX)
  reason!: string;
}

/** The version of the thing as the operator saw it; another one answers 409 `version.conflict`. */
export class VersionBody {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version?: number;
}
