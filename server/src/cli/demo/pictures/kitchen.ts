import { type Drawing, box, circle, each, ellipse, path, place, shadow, stroke, upTo } from './frame.js';

const straw = { wall: '#f6ecdc', disc: '#fdf8ee', table: '#e8d6b9' };

const EGG = 'M0 -92 C48 -92 76 -22 76 20 C76 66 42 92 0 92 C-42 92 -76 66 -76 20 C-76 -22 -48 -92 0 -92Z';

/** An egg 152 wide and 184 high about the origin. */
function egg(shell: string, shade: string): string {
  return (
    path(EGG, shell) +
    path(
      'M0 92 C42 92 76 66 76 20 C76 -14 54 -66 30 -84 C58 -6 38 70 -34 84 C-23 90 -11 92 0 92Z',
      shade,
      'opacity=".6"',
    ) +
    ellipse(-28, -36, 13, 25, '#ffffff', 'transform="rotate(22 -28 -36)" opacity=".6"')
  );
}

const SHELLS = [
  ['#eec39a', '#d9a173'],
  ['#f5d9bd', '#e2b992'],
  ['#e6b184', '#cf915f'],
] as const;

function anEgg(index: number): string {
  const [shell, shade] = SHELLS[index % SHELLS.length] ?? SHELLS[0];
  return egg(shell, shade);
}

/** A carton of two rows of four. */
export const eggs: Drawing = {
  backdrop: straw,
  body:
    shadow(400, 668, 320, 34) +
    path('M128 430 L176 330 H624 L672 430Z', '#a79a84') +
    each(upTo(4), (index) => place(220 + index * 120, 412, anEgg(index + 1), 0, 0.66)) +
    path('M128 430 H672 L692 520 H108Z', '#b8ab94') +
    each(upTo(4), (index) => place(198 + index * 135, 476, anEgg(index), 0, 0.82)) +
    path('M100 514 H700 L668 650 Q666 664 650 664 H150 Q134 664 132 650Z', '#c9bda7') +
    each(upTo(4), (index) =>
      path(
        `M${134 + index * 135} 514 C${134 + index * 135} 592 ${262 + index * 135} 592 ${262 + index * 135} 514Z`,
        '#b3a68f',
      ),
    ) +
    each(upTo(4), (index) => {
      const clip = `<clipPath id="cup${index}"><rect x="${100 + index * 135}" y="380" width="200" height="152"/></clipPath>`;
      return `${clip}<g clip-path="url(#cup${index})">${place(198 + index * 135, 480, anEgg(index), 0, 0.82)}</g>`;
    }) +
    stroke('M104 516 H696', '#ddd3c1', 10) +
    stroke('M150 628 H650', '#b3a68f', 6, 'opacity=".7"'),
};

/** Three eggs in a nest of straw. */
export const eggsNest: Drawing = {
  backdrop: { wall: '#e8efe4', disc: '#f6faf3', table: '#d2dfc9' },
  body:
    shadow(400, 660, 300, 36) +
    path('M116 520 C140 690 660 690 684 520Z', '#b98f55') +
    place(286, 470, anEgg(0), -16, 1.12) +
    place(514, 470, anEgg(2), 16, 1.12) +
    place(400, 450, anEgg(1), 0, 1.24) +
    path(
      'M108 530 C150 480 240 560 400 556 C560 560 650 480 692 530 C690 640 560 668 400 668 C240 668 110 640 108 530Z',
      '#cfa568',
    ) +
    each(upTo(15), (index) =>
      stroke(
        `M${126 + index * 38} ${540 + (index % 3) * 14} q${30 - (index % 5) * 16} ${54 - (index % 4) * 6} ${64 - (index % 3) * 50} ${84 - Math.abs(index - 7) * 7}`,
        index % 2 === 0 ? '#e4c48c' : '#a97f46',
        7,
      ),
    ) +
    stroke(
      'M96 536 q40 -26 84 -8 M622 528 q50 -22 86 4 M150 600 q-40 6 -60 26 M650 600 q44 4 62 22',
      '#cfa568',
      8,
    ),
};

/** A grain of rice 40 long about the origin. */
const grain = (fill: string) => ellipse(0, 0, 20, 7.5, fill);

export const rice: Drawing = {
  backdrop: { wall: '#e9efe6', disc: '#f8fbf5', table: '#d5dfcf' },
  body:
    shadow(390, 662, 270) +
    path('M226 226 C238 196 542 196 554 226 L588 628 Q590 660 556 660 H224 Q190 660 192 628Z', '#efe3c8') +
    path(
      'M500 206 C530 210 548 216 554 226 L588 628 Q590 660 556 660 H486 C540 560 520 330 500 206Z',
      '#dccba4',
      'opacity=".7"',
    ) +
    path('M226 226 C238 196 542 196 554 226 C520 250 260 250 226 226Z', '#fbf6e8') +
    stroke('M232 262 C300 280 480 280 548 262', '#b9965a', 12) +
    stroke('M386 272 C360 300 340 316 330 340 M392 272 C416 300 440 310 452 336', '#b9965a', 9) +
    circle(390, 474, 112, '#6d9a58') +
    circle(390, 474, 98, 'none', 'stroke="#f4efdd" stroke-width="4"') +
    stroke('M390 552 C388 500 388 450 396 398', '#f4e3a6', 7) +
    each(upTo(5), (index) => place(366 - index, 522 - index * 26, ellipse(0, 0, 24, 10, '#f6dc84'), 42)) +
    each(upTo(5), (index) => place(418 + index, 508 - index * 26, ellipse(0, 0, 24, 10, '#f6dc84'), -48)) +
    path('M470 668 C500 600 660 596 706 668Z', '#fffdf4') +
    each(upTo(13), (index) =>
      place(
        500 + (index % 6) * 34 + (index > 5 ? 14 : 0),
        660 - Math.floor(index / 6) * 18 - ((index * 7) % 5),
        grain(index % 2 === 0 ? '#ffffff' : '#e9e2cb'),
        (index * 47) % 160,
        0.8,
      ),
    ),
};

export const riceBowl: Drawing = {
  backdrop: { wall: '#e3ebf0', disc: '#f4f8fa', table: '#ccd9e1' },
  body:
    shadow(400, 664, 230) +
    path('M206 430 C206 250 594 250 594 430Z', '#fffefa') +
    each(upTo(34), (index) =>
      place(
        250 + ((index * 83) % 300),
        330 + ((index * 37) % 92) + Math.abs(((index * 83) % 300) - 150) * 0.16,
        grain(index % 3 === 0 ? '#e8e4d8' : '#f6f3ea'),
        (index * 53) % 180,
        0.9,
      ),
    ) +
    path('M170 424 H630 C630 560 548 642 470 648 H330 C252 642 170 560 170 424Z', '#4f7f9c') +
    path('M540 424 H630 C630 560 548 642 470 648 H400 C500 610 540 520 540 424Z', '#3e6a85', 'opacity=".8"') +
    stroke('M176 446 H624', '#e9f1f5', 10) +
    each(upTo(7), (index) => circle(226 + index * 58, 490, 13, 'none', 'stroke="#a9c6d6" stroke-width="5"')) +
    path('M322 646 H478 L466 668 H334Z', '#3e6a85') +
    stroke(
      'M330 228 c-22 -30 22 -44 0 -76 M400 214 c-22 -30 22 -44 0 -76 M470 228 c-22 -30 22 -44 0 -76',
      '#ffffff',
      10,
      'opacity=".9"',
    ),
};

export const honey: Drawing = {
  backdrop: { wall: '#fbefd0', disc: '#fff9e8', table: '#f0d79c' },
  defs: '<linearGradient id="honey" x1="0" x2="1"><stop offset="0" stop-color="#f7b733"/><stop offset=".6" stop-color="#eb9a1c"/><stop offset="1" stop-color="#cf7d0e"/></linearGradient>',
  body:
    shadow(372, 664, 220) +
    path(
      'M236 300 C200 330 196 370 196 410 V600 Q196 660 256 660 H484 Q544 660 544 600 V410 C544 370 540 330 504 300Z',
      'url(#honey)',
    ) +
    path('M236 300 C228 307 222 314 217 322 H523 C518 314 512 307 504 300Z', '#fff6dc', 'opacity=".8"') +
    stroke('M230 404 V590', '#ffe3a0', 16, 'opacity=".8"') +
    box([220, 222, 300, 80], '#b5773a', 18) +
    box([220, 222, 300, 26], '#c98d4e', 13) +
    each(upTo(9), (index) => stroke(`M${246 + index * 31} 262 V286`, '#9a622c', 5)) +
    path('M278 430 L370 378 L462 430 V534 L370 586 L278 534Z', '#fff7e2') +
    path('M312 448 L370 416 L428 448 V516 L370 548 L312 516Z', '#f4b63a') +
    place(
      370,
      484,
      ellipse(-24, -26, 26, 15, '#ffffff', 'opacity=".9" transform="rotate(28 -24 -26)"') +
        ellipse(24, -26, 26, 15, '#ffffff', 'opacity=".9" transform="rotate(-28 24 -26)"') +
        ellipse(0, 4, 20, 30, '#5b3a1a') +
        box([-19, -8, 38, 9], '#f7c948') +
        box([-19, 10, 38, 9], '#f7c948') +
        circle(0, -28, 12, '#5b3a1a'),
    ) +
    place(
      634,
      560,
      stroke('M0 -20 L54 -250', '#a96f35', 20) +
        each(upTo(5), (index) =>
          ellipse(
            -2 - index * 5 + 8,
            -14 + index * 22,
            50 - Math.abs(index - 2) * 8,
            13,
            index % 2 === 0 ? '#c58a48' : '#a96f35',
            'transform="rotate(12)"',
          ),
        ),
      4,
    ),
};

export const noodles: Drawing = {
  backdrop: { wall: '#efe6da', disc: '#faf5ec', table: '#dccab2' },
  body:
    shadow(400, 660, 250) +
    each(upTo(23), (index) => {
      const top = 168 + ((index * 29) % 23);
      const spread = (index - 11) * 15;
      const color = ['#f6e2b0', '#ecd092', '#fbecc6'][index % 3] ?? '#f6e2b0';
      return stroke(
        `M${400 + spread} ${top} C${400 + spread * 0.7} 330 ${400 + spread * 0.6} 360 ${400 + spread * 0.56} 420 C${400 + spread * 0.62} 500 ${400 + spread * 0.86} 560 ${400 + spread} 650`,
        color,
        12,
      );
    }) +
    path('M282 372 C330 392 470 392 518 372 L512 470 C468 488 332 488 288 470Z', '#b5473c') +
    path('M470 386 C488 382 506 378 518 372 L512 470 C498 476 482 480 464 482Z', '#943529') +
    path('M346 390 H454 V480 C430 484 370 484 346 480Z', '#f9f0dc') +
    stroke(
      'M372 416 C390 404 410 428 428 416 M372 438 C390 426 410 450 428 438 M372 460 C390 448 410 472 428 460',
      '#b5473c',
      6,
    ) +
    place(
      634,
      648,
      stroke('M0 0 C2 -60 10 -120 30 -190', '#b8924a', 7) +
        each(upTo(5), (index) => {
          const [x, y] = [13 + index * 5 - (4 - index) * 2, -92 - index * 24];
          return (
            place(x - 10, y, ellipse(0, 0, 24, 9, '#dcb662'), 50) +
            place(x + 16, y - 4, ellipse(0, 0, 24, 9, '#eccb80'), -62)
          );
        }) +
        place(32, -206, ellipse(0, 0, 22, 9, '#eccb80'), -76),
    ),
};

/** A peeled shrimp about 200 across. */
function shrimp(): string {
  return (
    stroke('M70 52 C126 -6 86 -104 -10 -96 C-84 -90 -112 -24 -86 40', '#f49a7c', 62) +
    stroke('M66 44 C112 -8 80 -86 -8 -80 C-70 -76 -96 -22 -78 32', '#ffc4ae', 26, 'opacity=".9"') +
    each(
      [
        [80, 8, 20],
        [86, -44, 80],
        [46, -88, 128],
        [-16, -98, 176],
        [-72, -68, 222],
        [-96, -14, 262],
      ] as const,
      ([x, y, turn]) => place(x, y, stroke('M-22 -14 Q0 4 22 -14', '#dd6f52', 6), turn - 90),
    ) +
    path(
      'M-84 40 C-122 60 -136 92 -118 122 C-100 112 -90 100 -84 84 C-72 104 -56 112 -38 112 C-38 82 -54 54 -84 40Z',
      '#e8694a',
    )
  );
}

const mirrored = (inside: string) => `<g transform="scale(-1 1)">${inside}</g>`;

export const shrimpPicture: Drawing = {
  backdrop: { wall: '#dcecf0', disc: '#f1f8fa', table: '#c2dbe2' },
  body:
    shadow(400, 660, 310, 40) +
    ellipse(400, 590, 310, 78, '#ffffff') +
    ellipse(400, 580, 262, 58, '#e3eef2') +
    each(
      [
        [236, 556, -12],
        [356, 590, 20],
        [520, 566, -8],
        [598, 590, 24],
      ] as const,
      ([x, y, turn]) =>
        place(x, y, box([-38, -32, 76, 64], '#cfe6ef', 12) + box([-38, -32, 76, 18], '#ecf7fb', 9), turn),
    ) +
    place(548, 440, mirrored(shrimp()), 8, 1.02) +
    place(274, 446, shrimp(), -6, 1.16) +
    place(
      410,
      566,
      path('M-64 0 A64 64 0 0 1 64 0Z', '#f8d54a') +
        path('M-52 -2 A52 52 0 0 1 52 -2Z', '#fff3b8') +
        each([-54, -18, 18, 54], (turn) =>
          place(0, -2, path('M0 -8 L-11 -40 Q0 -48 11 -40Z', '#f8d54a'), turn),
        ),
      -6,
    ),
};
