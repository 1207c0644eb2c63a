import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import * as dto from '@tuanlink/shared/dto';
import { plainToInstance } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { requestSchemas } from '../../src/api/openapi/schemas.js';
import type { Schema } from './documented.js';
import { shapeOf, typeSchemas } from './dto-types.js';

jest.setTimeout(120_000);

type Class = new () => object;
const classes = Object.values(dto).filter(
  (value): value is Class => typeof value === 'function' && /(Body|Query)$/.test(value.name),
);
const types = typeSchemas();
const rules = requestSchemas();

test('there are as many classes as the API takes', () => {
  expect(classes.length).toBeGreaterThan(35);
});

test.each(classes.map((one) => [one.name, one] as const))(
  '%s: decorators say what the types say',
  (name, one) => {
    const type = types[name];
    expect(type).toBeDefined();
    const byTypes = shapeOf(type ?? {}, types);
    // A class that carries nothing has no rules, and none that could contradict.
    const byRules = shapeOf(rules[name] ?? {}, rules, one.prototype as object);
    expect(byRules).toEqual(byTypes);
  },
);

describe('the comparison', () => {
  class WrongBody {
    @IsString()
    count!: number;

    @IsOptional()
    @IsInt()
    needed!: number;

    @IsIn(['a', 'b'])
    word!: 'a' | 'c';

    @IsBoolean()
    maybe!: boolean | null;

    @IsString()
    text!: string;
  }
  const schema: Schema = {
    type: 'object',
    required: ['count', 'needed', 'word', 'maybe', 'text'],
    properties: {
      count: { type: 'number' },
      needed: { type: 'number' },
      word: { type: 'string', enum: ['a', 'c'] },
      maybe: { type: ['boolean', 'null'] },
      text: { type: 'string' },
    },
  };

  test('sees a wrong type, a wrong need, a wrong word and a forgotten null', () => {
    const byRules = shapeOf(requestSchemas()['WrongBody'] ?? {}, {}, WrongBody.prototype);
    const byTypes = shapeOf(schema, {});
    const wrong = Object.keys(byTypes).filter(
      (name) => JSON.stringify(byRules[name]) !== JSON.stringify(byTypes[name]),
    );
    expect(wrong).toEqual(['count', 'needed', 'word', 'maybe']);
  });
});

describe('an absent field stays absent', () => {
  test('in the build of the tests', () => {
    for (const one of classes) expect([one.name, Object.keys(new one())]).toEqual([one.name, []]);
    const patch = plainToInstance(dto.PatchProductBody, { version: 1 });
    expect(Object.keys(patch)).toEqual(['version']);
    expect('commission' in patch).toBe(false);
  });

  test('in the build that is shipped', () => {
    const program = `
      import * as dto from '@tuanlink/shared/dto';
      import { plainToInstance } from 'class-transformer';
      const made = Object.values(dto).filter((one) => /(Body|Query)$/.test(one.name ?? ''));
      const full = made.filter((one) => Object.keys(new one()).length > 0).map((one) => one.name);
      const patch = Object.keys(plainToInstance(dto.PatchProductBody, { version: 1 }));
      console.log(JSON.stringify({ count: made.length, full, patch }));`;
    const server = fileURLToPath(new URL('../../', import.meta.url));
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: server,
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual({ count: classes.length, full: [], patch: ['version'] });
  });
});
