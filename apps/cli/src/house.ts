import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { HouseModule } from '#libs/house/src/index.js';
import { readConfig } from '#libs/platform/src/index.js';

/** Opens the whole house for one command and closes it again. Throws ConfigError when the environment is not usable. */
export async function inHouse<T>(work: (house: INestApplicationContext) => Promise<T>): Promise<T> {
  const house = await NestFactory.createApplicationContext(HouseModule.with(readConfig(process.env)), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}
