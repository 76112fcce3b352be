package io.activationgateway.gateway.delivery;

import io.activationgateway.consent.register.Position;
import java.util.BitSet;

/**
 * A last check that was made.
 *
 * @param instant on the ticker, in nanoseconds
 * @param at the position of the consent register that it saw
 * @param reduced the records of which less leaves than was intended
 */
record Checked(long instant, Position at, BitSet reduced) {}
