import { expect } from 'chai';
import { z } from 'zod';
import { fieldErrors } from '../../src/http/validation.ts';

describe('what is said of a field that is missing', () => {
  const Server = z.strictObject({
    host: z.string().trim().min(1),
    name: z.string().min(1, 'Give it a name.'),
    port: z.number(),
    word: z.string().min(3),
  });

  it('is plain, also when it is there but empty', () => {
    const { error } = Server.safeParse({ host: ' ', name: 'x', word: 'abc' });
    expect(fieldErrors(error?.issues ?? [])).to.deep.equal([
      { path: 'host', message: 'Fill in this field.' },
      { path: 'port', message: 'Fill in this field.' },
    ]);
  });

  it("is the schema's own where it has words, and what is otherwise wrong stays as it is", () => {
    const { error } = Server.safeParse({ host: 'x', name: '', port: 'y', word: 'ab' });
    const [name, port, word] = fieldErrors(error?.issues ?? []);
    expect(name?.message).to.equal('Give it a name.');
    expect(port?.message).to.match(/received string/);
    expect(word?.message).to.match(/>=3 characters/);
  });
});
