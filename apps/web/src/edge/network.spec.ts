import { describe, expect, it } from '@jest/globals';
import { NETWORK, networkOf } from './network.js';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (ip, network) => expect(networkOf(ip)).toBe(network));

  it('is wider where what is counted costs money', () => {
    for (const ip of ['2001:db8:1::1', '2001:db8:1:ffff::1'])
      expect(networkOf(ip, NETWORK.customer)).toBe('2001:db8:1::/48');
  });
});
