import { describe, expect, it } from '@jest/globals';
import { seemsPrivate } from './private-marks.js';

describe('what everybody would read', () => {
  it.each([
    ...[
      'sună la 069123456',
      'tel. 0 69 123 456',
      '069-12-34-56',
      '(022) 23-45-67',
      'scrieți pe +373 69 123 456',
      '+39 049 123 4567',
    ],
    ...['0037369123456', 'ion.popescu@gmail.com', 'пишите на Ион@почта.рф', 'IDNP 2001234567890', '2 001 234 567 890'],
  ])('seems private: %s', (text) => expect(seemsPrivate(text)).toBe(true));

  it.each([
    ...[
      'Lumină pe strada Nucilor, 12 stâlpi',
      'costă 125 000 de lei',
      'din 14.12.2026 până la 20.01.2027',
      'între 08:00 și 17:00',
    ],
    ...['1 200 000 de lei în 2026', 'lei 350000,50', 'vedeți plai.md/ro/projects', 'DN 7, km 12+300', '@Mihăileni'],
  ])('does not: %s', (text) => expect(seemsPrivate(text)).toBe(false));
});
