// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

// Numbers in the field have no order: what compares them first shows that they are small, by their bits.

/// The bits of a number below 2^n, least first. Nothing satisfies it for another number, n being below 254.
template Bits(n) {
    signal input in;
    signal output out[n];
    var sum = 0;
    for (var i = 0; i < n; i++) {
        out[i] <-- (in >> i) & 1;
        out[i] * (out[i] - 1) === 0;
        sum += out[i] * (1 << i);
    }
    sum === in;
}

/// A whole number from `least` to `most`, both included, their distance being below 2^n.
template InRange(n, least, most) {
    signal input in;
    signal above[n] <== Bits(n)(in - least);
    signal below[n] <== Bits(n)(most - in);
}

/// 1 if `in` is at least zero, 0 if below, for numbers from -2^n to 2^n - 1.
template IsPositive(n) {
    signal input in;
    signal output out;
    signal bits[n + 1] <== Bits(n + 1)(in + (1 << n));
    out <== bits[n];
}

/// 1 if `in` is zero, else 0.
template IsZero() {
    signal input in;
    signal output out;
    signal inverse <-- in == 0 ? 0 : 1 / in;
    out <== 1 - in * inverse;
    in * out === 0;
}

/// `in` without its sign, for numbers from -2^n + 1 to 2^n - 1.
template Magnitude(n) {
    signal input in;
    signal output out;
    signal positive <== IsPositive(n)(in);
    out <== (2 * positive - 1) * in;
}
