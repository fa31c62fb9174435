import fs from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromRoot, Handlers } from '#libs/platform/src/index.js';
import { cloneDatabase, testConfig } from '../../../test/support/database.js';
import { HouseModule } from './index.js';

/** The names of events that the rooms can tell, as their sources write them; "delivery.${what}" is told as "delivery.". */
function told(): string[] {
  const files = fs.readdirSync(fromRoot('libs'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.ts$/.test(file) && !/spec\.ts$/.test(file));
  const text = sources.map((file) => fs.readFileSync(fromRoot('libs', file), 'utf8')).join('\n');
  return [...text.matchAll(/(?:name: |owned\()['`]([a-z-]+\.[a-z-]*)(?:'|\$\{\w+\}`)/g)].map(([, name]) => name!);
}

describe('the house', () => {
  let app: INestApplicationContext;
  let heard: string[];
  beforeAll(async () => {
    const house = HouseModule.with(testConfig(await cloneDatabase()));
    app = await (await Test.createTestingModule({ imports: [house] }).compile()).init();
    heard = app.get(Handlers, { strict: false }).subscriptions.map(({ event }) => event);
  });
  afterAll(() => app.close());

  it('tells no news that nobody hears, and waits for none that nobody tells', () => {
    const names = told();
    const matches = (name: string, event: string) => event === name || (/[.-]$/.test(name) && event.startsWith(name));
    expect(names.filter((name) => !heard.some((event) => matches(name, event)))).toEqual([]);
    expect(heard.filter((event) => !names.some((name) => matches(name, event)))).toEqual([]);
  });
});
