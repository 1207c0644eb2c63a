import fc from 'fast-check';
import { FACES_MAX, TINTS, seatsToShow, tintOf } from './seats.shared';

const member = (seatNo: number, nickname: string | null = null, avatarUrl: string | null = null) => ({
  seatNo,
  nickname,
  avatarUrl,
  isLeader: seatNo === 1,
  joinedAt: '2026-11-22T00:00:00.000Z',
});

it('draws members, then seats being paid for, then empty ones', () => {
  const { seats, more } = seatsToShow({ id: 'g', size: 4, takenCount: 2, heldCount: 1 });
  expect(seats.map(({ kind }) => kind)).toEqual(['member', 'member', 'held', 'empty']);
  expect(more).toBe(0);
});

it('shows a face only of whoever agreed', () => {
  const members = [member(2), member(1, '李女士', 'https://wx/face.png')];
  const { seats } = seatsToShow({ id: 'g', size: 3, takenCount: 2, heldCount: 0, members });
  expect(seats.map(({ avatarUrl }) => avatarUrl)).toEqual(['https://wx/face.png', null, null]);
  expect(seats.map(({ isLeader }) => isLeader)).toEqual([true, false, false]);
});

it('never draws a face on a seat that is not taken', () => {
  const members = [member(1, 'x', 'https://wx/face.png')];
  const { seats } = seatsToShow({ id: 'g', size: 2, takenCount: 0, heldCount: 1, members });
  expect(seats.every(({ avatarUrl, isLeader }) => avatarUrl === null && !isLeader)).toBe(true);
});

it('adds up for every group', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 100 }), fc.nat(100), fc.nat(100), (size, a, b) => {
      const takenCount = Math.min(a, size);
      const heldCount = Math.min(b, size - takenCount);
      const { seats, more } = seatsToShow({ id: 'g', size, takenCount, heldCount });
      expect(seats.length + more).toBe(size);
      expect(seats.length).toBeLessThanOrEqual(FACES_MAX);
      expect(new Set(seats.map(({ key }) => key)).size).toBe(seats.length);
      expect(seats.some(({ kind }) => kind === 'empty')).toBe(takenCount + heldCount < size);
    }),
  );
});

it('gives the same tint to the same seat', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(tintOf(text)).toBe(tintOf(text));
      expect(tintOf(text)).toBeGreaterThanOrEqual(0);
      expect(tintOf(text)).toBeLessThan(TINTS);
    }),
  );
});
