import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, PlatformModule } from '#libs/platform/src/index.js';

/** Every room of the house, once: what each app's root module stands on. */
@Module({})
export class HouseModule {
  static with(config: Config): DynamicModule {
    return { module: HouseModule, imports: [PlatformModule.with(config)] };
  }
}
