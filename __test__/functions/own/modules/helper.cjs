// What CommonJS programs require.
const FACTOR = 3;

class Stack {
  constructor() {
    this.items = [];
  }
  push(item) {
    this.items.push(item);
    return this;
  }
}

exports.triple = (value) => value * FACTOR;
exports.Stack = Stack;
exports.nested = { half: (value) => value / 2 };
