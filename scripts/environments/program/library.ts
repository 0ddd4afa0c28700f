// What the program imports.
export interface Sized {
  readonly size: number;
}

const FACTOR = 10;

export function sum(left: number, right: number): number {
  return left + right + hidden();
}

function hidden(): number {
  return 1;
}

export const scaled = (value: number): number => value * FACTOR;

export class Shape {
  readonly sides: number;
  constructor(sides: number) {
    this.sides = sides;
  }
  describe(): string {
    return `${this.sides} sides`;
  }
}

export default function greet(name: string): string {
  return `hello ${name}`;
}
