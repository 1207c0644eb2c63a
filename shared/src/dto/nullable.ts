const NULLABLE = 'tuanlink:nullable';

/** Marks an optional field whose null means something of its own; null is refused everywhere else. */
export function Nullable(): PropertyDecorator {
  return (target, key) => Reflect.defineMetadata(NULLABLE, true, target, key);
}

/** Whether a field of this object was marked as `Nullable`. */
export function isNullable(target: object, key: string): boolean {
  return Reflect.hasMetadata(NULLABLE, target, key);
}
