import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { readPb } from './pabulib.js';
import { RULES, tally } from './tally.js';

const FOLDER = new URL('../data/elections/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');
const elections = readdirSync(FOLDER).filter((name) => name.endsWith('.pb'));

it.each(elections)('%s has its winners under all seven rules', (name) => {
  const expected = JSON.parse(read(name.replace('.pb', '.json'))) as Record<string, { winners: string[] }>;
  const { election } = readPb(read(name));
  for (const rule of RULES) {
    expect({ rule, winners: tally(election, rule).winners }).toEqual({ rule, winners: expected[rule]!.winners });
  }
});

it('has all twelve', () => {
  expect(elections).toHaveLength(12);
});
