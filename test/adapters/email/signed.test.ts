import { expect } from 'chai';
import fc from 'fast-check';
import { readSigned } from '../../../adapters/email/signed.ts';

const OID = Buffer.from('06092a864886f70d010702', 'hex');
const DATA = Buffer.from('06092a864886f70d010701', 'hex');

const endless = (tag: number, ...content: Buffer[]) =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])]);
const element = (tag: number, ...content: Buffer[]) => {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, 0x82, bytes.length >> 8, bytes.length & 255]), bytes]);
};

type Make = (tag: number, ...content: Buffer[]) => Buffer;

/** Signed content (RFC 5652) around octets, with no signers. */
function sign(make: Make, octets: Buffer): Buffer {
  const info = make(0x30, DATA, make(0xa0, octets));
  const signed = make(0x30, Buffer.from('020101', 'hex'), element(0x31), info, element(0x31));
  return make(0x30, OID, make(0xa0, signed));
}

describe('opaquely signed mail', () => {
  it('gives what was signed, in one piece or in several, with lengths told or not', () => {
    const whole = element(0x04, Buffer.from('Hello you'));
    const pieces = [element(0x04, Buffer.from('Hello ')), element(0x04, Buffer.from('you'))];
    const octets = [whole, element(0x24, ...pieces), endless(0x24, ...pieces)];
    for (const make of [element, endless])
      for (const content of octets) expect(readSigned(sign(make, content))?.toString()).to.equal('Hello you');
  });

  it('is told from what is encrypted or nothing at all', () => {
    expect(readSigned(Buffer.from('3080', 'hex'))).to.equal(null);
    expect(readSigned(Buffer.from('no signature'))).to.equal(null);
    expect(readSigned(Buffer.alloc(0))).to.equal(null);
    expect(readSigned(Buffer.alloc(100_000, 0x30))).to.equal(null);
    expect(readSigned(Buffer.from('3080'.repeat(50_000), 'hex'))).to.equal(null);
  });

  it('never fails, wherever it is cut or changed', () => {
    const bytes = sign(endless, endless(0x24, element(0x04, Buffer.from('Hello'))));
    for (let length = 0; length < bytes.length; length += 1) readSigned(bytes.subarray(0, length));
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, byte] of changes) damaged[at] = byte;
        readSigned(damaged);
      }),
      { numRuns: 500, seed: 21 },
    );
  });
});
