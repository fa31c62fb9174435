import { describe, expect, it } from '@jest/globals';
import { bicOf, ibanOf } from './iban.js';

describe('an IBAN', () => {
  it.each([
    'MD24AG000225100013104168',
    'md24 ag00 0225 1000 1310 4168',
    'RO49AAAA1B31007593840000',
    'DE89370400440532013000',
  ])('%s', (iban) => {
    expect(ibanOf(iban)).toBe(iban.replace(/\s/g, '').toUpperCase());
  });

  it.each(['MD25AG000225100013104168', 'MD24AG00022510001310416', 'MD24AG000225100013104186', '', '24', 'MD24'])(
    'not %s',
    (iban) => {
      expect(() => ibanOf(iban)).toThrow(expect.objectContaining({ code: 'iban-wrong' }));
    },
  );
});

describe('a bank’s code', () => {
  it('has eight or eleven signs, or is none', () => {
    expect(['agrn md2x', 'DEUTDEFF500', ' ', null].map(bicOf)).toEqual(['AGRNMD2X', 'DEUTDEFF500', null, null]);
    for (const wrong of ['AGRNMD2', 'AGRNMD2XX', '1GRNMD2X', 'AGRNMD2X-XX'])
      expect(() => bicOf(wrong)).toThrow(expect.objectContaining({ code: 'bic-wrong' }));
  });
});
