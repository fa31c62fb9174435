import { describe, expect, it } from '@jest/globals';
import { Reading } from './reading.js';

describe('a deadline as people read it', () => {
  const reading = (lang: 'ro' | 'ru' | 'en') =>
    new Reading({ lang, url: `/${lang}`, viewer: null, requestId: '1', demo: false, publicUrl: 'http://plai.test' });
  const midnight = new Date('2026-12-13T22:00:00Z');

  it('is its last whole day where it ends with one, in winter and in summer', () => {
    expect(reading('ro').until(midnight)).toBe('13\u00a0decembrie 2026, inclusiv');
    expect(reading('en').until(midnight)).toBe('the end of 13\u00a0December 2026');
    expect(reading('ru').until(midnight)).toContain('13\u00a0декабря 2026');
    expect(reading('ro').until(new Date('2026-06-13T21:00:00Z'))).toBe('13\u00a0iunie 2026, inclusiv');
  });

  it('is its moment otherwise', () => {
    const noon = new Date('2026-12-13T10:00:00Z');
    expect(reading('ro').until(noon)).toBe(reading('ro').moment(noon));
  });
});
