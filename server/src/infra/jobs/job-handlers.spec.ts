import { mapHandlers } from './job-handlers.js';
import { jobTopics } from './topics.js';

const handlers = () => jobTopics.map((topic) => ({ topic, handle: async () => {} }));

test('every topic finds its handler', () => {
  expect([...mapHandlers(handlers()).keys()]).toEqual([...jobTopics]);
});

test('a topic without a handler, or with two, stops the start and is named', () => {
  expect(() => mapHandlers(handlers().slice(1))).toThrow('order.hold-expired has 0 handlers');
  expect(() => mapHandlers([...handlers(), ...handlers().slice(0, 1)])).toThrow(
    'order.hold-expired has 2 handlers',
  );
});
