import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { isNullable } from '@tuanlink/shared/dto';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, getMetadataStorage, validateSync } from 'class-validator';
import { Refusal } from '../../infra/refusal.js';
import { UnreadableBody } from './body.js';
import { type InvalidField, findBadValue } from './plain-json.js';

/** Fields named in one refusal. */
const ERRORS_MAX = 20;

type Dto = new () => object;

/**
 * Turns bodies and queries into instances of their DTO classes, or refuses them with `request.invalid` and
 * `detail: {errors: [{path, rule}]}`. Unknown fields are refused; nothing is converted unless the DTO says
 * so.
 */
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || !isDto(metatype)) return value;
    if (value instanceof UnreadableBody) throw invalid([value.error]);
    const input = value ?? {};
    const bad = type === 'query' ? findBadValue(input) : null;
    if (bad !== null) throw invalid([bad]);
    return validated(metatype, input as object);
  }
}

function isDto(metatype: unknown): metatype is Dto {
  return typeof metatype === 'function' && metatype !== Object && metatype !== String;
}

function invalid(errors: InvalidField[]): Refusal {
  return new Refusal('request.invalid', { errors: errors.slice(0, ERRORS_MAX) });
}

const hasRules = new Map<Dto, boolean>();

/** class-validator takes a class without any rule for an unknown one. */
function isEmptyDto(dto: Dto): boolean {
  let known = hasRules.get(dto);
  if (known === undefined) {
    known = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false).length > 0;
    hasRules.set(dto, known);
  }
  return !known;
}

function validated(dto: Dto, input: object): object {
  if (isEmptyDto(dto)) {
    const [unknown] = Object.keys(input);
    if (unknown !== undefined) throw invalid([{ path: unknown, rule: 'unknown' }]);
    return new dto();
  }
  const instance: object = plainToInstance(dto, input);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  if (errors.length > 0) throw invalid(errors.flatMap((error) => flatten(error)));
  const misfits = misfitsIn(instance);
  if (misfits.length > 0) throw invalid(misfits);
  return instance;
}

function flatten(error: ValidationError, parent = ''): InvalidField[] {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.keys(error.constraints ?? {}).map((rule) => ({
    path,
    rule: rule === 'whitelistValidation' ? 'unknown' : rule,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, path))];
}

/**
 * What class-validator lets pass: `IsOptional` null, though only fields declared nullable may be null, and
 * `ValidateNested` a list, none of whose elements has to be there, where one object belongs.
 */
function misfitsIn(instance: object, parent = ''): InvalidField[] {
  return Object.entries(instance).flatMap(([key, value]: [string, unknown]) => {
    const path = parent === '' ? key : `${parent}.${key}`;
    if (value === null) return isNullable(instance, key) ? [] : [{ path, rule: 'null' }];
    if (typeof value !== 'object') return [];
    const isList = Array.isArray(value) && !isListType(instance, key);
    return isList ? [{ path, rule: 'object' }] : misfitsIn(value, path);
  });
}

function isListType(instance: object, key: string): boolean {
  return Reflect.getMetadata('design:type', instance, key) === Array;
}
