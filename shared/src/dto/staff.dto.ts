import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { PASSWORD_MAX, USERNAME_MAX } from '../limits.js';
import { PageQuery } from './common.dto.js';

export class ConsoleLoginBody {
  @IsString()
  @Length(1, USERNAME_MAX)
  username!: string;

  @IsString()
  @Length(1, PASSWORD_MAX)
  password!: string;

  /** One-time code, for operators who have set one up. */
  @IsOptional()
  @IsString()
  @Length(0, 10)
  otp?: string;
}

export class AuditQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @Length(1, 64)
  action?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  subjectId?: string;
}

export class JobsQuery extends PageQuery {
  @IsOptional()
  @IsIn(['waiting', 'failed'])
  state?: 'waiting' | 'failed';
}

export class TransfersQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @Length(1, 64)
  account?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  orderId?: string;
}
