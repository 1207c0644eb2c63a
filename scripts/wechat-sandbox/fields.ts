/** A small checker for request bodies: like WeChat it refuses null and every field it does not know. */

/** Thrown for a value that breaks its rule; `path` names the field as WeChat's errors do. */
export class FieldError extends Error {
  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`${path === '' ? '/body' : `/body${path}`} ${problem}`);
  }
}

/** Checks one value at a path and throws `FieldError`. */
export type Rule = (value: unknown, path: string) => void;

/** A field of an object: its rule, and whether it must be there. */
export interface Field {
  rule: Rule;
  required: boolean;
}

/** The field must be present. */
export const must = (rule: Rule): Field => ({ rule, required: true });
/** The field may be absent (but not null). */
export const may = (rule: Rule): Field => ({ rule, required: false });

/** A string of `min`..`max` characters that matches `pattern`. */
export function text(max: number, min = 1, pattern?: RegExp): Rule {
  return (value, path) => {
    if (typeof value !== 'string') throw new FieldError(path, '应为字符串');
    const length = [...value].length;
    if (length < min || length > max) throw new FieldError(path, `长度应为 ${min} 到 ${max} 个字符`);
    if (pattern && !pattern.test(value)) throw new FieldError(path, '格式不正确');
  };
}

/** An integer between `min` and `max`. */
export function integer(min: number, max: number): Rule {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new FieldError(path, '应为整数');
    if (value < min || value > max) throw new FieldError(path, `应在 ${min} 到 ${max} 之间`);
  };
}

/** A finite number between `min` and `max`. */
export function fraction(min: number, max: number): Rule {
  return (value, path) => {
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      throw new FieldError(path, `应在 ${min} 到 ${max} 之间`);
    }
  };
}

/** true or false. */
export const flag: Rule = (value, path) => {
  if (typeof value !== 'boolean') throw new FieldError(path, '应为布尔值');
};

/** One of the listed values. */
export function oneOf(...allowed: readonly (string | number)[]): Rule {
  return (value, path) => {
    if (!allowed.some((each) => each === value)) {
      throw new FieldError(path, `应为 ${allowed.join('、')} 之一`);
    }
  };
}

/** Either rule is enough. */
export function either(a: Rule, b: Rule): Rule {
  return (value, path) => {
    try {
      a(value, path);
    } catch {
      b(value, path);
    }
  };
}

/** An array of `min`..`max` values. */
export function list(rule: Rule, min: number, max: number): Rule {
  return (value, path) => {
    if (!Array.isArray(value)) throw new FieldError(path, '应为数组');
    if (value.length < min || value.length > max) throw new FieldError(path, `应有 ${min} 到 ${max} 项`);
    value.forEach((each, index) => rule(each, `${path}/${index}`));
  };
}

/** An object with exactly these fields. */
export function shape(fields: Record<string, Field>): Rule {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new FieldError(path, '应为对象');
    }
    for (const [name, each] of Object.entries(value)) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (!field) throw new FieldError(`${path}/${name}`, '是未定义的字段');
      if (each === null || each === undefined) throw new FieldError(`${path}/${name}`, '不能为 null');
      field.rule(each, `${path}/${name}`);
    }
    for (const [name, field] of Object.entries(fields)) {
      if (field.required && !Object.hasOwn(value, name)) throw new FieldError(`${path}/${name}`, '不能为空');
    }
  };
}

/** This machine and private networks, where a shop in development may be reached without https. */
const nearby =
  /^(localhost|\[::1\]|(127|10)(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})$/;

/** A notify address: https, or http nearby; no query, no fragment, at most `max` characters. */
export function notifyUrl(max: number): Rule {
  return (value, path) => {
    text(max)(value, path);
    const url = URL.canParse(value as string) ? new URL(value as string) : null;
    const local = url !== null && nearby.test(url.hostname);
    if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) {
      throw new FieldError(path, '应为 https 地址');
    }
    if ((value as string).includes('?') || (value as string).includes('#')) {
      throw new FieldError(path, '不能携带参数');
    }
  };
}
