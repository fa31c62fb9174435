import { describe, expect, it } from '@jest/globals';
import { phoneNumberOf } from './phone-number.js';

describe('a phone number as somebody types it', () => {
  it('is read in E.164, without a country’s code as one of Moldova', () => {
    for (const typed of ['069 123 456', '+373 69 123 456', '00373 69123456', '(069) 12-34-56'])
      expect(phoneNumberOf(typed)).toBe('+37369123456');
    expect(phoneNumberOf('+39 347 123 4567')).toBe('+393471234567');
  });

  it('is refused when no network can have given it out', () => {
    for (const typed of ['', '123', '+373 69 123', 'sunați-mă', '+1', `+373${'6'.repeat(60)}`])
      expect(phoneNumberOf(typed)).toBeNull();
  });
});
