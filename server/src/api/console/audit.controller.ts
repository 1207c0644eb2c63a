import { Query } from '@nestjs/common';
import { AuditQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { AuditEntryReply } from '@tuanlink/shared/replies';
import { AuditQueries } from '../../domains/staff/audit.queries.js';
import { Api, Bind } from '../http/bind.js';

/** What operators did. */
@Api()
export class AuditController {
  constructor(private readonly audit: AuditQueries) {}

  @Bind('console.audit')
  list(@Query() query: AuditQuery): Promise<Page<AuditEntryReply>> {
    return this.audit.list(query);
  }
}
