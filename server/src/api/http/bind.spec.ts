import { Controller, Get, Module, type Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { Api, Bind, ROUTE, bindings } from './bind.js';
import { checkRoutes } from './route-check.js';

@Api()
class OneController {
  @Bind('shop.address.create')
  create(): Promise<never> {
    throw new Error('is never called');
  }
}

@Controller('elsewhere')
class FreeController {
  @Get()
  free(): string {
    return 'bound to nothing';
  }
}

async function problemsOf(...controllers: Type[]): Promise<string> {
  @Module({ controllers })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false });
  try {
    checkRoutes(app.get(ModulesContainer));
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await app.close();
  }
}

test('a binding takes verb, path and status from the table', () => {
  const handler = OneController.prototype.create;
  const metadata = ['path', 'method', '__httpCode__', ROUTE].map(
    (key) => Reflect.getMetadata(key, handler) as unknown,
  );
  expect(metadata).toEqual(['/shop/addresses', 1, 201, 'shop.address.create']);
  expect(bindings()).toContainEqual({
    name: 'shop.address.create',
    controller: OneController,
    method: 'create',
  });
});

test('routes without a handler stop the start, those with one do not', async () => {
  const problems = await problemsOf(OneController);
  expect(problems).toContain('shop.order.place has 0 handlers');
  expect(problems).not.toContain('shop.address.create');
});

test('a handler that is bound to no route stops the start', async () => {
  expect(await problemsOf(OneController, FreeController)).toContain(
    'FreeController.free is bound to no route',
  );
});

test('only controllers that are loaded count', async () => {
  expect(await problemsOf()).toContain('shop.address.create has 0 handlers');
});
