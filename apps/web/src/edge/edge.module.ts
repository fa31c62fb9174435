import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AddressLimits } from './limits.js';
import { PageCache } from './page.cache.js';
import { PageInterceptor } from './page.interceptor.js';
import { ProblemFilter } from './problem.filter.js';
import { RepeatsInterceptor } from './repeats.interceptor.js';

/** What stands between a request and a route. */
@Global()
@Module({
  providers: [
    PageCache,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: RepeatsInterceptor }, // around what makes the answer
    { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
    { provide: APP_GUARD, useClass: AddressLimits },
  ],
  exports: [PageCache],
})
export class EdgeModule {}
