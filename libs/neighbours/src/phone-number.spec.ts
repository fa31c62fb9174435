import { describe, expect, it } from '@jest/globals';
import { phoneNumberOf } from './phone-number.js';

describe('a phone number as somebody types it', () => {
  it('is read in E.164, without a country’s code as one of Moldova', () => {
    for (const typed of ['069 123 456', '+373 69 123 456', '00373 69123456', '(069) 12-34-56'])
      expect(phoneNumberOf(typed)).toEqual({ number: '+37369123456', country: '373' });
    expect(phoneNumberOf('+39 347 123 4567')).toEqual({ number: '+393471234567', country: '39' });
    expect(phoneNumberOf('+1 212 555 2368')).toEqual({ number: '+12125552368', country: '1' });
  });

  it('is refused when no network can have given it out to a mobile phone', () => {
    for (const typed of ['', '123', '+373 69 123', 'sunați-mă', '+1', `+373${'6'.repeat(60)}`])
      expect(phoneNumberOf(typed)).toBeNull();
    for (const typed of ['+373 22 123 456', '+44 909 879 0000']) expect(phoneNumberOf(typed)).toBeNull();
  });
});
