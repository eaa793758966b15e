import { expect } from 'chai';
import {
  fillHtml,
  fillText,
  PLACEHOLDERS,
  type PlaceholderValues,
  unknownPlaceholders,
} from '../../src/canned-replies/placeholders.ts';

const values: PlaceholderValues = {
  'contact.name': 'Kim <b>Lee</b>',
  'contact.firstName': 'Kim',
  'contact.email': 'kim@shop.example',
  'ticket.number': '17',
  'ticket.subject': '{{agent.name}} & co',
  'agent.name': 'Ana "A" Ruiz',
  'agent.firstName': 'Ana',
  'workspace.name': '',
};

describe('the placeholders of a canned reply', () => {
  it('are filled in, with or without spaces, as often as they stand there', () => {
    const text = 'Hi {{contact.firstName}}, {{ ticket.number }} {{ticket.number}}.';
    expect(fillText(text, values)).to.equal('Hi Kim, 17 17.');
  });

  it('are not filled in within a value, and leave nothing where there is none', () => {
    expect(fillText('{{ticket.subject}}{{workspace.name}}', values)).to.equal('{{agent.name}} & co');
  });

  it('are text in HTML, whatever they hold', () => {
    const html = '<p title="{{agent.name}}">{{contact.name}}</p>';
    const filled = '<p title="Ana &quot;A&quot; Ruiz">Kim &lt;b&gt;Lee&lt;/b&gt;</p>';
    expect(fillHtml(html, values)).to.equal(filled);
  });

  it('are known by name', () => {
    expect(unknownPlaceholders(PLACEHOLDERS.map((name) => `{{${name}}}`).join(' '))).to.deep.equal([]);
    expect(unknownPlaceholders('{{contact.nmae}} {{}} {one} {{toString}}')).to.deep.equal([
      'contact.nmae',
      '',
      'toString',
    ]);
  });
});
