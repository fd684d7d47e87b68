// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "band.circom";

// The constraints of a mask alone, for tests to try every mask with every band.
component main = InMask();
