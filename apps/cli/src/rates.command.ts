import { readFile } from 'node:fs/promises';
import { RatesService } from '#libs/rates/src/index.js';
import type { Command } from './command.js';
import { inHouse } from './house.js';

/** Loads a day of the National Bank's or the ECB's rates. */
export const ratesCommand: Command = {
  name: 'rates',
  about: 'FILE: load a day of exchange rates (the XML of the National Bank or of the ECB)',
  async run([file]) {
    if (!file) return 2;
    const xml = await readFile(file, 'utf8');
    const { source, on, count } = await inHouse((house) => house.get(RatesService, { strict: false }).load(xml));
    console.log(`${count} rates of ${source}, ${on}`);
    return 0;
  },
};
