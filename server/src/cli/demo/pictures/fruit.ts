import { type Drawing, circle, each, ellipse, leaf, path, place, shadow, stroke, upTo } from './frame.js';

const citrus = { wall: '#fdeed9', disc: '#fff7ea', table: '#f7dcb8' };
const orchard = { wall: '#f7e3dc', disc: '#fff3ee', table: '#ecc9bd' };

/** Dimples of a peel, fixed so that the picture is the same each time. */
const DIMPLES = [
  [-52, 20],
  [-30, 56],
  [4, 30],
  [34, 62],
  [58, 18],
  [-70, -14],
  [22, -8],
  [70, -28],
  [-6, 78],
] as const;

/** An orange of radius 110 about the origin. */
function orange(): string {
  return (
    circle(0, 0, 110, '#f58a1f') +
    path(
      'M-84 71 A110 110 0 0 0 110 0 A110 110 0 0 0 71 -84 C96 -10 40 78 -84 71Z',
      '#e67812',
      'opacity=".75"',
    ) +
    each(DIMPLES, ([x, y]) => circle(x, y, 4.5, '#d96c0a', 'opacity=".5"')) +
    ellipse(-42, -46, 30, 19, '#ffc27a', 'transform="rotate(-40 -42 -46)" opacity=".85"') +
    circle(6, -92, 9, '#8a5a22')
  );
}

/** A cut orange of radius 118 about the origin, with ten segments. */
function cutOrange(): string {
  const segment = path(
    'M0 -10 L-27 -84 C-14 -97 14 -97 27 -84 Z',
    '#f9a03c',
    'stroke="#f9a03c" stroke-width="8" stroke-linejoin="round"',
  );
  const gleam = path('M-8 -36 L-17 -76 C-10 -82 -4 -83 0 -83 Z', '#ffc479', 'opacity=".9"');
  return (
    circle(0, 0, 118, '#f58a1f') +
    circle(0, 0, 108, '#fff1d8') +
    each(upTo(10), (index) => place(0, 0, segment + gleam, index * 36, 0.99)) +
    circle(0, 0, 9, '#fff1d8')
  );
}

const leaves = (x: number, y: number) =>
  place(x, y, leaf('#5d9a49', '#3f7a35'), -24) + place(x, y, leaf('#79b25c', '#4f8a41'), -150, 0.8);

export const oranges: Drawing = {
  backdrop: citrus,
  body:
    shadow(400, 652, 300) +
    place(402, 540, orange(), 40, 0.9) +
    place(290, 540, orange()) +
    place(516, 542, orange(), 18) +
    place(402, 420, orange(), -8, 1.08) +
    leaves(408, 322),
};

export const orangeCut: Drawing = {
  backdrop: { wall: '#e9f1e1', disc: '#f7fbf2', table: '#d3e2c4' },
  body:
    shadow(420, 656, 290) +
    place(520, 470, orange(), 10, 1.5) +
    leaves(528, 332) +
    place(302, 514, cutOrange(), 12, 1.16) +
    place(
      566,
      640,
      path('M-116 0 A116 116 0 0 0 116 0 Z', '#f58a1f') +
        path('M-103 0 A103 103 0 0 0 103 0 Z', '#fff1d8') +
        each([-66, -22, 22, 66], (turn) =>
          place(0, 3, path('M0 12 L-25 80 C-12 94 12 94 25 80 Z', '#f9a03c'), turn),
        ),
      -7,
    ),
};

/** An apple about 230 wide around the origin. */
function apple(skin: string, shade: string, blush: string): string {
  const outline =
    'M0 -78 C-34 -108 -118 -96 -116 -6 C-114 74 -58 120 -26 112 C-10 108 10 108 26 112 ' +
    'C58 120 114 74 116 -6 C118 -96 34 -108 0 -78Z';
  return (
    path(outline, skin) +
    path(
      'M26 112 C58 120 114 74 116 -6 C117 -52 96 -82 66 -90 C100 -20 84 76 -26 112 C-10 108 10 108 26 112Z',
      shade,
      'opacity=".55"',
    ) +
    each([-70, -40, -12], (x, index) =>
      stroke(
        `M${x} ${-40 + index * 8} C${x - 8} 0 ${x - 4} 40 ${x + 10} ${74 - index * 4}`,
        blush,
        7,
        'opacity=".45"',
      ),
    ) +
    ellipse(-62, -46, 15, 26, '#ffffff', 'transform="rotate(28 -62 -46)" opacity=".55"') +
    path('M-34 -78 C-16 -62 16 -62 34 -78 C16 -70 -16 -70 -34 -78Z', '#7c1f1c', 'opacity=".7"') +
    stroke('M0 -72 C-2 -98 6 -116 18 -130', '#6b4423', 10)
  );
}

const redApple = () => apple('#d8403a', '#a92a2a', '#f6a05c');

export const apples: Drawing = {
  backdrop: orchard,
  body:
    shadow(400, 656, 300) +
    place(268, 530, redApple(), -8, 1.04) +
    place(540, 532, redApple(), 9, 1.04) +
    place(404, 452, redApple(), 0, 1.2) +
    place(424, 302, leaf('#6fa650', '#4c8238'), -16, 1.05),
};

export const appleHalf: Drawing = {
  backdrop: { wall: '#eef0dd', disc: '#fafbf0', table: '#dadfbd' },
  body:
    shadow(410, 656, 290) +
    place(524, 470, redApple(), 6, 1.42) +
    place(552, 286, leaf('#6fa650', '#4c8238'), -14, 1.1) +
    place(
      292,
      532,
      path(
        'M0 -78 C-34 -108 -118 -96 -116 -6 C-114 74 -58 120 -26 112 C-10 108 10 108 26 112 ' +
          'C58 120 114 74 116 -6 C118 -96 34 -108 0 -78Z',
        '#d8403a',
      ) +
        path(
          'M0 -66 C-30 -94 -104 -84 -103 -4 C-102 66 -52 106 -24 100 C-10 97 10 97 24 100 ' +
            'C52 106 102 66 103 -4 C104 -84 30 -94 0 -66Z',
          '#fff4d9',
        ) +
        stroke('M0 -40 C-46 -40 -54 50 0 66 C54 50 46 -40 0 -40Z', '#ecd9a6', 5) +
        place(-17, 8, ellipse(0, 0, 9, 19, '#6a3b1d'), 12) +
        place(17, 8, ellipse(0, 0, 9, 19, '#6a3b1d'), -12) +
        stroke('M0 -66 C-2 -92 4 -106 12 -118', '#6b4423', 9),
      -7,
      1.12,
    ),
};
