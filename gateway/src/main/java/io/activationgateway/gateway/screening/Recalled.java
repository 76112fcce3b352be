package io.activationgateway.gateway.screening;

import java.util.BitSet;

/**
 * Which rows of a removal concern people whom the recipient was sent, as the region's disclosure record shows.
 *
 * @param rows not to be changed
 * @param mark stands for the state of the record that was asked
 */
public record Recalled(BitSet rows, long mark) {

    /** Nobody asked, or nobody is known there: what takes away meets the borders as everything does. */
    public static final Recalled NOBODY = new Recalled(new BitSet(), 0);
}
