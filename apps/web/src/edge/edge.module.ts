import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AddressLimits } from './limits.js';
import { PageCache } from './page.cache.js';
import { PageInterceptor } from './page.interceptor.js';
import { ProblemFilter } from './problem.filter.js';
import { Sessions } from './viewer.js';

/** Nobody is signed in: until a room gives sessions. */
class NoSessions extends Sessions {
  override find(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** What stands between a request and a route. */
@Global()
@Module({
  providers: [
    PageCache,
    { provide: Sessions, useClass: NoSessions },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
    { provide: APP_GUARD, useClass: AddressLimits },
  ],
  exports: [PageCache, Sessions],
})
export class EdgeModule {}
