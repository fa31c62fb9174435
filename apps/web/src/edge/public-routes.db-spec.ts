import { RequestMethod, type Type } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openWeb, type Web } from '../../../../test/support/web.js';
import { LIMIT, PUBLIC_PAGE } from './decorators.js';

/** What anybody may read without the second of memory, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  '/api/v1/pledges/:id': 'his own gift, by its id',
  '/api/v1/pledges/:id/refund-request': 'his own gift, by its id',
  '/api/v1/fund-gifts/:id': 'his own gift, by its id',
  '/api/v1/monthly-gifts/:id': 'his own gift, by its id',
};

/** Swagger's mark of what asks for a session. */
const ASKS = 'swagger/apiSecurity';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

it('what programs may read without a session is kept for a second or limited, each route of the API', () => {
  const naked: string[] = [];
  let open = 0;
  for (const module of web.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) {
      const controller = metatype as Type;
      for (const { value } of Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object))) {
        const route = value as (() => unknown) | undefined;
        if (!route || Reflect.getMetadata(METHOD_METADATA, route) !== RequestMethod.GET) continue;
        const path = pathOf(controller, route);
        const of = (key: string): unknown => Reflect.getMetadata(key, route) ?? Reflect.getMetadata(key, controller);
        if (!path.startsWith('/api/v1/') || of(ASKS) || of(GUARDS_METADATA)) continue;
        open += 1;
        if (!of(PUBLIC_PAGE) && !of(LIMIT) && !OTHERWISE[path]) naked.push(path);
      }
    }
  expect(naked).toEqual([]);
  expect(open).toBeGreaterThan(40);
});

function pathOf(controller: Type, route: () => unknown): string {
  const parts = [controller, route].map((one) => String(Reflect.getMetadata(PATH_METADATA, one) ?? ''));
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
}
