import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Patch,
  Post,
  SetMetadata,
  type StreamableFile,
  applyDecorators,
} from '@nestjs/common';
import { type ReplyOf, type Route, type RouteName, routeTable } from '@tuanlink/shared/routes';
import type { RawJson } from './raw-json.js';

/** Metadata key of the route a handler is bound to. */
export const ROUTE = 'tuanlink:route';

/** What a handler of route `K` gives back: the reply, the same as JSON text, or a file where it is a text. */
type Answer<K extends RouteName> =
  ReplyOf<K> | RawJson | (ReplyOf<K> extends string ? StreamableFile : never);
type Handler<K extends RouteName> = (...args: never[]) => Promise<Answer<K>> | Answer<K>;

const verbs = { GET: Get, POST: Post, PATCH: Patch, DELETE: Delete };

/** Every handler that was bound, with the class of its body and query: the source of OpenAPI's requests. */
export interface Binding {
  name: RouteName;
  controller: object;
  method: string;
}
const bound: Binding[] = [];

/** All handlers bound so far, in the order their files were loaded. */
export function bindings(): readonly Binding[] {
  return bound;
}

/** A class whose handlers are bound with `Bind`; their paths stand in the shared route table. */
export const Api = (): ClassDecorator => Controller('api');

/**
 * Makes a method the handler of a route of the shared table: verb, path, status, access and permission come
 * from there, and the compiler holds the method to the route's reply.
 */
export function Bind<K extends RouteName>(name: K) {
  const route: Route = routeTable[name];
  const decorate = applyDecorators(
    verbs[route.method](route.path),
    HttpCode(route.status ?? 200),
    SetMetadata(ROUTE, name),
  );
  return <T extends Handler<K>>(
    target: object,
    method: string,
    descriptor: TypedPropertyDescriptor<T>,
  ): void => {
    decorate(target, method, descriptor);
    bound.push({ name, controller: target.constructor, method });
  };
}
