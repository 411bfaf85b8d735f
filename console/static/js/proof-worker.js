// Finds the number for a proof of work: SHA-256 of "challenge:number" must begin with so many zero bits.
"use strict";

const K = [];
const START = [];
for (let candidate = 2; K.length < 64; candidate++) {
  let prime = true;
  for (let one = 2; one * one <= candidate; one++) if (candidate % one === 0) prime = false;
  if (!prime) continue;
  const fraction = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  if (START.length < 8) START.push(fraction(Math.sqrt(candidate)));
  K.push(fraction(Math.cbrt(candidate)));
}

const words = new Int32Array(64);
const turned = (value, by) => (value >>> by) | (value << (32 - by));

// One block of SHA-256.
function mixed(state, block) {
  for (let i = 0; i < 16; i++) words[i] = (block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3];
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15], b = words[i - 2];
    words[i] = (words[i - 16] + (turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)) + words[i - 7] + (turned(b, 17) ^ turned(b, 19) ^ (b >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  return [state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e, state[5] + f, state[6] + g, state[7] + h].map((value) => value | 0);
}

function found(text, bits) {
  const bytes = new TextEncoder().encode(`${text}:`);
  const whole = bytes.length - (bytes.length % 64);
  let state = START;
  for (let at = 0; at < whole; at += 64) state = mixed(state, bytes.subarray(at, at + 64));
  const rest = bytes.subarray(whole);
  for (let number = 0; ; number++) {
    const digits = String(number);
    const length = rest.length + digits.length;
    const tail = new Uint8Array(length < 56 ? 64 : 128);
    tail.set(rest);
    for (let i = 0; i < digits.length; i++) tail[rest.length + i] = digits.charCodeAt(i);
    tail[length] = 0x80;
    new DataView(tail.buffer).setUint32(tail.length - 4, (whole + length) * 8);
    let after = mixed(state, tail.subarray(0, 64));
    if (tail.length > 64) after = mixed(after, tail.subarray(64));
    if (Math.clz32(after[0]) >= bits) return number; // up to 32 bits, far beyond what is ever asked
  }
}

onmessage = (event) => postMessage(`${event.data.text}:${found(event.data.text, event.data.bits)}`);
