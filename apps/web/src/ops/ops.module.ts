import { Module } from '@nestjs/common';

/** Health, readiness, metrics. */
@Module({ controllers: [] })
export class OpsModule {}
