import { describe, expect, it } from '@jest/globals';
import { areAlike } from './twins-signals.js';

const face = (name: string | null = null, part: string | null = null) => ({ name, part });

describe('signs that two neighbours are one person', () => {
  it('read a name in any order and alphabet, but only beside the same part of the town', () => {
    const rusu = face('Ion Rusu', 'Centru');
    expect(areAlike(rusu, face('РУСУ Ион', 'centru'))).toBe(true);
    expect(areAlike(rusu, face('Ion Rusu', 'Vale'))).toBe(false);
    expect(areAlike(rusu, face('Ion Rusu'))).toBe(false);
    expect(areAlike(face(), face())).toBe(false);
  });
});
