import { describe, expect, it } from '@jest/globals';
import { ibanOf } from './iban.js';

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
      expect(() => ibanOf(iban)).toThrow('not the number of an account');
    },
  );
});
