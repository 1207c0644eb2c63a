import {
  type Drawing,
  box,
  circle,
  each,
  ellipse,
  leaf,
  path,
  place,
  shadow,
  stroke,
  upTo,
} from './frame.js';

const linen = { wall: '#e6edf2', disc: '#f6f9fb', table: '#cfdbe4' };

/** A folded towel 420 wide and 84 high, its fold to the left. */
function towel(color: string, shade: string, stripe: string): string {
  return (
    path('M42 0 H398 Q420 0 420 22 V62 Q420 84 398 84 H42 A42 42 0 0 1 42 0Z', color) +
    stroke('M58 28 H414 M58 56 H414', shade, 5, 'opacity=".8"') +
    path(
      'M42 0 A42 42 0 0 0 42 84 C66 84 72 66 60 56 C48 46 48 38 60 28 C72 18 66 0 42 0Z',
      shade,
      'opacity=".55"',
    ) +
    box([330, 0, 16, 84], stripe, 0, 'opacity=".9"') +
    box([354, 0, 6, 84], stripe, 0, 'opacity=".9"')
  );
}

export const towels: Drawing = {
  backdrop: linen,
  body:
    shadow(402, 660, 260) +
    place(192, 572, towel('#7f9db5', '#64839c', '#f3f6f8')) +
    place(186, 482, towel('#f7f1e6', '#ddd2be', '#c5a880')) +
    place(196, 392, towel('#d9a99b', '#bf8b7c', '#fbeeea')) +
    place(190, 302, towel('#a9bfa4', '#8aa385', '#f4f8f2')) +
    place(
      438,
      300,
      stroke('M0 0 C-6 -50 -4 -86 6 -128', '#6c5536', 7) +
        each(
          [
            [4, -128, 34],
            [-28, -98, 27],
            [34, -96, 27],
          ] as const,
          ([x, y, r]) =>
            circle(x - r * 0.45, y, r * 0.72, '#ffffff') +
            circle(x + r * 0.45, y, r * 0.72, '#ffffff') +
            circle(x, y - r * 0.4, r * 0.74, '#ffffff') +
            path(
              `M${x - r * 0.7} ${y + r * 0.4} Q${x} ${y + r * 1.3} ${x + r * 0.7} ${y + r * 0.4} Q${x} ${y + r * 0.7} ${x - r * 0.7} ${y + r * 0.4}Z`,
              '#8a6b42',
            ),
        ),
    ),
};

export const mug: Drawing = {
  backdrop: { wall: '#efe8de', disc: '#faf6f0', table: '#dccebb' },
  body:
    shadow(400, 664, 220) +
    stroke('M532 374 C668 356 668 566 520 556', '#6f8fa6', 44) +
    path('M222 288 H546 L530 600 Q526 660 466 660 H302 Q242 660 238 600Z', '#86a5bb') +
    path(
      'M470 288 H546 L530 600 Q526 660 466 660 H400 C480 600 490 420 470 288Z',
      '#6f8fa6',
      'opacity=".75"',
    ) +
    path(
      'M234 520 C300 500 330 548 400 528 C460 512 490 540 535 520 L530 600 Q526 660 466 660 H302 Q242 660 238 600Z',
      '#d8c3a2',
    ) +
    path(
      'M470 526 C496 530 516 528 535 520 L530 600 Q526 660 466 660 H420 C450 630 466 580 470 526Z',
      '#c3aa84',
      'opacity=".8"',
    ) +
    ellipse(384, 288, 162, 38, '#a9c1d2') +
    ellipse(384, 292, 138, 28, '#5a3a25') +
    ellipse(372, 290, 96, 16, '#7a5237') +
    stroke('M262 340 L272 470', '#c9dae6', 16, 'opacity=".8"') +
    each(
      [
        [300, 400],
        [352, 444],
        [420, 392],
        [330, 476],
        [448, 470],
        [390, 350],
      ] as const,
      ([x, y]) => circle(x, y, 4, '#5c7a90'),
    ) +
    stroke('M336 222 c-24 -32 24 -46 0 -82 M404 210 c-24 -32 24 -46 0 -82', '#ffffff', 11, 'opacity=".95"'),
};

export const tea: Drawing = {
  backdrop: { wall: '#e7ece2', disc: '#f7faf3', table: '#cfd9c4' },
  body:
    shadow(386, 662, 270) +
    box([206, 290, 264, 370], '#8e2f27', 22) +
    path('M400 290 H448 Q470 290 470 312 V638 Q470 660 448 660 H400Z', '#6f211b', 'opacity=".8"') +
    box([196, 226, 284, 84], '#b3892f', 20) +
    box([196, 226, 284, 26], '#d0aa52', 13) +
    ellipse(338, 226, 60, 20, '#b3892f') +
    ellipse(338, 218, 60, 18, '#d0aa52') +
    circle(338, 482, 94, '#f5ead0') +
    path('M262 520 L306 448 L332 486 L368 424 L416 522 C380 560 296 560 262 520Z', '#5f7d58') +
    path('M262 520 C300 500 380 504 416 522 C380 560 296 560 262 520Z', '#86a27c') +
    circle(388, 424, 13, '#c4533f') +
    place(
      560,
      616,
      path('M-86 -66 H86 C86 10 46 44 0 44 C-46 44 -86 10 -86 -66Z', '#fbf8f1') +
        path('M40 -66 H86 C86 10 46 44 0 44 C36 20 46 -20 40 -66Z', '#e3dccb') +
        ellipse(0, -66, 86, 20, '#efe9db') +
        ellipse(0, -64, 72, 14, '#b4602a'),
    ) +
    place(
      516,
      670,
      each(
        [
          [0, 0, 20],
          [34, 10, -30],
          [70, -4, 60],
          [-34, 12, 80],
          [104, 10, 10],
        ] as const,
        ([x, y, turn]) => place(x, y, stroke('M-16 0 Q0 -9 16 2', '#4a3a2c', 9), turn),
      ),
    ),
};

export const teaCup: Drawing = {
  backdrop: { wall: '#f1e6db', disc: '#fbf5ee', table: '#e0cbb6' },
  body:
    shadow(400, 662, 260) +
    ellipse(400, 640, 250, 34, '#e9dfcf') +
    ellipse(400, 632, 250, 32, '#fbf6ec') +
    path('M212 350 H588 C588 520 516 612 446 622 H354 C284 612 212 520 212 350Z', '#fdfaf3') +
    path(
      'M500 350 H588 C588 520 516 612 446 622 H390 C480 570 504 460 500 350Z',
      '#e6dccb',
      'opacity=".85"',
    ) +
    ellipse(400, 350, 188, 46, '#f3ecdf') +
    ellipse(400, 354, 164, 36, '#b4602a') +
    ellipse(380, 350, 112, 20, '#cf8145', 'opacity=".8"') +
    place(398, 350, leaf('#6d7f3c', '#50602a'), -8, 0.66) +
    place(284, 506, leaf('#8aa86a', '#64844a'), -28, 0.8) +
    place(290, 512, leaf('#a6bf86', '#7b9a5e'), 18, 0.7) +
    stroke(
      'M340 274 c-26 -34 26 -50 0 -90 M410 258 c-26 -34 26 -50 0 -90 M476 274 c-26 -34 26 -50 0 -90',
      '#ffffff',
      12,
      'opacity=".95"',
    ),
};

export const detergent: Drawing = {
  backdrop: { wall: '#e0eeea', disc: '#f3faf8', table: '#c6ddd6' },
  body:
    shadow(396, 664, 210) +
    path(
      'M300 300 C250 320 232 360 232 420 V606 Q232 662 288 662 H504 Q560 662 560 606 V400 C560 340 520 300 452 292 V250 H300Z',
      '#4a9c94',
    ) +
    path(
      'M470 295 C526 306 560 344 560 400 V606 Q560 662 504 662 H430 C512 590 520 400 470 295Z',
      '#37827b',
      'opacity=".8"',
    ) +
    path(
      'M478 352 C524 352 526 398 526 430 C526 470 500 486 486 470 C474 452 500 420 470 396 C452 380 456 352 478 352Z',
      '#e0eeea',
    ) +
    box([286, 168, 180, 94], '#f2f6f4', 20) +
    each(upTo(8), (index) => stroke(`M${306 + index * 20} 190 V244`, '#cfdcd7', 6)) +
    box([276, 250, 200, 30], '#dfe9e5', 12) +
    ellipse(366, 516, 100, 108, '#fafdfc') +
    path('M366 436 C404 488 424 516 424 546 A58 58 0 0 1 308 546 C308 516 328 488 366 436Z', '#6db7d8') +
    path(
      'M334 542 A34 34 0 0 0 362 580',
      'none',
      'stroke="#ffffff" stroke-width="10" stroke-linecap="round"',
    ) +
    stroke('M262 420 V570', '#86c6bf', 14, 'opacity=".9"') +
    each(
      [
        [624, 560, 44],
        [676, 472, 28],
        [610, 430, 18],
        [164, 590, 34],
        [130, 500, 20],
      ] as const,
      ([x, y, r]) =>
        circle(x, y, r, '#ffffff', 'opacity=".55"') +
        circle(x, y, r, 'none', 'stroke="#9ccdd8" stroke-width="4"') +
        circle(x - r * 0.35, y - r * 0.35, r * 0.2, '#ffffff'),
    ),
};

/** A sock about 230 wide and 400 high, its cuff at the origin's top. */
function sock(color: string, shade: string, accent: string): string {
  return (
    path(
      'M-62 0 H62 V190 C62 214 72 226 96 240 L178 284 C226 312 214 388 150 388 H54 C-24 388 -62 340 -62 270Z',
      color,
    ) +
    path('M96 240 L178 284 C226 312 214 388 150 388 H104 C152 372 172 330 132 259Z', accent) +
    path('M-62 250 C-20 250 10 292 -4 366 C-44 344 -62 310 -62 270Z', accent) +
    box([-66, -8, 132, 62], shade, 12) +
    each(upTo(6), (index) => stroke(`M${-50 + index * 20} 4 V42`, color, 5, 'opacity=".8"')) +
    stroke('M-58 92 H58 M-58 116 H58', accent, 9)
  );
}

export const socks: Drawing = {
  backdrop: { wall: '#f0e7ea', disc: '#fbf6f7', table: '#dfced4' },
  body:
    shadow(420, 664, 300, 34) +
    place(506, 246, sock('#c9b6a4', '#a8927d', '#8b7560'), 10, 0.98) +
    place(368, 252, sock('#a3b3a0', '#82957f', '#657a63'), 0, 1) +
    place(222, 262, sock('#c99fa6', '#ae7f88', '#92626c'), -8, 1),
};
