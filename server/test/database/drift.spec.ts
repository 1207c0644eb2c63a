import { DataSource, type EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { entities } from '../../src/entities.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** Tables that code reaches through SQL alone, each with its reason. */
const TABLES_WITHOUT_ENTITY = new Map([
  ['migration', 'kept by TypeORM'],
  ['sql_file', 'hashes of the applied SQL files, kept by the migration program'],
  ['heartbeat', 'one statement writes it, one reads it'],
]);

/** Columns that code reaches through SQL alone. */
const COLUMNS_WITHOUT_PROPERTY = new Map([
  ['ledger_block.through_xid', 'TypeORM does not know xid8; only the sealer reads it, in SQL'],
  ['ledger_transfer.xid', 'the same'],
]);

interface ColumnFacts {
  type: string;
  nullable: boolean;
  default: string | null;
  identity: string | null;
}

interface SchemaRow {
  name: string;
  data_type: string;
  udt_name: string;
  is_nullable: 'YES' | 'NO';
  column_default: string | null;
  identity_generation: string | null;
}

/** `''::text` and `'{}'::jsonb` without their casts, `0` and `'0'` alike. */
function plainDefault(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return text
    .replace(/::[a-z ]+$/, '')
    .replace(/^'(-?\d+)'$/, '$1')
    .toLowerCase();
}

async function columnsInDatabase(dataSource: DataSource): Promise<Map<string, ColumnFacts>> {
  const rows: SchemaRow[] = await dataSource.query(
    `select c.table_name || '.' || c.column_name as name, c.data_type, c.udt_name, c.is_nullable,
       c.column_default, c.identity_generation
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`,
  );
  return new Map(
    rows.map((row) => [
      row.name,
      {
        type: row.data_type === 'ARRAY' ? `${row.udt_name.slice(1)}[]` : row.data_type,
        nullable: row.is_nullable === 'YES',
        default: plainDefault(row.column_default),
        identity: row.identity_generation,
      },
    ]),
  );
}

function factsOf(dataSource: DataSource, column: ColumnMetadata): ColumnFacts {
  const { driver } = dataSource;
  return {
    type: `${driver.normalizeType(column)}${column.isArray ? '[]' : ''}`,
    nullable: column.isNullable,
    default: plainDefault(driver.normalizeDefault(column)),
    identity: column.generatedIdentity ?? null,
  };
}

function columnsOf(dataSource: DataSource, metadatas: readonly EntityMetadata[]): Map<string, ColumnFacts> {
  return new Map(
    metadatas.flatMap((metadata) =>
      metadata.columns.map((column): [string, ColumnFacts] => [
        `${metadata.tableName}.${column.databaseName}`,
        factsOf(dataSource, column),
      ]),
    ),
  );
}

const tableOf = (column: string) => column.split('.')[0] ?? '';

describe('entities and migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let inDatabase: Map<string, ColumnFacts>;
  let inEntities: Map<string, ColumnFacts>;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = new DataSource({ type: 'postgres', url: database.ownerUrl, entities });
    await dataSource.initialize();
    inDatabase = await columnsInDatabase(dataSource);
    inEntities = columnsOf(dataSource, dataSource.entityMetadatas);
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('agree on every column: type, nullability, default, identity', () => {
    const shared = [...inEntities.keys()].filter((name) => inDatabase.has(name));
    const pick = (facts: Map<string, ColumnFacts>) => shared.map((name) => [name, facts.get(name)]);
    expect(shared.length).toBeGreaterThan(100);
    expect(pick(inEntities)).toEqual(pick(inDatabase));
  });

  it('have no column in an entity that the database lacks', () => {
    expect([...inEntities.keys()].filter((name) => !inDatabase.has(name))).toEqual([]);
  });

  it('have no column in the database that its entity lacks, but the listed ones', () => {
    const tables = new Set([...inEntities.keys()].map(tableOf));
    const missing = [...inDatabase.keys()].filter(
      (name) => tables.has(tableOf(name)) && !inEntities.has(name),
    );
    expect(missing.sort()).toEqual([...COLUMNS_WITHOUT_PROPERTY.keys()]);
  });

  it('have no table without an entity, but the listed ones, which exist', () => {
    const withEntity = new Set([...inEntities.keys()].map(tableOf));
    const tables = [...new Set([...inDatabase.keys()].map(tableOf))].filter((name) => !withEntity.has(name));
    expect(tables.sort()).toEqual([...TABLES_WITHOUT_ENTITY.keys()].sort());
  });
});
