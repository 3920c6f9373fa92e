import { describe, expect, it } from 'vitest';
import { luhn, paymentCard } from '../../../../lib/claims/guards/sensitive/payment-card.ts';
import { sensitiveText } from '../../../../lib/claims/guards/sensitive/sensitive-value.ts';

/** A number of that length whose check digit is right, by the published rule and not by the code's. */
const numbered = (prefix: string, length: number): string => {
  const body = prefix.padEnd(length - 1, '0');
  const sum = [...body]
    .reverse()
    .map((digit, index) => Number(digit) * (index % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + Math.floor(value / 10) + (value % 10), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};

describe('luhn', () => {
  it.each(['79927398713', '0', '18', '59', '4111111111111111', '378282246310005', '6011000990139424'])(
    'takes %s, and no other last digit',
    (number) => {
      for (let digit = 0; digit < 10; digit += 1) {
        const other = `${number.slice(0, -1)}${digit}`;
        expect(luhn(other), other).toBe(other === number);
      }
    },
  );
});

describe('paymentCard', () => {
  it.each([
    ['American Express', '378282246310005'],
    ['American Express', '371449635398431'],
    ['American Express, as printed', '3782 822463 10005'],
    ['American Express, with hyphens', '3782-822463-10005'],
    ['American Express, in two', '3782822463 10005'],
    ['Diners Club', '30569309025904'],
    ['Diners Club', '38520000023237'],
    ['Discover', '6011111111111117'],
    ['JCB', '3530111333300000'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard of 2017', '2223003122003222'],
    ['Visa of thirteen digits', '4222222222222'],
    ['Visa, as printed', '4012 8888 8888 1881'],
    ['Visa, with hyphens', '4012-8888-8888-1881'],
  ])('knows a published test number of %s: %s', (_issuer, text) => {
    expect(sensitiveText(text)).toBe('payment card number');
  });

  it.each<[prefix: string, length: number]>([
    ['4', 13],
    ['4', 16],
    ['4', 19],
    ['34', 15],
    ['37', 15],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['2229', 16],
    ['2230', 16],
    ['2299', 16],
    ['23', 16],
    ['26', 16],
    ['2700', 16],
    ['2719', 16],
    ['2720', 16],
    ['6011', 16],
    ['65', 16],
    ['644', 16],
    ['649', 16],
    ['3528', 16],
    ['3530', 16],
    ['3589', 16],
    ['300', 14],
    ['305', 14],
    ['36', 14],
    ['38', 14],
    ['39', 14],
    ['62', 16],
    ['62', 19],
  ])('knows issuers whose numbers begin with %s and have %i digits', (prefix, length) => {
    expect(paymentCard.found(numbered(prefix, length))).toBe(true);
  });

  it.each<[prefix: string, length: number]>([
    ['4', 14],
    ['4', 15],
    ['4', 17],
    ['4', 18],
    ['33', 15],
    ['35', 15],
    ['34', 14],
    ['37', 16],
    ['50', 16],
    ['56', 16],
    ['51', 15],
    ['55', 17],
    ['2220', 16],
    ['2721', 16],
    ['28', 16],
    ['6010', 16],
    ['6012', 16],
    ['643', 16],
    ['65', 15],
    ['3527', 16],
    ['3590', 16],
    ['306', 14],
    ['31', 14],
    ['36', 13],
    ['36', 15],
    ['62', 15],
    ['63', 16],
    ['1', 16],
    ['7', 16],
    ['84', 16],
    ['94', 16],
  ])('knows none whose numbers begin with %s and have %i digits', (prefix, length) => {
    expect(paymentCard.found(numbered(prefix, length))).toBe(false);
  });

  it('takes no longer number for one that begins or ends like a card', () => {
    expect(paymentCard.found(`${numbered('4', 16)}1111`)).toBe(false);
    expect(paymentCard.found(`7777${numbered('4', 16)}`)).toBe(false);
  });

  const visa = '4111 1111 1111 1111';
  it.each([
    `card ${visa}`,
    `${visa}.`,
    `(${visa})`,
    `${visa} 12/27`,
    `${visa} 123`,
    `${visa} 1227`,
    `2026 ${visa}`,
    '4111111111111111 123',
    '4111.1111.1111.1111',
    '3782.822463.10005',
    'a: 378282246310005, b',
    `4111 1111 1111 1112; ${visa}`,
  ])('finds the number in "%s"', (text) => expect(paymentCard.found(text)).toBe(true));

  it.each([
    `x${visa}`,
    `+${visa}`,
    `-${visa}`,
    `0.${visa}`,
    `9${visa}`,
    `${visa}x`,
    `${visa}-a`,
    `${visa}-`,
    'x378282246310005',
    '.3782 822463 10005',
    '378282246310005x',
    '378282246310005-',
    '41 11 11 11 11 11 11 11',
    '4111  1111  1111  1111',
    '4111_1111_1111_1111',
  ])('finds none in "%s"', (text) => expect(paymentCard.found(text)).toBe(false));
});
