import { describe, expect, it } from '@jest/globals';
import { likeness, mailboxOf } from './twins-signals.js';

const face = (email: string | null, name: string | null = null, part: string | null = null) => ({ email, name, part });

describe('signs that two neighbours are one person', () => {
  it('read one mailbox under its many spellings, and dots only where they mean nothing', () => {
    expect(mailboxOf('ion.rusu+sat@gmail.com')).toBe('ionrusu@gmail.com');
    expect(mailboxOf('IonRusu@googlemail.com')).toBe('ionrusu@gmail.com');
    expect(mailboxOf('ion.rusu+vot@mail.ru')).toBe('ion.rusu@mail.ru');
    expect(likeness(face('ion.rusu+1@gmail.com'), face('ionrusu@gmail.com'))).toEqual(['address']);
    expect(likeness(face('ion.rusu@mail.ru'), face('ionrusu@mail.ru'))).toEqual([]);
  });

  it('read a name in any order and alphabet, but only beside the same part of the town', () => {
    const rusu = face('a@example.org', 'Ion Rusu', 'Centru');
    expect(likeness(rusu, face('b@example.org', 'РУСУ Ион', 'centru'))).toEqual(['name-and-part']);
    expect(likeness(rusu, face('b@example.org', 'Ion Rusu', 'Vale'))).toEqual([]);
    expect(likeness(rusu, face('b@example.org', 'Ion Rusu'))).toEqual([]);
    expect(likeness(face(null), face(null))).toEqual([]);
  });
});
