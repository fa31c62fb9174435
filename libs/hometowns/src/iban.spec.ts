import { describe, expect, it } from '@jest/globals';
import { formatIban, parseIban } from './iban.js';

describe('a Moldovan IBAN', () => {
  // The first is the example of SWIFT's registry; the others are generated and belong to nobody.
  const valid = [
    'MD24AG000225100013104168',
    'MD10AG398259791907483378',
    'MD04ML876232860129040479',
    'MD81VI666972510273464686',
    'MD23EX958969350492589913',
    'MD60TR944117715162046610',
  ];

  it.each(valid)('takes %s', (iban) => expect(parseIban(iban)).toBe(iban));

  it('takes it as people write it', () => {
    expect(parseIban(' MD24 AG00 0225 1000 1310 4168 ')).toBe(valid[0]);
    expect(parseIban('md24\u00a0ag00 0225-1000-1310-4168')).toBe(valid[0]);
  });

  it.each([
    ['MD25AG000225100013104168', 'iban-check'],
    ['MD24AG000225100013104186', 'iban-check'],
    ['MD24AG00022510001310416', 'iban-length'],
    ['MD24AG0002251000131041688', 'iban-length'],
    ['RO49AAAA1B31007593840000', 'iban-country'],
    ['MD24AG0002251000131041É8', 'iban-check'],
    ['MDX4AG000225100013104168', 'iban-check'],
    ['', 'iban-country'],
  ])('refuses %s: %s', (iban, code) =>
    expect(() => parseIban(iban)).toThrow(
      expect.objectContaining({ code, fields: [expect.objectContaining({ pointer: '/iban' })] }),
    ),
  );

  it('finds every single wrong digit and every swap of neighbours', () => {
    for (let at = 2; at < 24; at += 1) {
      const wrong = valid[0]!.replace(/./g, (sign, n) => (n === at ? (sign === '7' ? '3' : '7') : sign));
      expect(() => parseIban(wrong)).toThrow();
      const [a, b] = [valid[1]![at]!, valid[1]![at + 1] ?? valid[1]![at]!];
      if (a !== b) expect(() => parseIban(valid[1]!.slice(0, at) + b + a + valid[1]!.slice(at + 2))).toThrow();
    }
  });

  it('is shown in groups of four', () => expect(formatIban(valid[0]!)).toBe('MD24 AG00 0225 1000 1310 4168'));
});
