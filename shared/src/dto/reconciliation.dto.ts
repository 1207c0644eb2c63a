import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { BILL_TEXT_MAX, REASON_MAX } from '../limits.js';
import {
  type BillKind,
  billKinds,
  type DifferenceKind,
  differenceKinds,
  type DifferenceState,
  type ExceptionKind,
  exceptionKinds,
} from '../states.js';
import { PageQuery } from './common.dto.js';

/** A bill as WeChat's merchant platform gives it, for when the download fails. */
export class ImportBillBody {
  @IsIn(billKinds)
  kind!: BillKind;

  /** The file's text, from its header to its summary. */
  @IsString()
  @Length(1, BILL_TEXT_MAX)
  text!: string;
}

/** What an operator found out about a difference. 1–500 characters. */
export class ResolveDifferenceBody {
  @IsString()
  @Length(1, REASON_MAX)
  note!: string;
}

export class DifferencesQuery extends PageQuery {
  /** A day in China, `YYYY-MM-DD`. */
  @IsOptional()
  @Matches(/^20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/)
  day?: string;

  @IsOptional()
  @IsIn(['open', 'resolved'])
  state?: DifferenceState;

  @IsOptional()
  @IsIn(differenceKinds)
  kind?: DifferenceKind;
}

export class ExceptionsQuery extends PageQuery {
  @IsOptional()
  @IsIn(exceptionKinds)
  kind?: ExceptionKind;
}
