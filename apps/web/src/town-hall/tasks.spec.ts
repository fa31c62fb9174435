import { expect, it } from '@jest/globals';
import { hasWords } from '#libs/platform/src/index.js';
import { TASKS } from './task.js';

it.each(TASKS)('says of the task "%s" what to do and what happens otherwise', (what) => {
  expect([`hall.task.${what}`, `hall.else.${what}`].filter((key) => !hasWords(key))).toEqual([]);
});
