import { type DynamicModule, Module } from '@nestjs/common';
import { ApprovalsModule } from '#libs/approvals/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { type Config, PlatformModule } from '#libs/platform/src/index.js';

const rooms = [
  ApprovalsModule,
  HometownsModule,
  IdentityModule,
  LedgerModule,
  PaymentsModule,
  PledgesModule,
  ProjectsModule,
  RatesModule,
];

/** Every room of the house, once: what each app's root module stands on. */
@Module({})
export class HouseModule {
  static with(config: Config): DynamicModule {
    return { module: HouseModule, imports: [PlatformModule.with(config), ...rooms] };
  }
}
