import { IsISO8601 } from 'class-validator';
import { ReasonBody } from './common.dto.js';

/** Gives a forming group more time. The reason is told to its members. */
export class ExtendGroupBody extends ReasonBody {
  /** The new deadline, later than the present one and at most the group's `closesAtMax`. */
  @IsISO8601({ strict: true, strictSeparator: true })
  closesAt!: string;
}
