// A CommonJS module as people write them.
const step = 3;

function plus(x) {
  return x + step;
}

exports.plus = plus;
exports.minus = (x) => x - step;
exports.step = step;
exports.makeCounter = function makeCounter(start) {
  return (x) => start + x;
};
