import { expect } from 'chai';
import { type ConsoleNews, createConsoleBoard } from '../../src/realtime/console-board.ts';

const news = (more: Partial<ConsoleNews>): ConsoleNews => ({
  process: 'p1',
  whole: false,
  asks: false,
  consoles: [],
  gone: [],
  ...more,
});
const open = (id: string, user: string, ticket: string | null = null, typing = false) => ({
  id,
  user,
  ticket,
  typing,
});

describe('the board of open consoles', () => {
  it('counts a user with several tabs once, as writing if one of them does', () => {
    const board = createConsoleBoard();
    board.hear(news({ consoles: [open('1', 'ana', 't'), open('2', 'ana', 't', true)] }), 0);
    board.hear(news({ process: 'p2', consoles: [open('3', 'ben', 't')] }), 0);
    expect(board.viewersOf('t')).to.deep.equal([
      { user: 'ana', typing: true },
      { user: 'ben', typing: false },
    ]);
  });

  it('names the users and tickets that look different, and no others', () => {
    const board = createConsoleBoard();
    board.hear(news({ consoles: [open('1', 'ana', 't1'), open('2', 'ben')] }), 0);
    const moved = board.hear(news({ consoles: [open('1', 'ana', 't2'), open('2', 'ben')] }), 0);
    expect([...moved.tickets]).to.have.members(['t1', 't2']);
    expect([...moved.users]).to.deep.equal(['ana']);
    const same = board.hear(news({ whole: true, consoles: [open('1', 'ana', 't2'), open('2', 'ben')] }), 0);
    expect([...same.tickets, ...same.users]).to.deep.equal([]);
  });

  it('replaces what it knew of a process when it is told all', () => {
    const board = createConsoleBoard();
    board.hear(news({ consoles: [open('1', 'ana'), open('2', 'ben')] }), 0);
    board.hear(news({ whole: true, consoles: [open('2', 'ben')] }), 0);
    expect([board.isOnline('ana'), board.isOnline('ben')]).to.deep.equal([false, true]);
    board.hear(news({ gone: ['2'] }), 0);
    expect(board.isOnline('ben')).to.equal(false);
  });

  it('forgets a process that falls silent', () => {
    const board = createConsoleBoard();
    board.hear(news({ consoles: [open('1', 'ana', 't')] }), 10);
    board.hear(news({ process: 'p2', consoles: [open('2', 'ana')] }), 20);
    expect([...board.forget(15).tickets]).to.deep.equal(['t']);
    expect(board.viewersOf('t')).to.deep.equal([]);
    expect(board.isOnline('ana')).to.equal(true);
  });
});
