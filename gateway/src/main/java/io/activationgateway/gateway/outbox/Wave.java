package io.activationgateway.gateway.outbox;

import java.util.List;

/**
 * What is tried of a destination at the same time: no two records of one person, and hardly more than a chunk may hold.
 *
 * @param looked whether something was due: there may be more
 */
record Wave(List<Load> loads, boolean looked) {

    static final Wave NOTHING = new Wave(List.of(), false);

    /**
     * The part of a wave that is of one chunk.
     *
     * @param chunk as it was when its records set out
     */
    record Load(Chunk chunk, Parcel parcel) {}
}
