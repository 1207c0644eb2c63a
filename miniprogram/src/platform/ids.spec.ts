import { newUuid } from './ids';

it('makes UUIDs of version 4 that differ', () => {
  const made = Array.from({ length: 200 }, newUuid);
  expect(new Set(made).size).toBe(200);
  expect(
    made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toBe(true);
});
