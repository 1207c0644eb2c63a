import { Module } from '@nestjs/common';
import { Approvals } from './approvals.service.js';
import { AuditTrail } from './audit-trail.service.js';
import { AuditQueries } from './audit.queries.js';
import { OperatorSessions } from './operator-sessions.service.js';
import { Operators } from './operators.service.js';

/** Operators, their sessions, what needs a second of them, and the record of what they did. */
@Module({
  providers: [Operators, OperatorSessions, AuditTrail, AuditQueries, Approvals],
  exports: [Operators, OperatorSessions, AuditTrail, AuditQueries, Approvals],
})
export class StaffModule {}
