import { expect } from 'chai';
import { presentError, presentPath } from '../../src/http/request-log.ts';

describe('the request log', () => {
  it('shows paths without queries, and ids but neither tokens nor addresses', () => {
    expect(presentPath('/setup?token=abc')).to.equal('/setup');
    expect(presentPath('/api/v1/users/65f0c0ffee65f0c0ffee65f0')).to.equal(
      '/api/v1/users/65f0c0ffee65f0c0ffee65f0',
    );
    expect(presentPath(`/audio/${'x'.repeat(43)}.mp3`)).to.equal('/audio/…');
    expect(presentPath('/x/ana%40example.com')).to.equal('/x/…');
  });

  it('shows where an error happened, not what it said', () => {
    const shown = JSON.stringify(presentError(new Error('ana@example.com\n    at her desk', { cause: 'x' })));
    expect(shown).to.contain('request-log.test.ts').and.not.contain('ana@');
  });
});
