import { Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.service.js';
import { AuditQueries } from './audit.queries.js';
import { OperatorSessions } from './operator-sessions.service.js';
import { Operators } from './operators.service.js';

/** Operators, their sessions, and the record of what they did. */
@Module({
  providers: [Operators, OperatorSessions, AuditTrail, AuditQueries],
  exports: [Operators, OperatorSessions, AuditTrail, AuditQueries],
})
export class StaffModule {}
