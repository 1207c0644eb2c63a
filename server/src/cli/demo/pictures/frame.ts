/** Side of a picture in the drawing's own units and in pixels; list cards are square. */
export const SIDE_PX = 800;

/** Colours of a picture's quiet background: the wall, the sun behind the thing, and the table. */
export interface Backdrop {
  wall: string;
  disc: string;
  table: string;
}

/** One drawn thing before its backdrop. */
export interface Drawing {
  backdrop: Backdrop;
  /** SVG elements within 0–800 × 0–800; things stand on the table at about y = 640. */
  body: string;
  /** Gradients the body refers to. */
  defs?: string;
}

/** The whole picture as an SVG document. Without any text: no font may be on the machine. */
export function frame({ backdrop: { wall, disc, table }, body, defs = '' }: Drawing): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE_PX}" height="${SIDE_PX}" viewBox="0 0 800 800">
<defs>${defs}</defs>
<rect width="800" height="800" fill="${wall}"/>
<circle cx="400" cy="370" r="290" fill="${disc}"/>
<rect y="596" width="800" height="204" fill="${table}"/>
${body}
</svg>`;
}

/** A soft shadow on the table. */
export function shadow(cx: number, cy: number, rx: number, ry = rx * 0.13): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="#3a2a1a" opacity=".16"/>`;
}

export function circle(cx: number, cy: number, r: number, fill: string, extra = ''): string {
  return `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}" ${extra}/>`;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, extra = ''): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}" ${extra}/>`;
}

/** A rectangle with round corners. */
export function box(
  [x, y, width, height]: readonly [number, number, number, number],
  fill: string,
  radius = 0,
  extra = '',
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${extra}/>`;
}

export function path(d: string, fill: string, extra = ''): string {
  return `<path d="${d}" fill="${fill}" ${extra}/>`;
}

/** A line with round ends. */
export function stroke(d: string, color: string, width: number, extra = ''): string {
  const ends = 'stroke-linecap="round" stroke-linejoin="round"';
  return `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" ${ends} ${extra}/>`;
}

/** Moves, turns (degrees, about the moved origin) and scales what is inside. */
export function place(x: number, y: number, inside: string, turn = 0, scale = 1): string {
  return `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})">${inside}</g>`;
}

/** The same thing at each of the numbers. */
export function each<T>(items: readonly T[], draw: (item: T, index: number) => string): string {
  return items.map(draw).join('');
}

/** The numbers 0 to `count` − 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A leaf of length 100 that grows to the right of the origin. */
export function leaf(fill: string, vein: string): string {
  return (
    path('M0 0 C20 -42 70 -46 104 -8 C76 30 28 32 0 0Z', fill) +
    stroke('M8 -1 C40 -12 66 -12 92 -8', vein, 4, 'opacity=".7"')
  );
}
