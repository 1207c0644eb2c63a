import { IsIn, IsOptional } from 'class-validator';
import { noticeFaults, type NoticeFault, noticeKinds, type NoticeKind } from '../states.js';
import { PageQuery } from './common.dto.js';

/** Refused notices as operators look for them. */
export class NoticeRejectionsQuery extends PageQuery {
  @IsOptional()
  @IsIn(noticeKinds)
  kind?: NoticeKind;

  @IsOptional()
  @IsIn(noticeFaults)
  fault?: NoticeFault;
}
