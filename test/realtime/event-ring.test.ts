import { expect } from 'chai';
import { createEventRing } from '../../src/realtime/event-ring.ts';
import { EVERYONE, type LiveEvent } from '../../src/realtime/live-event.ts';

const at = (n: number) => String(n).padStart(4, '0');
const event = (n: number, size = 1): LiveEvent => ({
  position: at(n),
  name: 'ticket',
  room: EVERYONE,
  payload: () => ({ n }),
  size,
});
const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i));
const LIMITS = { events: 10, size: 100 };
const told = (list: LiveEvent[] | null) => list?.map(({ position }) => Number(position)) ?? null;

describe('the ring of events', () => {
  it('gives what came after a position, in order', () => {
    const ring = createEventRing(at(0), LIMITS);
    for (const one of events(1, 5)) ring.push(one);
    expect(told(ring.after(at(0), 99))).to.deep.equal([1, 2, 3, 4, 5]);
    expect(told(ring.after(at(3), 99))).to.deep.equal([4, 5]);
    expect(told(ring.after(at(5), 99))).to.deep.equal([]);
  });

  it('says that it does not know what came before its beginning, or after its end', () => {
    const ring = createEventRing(at(5), LIMITS);
    ring.push(event(6));
    expect(ring.after(at(4), 99)).to.equal(null);
    expect(ring.after(at(7), 99)).to.equal(null);
    ring.advance(at(8));
    expect(told(ring.after(at(7), 99))).to.deep.equal([]);
  });

  it('gives nothing rather than more than is wanted', () => {
    const ring = createEventRing(at(0), LIMITS);
    for (const one of events(1, 5)) ring.push(one);
    expect(ring.after(at(0), 4)).to.equal(null);
    expect(told(ring.after(at(1), 4))).to.deep.equal([2, 3, 4, 5]);
  });

  it('forgets the oldest when it is full, by number or by size, and says so', () => {
    const ring = createEventRing(at(0), LIMITS);
    for (const one of events(1, 35)) ring.push(one);
    expect(ring.after(at(24), 99)).to.equal(null);
    expect(told(ring.after(at(25), 99))).to.deep.equal([26, 27, 28, 29, 30, 31, 32, 33, 34, 35]);
    ring.push(event(36, 100));
    expect(ring.after(at(34), 99)).to.equal(null);
    expect(told(ring.after(at(35), 99))).to.deep.equal([36]);
  });

  it('takes earlier events in front if they fit', () => {
    const ring = createEventRing(at(5), LIMITS);
    ring.push(event(6));
    ring.extend(at(2), events(3, 5));
    expect(told(ring.after(at(2), 99))).to.deep.equal([3, 4, 5, 6]);
    ring.extend(at(0), [...events(1, 2), event(2, 100)]);
    expect(ring.start).to.equal(at(2));
    ring.extend(at(3), []);
    expect(ring.start).to.equal(at(2));
  });
});
