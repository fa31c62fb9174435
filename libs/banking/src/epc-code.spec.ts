import { describe, expect, it } from '@jest/globals';
import { encode } from 'uqr';
import { Money } from '#libs/kernel/src/index.js';
import { epcCode } from './epc-code.js';

const euro = (text: string) => Money.parse(text, 'EUR');
const romanian = { iban: 'RO49AAAA1B31007593840000', holder: 'Asociația Plai', bic: null };
const moldovan = { ...romanian, iban: 'MD24AG000225100013104168', bic: 'AGRNMD2X' };

describe('the code of a transfer in euro', () => {
  it('is the lines of the standard, byte for byte', () => {
    expect(epcCode(moldovan, euro('58.89'), 'PL-7KQ2-M4')).toBe(
      'BCD\n002\n1\nSCT\nAGRNMD2X\nAsociația Plai\nMD24AG000225100013104168\nEUR58.89\n\n\nPL-7KQ2-M4',
    );
    expect(epcCode(romanian, euro('50'), 'PL-7KQ2-M4')!.split('\n')).toEqual(['BCD', '002', '1', 'SCT', '', 'Asociația Plai', 'RO49AAAA1B31007593840000', 'EUR50.00', '', '', 'PL-7KQ2-M4']); // prettier-ignore
    const bytes = Buffer.from(epcCode(moldovan, euro('0.01'), 'PL-7KQ2-M4')!);
    expect(bytes.includes('\r')).toBe(false);
    expect(bytes.length).toBeLessThanOrEqual(331);
  });

  it('cuts the name to seventy signs, and still fits the largest code that the standard allows', () => {
    const text = epcCode({ ...moldovan, holder: 'Ă'.repeat(140) }, euro('999999999.99'), 'PL-7KQ2-M4')!;
    expect(text.split('\n')[5]).toBe('Ă'.repeat(70));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(331);
    expect(encode(text, { ecc: 'M' }).version).toBeLessThanOrEqual(13);
  });

  it('is not made where no bank would read it', () => {
    expect(epcCode({ ...moldovan, bic: null }, euro('50'), 'x')).toBeNull();
    expect(epcCode({ ...moldovan, iban: 'TR330006100519786457841326' }, euro('50'), 'x')).toBeNull();
    expect(epcCode(romanian, Money.parse('50', 'MDL'), 'x')).toBeNull();
    expect(epcCode(romanian, euro('1000000000'), 'x')).toBeNull();
  });
});
