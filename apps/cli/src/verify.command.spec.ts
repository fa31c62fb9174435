import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { verifyCommand } from './verify.command.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-verify-'));

it.each([
  ['a vote', '{"format":"plai-vote-1"}', 'It is no export of a vote (plai-vote-1).'],
  ['a budget vote', '{"format":"plai-budget-vote-1"}', 'It is no export of a vote under a budget'],
  ['the books', '{"format":"plai-other-1"}', "is no export of Plai's books, no proof and no trail."],
  ['nothing', '', 'Nothing is there yet'],
])('hands %s to the program of its format', async (_name, text, says) => {
  const file = path.join(folder, 'export.json');
  fs.writeFileSync(file, text);
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  try {
    expect(await verifyCommand.run([file])).toBe(2);
    expect(printed.join()).toContain(says);
  } finally {
    log.mockRestore();
  }
});
