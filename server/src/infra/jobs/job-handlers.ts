import { type JobTopic, jobTopics } from './topics.js';

/** What a handler is told about the job besides its payload. */
export interface Job {
  /** The outbox row's id; the same at every retry. */
  id: string;
  topic: JobTopic;
  /** When it became due, by `Clock`. */
  dueAt: Date;
}

/**
 * Does the work of one topic. It may run twice for the same job, so it must be idempotent by state; a throw
 * means "again later", and after the last retry the job stands in the dead-letter list.
 */
export interface JobHandler {
  topic: JobTopic;
  /** @param payload the object given to `Outbox.put`, as JSON gave it back */
  handle(payload: unknown, job: Job): Promise<void>;
}

/** Token of the array of all `JobHandler`s, provided by the worker's module. */
export const JOB_HANDLERS = Symbol('JOB_HANDLERS');

export type JobHandlerMap = ReadonlyMap<JobTopic, JobHandler>;

/** Orders handlers by topic; a topic without exactly one handler stops the start. */
export function mapHandlers(handlers: readonly JobHandler[]): JobHandlerMap {
  const wrong = jobTopics.flatMap((topic) => {
    const count = handlers.filter((handler) => handler.topic === topic).length;
    return count === 1 ? [] : [`${topic} has ${count} handlers`];
  });
  if (wrong.length > 0) throw new Error(`Every job needs exactly one handler: ${wrong.join(', ')}`);
  return new Map(handlers.map((handler) => [handler.topic, handler]));
}
