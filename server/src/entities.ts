import { AuditEntryEntity } from './domains/staff/audit-entry.entity.js';
import { OperatorSessionEntity } from './domains/staff/operator-session.entity.js';
import { OperatorEntity } from './domains/staff/operator.entity.js';

/** Every entity, listed by hand: what is not here does not exist for TypeORM. */
export const entities = [OperatorEntity, OperatorSessionEntity, AuditEntryEntity];
